"""Contracts of newcomers: a share of the chosen enter on other terms, by a keyed draw."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from policy_sim.errors import ScenarioError
from policy_sim.simulation.simulate import Record, World, simulate
from staff_world import CASUAL, REGULAR, town, town_law

ENTRY = """
parameters:
  contracts: {value: 50%, range: 0%..100%}
rules:
  entry:
    when: test_score >= 50 points
    then: {hire: low}
    select: {rank_by: test_score}
"""
TEST = "examination: {validity: test_validity, mean: 55, spread: 12}"
OPEN = f"applicants: 6, {TEST}, entrants: {{employment: regular}}"
PLACES = ((20, 10), (20, 10), (20, 10))


def opened(contract: str = "", share: str = "50%") -> World:
    """Return a town that needs ninety people, all of them to be hired in January."""
    law = town_law(ENTRY.replace("50%, range", f"{share}, range"))
    stated = {"recruitment": f"{{{OPEN}{contract}}}", "outcomes": "{}"}
    return town(law, stated, units=(), places=PLACES)


def casual(record: Record) -> set[int]:
    """Return the ids of those who entered on a contract."""
    people = record.state.people
    return set(people.ids[people.record["employment"] == CASUAL].tolist())


@pytest.mark.parametrize(("share", "number"), [("0%", 0), ("100%", 90)])
def test_nobody_and_everybody(share: str, number: int) -> None:
    """With a share of nothing all enter as before; with the whole all enter on the contract."""
    contract = f", contract: {{share: {share}, entrants: {{employment: casual}}}}"
    record = simulate(opened(contract), 1)
    assert len(casual(record)) == number
    assert record.state.people.size == 90


def test_no_share_is_as_if_nothing_was_stated() -> None:
    """A share of 0 % leaves every outcome and every row of the ledger as it was."""
    without = simulate(opened(), 13)
    none = simulate(opened(", contract: {share: 0%, entrants: {employment: casual}}"), 13)
    assert none.ledger.equals(without.ledger)
    assert none.outcomes.equals(without.outcomes)


def test_the_share_may_be_law() -> None:
    """A parameter of the law gives the share, and whoever has a contract at a low one keeps it."""
    settings = ", contract: {share: contracts, entrants: {employment: casual}}"
    few = casual(simulate(opened(settings, "30%"), 1))
    many = casual(simulate(opened(settings, "70%"), 1))
    assert few < many
    assert 15 <= len(few) <= 40 <= len(many) <= 75


def test_the_same_people_are_chosen() -> None:
    """The terms are settled after the selection: who enters does not depend on them."""
    settings = ", contract: {share: 100%, entrants: {employment: casual, service: 36 months}}"
    with_terms, without = simulate(opened(settings), 1), simulate(opened(), 1)
    theirs, usual = with_terms.state.people, without.state.people
    assert np.array_equal(theirs.keys, usual.keys)
    assert (theirs.record["service"] == 37).all()  # and the month that has passed
    assert (usual.record["employment"] == REGULAR).all()


def test_only_the_families_named() -> None:
    """Where families are named, those of others enter as they did."""
    settings = ", contract: {share: 100%, entrants: {employment: casual}, families: [guard]}"
    people = simulate(opened(settings), 1).state.people
    words = people.vocabulary.attributes["family"].type.scale
    assert words is not None
    guards = people.record["family"] == words.code("guard")
    assert np.array_equal(people.record["employment"] == CASUAL, guards)
    assert guards.sum() == 30


def test_names_that_mean_nothing() -> None:
    """An unknown family, attribute and parameter are each found, all at once."""
    settings = ", contract: {share: contrcts, entrants: {emploiment: casual}, families: [gard]}"
    with pytest.raises(ScenarioError) as caught:
        simulate(opened(settings), 1)
    found = {finding.values["near"] for finding in caught.value.findings}
    assert found == {"contracts", "employment", "guard"}


def test_any_size_of_chunk() -> None:
    """How many people are decided at a time changes nobody's terms."""
    settings = ", contract: {share: 50%, entrants: {employment: casual}}"
    world = opened(settings)
    assert casual(simulate(world, 1)) == casual(simulate(replace(world, chunk=7), 1))
