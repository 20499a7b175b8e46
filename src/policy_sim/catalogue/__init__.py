"""The sentences of findings, by code, and the languages in which they are told."""

from __future__ import annotations

from policy_sim.catalogue.entries import Entry, entries
from policy_sim.catalogue.phrase import Phrase, Words, both, either, listed, phrase
from policy_sim.catalogue.sentences import parts, sentence, severity_word
from policy_sim.catalogue.stored import finding_of, stored, stored_finding, text_of

__all__ = [
    "Entry",
    "Phrase",
    "Words",
    "both",
    "either",
    "entries",
    "finding_of",
    "listed",
    "parts",
    "phrase",
    "sentence",
    "severity_word",
    "stored",
    "stored_finding",
    "text_of",
]
