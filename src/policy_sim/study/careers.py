"""The careers of a study as counts: who gains and loses, how long people wait, where they go.

Numbers of people are means over replications, with the interval of that mean; of fewer than five
people none is given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from policy_sim.study.arms import Grid
from policy_sim.study.standing import Standing, moves, partings, turns, waits
from policy_sim.study.statistics import mean, paired
from policy_sim.study.suppression import told
from policy_sim.workforce.table import Workforce

__all__ = ["CAREERS", "careers_of", "counted"]

CAREERS = "careers.json"
"""The file of a run folder in which they stand."""

Row = dict[str, Any]
Told = Mapping[str, list[Row]]


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


def careers_of(replications: Sequence[Told]) -> dict[str, list[Row]]:
    """Return the careers of a study: means over *replications*, and the first one's waits."""
    if not replications:
        return {"turns": [], "moves": [], "waits": []}
    number = len(replications)
    turned = _gathered(replications, "turns", ("policy", "measure", "attribute", "cell"))
    moved = _gathered(replications, "moves", ("policy", "from", "to"))
    return {
        "turns": _turns(turned, number),
        "moves": _moves(moved, number),
        "waits": [row for row in replications[0]["waits"] if _seen(row) >= _ENOUGH],
    }


_ENOUGH = 30
"""So many people are asked for before it is told how long they wait."""


def _seen(row: Row) -> int:
    return sum(number for kind in ("rose", "lost") for _, number in row[kind])


def _gathered(
    replications: Sequence[Told], kind: str, names: tuple[str, ...]
) -> dict[tuple[str, ...], list[Row]]:
    """Return the rows of all replications that tell of the same."""
    found: dict[tuple[str, ...], list[Row]] = {}
    for one in replications:
        for row in one[kind]:
            found.setdefault(tuple(row[name] for name in names), []).append(row)
    return found


def _turns(turned: Mapping[tuple[str, ...], list[Row]], number: int) -> list[Row]:
    """Return the mean numbers who gain and who lose, hidden where they are of too few."""
    by_attribute: dict[tuple[str, ...], list[Row]] = {}
    for (arm, measure, attribute, cell), rows in turned.items():
        found: Row = {"policy": arm, "measure": measure, "attribute": attribute, "cell": cell}
        found["people"] = mean(_filled((row["people"] for row in rows), number))
        for way in ("gains", "loses"):
            one = paired(_filled((row[way] for row in rows), number))
            found[way] = {"mean": one.mean, "low": one.low, "high": one.high}
        net = paired(_filled((row["gains"] - row["loses"] for row in rows), number))
        found["net"] = {"mean": net.mean, "low": net.low, "high": net.high}
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


def _moves(moved: Mapping[tuple[str, ...], list[Row]], number: int) -> list[Row]:
    """Return the mean numbers who went from grade to grade, hidden where they are of too few."""
    by_origin: dict[tuple[str, str], list[Row]] = {}
    for (arm, before, after), rows in moved.items():
        people = mean(_filled((row["people"] for row in rows), number))
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
