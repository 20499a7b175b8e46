"""The wiring to SALib, against functions whose sensitivity is known in closed form."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pytest

from policy_sim.simulation.assumptions.register import Assumption, Mark
from policy_sim.sweep.sensitivity.factors import (
    LUCK,
    Evaluate,
    Floats,
    Ranged,
    Trial,
    trials_of,
)
from policy_sim.sweep.sensitivity.screening import screening
from policy_sim.sweep.sensitivity.variance import base_within, variance


@dataclass(frozen=True)
class Flat:
    """A factor that is equally likely from -pi to pi."""

    name: str

    def at(self, share: float) -> float:
        """Return the angle."""
        return math.pi * (2 * share - 1)


ANGLES = [Flat("x1"), Flat("x2"), Flat("x3")]


def ishigami(trials: Sequence[Trial]) -> Floats:
    """Ishigami and Homma's function with a = 7 and b = 0.1, and nothing of luck."""
    rows = [dict(trial.values) for trial in trials]
    return np.array(
        [[math.sin(x["x1"]) * (1 + 0.1 * x["x3"] ** 4) + 7 * math.sin(x["x2"]) ** 2] for x in rows]
    )


def straight(slopes: dict[str, float], luck: float, constant: float = 0.0) -> Evaluate:
    """Return a target that is a straight line in every factor's value and in the replication."""

    def evaluate(trials: Sequence[Trial]) -> Floats:
        return np.array(
            [
                [
                    constant
                    + luck * trial.replication
                    + sum(slopes[name] * value for name, value in trial.values)
                ]
                for trial in trials
            ]
        )

    return evaluate


def assumption(name: str, low: float, value: float, high: float) -> Ranged:
    """Return an assumption of the register."""
    return Ranged(Assumption(name, value, low, high, "SD", "work", Mark.ASSUMPTION))


def test_shares_of_variance_are_ishigamis() -> None:
    """Sobol's indices of Ishigami's function are those of the closed form, and luck's are 0."""
    (found,) = variance(ANGLES, 4, 1024, 1, ishigami)
    assert found is not None
    assert found.runs == 1024 * 6
    a, b = 7.0, 0.1
    v1 = 0.5 * (1 + b * math.pi**4 / 5) ** 2
    v2 = a**2 / 8
    v13 = b**2 * math.pi**8 * (1 / 18 - 1 / 50)
    whole = v1 + v2 + v13
    rows = {row.factor: row for row in found.rows}
    assert rows["x1"].alone == pytest.approx(v1 / whole, abs=0.03)
    assert rows["x2"].alone == pytest.approx(v2 / whole, abs=0.03)
    assert rows["x3"].alone == pytest.approx(0, abs=0.03)
    assert rows["x1"].total == pytest.approx((v1 + v13) / whole, abs=0.03)
    assert rows["x3"].total == pytest.approx(v13 / whole, abs=0.03)
    assert rows[LUCK].total == 0
    assert found.rows[0].factor == "x1"
    assert found.reliable


def test_a_small_base_says_that_it_is_too_small() -> None:
    """With 32 of Ishigami's the intervals are wide."""
    (found,) = variance(ANGLES, 4, 32, 1, ishigami)
    assert found is not None
    assert not found.reliable


def test_screening_of_a_straight_line_is_exact() -> None:
    """Of a line the mean effect over the whole range is the slope times it, without spread."""
    factors = [assumption("even", 0.0, 1.0, 2.0), Flat("x1")]
    (found,) = screening(factors, 3, 6, 1, straight({"even": 0.0, "x1": -1.5}, 0.0), [1])
    assert found is not None
    rows = {row.factor: row for row in found.rows}
    assert rows["x1"].effect == pytest.approx(1.5 * 2 * math.pi)
    assert rows["x1"].direction == pytest.approx(-1.5 * 2 * math.pi)
    assert rows["x1"].spread == pytest.approx(0, abs=1e-9)
    assert rows["even"].effect == rows[LUCK].effect == 0
    assert found.rows[0].factor == "x1"
    assert (found.runs, found.trajectories) == (6 * 4, 6)


def test_what_moves_less_than_luck_decides_nothing() -> None:
    """Only an assumption whose effect is beyond luck's is named."""
    factors = [assumption("strong", -1, 0, 1), assumption("weak", -1, 0, 1)]
    line = straight({"strong": 5.0, "weak": 0.1}, luck=0.5)
    (found,) = screening(factors, 4, 10, 1, line, [1])
    assert found is not None
    assert [row.factor for row in found.deciding] == ["strong"]
    assert found.luck.effect > 0


def test_where_the_reform_is_better() -> None:
    """A target of which less is better counts as better below zero, by halves of a factor."""
    factors = [assumption("strong", -1, 0, 1)]
    (found,) = screening(factors, 4, 8, 1, straight({"strong": 5.0}, 0.0), [-1])
    assert found is not None
    strong = next(row for row in found.rows if row.factor == "strong")
    assert (strong.better_low, strong.better_high) == (1.0, 0.0)
    assert strong.direction > 0


def test_a_target_without_a_value_is_left_out() -> None:
    """One missing figure leaves no target to screen; the others stay."""

    def half(trials: Sequence[Trial]) -> Floats:
        values = np.array([[1.0, trial.values[0][1]] for trial in trials])
        values[0, 0] = np.nan
        return values

    found = screening([assumption("a", 0, 1, 2)], 2, 4, 1, half, [1, 1])
    assert found[0] is None
    assert found[1] is not None


def test_trials_keep_to_the_ranges_and_replications() -> None:
    """Shares of 0 and 1 are the ends of a range, and the first and the last replication."""
    first, last = trials_of([assumption("a", 1, 2, 5)], np.array([[0.0, 0.0], [1.0, 1.0]]), 3)
    assert first == Trial((("a", 1.0),), 0)
    assert last == Trial((("a", 5.0),), 2)


def test_a_seed_gives_the_same_runs() -> None:
    """The design hangs on the seed and on nothing else."""
    seen: list[list[Trial]] = []

    def noting(trials: Sequence[Trial]) -> Floats:
        seen.append(list(trials))
        return np.zeros((len(trials), 1))

    for seed in (1, 1, 2):
        screening([assumption("a", 0, 1, 2), assumption("b", 0, 1, 2)], 2, 4, seed, noting, [1])
    assert seen[0] == seen[1] != seen[2]


@pytest.mark.parametrize(("runs", "base"), [(3, 0), (4, 1), (7, 1), (8, 2), (700, 128)])
def test_the_base_that_a_budget_pays_for(runs: int, base: int) -> None:
    """One assumption and luck cost four runs for each row of the base, a power of two."""
    assert base_within(runs, 1) == base
