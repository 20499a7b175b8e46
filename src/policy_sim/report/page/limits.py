"""What the model cannot tell."""

from __future__ import annotations

from policy_sim.report.cannot_tell import drift_lines, limit_lines
from policy_sim.report.page.blocks import Block, Folded, Note, Paragraph, Section
from policy_sim.report.page.material import Material

__all__ = ["limits"]


def limits(material: Material) -> Section:
    """Return the limits that no reader should have to look for, and what moves by itself."""
    language = material.language
    heading = language.say("What this cannot tell")
    first, *rest = limit_lines(material.manifest, material.register, language)
    # On a terminal the first line names what the heading names here.
    told = first.partition(": ")[2] or first
    blocks: list[Block] = [Note((f"{told[:1].upper()}{told[1:]}", *rest))]
    drifts = tuple(Paragraph(line) for line in drift_lines(material.manifest, language))
    if drifts:
        blocks.append(Folded(language.say("What moves by itself in the first years"), drifts))
    return Section("limits", heading, tuple(blocks))
