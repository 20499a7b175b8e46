"""Responses: each value of each lever beside the study as stated, the strongest lever first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from policy_sim.report.page.blocks import Paragraph
from policy_sim.report.sweep.levers import levers_told
from policy_sim.study.arms import Arm, Grid
from policy_sim.study.comparison import Design
from policy_sim.study.observations import Observations
from policy_sim.study.points import Point
from policy_sim.study.windows import Reach, Window
from policy_sim.sweep.evaluation import Evaluated
from policy_sim.sweep.lever import Lever
from policy_sim.sweep.responses import responses

BASE, REFORM = Arm("old", "habit"), Arm("new", "habit")
GRID = Grid((REFORM, BASE), BASE)
DESIGN = Design((Window("first", Reach.YEAR, number=1),), ("service_quality",), "first")


def evaluate(points: Iterable[Point], replications: int) -> list[Evaluated]:
    """Return differences of 1 + 10·strong + weak, give or take luck that all points share."""
    found = []
    for point in points:
        values = {name: float(value) for name, value in point.values.items()}
        gain = 1 + 10 * values.get("assume.strong", 0) + values.get("assume.weak", 0)
        series = {
            (arm.name, n, "service_quality", "all"): ((gain if arm == REFORM else 0.0) + luck,)
            for n in range(replications)
            for arm, luck in ((BASE, 0.0), (REFORM, n - 1.0))
        }
        seen = Observations((date(2026, 12, 31),), tuple(range(replications)), series)
        found.append(Evaluated(point, seen, GRID, DESIGN))
    return found


def test_levers_are_answered_one_at_a_time() -> None:
    """The study as stated comes first; means are exact, and swings know nothing of shared luck."""
    levers = (Lever("assume.weak", ("0", "1")), Lever("assume.strong", ("-1", "0", "1")))
    rows, swings = responses(levers, evaluate, ("service_quality",), 3)
    assert [(row.what, row.value, row.difference) for row in rows] == [
        ("", "", 1.0),
        ("assume.weak", "0", 1.0),
        ("assume.weak", "1", 2.0),
        ("assume.strong", "-1", -9.0),
        ("assume.strong", "0", 1.0),
        ("assume.strong", "1", 11.0),
    ]
    assert rows[0].low is not None
    assert rows[0].low < 1.0 < (rows[0].high or 0)
    assert [(one.what, one.swing, one.least_at, one.most_at) for one in swings] == [
        ("assume.strong", 20.0, "-1", "1"),
        ("assume.weak", 1.0, "0", "1"),
    ]
    assert (swings[0].low, swings[0].high) == pytest.approx((20.0, 20.0))


def test_a_lever_that_moves_nothing_is_said_to_move_nothing() -> None:
    """No value is named from which to which it would move anything."""
    lever = (Lever("assume.idle", ("0", "1")),)
    told = levers_told(lever, *responses(lever, evaluate, ("service_quality",), 2))
    said = [part.text for part in told.parts if isinstance(part, Paragraph)]
    assert said[2:] == ["assume.idle does not move it: the mean is the same at every value."]


def test_the_last_digit_of_a_sum_is_no_effect() -> None:
    """Where values move a mean by no more than rounding, the lever moves nothing."""
    lever = Lever("assume.weak", ("0", "1e-13"))
    (swing,) = responses((lever,), evaluate, ("service_quality",), 2)[1]
    assert (swing.least_at, swing.most_at, swing.swing) == ("0", "0", 0)


def test_an_outcome_without_values_has_no_rows() -> None:
    """What was never seen is neither told nor guessed."""
    rows, swings = responses((Lever("assume.weak", ("0", "1")),), evaluate, ("nothing",), 2)
    assert rows == ()
    assert swings == ()
