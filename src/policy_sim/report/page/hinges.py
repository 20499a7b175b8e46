"""What the conclusion hinges on, and how much of it is assumed."""

from __future__ import annotations

from policy_sim.report.assurance import hinge_line
from policy_sim.report.page.blocks import Block, Paragraph, Section
from policy_sim.report.page.material import Material
from policy_sim.report.uncertainty import few_draws_line

__all__ = ["hinge_of", "hinges"]


def hinges(material: Material) -> Section:
    """Return on which assumptions the primary differences hang, and how many are assumed."""
    say, language = material.language.say, material.language
    blocks: list[Block] = []
    for label in material.labels:
        alike: dict[str, list[str]] = {}
        for outcome in material.design["primary"]:
            if line := hinge_of(material, outcome, label):
                alike.setdefault(line, []).append(material.outcome(outcome))
        for line, outcomes in alike.items():
            told = f"{material.label(label)}, {language.listed(outcomes)}: {line}"
            blocks.append(Paragraph(told))
    draws = material.manifest.get("draws", 0)
    if few := few_draws_line(draws, language):
        blocks.append(Paragraph(few))
    if not draws:
        blocks.append(
            Paragraph(
                say(
                    "Not known: the assumptions have not been drawn from their ranges. Run the "
                    "study with --draws 20 or more to learn which of them matter."
                )
            )
        )
    entries = material.register.assumptions.values()
    assumed = sum(entry.mark == "assumption" for entry in entries)
    strip = say(
        "{assumed} of {all} coefficients are assumptions without published support.",
        assumed=assumed,
        all=len(entries),
    )
    blocks.append(Paragraph(strip))
    return Section("hinges", say("What it hinges on, and how much is assumed"), tuple(blocks))


def hinge_of(material: Material, outcome: str, label: str) -> str:
    """Return what the effect of one law (or practice) on an outcome hangs on, if it is known."""
    of = (outcome, material.effect, label)
    return hinge_line(material.hinges, material.manifest, of, material.language, material.register)
