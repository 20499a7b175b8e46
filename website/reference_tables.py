"""Markdown of the reference pages: tables, cells, one line of many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

__all__ = ["one_line", "page", "table"]


def page(*parts: str) -> str:
    """Return the lines of a page as its text."""
    return "\n".join(parts) + "\n"


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Yield the lines of a table."""
    columns = list(head)
    yield f"| {' | '.join(columns)} |"
    yield f"|{'---|' * len(columns)}"
    for row in rows:
        yield f"| {' | '.join(_cell(one) for one in row)} |"


def _cell(value: object) -> str:
    text = one_line(str(value)).replace("|", "\\|")
    if "`" not in text:
        text = text.replace("<", "&lt;").replace("*", "\\*")
    # Braces at the end of a cell would be taken for attributes of it, and be gone.
    return f"{text}<!-- -->" if text.endswith("}") else text


def one_line(text: str) -> str:
    """Return a text without its breaks and its double blanks."""
    return " ".join(text.split())
