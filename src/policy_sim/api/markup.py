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
    style = "white-space: pre-wrap; word-break: normal; overflow-wrap: anywhere"
    return f'<pre style="{style}">{html.escape(text)}</pre>'


def table(
    columns: Sequence[str], rows: Iterable[Sequence[object]], figures: Sequence[bool] = ()
) -> str:
    """Return a table that scrolls where a narrow page cannot hold it; None is an empty cell.

    Its headings are told in the language that is asked for. Every row has a cell for each of
    *columns*; *figures* says of each whether its texts are figures, else those with numbers are.
    """
    shown = [list(row) for row in rows]
    right = figures or [_are_numbers(column) for column in zip(*shown, strict=True)]
    right = right or [False] * len(columns)
    titles = map(language().text, columns)
    head = "".join(
        f'<th scope="col" style="text-align: {_side(last)}">{html.escape(name)}</th>'
        for name, last in zip(titles, right, strict=True)
    )
    body = "".join(
        f"<tr>{''.join(_cell(*cell) for cell in zip(row, right, strict=True))}</tr>"
        for row in shown
    )
    inside = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<div style="overflow-x: auto"><table>{inside}</table></div>'


def number(value: float) -> str:
    """Return a number as tables show it: three digits that count, thousands set apart."""
    told = f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:,.3g}"
    return language().written(told)


def _are_numbers(column: Sequence[object]) -> bool:
    return any(isinstance(one, float) for one in column)


def _side(right: bool) -> str:
    return "right" if right else "left"


def _cell(value: object, right: bool) -> str:
    if value is None:
        return "<td></td>"
    text = number(value) if isinstance(value, float) else str(value)
    whole = "; white-space: nowrap" if len(text) <= UNBROKEN else ""
    return f'<td style="text-align: {_side(right)}{whole}">{html.escape(text)}</td>'
