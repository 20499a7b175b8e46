"""What a sweep found, as a notebook holds it: sentences, frames, and figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from matplotlib.axes import Axes

from policy_sim.api.given import file_named
from policy_sim.api.markup import heading, paragraph, table
from policy_sim.api.progress import Progress, telling
from policy_sim.catalogue import phrase
from policy_sim.catalogue.asked import language
from policy_sim.errors import Misnamed
from policy_sim.report.canvas import roomy
from policy_sim.report.illustrate import shown_axes
from policy_sim.report.page.blocks import Note, Paragraph, Subheading, Table
from policy_sim.report.sweep.answering import answered
from policy_sim.report.sweep.inquiries import Inquiry
from policy_sim.report.sweep.parts import Told, lines_of
from policy_sim.study.scenario import Scenario
from policy_sim.study.temporary_folder import TemporaryFolder

__all__ = ["Swept", "sweep"]


@dataclass(frozen=True)
class Swept:
    """What a sweep found: sentences, a frame for each kind of finding, and figures.

    ::

        found = study.vary("rating_reliability=0.3..0.6", replications=4)
        found                        # in sentences and tables
        found.tables["responses"]    # a row for each value, reform and outcome
        found.figures                # their names
        found.plot(found.figures[0])
    """

    told: Told = field(repr=False)
    folder: Path
    keeper: object = field(default=None, repr=False)

    @property
    def tables(self) -> dict[str, pl.DataFrame]:
        """A frame for each kind of finding, by name, with null where something is missing."""
        return {
            name: pl.DataFrame(list(rows), infer_schema_length=None)
            for name, rows in self.told.tables.items()
        }

    @property
    def values(self) -> Mapping[str, Any]:
        """Everything that was found, as ``sweep.json`` holds it."""
        return self.told.values

    @property
    def figures(self) -> tuple[str, ...]:
        """The names of the figures."""
        return tuple(one.name for one in self.told.drawings)

    def plot(self, name: str | None = None, ax: Axes | None = None) -> Axes:
        """Return Axes with the figure of this *name*, one of :attr:`figures`; else with the first.

        Raises :exc:`~policy_sim.errors.Misnamed` for another name, or if there is no figure.
        """
        drawings = {one.name: one for one in self.told.drawings}
        chosen = next(iter(drawings), "") if name is None else name
        Misnamed.unless(chosen, phrase("a figure of this sweep"), drawings)
        draw = drawings[chosen].draw
        return roomy(draw(shown_axes())) if ax is None else draw(ax)

    def __str__(self) -> str:
        return "\n".join(lines_of(self.told.parts)).lstrip("\n")

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        """Show what the page of the sweep says, and how its figures are called."""
        named = language().say("Figures: {names}", names=", ".join(self.figures))
        figures = [paragraph(named)] if self.figures else []
        return "".join((heading(self.told.title), *self._shown(), *figures))

    def _shown(self) -> Iterator[str]:
        for part in self.told.parts:
            if isinstance(part, Subheading):
                yield heading(part.text)
            elif isinstance(part, Paragraph):
                yield paragraph(part.text)
            elif isinstance(part, Note):
                yield from map(paragraph, part.lines)
            elif isinstance(part, Table):
                rows = [[getattr(cell, "text", cell) for cell in row] for row in part.rows]
                titles = [column.title for column in part.columns]
                yield table(titles, rows, [column.figures for column in part.columns])


def sweep(
    scenario: Scenario,
    inquiry: Inquiry,
    *,
    out: str | Path | None = None,
    progress: Progress = True,
    **options: Any,
) -> Swept:
    """Return what a sweep of *scenario* finds; without *out* its folder lasts as long as it."""
    keeper = TemporaryFolder() if out is None else None
    folder = file_named(out, "out") if keeper is None else keeper.path / scenario.name
    with telling(progress) as tell:
        found = answered(scenario, inquiry, folder, language(), progress=tell, **options)
    return Swept(*found, keeper)
