"""The careers of a study as counts: who gains and loses, how long people wait, where they go.

Numbers of people are means over replications, with the interval of that mean; of fewer than five
people none is given.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias

from policy_sim.study.arms import Grid
from policy_sim.study.standing import Standing, moves, partings, turns, waits
from policy_sim.study.statistics import mean, paired
from policy_sim.study.suppression import told
from policy_sim.workforce.table import Workforce

__all__ = ["CAREERS", "Careers", "counted"]

CAREERS = "careers.json"
"""The file of a run folder in which they stand."""

Row = dict[str, Any]
Told = Mapping[str, list[Row]]

Key = tuple[str, ...]
Counts: TypeAlias = "array[int]"
"""Numbers of people, replication by replication."""

TURNS, MOVES = ("people", "gains", "loses"), ("people",)
"""What is counted of those who gain and lose, and of those who went from grade to grade."""


def counted(
    arms: Mapping[str, Standing], grid: Grid, people: Workforce, groups: Sequence[str]
) -> dict[str, list[Row]]:
    """Return what one replication has of careers: ``turns``, ``moves`` and ``waits``."""
    parted = partings(people, groups)
    compared = {arm.name: arms[arm.name] for arm in grid.arms}
    return {
        "turns": list(turns(compared, grid.baseline.name, parted)),
        "moves": list(moves(compared, parted)),
        "waits": list(waits(compared, people, parted)),
    }


class Careers:
    """The careers of a study, its replications added one by one; what stays of each is counts."""

    def __init__(self) -> None:
        self._number = 0
        self._turned: dict[Key, Counts] = {}
        self._moved: dict[Key, Counts] = {}
        self._waits: Sequence[Row] = ()

    def add(self, told: Told) -> None:
        """Add what one replication has of careers; how long people wait is told of the first."""
        if not self._number:
            self._waits = told["waits"]
        self._number += 1
        _add(self._turned, told["turns"], ("policy", "measure", "attribute", "cell"), TURNS)
        _add(self._moved, told["moves"], ("policy", "from", "to"), MOVES)

    def rows(self) -> dict[str, list[Row]]:
        """Return the careers of the study: means over replications, and the first one's waits."""
        return {
            "turns": _turns(self._turned, self._number),
            "moves": _moves(self._moved, self._number),
            "waits": [row for row in self._waits if _seen(row) >= _ENOUGH],
        }


_ENOUGH = 30
"""So many people are asked for before it is told how long they wait."""


def _seen(row: Row) -> int:
    return sum(number for kind in ("rose", "lost") for _, number in row[kind])


def _add(
    counts: dict[Key, Counts], rows: Iterable[Row], names: Sequence[str], figures: Sequence[str]
) -> None:
    """Add the *figures* of *rows* to those of the same *names*, one after the other."""
    for row in rows:
        key = tuple(row[name] for name in names)
        counts.setdefault(key, array("q")).extend(row[figure] for figure in figures)


def _turns(turned: Mapping[Key, Counts], number: int) -> list[Row]:
    """Return the mean numbers who gain and who lose, hidden where they are of too few."""
    by_attribute: dict[Key, list[Row]] = {}
    for (arm, measure, attribute, cell), counts in turned.items():
        found: Row = {"policy": arm, "measure": measure, "attribute": attribute, "cell": cell}
        people, gains, loses = (counts[first :: len(TURNS)] for first in range(len(TURNS)))
        found["people"] = mean(_filled(people, number))
        net = [won - lost for won, lost in zip(gains, loses, strict=True)]
        for way, each in (("gains", gains), ("loses", loses), ("net", net)):
            one = paired(_filled(each, number))
            found[way] = {"mean": one.mean, "low": one.low, "high": one.high}
        by_attribute.setdefault((arm, measure, attribute), []).append(found)
    for cells in by_attribute.values():
        _hide(cells)
    return [row for cells in by_attribute.values() for row in cells]


def _hide(cells: list[Row]) -> None:
    """Leave out of *cells*, those of one attribute, what could tell who somebody is."""
    shown = {way: told([row[way]["mean"] for row in cells]) for way in ("gains", "loses")}
    few = told([row["people"] for row in cells])
    for position, row in enumerate(cells):
        for way, numbers in shown.items():
            if numbers[position] is None or few[position] is None:
                row[way] = row["net"] = None
        row["people"] = few[position]


def _moves(moved: Mapping[Key, Counts], number: int) -> list[Row]:
    """Return the mean numbers who went from grade to grade, hidden where they are of too few."""
    by_origin: dict[tuple[str, str], list[Row]] = {}
    for (arm, before, after), counts in moved.items():
        people = mean(_filled(counts, number))
        found = {"policy": arm, "from": before, "to": after, "people": people}
        by_origin.setdefault((arm, before), []).append(found)
    for cells in by_origin.values():
        for row, shown in zip(cells, told([row["people"] for row in cells]), strict=True):
            row["people"] = shown
    return [row for cells in by_origin.values() for row in cells]


def _filled(values: Iterable[int], number: int) -> list[float]:
    """Return *values* with a zero for each of *number* replications that has none."""
    found = [float(value) for value in values]
    return found + [0.0] * (number - len(found))
