"""HTML that a notebook shows: a table, lines of text, a heading; everything in them escaped."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from policy_sim.api.asked import language

__all__ = ["heading", "lines", "number", "table"]


def heading(text: str, more: str = "") -> str:
    """Return one line, *text* in bold type and *more* after it."""
    return f"<p><b>{html.escape(text)}</b>{': ' if more else ''}{html.escape(more)}</p>"


def lines(text: str) -> str:
    """Return *text* with its line breaks and indents, broken where the page ends."""
    return f'<pre style="white-space: pre-wrap">{html.escape(text)}</pre>'


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table that scrolls where a narrow page cannot hold it; None is an empty cell.

    Its headings are told in the language that is asked for.
    """
    titles = map(language().text, columns)
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in titles)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    inside = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<div style="overflow-x: auto"><table>{inside}</table></div>'


def number(value: float) -> str:
    """Return a number as tables show it: three digits that count, thousands set apart."""
    told = f"{value:,.0f}" if abs(value) >= 1_000 else f"{value:,.3g}"
    return language().written(told)


def _cell(value: object) -> str:
    if value is None:
        return "<td></td>"
    if isinstance(value, float):
        return f'<td style="text-align: right">{number(value)}</td>'
    return f'<td style="text-align: left">{html.escape(str(value))}</td>'
