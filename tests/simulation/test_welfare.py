"""Welfare: what untied pay buys and what it does not, and what ties of pay are worth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages import ROOT
from policy_sim import elementary
from policy_sim.errors import ScenarioError
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.simulation.assumptions.conversion import hazard_ratio_from_correlation
from policy_sim.simulation.assumptions.register import load_register
from policy_sim.simulation.behaviour import performance
from policy_sim.simulation.hazards import Hazard, struck
from policy_sim.simulation.prospects import pay
from policy_sim.simulation.prospects.pay import (
    Supposition,
    changed_pay,
    paid,
    paid_now,
    pay_reading,
)
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.simulation.welfare import AT_STAKE, CONTENTMENT, Welfare
from policy_sim.simulation.welfare import Settings as WelfareSettings
from posts_world import REGISTER, port
from pyramid_world import system

VOCABULARY = """
vocabulary: quay
currency: {symbol: Rp, name: rupiah}
scales:
  offices: [none, deputy, head]
  verdicts: [none, poor, good, excellent]
attributes:
  office: {type: ordered, scale: offices}
  family: {values: [clerk, guard]}
  unit: {type: whole, range: 0..99}
  zone: {values: [core, outer]}
  service: {type: whole, unit: months, range: 0..900, moves: {each_month: 1}}
  time_in_office: {type: whole, unit: months, range: 0..900,
                   moves: {each_month: 1, reset_by: [appoint, hire]}}
  time_in_level: {type: whole, unit: months, range: 0..900,
                  moves: {each_month: 1, reset_by: [hire]}}
  performance: {type: decimal, step: 0.1, unit: points, range: 0..100, merit: higher}
series: {verdict: {of: verdicts, every: year, keep: 3, if_missing: none}}
events: {absence: {of: workdays}}
always: [time_in_level <= service]
"""
LAW = """
policy: quay-rules
from: 1900-01-01
uses: [quay]
parameters:
  base: {value: Rp 1000}
  allowance: {value: Rp 1000}
  seen: {value: 0%}
  checks: {value: Rp 0}
tables:
  kept: {input: workdays, bands: {0: 100%}}
  graded: {input: verdict, keyed: {none: 100%, poor: 100%, good: 100%, excellent: 100%}}
rules:
  salary: {area: pay, then: {pay: base}}
  allowance: {area: pay, then: {pay: allowance}}
"""
TIED_TO_PRESENCE = """
  rules:
    allowance:
      area: pay
      then: {pay: round(allowance * kept(total(absence over 1 months)))}
  tables:
    kept: {input: workdays, bands: {0: 100%, 1: 90%, 2: 80%, 3: 70%, 4: 0%}}
"""
TIED_TO_RATING = """
  rules:
    allowance:
      area: pay
      then: {pay: round(allowance * graded(last(verdict)))}
  tables:
    graded: {input: verdict, keyed: {none: 100%, poor: 100%, good: 150%, excellent: 150%}}
"""
COEFFICIENTS = {
    "absence_days": 2.5,
    "absence_integrity_ratio": 1.0,
    "absence_motivation_ratio": 1.0,
    "absence_noted": 0.2,
    "absence_rate": 2.0,
    "contentment_absence_ratio": 1.0,
    "contentment_effort": 0.0,
    "contentment_leaving_ratio": 0.71,
    "health": 0.1,
    "pay_contentment": 0.4,
    "presence_incentive_ratio": 0.9,
    "rating_incentive_effort": 0.02,
    "resignation_rate": 0.05,
    "sanction_deterrence": 1.0,
}
EXITS = "{hazards: {resigned: {assumption: resignation_rate}}}"


def amended(folder: Path, name: str, changes: str) -> Law:
    """Return the law of the quay with *changes* from 2027 on."""
    head = f"policy: {name}\namends: quay-rules\neffective: 2027-01-01\nsource: draft\nreplace:\n"
    (folder / f"{name}.yaml").write_text(head + changes, encoding="utf-8")
    return load_law(folder / "rules.yaml", [folder / f"{name}.yaml"])


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The documents of the quay."""
    path = tmp_path_factory.mktemp("quay")
    (path / "quay.yaml").write_text(VOCABULARY, encoding="utf-8")
    (path / "rules.yaml").write_text(LAW, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def base(folder: Path) -> Law:
    """The law in force: half of pay is an allowance, and nothing is tied."""
    return load_law(folder / "rules.yaml")


@pytest.fixture(scope="module")
def doubled(folder: Path) -> Law:
    """All pay doubled, without strings."""
    amounts = "  parameters: {base: {value: Rp 2000}, allowance: {value: Rp 2000}}\n"
    return amended(folder, "doubled", amounts)


@pytest.fixture(scope="module")
def on_presence(folder: Path) -> Law:
    """The allowance hangs on presence, which is seen in four cases of five."""
    seen = "  parameters: {seen: {value: 80%}}\n"
    return amended(folder, "presence", TIED_TO_PRESENCE.removeprefix("\n") + seen)


@pytest.fixture(scope="module")
def on_rating(folder: Path) -> Law:
    """The allowance is half as high again for who is rated good."""
    return amended(folder, "rating", TIED_TO_RATING.removeprefix("\n"))


def quay(
    law: Law,
    stated: str | None = "{verified: seen}",
    systems: Sequence[str] = (),
    clerks: int = 40,
    **coefficients: float,
) -> World:
    """Return a quay of three units of *clerks*, with or without welfare."""
    own = () if stated is None else ("welfare",)
    names = ("pay", "attendance", *systems, *own)
    world = port(law, *names, heads=((clerks, 0),) * 3, settings={"welfare": stated or "{}"})
    world.people.truth["integrity"] = np.zeros(world.people.size)
    world.people.history.record_period(
        "verdict", np.arange(world.people.size), np.full(world.people.size, 1)
    )
    return replace(
        world,
        systems=(*world.systems, system("exits", EXITS)),
        register={**REGISTER, **COEFFICIENTS, **coefficients},
    )


def told(record: Record) -> pd.Series:
    """Return everybody's outcomes of the last year by name."""
    frame = record.outcomes.dropna().query("group == 'all' and date == date.max()")
    return frame.set_index("outcome")["value"]


def test_doubled_pay_contents_and_changes_no_work(base: Law, doubled: Law) -> None:
    """As when base pay was doubled: contentment rises by its coefficient, work stays as it was."""
    before, after = (simulate(quay(law, systems=("outcomes",)), 24) for law in (base, doubled))
    assert told(before)["contentment"] == 0
    assert told(after)["contentment"] == pytest.approx(0.4)
    work = [
        dict(zip(r.state.people.ids.tolist(), performance(r.state.people, REGISTER), strict=True))
        for r in (before, after)
    ]
    both = work[0].keys() & work[1].keys()
    assert len(both) > 100
    assert all(work[0][person] == work[1][person] for person in both)
    stayed = [set(r.leavers.query("reason == 'resigned'")["person"]) for r in (before, after)]
    assert len(stayed[1]) <= len(stayed[0])


def test_contentment_lowers_leaving_by_its_ratio(doubled: Law) -> None:
    """One SD more of contentment multiplies the hazard of resigning by 0.71, as -.17 says."""
    assert hazard_ratio_from_correlation(-0.17, 0.20) == pytest.approx(0.71, abs=0.005)
    state = simulate(quay(doubled, pay_contentment=1.0), 14).state
    lean = Hazard(assumption="resignation_rate")
    assert state.figure(CONTENTMENT).tolist() == pytest.approx([1.0] * state.people.size)
    found = struck(lean, state, "exit:resigned")
    luck = state.chance.uniform("exit:resigned", state.people.keys, state.month)
    reduced = elementary.probability_of_rate(0.05 * 0.71, 1 / 12)
    assert np.array_equal(found, np.flatnonzero(luck < reduced))


def test_death_leans_on_nothing(doubled: Law) -> None:
    """Only the reasons named are left less for pay."""
    state = simulate(quay(doubled), 14).state
    assert "exit:died" not in state.signals.leanings
    assert {name for name, _ in state.signals.leanings["exit:resigned"]} == {CONTENTMENT}


def test_verified_presence_raises_presence(base: Law, doubled: Law, on_presence: Law) -> None:
    """As where an allowance hangs on verified presence: fewer days, and more of them noted."""
    days = {}
    for name, law in (("base", base), ("flat", doubled), ("tied", on_presence)):
        world = quay(law, systems=("outcomes",), clerks=120, resignation_rate=0.0)
        record = simulate(world, 24)
        days[name] = told(record)[["absence_days", "absence_days_noted", "pay_at_stake"]]
    assert days["flat"].equals(days["base"])
    assert days["tied"]["absence_days"] < days["base"]["absence_days"]
    assert days["tied"]["absence_days_noted"] > days["base"]["absence_days_noted"]


def test_what_a_spell_costs_is_asked_of_the_law(on_presence: Law) -> None:
    """Three days take 30 % of half of pay: 15 % if seen, 12 % at four in five; at most half."""
    found = simulate(quay(on_presence), 13).state
    unseen = simulate(quay(on_presence, "{verified: 0%}"), 13).state
    longer = simulate(quay(on_presence, "{verified: 100%, spell: 30}"), 13).state
    present = ~np.isin(
        np.arange(found.people.size),
        found.people.history.trails["absence"].entries.row,
    )
    at_stake = [s.figure(AT_STAKE)[present].max() for s in (found, unseen, longer)]
    assert at_stake == pytest.approx([12.0, 3.0, 50.0])


def test_a_tie_moves_absence_by_its_ratio(on_presence: Law) -> None:
    """At 12 % of pay at stake the hazard is 0.9 to the twelfth; nobody else stays away."""
    state = simulate(quay(on_presence), 13).state
    rows = np.flatnonzero(np.isclose(state.figure(AT_STAKE), 12.0))
    luck = state.chance.uniform("absence", state.people.keys, state.month)
    away = struck(Hazard(assumption="absence_rate"), state, "absence")
    chance = elementary.probability_of_rate(2.0 * 0.9**12, 1 / 12)
    assert set(rows[luck[rows] < chance]) == set(away) & set(rows)
    assert len(rows) > 60


def test_a_tie_to_the_rating_works_for_those_who_can_rise(on_rating: Law) -> None:
    """One grade more brings a quarter of pay: 0.02 SD for each tenth; who has it, nothing."""
    world = quay(on_rating, "{rating: verdict}")
    world.people.history.record_period("verdict", np.array([0, 1]), np.array([2, 3]))
    state = simulate(world, 13).state
    added = state.people.standing.amounts["welfare"]
    kept = np.isin(state.people.ids, [0, 1])
    assert added[kept].tolist() == [0.0] * int(kept.sum())
    assert added[~kept] == pytest.approx(0.02 * 25 / 10)


def test_without_effect_everything_is_as_without_the_system(doubled: Law, on_presence: Law) -> None:
    """With ratios of 1 and coefficients of 0 leaving, absence and work are the same."""
    nothing = {
        "contentment_leaving_ratio": 1.0,
        "presence_incentive_ratio": 1.0,
        "rating_incentive_effort": 0.0,
    }
    for law in (doubled, on_presence):
        off = simulate(quay(law, None, ("outcomes",), **nothing), 24)
        on = simulate(quay(law, "{rating: verdict}", ("outcomes",), **nothing), 24)
        pd.testing.assert_frame_equal(off.leavers, on.leavers)
        pd.testing.assert_frame_equal(off.ledger, on.ledger)
        assert np.array_equal(*(performance(r.state.people, REGISTER) for r in (off, on)))
        assert told(off).equals(told(on)[told(off).index])


def test_the_law_in_force_is_at_rest(base: Law) -> None:
    """Where no pay has changed everything is as without the system, whatever the coefficients."""
    off, on = (simulate(quay(base, stated, ("outcomes",)), 24) for stated in (None, "{}"))
    pd.testing.assert_frame_equal(off.leavers, on.leavers)
    assert told(off).equals(told(on)[told(off).index])
    assert "contentment" not in told(off)


BENEFIT = "{benefits: {health: {cost: checks, contentment: health, reach: 50%}}}"


def test_provision_contents_whom_it_reaches_and_costs(folder: Path, base: Law) -> None:
    """Half of the staff get checks of 700 a year; while they cost nothing there are none."""
    law = amended(folder, "checks", "  parameters: {checks: {value: Rp 700}}\n")
    record = simulate(quay(law, BENEFIT, ("outcomes",), resignation_rate=0.0), 24)
    content = record.state.figure(CONTENTMENT)
    reached = int(np.count_nonzero(content))
    assert set(content.tolist()) == {0.0, 0.1}
    assert 40 < reached < 86
    assert told(record)["welfare_cost"] == 700 * reached
    none = simulate(quay(base, BENEFIT, ("outcomes",)), 24)
    assert told(none)["welfare_cost"] == 0
    assert told(none)["contentment"] == 0


def test_a_change_within_the_year_is_felt_when_it_comes(folder: Path) -> None:
    """Pay that is doubled in July contents from July on, not from the next January."""
    head = "policy: july\namends: quay-rules\neffective: 2026-07-01\nsource: draft\nreplace:\n"
    amounts = "  parameters: {base: {value: Rp 2000}, allowance: {value: Rp 2000}}\n"
    (folder / "july.yaml").write_text(head + amounts, encoding="utf-8")
    law = load_law(folder / "rules.yaml", [folder / "july.yaml"])
    found = [simulate(quay(law), months).state.figure(CONTENTMENT).max() for months in (6, 7)]
    assert found == pytest.approx([0.0, 0.4])


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 60), st.integers(1, 60))
def test_a_longer_spell_never_costs_less(on_presence: Law, days: int, more: int) -> None:
    """Supposing more absence never raises what the law pays, and never below the salary."""
    state = quay(on_presence, clerks=2).state()
    law = on_presence.vintages[-1]
    short, long = (
        paid(state, law, None, Supposition("absence", spell)) for spell in (days, days + more)
    )
    assert (long <= short).all()
    assert (short <= paid(state, law)).all()
    assert (long >= 1000).all()


def test_what_the_law_of_pay_reads(base: Law, doubled: Law, on_presence: Law) -> None:
    """A law is asked about ties only if it reads of them, and compared only if it differs."""
    first, tied = base.vintages[0], on_presence.vintages[-1]
    assert pay_reading(first, "absence") == frozenset()
    assert pay_reading(tied, "absence") == {"allowance"}
    assert pay_reading(tied, "verdict") == frozenset()
    assert changed_pay(first, doubled.vintages[-1]) == {"allowance", "salary"}
    assert changed_pay(first, tied) == {"allowance"}
    assert changed_pay(first, first) == frozenset()


def test_the_payroll_says_what_the_law_pays(on_presence: Law) -> None:
    """What people are paid at present is what the law gives for their records."""
    state = simulate(quay(on_presence, absence_rate=0.0), 14).state
    assert np.array_equal(paid_now(state), paid(state, state.vintage))
    fresh = quay(on_presence).state()
    assert set(paid_now(fresh).tolist()) == {2000}


def test_pay_is_the_same_without_a_tariff(
    doubled: Law, on_presence: Law, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A law that has no tariff is decided person by person, and comes to the same amounts."""
    state = quay(doubled, clerks=3).state()
    laws = (doubled.vintages[-1], on_presence.vintages[-1])
    listed = [paid(state, law, None, Supposition("absence", 2)) for law in laws]
    monkeypatch.setattr(pay, "tariff_of", lambda *_: None)
    assert set(listed[0].tolist()) == {4000}
    assert set(listed[1].tolist()) == {1800}
    decided = [paid(state, law, None, Supposition("absence", 2)) for law in laws]
    assert all(np.array_equal(*pair) for pair in zip(listed, decided, strict=True))


def test_unknown_names_are_findings_all_at_once(base: Law) -> None:
    """A mistyped series and parameters of no such name are told together."""
    stated = (
        "{rating: verdct, verified: seeen, benefits: {health: {cost: cheks, contentment: health}}}"
    )
    with pytest.raises(ScenarioError) as refused:
        simulate(quay(base, stated), 1)
    found = [(f.code, str(f.values["near"])) for f in refused.value.findings]
    assert sorted(found) == [
        ("unknown-parameter", "checks"),
        ("unknown-parameter", "seen"),
        ("unknown-series", "verdict"),
    ]


def test_the_shipped_register_holds_what_is_read() -> None:
    """The register of welfare holds the system's own coefficients, and what its scenario names."""
    register = load_register(ROOT / "scenarios" / "assumptions" / "welfare.yaml")
    own = set(Welfare(WelfareSettings()).assumptions) - {"absence_noted"}
    assert set(register) == own | {"health_check_contentment"}
