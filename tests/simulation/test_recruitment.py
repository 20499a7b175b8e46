"""Recruitment: need, approval, the same applicants in every arm, arrival after the lead time."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from policy_sim.chance import Chance
from policy_sim.errors import ScenarioError
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Effect
from policy_sim.policy.values import Kind, ValueType
from policy_sim.policy.vintage import Parameter
from policy_sim.simulation.entry.applicants import Examination, Likeness, apply
from policy_sim.simulation.entry.entrants import Distribution
from policy_sim.simulation.entry.probation import Probation
from policy_sim.simulation.entry.staffing import granted_places, need
from policy_sim.simulation.simulate import Record, World, simulate
from pyramid_world import (
    REGISTER,
    pyramid_law,
    pyramid_organisation,
    pyramid_world,
    settled,
    system,
)

ENTRANTS = "entrants: {age: 216..420}"
TEST = "examination: {validity: examination_validity, mean: 60, spread: 12}"


def short_of(spare: int, settings: str, **changed: object) -> World:
    """Return a pyramid with *spare* empty places of staff, in which only hiring happens."""
    organisation = pyramid_organisation()
    return pyramid_world(
        systems=(system("recruitment", settings),),
        people=settled(organisation, pyramid_law(), spare=spare),
        **changed,
    )


def hired(record: Record) -> list[int]:
    """Return the ids of those hired, in order."""
    return record.ledger.query("area == 'recruitment'")["person"].tolist()


def test_the_need_is_what_the_establishment_lacks() -> None:
    """Empty places are counted by unit, and a unit above its establishment needs nobody."""
    state = short_of(5, ENTRANTS).state()
    assert need(state).sum() == 5
    crowded = pyramid_world().state()
    crowded.people.record["unit"][:] = 0
    assert need(crowded)[0, 0] == 0
    assert (need(crowded) == crowded.organisation.establishment)[1:].all()


def test_all_places_are_filled_if_nothing_stands_in_the_way() -> None:
    """With full approval and no lead time the establishment is full at once, and stays so."""
    world = short_of(5, ENTRANTS)
    record = simulate(world, 1)
    assert len(hired(record)) == 5
    assert need(record.state).sum() == 0
    assert hired(simulate(world, 13)) == hired(record)


def test_a_law_that_names_no_step_leaves_entrants_where_they_are() -> None:
    """A bare ``hire`` gives a place, not a step: newcomers keep what they entered with."""
    law = pyramid_law()
    (vintage,) = law.vintages
    rules = tuple(
        replace(rule, effects=(Effect("hire"),)) if rule.area == "recruitment" else rule
        for rule in vintage.rules
    )
    world = short_of(
        5,
        "entrants: {age: 216..420, office: level_5}",
        law=replace(law, vintages=(replace(vintage, rules=rules, key="bare hire"),)),
    )
    record = simulate(world, 1)
    newcomers = record.state.people.rows_of(np.array(hired(record)))
    assert len(newcomers) == 5
    assert (record.state.people.record["office"][newcomers] == 1).all()


def test_the_lead_time_passes_before_anybody_comes() -> None:
    """Places opened in March are taken up in June of the next year with a lead of 15 months."""
    world = short_of(5, f"{{months: [3], lead: 15 months, {ENTRANTS}}}")
    world = replace(world, law=later_law())
    record = simulate(world, 24)
    days = record.ledger.query("area == 'recruitment'")["date"]
    assert {(day.year, day.month) for day in days} == {(2027, 6)}


def later_law():
    """Return the pyramid's law, in force from the start only: no earlier round can be held."""
    law = pyramid_law()
    return replace(law, vintages=(replace(law.vintages[0], begins=pyramid_world().start),))


def test_rounds_opened_before_the_start_bring_people_too() -> None:
    """Half of the need was opened last March, as the round before it was still under way then.

    The other half is opened in the first March, so that as many enter every year from the first.
    """
    world = short_of(5, f"{{months: [3], lead: 15 months, {ENTRANTS}}}")
    record = simulate(world, 24)
    days = record.ledger.query("area == 'recruitment'")["date"]
    entered = [day.year for day in days if day.month == 6]
    assert len(days) == len(entered) == 5
    assert entered.count(2026) in (2, 3)
    assert record.ledger["cause"].iloc[0] == "places opened 2025-03"


def test_promised_places_are_not_opened_again() -> None:
    """While selected people are on their way their places are not given a second time."""
    world = short_of(5, f"{{months: [1, 2, 3], lead: 6 months, {ENTRANTS}}}")
    assert len(hired(simulate(world, 20))) == 5


def test_newcomers_are_new() -> None:
    """Newcomers have ids above everybody's, no post, no service and the age that was stated."""
    record = simulate(short_of(5, ENTRANTS), 1)
    people = record.state.people
    rows = people.rows_of(np.array(hired(record)))
    assert people.ids[rows].min() == 30
    assert (people.post[rows] == -1).all()
    assert (people.record["service"][rows] == 1).all()  # the month of entry has ended
    assert ((people.record["age"][rows] > 216) & (people.record["age"][rows] <= 421)).all()


def test_the_examination_chooses_the_better() -> None:
    """Of ten applicants for a place the one with the best score is hired."""
    ages = Likeness([{"age": Distribution(((216, 420),), (1,))}], {}, EXAMINATION)
    world = short_of(1, f"{{applicants: 10, {TEST}, {ENTRANTS}}}")
    record = simulate(world, 1)
    state = world.state()
    applicants = apply(state, ages, 10 * need(state)).people
    assert applicants.size == 10
    row = record.state.people.rows_of(np.array(hired(record)))[0]
    assert (
        record.state.people.keys[row] == applicants.keys[np.argmax(applicants.record["test_score"])]
    )


EXAMINATION = Examination(validity="examination_validity", mean=60.0, spread=12.0)
LIKENESS = Likeness([{"age": Distribution(((216, 420),), (1,))}], {}, EXAMINATION)


def test_every_arm_meets_the_same_applicants() -> None:
    """More applicants in another arm are the same ones and some more, trait by trait."""
    state = pyramid_world().state()
    few = apply(state, LIKENESS, np.array([[2], [0], [1]])).people
    many = apply(state, LIKENESS, np.array([[4], [3], [1]])).people
    places = [0, 1, 7]
    assert few.keys.tolist() == many.keys[places].tolist()
    for name, trait in few.truth.items():
        assert trait.tolist() == many.truth[name][places].tolist()
    for name, column in few.record.items():
        assert column.tolist() == many.record[name][places].tolist()


def test_another_month_brings_other_applicants() -> None:
    """Applicants of another month of opening are other people."""
    state = pyramid_world().state()
    one = apply(state, LIKENESS, np.array([[2], [0], [1]])).people
    state.month += 1
    other = apply(state, LIKENESS, np.array([[2], [0], [1]])).people
    assert not set(one.keys.tolist()) & set(other.keys.tolist())


def test_the_score_correlates_with_ability_as_its_validity_says() -> None:
    """Over 20,000 applicants score and ability correlate by the validity, within 4 SE."""
    state = pyramid_world(register={**REGISTER, "examination_validity": 0.6}).state()
    people = apply(state, LIKENESS, np.array([[20_000], [0], [0]])).people
    found = np.corrcoef(people.record["test_score"], people.truth["ability"])[0, 1]
    # Scores end at 0 and 100 points, 3.3 SD above the mean: the loss is far below the error.
    assert found == pytest.approx(0.6, abs=4 * (1 - 0.36) / np.sqrt(20_000))


@pytest.mark.parametrize("share", [0.0, 0.4, 1.0])
def test_a_share_of_the_places_is_granted_on_average(share: float) -> None:
    """Of 3 places in each of 4,000 units the share is granted, within 4 SE, never more than 3."""
    asked = np.full((4_000, 1), 3)
    granted = granted_places(asked, np.array([share]), Chance(1, 0), "test", 5)
    assert granted.max() <= 3
    assert granted.sum() / asked.sum() == pytest.approx(share, abs=4 * 0.5 / np.sqrt(12_000))


def test_families_can_differ() -> None:
    """A share stated for one family takes the place of the common one."""
    settings = f"{{approval: 100%, families: {{staff: {{approval: 0%}}}}, {ENTRANTS}}}"
    assert hired(simulate(short_of(5, settings), 2)) == []


def test_without_an_eligible_applicant_the_place_stays_empty() -> None:
    """If the law lets nobody in, nobody comes, and the need remains."""
    law = pyramid_law()
    vintage = law.vintages[0]
    rules = tuple(rule for rule in vintage.rules if rule.area != "recruitment")
    closed = replace(law, vintages=(replace(vintage, rules=rules, key="closed"),))
    record = simulate(replace(short_of(5, ENTRANTS), law=closed), 2)
    assert hired(record) == []
    assert need(record.state).sum() == 5


@pytest.mark.parametrize(
    ("stated", "expected"), [({"connection": {"ability": 0.4}}, 0.4), ({}, 0.0)]
)
def test_traits_of_applicants_go_together_as_stated(
    stated: dict[str, dict[str, float]], expected: float
) -> None:
    """Over 20,000 applicants two traits correlate as stated, within 4 SE, or not at all."""
    likeness = replace(LIKENESS, correlations=stated)
    people = apply(pyramid_world().state(), likeness, np.array([[20_000], [0], [0]])).people
    found = np.corrcoef(people.truth["ability"], people.truth["connection"])[0, 1]
    assert found == pytest.approx(expected, abs=4 / np.sqrt(20_000))


def test_impossible_correlations_are_a_finding() -> None:
    """Traits that nobody could have together are reported before anything is simulated."""
    world = short_of(1, f"{{correlations: {IMPOSSIBLE}}}")
    for trait in ("leadership", "motivation"):
        world.people.truth[trait] = np.zeros(world.people.size)
    with pytest.raises(ScenarioError) as error:
        simulate(world, 1)
    assert [finding.code for finding in error.value.findings] == ["impossible-correlations"]


IMPOSSIBLE = "{ability: {leadership: 0.9, motivation: 0.9}, leadership: {motivation: -0.9}}"


def test_mistakes_in_the_entrants_are_found_together() -> None:
    """An unknown attribute and shares that do not add are reported at once, with their places."""
    settings = "entrants: {aeg: 216..420, age: {216: 30%, 300: 30%}}"
    with pytest.raises(ScenarioError) as error:
        simulate(short_of(1, settings), 1)
    codes = [finding.code for finding in error.value.findings]
    assert codes == ["unknown-attribute", "shares-do-not-add"]
    assert all(finding.where.line == 1 for finding in error.value.findings)


@pytest.mark.parametrize(
    ("settings", "code"),
    [
        ("{traits: {abilty: {mean: 1}}}", "unknown-trait"),
        ("{correlations: {ability: {wit: 0.4}}}", "unknown-trait"),
        ("{families: {teacher: {approval: 50%}}}", "unknown-word"),
        ("{examination: {validity: v, score: score, mean: 1, spread: 1}}", "unknown-attribute"),
        ("{examination: {validity: v, of: wit, mean: 1, spread: 1}}", "unknown-trait"),
        (
            "{probation: {attribute: status, during: trial, after: done, length: 1 year}}",
            "unknown-attribute",
        ),
        (
            "{probation: {attribute: office, during: level_6, after: levl_5, length: 1 year}}",
            "unknown-word",
        ),
    ],
)
def test_names_that_nobody_has_are_findings(settings: str, code: str) -> None:
    """A trait, family, attribute or word that does not exist is a finding with its place."""
    with pytest.raises(ScenarioError) as error:
        simulate(short_of(1, settings), 1)
    assert error.value.findings[0].code == code
    assert error.value.findings[0].where.file == "test"


def test_probation_ends_after_its_length() -> None:
    """Newcomers change their standing in the first month after a year of service."""
    state = short_of(1, ENTRANTS).state()
    probation = Probation(attribute="office", during="level_5", after="level_6", length=12)
    state.people.record["office"][:2] = 1
    state.people.record["service"][:2] = [11, 12]
    before = state.people.record["office"].copy()
    state.people.record["service"][2:] = 0
    probation.end(state)
    assert state.people.record["office"][:2].tolist() == [1, 0]
    assert state.people.record["office"][2:].tolist() == before[2:].tolist()
    assert state.flows.total("confirmed") == 1


def test_a_range_is_drawn_evenly_and_shares_as_stated() -> None:
    """Values within a range are equally likely, and each range has its share, within 4 SE."""
    drawn = Distribution(((0, 4), (9, 9)), (0.25, 0.75)).draw(
        Chance(1, 0), "test", np.arange(40_000, dtype=np.uint64)
    )
    found = np.bincount(drawn, minlength=10) / 40_000
    expected = [0.05] * 5 + [0.0] * 4 + [0.75]
    assert found == pytest.approx(expected, abs=4 * 0.5 / 200)


def with_parameter(share: int) -> Law:
    """Return the law of the pyramid with the parameter ``approved``, in per cent."""
    law = pyramid_law()
    hundredths = ValueType(Kind.DECIMAL, 0, 100, step=Fraction(1, 100))
    approved = Parameter("approved", ((share, share),), hundredths, f"{share}%")
    (vintage,) = law.vintages
    changed = replace(vintage, parameters={**vintage.parameters, "approved": approved})
    return replace(law, vintages=(changed,))


def test_a_share_may_be_a_parameter_of_the_law() -> None:
    """What is approved is then the law's to say; a name that it does not know is a finding."""
    named = f"{{approval: approved, {ENTRANTS}}}"
    for share, expected in ((0, 0), (100, 5)):
        world = short_of(5, named, law=with_parameter(share))
        assert len(hired(simulate(world, 1))) == expected
    with pytest.raises(ScenarioError, match="approvd"):
        simulate(short_of(5, f"{{approval: approvd, {ENTRANTS}}}", law=with_parameter(50)), 1)
