"""The sentences of findings, by code (English)."""

from __future__ import annotations

from policy_sim.catalogue.entries import Entry, entries
from policy_sim.catalogue.sentences import parts, sentence

__all__ = ["Entry", "entries", "parts", "sentence"]
