"""What the model cannot tell."""

from __future__ import annotations

from policy_sim.report.page.blocks import Note, Section
from policy_sim.report.page.material import Material
from policy_sim.report.wording import limit_lines

__all__ = ["limits"]


def limits(material: Material) -> Section:
    """Return the limits that no reader should have to look for."""
    lines = limit_lines(material.manifest, material.register, material.language)
    heading = material.language.say("What this cannot tell")
    return Section("limits", heading, (Note(tuple(lines)),))
