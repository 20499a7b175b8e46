"""What `check` finds in the reforms, and what was noted when the study was loaded."""

from __future__ import annotations

from collections.abc import Sequence

from policy_sim.catalogue import finding_of, sentence
from policy_sim.diagnostics import Diagnostic
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.finding_words import in_words
from policy_sim.report.page.blocks import (
    Block,
    Cell,
    Column,
    Command,
    Folded,
    Paragraph,
    Section,
    Table,
)
from policy_sim.report.page.material import Material
from policy_sim.report.voice import Voice

__all__ = ["findings"]


def findings(material: Material) -> Section:
    """Return the findings, or how to have them."""
    say = material.language.say
    blocks: list[Block] = []
    noted = [finding_of(one) for one in material.manifest.get("messages", ())]
    if material.checked is None:
        blocks.append(
            Paragraph(
                say(
                    "The reforms were not proved with this report: that takes longer than reading "
                    "them. This command proves them, and writes the findings into the report:"
                )
            )
        )
        blocks.append(Command("policy-sim report RUN --check"))
    elif not material.checked:
        blocks.append(Paragraph(say("Nothing was found in the reforms by proof.")))
    else:
        number = len(material.checked)
        line = material.language.count(
            number, "{number} finding about the reforms.", "{number} findings about the reforms."
        )
        blocks.append(Paragraph(line))
        blocks.append(_table(material, material.checked))
    if noted:
        summary = say("Noted on loading the study")
        blocks.append(Folded(summary, (_table(material, noted),)))
    return Section("findings", say("Findings about the regulations"), tuple(blocks))


def _table(material: Material, found: Sequence[Diagnostic]) -> Table:
    column = material.language.say("finding")
    names = ExampleWords(None, Voice(material.language, material.words))
    told = (sentence(in_words(one, names), material.language) for one in found)
    rows = tuple((Cell(line),) for line in told)
    return Table(column, (Column(column),), rows)
