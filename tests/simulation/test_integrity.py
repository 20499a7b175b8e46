"""Integrity: who gives in, what it costs, what audits keep away, and what comes to light."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from integrity_world import integrity_world, villagers
from policy_sim.errors import ScenarioError
from policy_sim.rules.trail import Entries
from policy_sim.simulation.hazards import deterred_share
from policy_sim.simulation.innovation import Innovation
from policy_sim.simulation.records import Records
from policy_sim.simulation.simulate import Record, simulate
from policy_sim.workforce.table import Workforce
from pyramid_world import system

EVERYBODY = "opportunities: {abuse: {passes: Money 1200}}"


def lived(
    settings: str,
    *systems: str,
    months: int = 12,
    people: Workforce | None = None,
    seed: int = 4,
    **register: float,
) -> Record:
    """Return so many months of the hamlet."""
    who = villagers() if people is None else people
    stated = "{" + settings.replace("Money", "$") + "}" if settings else ""
    return simulate(integrity_world(who, stated, *systems, seed=seed, **register), months)


def found(record: Record, outcome: str, group: str = "all") -> float:
    """Return an outcome of the first year, not a number if it has none."""
    frame = record.outcomes.dropna()
    chosen = frame[(frame["outcome"] == outcome) & (frame["group"] == group)]["value"]
    return float(chosen.iloc[0]) if len(chosen) else float("nan")


def _read_by(kind: type[Innovation | Records]) -> tuple[str, ...]:
    """Return the assumptions that a system reads with its usual settings."""
    return system(kind.name).assumptions  # type: ignore[return-value]


def on_record(record: Record) -> Entries:
    """Return what misconduct is on record."""
    return record.state.people.history.trails["misconduct"].entries


def test_incidents_are_as_many_as_the_hazard_says() -> None:
    """0.6 a year of an average person: within four standard errors of a binomial count."""
    count = sum(found(lived(EVERYBODY, seed=seed), "integrity_incidents") for seed in range(5))
    expected = 12 * 5 * 400 * (1 - np.exp(-0.6 / 12))
    assert count == pytest.approx(expected, abs=4 * np.sqrt(expected))


def test_the_honest_give_in_less() -> None:
    """One SD more of integrity multiplies misconduct by its ratio, within four standard errors."""
    size = 1500
    people = villagers(2 * size, integrity=[0.0] * size + [1.0] * size)
    people.record["family"][:] = np.arange(2 * size) >= size
    record = lived(EVERYBODY, people=people)
    low, high = (found(record, "integrity_incidents", f"family={f}") for f in ("crew", "clerk"))
    assert high / low == pytest.approx(0.5, abs=4 * 0.5 * np.sqrt(1 / low + 1 / high))


def test_only_those_with_the_opportunity_can() -> None:
    """An opportunity of one family is nobody's of the other; of an office, its holders' alone."""
    record = lived("opportunities: {abuse: {families: [clerk]}}")
    assert found(record, "integrity_incidents", "family=crew") == 0
    assert found(record, "integrity_incidents", "family=clerk") > 0
    few = lived("opportunities: {abuse: {offices: [head], kinds: [office]}}", misconduct_rate=600.0)
    assert found(few, "integrity_incidents") == pytest.approx(24)


def test_money_is_lost_by_the_incident() -> None:
    """1,200 pass through each pair of hands a year; an incident takes a quarter of that."""
    record = lived(EVERYBODY)
    incidents = found(record, "integrity_incidents")
    assert found(record, "money_lost") == 300 * incidents
    assert found(record, "missing_share") == pytest.approx(100 * 300 * incidents / (1200 * 400))
    halves = [found(record, "money_lost", f"family={family}") for family in ("crew", "clerk")]
    assert sum(halves) == found(record, "money_lost")


def test_no_money_no_share() -> None:
    """Where nothing passes through anybody's hands there is no money to be told of."""
    record = lived("opportunities: {abuse: {}}")
    assert found(record, "integrity_incidents") > 0
    assert np.isnan(found(record, "money_lost"))
    assert np.isnan(found(record, "missing_share"))


def test_audits_keep_away_what_the_study_says_and_meetings_little() -> None:
    """From 4 to 100 % of units: 0.7 ** 0.96 of the money missing is left; meetings leave 0.9."""
    # Olken 2007: 27.7 points less 8 is 0.711 of it, which is what 0.7 ** 0.96 comes to.
    size = 3000
    few, all_, open_ = (
        found(lived(f"{EVERYBODY}, {how}", people=villagers(size)), "missing_share")
        for how in ("audits: 4%", "audits: 100%", "audits: 4%, meetings: 100%")
    )
    error = 4 * 100 * 0.25 / np.sqrt(0.59 * size) * 0.59
    assert few - all_ == pytest.approx(few * (1 - 0.7**0.96), abs=error)
    assert few - open_ == pytest.approx(few * 0.1, abs=error)
    assert few - all_ > 2 * (few - open_) > 0


@settings(max_examples=20, deadline=None)
@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_more_audits_never_leave_more(ratio: float, one: float, other: float) -> None:
    """What is left lies between the ratio and 1, and falls with the likelihood of detection."""
    low, high = sorted((one, other))
    assert 1.0 >= deterred_share(ratio, low) >= deterred_share(ratio, high) - 1e-12
    assert deterred_share(ratio, 1.0) == pytest.approx(ratio)
    assert deterred_share(ratio, 0.0) == 1.0


def test_whoever_is_kept_from_it_by_few_audits_is_kept_by_more() -> None:
    """Incidents under more audits are some of those under fewer: nobody is tempted anew."""
    entries = [
        on_record(lived(f"{EVERYBODY}, audits: {share}", audit_detection=1.0, audit_deterrence=d))
        for share, d in (("100%", 1.0), ("100%", 0.5))
    ]
    without, with_ = ({*zip(e.row.tolist(), e.day.tolist(), strict=True)} for e in entries)
    assert with_ < without


def test_what_is_found_is_on_record_months_later() -> None:
    """With three months' delay nothing is known before April is over; the word is as declared."""
    entries = on_record(lived(f"{EVERYBODY}, audits: 100%"))
    assert date.fromordinal(int(entries.day[0])) == date(2026, 4, 30)
    assert set(entries.value.tolist()) == {2}
    at_once = on_record(lived("opportunities: {petty: {}}, audits: 100%, delay: 0 months"))
    assert date.fromordinal(int(at_once.day[0])) == date(2026, 1, 31)
    assert set(at_once.value.tolist()) == {1}


def test_a_share_of_it_is_found_by_audits_and_by_complaints() -> None:
    """Half of it where all units are audited; a fifth by citizens alone; nothing by nobody."""

    def detected(how: str) -> float:
        record = lived(f"{EVERYBODY}, delay: 0 months, {how}", people=villagers(1500))
        return found(record, "incidents_detected") / found(record, "integrity_incidents")

    assert detected("audits: 100%") == pytest.approx(0.5, abs=0.08)
    assert detected("complaints: 100%") == pytest.approx(0.2, abs=0.06)
    assert detected("complaints: 50%") == pytest.approx(0.1, abs=0.05)
    assert detected("audits: 0%") == 0.0


def test_the_law_gives_the_audits() -> None:
    """A parameter of the law: three units in ten, here the whole hamlet in three years of ten."""
    seen = [
        len(on_record(lived(f"{EVERYBODY}, audits: audit_share", seed=seed, months=1)).row) > 0
        for seed in range(40)
    ]
    assert 4 <= sum(seen) <= 20
    assert len(on_record(lived(f"{EVERYBODY}, audits: 1", months=1)).row) > 0


def test_who_is_found_out_is_sanctioned_by_the_law() -> None:
    """Discipline reads the event: both heads lose their posts, and are out of the way of money."""
    settings = "opportunities: {abuse: {offices: [head]}}, audits: 100%, delay: 0 months"
    record = lived(
        settings,
        "discipline: {after: [misconduct]}",
        misconduct_rate=600.0,
        audit_detection=1.0,
        audit_deterrence=1.0,
    )
    assert found(record, "incidents_detected") == found(record, "integrity_incidents") == 2
    assert found(record, "sanctions", "kind=out") == 2
    assert (record.state.people.post < 0).all()


def test_neither_chunks_nor_the_order_of_systems_matter() -> None:
    """The same people, seven at a time and with the systems turned round: the same bytes."""
    register = {name: 0.3 for kind in (Innovation, Records) for name in _read_by(kind)}
    more = (
        "discipline: {after: [misconduct]}",
        "innovation: {recognised: 50%}",
        "records: {entries: [sanction], system: 100%, reviews: [5]}",
    )
    stated = "{opportunities: {abuse: {passes: $ 1200}}, audits: 100%, delay: 1 month}"
    world = integrity_world(villagers(90), stated, *more, **register)
    one = simulate(world, 12)
    other = simulate(replace(world, chunk=7, systems=tuple(reversed(world.systems))), 12)
    pd.testing.assert_frame_equal(one.outcomes, other.outcomes, check_exact=True)
    pd.testing.assert_frame_equal(one.ledger, other.ledger)
    assert one.state.flows.total("entries_lost") > 0


def test_names_are_checked() -> None:
    """An opportunity without a word; an office, a kind of unit, a parameter that are not there."""
    wrong = "opportunities: {theft: {offices: [chief], kinds: [palace]}}, audits: audit_shar"
    with pytest.raises(ScenarioError) as refused:
        lived(wrong)
    told = [(f.code, f.values["seen"].strip("'")) for f in refused.value.findings]
    assert told == [
        ("unknown-parameter", "audit_shar"),
        ("unknown-word", "theft"),
        ("unknown-word", "chief"),
        ("unknown-word", "palace"),
    ]
    with pytest.raises(ScenarioError) as unknown:
        lived(f"{EVERYBODY}, event: fraud")
    assert unknown.value.findings[0].code == "unknown-event"


def test_on_off_and_varied() -> None:
    """Off: what there is without it, and no outcome of its own. On: its own outcomes alone differ
    while nothing is found; with no rate, and with ratios of 1, exactly nothing happens.
    """

    def outcomes(settings: str, **register: float) -> dict[tuple[str, str], float]:
        record = lived(settings, "discipline: {after: [misconduct]}", **register)
        frame = record.outcomes.dropna()
        keys = zip(frame["outcome"], frame["group"], strict=True)
        return dict(zip(keys, frame["value"].tolist(), strict=True))

    off, on = outcomes(""), outcomes(EVERYBODY)
    own = {"integrity_incidents", "incidents_detected", "money_lost", "missing_share"}
    assert {key: value for key, value in on.items() if key[0] not in own} == off
    assert {key[0] for key in on} - {key[0] for key in off} == own
    calm = outcomes(EVERYBODY, misconduct_rate=0.0)
    assert all(value == 0 for key, value in calm.items() if key[0] in own)
    audited = f"{EVERYBODY}, audits: 100%, meetings: 100%"
    none = {"audit_detection": 0.0, "audit_deterrence": 1.0, "meeting_deterrence": 1.0}
    assert outcomes(audited, **none) == on
    assert outcomes(audited)["sanctions", "all"] > 0
