"""The outcomes in a table: ends first, then means, for the headline's effect and window."""

from __future__ import annotations

from collections.abc import Iterator

from policy_sim.report.page.blocks import Block, Cell, Column, Folded, Paragraph, Section, Table
from policy_sim.report.page.material import Material, Row
from policy_sim.report.page.words import group_words
from policy_sim.simulation.measures.outcome import MONEY
from policy_sim.simulation.outcomes import OUTCOMES

__all__ = ["money", "outcomes", "table_of"]


def outcomes(material: Material) -> Section:
    """Return every outcome of everybody, then of groups; what was not primary is exploratory."""
    say = material.language.say
    rows = [row for row in _main(material) if row["group"] == "all"]
    ends = [row for row in rows if OUTCOMES[row["outcome"]].end]
    means = [row for row in rows if not OUTCOMES[row["outcome"]].end]
    groups = [row for row in _main(material) if row["group"] != "all" and not _nothing(row)]
    window = material.window(material.main_window)
    blocks: list[Block] = [
        Paragraph(
            say(
                "Window: {window}. What was not named as primary beforehand is exploratory: among "
                "so many rows some are clear by chance alone. Groups in which there is nothing to "
                "count are left out.",
                window=window,
            ),
            soft=True,
        )
    ]
    for summary, chosen in (
        (say("What the public or the treasury gets"), ends),
        (say("Who holds which post, and how: means to those ends"), means),
        (say("The same by group"), groups),
    ):
        if chosen:
            counted = f"{summary} ({material.language.number(len(chosen))})"
            blocks.append(Folded(counted, (table_of(material, summary, chosen),)))
    return Section("outcomes", say("All outcomes"), tuple(blocks))


def money(material: Material) -> Section | None:
    """Return what it costs: every outcome of money, of everybody, and the figures of them."""
    say = material.language.say
    rows = [
        row
        for row in _main(material)
        if row["group"] == "all" and (row["unit"] == MONEY or OUTCOMES[row["outcome"]].of_money)
    ]
    if not rows:
        return None
    blocks: list[Block] = [Paragraph(_prices(material))]
    heading = say("Money")
    blocks.append(table_of(material, heading, rows))
    blocks += material.pictures.get("money", ())
    return Section("money", heading, tuple(blocks))


def _prices(material: Material) -> str:
    say = material.language.say
    if material.manifest.get("placeholders"):
        return say(
            "In constant prices of the first year. Amounts of the law that only hold a place are "
            "part of what is labelled so: no total of them is a finding."
        )
    return say("In constant prices of the first year.")


def _nothing(row: Row) -> bool:
    """Whether there is nothing to tell of a group: neither under the baseline nor of a difference.

    Nobody of the group can do or have what the outcome counts.
    """
    return bool(row["baseline_mean"] == row["difference"] == row["low"] == row["high"] == 0)


def _main(material: Material) -> Iterator[Row]:
    """Yield the headline's rows in the window chosen beforehand, which differ or could."""
    for row in material.headline:
        if row["window"] == material.main_window and row["outcome"] in OUTCOMES:
            yield row


def table_of(material: Material, caption: str, rows: list[Row]) -> Table:
    """Return a table of differences: baseline, difference, how it reads, and its standing."""
    say = material.language.say
    several = len(material.labels) > 1
    grouped = any(row["group"] != "all" for row in rows)
    titles = [Column(say("outcome"))]
    titles += [Column(say("reform"))] if several else []
    titles += [Column(say("group"))] if grouped else []
    titles += [
        Column(say("baseline"), figures=True),
        Column(say("difference [95 %]"), figures=True),
        Column(say("reads as")),
        Column(say("role")),
    ]
    lines = []
    for row in rows:
        line: list[Cell | str] = [material.outcome(row["outcome"])]
        line += [material.label(str(row[material.effect]))] if several else []
        line += [group_words(row["group"], material)] if grouped else []
        standing = row["outcome"] in material.design["primary"] and row["group"] == "all"
        line += [
            material.amount(row["baseline_mean"], row["unit"]),
            material.difference(row),
            Cell(material.reading(row), material.tone(row)),
            say("primary") if standing else say("exploratory"),
        ]
        lines.append(tuple(line))
    return Table(caption, tuple(titles), tuple(lines))
