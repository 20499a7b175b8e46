"""The fit finds planted coefficients, and says of what the data tell nothing."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.simulation.assumptions.register import Assumption, Mark
from policy_sim.sweep.calibration.fitting import Fitted, Histories, Observed, Simulate, fit


def assumption(name: str, low: float = 0.0, value: float = 5.0, high: float = 10.0) -> Assumption:
    """Return an assumption from 0 to 10, 5 if nothing is said."""
    return Assumption(name, value, low, high, "SD", "work", Mark.ASSUMPTION)


NOISE = np.random.default_rng(1).normal(size=(8, 6))
"""The luck of eight histories, the same at every set of values."""


def world(formula: dict[str, list[float]], noise: float = 1.0, bend: float = 0.0) -> Simulate:
    """Return histories whose six figures rise with each assumption by its slopes."""

    def simulate(asked: Sequence[dict[str, float]]) -> list[Histories]:
        found = []
        for values in asked:
            mean = sum(np.array(formula[n]) * (v + bend * v**2) for n, v in values.items())
            found.append(Histories(mean + noise * NOISE))
        return found

    return simulate


def fitted(
    simulate: Simulate, truth: dict[str, float], held_out: int = 0, steps: int = 5
) -> Fitted:
    """Return the fit to what the histories would be at the truth, without its luck."""
    (there,) = simulate([truth])
    observed = [Observed(float(v), fitted=i < 6 - held_out) for i, v in enumerate(there.mean)]
    return fit([assumption(name) for name in truth], observed, steps, simulate)


LINE = {"exits": [9.0, 9, 9, 0, 0, 0], "rises": [0.0, 0, 0, 7, 7, 7]}


def test_planted_coefficients_are_found() -> None:
    """Two assumptions, each with figures of its own, are brought to where they were planted."""
    found = fitted(world(LINE), {"exits": 7.0, "rises": 2.0})
    exits, rises = found.parameters
    assert exits.value == pytest.approx(7.0, abs=0.05)
    assert rises.value == pytest.approx(2.0, abs=0.05)
    assert exits.identified
    assert exits.low < 7.0 < exits.high
    assert exits.high - exits.low < 1.0


def test_a_bent_relation_is_followed() -> None:
    """Several steps find a coefficient on which the figures do not hang in a straight line."""
    found = fitted(world(LINE, bend=0.3), {"exits": 9.0, "rises": 1.0}, steps=8)
    assert [one.value for one in found.parameters] == pytest.approx([9.0, 1.0], abs=0.1)


def test_what_moves_no_figure_is_not_identified() -> None:
    """It stays at its central value and keeps its whole spread."""
    idle = LINE | {"idle": [0.0] * 6}
    (_, _, left) = fitted(world(idle), {"exits": 7.0, "rises": 2.0, "idle": 9.0}).parameters
    assert left.value == pytest.approx(5.0)
    assert left.kept == pytest.approx(1.0)
    assert not left.identified


def test_what_only_a_sum_tells_is_named_together() -> None:
    """Two that move the same figures alike are not told apart, and each names the other."""
    same = {"one": [5.0] * 6, "two": [5.0] * 6}
    one, two = fitted(world(same), {"one": 7.0, "two": 7.0}).parameters
    assert one.value + two.value == pytest.approx(14, abs=0.2)
    assert (one.together, two.together) == (("two",), ("one",))
    assert not one.identified


def test_held_out_figures_take_no_part() -> None:
    """What only the figures held out could tell is not identified."""
    (exits, rises) = fitted(world(LINE), {"exits": 7.0, "rises": 2.0}, held_out=3).parameters
    assert exits.identified
    assert rises.kept == pytest.approx(1.0)


@given(st.floats(0.5, 9.5))
def test_values_stay_within_their_ranges(truth: float) -> None:
    """Wherever the truth lies, value and interval lie within the register's range."""
    for one in fitted(world(LINE), {"exits": truth, "rises": 30.0}, steps=2).parameters:
        assert 0.0 <= one.low <= one.value <= one.high <= 10.0


def test_a_figure_with_an_error_weighs_less() -> None:
    """With a large error the same figures leave more of the spread."""
    simulate = world(LINE)
    (there,) = simulate([{"exits": 7.0, "rises": 2.0}])
    entries = [assumption("exits"), assumption("rises")]
    sharp, blurred = (
        fit(entries, [Observed(float(v), error) for v in there.mean], 3, simulate)
        for error in (0.0, 20.0)
    )
    assert blurred.parameters[0].kept > 2 * sharp.parameters[0].kept


def test_the_sets_run_are_counted() -> None:
    """One at the centre, then each step's neighbours and its three tries, and neighbours again."""
    found = fitted(world(LINE), {"exits": 7.0, "rises": 2.0}, steps=0)
    assert found.sets == 1 + 2
    assert found.after is found.before
    assert math.isclose(found.before.mean[0], 9 * 5.0 + NOISE[:, 0].mean())


@pytest.mark.parametrize("histories", [2, 4])
def test_the_interval_holds_the_truth_as_often_as_it_says(histories: int) -> None:
    """A flow of four years, and a stock that strays the same way in all of them.

    The data are one history with luck of its own. Were each figure to be judged by so few
    histories alone, or the years of a stock to count one by one, far more intervals would miss.
    """
    luck = np.random.default_rng(3)
    held, trials, slopes = 0, 200, np.array([2.0] * 4 + [3.0] * 4)

    def history(number: int) -> np.ndarray:
        flow = luck.normal(size=(number, 4)) * 4
        stock = np.repeat(luck.normal(size=(number, 1)) * 6, 4, axis=1)
        return np.hstack([flow, stock + luck.normal(size=(number, 4)) * 0.5])

    for _ in range(trials):
        noise, own = history(histories), history(1)[0]
        truth = luck.normal(5.0, 1.5)
        observed = [
            Observed(value, kind="stock" if i > 3 else "flow", stock=i > 3)
            for i, value in enumerate(slopes * truth + own)
        ]

        def simulate(
            asked: Sequence[dict[str, float]], noise: np.ndarray = noise
        ) -> list[Histories]:
            return [Histories(slopes * one["rate"] + noise) for one in asked]

        (found,) = fit([assumption("rate")], observed, 2, simulate).parameters
        held += found.low <= truth <= found.high
    assert held / trials >= 0.93
