"""The total effect split into law, practice, and what only both together bring."""

from __future__ import annotations

from policy_sim.report.effects import told
from policy_sim.report.page.blocks import Block, Cell, Column, Folded, Paragraph, Section, Table
from policy_sim.report.page.material import Material, Row
from policy_sim.report.uncertainty import holm_words

__all__ = ["split"]


def split(material: Material) -> Section | None:
    """Return the effects on each primary outcome, in every window."""
    rows = told(material.primary)
    if not rows:
        return None
    say = material.language.say
    blocks: list[Block] = [
        Paragraph(
            say(
                "A total effect is the law at unchanged practice, the practice at unchanged law, "
                "and what only both together bring. Primary outcomes; the adjusted probability is "
                "Holm's over the primary outcomes of one effect."
            ),
            soft=True,
        )
    ]
    for outcome in material.design["primary"]:
        chosen = [row for row in rows if row["outcome"] == outcome]
        if chosen:
            words = material.outcome(outcome)
            blocks.append(Folded(words, (_table(material, words, chosen),)))
    return Section("split", say("Law, practice and their interaction"), tuple(blocks))


def _table(material: Material, caption: str, rows: list[Row]) -> Table:
    say = material.language.say
    columns = (
        Column(say("arm")),
        Column(say("effect")),
        Column(say("window")),
        Column(say("baseline"), figures=True),
        Column(say("difference [95 %]"), figures=True),
        Column(say("reads as")),
        Column(say("better in"), figures=True),
        Column(say("p (Holm)"), figures=True),
    )
    return Table(caption, columns, tuple(_line(material, row) for row in rows))


def _line(material: Material, row: Row) -> tuple[Cell | str, ...]:
    language, share = material.language, row["share_better"]
    better = ""
    if share is not None:
        told_share = language.number(share * 100)
        better = language.say("{share} % of {number}", share=told_share, number=row["n"])
    return (
        material.arm(row["policy"]),
        language.text(row["effect"]),
        material.window(row["window"]),
        material.amount(row["baseline_mean"], row["unit"]),
        material.difference(row),
        Cell(material.reading(row), material.tone(row)),
        better,
        holm_words(row, language),
    )
