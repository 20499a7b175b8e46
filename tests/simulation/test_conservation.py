"""Conservation under any practice and any luck: checked in every month, and at the end."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import partial

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.chance import Chance
from policy_sim.simulation.calendar import Phase, Timetable
from policy_sim.simulation.entry.staffing import staff
from policy_sim.simulation.invariants import check
from policy_sim.simulation.practices.practice import Order, Practice
from policy_sim.simulation.simulate import simulate
from policy_sim.simulation.state import State
from pyramid_world import EXITS, RECRUITMENT, pyramid_law, pyramid_world, system

practices = st.builds(
    Practice,
    order=st.none()
    | st.builds(
        Order,
        share=st.fractions(0, 1, max_denominator=10),
        by=st.sampled_from(["lottery", "oracle", "connection", "service", "age"]),
        first=st.sampled_from(["highest", "lowest"]),
    ),
    waived=st.dictionaries(
        st.just("from-the-level-below"), st.sampled_from([Fraction(1, 2), Fraction(1)])
    ),
    delay=st.integers(0, 5),
)


class Watch:
    """A system that checks, at every month's end, what must hold at every date."""

    name = "watch"
    assumptions = ()

    def __init__(self) -> None:
        self.months = 0

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Watch every month."""
        calendar.every(Phase.CLOSE, partial(self.look, state))

    def look(self, state: State) -> None:
        """Check people, posts and places."""
        check(state)
        self.months += 1
        establishment = state.organisation.establishment
        held = staff(state.people, (establishment.shape[0], establishment.shape[1]))
        for arrival in state.arrivals:
            held = held + staff(arrival.people, (establishment.shape[0], establishment.shape[1]))
        assert (held <= establishment).all()
        assert len(np.unique(state.people.ids)) == state.people.size
        assert state.people.size + len(state.archive) == state.next_id


@settings(max_examples=12, deadline=None)
@given(
    practice=practices,
    seed=st.integers(0, 2**31),
    delay=st.integers(0, 4),
    lead=st.integers(0, 18),
)
def test_nobody_appears_or_vanishes(practice: Practice, seed: int, delay: int, lead: int) -> None:
    """Under any practice people, posts and places agree in every month of three years.

    Everybody ever in service is still there or archived once; every hire, exit and appointment
    stands in the ledger; whoever was done wrong by the order has a counterpart.
    """
    watch = Watch()
    recruitment = RECRUITMENT.replace("6 months", f"{lead} months")
    systems = (
        system("appointment", f"delay: {delay} months"),
        system("exits", EXITS),
        system("recruitment", recruitment),
        watch,
    )
    record = simulate(pyramid_world(practice, systems, chance=Chance(seed, 0)), 36)
    assert watch.months == 36
    ledger, state = record.ledger.astype(object), record.state
    areas = ledger[ledger["actual"] == "done"].groupby("area")["person"]
    hired, left = (areas.get_group(a) if a in areas.groups else [] for a in ("recruitment", "exit"))
    assert sorted(hired) == list(range(pyramid_world().people.size, state.next_id))
    assert sorted(left) == sorted(record.leavers["person"])
    against = ledger[ledger["deviation"] == "order"]
    done = against["actual"] == "done"
    assert done.sum() == (~done).sum()


@settings(max_examples=6, deadline=None)
@given(seed=st.integers(0, 2**31))
def test_renaming_the_rules_changes_nothing(seed: int) -> None:
    """Rules under other names let the same people rise, enter and leave, to the byte."""
    law = pyramid_law()
    vintage = law.vintages[0]
    renamed = tuple(replace(rule, id=f"x-{rule.id}") for rule in vintage.rules)
    placebo = replace(law, vintages=(replace(vintage, rules=renamed, key="renamed"),))
    worlds = [pyramid_world(law=used, chance=Chance(seed, 0)) for used in (law, placebo)]
    one, other = (simulate(world, 36) for world in worlds)
    for name, column in one.state.people.record.items():
        assert np.array_equal(column, other.state.people.record[name])
    assert one.leavers.equals(other.leavers)
    assert one.ledger.drop(columns="rule").equals(other.ledger.drop(columns="rule"))
