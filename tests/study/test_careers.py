"""Careers as counts: who gains, who loses, who moves where, and what is not told."""

from __future__ import annotations

from typing import Any

import numpy as np

from policy_sim.study.careers import Careers
from policy_sim.study.standing import Parting, Standing, moves, turns, waits_of

CODES = np.array([0] * 6 + [1] * 6)
PARTED = [Parting("", ("",), np.zeros(12, np.int64)), Parting("grade", ("I", "II"), CODES)]


def standing(pay: list[int], serves: list[bool], grade: list[int]) -> Standing:
    """Return how twelve people stand in the end."""
    held = {"grade": np.array(grade), "office": np.zeros(12, np.int64), "pay": np.array(pay)}
    until = np.array([12] * 11 + [4])
    return Standing(np.array(serves), held, until, np.array([False] * 11 + [True]))


ALL = [True] * 12
BASE = standing([10] * 12, ALL, [0] * 6 + [1] * 6)
REFORM = standing([12] * 7 + [9] * 5, [False, *ALL[1:]], [0, *[1] * 11])


def test_who_gains_and_who_loses_is_counted_of_those_who_serve_in_both() -> None:
    """The one who left under the reform is neither winner nor loser."""
    rows = {
        (row["measure"], row["cell"]): (row["people"], row["gains"], row["loses"])
        for row in turns({"base": BASE, "reform": REFORM}, "base", PARTED)
    }
    assert rows["pay", ""] == (11, 6, 5)
    assert rows["pay", "I"] == (5, 5, 0)
    assert rows["grade", "I"] == (5, 5, 0)
    assert rows["office", ""] == (11, 0, 0)


def test_everybody_of_the_first_day_goes_somewhere() -> None:
    """The flow of an arm adds up to all, leavers among them."""
    found = list(moves({"base": BASE, "reform": REFORM}, PARTED))
    for arm in ("base", "reform"):
        assert sum(row["people"] for row in found if row["policy"] == arm) == 12
    assert {"policy": "reform", "from": "I", "to": "left", "people": 1} in found


def test_waits_count_those_who_rose_and_those_lost_sight_of() -> None:
    """Each person is in one of the two, at the month until which they were seen."""
    (everybody,) = waits_of({"base": BASE}, np.ones(12, np.bool_), PARTED[:1])
    assert everybody["rose"] == [[4, 1]]
    assert everybody["lost"] == [[12, 11]]


def counted(gains: int, loses: int, people: int = 40) -> dict[str, list[dict[str, Any]]]:
    """Return one replication in which so many gain and lose."""
    named = {"policy": "reform", "measure": "pay", "attribute": "sex"}
    rows = [
        named | {"cell": "f", "people": people, "gains": gains, "loses": loses},
        named | {"cell": "m", "people": 60, "gains": 30, "loses": 20},
    ]
    return {"turns": rows, "moves": [], "waits": []}


def careers_of(*replications: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """Return the careers of a study of these replications."""
    careers = Careers()
    for told in replications:
        careers.add(told)
    return careers.rows()


def test_means_over_replications_carry_their_interval() -> None:
    """The mean of 10 and 14 is 12, with Student's interval about it."""
    first, _ = careers_of(counted(10, 6), counted(14, 6))["turns"]
    assert first["gains"]["mean"] == 12.0
    assert first["gains"]["low"] < 10 < 14 < first["gains"]["high"]
    assert first["loses"] == {"mean": 6.0, "low": 6.0, "high": 6.0}


def test_few_people_are_not_told_nor_what_would_give_them_away() -> None:
    """Three who gain are hidden, and so are the others, from whom they could be reckoned."""
    first, second = careers_of(counted(3, 6))["turns"]
    assert first["gains"] is None
    assert first["net"] is None
    assert second["gains"] is None
    assert first["loses"]["mean"] == 6.0
