"""Levels: what an outcome came to in each arm, held against nothing."""

from __future__ import annotations

from datetime import date

import pytest

from policy_sim.api.result import Result
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.arms import Arm
from policy_sim.study.levels import levels
from policy_sim.study.observations import Observations
from policy_sim.study.statistics import student
from policy_sim.study.windows import Reach, Window
from small_study import run_small, shipped

ONLY = Arm("law", "habit")
SEEN = Observations(
    (date(2026, 12, 31), date(2027, 12, 31)),
    (0, 1, 2),
    {
        (ONLY.name, 0, "headcount", "all"): (10.0, 20.0),
        (ONLY.name, 1, "headcount", "all"): (12.0, 26.0),
        (ONLY.name, 2, "headcount", "all"): (float("nan"), 29.0),
    },
)


def test_a_level_is_a_mean_with_students_interval() -> None:
    """A replication without a value in the window is left out; no stock is added up."""
    first = Window("first", Reach.YEAR, number=1)
    last = Window("last", Reach.AT, date(2027, 12, 31))
    whole = Window("whole", Reach.TOTAL_FROM, date(2026, 1, 1))
    one, other = levels(SEEN, [ONLY], OUTCOMES, [first, last, whole])
    assert (one.mean, one.n, other.mean, other.n) == (11.0, 2, 25.0, 3)
    assert other.high == pytest.approx(25.0 + student(0.95, 2) * (21 / 3) ** 0.5)
    assert one.low == pytest.approx(11.0 - student(0.95, 1))


def test_levels_of_a_run_are_picked_by_label(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Everybody is told unless a group is named; a label that is wrong is refused."""
    options = {"people": 60, "years": 1, "replications": 2}
    found = run_small(tmp_path_factory.mktemp("one") / "run", shipped("small.yaml"), **options)
    result = Result(found)
    (level,) = result.levels(policy=found.baseline, outcome="headcount").rows()
    yearly = found.outcomes.query("outcome == 'headcount' and group == 'all'")
    values = yearly[yearly["policy"] == found.baseline]["value"]
    assert level[5] == pytest.approx(values.mean())
    with pytest.raises(ValueError, match=r"'year-9' is not a value of 'window' here"):
        result.levels(window="year-9")
