"""Regularisation: who of the casual staff is given a regular employment, and what follows."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.errors import ScenarioError
from policy_sim.rules.engine import engine_named
from policy_sim.simulation.practices.practice import Places, Practice
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.simulation.state import State
from pyramid_world import system
from staff_world import CASUAL, REGULAR, town, town_law

RULE = """
rules:
  regular:
    applies_to: employment == casual
    when: service >= 2 years
    then: {regularise: regular}
    select: {rank_by: RANK}
"""
BY_SERVICE = RULE.replace("RANK", "service")
BY_SCORE = RULE.replace("RANK", "test_score")
PAID = BY_SERVICE + "  wage: {then: {pay: if employment == regular then Rp 300 else Rp 100}}\n"


def regularised(record: Record) -> list[int]:
    """Return who has a regular employment at the end, of those who were casual."""
    return np.flatnonzero(record.state.people.record["employment"] == REGULAR).tolist()


def casual(yearly: str = "2", law: str = BY_SERVICE, more: str = "", **changed: object) -> World:
    """Return the town in which *yearly* of casual staff are regularised each January."""
    stated = {"regularisation": f"{{of: casual, places: {yearly}{more}}}"}
    return town(town_law(law), stated, **changed)  # type: ignore[arg-type]


def test_the_law_says_who_comes_first_and_places_say_how_many() -> None:
    """Two a year, those who have served longest first; everybody in three years."""
    assert regularised(simulate(casual(), 1)) == [0, 1]
    assert regularised(simulate(casual(), 13)) == [0, 1, 2, 3]
    assert regularised(simulate(casual(), 37)) == [0, 1, 2, 3, 4, 5]


def test_varied_by_the_documents_alone() -> None:
    """By score others come first; a share of those asked, and other months, are other numbers."""
    record = {"test_score": [0, 100, 200, 300, 400, 500]}
    assert regularised(simulate(casual(law=BY_SCORE, record=record), 1)) == [4, 5]
    assert regularised(simulate(casual("50%"), 1)) == [0, 1, 2]
    assert regularised(simulate(casual(more=", months: [3]"), 2)) == []
    assert regularised(simulate(casual(more=", months: [3, 9]"), 9)) == [0, 1, 2, 3]


def test_the_number_may_be_a_parameter_that_a_law_changes() -> None:
    """An amendment that doubles the parameter doubles the places, and nothing else."""
    law = "parameters: {yearly: {value: 1 persons}}" + BY_SERVICE
    raised = (
        "policy: more\namends: rules\neffective: 2027-01-01\nsource: x\nstatus: draft\n"
        "replace: {parameters: {yearly: {value: 3 persons}}}\n"
    )
    stated = {"regularisation": "{of: casual, places: yearly}"}
    assert regularised(simulate(town(town_law(law), stated), 13)) == [0, 1]
    assert regularised(simulate(town(town_law(law, raised), stated), 13)) == [0, 1, 2, 3]


def test_off_nothing_happens_at_all() -> None:
    """Without the system the law's rule is carried out by nobody, and without places too."""
    off = simulate(casual(systems=()), 12).state
    none = simulate(casual("0"), 12).state
    for state in (off, none):
        assert (state.people.record["employment"] == CASUAL).all()
        assert (state.people.truth["motivation"] == 0).all()
    assert off.flows.total("regularised") == 0


def test_pay_follows_the_employment() -> None:
    """A regular wage is paid from the month on in which the employment changes."""
    world = town(town_law(PAID), {"regularisation": "{of: casual, places: 2}", "pay": "{}"})
    state = simulate(world, 12).state
    assert state.flows.total("paid") == 12 * (2 * 300 + 4 * 100)


def test_it_lifts_motivation_once_by_what_the_assumption_says() -> None:
    """0.2 SD for those concerned, nothing for the others, and nothing more in the next year."""
    lifted = simulate(casual(), 13).state.people.truth["motivation"]
    assert lifted.tolist() == pytest.approx([0.2, 0.2, 0.2, 0.2, 0, 0])


def test_with_a_lift_of_zero_motivation_stays_as_it_was() -> None:
    """No effect is exactly no effect, though the employment changes."""
    world = casual()
    record = simulate(casual(register={**world.register, "regularised_motivation": 0.0}), 13)
    assert (record.state.people.truth["motivation"] == 0.0).all()
    assert regularised(record) == [0, 1, 2, 3]


def test_what_starts_anew_is_the_vocabulary_s_to_say() -> None:
    """The attribute that is reset by it begins to count again, and the event is on record."""
    people = simulate(casual(), 1).state.people
    assert people.record["time_in_office"].tolist() == [1, 1, 199, 198, 197, 196]
    assert people.history.trails["regularised"].entries.row.tolist() == [0, 1]


def test_a_grade_may_come_with_it() -> None:
    """Where regular staff have grades, the law says with which one they begin."""
    law = BY_SERVICE.replace("{regularise: regular}", "{regularise: regular, grade: high}")
    grade = simulate(casual(law=law), 1).state.people.record["grade"]
    assert grade.tolist() == [2, 2, 0, 0, 0, 0]


def test_with_the_unit_as_pool_places_go_where_regular_staff_are_missing() -> None:
    """Unit a lacks one of three, unit c both of two: of three places one and two go there.

    Unit b lacks nobody, though those who have served longest work there.
    """
    local = BY_SERVICE.replace("{rank_by", "{within: unit, rank_by")
    lacking: dict[str, object] = {
        "law": local,
        "units": (1, 1, 0, 0, 0, 2, 2),
        "employment": (CASUAL, CASUAL, REGULAR, REGULAR, CASUAL, CASUAL, CASUAL),
        "places": ((3, 0), (0, 0), (2, 0)),
    }
    for places, whom in (("3", [4, 5, 6]), ("9", [4, 5, 6]), ("2", [4, 5]), ("1", [5])):
        record = simulate(casual(places, **lacking), 1)  # type: ignore[arg-type]
        assert regularised(record) == [2, 3, *whom]


def test_the_ledger_tells_who_and_who_not() -> None:
    """Two are granted it, four outranked once, and whoever is too short in service refused."""
    record = simulate(casual(record={"service": [30, 29, 28, 27, 26, 3]}), 13)
    rows = record.ledger.query("area == 'regularisation'")
    told = {key: sorted(group.person) for key, group in rows.groupby(["law", "actual"])}
    assert told["granted", "done"] == [0, 1, 2, 3]
    assert told["outranked", "not_done"] == [2, 3, 4]
    assert told["refused", "not_done"] == [5]


def test_practice_may_leave_it_undone() -> None:
    """What the law grants and nobody carries out changes nothing, and is told as such."""
    record = simulate(casual(practice=Practice(undone={"regularisation": "100%"})), 1)
    assert regularised(record) == []
    assert set(record.ledger.query("law == 'granted'").deviation) == {"compliance"}


def favour(share: str) -> Practice:
    """Return a practice of closeness in *share* of the places."""
    return Practice(places={"regularisation": Places(share=share, by="connection")})


def test_practice_may_take_those_who_are_close() -> None:
    """With all places given by closeness the closest two are taken, and the first displaced."""
    close = {"connection": [0, 0, 0, 0, 1, 2]}
    record = simulate(casual(practice=favour("100%"), truth=close), 1)
    assert regularised(record) == [4, 5]
    rows = record.ledger.query("deviation == 'order'")
    done = rows.query("actual == 'done'")
    assert sorted(done.person) == [4, 5]
    assert sorted(rows.query("actual == 'not_done'").person) == [0, 1]
    assert regularised(simulate(casual(practice=favour("0%"), truth=close), 1)) == [0, 1]


@settings(max_examples=25, deadline=None)
@given(
    share=st.integers(0, 100),
    places=st.integers(0, 7),
    connection=st.lists(st.floats(-2, 2), min_size=6, max_size=6),
)
def test_favour_takes_no_place_and_adds_none(
    share: int, places: int, connection: list[float]
) -> None:
    """However many places practice gives away, as many people are regularised as by law."""
    world = casual(str(places), practice=favour(f"{share}%"), truth={"connection": connection})
    assert len(regularised(simulate(world, 1))) == min(places, 6)


def test_outcomes_by_hand() -> None:
    """Forty of forty-eight casuals stay so after a year of eight places; groups add up."""
    world = town(
        town_law(BY_SERVICE),
        {"regularisation": "{of: casual, places: 8}", "outcomes": "{}"},
        units=tuple([0, 1, 2] * 16),
        places=((16, 0), (16, 0), (16, 0)),
    )
    frame = simulate(world, 12).outcomes
    found = {(row.outcome, row.group): row.value for row in frame.itertuples()}
    assert found["regularisations", "all"] == 8
    assert found["irregular_places", "all"] == 40
    assert found["irregular_places", "zone=outer"] == 16 - 2
    assert found["regularisations", "sex=f"] + found["regularisations", "sex=m"] == 8


def test_how_able_those_are_is_an_outcome() -> None:
    """The thirty who have served longest: the mean of their ability, whatever the others'."""
    ability = [row / 10 for row in range(48)]
    made = town(
        town_law(BY_SERVICE),
        {"regularisation": "{of: casual, places: 30}", "outcomes": "{}"},
        units=tuple([0, 1, 2] * 16),
        truth={"ability": ability},
    )
    frame = simulate(made, 12).outcomes
    found = {(row.outcome, row.group): row.value for row in frame.itertuples()}
    assert found["regularised_ability", "all"] == pytest.approx(sum(ability[:30]) / 30)


def test_where_it_is_off_its_outcomes_have_no_value() -> None:
    """A study without the system says nothing of regular employment."""
    frame = simulate(town(town_law(BY_SERVICE), {"outcomes": "{}"}), 12).outcomes
    told = {"regularisations", "regularised_ability", "irregular_places"}
    assert not told & set(frame.dropna().outcome)


@pytest.mark.parametrize(
    ("stated", "code"),
    [("{of: causal}", "unknown-word"), ("{of: casual, places: many}", "unknown-parameter")],
)
def test_names_that_do_not_match_are_findings(stated: str, code: str) -> None:
    """A misspelt employment or parameter is told with the nearest one."""
    with pytest.raises(ScenarioError) as refused:
        simulate(town(town_law(BY_SERVICE), {"regularisation": stated}), 1)
    assert [finding.code for finding in refused.value.findings] == [code]


def test_a_smaller_place_has_fewer_places() -> None:
    """A number scales with the people, a share does not need to."""
    made = system("regularisation", "{of: casual, places: 4}")
    assert made.scaled(Fraction(1, 2)).scale == Fraction(1, 2)  # type: ignore[attr-defined]
    record = simulate(casual(systems=(made.scaled(Fraction(1, 2)),)), 1)  # type: ignore[attr-defined]
    assert regularised(record) == [0, 1]


def test_both_engines_regularise_the_same_people() -> None:
    """What durable-rules decides is what columns decide, people and ledger alike."""
    columnar = simulate(casual(), 13)
    durable = simulate(casual(engine=engine_named("durable")), 13)
    assert regularised(durable) == regularised(columnar) == [0, 1, 2, 3]
    assert durable.ledger.equals(columnar.ledger)


def test_any_chunk_size_gives_the_same_people() -> None:
    """How many are decided at a time changes nothing."""

    def people(chunk: int) -> State:
        return simulate(casual(chunk=chunk), 13).state

    assert (people(1).people.record["employment"] == people(64).people.record["employment"]).all()


def test_a_family_may_have_places_of_its_own() -> None:
    """A cap for the guards, though they have served longest, leaves places to the clerks."""
    capped = BY_SERVICE.replace(
        "{rank_by: service}", "{rank_by: service, cap: {count: 1, for: family == guard}}"
    )
    record = {"family": [1, 1, 1, 0, 0, 0]}
    assert regularised(simulate(casual("3", law=capped, record=record), 1)) == [0, 3, 4]
