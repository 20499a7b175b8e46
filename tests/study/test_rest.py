from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.study.observations import Observations
from policy_sim.study.rest import rest_of

ARM = "old+habit"


def seen(*replications: Sequence[float], group: str = "all") -> Observations:
    """Return the yearly values of one outcome of the baseline, replication by replication."""
    years = len(replications[0])
    return Observations(
        dates=tuple(date(2026 + year, 12, 31) for year in range(years)),
        replications=tuple(range(len(replications))),
        series={
            (ARM, number, "heads", group): tuple(map(float, values))
            for number, values in enumerate(replications)
        },
    )


def test_a_steady_drift_is_at_rest() -> None:
    """What changes by the same amount every year has no jump at the start."""
    rest = rest_of(seen([100, 98, 96, 94, 92, 90], [101, 99, 97, 95, 93, 91]), ARM)
    assert rest.at_rest is True
    assert rest.tested == ("heads",)


def test_a_spike_in_the_first_year_is_a_jump() -> None:
    """Overdue promotions that all happen at once are found, with the year and the limit."""
    rest = rest_of(seen([100, 60, 59, 58, 57, 56], [101, 61, 60, 59, 58, 57]), ARM)
    assert rest.at_rest is False
    (jump,) = rest.jumps
    assert (jump.outcome, jump.year, jump.change, jump.allowed) == ("heads", 2027, -40.0, 2.0)


def test_a_jump_in_the_second_change_is_found_too() -> None:
    """The first two yearly changes are held against the later ones, not the first alone."""
    rest = rest_of(seen([10, 10, 30, 30, 30, 30], [11, 11, 31, 31, 31, 31]), ARM)
    assert [jump.year for jump in rest.jumps] == [2028]


def test_a_late_jump_is_no_matter_of_the_start() -> None:
    """A reform or a wave in later years does not make the start restless."""
    assert rest_of(seen([10, 10, 10, 10, 90, 90], [11, 11, 11, 11, 91, 91]), ARM).at_rest


def test_what_chance_could_do_is_no_jump() -> None:
    """A change within three standard errors is noise, however quiet the later years are."""
    noisy = seen([0, 30, 30, 30, 30, 30], [0, -20, -20, -20, -20, -20], [0, 8, 8, 8, 8, 8])
    assert rest_of(noisy, ARM).at_rest


def test_few_replications_give_no_false_alarm_more_often_than_many() -> None:
    """Of 4,000 quiet outcomes, seen ten times each, about as few jump as three sigmas leave out."""
    luck = np.random.default_rng(5).normal(size=(4_000, 10, 6))
    jumps = sum(len(rest_of(seen(*outcome), ARM).jumps) for outcome in luck.cumsum(axis=2))
    # At three standard errors 1.5 % of the 8,000 early changes would be called jumps, less those
    # that twice the later change excuses.
    assert jumps <= 0.0027 * 8_000


@given(st.lists(st.integers(-50, 50), min_size=6, max_size=6))
def test_the_test_does_not_depend_on_the_unit(values: list[int]) -> None:
    """Counting in dozens instead of ones finds the same jumps."""
    ones = rest_of(seen(values, [v + 1 for v in values]), ARM)
    dozens = rest_of(seen([12 * v for v in values], [12 * v + 12 for v in values]), ARM)
    assert [jump.year for jump in ones.jumps] == [jump.year for jump in dozens.jumps]


@pytest.mark.parametrize("series", [([1, 2, 3, 4], [1, 2, 3, 4]), ([1, 2, 3, 4, 5, 6],)])
def test_too_short_a_study_is_not_tested(series: tuple[list[float], ...]) -> None:
    """Without later years, or with one replication, nothing is claimed and the reason is given."""
    rest = rest_of(seen(*series), ARM)
    assert rest.at_rest is None
    assert "5 years and two replications" in rest.reason


def test_groups_and_gaps_are_left_out() -> None:
    """Only everybody together is tested, and only outcomes with a value in every year."""
    assert rest_of(seen([1] * 6, [2] * 6, group="sex=f"), ARM).tested == ()
    holes = [1.0, float("nan"), 1.0, 1.0, 1.0, 1.0]
    assert rest_of(seen(holes, holes), ARM).tested == ()


def test_what_the_profile_expects_does_not_disturb_the_rest() -> None:
    """An expected jump is kept with its figures, and the start is at rest all the same."""
    wave = seen([100, 60, 59, 58, 57, 56], [101, 61, 60, 59, 58, 57])
    assert rest_of(wave, ARM, {"posts"}).at_rest is False
    rest = rest_of(wave, ARM, {"heads"})
    assert rest.at_rest is True
    assert [jump.expected for jump in rest.jumps] == [True]
