"""Oversight: what an overseer finds is sent back, and what is expected to be found is not tried."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import posts_world
from policy_sim.errors import ScenarioError
from policy_sim.simulation.practices.clearance import cleared
from policy_sim.simulation.practices.deviation import Appointed
from policy_sim.simulation.practices.overseer import Overseer
from policy_sim.simulation.practices.practice import AS_WRITTEN, Order, Practice
from policy_sim.simulation.simulate import Record, simulate
from posts_world import empty, port, port_law
from pyramid_world import pyramid_law, pyramid_organisation, pyramid_world, settled, system
from small_office import state_of, workforce

CLOSE = Practice(order=Order(share=Fraction(1), by="connection"))
REGISTER = {"oversight_detection": 1.0, "oversight_deterrence": 1.0}
PORT = {**posts_world.REGISTER, **REGISTER}
DEPUTY_RULE = """
rules:
  deputy:
    for_each: post
    applies_to: office == none and post.office == deputy
    when: service >= 50 years
    then: {appoint: post}
    select: {per: post, rank_by: performance}
"""
LOWEST = np.arange(4, 150, 5)
"""Thirty posts of the lowest office, one in each of thirty units."""


def lived(*stated: str, practice: Practice = CLOSE, months: int = 1, **register: float) -> Record:
    """Return so many months in which thirty posts of the lowest office are filled at once."""
    law, organisation = pyramid_law(), pyramid_organisation(30, 300)
    people = settled(organisation, law)
    people.post[LOWEST] = -1
    people.record["office"][LOWEST] = 0
    systems = [system("appointment"), system("outcomes")]
    systems += [system("oversight", text) for text in stated]
    world = pyramid_world(
        practice=practice,
        systems=systems,
        register={**REGISTER, **register},
        organisation=organisation,
        people=people,
    )
    return simulate(world, months)


def out_of_order(record: Record) -> int:
    """Return how many posts were given out of the law's order."""
    return record.state.flows.total("out_of_order")


def rows(record: Record, reason: str) -> pd.DataFrame:
    """Return the rows of the ledger with *reason*."""
    return record.ledger[record.ledger["reason"] == reason]


def test_an_overseer_who_finds_everything_restores_the_law() -> None:
    """Everybody whom the law ranks first takes office, as if practice were as written."""
    overseen, written = lived("{}"), lived(practice=AS_WRITTEN)
    assert out_of_order(lived()) > 20
    assert out_of_order(overseen) == 0
    assert {*overseen.state.posts.holder.tolist()} == {*written.state.posts.holder.tolist()}


def test_each_proposal_sent_back_has_a_row_and_is_counted() -> None:
    """Who was proposed and is not appointed reads why; the count is that of the rows."""
    record = lived("{}")
    told = rows(record, "sent back by the overseer")
    assert len(told) == record.state.flows.total("appointments_sent_back") > 20
    assert set(told["actual"]) == {"not_done"}
    assert set(told["law"]) == {"outranked"}
    assert not np.isin(told["person"], record.state.posts.holder).any()


def test_a_share_is_checked_and_a_share_of_these_is_found() -> None:
    """With half checked and half of these found, a quarter of thirty is: within four errors."""
    tried = out_of_order(lived())
    found = lived("{checked: 50%}", oversight_detection=0.5).state.flows
    count = found.total("appointments_sent_back")
    assert count == pytest.approx(tried / 4, abs=4 * np.sqrt(tried * 3 / 16))
    assert found.total("out_of_order") == tried - count


def test_the_prospect_of_being_found_keeps_from_trying() -> None:
    """A ratio of 0.25 where all is found leaves a quarter of the attempts, and of half a half."""
    for detection, left in ((1.0, 0.25), (0.5, 0.5)):
        record = lived("{}", oversight_detection=detection, oversight_deterrence=0.25)
        tried = record.state.flows.total("appointments_sent_back") + out_of_order(record)
        assert tried == pytest.approx(left * 30, abs=4 * np.sqrt(30 * left * (1 - left)))


def test_a_condition_that_was_waived_is_found_too(tmp_path: Path) -> None:
    """Nobody has served long enough: with the condition waived the post is filled, and where
    that is found it stays vacant and the row says refused.
    """
    law = port_law(tmp_path, DEPUTY_RULE)
    practice = Practice(waived={"deputy": Fraction(1)})
    free, overseen = (
        simulate(empty(port(law, *systems, practice=practice, register=PORT), 1), 1)
        for systems in (("appointment",), ("appointment", "oversight"))
    )
    assert free.state.flows.total("out_of_order") == 1
    assert overseen.state.posts.vacant.tolist() == [False, True, False, False, False, False]
    (row,) = rows(overseen, "sent back by the overseer").to_dict("records")
    assert (row["law"], row["actual"], row["deviation"]) == ("refused", "not_done", "none")


def test_the_prospect_keeps_from_waiving_conditions_too(tmp_path: Path) -> None:
    """Where nothing irregular is tried any more, nobody is proposed, and nothing is sent back."""
    law = port_law(tmp_path, DEPUTY_RULE)
    practice = Practice(waived={"deputy": Fraction(1)})
    register = {**PORT, "oversight_detection": 0.01, "oversight_deterrence": 0.0}
    systems = "appointment", "oversight"
    record = simulate(empty(port(law, *systems, practice=practice, register=register), 1), 1)
    assert record.state.posts.vacant[1]
    assert record.state.flows.total("appointments_sent_back") == 0


def test_where_nobody_lawful_is_left_the_post_stays_vacant() -> None:
    """Two irregular proposals are found, one of the law's winners waits: one post is filled."""
    state = state_of(workforce(6))
    state.signals.overseer = Overseer(found=1.0)
    proposed = Appointed(np.array([4, 1, 5]), np.array([0, 1, 2]))
    state.posts.vacant_since = np.array([5, 6, 7])
    made, back, sent = cleared(state, proposed, np.array([1, 2]))
    assert made.rows.tolist() == [2, 1]
    assert made.posts.tolist() == [0, 1]
    assert back.tolist() == [4, 5]
    assert sent.tolist() == [0, 2]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 6), st.integers(0, 6), st.floats(0.0, 1.0), st.permutations(range(12)))
def test_clearance_never_does_harm(lawful: int, odd: int, found: float, who: list[int]) -> None:
    """Nobody takes two posts, nobody irregular takes one who was not proposed, no lawful winner
    loses one, and no more of them wait than before.
    """
    state = state_of(workforce(12))
    state.signals.overseer = Overseer(found=found)
    size = max(lawful, odd)
    state.posts.vacant_since = np.arange(size)
    winners = np.array(who[:lawful], np.int64)
    proposed = np.array([*who[6 : 6 + odd], *who[odd:lawful]], np.int64)[:size]
    posts = np.arange(len(proposed))
    made, back, _ = cleared(state, Appointed(proposed, posts), winners)
    assert len(set(made.rows.tolist())) == len(made.rows) == len(made.posts)
    assert {*made.rows.tolist()} <= {*proposed.tolist(), *winners.tolist()}
    assert {*winners.tolist()} & {*proposed.tolist()} <= {*made.rows.tolist()}
    assert not {*back.tolist()} & {*winners.tolist()}


def test_clearance_takes_its_time() -> None:
    """With two months of clearance the posts that are vacant in January are filled in March."""
    assert lived("{delay: 2 months}", months=2).state.posts.vacant.sum() == 30
    assert not lived("{delay: 2 months}", months=3).state.posts.vacant[LOWEST].any()


def test_a_parameter_must_be_one_of_the_law() -> None:
    """A share that the law does not know is a finding, told with its name."""
    with pytest.raises(ScenarioError) as refused:
        lived("{checked: clearance_share}")
    assert refused.value.findings[0].code == "unknown-parameter"


def test_on_off_and_varied() -> None:
    """Nothing checked, or nothing found: exactly what there is without the system, but for its
    own outcome; more checked, fewer posts out of order.
    """

    def outcomes(*stated: str, **register: float) -> dict[tuple[str, str], float]:
        frame = lived(*stated, months=12, **register).outcomes.dropna()
        keys = zip(frame["outcome"], frame["group"], strict=True)
        return dict(zip(keys, frame["value"].tolist(), strict=True))

    off = outcomes()
    for without in (outcomes("{checked: 0%}"), outcomes("{}", oversight_detection=0.0)):
        assert without.pop(("appointments_sent_back", "all")) == 0
        assert without == off
    shares = [outcomes(f"{{checked: {c}%}}")["deviation_share", "all"] for c in (0, 50, 100)]
    assert shares[0] > shares[1] > shares[2] == 0
