"""Weights that make a stock of people hit published margins: iterative proportional fitting.

The raking itself is the library's (weightipy); its one call stands in :func:`_raked`. What is
ours is what a library cannot know: a cell in which nobody stands is reported, not an error, and
weights are rounded, so that the same stock gives the same draw everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO

import numpy as np
from numpy.typing import NDArray

__all__ = ["OUTSIDE", "Cells", "Weights", "margin_weights"]

OUTSIDE = -1
"""The cell of a person whom no cell of a margin covers."""

Cells = NDArray[np.int64]
"""The cell of each person in one margin, or :data:`OUTSIDE`."""

_DIGITS = 9


@dataclass(frozen=True)
class Weights:
    """A weight ``float64[n]`` for each person of a stock, with mean 1.

    *empty* names the cells that margins ask for and in which nobody of the stock stands, as
    (margin, cell); *efficiency* is Kish's effective share of the sample, 0 to 1.
    """

    values: NDArray[np.float64]
    empty: tuple[tuple[str, int], ...]
    efficiency: float


def margin_weights(
    cells: Mapping[str, Cells], targets: Mapping[str, NDArray[np.float64]]
) -> Weights:
    """Return weights under which each margin of *cells* has the shares in *targets*.

    Whoever stands outside a margin, or in a cell whose target is zero, gets the weight 0; the
    shares of empty cells go to the other cells of their margin in proportion. Weights are
    rounded to 1e-9. Source of the method: Deming and Stephan 1940.
    """
    size = len(next(iter(cells.values()), ()))
    inside = np.ones(size, dtype=np.bool_)
    for name, cell in cells.items():
        inside &= (cell != OUTSIDE) & (targets[name][cell] > 0)
    empty: list[tuple[str, int]] = []
    shares: dict[str, dict[int, float]] = {}
    for name, cell in cells.items():
        present = np.bincount(cell[inside], minlength=len(targets[name])) > 0
        asked = targets[name] > 0
        empty += [(name, int(i)) for i in np.flatnonzero(asked & ~present)]
        kept = np.where(present, targets[name], 0.0)
        shares[name] = {int(i): float(kept[i]) for i in np.flatnonzero(present)}
    values = np.zeros(size, dtype=np.float64)
    if inside.any():
        raked = _raked({name: cell[inside] for name, cell in cells.items()}, shares)
        values[inside] = np.round(raked * (size / raked.sum()), _DIGITS)
    return Weights(values, tuple(empty), _efficiency(values))


def _raked(
    cells: Mapping[str, Cells], shares: Mapping[str, Mapping[int, float]]
) -> NDArray[np.float64]:
    import pandas as pd
    import weightipy

    varied = {name: dict(share) for name, share in shares.items() if len(share) > 1}
    if not varied:
        return np.ones(len(next(iter(cells.values()))), dtype=np.float64)
    scheme = weightipy.scheme_from_dict(varied, name="margins")
    people = pd.DataFrame({name: cells[name] for name in varied})
    with redirect_stdout(StringIO()):  # it prints; how well it fits is measured on the draw
        weights = weightipy.weight(people, scheme)
    return np.asarray(weights, dtype=np.float64)


def _efficiency(values: NDArray[np.float64]) -> float:
    squares = float((values**2).sum())
    return float(values.sum()) ** 2 / (len(values) * squares) if squares else 0.0
