"""The report on paper: a PDF typeset by Typst, whose compiler comes with its Python package."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import asdict, is_dataclass, replace
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import matplotlib as mpl

from policy_sim.errors import PolicySimError
from policy_sim.report.page import FIRST_SCREEN, Report
from policy_sim.report.page.blocks import Block, Folded, Picture, Section, Subheading, Table

__all__ = ["MissingTypesetterError", "pdf_of"]

WIDEST = 6
"""A table of more columns is set in smaller type."""

LETTERS, SMALL_LETTERS = 105, 121
"""So many letters have room in a line of a table, and in smaller type; *GAP* is between columns."""

GAP = 1.5

BOLD = 1.3
"""How much wider the letters of a heading are than those of its cells."""

PAPER_ROWS = 150
"""A folded table of more rows is left to the page: nobody turns so many sheets."""


class MissingTypesetterError(PolicySimError):
    """The library that typesets is not installed."""


def pdf_of(report: Report) -> bytes:
    """Return *report* as a PDF with the same sections, tables and figures, all of them open.

    Raises :exc:`MissingTypesetterError` without the optional package ``typst``.
    """
    try:
        import typst
    except ImportError as error:
        msg = "a PDF needs the package typst: pip install 'policy-sim[pdf]'"
        raise MissingTypesetterError(msg) from error
    with TemporaryDirectory(prefix="policy-sim-") as name:
        folder = Path(name)
        told = {
            "title": report.title,
            "run_line": report.run_line,
            "language": report.language.code,
            "sections": [
                {
                    "heading": section.heading,
                    "blocks": [_told(block, folder) for block in _said_once(section)],
                }
                for section in _on_paper(report)
            ],
        }
        (folder / "report.json").write_text(json.dumps(told), encoding="utf-8")
        layout = files("policy_sim.report.page") / "templates" / "report.typ"
        (folder / "report.typ").write_text(layout.read_text(encoding="utf-8"), encoding="utf-8")
        fonts = Path(mpl.get_data_path()) / "fonts" / "ttf"
        pdf: bytes = typst.compile(folder / "report.typ", root=folder, font_paths=[fonts])
    return pdf


def _said_once(section: Section) -> Iterator[Block]:
    """Yield the blocks of a section; a table below a heading that names it has no other name."""
    heading = section.heading
    for block in section.blocks:
        if isinstance(block, Subheading):
            heading = block.text
        if isinstance(block, Table) and block.caption == heading:
            yield replace(block, caption="")
        else:
            yield block


def _on_paper(report: Report) -> list[Section]:
    """Return the sections in the order of paper: what the first screen folds comes behind it."""
    first, further = report.sections[: len(FIRST_SCREEN)], report.sections[len(FIRST_SCREEN) :]
    opened, behind = [], []
    for section in first:
        folded = tuple(block for block in section.blocks if isinstance(block, Folded))
        rest = tuple(block for block in section.blocks if not isinstance(block, Folded))
        opened.append(replace(section, blocks=rest))
        if folded:
            heading = report.language.say("{heading} (in detail)", heading=section.heading)
            behind.append(replace(section, heading=heading, blocks=folded))
    return [*opened, *behind, *further]


def _told(block: Block, folder: Path) -> dict[str, Any]:
    """Return a block as plain values under its kind; its figure is put into *folder*."""
    if isinstance(block, Folded):
        kept = [inner for inner in block.blocks if not _endless(inner)]
        return {"kind": "Folded", "blocks": [_told(inner, folder) for inner in kept]}
    if isinstance(block, Picture):
        (folder / f"{block.name}.svg").write_text(block.svg, encoding="utf-8")
        named = {"kind": "Picture", "file": f"{block.name}.svg"}
        return named | {"alt": block.alt, "caption": block.caption}
    if isinstance(block, Table):
        return _table(block)
    return {"kind": type(block).__name__, **asdict(block)}


def _endless(block: Block) -> bool:
    return isinstance(block, Table) and len(block.rows) > PAPER_ROWS


def _table(block: Table) -> dict[str, Any]:
    return {
        "kind": "Table",
        "caption": block.caption,
        "wide": len(block.columns) > WIDEST,
        "columns": [
            asdict(column) | {"width": width}
            for column, width in zip(block.columns, _widths(block), strict=True)
        ],
        "rows": [
            [asdict(cell) if is_dataclass(cell) else {"text": cell, "tone": ""} for cell in row]
            for row in block.rows
        ],
    }


def _widths(block: Table) -> list[float]:
    """Return how wide the columns should be, in letters, so that no word need be broken.

    What a line has beyond that goes to long texts, by the roots of their lengths.
    """
    columns = [_letters(block, number) for number in range(len(block.columns))]
    least = [word + GAP for word, _ in columns]
    further = [
        max(wish + GAP - width, 0.0) for (_, wish), width in zip(columns, least, strict=True)
    ]
    left = (SMALL_LETTERS if len(block.columns) > WIDEST else LETTERS) - sum(least)
    share = min(max(left / (sum(further) or 1.0), 0.0), 1.0)
    return [width + share * more for width, more in zip(least, further, strict=True)]


def _letters(block: Table, number: int) -> tuple[float, float]:
    """Return how many letters the longest word of a column has, and how many its text wishes."""
    cells = [row[number] for row in block.rows]
    title = block.columns[number].title
    texts = [title, *(cell if isinstance(cell, str) else cell.text for cell in cells)]
    # What is joined by a space that is not broken is one word.
    words = [float(len(word)) for text in texts[1:] for word in text.split(" ")]
    heading = [BOLD * len(word) for word in title.split(" ")]
    return max(*words, *heading), 2.0 * math.sqrt(max(map(len, texts)))
