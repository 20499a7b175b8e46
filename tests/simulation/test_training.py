"""Training: the law says who may attend, seats and budget who does, and time what is left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.errors import DocumentError, ScenarioError
from policy_sim.simulation.behaviour import performance
from policy_sim.simulation.calendar import Phase, Timetable, month_of
from policy_sim.simulation.departures import leave
from policy_sim.simulation.learning.cohort import Cohort
from policy_sim.simulation.learning.skill import at_rest, kept, share_learned
from policy_sim.simulation.practices.practice import Practice
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.simulation.state import State
from pyramid_world import system
from training_world import (
    JANUARY,
    REGISTER,
    SEWING,
    SEWING_COURSE,
    STEERING,
    STEERING_COURSE,
    courses,
    school,
    school_law,
)

WORK = {
    "learning_gain": 0.0,
    "learning_half_life": 24.0,
    "office_learning_gain": 0.0,
    "office_learning_half_life": 9.0,
    "performance_motivation": 0.6,
}


def acquired(record: Record, trait: str = "ability") -> list[float]:
    """Return what everybody has acquired of a trait."""
    held = record.state.people.acquired.of(trait)
    assert held is not None
    return list(held.tolist())


def told(record: Record, law: str) -> pd.DataFrame:
    """Return the rows of the ledger with the ruling *law*."""
    return record.ledger[record.ledger.law == law]


def ids(record: Record, law: str) -> list[int]:
    """Return the people of the rows with the ruling *law*, each once."""
    return sorted(set(told(record, law).person))


def test_seats_go_by_the_laws_order_in_the_months_stated() -> None:
    """Three seats in March go to the three who have served longest; the others are outranked."""
    record = simulate(school(systems=[courses(SEWING_COURSE)]), 12)
    assert ids(record, "granted") == [5, 6, 7]
    assert set(told(record, "granted").date) == {pd.Timestamp(2026, 3, 1)}
    assert ids(record, "outranked") == [0, 1, 2, 3, 4]
    assert set(told(record, "outranked").reason) == {
        f"score {26 + row}, last winner 31" for row in range(5)
    }
    assert set(record.ledger.cause) == {"sewing"}


def test_what_is_learned_by_hand() -> None:
    """Half of 0.4 SD is learned in March at a half dose, and ten months later part of it left."""
    record = simulate(school(systems=[courses(SEWING_COURSE)]), 12)
    left = 0.2 * kept(9, 12.0)
    assert acquired(record) == pytest.approx([0.0] * 5 + [left] * 3)
    assert acquired(record, "ability")[0] == 0.0


def test_hours_are_on_record_for_the_year() -> None:
    """Twenty hours stand on record until New Year, and in the past that a rule can ask for."""
    world = school(systems=[courses(SEWING_COURSE)])
    record = simulate(world, 12)
    people = record.state.people
    assert people.record["training_hours"].tolist() == [0] * 5 + [20] * 3
    trail = people.history.trails["trained"].entries
    assert (trail.row.tolist(), trail.value.tolist()) == ([5, 6, 7], [20, 20, 20])
    assert set(trail.day.tolist()) == {date(2026, 3, 1).toordinal()}
    assert simulate(world, 13).state.people.record["training_hours"].tolist() == [0] * 8


def test_a_rule_reads_the_hours_of_this_year() -> None:
    """A law that asks for total(trained over this_year) lets each attend once a year."""
    rule = SEWING.replace("training_hours < 20 jp", "total(trained over this_year) < 20 jp")
    twice = courses("sewing: {months: [3, 6], seats: 5, hours: 20, effect: sewing_effect}")
    record = simulate(school(systems=[twice], law=school_law(rule)), 24)
    per_year = told(record, "granted").groupby(["person", told(record, "granted").date.dt.year])
    assert per_year.size().tolist() == [1] * 16
    assert ids(record, "refused") == [3, 4, 5, 6, 7]


def test_a_long_course_ends_after_its_duration() -> None:
    """The head steers from February to June; only then are hours, certificate and skill there."""
    world = school(systems=[courses(STEERING_COURSE)])
    attending = simulate(world, 5).state
    assert attending.people.record["course"].tolist() == [0] * 7 + [2]
    assert attending.people.acquired.of("leadership") == pytest.approx(np.zeros(8))
    assert [cohort.due for cohort in attending.cohorts] == [month_of(date(2026, 6, 1))]
    ended = simulate(world, 6)
    assert ended.state.people.record["course"].tolist() == [0] * 8
    assert ended.state.people.record["training_hours"].tolist() == [0] * 7 + [60]
    assert acquired(ended, "leadership")[7] == pytest.approx(0.5 * share_learned(60, 20.0))
    entries = ended.state.people.history.trails["certified"].entries
    assert (entries.row.tolist(), entries.value.tolist()) == ([7], [2])
    assert ended.state.cohorts == []


def test_a_certificate_is_had_once() -> None:
    """The law that asks whether one was ever certified lets nobody come again."""
    record = simulate(school(systems=[courses(STEERING_COURSE)]), 36)
    assert len(told(record, "granted")) == 1
    assert told(record, "refused").reason.tolist() == [
        "not ever(certified == steering over service)"
    ]


def test_who_attends_a_course_enters_no_other() -> None:
    """While the head steers, a seat of sewing goes to the next."""
    both = simulate(school(systems=[courses(SEWING_COURSE, STEERING_COURSE)]), 4)
    granted = told(both, "granted").groupby("cause", observed=True).person.apply(sorted)
    assert granted.to_dict() == {"sewing": [4, 5, 6], "steering": [7]}


def test_courses_of_one_month_are_filled_in_the_order_of_their_words() -> None:
    """Sewing comes before steering in the vocabulary: the head sews, and is not asked twice."""
    later = STEERING_COURSE.replace("months: [2]", "months: [3]")
    record = simulate(school(systems=[courses(later, SEWING_COURSE)]), 3)
    granted = told(record, "granted").groupby("cause", observed=True).person.apply(sorted)
    assert granted.to_dict() == {"sewing": [5, 6, 7]}


def test_the_budget_grants_or_refuses_at_once() -> None:
    """Money for two of three seats: the third who would have won is refused for want of it."""
    dear = SEWING_COURSE.replace("hours:", "cost: Rp 10, hours:")
    record = simulate(school(systems=[courses(dear, budget="Rp 25")]), 12)
    assert ids(record, "granted") == [6, 7]
    assert ids(record, "no_budget") == [5]
    assert told(record, "no_budget").actual.tolist() == ["not_done"]
    assert ids(record, "outranked") == [0, 1, 2, 3, 4]
    flows = record.state.flows
    assert (flows.total("training_cost"), flows.total("training_unfunded")) == (20, 1)


def test_a_budget_is_a_years() -> None:
    """What was spent is there again on 1 January; what was not spent is not saved up."""
    dear = SEWING_COURSE.replace("hours:", "cost: Rp 10, hours:").replace("[3]", "[3, 9]")
    record = simulate(school(systems=[courses(dear, budget="Rp 45")]), 24)
    seats = told(record, "granted").groupby("date").size()
    assert seats.tolist() == [3, 1, 3, 1]


@settings(max_examples=25)
@given(
    st.integers(0, 9),
    st.integers(0, 9),
    st.integers(0, 90),
    st.sampled_from(["", "reserve: {share: far_share, for: zone == far, round: up}"]),
    st.lists(st.integers(1, 12), min_size=1, max_size=3, unique=True),
)
def test_neither_seats_nor_money_are_ever_exceeded(
    seats: int, cost: int, budget: int, quota: str, months: list[int]
) -> None:
    """In every intake at most the seats are taken and in every year at most the money is spent;
    and a seat stays empty only if nobody is eligible, or it cannot be paid for.
    """
    rule = SEWING.replace("training_hours < 20 jp", "service >= 0 months")
    rule = rule.replace("rank_by: service", f"rank_by: service, {quota}" if quota else "rank_by: 0")
    course = (
        f"sewing: {{months: {months}, seats: {seats}, hours: 2, cost: Rp {cost},"
        " effect: sewing_effect}"
    )
    world = school(systems=[courses(course, budget=f"Rp {budget}")], law=school_law(rule))
    granted = told(simulate(world, 24), "granted")
    taken = granted.groupby("date").size()
    yearly = granted.groupby(granted.date.dt.year).size()
    assert (taken <= seats).all()
    assert (yearly * cost <= budget).all()
    paid = len(months) * min(seats, 8)
    expected = min(paid, budget // cost) if cost else paid
    assert yearly.sum() == 2 * expected


def test_a_reserve_is_filled_first() -> None:
    """Half of the seats, rounded up, go to the far zone, whoever has served longer."""
    reserve = "rank_by: service, reserve: {share: far_share, for: zone == far, round: up}"
    law = school_law(SEWING.replace("rank_by: service", reserve))
    near = {"service": [200, 24, 200, 24, 200, 24, 200, 24]}
    record = simulate(school(systems=[courses(SEWING_COURSE)], law=law, record=near), 3)
    assert sum(person % 2 for person in ids(record, "granted")) == 2


def test_units_have_seats_of_their_own() -> None:
    """Within the unit each unit has so many seats, and its own people compete for them."""
    law = school_law(SEWING.replace("per: course,", "per: course, within: unit,"))
    record = simulate(school(systems=[courses(SEWING_COURSE)], law=law), 3)
    assert ids(record, "granted") == [2, 3, 4, 5, 6, 7]


@pytest.mark.parametrize(("share", "seats"), [("25%", 2), ("30%", 2), ("32%", 3), ("0%", 0)])
def test_seats_may_be_a_share_of_those_asked(share: str, seats: int) -> None:
    """So many of the eight whom the law asks about, halves up, whatever the place's size."""
    course = SEWING_COURSE.replace("seats: 3", f"seats: {share}")
    wide = courses(course).scaled(Fraction(1, 8))  # type: ignore[attr-defined]
    record = simulate(school(systems=[wide]), 3)
    assert len(told(record, "granted")) == seats


def test_a_share_is_of_each_unit_where_units_compete() -> None:
    """Half of the four in each of two units, and of those in scope of the rule alone."""
    law = school_law(SEWING.replace("per: course,", "per: course, within: unit,"))
    course = SEWING_COURSE.replace("seats: 3", "seats: 50%")
    record = simulate(school(systems=[courses(course)], law=law), 3)
    assert ids(record, "granted") == [4, 5, 6, 7]
    heads = school_law(STEERING)
    one = courses(STEERING_COURSE.replace("seats: 1", "seats: 100%"))
    assert ids(simulate(school(systems=[one], law=heads), 3), "granted") == [7]


def test_a_parameter_may_hold_the_share() -> None:
    """A percentage of the law is a share of people, a plain number so many seats."""
    course = SEWING_COURSE.replace("seats: 3", "seats: far_share")
    record = simulate(school(systems=[courses(course)]), 3)
    assert len(told(record, "granted")) == 4


def test_without_a_selection_the_lot_decides() -> None:
    """A rule that ranks nobody fills the seats by lot, and counts the places so given."""
    bare = "\n  sewing-for-all:\n    then: {enrol: sewing}\n"
    record = simulate(school(systems=[courses(SEWING_COURSE)], law=school_law(bare)), 3)
    assert len(told(record, "granted")) == 3
    assert record.state.flows.total("by_lot") == 3


def test_two_rules_share_the_seats() -> None:
    """The first rule by name fills what it can, the second what it leaves."""
    first = SEWING.replace("sewing-for-all", "a-head").replace("when:", "when: office == head and")
    both = first + SEWING.replace("rank_by: service", "rank_by: -service")
    record = simulate(school(systems=[courses(SEWING_COURSE)], law=school_law(both)), 3)
    rules = told(record, "granted").set_index("person").rule.to_dict()
    assert rules == {0: "sewing-for-all", 1: "sewing-for-all", 7: "a-head"}


def test_a_bar_keeps_people_out() -> None:
    """Whom the law bars from courses gets no seat, and the ledger says by what."""
    bar = "\n  heads-stay: {when: office == head, then: {bar: enrol}}\n"
    law = school_law(SEWING + bar)
    record = simulate(school(systems=[courses(SEWING_COURSE)], law=law), 3)
    assert ids(record, "granted") == [4, 5, 6]
    assert ids(record, "barred") == [7]


def test_refusals_are_about_the_courses_that_begin() -> None:
    """In the month of sewing nobody is refused steering."""
    record = simulate(school(systems=[courses(SEWING_COURSE, STEERING_COURSE)]), 12)
    refused = told(record, "refused")
    assert set(refused[refused.date == pd.Timestamp(2026, 3, 1)].rule) <= {"sewing-for-all"}


def test_what_practice_leaves_undone_teaches_nobody() -> None:
    """Seats granted and never taken cost nothing, and are told as a lack of compliance."""
    practice = Practice(undone={"training": 1})
    dear = SEWING_COURSE.replace("hours:", "cost: Rp 10, hours:")
    record = simulate(school(systems=[courses(dear)], practice=practice), 3)
    assert acquired(record) == [0.0] * 8
    assert record.state.flows.total("training_cost") == 0
    assert set(told(record, "granted").deviation) == {"compliance"}


class Leaver:
    """Somebody who leaves in April."""

    name = "exits"
    assumptions = ()

    def __init__(self, person: int) -> None:
        self.person = person

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Let the person leave."""

        def depart() -> None:
            leave(state, {"left": state.people.ids == self.person})

        calendar.at(month_of(date(2026, 4, 1)), Phase.EXITS, depart)


def test_who_leaves_ends_no_course() -> None:
    """A participant who has left by the end is nobody's row: no other person is certified."""
    record = simulate(school(systems=[Leaver(7), courses(STEERING_COURSE)]), 7)
    people = record.state.people
    assert people.size == 7
    assert (people.record["training_hours"] == 0).all()
    assert len(people.history.trails["certified"].entries.row) == 0
    assert acquired(record, "leadership") == [0.0] * 7


def test_a_course_begun_before_the_start_ends_in_time() -> None:
    """Whom the first day finds in a course ends it within its duration, and can learn from it."""
    world = school(record={"course": [2] * 8}, systems=[courses(STEERING_COURSE)])
    state = world.state()
    assert (state.people.record["course"] == 2).all()
    record = simulate(world, 4)
    assert (record.state.people.record["course"] == 0).all()
    assert min(acquired(record, "leadership")) > 0.0
    ends = record.state.people.history.trails["certified"].entries.day
    assert len(set(ends.tolist())) > 1


def test_a_course_that_is_no_more_is_left_at_once() -> None:
    """Nobody stays for ever in a course that the scenario does not hold."""
    record = simulate(school(record={"course": [2] * 8}, systems=[courses(SEWING_COURSE)]), 1)
    assert (record.state.people.record["course"] == 0).all()


def test_who_stays_keeps_what_they_know() -> None:
    """When people leave, the skills of the others move with their rows."""
    state = simulate(school(systems=[courses(SEWING_COURSE)]), 3).state
    leave(state, {"left": np.arange(8) == 5})
    assert state.people.acquired.of("ability") == pytest.approx([0.0] * 5 + [0.2] * 2)


def test_newcomers_have_acquired_nothing() -> None:
    """Whoever enters begins at zero, and takes part like everybody else."""
    state = simulate(school(systems=[courses(SEWING_COURSE)]), 3).state
    state.enter(school(size=2).people)
    held = state.people.acquired.of("ability")
    assert held is not None
    assert held[8:].tolist() == [0.0, 0.0]
    assert held[5] > 0.0


def test_performance_rises_by_what_was_acquired() -> None:
    """Staff by ability, with the loading of skill, and by nothing that they were born with."""
    register = {**REGISTER, **WORK}
    state = simulate(school(systems=[courses(SEWING_COURSE)], register=register), 3).state
    works = performance(state.people, register)
    assert works == pytest.approx([0.0] * 5 + [0.8 * 0.2] * 3)
    assert (state.people.truth["ability"] == 0.0).all()


def test_holders_of_office_lead_by_what_they_learned_of_leading() -> None:
    """Sewing does not help the one who leads, steering does not help the others."""
    register = {**REGISTER, **WORK}
    state = simulate(school(systems=[courses(SEWING_COURSE)], register=register), 3).state
    state.people.acquired.begin(["leadership"])
    state.people.acquired.put("leadership", np.array([6, 7]), np.array([0.5, 0.5]))
    state.people.post[7] = 0
    works = performance(state.people, register)
    assert works[6:] == pytest.approx([0.8 * 0.2, 0.8 * 0.5])


def test_a_yearly_course_comes_to_rest_in_a_run() -> None:
    """Thirty years of a seat for everybody end where the closed form says, and stay there."""
    all_year = SEWING_COURSE.replace("seats: 3", "seats: 8")
    world = school(systems=[courses(all_year)])
    by_hand = at_rest(0.4, share_learned(20, 20.0), kept(12, 12.0))
    for years in (30, 31):
        record = simulate(world, 12 * years + 3)
        assert acquired(record) == pytest.approx([by_hand] * 8, rel=1e-6)


def varied(world: World, months: int = 15) -> tuple[float, int, float]:
    """Return skill in all, seats taken and money spent."""
    record = simulate(world, months)
    spent = record.outcomes.query("outcome == 'training_cost' and group == 'all'").value.sum()
    return sum(acquired(record)), len(told(record, "granted")), float(spent)


def test_on_off_and_varied_from_yaml_alone() -> None:
    """Off, all is exactly as without it; seats, hours, effect and money move what it does."""
    outcomes = system("outcomes")
    on = SEWING_COURSE.replace("hours:", "cost: Rp 10, hours:")
    without = simulate(school(systems=[outcomes]), 15)
    empty = simulate(school(systems=[outcomes, courses()]), 15)
    pd.testing.assert_frame_equal(without.outcomes, empty.outcomes)
    for off in (without, empty):
        assert off.state.people.acquired.traits == ()
        assert len(off.ledger) == 0
        assert (off.state.people.record["training_hours"] == 0).all()
    base = varied(school(systems=[outcomes, courses(on)]))
    more = varied(school(systems=[outcomes, courses(on.replace("seats: 3", "seats: 4"))]))
    longer = varied(school(systems=[outcomes, courses(on.replace("hours: 20", "hours: 40"))]))
    poor = varied(school(systems=[outcomes, courses(on, budget="Rp 10")]))
    weak = varied(
        school(systems=[outcomes, courses(on)], register={**REGISTER, "sewing_effect": 0})
    )
    assert base == pytest.approx((base[0], 6, 30.0))
    assert more[0] > base[0]
    assert more[1:] == (8, 40.0)
    assert longer[0] > base[0]
    assert longer[1:] == base[1:]
    assert poor[0] < base[0]
    assert poor[1:] == (2, 10.0)
    assert weak == (0.0, 6, 30.0)


def test_a_renamed_course_changes_exactly_nothing() -> None:
    """The placebo: other words for course and rule give the same people, to the last bit."""
    base = simulate(school(systems=[courses(SEWING_COURSE)], law=school_law(SEWING)), 15)
    law = school_law(SEWING.replace("sewing-for-all", "zz-crochet"))
    renamed = simulate(school(systems=[courses(SEWING_COURSE)], law=law), 15)
    assert acquired(base) == acquired(renamed)
    told_apart = base.ledger.drop(columns="rule"), renamed.ledger.drop(columns="rule")
    pd.testing.assert_frame_equal(*told_apart)


def test_an_amendment_changes_seats_and_shares() -> None:
    """Seats that are a parameter follow the law from its effective date on."""
    amendment = (
        "policy: more\namends: rules\neffective: 2027-01-01\nsource: draft\n"
        "replace: {parameters: {sewing_seats: {value: 5 persons}, sewing_cost: {value: Rp 9}}}\n"
    )
    course = (
        "sewing: {months: [3], seats: sewing_seats, cost: sewing_cost, hours: 20,"
        " effect: sewing_effect}"
    )
    world = school(systems=[courses(course)], law=school_law(SEWING, amendment))
    record = simulate(world, 24)
    assert told(record, "granted").groupby("date").size().tolist() == [3, 5]
    assert record.state.flows.total("training_cost") == 45


@pytest.mark.parametrize(
    ("old", "new", "code", "near"),
    [
        ("sewing:", "swing:", "unknown-word", "sewing"),
        ("sewing:", "none:", "unknown-word", ""),
        ("seats: 3", "seats: sewing_seat", "unknown-parameter", "sewing_seats"),
        ("seats: 3", "seats: sewing_cost", "parameter-of-other-unit", ""),
        ("hours: 20", "hours: sewing_cost", "parameter-of-other-unit", ""),
        ("hours: 20", "hours: far_share", "parameter-of-other-unit", ""),
        ("effect:", "teaches: abilty, effect:", "unknown-trait", "ability"),
    ],
)
def test_what_does_not_fit_is_a_finding(old: str, new: str, code: str, near: str) -> None:
    """A word, a parameter or a trait that is not there stops the run, with the nearest one."""
    world = school(systems=[courses(SEWING_COURSE.replace(old, new))])
    with pytest.raises(ScenarioError) as refused:
        simulate(world, 1)
    (finding,) = refused.value.findings
    assert finding.code == code
    if near:
        assert finding.values["near"] == near


@pytest.mark.parametrize("wrong", ["seats: -1", "seats: 1.5", "seats: Three"])
def test_an_amount_is_a_whole_number_or_a_name(wrong: str) -> None:
    """What is neither is refused where it stands."""
    with pytest.raises(DocumentError):
        courses(SEWING_COURSE.replace("seats: 3", wrong))


def test_courses_need_the_word_in_the_vocabulary() -> None:
    """A vocabulary without the attribute that names courses is a finding, said once."""
    world = school(systems=[courses(SEWING_COURSE)])
    attributes = dict(world.people.vocabulary.attributes)
    del attributes["course"]
    world.people.vocabulary = replace(world.people.vocabulary, attributes=attributes)
    with pytest.raises(ScenarioError) as refused:
        simulate(world, 1)
    assert [finding.code for finding in refused.value.findings] == ["unknown-attribute"]


def test_seats_and_money_grow_with_the_place() -> None:
    """At half the size there are half the seats and half the money, never less than one seat."""
    dear = SEWING_COURSE.replace("hours:", "cost: Rp 10, hours:").replace("seats: 3", "seats: 6")
    half = courses(dear, budget="Rp 41").scaled(Fraction(1, 2))  # type: ignore[attr-defined]
    record = simulate(school(systems=[half]), 3)
    assert len(told(record, "granted")) == 2
    assert len(told(record, "no_budget")) == 1


def test_a_cohort_is_a_value() -> None:
    """Cohorts stand in the state, not in the system: a month can be saved and forked."""
    state = simulate(school(systems=[courses(STEERING_COURSE)]), 3).state
    (cohort,) = state.cohorts
    assert isinstance(cohort, Cohort)
    assert (cohort.course, cohort.hours, cohort.people.tolist()) == ("steering", 60, [7])
    assert state.today.year == JANUARY.year
