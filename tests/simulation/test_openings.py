"""Openings: only who may be in scope is asked, and that changes no decision."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.simulation.contests import openings as module
from policy_sim.simulation.contests.openings import Openings
from policy_sim.simulation.simulate import simulate
from posts_world import empty, joined, port, port_law

OFFICES = ("none", "deputy", "head")
SELECT = "select: {per: post, rank_by: performance}"

scopes = st.one_of(
    st.sampled_from(OFFICES).map("office == {}".format),
    st.sampled_from(OFFICES).map("post.office == {}".format),
    st.sampled_from(["office < post.office", "office == one_below(post.office)"]),
    st.sampled_from(["unit == post.unit", "post.vacant_months >= 1 months", "family == clerk"]),
    st.integers(120, 170).map("service >= {} months".format),
)
conditions = joined(scopes, 5)


def one_rule(scope: str) -> str:
    """Return a law in which one rule of that scope fills posts."""
    return (
        f'rules:\n  r:\n    for_each: post\n    applies_to: "{scope}"\n'
        f"    then: {{appoint: post}}\n    {SELECT}\n"
    )


@settings(max_examples=30, deadline=None)
@given(scope=conditions, seed=st.integers(0, 2**20))
def test_whom_nobody_asks_nobody_would_have_chosen(
    tmp_path_factory: pytest.TempPathFactory, scope: str, seed: int
) -> None:
    """With everybody asked the ledger and the holders are the same, for any scope."""
    law = port_law(tmp_path_factory.mktemp("port"), one_rule(scope))
    world = empty(port(law, "appointment", seed=seed), 0, 1, 4)
    fewer = simulate(world, 3)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_reach", lambda state, _: np.ones(state.people.size, np.bool_))
        everybody = simulate(world, 3)
    pd.testing.assert_frame_equal(fewer.ledger, everybody.ledger)
    assert fewer.state.posts.holder.tolist() == everybody.state.posts.holder.tolist()


def test_only_who_may_be_in_scope_is_asked(tmp_path: Path) -> None:
    """A rule for deputies asks deputies, whatever the post."""
    law = port_law(tmp_path, one_rule("office == deputy and office < post.office"))
    state = empty(port(law, "appointment"), 0).state()
    opened = Openings(state, "appointment")
    decided = opened.decide(opened.at(0))
    assert decided.rows.tolist() == [1, 3, 5]
    within = opened.decide(opened.at(0), np.array([2]))
    assert within.rows.tolist() == [5]


def test_who_has_moved_is_asked_again(tmp_path: Path) -> None:
    """Whoever wins a post this month may come into scope of a rule that did not concern them."""
    law = port_law(tmp_path, one_rule("office == deputy"))
    opened = Openings(empty(port(law, "appointment"), 0).state(), "appointment")
    opened.moved(np.array([9]))
    assert opened.won.nonzero()[0].tolist() == [9]
    assert opened.reach.nonzero()[0].tolist() == [1, 3, 5, 9]


def test_posts_are_parted_by_what_the_law_reads(tmp_path: Path) -> None:
    """By office, or by months of vacancy, as the law in force reads them and no further."""
    state = empty(
        port(port_law(tmp_path, one_rule("office < post.office")), "appointment"), 0
    ).state()
    posts = np.array([0, 1, 2, 4])
    parts = [part.tolist() for part in Openings(state, "appointment").alike(posts)]
    assert parts == [[0, 2, 4], [1]]
    dated = (
        "parameters: {frozen: {values: {1900-01-01: no, 2027-01-01: yes}}}\n"
        + one_rule("office < post.office")
        + "  freeze: {for_each: post, when: [frozen, post.vacant_months < 9 months], "
        + "then: {bar: [appoint]}}\n"
    )
    world = empty(port(port_law(tmp_path, dated), "appointment"), 0, 2, 4)
    state = world.state()
    state.posts.vacant_since[0] -= 2
    months = {2026 * 12: [[0, 2, 4]], 2027 * 12: [[0], [2, 4]]}
    for state.month, expected in months.items():
        parts = [
            part.tolist() for part in Openings(state, "appointment").alike(np.array([0, 2, 4]))
        ]
        assert parts == expected


@pytest.mark.parametrize(
    ("bar", "barred"),
    [
        ("freeze: {then: {bar: [appoint]}}", True),
        ("freeze: {when: today.month == 1, then: {bar: [appoint]}}", True),
        ("freeze: {when: today.month == 2, then: {bar: [appoint]}}", False),
        ("freeze: {for_each: post, when: post.office == head, then: {bar: [appoint]}}", True),
        ("freeze: {for_each: post, when: post.office == deputy, then: {bar: [appoint]}}", False),
        ("freeze: {applies_to: office == none, then: {bar: [appoint]}}", False),
        ("freeze: {when: service >= 0 months, then: {bar: [appoint]}}", False),
        ("freeze: {when: [today.month == 1, service >= 0 months], then: {bar: [appoint]}}", False),
    ],
)
def test_a_bar_for_all_is_seen_without_asking_anybody(
    tmp_path: Path, bar: str, barred: bool
) -> None:
    """A bar by date or post alone holds for all; one that reads people has to be asked."""
    law = port_law(tmp_path, one_rule("office < post.office") + f"  {bar}\n")
    opened = Openings(empty(port(law, "appointment"), 0).state(), "appointment")
    assert opened.barred("appoint", opened.at(0)) == barred


def test_a_bar_with_an_exception_is_not_for_all(tmp_path: Path) -> None:
    """Where a rule overrides the bar for some, everybody has to be asked."""
    law = port_law(
        tmp_path,
        one_rule("office < post.office")
        + "  freeze: {then: {bar: [appoint]}}\n"
        + "  exempt: {when: service >= 999 months, then: nothing, overrides: [freeze]}\n",
    )
    opened = Openings(empty(port(law, "appointment"), 0).state(), "appointment")
    assert not opened.barred("appoint", opened.at(0))
