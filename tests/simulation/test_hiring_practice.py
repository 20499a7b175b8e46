"""Practice in recruitment: another order among those who passed, and hires outside the test."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.diagnostics import Diagnostic
from policy_sim.errors import ScenarioError
from policy_sim.simulation.practices.practice import Places, Practice
from policy_sim.simulation.practices.seats import Line, given_elsewhere, reseated
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.workforce.table import Workforce
from staff_world import CASUAL, REGULAR, town, town_law

ENTRY = """
rules:
  entry:
    when: test_score >= 50 points
    then: {hire: low}
    select: {rank_by: test_score}
"""
BY_FAMILY = """
tables:
  mark: {input: family, output: points, keyed: {clerk: 70 points, guard: 40 points}}
rules:
  entry:
    when: test_score >= mark(family)
    then: {hire: low}
    select: {rank_by: test_score}
"""
TEST = "examination: {validity: test_validity, mean: 55, spread: 12}"
OPEN = f"applicants: 6, {TEST}, entrants: {{employment: regular}}"
HONORARY = (
    "honorary: {applicants: 3, entrants: {employment: casual}, traits: {ability: {mean: -1}}}"
)
PLACES = ((20, 10), (20, 10), (20, 10))


def opened(
    practice: Practice | None = None, more: str = "", law: str = ENTRY, **changed: object
) -> World:
    """Return a town that needs ninety people, all of them to be hired in January."""
    stated = {"recruitment": f"{{{OPEN}{more}}}", "outcomes": "{}"}
    given: dict[str, object] = {"units": (), "places": PLACES, **changed}
    practice = practice or Practice()
    return town(town_law(law), stated, practice=practice, **given)  # type: ignore[arg-type]


def favour(share: str, tested: str = "yes", by: str = "connection") -> Practice:
    """Return a practice that gives *share* of the places by *by*."""
    places = Places(share=share, by=by, tested=tested)
    return Practice(places={"recruitment": places})


def mean(record: Record, trait: str) -> float:
    """Return the mean of a trait of those hired."""
    return float(record.state.people.truth[trait].mean())


def found(record: Record) -> Mapping[tuple[str, str], float]:
    """Return the outcomes of the last year by name and group."""
    return {(row.outcome, row.group): row.value for row in record.outcomes.itertuples()}


def test_a_share_of_the_places_goes_by_closeness_among_those_who_passed() -> None:
    """As many are hired, all with the mark; the closer they are, the less able on average."""
    lawful, close = simulate(opened(), 1), simulate(opened(favour("100%")), 1)
    assert lawful.state.people.size == close.state.people.size == 90
    assert close.state.people.record["test_score"].min() >= 500
    assert mean(close, "connection") > mean(lawful, "connection") + 0.8
    assert mean(close, "ability") < mean(lawful, "ability")
    rows = close.ledger.query("area == 'recruitment'")
    favoured = rows.query("deviation == 'order'")
    assert set(favoured.law) == {"outranked"}
    assert len(favoured) > 40
    assert set(lawful.ledger.deviation) == {"none"}


def test_a_practice_without_a_share_is_exactly_as_written() -> None:
    """With no place given away every person and every row is the same."""
    lawful = simulate(opened(), 12)
    for practice in (favour("0%"), favour("0%", tested="no")):
        other = simulate(opened(practice), 12)
        assert (other.state.people.keys == lawful.state.people.keys).all()
        assert other.ledger.equals(lawful.ledger)
        assert other.outcomes.equals(lawful.outcomes)


def test_outside_the_test_honorary_staff_come_with_entrants_of_their_own() -> None:
    """About half of ninety places go to casual staff of one SD less, whom nobody has tested."""
    record = simulate(opened(favour("50%", tested="no"), f", {HONORARY}"), 1)
    people = record.state.people
    casual = people.record["employment"] == CASUAL
    assert people.size == 90
    assert 30 <= casual.sum() <= 60
    assert (people.record["test_score"][casual] == 0).all()
    assert (people.record["grade"][casual] == 0).all()
    assert people.truth["ability"][casual].mean() == pytest.approx(-1.0, abs=0.4)
    assert people.truth["connection"][casual].mean() > 0.5
    rows = record.ledger.query("deviation == 'compliance'")
    assert len(rows) == casual.sum()
    assert set(rows.rule) == {"honorary"}
    assert set(rows.law) == {"refused"}


def test_without_honorary_staff_the_test_is_not_sat() -> None:
    """Then those hired outside are like the other applicants, but untested."""
    record = simulate(opened(favour("100%", tested="no")), 1)
    people = record.state.people
    assert (people.record["employment"] == REGULAR).all()
    assert (people.record["test_score"] == 0).all()
    assert people.truth["connection"].mean() > 0.8


def test_places_that_practice_leaves_alone_go_to_the_best_as_before() -> None:
    """Who is chosen by law beside hires outside the test would be chosen without them too."""
    lawful = simulate(opened(), 1).state.people
    mixed = simulate(opened(favour("30%", tested="no"), f", {HONORARY}"), 1).state.people
    tested = mixed.record["test_score"] > 0
    assert 40 < tested.sum() < 80
    assert np.isin(mixed.keys[tested], lawful.keys).all()


def test_pass_marks_by_family_are_a_table_of_the_law() -> None:
    """Clerks need seventy points and guards forty, and nothing else has to be said."""
    people = simulate(opened(law=BY_FAMILY), 1).state.people
    score, guard = people.record["test_score"], people.record["family"] == 1
    assert score[~guard].min() >= 700
    assert 400 <= score[guard].min() < 700


def test_what_the_newcomers_are_worth_is_an_outcome() -> None:
    """The mean ability of those hired, and the share hired by favour, by hand."""
    record = simulate(opened(favour("50%", tested="no"), f", {HONORARY}"), 12)
    people, values = record.state.people, found(record)
    casual = people.record["employment"] == CASUAL
    assert values["hired_by_favour", "all"] == pytest.approx(100 * casual.mean())
    assert values["hired_ability", "all"] == pytest.approx(mean(record, "ability"), abs=1e-6)


def test_favour_that_is_not_close_may_be_a_lot_or_an_oracle() -> None:
    """An oracle sees ability itself, so that its choice beats the test's."""
    lawful, oracle = simulate(opened(), 1), simulate(opened(favour("100%", by="oracle")), 1)
    lot = simulate(opened(favour("100%", by="lottery")), 1)
    assert mean(oracle, "ability") > mean(lawful, "ability") + 0.2
    assert mean(lot, "ability") < mean(lawful, "ability")


@pytest.mark.parametrize(
    ("practice", "code"),
    [
        (Practice(places={"pay": Places(share="1%", by="connection")}), "unknown-word"),
        (favour("1%", by="conection"), "unknown-figure"),
    ],
)
def test_names_that_do_not_match_are_findings(practice: Practice, code: str) -> None:
    """Only areas with places may be named, and only figures that people have."""
    with pytest.raises(ScenarioError) as refused:
        simulate(opened(practice), 1)
    findings: list[Diagnostic] = list(refused.value.findings)
    assert [finding.code for finding in findings] == [code]


@settings(max_examples=40, deadline=None)
@given(
    contest=st.lists(st.integers(0, 2), min_size=1, max_size=12),
    share=st.integers(0, 100),
    data=st.data(),
)
def test_as_many_are_seated_as_the_law_lets_win(
    contest: list[int], share: int, data: st.DataObject
) -> None:
    """In each contest practice changes who, never how many; the first by law keep their places."""
    size = len(contest)
    won = np.array(data.draw(st.lists(st.booleans(), min_size=size, max_size=size)))
    world = opened(favour(f"{share}%"), units=tuple(contest))
    state = world.state()
    people: Workforce = state.people
    merit = np.where(won, 100, 0) + np.arange(size)
    people.truth["connection"] = -merit.astype(np.float64)
    line = Line(people, np.arange(size), np.array(contest), merit, won)
    taken = reseated(state, "recruitment", line, 3)
    for number in range(3):
        mine = np.array(contest) == number
        assert taken[mine].sum() == won[mine].sum()
    filled = np.bincount(np.array(contest)[won], minlength=3)
    kept = filled - given_elsewhere(state, "recruitment", filled)
    for number in range(3):
        mine = np.array(contest) == number
        displaced = mine & won & ~taken
        assert displaced.sum() <= filled[number] - kept[number]
        if displaced.any():
            better = mine & won & (merit > merit[displaced].max())
            assert better.sum() >= kept[number]
