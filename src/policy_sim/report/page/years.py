"""Year by year: the figures of the primary outcomes."""

from __future__ import annotations

from policy_sim.report.page.blocks import Section
from policy_sim.report.page.material import Material

__all__ = ["years"]


def years(material: Material) -> Section | None:
    """Return the paired differences and the levels behind them, if anything was drawn."""
    pictures = tuple(material.pictures.get("years", ()))
    if not pictures:
        return None
    return Section("years", material.language.say("Year by year"), pictures)
