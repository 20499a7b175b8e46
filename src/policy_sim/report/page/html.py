"""The report as one self-contained page of HTML, which works without scripts and prints well."""

from __future__ import annotations

from base64 import b64encode
from functools import cache

from jinja2 import Template

from policy_sim.report.page import FIRST_SCREEN, Report
from policy_sim.report.page.blocks import Block, Cell, Table
from policy_sim.report.templates import pages_in

__all__ = ["html_of"]

FITTING, STACKED = 3, 12
"""How many columns a phone shows side by side, and how many it stacks."""

HEADING, WORD = 24, 30
"""The longest heading of a figure, and the longest word (a digest), that a phone has room for."""


def html_of(report: Report) -> str:
    """Return *report* as HTML, with everything that it needs inside."""
    return _template().render(
        report=report,
        language=report.language,
        say=report.language.say,
        # On the first screen stand the sections that are always there.
        first=report.sections[: len(FIRST_SCREEN)],
        further=report.sections[len(FIRST_SCREEN) :],
    )


@cache
def _template() -> Template:
    environment = pages_in("page/templates")
    environment.filters |= {"kind": _kind, "cell": _cell, "embedded": _embedded, "stacks": _stacks}
    return environment.get_template("page.html")


def _kind(block: Block) -> str:
    return type(block).__name__


def _stacks(table: Table) -> bool:
    """Whether a phone has no room for the columns of a table side by side.

    Short headings of figures alone, and a table of very many columns, are read across.
    """
    further = table.columns[1:]
    wide = any(not column.figures or len(column.title) > HEADING for column in further)
    words = (word for row in table.rows for cell in row for word in _cell(cell).text.split())
    digests = any(len(word) > WORD for word in words)
    return digests or (wide and FITTING < len(table.columns) <= STACKED)


def _cell(cell: Cell | str) -> Cell:
    return Cell(cell) if isinstance(cell, str) else cell


def _embedded(svg: str) -> str:
    """Return a drawing as an address that holds it whole."""
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}"
