"""HTML that a notebook shows: a table, lines of text, a heading; everything in them escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from policy_sim.catalogue.asked import language

__all__ = ["heading", "lines", "number", "paragraph", "table"]

UNBROKEN = 16
"""So long a text of a cell stays in one line."""


def heading(text: str, more: str = "") -> str:
    """Return one line, *text* in bold type and *more* after it."""
    return f"<p><b>{html.escape(text)}</b>{': ' if more else ''}{html.escape(more)}</p>"


def paragraph(text: str) -> str:
    """Return a sentence or a few."""
    return f"<p>{html.escape(text)}</p>"


def lines(text: str) -> str:
    """Return *text* with its line breaks and indents, broken where the page ends."""
    return f'<pre style="white-space: pre-wrap">{html.escape(text)}</pre>'


def table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], figures: Sequence[bool] = ()
) -> str:
    """Return a table that scrolls where a narrow page cannot hold it; None is an empty cell.

    Its headings are told in the language that is asked for. Every row has a cell for each of
    *columns*; *figures* says of each whether its texts are figures.
    """
    aligned = figures or [False] * len(columns)
    titles = map(language().text, columns)
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in titles)
    cells = ([_cell(*cell) for cell in zip(row, aligned, strict=True)] for row in rows)
    body = "".join(f"<tr>{''.join(row)}</tr>" for row in cells)
    inside = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<div style="overflow-x: auto"><table>{inside}</table></div>'


def number(value: float) -> str:
    """Return a number as tables show it: three digits that count, thousands set apart."""
    told = f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:,.3g}"
    return language().written(told)


def _cell(value: object, figure: bool) -> str:
    if value is None:
        return "<td></td>"
    text = number(value) if isinstance(value, float) else str(value)
    side = "right" if figure or isinstance(value, float) else "left"
    whole = "; white-space: nowrap" if len(text) <= UNBROKEN else ""
    return f'<td style="text-align: {side}{whole}">{html.escape(text)}</td>'
