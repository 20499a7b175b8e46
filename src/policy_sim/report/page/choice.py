"""Which policy is best over the draws, what choosing it costs, and what is worth knowing."""

from __future__ import annotations

from policy_sim.report.choosing import (
    TITLES,
    Key,
    choice_lines,
    choice_words,
    grouped,
    knowing_line,
    probability,
    worth_words,
)
from policy_sim.report.page.blocks import (
    Block,
    Cell,
    Column,
    Folded,
    Paragraph,
    Section,
    Subheading,
    Table,
)
from policy_sim.report.page.material import Material, Row

__all__ = ["choice"]


def choice(material: Material) -> Section | None:
    """Return the choice between policies under uncertain assumptions; nothing without draws."""
    say, manifest = material.language.say, material.manifest
    if not manifest.get("draws", 0):
        return None
    heading = say("Which policy is best, and what is worth knowing")
    if not material.prospects:
        lines = choice_lines((), (), manifest, material.language)
        blocks = tuple(Paragraph(line) for line in lines)
        return Section("choice", heading, blocks) if blocks else None
    explained = Paragraph(
        say(
            "Over the draws of the assumptions. Expected regret: by how much the best policy of "
            "each draw is better than this one, on average. Every draw has the luck of one "
            "replication, the same for all policies, so that the regret holds what luck leaves of "
            "the difference, which no study of the assumptions can take away."
        ),
        soft=True,
    )
    found: list[Block] = [explained]
    known = grouped(material.information)
    for key, rows in grouped(material.prospects).items():
        found += _of(material, key, rows, known.get(key, []))
    return Section("choice", heading, tuple(found))


def _of(material: Material, key: Key, rows: list[Row], known: list[Row]) -> list[Block]:
    """Return the blocks of one choice."""
    say, told = material.language.say, (material.manifest, material.language, TITLES)
    words, line = choice_words(key, *told), knowing_line(rows, known, *told)
    blocks: list[Block] = [Subheading(words), _prospects(material, words, rows), Paragraph(line)]
    if known:
        summary = say("{choice}: what each assumption is worth knowing", choice=words)
        blocks.append(Folded(summary, (_information(material, summary, known),)))
    return blocks


def _prospects(material: Material, caption: str, rows: list[Row]) -> Table:
    say = material.language.say
    columns = (
        Column(say("policy")),
        Column(say("best in"), figures=True),
        Column(say("mean over the draws"), figures=True),
        Column(say("expected regret"), figures=True),
    )
    lines = tuple(
        (
            Cell(material.arm(row["policy"])),
            probability(row, material.language),
            material.amount(row["mean"], row["unit"]),
            _worth(material, row["expected_regret"], row),
        )
        for row in rows
    )
    return Table(caption, columns, lines)


def _information(material: Material, caption: str, rows: list[Row]) -> Table:
    say, text = material.language.say, material.language.text
    columns = (
        Column(say("assumption")),
        Column(say("worth knowing"), figures=True),
        Column(say("by chance alone up to"), figures=True),
    )
    lines = tuple(
        (
            text(row["assumption"].replace("_", " ")),
            _worth(material, row["value"], row),
            _worth(material, row["by_chance"], row),
        )
        for row in rows
    )
    return Table(caption, columns, lines)


def _worth(material: Material, value: float, row: Row) -> str:
    return worth_words(value, row["unit"], material.manifest, material.language)
