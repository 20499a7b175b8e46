"""Draws: assumptions drawn jointly from the ranges of the register.

Each assumption is drawn independently of the others, from the triangle over its range whose peak
is the central value: the register says how far a value may plausibly lie and which is likeliest,
and no more. The draws are a Latin hypercube (McKay, Beckman and Conover 1979, Technometrics 21:
239-245): each assumption falls once into each of *n* equally likely strata, so that a few draws
cover every range. The strata are dealt by keyed chance under the assumption's name: a further
assumption, another order of the register or another number of workers changes no other value.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pyarrow as pa

from policy_sim.chance import Chance
from policy_sim.simulation.assumptions.register import Assumption

__all__ = ["drawn_assumptions", "drawn_table", "triangular"]


def drawn_assumptions(
    ranges: Iterable[Assumption], draws: int, seed: int
) -> tuple[dict[str, float], ...]:
    """Return, for each of *draws* draws, the value of every assumption of *ranges* by name."""
    chance, numbers = Chance(seed, 0), np.arange(draws)
    columns: dict[str, list[float]] = {}
    for entry in ranges:
        strata = np.argsort(np.argsort(chance.uniform(f"stratum of {entry.name}", numbers)))
        within = chance.uniform(f"place of {entry.name}", numbers)
        shares = ((strata + within) / draws).tolist()
        columns[entry.name] = [triangular(u, entry.low, entry.value, entry.high) for u in shares]
    return tuple({name: values[n] for name, values in columns.items()} for n in range(draws))


def triangular(share: float, low: float, peak: float, high: float) -> float:
    """Return the value below which lies *share* of the triangle from *low* over *peak* to *high*.

    A range of no width has one value. (Only a square root is taken: the same on all processors.)
    """
    width = high - low
    if width <= 0:
        return peak
    if share * width < peak - low:
        return low + math.sqrt(share * width * (peak - low))
    return high - math.sqrt((1 - share) * width * (high - peak))


def drawn_table(drawn: Sequence[Mapping[str, float]]) -> pa.Table:
    """Return the drawn values in the columns ``draw, assumption, value``, in that order."""
    rows = [(n, name, values[name]) for n, values in enumerate(drawn) for name in sorted(values)]
    kinds = (("draw", pa.int32()), ("assumption", pa.string()), ("value", pa.float64()))
    columns = {
        name: pa.array([row[i] for row in rows], kind) for i, (name, kind) in enumerate(kinds)
    }
    return pa.table(columns)
