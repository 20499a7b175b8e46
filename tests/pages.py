"""The pages of the documentation as tests read them: fenced blocks, tables, links, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

__all__ = [
    "DOCS",
    "PAGES",
    "ROOT",
    "Block",
    "Row",
    "anchors",
    "blocks",
    "chapter",
    "links",
    "prose",
    "tables",
]

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = (
    ROOT / "README.md",
    ROOT / "README.id.md",
    ROOT / "CONTRIBUTING.md",
    *sorted(DOCS.rglob("*.md")),
)
"""Every page that a reader is shown."""

_FENCED = re.compile(r"^```(\w*) ?(.*)\n((?:.*\n)*?)```$", re.MULTILINE)

Row = tuple[str, ...]
"""The cells of one row of a table, without the blanks around them."""


class Block(NamedTuple):
    """One fenced block of a page: its language, what follows it, its text, its line."""

    language: str
    info: str
    text: str
    line: int


def blocks(page: str) -> list[Block]:
    """Return the fenced blocks of a page in order."""
    found = _FENCED.finditer(page)
    return [Block(m[1], m[2], m[3], page[: m.start()].count("\n") + 1) for m in found]


def chapter(folder: str) -> str:
    """Return the pages of a folder of the documentation one after the other, the index first."""
    every = sorted((DOCS / folder).glob("*.md"), key=lambda path: (path.stem != "index", path.stem))
    return "\n".join(path.read_text(encoding="utf-8") for path in every)


def prose(page: str) -> str:
    """Return a page without its fenced blocks."""
    return _FENCED.sub("", page)


def tables(page: str) -> dict[Row, list[Row]]:
    """Return the rows of every table of a page, by its first row of cells (its heading row).

    Tables with the same heading row and the same first cells are not told apart by it: the key
    also holds the keys of the rows.
    """
    found: dict[Row, list[Row]] = {}
    for text in re.findall(r"(?:^\|.*\n)+", prose(page) + "\n", re.MULTILINE):
        heading, _, *rows = (_cells(line) for line in text.splitlines())
        found[(*heading, *(row[0] for row in rows))] = rows
    return found


def _cells(line: str) -> Row:
    """Return the cells of one line; a bar after a backslash belongs to its cell."""
    return tuple(cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|")))


def anchors(page: str) -> set[str]:
    """Return what a link may point to on a page: its headings, as they stand in an address."""
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(page: str) -> Iterator[tuple[str, str]]:
    """Yield the links of a page that lead to other pages or places: (file or "", anchor or "")."""
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if "://" not in target:
            file, _, anchor = target.partition("#")
            yield file, anchor
