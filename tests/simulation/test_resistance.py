"""Resistance: who resists a reform, how it fades, and what keeps to the old order meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages import ROOT
from policy_sim.chance import Chance
from policy_sim.errors import ScenarioError
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.rules.audit import AuditSample
from policy_sim.simulation.assumptions.register import load_register
from policy_sim.simulation.behaviour import performance, plain_habit
from policy_sim.simulation.reforms.attitudes import in_unit, personal_resistance, softened
from policy_sim.simulation.reforms.changed import reforms_of
from policy_sim.simulation.reforms.resisting import OLD_ORDER, RESISTANCE
from policy_sim.simulation.resistance import Resistance
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.simulation.state import State
from posts_world import REGISTER, empty, port, port_law
from pyramid_world import system
from small_office import state_of, workforce

BASE = """
parameters:
  sessions: {value: 0}
  waiting: {values: {1900-01-01: 0 months, 2026-02-01: 1 months}}
rules:
  heads:
    area: appointment
    for_each: post
    applies_to: office < post.office and post.office == head
    when: service >= waiting
    then: {appoint: post}
    select: {per: post, rank_by: service}
  deputies:
    area: appointment
    for_each: post
    applies_to: office < post.office and post.office == deputy
    then: {appoint: post}
    select: {per: post, rank_by: service}
"""
REFORM = """
policy: reform
amends: rules
effective: 2026-04-01
source: "draft"
replace:
  rules:
    heads:
      area: appointment
      for_each: post
      applies_to: office < post.office and post.office == head
      then: {appoint: post}
      select: {per: post, rank_by: performance}
"""
MORE_SESSIONS = """
policy: prepared
amends: rules
effective: 2026-04-01
source: "draft"
replace:
  parameters: {sessions: {value: 3}}
"""
COEFFICIENTS = {
    "resistance_connection": 0.5,
    "resistance_effort": 0.2,
    "resistance_half_life": 12.0,
    "resistance_leader_weight": 0.0,
    "resistance_level": 1.0,
    "resistance_session_effect": 0.5,
    "resistance_spread": 0.0,
    "resistance_support_effect": 0.25,
}
FOR_EVER = 1e9


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents of the port, of its reform and of a reform that is prepared."""
    path = tmp_path_factory.mktemp("port")
    port_law(path, BASE)
    (path / "reform.yaml").write_text(REFORM, encoding="utf-8")
    (path / "prepared.yaml").write_text(MORE_SESSIONS, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def base(folder: Path) -> Law:
    """The law in force: heads by years of service."""
    return load_law(folder / "rules.yaml")


@pytest.fixture(scope="module")
def reform(folder: Path) -> Law:
    """From April on heads are chosen by performance."""
    return load_law(folder / "rules.yaml", [folder / "reform.yaml"])


@pytest.fixture(scope="module")
def prepared(folder: Path) -> Law:
    """The same, with three sessions beforehand."""
    names = ("reform.yaml", "prepared.yaml")
    return load_law(folder / "rules.yaml", [folder / name for name in names])


def world_of(
    law: Law,
    stated: str | None = "{}",
    posts: Sequence[int] = (0, 2, 4),
    systems: Sequence[str] = (),
    **coefficients: float,
) -> World:
    """Return a port whose heads' posts are vacant and stay so until the reform."""
    own = () if stated is None else ("resistance",)
    own_settings = {"resistance": stated or "{}"}
    world = port(law, *own, *systems, heads=((10, 2),) * 3, settings=own_settings)
    appointing = system("appointment", "{months: [4, 5, 6, 7, 8, 9, 10, 11, 12]}")
    world = replace(
        world,
        systems=(*world.systems, appointing),
        register={**REGISTER, **COEFFICIENTS, **coefficients},
    )
    world.people.record["performance"][:] = np.arange(world.people.size)
    return empty(world, *posts)


def heads(record: Record) -> list[int]:
    """Return who holds the three heads' posts, -1 where nobody does."""
    return record.state.posts.holder[[0, 2, 4]].tolist()


def test_a_reform_is_what_amendments_change_in_rules(base: Law, reform: Law, folder: Path) -> None:
    """A base law's own schedule and a parameter that no rule reads are no reforms."""
    start = date(2026, 1, 1)
    assert reforms_of(base, start) == ()
    (found,) = reforms_of(reform, start)
    assert (found.since, found.areas) == (date(2026, 4, 1), {"appointment"})
    assert reforms_of(reform, date(2026, 4, 1)) == ()
    only_words = load_law(folder / "rules.yaml", [folder / "prepared.yaml"])
    assert reforms_of(only_words, start) == ()


def test_only_what_the_reform_changed_is_resisted(reform: Law) -> None:
    """The rule of heads reads otherwise now, that of deputies as before."""
    (found,) = reforms_of(reform, date(2026, 1, 1))
    rules = {rule.id: rule for rule in reform.on(date(2026, 4, 1)).rules}
    assert found.changed(rules["heads"])
    assert not found.changed(rules["deputies"])


def test_while_all_resist_posts_go_by_the_superseded_order(base: Law, reform: Law) -> None:
    """Full resistance that never fades: the longest in service lead, as the old law had it."""
    old = heads(simulate(world_of(base, None), 4))
    resisted = simulate(world_of(reform, resistance_half_life=FOR_EVER), 4)
    obeyed = heads(simulate(world_of(reform, None), 4))
    assert heads(resisted) == old
    assert obeyed != old
    rows = resisted.ledger.query("area == 'appointment' and deviation == 'order'")
    assert sorted(rows.query("actual == 'done'")["person"].unique()) == sorted(old)
    assert set(rows["reason"]) == {OLD_ORDER}


def test_an_audited_run_resists_in_the_same_way(reform: Law) -> None:
    """Where decisions are sampled for an audit the same posts go by the same old order."""
    world = world_of(reform, resistance_level=0.6, resistance_half_life=FOR_EVER)
    audited = replace(world, audit=AuditSample(Chance(1, 0)))
    assert heads(simulate(audited, 6)) == heads(simulate(world, 6))


def test_without_resistance_everything_is_as_without_the_system(reform: Law) -> None:
    """At level 0, without spread and effort, the ledger and the people are the very same."""
    nothing = {"resistance_level": 0.0, "resistance_effort": 0.0}
    off = simulate(world_of(reform, None, systems=("outcomes",)), 12)
    on = simulate(world_of(reform, systems=("outcomes",), **nothing), 12)
    pd.testing.assert_frame_equal(off.ledger, on.ledger)
    work = [performance(record.state.people, REGISTER) for record in (off, on)]
    assert np.array_equal(*work)
    shared = on.outcomes.dropna()
    shared = shared[shared["outcome"].isin(off.outcomes.dropna()["outcome"])]
    assert shared["value"].tolist() == off.outcomes.dropna()["value"].tolist()


def test_before_the_reform_nothing_differs(reform: Law) -> None:
    """Until the day before, arms with and without resistance are the same to the last bit."""
    off, on = (simulate(world_of(reform, stated, posts=(1,)), 3) for stated in (None, "{}"))
    pd.testing.assert_frame_equal(off.ledger, on.ledger)
    assert on.state.signals.reform is None


def test_a_figure_can_take_the_place_of_the_old_order(reform: Law) -> None:
    """Decisions fall back on leadership: the three who lead best take the posts."""
    world = world_of(reform, "{falls_back_on: leadership}", resistance_half_life=FOR_EVER)
    leading = np.argsort(-world.people.truth["leadership"])
    free = world.people.record["office"][leading] < 2
    assert heads(simulate(world, 4)) == leading[free][:3].tolist()


def test_what_is_left_undone_is_not_decided(reform: Law) -> None:
    """Where all is resisted and left undone, the heads' posts stay vacant all year."""
    world = world_of(reform, "{left_undone: 100%}", resistance_half_life=FOR_EVER)
    assert heads(simulate(world, 12)) == [-1, -1, -1]


def test_resistance_halves_in_its_half_life(reform: Law) -> None:
    """It is whole in the first month, and a half, a year later a quarter, is left in time."""
    left = [simulate(world_of(reform), months).state.units[RESISTANCE][0] for months in (4, 16, 28)]
    assert left == pytest.approx([1.0, 0.5, 0.25])


def test_take_up_rises(reform: Law) -> None:
    """In December eight months have passed; take-up is what resistance leaves."""
    record = simulate(world_of(reform, systems=("outcomes",)), 24)
    frame = record.outcomes.dropna().query("group == 'all'").set_index(["outcome", "date"])["value"]
    taken = frame["take_up"].tolist()
    assert taken == pytest.approx([100 * (1 - 0.5 ** (8 / 12)), 100 * (1 - 0.5 ** (20 / 12))])
    assert frame["opposed"].iloc[0] == pytest.approx(100.0)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("{socialisation: {sessions: 2}}", 0.25),
        ("{socialisation: {sessions: 2, reach: 0%}}", 1.0),
        ("{socialisation: {support: 100%}}", 0.75),
        ("{socialisation: {sessions: 1, support: 100%}}", 0.375),
        ("{socialisation: {sessions: sessions}}", 1.0),
    ],
)
def test_sessions_and_heads_soften(reform: Law, stated: str, expected: float) -> None:
    """A session takes a half of what is left, a head who stands behind it a quarter."""
    found = simulate(world_of(reform, stated), 4).state
    assert found.units[RESISTANCE].tolist() == pytest.approx([expected] * 3)


def test_a_reform_states_its_own_preparation(prepared: Law) -> None:
    """Three sessions that the amendment orders leave an eighth, and cost what they cost."""
    stated = "{socialisation: {sessions: sessions, cost: Rp 70}}"
    record = simulate(world_of(prepared, stated, systems=("outcomes",)), 12)
    assert record.state.units[RESISTANCE][0] == pytest.approx(0.125 * 0.5 ** (8 / 12))
    told = record.outcomes.dropna().set_index(["outcome", "group"])["value"]
    assert told["socialisation_cost", "all"] == 3 * 3 * 70


def office(size: int = 6, **coefficients: float) -> State:
    """Return a small office of *size* people in three units; the first two have a head."""
    connection = np.random.default_rng(3).standard_normal(size)
    people = workforce(
        size, {"unit": np.arange(size) % 3}, {"connection": connection}, posts={0: 0, 1: 1}
    )
    return state_of(people, register={**COEFFICIENTS, **coefficients})


def test_those_whom_connection_served_resist_more() -> None:
    """Resistance goes with connection as far as the coefficient says, and with nothing else."""
    state = office(20_000, resistance_level=0.5, resistance_spread=0.1)
    connection = state.people.truth["connection"]
    found = personal_resistance(state)
    assert np.corrcoef(found, connection)[0, 1] == pytest.approx(0.5, abs=0.02)
    assert found.mean() == pytest.approx(0.5, abs=0.01)
    assert found.std() == pytest.approx(0.1, abs=0.005)


def test_a_unit_is_its_people_and_its_head() -> None:
    """With weight 0.4 the head counts so much, its people on average the rest."""
    state = office(600, resistance_leader_weight=0.4)
    resistance = np.full(600, 0.2)
    resistance[[0, 2]] = 0.7  # the head of the first unit, and somebody of the third
    own = (0.2 * 199 + 0.7) / 200
    assert in_unit(state, resistance) == pytest.approx([own + 0.4 * (0.7 - own), 0.2, own])


@settings(max_examples=30, deadline=None)
@given(st.floats(0, 1), st.floats(0, 1), st.integers(0, 8))
def test_preparation_never_raises_resistance(session: float, support: float, held: int) -> None:
    """What is left is a share, and each session leaves no more than the one before."""
    state = office(resistance_session_effect=session, resistance_support_effect=support)
    nobody, everybody = np.zeros(3, bool), np.ones(3, bool)
    left = [softened(state, np.full(3, number), nobody)[0] for number in range(held + 1)]
    assert all(0 <= after <= before <= 1 for before, after in pairwise(left))
    assert softened(state, np.full(3, held), everybody)[0] <= left[-1]


def test_resistance_costs_work(reform: Law) -> None:
    """Whoever resists entirely loses the coefficient, from the day of the reform."""
    state = simulate(world_of(reform, resistance_half_life=FOR_EVER), 4).state
    assert state.people.standing.amounts["resistance"].tolist() == pytest.approx(
        [-0.2] * state.people.size
    )


def test_more_resistance_keeps_more_of_the_old_order(reform: Law) -> None:
    """The posts that a little resistance keeps in the old order, more of it keeps too."""
    kept: set[int] = set()
    for level in (0.2, 0.5, 0.9):
        world = world_of(reform, resistance_level=level, resistance_half_life=FOR_EVER)
        obeyed = heads(simulate(world_of(reform, None), 4))
        found = {
            post
            for post, (is_now, by_law) in enumerate(
                zip(heads(simulate(world, 4)), obeyed, strict=True)
            )
            if is_now != by_law
        }
        assert kept <= found
        kept = found


def test_the_old_law_is_a_habit_plain_to_all(reform: Law) -> None:
    """An order that was law yesterday is no favour; a figure that nobody has on record is."""
    for stated, plain in (("{}", True), ("{falls_back_on: leadership}", False)):
        state = simulate(world_of(reform, stated), 4).state
        assert plain_habit(state) is plain
    assert not plain_habit(simulate(world_of(reform, None), 4).state)


def test_unknown_names_are_findings_all_at_once(reform: Law) -> None:
    """A mistyped area, figure and parameter are told together."""
    stated = "{areas: [apointment], falls_back_on: leadrship, socialisation: {sessions: sesions}}"
    with pytest.raises(ScenarioError) as refused:
        simulate(world_of(reform, stated), 1)
    assert {f.code for f in refused.value.findings} == {
        "unknown-word",
        "unknown-figure",
        "unknown-parameter",
    }


def test_the_shipped_register_holds_what_is_read() -> None:
    """The register of resistance holds the coefficients of the system, and nothing else."""
    register = load_register(ROOT / "scenarios" / "assumptions" / "resistance.yaml")
    assert set(register) == set(Resistance.assumptions)
