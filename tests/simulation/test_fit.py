"""Fit: whether the field studied is the one that the work asks for, and what it is worth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.errors import ScenarioError
from policy_sim.policy.law import Law
from policy_sim.rules.engine import engine_named
from policy_sim.simulation.behaviour import performance
from policy_sim.simulation.fit import EXPERIENCE, MISMATCH, asked_of
from policy_sim.simulation.practices.practice import AS_WRITTEN, Order, Practice
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.workforce.organisation import Fields
from posts_world import REGISTER, empty, port, port_law, port_of

NONE, ROPES, LEDGERS = 0, 1, 2

MERIT = """
rules:
  best-first:
    for_each: post
    applies_to: office == none and post.office == deputy
    then: {appoint: post}
    select: {per: post, rank_by: performance}
"""
FITTING = MERIT.replace(
    "    then:", "    when: post.field == none or field == post.field\n    then:"
)
WORTH: Mapping[str, float] = {
    **REGISTER,
    "experience_spread": 50.0,
    "experience_validity": 0.07,
    "field_mismatch": 0.25,
}


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """Return the law by which the best performer takes a post."""
    return port_law(tmp_path, MERIT)


def asking(
    law: Law,
    *systems: str,
    field: Sequence[int] | int = NONE,
    fields: Fields | None = None,
    worth: Mapping[str, float] = WORTH,
    **changed: object,
) -> World:
    """Return a port whose first quay asks its heads for ropes, and whose clerks for ledgers."""
    asked = fields or Fields(np.array([ROPES, NONE, NONE]), np.array([LEDGERS, NONE]))
    organisation = replace(port_of(), fields=asked)
    world = port(law, *systems, organisation=organisation, register=worth, **changed)  # type: ignore[arg-type]
    world.people.record["field"][:] = field
    return world


def standing(record: Record, name: str) -> np.ndarray:
    """Return what a circumstance adds to everybody's work."""
    return record.state.people.standing.amounts[name]


def test_heads_are_asked_by_their_unit_and_staff_by_their_family(law: Law) -> None:
    """On the first quay heads are asked for ropes; clerks anywhere for ledgers, guards nothing."""
    world = asking(law)
    state = world.state()
    asked = asked_of(state, np.arange(state.people.size))
    holds, clerk = world.people.post >= 0, world.people.record["family"] == 0
    assert (asked[holds & (world.people.record["unit"] == 0)] == ROPES).all()
    assert (asked[holds & (world.people.record["unit"] > 0)] == NONE).all()
    assert (asked[~holds & clerk] == LEDGERS).all()
    assert (asked[~holds & ~clerk] == NONE).all()


def test_a_field_that_does_not_fit_costs_what_the_assumption_says(law: Law) -> None:
    """Exactly 0.25 SD of performance, for those asked alone; a fitting field costs nothing."""
    world = asking(law, "fit", field=LEDGERS, worth={**WORTH, "experience_validity": 0.0})
    state = simulate(world, 3).state
    off = simulate(asking(law, field=LEDGERS), 3).state
    lost = performance(off.people, WORTH) - performance(state.people, WORTH)
    asked = asked_of(state, np.arange(state.people.size))
    assert lost == pytest.approx(np.where(asked == ROPES, 0.25, 0.0))
    assert (asked == ROPES).sum() == 2


def test_experience_is_worth_its_correlation(law: Law) -> None:
    """Fifty months more in the field of the work, one SD, are 0.07 SD of performance."""
    world = asking(law, "fit", worth={**WORTH, "field_mismatch": 0.0})
    world.people.record["time_in_field"][:] = 100
    world.people.record["time_in_field"][:3] = [150, 50, 100]
    gained = standing(simulate(world, 1), EXPERIENCE)
    assert gained[:3] == pytest.approx([0.07, -0.07, 0.0])
    assert gained[3:] == pytest.approx(0.0)


def test_with_no_effect_everybody_works_exactly_as_without_the_system(law: Law) -> None:
    """Coefficients of zero leave performance as it is, to the last bit."""
    nothing = {**WORTH, "field_mismatch": 0.0, "experience_validity": 0.0}
    on = simulate(asking(law, "fit", "appointment", worth=nothing), 14).state
    off = simulate(asking(law, "appointment"), 14).state
    assert (performance(on.people, WORTH) == performance(off.people, WORTH)).all()


def test_the_effect_is_linear_in_its_coefficient(law: Law) -> None:
    """Twice the coefficient costs twice as much."""
    once = standing(simulate(asking(law, "fit"), 1), MISMATCH)
    twice = standing(
        simulate(asking(law, "fit", worth={**WORTH, "field_mismatch": 0.5}), 1), MISMATCH
    )
    assert twice == pytest.approx(2 * once)
    assert once.min() == -0.25


def vacated(law: Law, *systems: str, practice: Practice = AS_WRITTEN, **changed: object) -> World:
    """Return the port with the deputy's post of the first quay vacant, for staff to win."""
    return empty(asking(law, *systems, practice=practice, **changed), 1)  # type: ignore[arg-type]


def winner(record: Record) -> int:
    """Return who was appointed to the vacant post."""
    (person,) = record.ledger.query("area == 'appointment' and actual == 'done'").person
    return int(person)


def test_a_rule_may_ask_for_the_field_of_the_post(tmp_path: Path) -> None:
    """The best performer wins by merit; by the other rule the best who has studied ropes does."""
    merit, fitting = port_law(tmp_path, MERIT), port_law(tmp_path / ".", FITTING)
    world = vacated(merit, "appointment")
    staff = np.flatnonzero(world.people.post < 0)
    order = staff[np.argsort(-world.people.record["performance"][staff])]
    field = np.full(world.people.size, LEDGERS)
    field[order[2:]] = ROPES
    assert winner(simulate(vacated(merit, "appointment", field=field), 1)) == order[0]
    record = simulate(vacated(fitting, "appointment", field=field), 1)
    assert winner(record) == order[2]
    refused = record.ledger.query("law == 'refused'")
    assert set(refused.person) == set(order[:2])


def test_both_engines_read_the_field_of_a_post(tmp_path: Path) -> None:
    """On durable-rules the same person is chosen and the same people are refused."""
    law = port_law(tmp_path, FITTING)
    field = np.arange(24) % 3
    columnar = simulate(vacated(law, "appointment", field=field), 1)
    engine = engine_named("durable")
    durable = simulate(vacated(law, "appointment", field=field, engine=engine), 1)
    assert durable.ledger.equals(columnar.ledger)
    assert winner(durable) == winner(columnar)


def test_who_takes_a_post_keeps_what_was_studied(law: Law) -> None:
    """Office and unit are the post's, the field of study is one's own."""
    record = simulate(vacated(law, "appointment", field=LEDGERS), 1)
    people, taken = record.state.people, winner(record)
    assert people.record["field"][taken] == LEDGERS
    assert people.record["office"][taken] == 1


def test_a_new_field_of_work_begins_experience_anew(law: Law) -> None:
    """Who leaves the clerks' ledgers for a post of ropes has no month in that field yet."""
    world = vacated(law, "appointment", "fit", field=LEDGERS)
    world.people.record["time_in_field"][:] = 40
    record = simulate(world, 1)
    people, taken = record.state.people, winner(record)
    assert people.record["field_of_work"][taken] == ROPES
    assert people.record["time_in_field"][taken] == 1
    others = np.setdiff1d(np.arange(people.size), [taken, 1])
    assert (people.record["time_in_field"][others] == 41).all()
    assert standing(record, MISMATCH)[taken] == -0.25


def test_what_people_have_studied_may_be_told_by_family(law: Law) -> None:
    """Clerks are drawn from the shares stated, guards have none; what is known stays."""
    stated = {"fit": "studied: {clerk: {ledgers: 70%, ropes: 30%}}"}
    known = asking(law, "fit", settings=stated)
    known.people.record["field"][:3] = ROPES
    field = simulate(known, 1).state.people.record["field"]
    clerk = known.people.record["family"] == 0
    assert (field[:3] == ROPES).all()
    assert (field[~clerk] == NONE).all()
    assert (field[clerk] > NONE).all()
    again = simulate(asking(law, "fit", settings=stated), 13).state.people.record["field"]
    assert (again[3:] == field[3:]).all()


def test_outcomes_by_hand(law: Law) -> None:
    """Of forty clerks asked for ledgers thirty have studied them; too few heads for a share."""
    heads = ((20, 2), (10, 2), (10, 2))
    world = asking(law, "fit", "outcomes", heads=heads, groups=("zone", "family"))
    rows = np.flatnonzero((world.people.record["family"] == 0) & (world.people.post < 0))
    world.people.record["field"][rows[:30]] = LEDGERS
    frame = simulate(world, 12).outcomes
    found = {(row.outcome, row.group): row.value for row in frame.itertuples()}
    asked = 40 + 2
    assert found["fit_at_work", "all"] == pytest.approx(100 * 30 / asked)
    assert np.isnan(found.get(("fit_in_post", "all"), np.nan))


def test_where_it_is_off_nobody_is_judged_by_fields(law: Law) -> None:
    """Without the system neither outcome has a value, and no rule of posts changes."""
    frame = simulate(asking(law, "outcomes"), 12).outcomes.dropna()
    assert not {"fit_at_work", "fit_in_post"} & set(frame.outcome)


@pytest.mark.parametrize("stated", ["studied: {clerc: ledgers}", "studied: {clerk: legders}"])
def test_names_that_do_not_match_are_findings(law: Law, stated: str) -> None:
    """A misspelt family or field is told."""
    with pytest.raises(ScenarioError):
        simulate(asking(law, "fit", settings={"fit": stated}), 1)


@cache
def made() -> Law:
    """Return the law of merit, read once."""
    with TemporaryDirectory() as folder:
        return port_law(Path(folder), MERIT)


@settings(max_examples=25, deadline=None)
@given(field=st.lists(st.integers(0, 2), min_size=24, max_size=24))
def test_what_is_lost_counts_the_misfits(field: list[int]) -> None:
    """Whatever people have studied, the sum lost is 0.25 SD for each misfit."""
    record = simulate(asking(made(), "fit", field=field), 1)
    asked = asked_of(record.state, np.arange(24))
    misfits = np.count_nonzero((asked > 0) & (np.array(field) != asked))
    assert standing(record, MISMATCH).sum() == pytest.approx(-0.25 * misfits)


# Patronage that differs by kind of unit and by zone


def close(**shares: Mapping[str, str]) -> Practice:
    """Return a practice of closeness in no post, but for the *shares* stated."""
    return Practice(order=Order(share="0%", by="motivation", **shares))  # type: ignore[arg-type]


def taken_by(law: Law, practice: Practice, post: int) -> int:
    """Return who takes the deputy's *post*, vacant as the only one."""
    return winner(simulate(empty(asking(law, "appointment", practice=practice), post), 1))


@pytest.mark.parametrize(
    ("shares", "post", "differs"),
    [
        ({}, 1, False),
        ({"zones": {"outer": "100%"}}, 1, False),
        ({"zones": {"outer": "100%"}}, 5, True),
        ({"units": {"quay": "100%"}}, 1, True),
        ({"zones": {"outer": "0%"}, "units": {"quay": "100%"}}, 5, True),
    ],
)
def test_patronage_may_differ_by_unit_and_zone(
    law: Law, shares: Mapping[str, Mapping[str, str]], post: int, differs: bool
) -> None:
    """The post goes by practice where its kind of unit or its zone has the share, else by law."""
    practice = close(**shares)
    lawful, done = taken_by(law, AS_WRITTEN, post), taken_by(law, practice, post)
    assert (lawful != done) == differs


@pytest.mark.parametrize("where", ["units", "zones"])
def test_places_that_there_are_not_are_findings(law: Law, where: str) -> None:
    """A kind of unit or a zone that the organisation has not is told with the nearest."""
    practice = close(**{where: {"quai": "1%"}})
    with pytest.raises(ScenarioError) as refused:
        simulate(asking(law, "appointment", practice=practice), 1)
    assert [finding.code for finding in refused.value.findings] == ["unknown-word"]
