"""A program with some columns known decides what the whole program decides."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.rules.settled import settled
from policy_sim.simulation.contests.openings import Openings
from policy_sim.simulation.state import State
from posts_world import empty, joined, port, port_law

RULE = """rules:
  r:
    for_each: post
    applies_to: "{scope}"
    when: "{when}"
    then: {{appoint: post}}
    select: {{per: post, rank_by: performance}}
  freeze: {{for_each: post, applies_to: "{bar}", then: {{bar: [appoint]}}}}
"""

leaves = st.sampled_from(
    [
        "office == deputy",
        "post.office == deputy",
        "post.office == head",
        "office < post.office",
        "post.office > office",
        "office == one_below(post.office)",
        "post.office in (deputy | head)",
        "service >= 140 months",
    ]
)
conditions = joined(leaves, 4)


def state_under(folder: Path, scope: str, when: str, bar: str = "office == none") -> State:
    """Return a port under one rule and one bar."""
    text = RULE.format(scope=scope, when=when, bar=bar)
    return empty(port(port_law(folder, text), "appointment"), 0).state()


@settings(max_examples=40, deadline=None)
@given(scope=conditions, when=conditions, bar=conditions, post=st.sampled_from([0, 1]))
def test_the_same_people_are_given_a_post(
    tmp_path_factory: pytest.TempPathFactory, scope: str, when: str, bar: str, post: int
) -> None:
    """Asked of everybody, narrowed or told outright: the same people, for any law and post."""
    state = state_under(tmp_path_factory.mktemp("port"), scope, when, bar)
    opened = Openings(state, "appointment")
    opening = opened.at(post)
    whole = state.decide("appointment", None, opening.columns).decision.given["appoint"].mask
    expected = np.flatnonzero(whole).tolist()
    decided = opened.decide(opening)
    assert decided.rows[decided.decision.given["appoint"].mask].tolist() == expected
    told = [row for rule in opening.rules for row in opened.eligible(opening, rule).rows]
    assert told == expected


def test_rules_for_other_posts_fall_away(tmp_path: Path) -> None:
    """A rule for heads has no say about a deputy's post; a number takes the place of a term."""
    state = state_under(tmp_path, "post.office == head", "office < post.office")
    program = Openings(state, "appointment").program
    office = state.people.vocabulary.attributes["office"].type.scale
    assert office is not None
    for word, left in (("deputy", ["freeze"]), ("head", ["freeze", "r"])):
        known = settled(program, (("post.office", office.code(word)),))
        assert [rule.id for rule in known.rules] == left
        assert not any("post" in name for name in known.logic.features)
    assert settled(program, (("post.office", office.code("head")),)) is known


def test_without_what_is_known_nothing_changes(tmp_path: Path) -> None:
    """Where nothing is known every rule and every feature stays."""
    program = Openings(
        state_under(tmp_path, "office < post.office", "service >= 1 months"), "appointment"
    ).program
    assert settled(program, ()).logic == program.logic
