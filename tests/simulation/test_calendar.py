"""The calendar: what comes first, and that asking in another order changes nothing."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.errors import RunError
from policy_sim.simulation.calendar import Calendar, Phase, day_of, month_of

JANUARY_2026 = 2026 * 12


def test_a_month_index_and_its_first_day_are_inverse() -> None:
    """The first day of a month leads back to its index, in every month of the year."""
    for month in range(JANUARY_2026, JANUARY_2026 + 24):
        assert month_of(day_of(month)) == month
    assert day_of(JANUARY_2026 + 13) == date(2027, 2, 1)


def test_phases_run_in_the_order_of_their_table() -> None:
    """However they were asked for, phases run in the order of the one table."""
    seen: list[Phase] = []
    calendar = Calendar(JANUARY_2026)
    for phase in reversed(Phase):
        calendar.of("system").every(phase, partial(seen.append, phase))
    calendar.run(2)
    assert seen == [*Phase, *Phase]


@given(st.permutations(["appointment", "exits", "pay", "service"]))
def test_the_order_of_registration_does_not_matter(names: list[str]) -> None:
    """Within a phase systems run by name, whatever the order in which they were registered."""
    seen: list[str] = []
    calendar = Calendar(JANUARY_2026)
    for name in names:
        calendar.of(name).every(Phase.PAY, partial(seen.append, name))
    calendar.run(1)
    assert seen == sorted(names)


@given(st.permutations(range(5)))
def test_subjects_run_in_their_order(subjects: list[int]) -> None:
    """Occasions of one system in one phase run by subject."""
    seen: list[int] = []
    calendar = Calendar(JANUARY_2026)
    for subject in subjects:
        table = calendar.of("appointment")
        table.at(JANUARY_2026 + 3, Phase.APPOINTMENT, partial(seen.append, subject), subject)
    calendar.run(4)
    assert seen == sorted(subjects)


def test_one_system_keeps_the_order_in_which_it_asked() -> None:
    """Two actions of one system in one phase stay in the order in which it asked for them."""
    seen: list[str] = []
    table = Calendar(JANUARY_2026).of("recruitment")
    table.every(Phase.RECRUITMENT, partial(seen.append, "arrive"))
    table.every(Phase.RECRUITMENT, partial(seen.append, "open"))
    table.calendar.run(3)
    assert seen == ["arrive", "open"] * 3


def test_actions_come_in_their_months_only() -> None:
    """An action asked for in March and September runs in these months, year after year."""
    seen: list[int] = []
    calendar = Calendar(JANUARY_2026 + 4)
    calendar.of("x").every(Phase.PAY, lambda: seen.append(calendar.month), months=[3, 9])
    calendar.run(24)
    assert [month % 12 + 1 for month in seen] == [9, 3, 9, 3]
    assert seen[0] == JANUARY_2026 + 8


def test_the_first_month_counts() -> None:
    """An action of the starting month runs in it, and the month after the last does not begin."""
    seen: list[int] = []
    calendar = Calendar(JANUARY_2026)
    calendar.of("x").every(Phase.LAW, lambda: seen.append(calendar.month))
    calendar.run(12)
    assert seen == list(range(JANUARY_2026, JANUARY_2026 + 12))


@given(st.integers(0, 24))
def test_a_run_in_two_parts_is_one_run(first: int) -> None:
    """Stopping after any month and going on gives the same as not stopping."""
    seen: list[int] = []
    calendar = Calendar(JANUARY_2026)
    calendar.of("x").every(Phase.CLOSE, lambda: seen.append(calendar.month))
    calendar.run(first)
    assert len(seen) == first
    calendar.run(24 - first)
    assert seen == list(range(JANUARY_2026, JANUARY_2026 + 24))


def test_an_action_can_ask_for_a_later_phase_of_its_month() -> None:
    """What is asked for during the month, in a phase still to come, runs in that month."""
    seen: list[int] = []
    calendar = Calendar(JANUARY_2026)
    table = calendar.of("x")
    later = partial(table.at, JANUARY_2026, Phase.PAY, lambda: seen.append(calendar.month))
    table.at(JANUARY_2026, Phase.EXITS, later)
    calendar.run(1)
    assert seen == [JANUARY_2026]


def test_nothing_can_be_asked_for_in_the_past() -> None:
    """A phase that has passed, or is passing, cannot be asked for."""
    calendar = Calendar(JANUARY_2026)
    table = calendar.of("late")
    late = partial(table.at, JANUARY_2026, Phase.EXITS, lambda: None)
    table.at(JANUARY_2026, Phase.PAY, late)
    with pytest.raises(RunError, match="late asks for tick"):
        calendar.run(1)


def test_december_is_not_put_off_by_fractions() -> None:
    """After 120 months the clock stands exactly at the 120th, which 120 times 1/12 would not."""
    calendar = Calendar(JANUARY_2026)
    seen: list[int] = []
    calendar.of("yearly").every(Phase.OUTCOMES, lambda: seen.append(calendar.month), months=[12])
    calendar.run(120)
    assert seen == [JANUARY_2026 + 12 * year + 11 for year in range(10)]
