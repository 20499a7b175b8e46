"""Several rules for one effect: each counts for whom it stands, whichever is credited first."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from policy_sim.policy.ast import Column, Compare, Condition, Const
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Clause, Effect, Quota, Rule, Selection
from policy_sim.simulation.practices.practice import Practice
from policy_sim.simulation.simulate import Record, World, simulate
from pyramid_world import pyramid_law, pyramid_world, system

APPOINTS = "from-the-level-below"
VACANT = 4


def amended(*rules: Rule) -> Law:
    """Return the pyramid's law with *rules* in place of its own of those ids and areas."""
    law = pyramid_law()
    (vintage,) = law.vintages
    areas = {rule.area for rule in rules}
    kept = tuple(rule for rule in vintage.rules if rule.area not in areas)
    named = tuple(sorted((*kept, *rules), key=lambda rule: rule.id))
    key = " ".join(map(str, named))
    return replace(law, vintages=(replace(vintage, rules=named, key=key),))


def appointing(name: str, pool: str = "city") -> Rule:
    """Return the pyramid's rule of appointment under another name, within another pool."""
    rule = next(rule for rule in pyramid_law().vintages[0].rules if rule.id == APPOINTS)
    assert rule.select is not None
    return replace(rule, id=name, select=replace(rule.select, pool=pool))


def performing(points: int) -> Condition:
    """Return that performance is at least *points* tenths of a point."""
    column = Column(pyramid_law().vocabulary.attributes["performance"].type, "performance")
    return Compare(Comparison.GE, column, Const(column.type, points))


def one_vacant(law: Law, practice: Practice | None = None) -> World:
    """Return a pyramid with one post of the lowest office vacant, in a unit without staff."""
    world = pyramid_world(practice or Practice(), (system("appointment"),), law)
    world.people.post[VACANT] = -1
    world.people.record["office"][VACANT] = 0
    staff = world.people.post < 0
    own = world.people.record["unit"] == world.organisation.post_unit[VACANT]
    world.people.record["unit"][staff & own] += 1
    return world


def holder(record: Record) -> int:
    """Return who holds the post that was vacant."""
    return int(record.state.posts.holder[VACANT])


@pytest.mark.parametrize("inside", ["a-inside", "z-inside"])
def test_whoever_a_wider_rule_admits_is_not_shut_out_by_a_narrower_one(inside: str) -> None:
    """People who stand under a rule for their own unit and under one for the whole city fill a
    post elsewhere by the second, whatever the two are called.
    """
    rules = appointing(inside, "unit"), appointing("m-anywhere")
    record = simulate(one_vacant(amended(*rules)), 1)
    alone = simulate(one_vacant(amended(appointing("m-anywhere"))), 1)
    assert holder(record) == holder(alone) >= 0
    row = record.ledger.query("actual == 'done'").iloc[0]
    assert row["rule"] == "m-anywhere"


@pytest.mark.parametrize("bars", ["person", "override"])
def test_a_waiver_sets_conditions_aside_and_nothing_else(bars: str) -> None:
    """Whoever is barred, or for whom a standing rule overrides, is not appointed by a waiver."""
    wanting = replace(
        appointing(APPOINTS),
        clauses=(Clause(performing(1000), "performance >= 100", appointing(APPOINTS).place),),
    )
    obstacle = (
        Rule("no-more-posts", "", (), bars=("appoint",))
        if bars == "person"
        else Rule("no-more-posts", "", (), overrides=(APPOINTS,))
    )
    practice = Practice(waived={APPOINTS: Fraction(1)})
    assert holder(simulate(one_vacant(amended(wanting), practice), 1)) >= 0
    assert holder(simulate(one_vacant(amended(wanting, obstacle), practice), 1)) == -1


def promoting(name: str, least: int, select: Selection | None = None) -> Rule:
    """Return a rule that promotes whoever performs well enough."""
    clause = Clause(performing(least), "performance", appointing(APPOINTS).place)
    return Rule(name, "promotion", (clause,), (Effect("promote"),), select=select)


@pytest.mark.parametrize("capped", ["a-capped", "z-capped"])
def test_a_cap_under_one_rule_takes_nothing_from_another(
    capped: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whom a rule without competition promotes rises, even if a capped rule would refuse."""
    monkeypatch.setattr("policy_sim.simulation.promotion.LADDER", "office")
    nobody = Quota(performing(0), share=None, count=0)
    score = Column(pyramid_law().vocabulary.attributes["service"].type, "service")
    rules = promoting(capped, 0, Selection(score, caps=(nobody,))), promoting("m-free", 600)
    world = pyramid_world(systems=(system("promotion"),), law=amended(*rules))
    expected = world.people.ids[world.people.record["performance"] >= 600]
    record = simulate(world, 1)
    granted = record.ledger.query("law == 'granted'")
    assert np.array_equal(np.sort(granted["person"]), expected)
    assert set(granted["rule"]) == {"m-free"}


@pytest.mark.parametrize(("points", "lots"), [(None, 0), (500, 1)])
def test_places_that_the_lot_decided_are_reported(points: int | None, lots: int) -> None:
    """Where score and ties leave two equal the year tells of one place by lot, else of none."""
    world = pyramid_world(systems=(system("appointment"), system("outcomes")))
    world.people.post[VACANT] = -1
    world.people.record["office"][VACANT] = 0
    world.people.record["performance"][:] = points or np.arange(400, 400 + world.people.size)
    outcomes = simulate(world, 12).outcomes.query("outcome == 'places_by_lot'")
    assert outcomes[["group", "value"]].to_numpy().tolist() == [["all", lots]]
