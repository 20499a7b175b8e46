"""Careers: how long people wait for their next grade, and from which grade they go to which."""

from __future__ import annotations

from collections.abc import Iterator

from policy_sim.report.page.blocks import Block, Column, Folded, Paragraph, Section, Table
from policy_sim.report.page.material import Material, Row
from policy_sim.report.page.words import group_words, word_of
from policy_sim.report.waiting import Waiting, waiting
from policy_sim.study.suppression import FEWEST

__all__ = ["careers", "flow"]


def careers(material: Material) -> Section | None:
    """Return the distribution of the time to the next rise in grade, by arm and group."""
    say = material.language.say
    found = [(row, waiting(row)) for row in material.careers.get("waits", ())]
    if not found:
        return None
    everybody = [(row, one) for row, one in found if not row["attribute"]]
    groups = [(row, one) for row, one in found if row["attribute"]]
    heading = say("Careers: how long until the next grade")
    blocks: list[Block] = [
        Paragraph(
            say(
                "Months from the first day until a person's first rise in grade, in the first "
                "replication, of those who hold a grade (Kaplan and Meier 1958: who leaves, or has "
                "not risen in the end, counts for as long as they were seen). One replication has "
                "no interval: small differences are no finding."
            )
        )
    ]
    blocks += material.pictures.get("careers", ())
    blocks.append(_table(material, heading, everybody))
    if groups:
        summary = say("The same by group")
        blocks.append(Folded(summary, (_table(material, summary, groups),)))
    return Section("careers", heading, tuple(blocks))


def _table(material: Material, caption: str, found: list[tuple[Row, Waiting]]) -> Table:
    say = material.language.say
    grouped = any(row["attribute"] for row, _ in found)
    columns = [Column(say("arm"))] + ([Column(say("group"))] if grouped else [])
    columns += [
        Column(say("people"), figures=True),
        Column(say("a quarter has risen after"), figures=True),
        Column(say("half has risen after"), figures=True),
        Column(say("three quarters have risen after"), figures=True),
        Column(say("has risen in the end"), figures=True),
    ]
    lines = []
    for row, one in found:
        line = [material.arm(row["policy"])]
        if grouped:
            line.append(group_words(f"{row['attribute']}={row['cell']}", material))
        line.append(material.language.number(one.people))
        line += [_months(material, one.after(share)) for share in (0.25, 0.5, 0.75)]
        line.append(f"{material.language.number(100 * one.risen)} %")
        lines.append(tuple(line))
    return Table(caption, tuple(columns), tuple(lines))


def _months(material: Material, months: int | None) -> str:
    if months is None:
        return material.language.say("not within the horizon")
    return material.language.count(months, "{number} month", "{number} months")


def flow(material: Material) -> Section | None:
    """Return how many went from each grade of the first day to each grade of the last."""
    say = material.language.say
    rows = list(material.careers.get("moves", ()))
    if not rows:
        return None
    arms = dict.fromkeys(row["policy"] for row in rows)
    base = material.manifest["baseline"]
    order = [base, *(arm for arm in arms if arm != base)]
    blocks: list[Block] = [
        Paragraph(
            say(
                "People of the first day by the grade they held then (lines) and hold on the last "
                "day (columns); mean over replications. Numbers under {fewest}, and what would "
                "give them away, are not told (…).",
                fewest=FEWEST,
            )
        )
    ]
    for arm in order:
        words = material.arm(arm)
        table = _flow(material, words, [row for row in rows if row["policy"] == arm])
        blocks.append(Folded(words, (table,)))
    return Section("flow", say("Flow between grades"), tuple(blocks))


def _flow(material: Material, caption: str, rows: list[Row]) -> Table:
    """Return one arm's table: the columns are the grades that anybody ends in."""
    known = _in_order(material, rows)
    ends = [name for name in known if any(row["to"] == name for row in rows)]
    begins = [name for name in known if any(row["from"] == name for row in rows)]
    number = {(row["from"], row["to"]): row["people"] for row in rows}
    columns = [Column(material.language.say("from / to"))]
    columns += [Column(word_of(name, material, "grade"), figures=True) for name in ends]
    lines = []
    for before in begins:
        line = [word_of(before, material, "grade")]
        for after in ends:
            people = number.get((before, after), 0)
            told = "…" if people is None else material.language.number(people) if people else ""
            line.append(told)
        lines.append(tuple(line))
    return Table(caption, tuple(columns), tuple(lines))


def _in_order(material: Material, rows: list[Row]) -> list[str]:
    """Return every grade that occurs in *rows* in the order of the ladder, leavers last."""
    scale = [
        row["cell"] for row in material.careers.get("turns", ()) if row["attribute"] == "grade"
    ]
    names = [*scale, *_named(rows)]
    ladder = [name for name in dict.fromkeys(names) if name != "left"]
    seen = {row["from"] for row in rows} | {row["to"] for row in rows}
    return [name for name in [*ladder, "left"] if name in seen]


def _named(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        yield row["from"]
    for row in rows:
        yield row["to"]
