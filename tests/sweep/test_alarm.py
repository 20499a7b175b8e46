"""An alarm: the threshold that parts failures from the others, and errors counted honestly."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.sweep.foresight.alarm import (
    Errors,
    Threshold,
    cross_validated,
    errors_of,
    explained,
    folds_of,
    parts,
    threshold,
)

CASES = st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=2, max_size=14)


def test_a_figure_that_parts_them_wholly() -> None:
    """The threshold lies half-way between the last failure and the first other case."""
    figures, failed = np.array([1.0, 2.0, 5.0, 9.0]), np.array([True, True, False, False])
    assert threshold(figures, failed) == Threshold(3.5, above=False)
    assert threshold(figures, ~failed) == Threshold(3.5, above=True)
    assert errors_of(threshold(figures, failed), figures, failed) == Errors(2, 0, 2, 0)


@given(CASES)
def test_no_other_threshold_errs_less(cases: list[tuple[int, bool]]) -> None:
    """Whatever the cases, no cut in either direction has a lower balanced error."""
    figures = np.array([figure for figure, _ in cases], dtype=float)
    failed = np.array([ended for _, ended in cases])
    found = threshold(figures, failed)
    if found is None:
        assert failed.all() or not failed.any() or np.ptp(figures) == 0
        return
    least = errors_of(found, figures, failed).balanced
    for value in np.arange(-0.5, 7.0):
        for above in (True, False):
            errors = errors_of(Threshold(float(value), above), figures, failed)
            assert errors.balanced >= least - 1e-12


def test_without_a_threshold_every_failure_is_missed() -> None:
    """A figure that never varies raises no alarm."""
    figures, failed = np.ones(4), np.array([True, False, True, False])
    assert threshold(figures, failed) is None
    assert errors_of(None, figures, failed) == Errors(2, 2, 2, 0)


def test_cases_of_one_start_share_a_fold() -> None:
    """Twins are never on both sides, and there are at most ten folds."""
    starts = [7, 3, 7, 3, 5]
    folds = folds_of(starts)
    for outside, inside in parts(folds):
        assert not {starts[i] for i in np.flatnonzero(outside)} & {
            starts[i] for i in np.flatnonzero(inside)
        }
    assert len(set(folds_of(range(40)).tolist())) == 10


def test_a_threshold_is_not_judged_by_the_cases_that_set_it() -> None:
    """A figure that knows only its own start looks perfect, and is found out across starts."""
    luck = np.random.default_rng(3)
    figures, failed = luck.normal(size=400), luck.random(400) < 0.5
    folds = folds_of(range(400))
    own = errors_of(threshold(figures, failed), figures, failed)
    assert own.balanced < 0.48 < cross_validated(figures, failed, folds).balanced


def test_what_a_line_foretells() -> None:
    """A line through noise of a quarter of the variance foretells three quarters, noise nothing."""
    luck = np.random.default_rng(4)
    cause, noise = luck.normal(size=2000), luck.normal(size=2000)
    ends = np.sqrt(0.75) * cause + 0.5 * noise
    folds = folds_of(range(2000))
    assert explained(cause, ends, folds) == pytest.approx(0.75, abs=0.03)
    assert explained(luck.normal(size=2000), ends, folds) == pytest.approx(0.0, abs=0.01)
    assert explained(cause, np.ones(2000), folds) == 0.0


def test_luck_is_fishers() -> None:
    """Three of three found without a false alarm among three: one in twenty by blind alarms."""
    assert Errors(3, 0, 3, 0).by_luck == pytest.approx(1 / 20)
    assert Errors(3, 3, 3, 0).by_luck == 1.0
