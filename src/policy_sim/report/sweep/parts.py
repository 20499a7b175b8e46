"""What a sweep has to say, in parts that a terminal, a page and a folder each show in their way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matplotlib.axes import Axes

from policy_sim.report.canvas import svg_of
from policy_sim.report.page.blocks import (
    Block,
    Column,
    Note,
    Paragraph,
    Picture,
    Subheading,
    Table,
)
from policy_sim.report.summary import aligned

__all__ = ["Drawing", "Part", "Rows", "Told", "blocks_of", "lines_of", "table_of"]

WIDEST = 120
"""A table with a longer text is shown as lines: no terminal has columns so wide."""

Rows = Sequence[Mapping[str, Any]]
"""A table of plain values: each row by column."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A figure, drawn when it is needed: its *name*, what it shows in words, and its data.

    *draw* draws into the Axes that it is given, or makes its own. One of noughts is *idle*: it is
    there to be asked for, and neither page nor folder shows it.
    """

    name: str
    draw: Callable[[Axes | None], Axes]
    alt: str
    data: Table
    idle: bool = False


Part = Paragraph | Subheading | Note | Table | Drawing


@dataclass(frozen=True)
class Told:
    """Everything that one sweep found: its *name*, by which its files are called, and a *title*.

    *parts* are what is read, *values* the same as plain values, and *tables* hold a row for each
    thing found, by name.
    """

    name: str
    title: str
    parts: tuple[Part, ...]
    values: Mapping[str, Any]
    tables: Mapping[str, Rows] = field(default_factory=dict)

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """The figures among the parts."""
        return tuple(part for part in self.parts if isinstance(part, Drawing))


def table_of(
    caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]], words: int = 1
) -> Table:
    """Return a table whose columns hold figures, but for the first *words*."""
    columns = [Column(title, figures=i >= words) for i, title in enumerate(headings)]
    return Table(caption, tuple(columns), tuple(map(tuple, rows)))


def lines_of(parts: Iterable[Part]) -> list[str]:
    """Return *parts* as a terminal shows them; figures are left out."""
    return [line for part in parts for line in _lines(part)]


def _lines(part: Part) -> Iterator[str]:
    if isinstance(part, Subheading):
        yield from ("", part.text)
    elif isinstance(part, Paragraph):
        yield part.text
    elif isinstance(part, Note):
        yield from part.lines
    elif isinstance(part, Table):
        headings = tuple(column.title for column in part.columns)
        cells = [tuple(str(getattr(cell, "text", cell)) for cell in row) for row in part.rows]
        if any(len(cell) > WIDEST for row in cells for cell in row):
            yield f"{part.caption}:"
            yield from ("  " + "  ".join(row) for row in cells)
        else:
            yield aligned([headings, *cells])


def blocks_of(parts: Iterable[Part]) -> tuple[Block, ...]:
    """Return *parts* as a page shows them."""
    return tuple(
        Picture(part.name, svg_of(part.draw(None)), part.alt, part.alt, part.data)
        if isinstance(part, Drawing)
        else part
        for part in parts
        if not (isinstance(part, Drawing) and part.idle)
    )
