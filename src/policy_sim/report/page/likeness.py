"""Does the baseline look like the place? And what others have published beside this study."""

from __future__ import annotations

from collections.abc import Sequence

from policy_sim.report.likeness import likeness_answer, likeness_rows, result_line, result_rows
from policy_sim.report.page.blocks import Block, Cell, Column, Folded, Paragraph, Section, Table
from policy_sim.report.page.material import Material, Row

__all__ = ["likeness", "published"]


def likeness(material: Material) -> Section:
    """Return what is published about the place beside the first simulated year."""
    language = material.language
    heading = language.say("Does the baseline look like the place?")
    rows = likeness_rows(material.manifest, language)
    if not rows:
        none = language.say(
            "The scenario states no published facts, so that nothing shows whether the simulated "
            "place looks like a real one."
        )
        return Section("likeness", heading, (Paragraph(none),))
    outside = [row["title"] for row in rows if row["tone"] == "missed"]
    summary = language.say("Simulated year 1 beside what is published")
    folded: list[Block] = []
    if outside:
        names = "; ".join(outside)
        folded.append(Paragraph(language.say("Not matched: {facts}.", facts=names)))
    folded.append(_table(material, summary, rows, language.say("published"), language.say("fact")))
    return Section(
        "likeness",
        heading,
        (Paragraph(likeness_answer(material.manifest, language)), Folded(summary, tuple(folded))),
    )


def published(material: Material) -> Section | None:
    """Return published results of others beside those of this study, if it states any."""
    rows, language = result_rows(material.manifest, material.language), material.language
    if not rows:
        return None
    heading = language.say("What others have published, and what is simulated")
    first = (language.say("counts as matched"), language.say("result"))
    table = _table(material, heading, rows, *first)
    line = Paragraph(result_line(material.manifest, language))
    return Section("published", heading, (line, table))


def _table(
    material: Material, caption: str, rows: Sequence[Row], published_word: str, first: str
) -> Table:
    say = material.language.say
    columns = (
        Column(first),
        Column(published_word, figures=True),
        Column(say("simulated"), figures=True),
        Column(say("match")),
        Column(say("why")),
        Column(say("source")),
    )
    return Table(
        caption,
        columns,
        tuple(
            (
                row["title"],
                row["published"],
                row["simulated"],
                Cell(row["verdict"], row["tone"]),
                row["explain"],
                Cell(row["evidence"], foreign=row["evidence_in"] != material.language.code),
            )
            for row in rows
        ),
    )
