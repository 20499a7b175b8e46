"""Incentive: the prize that the law pays, what good work was seen to be worth, and what they do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from five_grades_world import five_grades_world
from pages import ROOT
from policy_sim.errors import ScenarioError
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.simulation.assumptions.register import load_register
from policy_sim.simulation.behaviour import performance
from policy_sim.simulation.calendar import Calendar
from policy_sim.simulation.contests.seen import RANK, THOUSANDTHS, Seen
from policy_sim.simulation.contests.settled import Settled
from policy_sim.simulation.departures import leave
from policy_sim.simulation.incentive import EFFORT, WORTH, Incentive, Settings
from policy_sim.simulation.practices.practice import AS_WRITTEN, Order, Practice
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.simulation.state import State
from policy_sim.simulation.systems import System
from posts_world import REGISTER, empty, port, port_of
from pyramid_world import system

VOCABULARY = """
vocabulary: wharf
currency: {symbol: $, name: dollars}
scales: {offices: [none, deputy, head]}
attributes:
  office: {type: ordered, scale: offices}
  family: {values: [clerk, guard]}
  unit: {type: whole, range: 0..99}
  zone: {values: [core, outer]}
  service: {type: whole, unit: months, range: 0..900, moves: {each_month: 1}}
  time_in_office: {type: whole, unit: months, range: 0..900,
                   moves: {each_month: 1, reset_by: [appoint, hire]}}
  time_in_level: {type: whole, unit: months, range: 0..900, moves: {each_month: 1}}
  performance: {type: decimal, step: 0.1, unit: points, range: 0..100, merit: higher}
events: {appointed: {}}
"""
LAW = """
policy: wharf-rules
from: 1900-01-01
uses: [wharf]
tables:
  salary: {input: office, output: money, keyed: {none: $ 100, deputy: $ 200, head: $ 200}}
rules:
  deputies:
    area: appointment
    for_each: post
    applies_to: office == none and post.office == deputy
    when: family == clerk
    then: {appoint: post}
    select: {per: post, rank_by: performance}
  heads:
    area: appointment
    for_each: post
    applies_to: office == deputy and post.office == head
    when: service >= 900 months
    then: {appoint: post}
    select: {per: post, rank_by: performance}
  salary-of-the-office: {then: {pay: salary(office)}}
"""
COEFFICIENTS: Mapping[str, float] = {
    **REGISTER,
    "habit_injustice": 0.25,
    "incentive_horizon": 10.0,
    "incentive_memory": 2.0,
    "performance_motivation": 0.0,
    "output_spread": 0.5,
    "prize_effort": 2.0,
    "unearned_prize_effort": 0.5,
    "unrelated_law_injustice": 0.5,
}
WORST = Practice(order=Order(share=Fraction(1), by="performance", first="lowest"))
FAVOUR = Practice(order=Order(share=Fraction(1), by="leadership"))
MANY = ((20, 10), (20, 10), (20, 10))


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Law:
    """The law of a wharf: clerks become deputies by performance, for twice the pay."""
    return written(tmp_path_factory.mktemp("wharf"), LAW)


def written(folder: Path, text: str) -> Law:
    """Return the law of the wharf as it stands in *text*."""
    (folder / "wharf.yaml").write_text(VOCABULARY, encoding="utf-8")
    (folder / "rules.yaml").write_text(text, encoding="utf-8")
    found = load_law(folder / "rules.yaml")
    assert found.findings == ()
    return found


def wharf(law: Law, *systems: System, practice: Practice = AS_WRITTEN, **more: float) -> World:
    """Return a wharf with three deputies' posts to be filled; performance on record is exact."""
    register = {**COEFFICIENTS, **more}
    world = port(
        law, "appointment", "outcomes", organisation=port_of(MANY), heads=MANY, practice=practice
    )
    world = empty(replace(world, register=register), 1, 3, 5)
    people = world.people
    exact = np.rint(500 + 100 * people.truth["ability"]).astype(np.int64)
    people.record["performance"][:] = np.clip(exact, 0, 1000)
    return replace(world, systems=(*world.systems, *systems))


def told(record: Record) -> pd.Series:
    """Return the last year's outcomes of everybody by name, those with a value."""
    frame = record.outcomes.dropna().query("group == 'all' and date == date.max()")
    return frame.set_index("outcome")["value"]


def efforts(record: Record, figure: str = EFFORT) -> np.ndarray:
    """Return a figure of everybody at the end."""
    return record.state.personal.of(figure, record.state.people.ids)


def clerks(record: Record) -> np.ndarray:
    """Return the clerks who are still staff."""
    people = record.state.people.record
    return (people["family"] == 0) & (people["office"] == 0)


def test_clerks_work_for_the_post_above_them_and_nobody_else_does(law: Law) -> None:
    """Pay doubles (prize 1): effort is what better work was seen to be worth, times two."""
    record = simulate(wharf(law, system("incentive")), 12)
    worth, staff = efforts(record, WORTH), clerks(record)
    assert worth[staff].min() == worth[staff].max() > 0.0
    assert not worth[~staff].any()
    assert efforts(record) == pytest.approx(2.0 * worth)
    able = performance(record.state.people, {**COEFFICIENTS, "prize_effort": 0.0})
    ability = record.state.people.truth["ability"]
    assert (able - ability)[staff] == pytest.approx(efforts(record)[staff])


def test_what_was_seen_is_the_slope_of_the_chance(law: Law) -> None:
    """Three of sixty-three clerks rose, all best; the three posts are held for a year at least."""
    record = simulate(wharf(law, system("incentive")), 12)
    ability = record.state.people.truth["ability"]
    rose = record.state.people.record["office"] == 1
    field = clerks(record) | rose
    assert np.sort(ability[field])[-3:] == pytest.approx(np.sort(ability[rose]))
    slope = np.polyfit(ability[field], rose[field].astype(float), 1)[0]
    yearly = slope * field.sum() / clerks(record).sum()
    assert efforts(record, WORTH)[clerks(record)][0] == pytest.approx(yearly, rel=0.01)


def test_a_higher_prize_in_the_law_of_pay_moves_effort(law: Law, tmp_path: Path) -> None:
    """Four times the pay are two doublings; the same pay is no prize at all."""
    by = {}
    for pay in (100, 200, 400):
        text = LAW.replace("deputy: $ 200, head: $ 200", f"deputy: $ {pay}, head: $ {pay}")
        record = simulate(wharf(written(tmp_path, text), system("incentive")), 12)
        by[pay] = efforts(record)[clerks(record)][0]
    assert by[100] == 0.0
    assert by[400] == pytest.approx(2 * by[200])


def test_favour_demoralises_by_the_size_of_the_prize(law: Law) -> None:
    """Leadership, which is not on record, decides: work is worth little, and places unearned."""
    record = simulate(wharf(law, system("incentive"), practice=FAVOUR), 12)
    assert record.state.flows.total("out_of_order") > 0
    assert efforts(record)[clerks(record)][0] < -0.2
    assert not efforts(record)[~clerks(record)].any()


def test_rewarding_the_worst_turns_effort_round(law: Law) -> None:
    """If the worst rise, better work lowers the chance; by a known habit it is a lesser wrong."""
    record = simulate(wharf(law, system("incentive"), practice=WORST), 12)
    worth = efforts(record, WORTH)[clerks(record)][0]
    assert worth < 0.0
    assert efforts(record)[clerks(record)][0] == pytest.approx(2.0 * worth - 0.5 * 0.25)


def test_a_law_of_seniority_gives_no_reason_to_work(law: Law, tmp_path: Path) -> None:
    """Length of service says nothing of work: what is seen is small, and half unearned."""
    senior = written(tmp_path, LAW.replace("rank_by: performance", "rank_by: service"))
    by_law = simulate(wharf(senior, system("incentive"), unearned_prize_effort=0.0), 12)
    best = simulate(wharf(law, system("incentive")), 12)
    assert abs(told(by_law)["effort"]) < told(best)["effort"] / 2
    felt = simulate(wharf(senior, system("incentive"), prize_effort=0.0), 12)
    assert efforts(felt)[clerks(felt)][0] == pytest.approx(-0.5 * 0.5)


def test_on_off_and_varied(law: Law) -> None:
    """Off, nothing is told of it; on, output rises by effort; the size is free."""
    service = system("service", "{output: output_spread}")
    off, on, more = (
        told(simulate(wharf(law, service, *systems, prize_effort=size), 24))
        for systems, size in (
            ((), 2.0),
            ((system("incentive"),), 2.0),
            ((system("incentive"),), 4.0),
        )
    )
    assert "effort" not in off
    assert more["effort"] > on["effort"] > 0.0
    assert more["output"] > on["output"] > off["output"]


def test_without_effect_everything_is_as_without_the_system(law: Law) -> None:
    """With coefficients of 0 every outcome and all truth are, to the last bit, those without it."""
    nothing = {"prize_effort": 0.0, "unearned_prize_effort": 0.0}
    appraisal = system("appraisal", "{scores: {}}")
    service = system("service")
    register = {"rating_reliability": 0.5, "rating_halo": 0.5, "score_mean": 70.0}
    register |= {"score_spread": 12.0, "rating_cut_low": -1.5, "rating_cut_high": 1.0}
    off, on = (
        simulate(wharf(law, appraisal, service, *systems, **nothing, **register), 36)
        for systems in ((), (system("incentive"),))
    )
    for name, trait in off.state.people.truth.items():
        assert np.array_equal(trait, on.state.people.truth[name]), name
    assert told(off).equals(told(on)[told(off).index])
    assert off.ledger.equals(on.ledger)


def test_beside_justice_both_see_every_contest(law: Law) -> None:
    """Whichever looks first, the other finds the contests of the month as well."""
    path = ROOT / "scenarios" / "assumptions" / "justice.yaml"
    own = {name: value for name, value in load_register(path).items() if name not in COEFFICIENTS}
    both = simulate(wharf(law, system("justice"), system("incentive"), **own), 12)
    turned = simulate(wharf(law, system("incentive"), system("justice"), **own), 12)
    alone = simulate(wharf(law, system("incentive")), 12)
    assert told(both)["competed_in_vain"] > 0
    assert efforts(both).tolist() == efforts(turned).tolist() == efforts(alone).tolist()


def test_what_was_seen_fades(law: Law) -> None:
    """Two years after it half of a contest counts; of the post that nobody could have, nothing."""
    record = simulate(wharf(law, system("incentive")), 36)
    kept = record.state.seen.steps[1]
    assert record.state.seen.years == pytest.approx(sum(0.5 ** (n / 2) for n in (1, 2, 3)))
    assert kept.places == pytest.approx(3 * 0.5**1.5)
    assert 2 not in record.state.seen.steps


def test_a_word_that_nobody_knows_is_refused(law: Law) -> None:
    """What people can do something about must be in the vocabulary."""
    with pytest.raises(ScenarioError, match="zeal"):
        simulate(wharf(law, system("incentive", "{by_effort: [zeal]}")), 1)


def test_output_and_its_cost_are_those_of_the_work_done(law: Law) -> None:
    """Output is that of the staff; its cost is the pay of all over the work of all."""
    world = wharf(law, system("pay"), system("service", "{output: output_spread}"))
    record = simulate(world, 12)
    people = record.state.people
    work = 1.0 + 0.5 * performance(people, world.register)
    found = told(record)
    assert found["output"] == pytest.approx(100 * work[people.post < 0].mean())
    assert found["output_cost"] == pytest.approx(found["pay_bill"] / work.sum(), rel=1e-6)
    assert "output" not in told(simulate(wharf(law, system("service")), 12))


def test_a_rank_is_a_step_like_an_office() -> None:
    """The eight best of forty at the examination rise, from 1000 to 1300 crowns at first."""
    size = 40
    world = five_grades_world(size, names=("promotion", "incentive", "outcomes"))
    world.people.truth["ability"][:] = np.linspace(-2.0, 2.0, size)
    register = {**COEFFICIENTS, "incentive_horizon": 2.0}
    world = replace(world, start=date(2026, 1, 1), register=register)
    record = simulate(world, 12)
    people = record.state.people
    rose = people.record["grade"] > 0
    assert np.flatnonzero(rose).tolist() == list(range(32, 40))
    slope = np.polyfit(people.truth["ability"], rose.astype(float), 1)[0]
    worth = efforts(record, WORTH)
    assert worth.max() == pytest.approx(2.0 * slope * size / (worth > 0).sum(), rel=0.01)
    staying = efforts(record)[~rose]
    assert staying.max() == pytest.approx(2.0 * worth.max() * np.log2(1.3))


def test_a_contest_follows_people_to_their_new_rows(law: Law) -> None:
    """Where levels turn over one by one, people leave between a contest and the month's end."""
    state = wharf(law, system("incentive")).state()
    rule = state.vintage.area("appointment")[0]
    state.signals.watch_contests()
    rows = np.array([9, 10, 11, 12])
    state.signals.note(Settled(rule, rows, rows[2:], rows[:1]))
    ids = state.people.ids[rows]
    gone = np.isin(state.people.ids, [3, ids[0], ids[3]])
    leave(state, {"left": gone})
    (contest,) = state.signals.settled or []
    assert state.people.ids[contest.field].tolist() == ids[1:3].tolist()
    assert state.people.ids[contest.took].tolist() == ids[2:3].tolist()
    assert not len(contest.lawful)


def watched(law: Law) -> tuple[State, Calendar]:
    """Return the first day of the wharf, and its calendar with the system of incentive alone."""
    state = wharf(law).state()
    calendar = Calendar(state.month, state.step)
    Incentive(Settings()).schedule(calendar.of("incentive"), state)
    return state, calendar


def test_whoever_is_new_or_high_enough_is_no_rival(law: Law) -> None:
    """Who holds as high an office and does not win, or came after the new year, is left out."""
    state, calendar = watched(law)
    rows = np.arange(9, 13)
    state.people.record["office"][rows] = [2, 0, 0, 0]
    contest = Settled(state.vintage.area("appointment")[0], rows, rows[2:], rows[2:], 1)
    state.signals.note(contest)
    calendar.run(1)
    assert (state.seen.steps[1].entries, state.seen.steps[1].places) == (3, 2)
    state.seen.next_id = int(state.people.ids[11])
    state.signals.note(contest)
    calendar.run(1)
    assert (state.seen.steps[1].entries, state.seen.steps[1].places) == (4, 4)


def test_a_place_is_unearned_if_a_better_one_has_none(law: Law) -> None:
    """Of two who take places against the law's order the one who is best of all has earned it."""
    state, calendar = watched(law)
    rows = np.arange(9, 13)
    state.people.truth["ability"][rows] = [0.0, 1.0, 2.0, -1.0]
    rule = state.vintage.area("appointment")[0]
    state.signals.note(Settled(rule, rows, rows[2:], rows[:2], 1))
    calendar.run(1)
    assert state.seen.unearned(1) == 0.5


def test_an_award_is_no_rise(law: Law) -> None:
    """Contests for awards or examinations tell nobody whether good work leads to a higher rank."""
    state, calendar = watched(law)
    rule, rows = state.vintage.area("appointment")[0], np.arange(9, 13)
    for area, seen in (("rewards", set()), ("examination", set()), ("promotion", {RANK})):
        state.signals.watch_contests()
        state.signals.note(Settled(replace(rule, area=area), rows, rows[2:], rows[2:]))
        calendar.run(1)
        assert set(state.seen.steps) == seen


def test_who_stays_away_does_no_work(law: Law) -> None:
    """Output falls by the share of the year's workdays that were lost."""
    service = system("service", "{output: output_spread}")
    attendance = system("attendance", "{absences: {assumption: absence_rate}}")
    more = {"absence_rate": 6.0, "absence_days": 3.0, "absence_noted": 0.0}
    more["sanction_deterrence"] = 1.0
    there = told(simulate(wharf(law, service), 12))
    away = told(simulate(wharf(law, service, attendance, **more), 12))
    lost = away["absence_days"] / (261 * away["headcount"])
    assert 0.0 < lost < 0.5
    assert away["output"] == pytest.approx((1 - lost) * there["output"])


WORKS = st.lists(st.integers(-4000, 4000), min_size=2, max_size=12)


@given(WORKS, st.data(), st.integers(-500, 500))
def test_worth_does_not_hang_on_the_level_of_work(
    works: list[int], data: st.DataObject, shift: int
) -> None:
    """If all work better by the same, the chance of each is what it was; places all won say 0."""
    won = np.array(data.draw(st.lists(st.booleans(), min_size=len(works), max_size=len(works))))
    found = []
    for moved in (0, shift):
        seen = Seen()
        seen.note(1, np.array(works) + moved, won, int(won.sum()), 0.0)
        seen.close_year()
        found.append(seen.worth(1, len(works), 1, 10.0))
    assert found[0] == pytest.approx(found[1], abs=1e-9)
    assert (won.any() and not won.all()) or found[0] == pytest.approx(0.0, abs=1e-9)


def test_the_chance_is_of_the_whole_time_that_a_place_is_held() -> None:
    """One place of four goes each year: it is held for four years, at most for the horizon."""
    seen = Seen()
    work = THOUSANDTHS * np.array([-1, 0, 1])
    seen.note(1, work, np.array([False, False, True]), 1, 1.0)
    seen.close_year()
    assert seen.worth(1, 3, 4, 10.0) == pytest.approx(min(1.0, 4 * 0.5))
    assert seen.worth(1, 30, 4, 10.0) == pytest.approx(0.1 * 4 * 0.5)
    assert seen.worth(1, 30, 4, 2.0) == pytest.approx(0.1 * 2 * 0.5)
    assert seen.worth(1, 0, 4, 2.0) == seen.worth(2, 3, 4, 2.0) == 0.0
    assert seen.unearned(1) == 1.0
    assert seen.unearned(2) == 0.0
