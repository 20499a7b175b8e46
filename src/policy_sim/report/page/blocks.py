"""What a section of the report is made of, whether it is shown in a browser or on paper.

A section says what it has to say in these blocks; the page and the PDF each know one way of
showing a block, so that both say the same.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = [
    "Block",
    "Cell",
    "Column",
    "Command",
    "Folded",
    "Note",
    "Paragraph",
    "Picture",
    "Row",
    "Section",
    "Subheading",
    "Table",
    "Tile",
    "TileLine",
    "Tiles",
]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A sentence or a few; *soft* ones explain and may be skipped."""

    text: str
    soft: bool = False


@dataclass(frozen=True, slots=True)
class Subheading:
    """A heading within a section."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Sentences that no reader should miss."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """The heading of a column, and whether its cells are figures."""

    title: str
    figures: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its text, and its *tone* (``better``, ``worse``, ``matched``, ``missed`` or none).

    *foreign* text is that of a document, in the language in which it was written.
    """

    text: str
    tone: str = ""
    foreign: bool = False


Row = tuple[Cell | str, ...]
"""The cells of one line of a table; the first says what the line is about."""


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows, with a *caption* that says what the table is."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class TileLine:
    """One line of a tile: when, how much, how it reads, and how sure that is.

    *sureness* gives both uncertainties; *tone* is ``better``, ``worse`` or none.
    """

    window: str
    difference: str
    reading: str
    sureness: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """One outcome at a glance: what was named of it beforehand, and what it hangs on (*note*)."""

    title: str
    lines: tuple[TileLine, ...]
    note: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Tiles:
    """Tiles side by side."""

    tiles: tuple[Tile, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure: its SVG, what it shows in words (*alt*), its caption, and its data."""

    name: str
    svg: str
    alt: str
    caption: str
    data: Table


@dataclass(frozen=True, slots=True)
class Command:
    """What is typed at a terminal."""

    text: str


@dataclass(frozen=True, slots=True)
class Folded:
    """Blocks that a reader unfolds: long tables; on paper they stand open."""

    summary: str
    blocks: tuple[Block, ...]
    opened: bool = False


Block = Paragraph | Subheading | Note | Table | Tiles | Picture | Command | Folded


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report under a heading; *name* is its anchor."""

    name: str
    heading: str
    blocks: tuple[Block, ...]
