"""Access to courses: what the way takes from each zone, courses at a distance, who ends them."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.errors import ScenarioError
from policy_sim.simulation.learning.courses import Intake, Terms
from policy_sim.simulation.learning.travel import NOWHERE, Journey
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.simulation.systems import System
from pyramid_world import system
from training_world import REGISTER, SEWING, school, school_law

WORTH: Mapping[str, float] = {**REGISTER, "home_effect": 0.2, "home_completion": 0.4}
WAY = "travel: {far: {cost: Rp 5, hours: 6}}"
SEWING_COURSE = "sewing: {months: [3], seats: 8, hours: 20, cost: Rp 10, effect: sewing_effect}"


def taught(*settings_of: str, course: str = SEWING_COURSE) -> System:
    """Return the system of training with one course and further settings."""
    return system("training", f"{{courses: {{{course}}}, {', '.join(settings_of)}}}")


def lived(
    *settings_of: str, course: str = SEWING_COURSE, size: int = 8, months: int = 12
) -> Record:
    """Return a year of a school of *size* people, of whom half live far away."""
    return simulate(world(*settings_of, course=course, size=size), months)


def world(*settings_of: str, course: str = SEWING_COURSE, size: int = 8) -> World:
    """Return that school before anything has happened."""
    systems = [taught(*settings_of, course=course), system("outcomes")]
    return school(size, systems, school_law(SEWING), register=WORTH)


def values(record: Record) -> Mapping[tuple[str, str], float]:
    """Return the outcomes of the last year by name and group."""
    last = record.outcomes[record.outcomes.date == record.outcomes.date.max()].dropna()
    return {(row.outcome, row.group): row.value for row in last.itertuples()}


def test_the_way_costs_money_and_hours_of_those_who_come_from_afar() -> None:
    """Four near ones cost ten each, four far ones fifteen, and lose six hours each."""
    found = values(lived(WAY))
    assert found["training_cost", "all"] == 4 * 10 + 4 * 15
    assert found["travel_cost", "all"] == found["travel_cost", "zone=far"] == 20
    assert found["travel_hours", "zone=far"] == 24
    assert found["travel_hours", "zone=near"] == 0


def test_without_a_way_nothing_is_told_and_nothing_changes() -> None:
    """The outcomes of travel have no value, and a way that takes nothing changes no other."""
    without, nothing = lived(), lived("travel: {far: {cost: Rp 0, hours: 0}}")
    assert ("travel_cost", "all") not in values(without)
    told = values(nothing)
    assert told.pop(("travel_cost", "all")) == 0
    way = ("travel_cost", "travel_hours", "training_declined")
    assert {key: v for key, v in told.items() if key[0] not in way} == values(without)


def test_nobody_travels_to_a_course_at_a_distance() -> None:
    """The same course at a distance costs everybody the same, and no hours."""
    remote = SEWING_COURSE.replace("hours:", "distance: yes, hours:")
    found = values(lived(WAY, course=remote))
    assert found["training_cost", "all"] == 80
    assert found["travel_cost", "all"] == found["travel_hours", "all"] == 0


def test_a_budget_pays_for_the_way_too() -> None:
    """With 40 rupiah the first by law cost 15 and 10; the next one from afar does not fit.

    The longest served, person 7, lives far away, as 5 does; 6 and 4 live near.
    """
    record = lived(WAY, "budget: Rp 40")
    rows = record.ledger.query("area == 'training'")
    done = sorted(rows.query("actual == 'done'").person)
    assert done == [5, 6, 7]
    assert set(rows.query("law == 'no_budget'").person) == {0, 1, 2, 3, 4}
    assert values(record)["training_unfunded", "all"] == 5


@settings(max_examples=30, deadline=None)
@given(budget=st.integers(0, 140), cost=st.integers(0, 9))
def test_no_more_is_spent_than_there_is(budget: int, cost: int) -> None:
    """Whatever budget and way, the money lasts, and the first who got none could not be paid."""
    record = lived(f"travel: {{far: {{cost: Rp {cost}}}}}", f"budget: Rp {budget}", months=4)
    spent = record.state.flows.total("training_cost")
    assert spent <= budget
    unpaid = record.state.flows.total("training_unfunded")
    assert unpaid == 0 or budget - spent < 10 + cost


def test_amounts_of_the_way_may_be_parameters_of_the_law() -> None:
    """The cost of the way is the law's ten rupiah."""
    found = values(lived("travel: {far: {cost: sewing_cost}}"))
    assert found["travel_cost", "all"] == 40


def test_a_zone_that_there_is_not_is_a_finding() -> None:
    """So is a parameter that the law does not have."""
    with pytest.raises(ScenarioError) as refused:
        lived("travel: {fra: {cost: sewing_cots}}")
    codes = {finding.code for finding in refused.value.findings}
    assert codes == {"unknown-word", "unknown-parameter"}


HOME = (
    "sewing: {months: [3], seats: 100%, hours: 20, distance: yes,"
    " effect: home_effect, completion: home_completion}"
)


def test_of_those_who_begin_a_share_ends_a_course() -> None:
    """Everybody has a seat; about four in ten end it, and only they have hours and skill."""
    record = lived(course=HOME, size=400)
    people, found = record.state.people, values(record)
    ended = people.record["training_hours"] > 0
    assert found["training_seats", "all"] == 400
    assert ended.mean() == pytest.approx(0.4, abs=0.07)
    assert found["training_dropped", "all"] == 400 - ended.sum()
    skill = people.acquired.of("ability")
    assert skill is not None
    assert ((skill > 0) == ended).all()


def test_completion_of_one_is_exactly_as_without_it() -> None:
    """A course that everybody ends teaches what one without a rate of completion does."""
    plain = HOME.replace(", completion: home_completion", "")
    everybody = {**WORTH, "home_completion": 1.0}
    ended = simulate(school(8, [taught(course=HOME)], school_law(SEWING), register=everybody), 6)
    other = simulate(school(8, [taught(course=plain)], school_law(SEWING), register=WORTH), 6)
    assert (
        ended.state.people.acquired.of("ability") == other.state.people.acquired.of("ability")
    ).all()
    hours = ended.state.people.record["training_hours"]
    assert (hours == other.state.people.record["training_hours"]).all()


def test_who_ends_a_course_hangs_on_the_person_alone() -> None:
    """The same people end it in a school with fewer colleagues and in any other arm."""
    some = lived(course=HOME, size=40, months=6).state.people
    more = lived(course=HOME, size=80, months=6).state.people
    assert (some.record["training_hours"] == more.record["training_hours"][:40]).all()


def test_a_course_at_a_distance_narrows_the_gap_between_zones() -> None:
    """Where only the near ones have seats the gap is their skill; at a distance it falls away."""
    far = np.arange(120) % 2
    local = SEWING.replace("    when: training_hours < 20 jp", "    when: zone == near")
    course = SEWING_COURSE.replace("seats: 8", "seats: 100%")

    def gap(law: str) -> float:
        made = [taught(course=course), system("outcomes")]
        record = simulate(school(120, made, school_law(law), register=WORTH), 12)
        return values(record)["acquired_gap", "all"]

    assert gap(SEWING) == 0.0
    assert gap(local) > 0.05
    assert far.sum() == 60


def test_a_course_may_teach_integrity() -> None:
    """What people acquire of it is theirs beside the inborn integrity, and is an outcome."""
    course = SEWING_COURSE.replace("hours:", "teaches: integrity, hours:")
    made = school(
        40, [taught(course=course), system("outcomes")], school_law(SEWING), register=WORTH
    )
    made.people.truth["integrity"] = np.zeros(40)
    record = simulate(made, 12)
    acquired = record.state.people.acquired.of("integrity")
    assert acquired is not None
    assert np.count_nonzero(acquired) == 8
    mean = values(record)["acquired_integrity", "all"]
    assert mean == pytest.approx(acquired.mean(), abs=1e-6)
    assert record.state.level("integrity").tolist() == acquired.tolist()
    assert record.state.level("ability").tolist() == [0.0] * 40
    assert record.state.range_of("integrity") == (0.0, float(acquired.max()))


def test_a_journey_is_told_by_zone() -> None:
    """By hand: the codes of zones find cost and hours; nowhere takes nothing."""
    state = world().state()
    way = Journey(np.array([0, 7]), np.array([0, 3]), np.array([0.0, 1.0]))
    cost, hours = way.of(state, np.array([0, 1, 3]))
    assert cost.tolist() == [0, 7, 7]
    assert hours.tolist() == [0, 3, 3]
    assert way.declining(state, np.array([0, 1, 3])).tolist() == [False, True, True]
    assert way
    assert not NOWHERE
    assert NOWHERE.of(state, np.array([0, 1]))[0].tolist() == [0, 0]
    assert Intake("sewing", 1, Terms(Fraction(1, 2), 20, 0, 10)).journey is NOWHERE


def test_those_posted_far_away_may_leave_more_often() -> None:
    """A ratio of the zone multiplies the hazard of the second zone, and at one no hazard at all."""
    stated = "hazards: {left: {assumption: rate, ratios: [{of: zone, assumption: far_ratio}]}}"

    def left(ratio: float) -> list[int]:
        worth = {**WORTH, "rate": 0.3, "far_ratio": ratio}
        old = {"service": [24] * 2000}
        made = school(2000, [system("exits", stated)], school_law(SEWING), old, register=worth)
        gone = simulate(made, 12).leavers["person"].to_numpy()
        return [int(np.count_nonzero(gone % 2 == zone)) for zone in (0, 1)]

    near, far = left(2.0)
    assert 1.4 < far / near < 2.2
    assert left(1.0)[0] == near
    assert 0.75 < left(1.0)[1] / near < 1.3


def test_seats_are_declined_because_of_the_way() -> None:
    """About four in ten of the far ones decline; their seats stay empty and cost nothing."""
    course = SEWING_COURSE.replace("seats: 8", "seats: 100%")
    record = lived("travel: {far: {declined: home_completion}}", course=course, size=400)
    found = values(record)
    assert found["training_declined", "zone=near"] == 0
    assert found["training_declined", "zone=far"] == pytest.approx(80, abs=20)
    assert found["training_seats", "all"] == 400 - found["training_declined", "all"]
    assert found["training_cost", "all"] == 10 * found["training_seats", "all"]
    rows = record.ledger.query("reason == 'declined for the way'")
    assert len(rows) == found["training_declined", "all"]
    told = {(row.law, row.actual, row.deviation) for row in rows.itertuples()}
    assert told == {("granted", "not_done", "none")}
    assert (rows.person % 2 == 1).all()


def test_a_share_declined_of_zero_changes_nothing() -> None:
    """With nobody declining, who attends and what it costs is exactly as without the assumption."""
    nobody = {**WORTH, "home_completion": 0.0}
    systems = [taught("travel: {far: {declined: home_completion}}"), system("outcomes")]
    record = simulate(school(8, systems, school_law(SEWING), register=nobody), 12)
    assert record.ledger.equals(lived("travel: {far: {hours: 0}}").ledger)
    assert values(record) == values(lived("travel: {far: {hours: 0}}"))


def test_uptake_compares_those_who_may_attend_and_nobody_else() -> None:
    """Of the far ones who may attend six in ten take a seat, of the near ones all: by hand.

    Only one in ten of the far ones may attend; hours per head would tell of that alone.
    """
    course = SEWING_COURSE.replace("seats: 8", "seats: 100%")
    law = SEWING.replace("training_hours < 20 jp", "zone == near or service >= 360 months")
    old = {"service": [400 if row % 10 == 1 else 24 for row in range(2000)]}
    made = [taught("travel: {far: {declined: home_completion}}", course=course), system("outcomes")]
    record = simulate(school(2000, made, school_law(law), old, register=WORTH), 12)
    found = values(record)
    eligible = 200
    declined = found["training_declined", "zone=far"]
    assert declined == pytest.approx(80, abs=25)
    assert found["training_uptake", "zone=near"] == 100.0
    assert found["training_uptake", "zone=far"] == pytest.approx(100 * (1 - declined / eligible))
    assert found["uptake_gap", "all"] == pytest.approx(100 * declined / eligible)
