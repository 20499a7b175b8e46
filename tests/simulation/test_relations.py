"""Relations: who stands above whom, and what the law may read of a unit or a post."""

from __future__ import annotations

import numpy as np
import pytest

from policy_sim.policy.ast import Column, Compare, Const
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.rule import Effect
from policy_sim.simulation.relations import Relations, post_columns
from policy_sim.simulation.state import State
from small_office import law, organisation, rule, state_of, workforce


def office(holders: dict[int, int]) -> State:
    """Return six people in three units, two a unit, of whom some hold the two posts."""
    people = workforce(6, {"unit": [0, 0, 1, 1, 2, 2], "grade": [2, 0, 1, 0, 0, 0]}, posts=holders)
    return state_of(people)


def relations(state: State) -> Relations:
    """Return who stands above whom in *state*."""
    return Relations(state.people, state.posts, state.organisation)


def everybody() -> np.ndarray:
    """Return all six rows."""
    return np.arange(6)


def test_the_head_of_the_unit_is_the_superior() -> None:
    """Staff have their unit's head above them; the head of a unit under none has nobody."""
    above = relations(office({0: 0, 2: 1})).superior(everybody())
    assert above.tolist() == [-1, 0, -1, 2, -1, -1]


def test_the_head_of_the_unit_above_is_the_heads_superior() -> None:
    """Once the units stand under the first one, its head commands the other heads."""
    state = office({0: 0, 2: 1})
    state.organisation.parent[1:] = 0
    above = relations(state).superior(everybody())
    assert above.tolist() == [-1, 0, 0, 2, 0, 0]


def test_over_a_vacant_post_the_next_head_above_commands() -> None:
    """Where the unit has no head in post, its staff look to the head above."""
    state = office({0: 0})
    state.organisation.parent[1] = 0
    assert relations(state).superior(everybody()).tolist() == [-1, 0, 0, 0, -1, -1]


def test_the_law_reads_the_superiors_record() -> None:
    """A superior's grade is read by name; who has nobody above reads a newcomer's value."""
    grades = relations(office({0: 0, 2: 1}))("superior.grade", everybody())
    assert grades.tolist() == [0, 2, 0, 1, 0, 0]


def test_the_law_reads_the_unit() -> None:
    """Zone and weight of one's unit are read by name."""
    read = relations(office({}))
    assert read("unit.zone", everybody()).tolist() == [0, 0, 0, 0, 1, 1]
    assert read("unit.weight", np.array([0, 5])).tolist() == [2, 1]


@pytest.mark.parametrize("name", ["unit.colour", "friend.grade", "superior.colour"])
def test_other_names_are_not_answered(name: str) -> None:
    """What nobody has declared is a key error, as for any column."""
    with pytest.raises(KeyError):
        relations(office({}))(name, everybody())


def test_a_post_has_office_unit_zone_class_and_field() -> None:
    """What the law reads of a post comes from the organisation."""
    columns = {name: column.tolist() for name, column in post_columns(organisation()).items()}
    place = {"office": [1, 1], "unit": [0, 1], "zone": [0, 0], "job_class": [8, 8]}
    assert columns == {**place, "field": [0, 0]}


def test_applicants_have_nobody_above_yet() -> None:
    """Of an applicant the law reads no superior, and the unit that the place is in."""
    state = office({0: 0, 2: 1})
    applicants = workforce(2, {"unit": [0, 2]})
    read = Relations(state.people, state.posts, state.organisation, applicants)
    both = np.arange(2)
    assert read("superior.grade", both).tolist() == [0, 0]
    assert read("unit.weight", both).tolist() == [2, 1]


def test_the_law_may_ask_who_leads_an_applicant() -> None:
    """A decision about applicants reads their superior without fault: there is none."""
    state = office({0: 0, 2: 1})
    column = Column(state.people.vocabulary.attributes["grade"].type, "superior.grade")
    led = Compare(Comparison.GE, column, Const(column.type, 1))
    state.law = law(rule("led-are-hired", "recruitment", Effect("hire"), scope=led))
    applicants = workforce(3, {"unit": [0, 1, 2]})
    decided = state.decide("recruitment", among=applicants)
    assert not decided.decision.anything.any()
