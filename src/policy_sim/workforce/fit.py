"""How well the people at the start fit what is published: target against achieved, cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from policy_sim.rules.frame import Integers
from policy_sim.workforce.profile import EmploymentKind, Margin
from policy_sim.workforce.table import Workforce
from policy_sim.workforce.wording import Evidence

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Fit", "FittedCell", "fitted_cells"]


@dataclass(frozen=True, slots=True)
class FittedCell:
    """One cell of one margin: heads asked for and heads there, of the *people* of the kind."""

    kind: str
    attribute: str
    cell: str
    target: float
    achieved: int
    people: int
    evidence: Evidence

    @property
    def error(self) -> float:
        """Achieved less target, as a share of the people of the kind."""
        return (self.achieved - self.target) / self.people


@dataclass(frozen=True, slots=True)
class Fit:
    """The fit of a start to its profile.

    *empty* lists the cells that were asked for and that no simulated person could fill;
    *efficiency* gives, for each kind drawn by weights, Kish's effective share of the stock.
    """

    cells: tuple[FittedCell, ...]
    empty: tuple[str, ...] = ()
    efficiency: tuple[tuple[str, float], ...] = ()

    @property
    def worst(self) -> FittedCell | None:
        """The cell with the largest error, None if there are no margins."""
        return max(self.cells, key=lambda cell: abs(cell.error), default=None)

    @property
    def largest_error(self) -> float:
        """The largest margin error, as a share of the people of the kind (0.01 is a point)."""
        return abs(self.worst.error) if self.worst else 0.0

    def frame(self) -> pd.DataFrame:
        """Return one row a cell: kind, attribute, cell, target, achieved, error, evidence."""
        import pandas as pd

        rows = [
            {
                "kind": cell.kind,
                "attribute": cell.attribute,
                "cell": cell.cell,
                "target": cell.target,
                "achieved": cell.achieved,
                "error": cell.error,
                "source": cell.evidence.source,
                "mark": cell.evidence.mark,
                "assumption": cell.evidence.assumption,
            }
            for cell in self.cells
        ]
        return pd.DataFrame(rows)


def fitted_cells(
    people: Workforce, rows: Integers, kind: EmploymentKind, margins: Iterable[Margin]
) -> tuple[FittedCell, ...]:
    """Return the cells of *margins* counted over the people of *kind*, who stand in *rows*."""
    cells: list[FittedCell] = []
    for margin in margins:
        position = margin.cell_of(people.record[margin.attribute][rows])
        counts = np.bincount(position[position >= 0], minlength=len(margin.cells))
        cells += [
            FittedCell(
                kind.name,
                margin.attribute,
                cell.label,
                float(cell.share * kind.people),
                int(count),
                kind.people,
                margin.evidence,
            )
            for cell, count in zip(margin.cells, counts.tolist(), strict=True)
        ]
    return tuple(cells)
