"""Transitions: those who were under way are judged once, and keep the old law until its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest

from policy_sim.policy.law import Law
from policy_sim.policy.uniting import MEMBERSHIP, united
from policy_sim.rules.engine import engine_available, engine_named
from policy_sim.simulation.reforms.changed import reforms_of
from policy_sim.simulation.simulate import Record, simulate
from policy_sim.workforce.table import Workforce
from promotion_world import crowd, promotion_law, promotion_world, servants
from transition_world import amended_law, near

MONTHS = 10
EVERYBODY, NOBODY = "service >= 0 months", "service > 59 years"


@cache
def law(transition: str = "", changes: str = "") -> Law:
    """Return the law of rank promotion with the draft."""
    with TemporaryDirectory() as folder:
        return amended_law(Path(folder), transition, changes)


def waiting() -> Workforce:
    """Return people who have waited for thirty months, and for up to four years."""
    return servants([{"time_in_grade": months} for months in (30, 42, 43, 44, 45, 46, 47, 48)])


def lived(people: Workforce, law: Law, **changed: object) -> Record:
    """Return ten months of *people* under *law*."""
    return simulate(promotion_world(people, law=law, **changed), MONTHS)


def rises(record: Record) -> dict[int, str]:
    """Return the month in which each person rises."""
    granted = record.ledger.astype(object)
    granted = granted[(granted["area"] == "promotion") & (granted["law"] == "granted")]
    days = pd.to_datetime(granted["date"]).dt.strftime("%Y-%m")
    return dict(sorted(zip(granted["person"], days, strict=True)))


def told(record: Record, until: str = "2100-01-01") -> list[tuple[object, ...]]:
    """Return the ledger before *until*, but for who is taken into a transition."""
    ledger = record.ledger.astype(object)
    own = (ledger["area"] != "transition") & (pd.to_datetime(ledger["date"]) < until)
    return [tuple(row) for row in ledger[own].itertuples(index=False)]


ENGINES = [
    "columnar",
    pytest.param(
        "durable",
        marks=[
            pytest.mark.durable,
            pytest.mark.skipif(not engine_available("durable"), reason="no durable-rules here"),
        ],
    ),
]


@pytest.mark.parametrize("engine", ENGINES)
def test_those_kept_rise_by_the_old_law_until_the_day(engine: str) -> None:
    """Who was near a rise waits four years and not six; from August on everybody waits six."""
    record = lived(waiting(), law(near()), engine=engine_named(engine))
    assert rises(record) == {
        7: "2026-01",
        6: "2026-02",
        5: "2026-03",
        4: "2026-04",
        3: "2026-05",
        2: "2026-06",
        1: "2026-07",
    }
    late = servants([{"time_in_grade": months} for months in (39, 40)])
    kept = lived(late, law(near()), engine=engine_named(engine))
    assert rises(kept) == {}, "four years would be over in September, when nothing is kept"


def test_it_is_judged_on_the_day_before() -> None:
    """On 31 March a person has the months of March: who has forty only in April is not taken."""
    people = servants([{"time_in_grade": months} for months in (37, 38)])
    record = lived(people, law(near()))
    assert record.state.people.record[MEMBERSHIP].tolist() == [0, 1]
    taken = record.ledger[record.ledger["area"] == "transition"].astype(object)
    assert taken["person"].tolist() == [1]
    assert taken["rule"].tolist() == ["near"]
    assert pd.to_datetime(taken["date"]).dt.month.tolist() == [3]


def test_it_stays_a_fact_of_the_person_whoever_leaves_or_comes() -> None:
    """Rows move and newcomers are in none; who was taken stays taken."""
    state = promotion_world(waiting(), law=law(near())).state()
    state.people.record[MEMBERSHIP] = np.array([0, 1, 1, 0, 1, 0, 0, 1], np.int8)
    state.people.drop(np.array([1, 0, 0, 0, 1, 0, 0, 0], np.bool_))
    newcomers = servants([{}]).take(np.array([0]))
    state.enter(newcomers)
    assert state.people.record[MEMBERSHIP].tolist() == [0, 1, 1, 0, 1, 0, 0]
    assert state.frame(None, among=newcomers).column(MEMBERSHIP).tolist() == [0]


def test_a_day_that_had_passed_is_judged_at_the_start() -> None:
    """A reform that is effective with the first month judges the record of the start."""
    record = lived(waiting(), law(near()), start=date(2026, 5, 1))
    assert record.state.people.record[MEMBERSHIP].tolist() == [0, 1, 1, 1, 1, 1, 1, 1]


def test_a_transition_of_nobody_is_none() -> None:
    """Where ``for`` takes nobody, the run is the one without a transition, row by row."""
    people = crowd(60)
    assert told(lived(people, law(near(NOBODY)))) == told(lived(people, law()))


@pytest.mark.parametrize(
    ("changes", "keep"),
    [
        ("", "years_in_rank"),
        (
            "repeal: [{rule: regular-promotion}, {rule: diploma-adjustment}]",
            "regular-promotion, diploma-adjustment",
        ),
        (
            "add: {rules: {freeze: {when: service > 0 months, then: {bar: promote}}}}",
            "freeze",
        ),
    ],
)
def test_a_transition_of_everybody_that_keeps_all_is_no_reform(changes: str, keep: str) -> None:
    """Until it ends, the run is the one without the amendment; from then on it is not."""
    people = servants([{"time_in_grade": months} for months in range(36, 60)])
    kept, plain = lived(people, law(near(EVERYBODY, keep), changes)), lived(people, promotion_law())
    assert told(kept, "2026-08-01") == told(plain, "2026-08-01")
    assert told(kept) != told(plain)


def test_a_law_without_transitions_has_nothing_on_record() -> None:
    """Where no amendment keeps anything, no column is made and none is read."""
    assert MEMBERSHIP not in lived(waiting(), law()).state.people.record


def test_no_order_of_rows_or_size_of_chunks_changes_a_byte() -> None:
    """People decided seven at a time are decided as all at once."""
    world = promotion_world(crowd(60), law=law(near()))
    whole, parts = (told(simulate(replace(world, chunk=size), MONTHS)) for size in (1000, 7))
    assert whole == parts


RENAMED = """\
replace:
  rules:
    regular-promotion:
      area: promotion
      authority: national
      when: [today.month in promotion_windows, time_in_grade >= 6 years]
      then: {promote: one_above(grade)}
"""
"""The rise is written in another shape, so that old and new stand beside each other."""


def test_a_rule_kept_beside_the_new_one_is_told_by_its_own_name() -> None:
    """The ledger names articles as the documents do, whichever version decided."""
    record = lived(waiting(), law(near(keep="regular-promotion"), RENAMED))
    ledger = record.ledger.astype(object)
    granted = ledger[(ledger["area"] == "promotion") & (ledger["law"] == "granted")]
    assert set(granted["rule"]) == {"regular-promotion"}
    shown = record.state.flows.kinds
    assert not [kind for kind in shown if "[" in kind]


def test_a_reform_is_what_changes_for_anybody_and_not_what_is_kept() -> None:
    """Units resist the new version of an article; the one that some keep is the old order."""
    amended = law(near(keep="regular-promotion"), RENAMED)
    (reform,) = reforms_of(amended, date(2026, 1, 1))
    assert (reform.since, reform.areas) == (date(2026, 4, 1), frozenset({"promotion"}))
    rules = united(amended, date(2026, 5, 1)).area("promotion")
    changed = {rule.id: reform.changed(rule) for rule in rules}
    assert changed["regular-promotion"]
    assert not changed["regular-promotion [near]"]
