"""The report on paper: a PDF of the same sections, with figures, in the reader's language."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from policy_sim.catalogue.language import language_named
from policy_sim.report.page import Report
from policy_sim.report.page.blocks import (
    Cell,
    Column,
    Command,
    Folded,
    Note,
    Paragraph,
    Picture,
    Section,
    Subheading,
    Table,
    Tile,
    TileLine,
    Tiles,
)
from policy_sim.report.page.pdf import (
    LETTERS,
    PAPER_ROWS,
    MissingTypesetterError,
    _on_paper,
    _told,
    _widths,
    pdf_of,
)

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">'
    '<rect width="9" height="9"/></svg>'
)
TABLE = Table(
    "data", (Column("year"), Column("mean", figures=True)), (("2026", Cell("1", "worse")),)
)
BLOCKS = (
    Paragraph("A [sentence] with #signs, that $are$ not markup."),
    Subheading("within"),
    Note(("one", "two")),
    Tiles((Tile("mutu", (TileLine("2029", "+1", "better", "simulation", "better"),), "note"),)),
    Picture("f", SVG, "a square", "a caption", TABLE),
    Command("policy-sim verify RUN"),
    Folded("more", (TABLE,)),
)
REPORT = Report("Title", "a run", language_named("id"), (Section("s", "Heading", BLOCKS),))


def test_every_kind_of_block_can_be_set() -> None:
    """Each block has its place on paper, and what looks like markup stays text."""
    paper = pdf_of(REPORT)
    assert paper.startswith(b"%PDF-")
    assert paper == pdf_of(REPORT)


def test_what_nobody_would_turn_over_is_left_to_the_page(tmp_path: Path) -> None:
    """A folded table of very many rows does not stand on paper; one of fewer does."""
    long = Table("long", TABLE.columns, TABLE.rows * (PAPER_ROWS + 1))
    told = _told(Folded("more", (long, TABLE)), tmp_path)
    assert [block["caption"] for block in told["blocks"]] == ["data"]


def test_a_column_has_room_for_what_is_not_broken() -> None:
    """Words that a hard space joins are one; long texts share what a line has beyond that."""
    joined, long = "0.002\N{NO-BREAK SPACE}to\N{NO-BREAK SPACE}0.006", "some words " * 99
    columns = (Column("name"), Column("range", figures=True), Column("why"), Column("how"))
    name, span, why, how = _widths(Table("t", columns, (("a", joined, long, long),)))
    assert span > len(joined)
    assert why == how > span > name
    assert name + span + why + how == pytest.approx(LETTERS)


def test_without_the_package_the_way_to_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who has not installed the extra learns its name, without a traceback."""
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(MissingTypesetterError, match=r"policy-sim\[pdf\]"):
        pdf_of(REPORT)


def test_paper_opens_what_is_folded_behind_the_first_screen() -> None:
    """A long table of the first section does not push the decision off the first sheet."""
    plain = Paragraph("said at once")
    sections = [Section(f"s{n}", f"Bagian {n}", (plain, BLOCKS[-1])) for n in range(8)]
    told = _on_paper(Report("Title", "a run", language_named("id"), tuple(sections)))
    headings = [section.heading for section in told]
    assert headings[:7] == [*(f"Bagian {n}" for n in range(6)), "Bagian 0 (rincian)"]
    assert headings[-2:] == ["Bagian 6", "Bagian 7"]
    assert told[0].blocks == (plain,)
    assert told[6].blocks == (BLOCKS[-1],)
