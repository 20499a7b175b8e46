"""Invariants: a breach stops the run, whoever caused it."""

from __future__ import annotations

from functools import partial

import pytest

from policy_sim.errors import RunError
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.invariants import check
from policy_sim.simulation.simulate import simulate
from policy_sim.simulation.state import State
from pyramid_world import pyramid_world


class Fault:
    """A system that breaks something in the June of the first year."""

    name = "fault"

    def __init__(self, attribute: str, value: int) -> None:
        self.attribute, self.value = attribute, value

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Plan the fault."""
        calendar.at(2026 * 12 + 5, Phase.PAY, partial(self.break_it, state))

    def break_it(self, state: State) -> None:
        """Write a value that no lawful event would write."""
        state.people.record[self.attribute][3] = self.value


def test_a_sound_start_passes() -> None:
    """The small pyramid holds together on its first day."""
    check(pyramid_world().state())


def test_what_is_always_true_is_checked_every_year() -> None:
    """More time in office than in service is found in December, with person and sentence."""
    world = pyramid_world(systems=(Fault("time_in_office", 800),))
    with pytest.raises(RunError, match=r"office <= service' is false of person 3 .*2026-12"):
        simulate(world, 12)
    simulate(world, 11)


def test_the_start_is_checked_before_anything_happens() -> None:
    """A start that breaks what is always true does not run at all."""
    world = pyramid_world()
    world.people.record["time_in_office"][0] = 899
    with pytest.raises(RunError, match="false of person 0 and 0 others"):
        simulate(world, 1)


def test_a_post_held_by_another_is_found() -> None:
    """People and posts must agree on who holds what."""
    state = pyramid_world().state()
    state.posts.holder[0] = 29
    with pytest.raises(RunError, match="posts are held"):
        check(state)
    state = pyramid_world().state()
    state.people.post[29] = 0
    with pytest.raises(RunError, match="15 posts are held, and 16 people hold one"):
        check(state)
