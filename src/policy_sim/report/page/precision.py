"""How precise the differences are: what was asked for, and what common luck brings."""

from __future__ import annotations

from policy_sim.report.page.blocks import Block, Cell, Column, Paragraph, Section, Table
from policy_sim.report.page.material import Material, Row
from policy_sim.report.precision import luck_rows, luck_words, precision_line

__all__ = ["precision"]


def precision(material: Material) -> Section | None:
    """Return whether the precision asked for was reached, and what common luck is worth."""
    say = material.language.say
    asked, order = precision_line(material.manifest, material.language), material.design["primary"]
    rows = sorted(luck_rows(material.rows), key=lambda row: order.index(row["outcome"]))
    if not asked and not rows:
        return None
    heading = say("How precise it is")
    blocks: list[Block] = [Paragraph(asked)] if asked else []
    if asked:
        blocks.append(
            Paragraph(
                say(
                    "The number of replications follows from the variance of the first ones "
                    "(Stein 1945); intervals of differences rest on the variance of those alone, "
                    "which keeps them at 95 %."
                ),
                soft=True,
            )
        )
    if rows:
        blocks.append(
            Paragraph(
                say(
                    "Both arms of a replication have the same people and the same luck. So many "
                    "times as many replications would be needed without: the variance of the "
                    "difference without common luck, over that with it. Few replications know "
                    "the ratio badly, as its interval says."
                ),
                soft=True,
            )
        )
        blocks.append(_table(material, heading, rows))
    return Section("precision", heading, tuple(blocks))


def _table(material: Material, caption: str, rows: list[Row]) -> Table:
    say = material.language.say
    columns = (
        Column(say("outcome")),
        Column(say("arm")),
        Column(say("replications"), figures=True),
        Column(say("difference [95 %]"), figures=True),
        Column(say("variance ratio [95 %]"), figures=True),
    )
    lines = tuple(
        (
            material.outcome(row["outcome"]),
            Cell(material.arm(row["policy"])),
            material.language.number(row["n"]),
            material.difference(row),
            luck_words(row, material.language),
        )
        for row in rows
    )
    return Table(caption, columns, lines)
