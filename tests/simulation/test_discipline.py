"""Discipline: the ladder of absences, sanctions that end, and superiors who look away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from conduct_world import absent, conduct_law, conduct_people, conduct_world
from policy_sim.chance import Chance
from policy_sim.errors import ScenarioError
from policy_sim.policy.ast import History
from policy_sim.policy.law import Law
from policy_sim.rules.audit import AuditSample, redecide
from policy_sim.simulation.practices.practice import Practice
from policy_sim.simulation.simulate import Record, simulate
from policy_sim.simulation.state import State
from pyramid_world import system

WORDS = ("none", "oral", "cut", "lowered", "out", "dismissal")


def lived(
    *spells: tuple[int, date, int], months: int = 1, heads: int = 0, **changed: object
) -> Record:
    """Return what becomes of 20 people with *spells* (row, last day, workdays)."""
    people = conduct_people(heads=heads)
    for row, day, days in spells:
        absent(people, row, day, days)
    return simulate(conduct_world(people, "discipline", **changed), months)  # type: ignore[arg-type]


def in_force(state: State, on: date) -> list[str]:
    """Return, for everybody, the word of the sanction in force on a day."""
    kind = state.people.vocabulary.events["sanction"].type
    assert kind is not None
    past = state.people.history.past(np.arange(state.people.size))
    return [WORDS[v] for v in past.column(History(kind, "in_force", "sanction"), on)]


def given(record: Record) -> pd.DataFrame:
    """Return the rows of what the law orders, as plain words."""
    ledger = spelled(record)
    return ledger[ledger["law"] == "granted"]


def spelled(record: Record) -> pd.DataFrame:
    """Return the ledger with words as plain texts."""
    texts = record.ledger.astype(object)
    return texts.assign(date=record.ledger["date"])


@pytest.mark.parametrize(
    ("days", "expected"), [(2, []), (3, ["oral"]), (4, ["oral"]), (5, ["cut"]), (7, ["cut"])]
)
def test_each_step_of_the_ladder_has_its_sanction(days: int, expected: list[str]) -> None:
    """So many workdays of December bring the sanction of their band, and its flow."""
    record = lived((3, date(2025, 12, 20), days))
    assert given(record)["reason"].tolist() == expected
    assert record.state.flows.total("sanctioned") == len(expected)
    for word in expected:
        assert record.state.flows.total(f"sanctioned: {word}") == 1


def test_days_of_a_year_add_up_and_a_step_is_given_once() -> None:
    """Three days and two days are five; the lower step is not given again with the higher."""
    spells = (5, date(2026, 1, 10), 3), (5, date(2026, 2, 10), 2), (5, date(2026, 3, 10), 1)
    rows = given(lived(*spells, months=5))
    assert rows["reason"].tolist() == ["oral", "cut"]
    assert rows["date"].dt.month.tolist() == [2, 3]


def test_december_counts_for_the_year_that_ends() -> None:
    """Four days of November and two of December are judged together, as of 31 December."""
    record = lived((1, date(2025, 11, 12), 4), (1, date(2025, 12, 12), 2), months=2)
    (row,) = given(record).itertuples()
    assert (row.reason, row.date.month) == ("cut", 1)
    (day,) = record.state.people.history.trails["sanction"].entries.day
    assert date.fromordinal(int(day)) == date(2025, 12, 31)


def test_a_new_year_begins_with_nothing() -> None:
    """What was sanctioned in December hides no lower step of the year that follows."""
    record = lived((1, date(2025, 12, 12), 6), (1, date(2026, 1, 12), 3), months=2)
    assert given(record)["reason"].tolist() == ["cut", "oral"]


def test_only_the_absent_are_judged() -> None:
    """Of twenty people the one with a spell in the month is asked about, in that month alone."""
    record = lived((7, date(2026, 2, 3), 2), months=6)
    ledger = spelled(record)
    assert ledger["person"].tolist() == [7]
    assert (ledger["law"].tolist(), ledger["reason"].tolist()) == (["refused"], ["new_step"])
    assert ledger["date"].dt.month.tolist() == [3]


def test_a_sanction_ends_with_its_term() -> None:
    """Six months from 1 January: in force on 1 June, over on 1 July; a reprimand has no term."""
    state = lived((2, date(2025, 12, 9), 5), (3, date(2025, 12, 9), 3)).state
    for day, expected in (
        (date(2026, 1, 1), "cut"),
        (date(2026, 6, 1), "cut"),
        (date(2026, 7, 1), "none"),
    ):
        assert in_force(state, day)[2:4] == [expected, "none"]


def test_a_sanction_in_force_bars_a_rise() -> None:
    """Of two people with good verdicts the sanctioned one rises when the term is over."""
    people = conduct_people(3)
    people.history.record_period("verdict", np.arange(3), np.full(3, 3))
    absent(people, 1, date(2025, 12, 9), 5)
    record = simulate(conduct_world(people, "discipline", "promotion"), 8)
    rises = given(record).query("area == 'promotion'")
    assert dict(zip(rises["person"], rises["date"].dt.month, strict=True)) == {0: 1, 1: 7, 2: 1}


def test_who_is_lowered_falls_one_grade() -> None:
    """The grade falls by one, the time in it begins anew, and the event is on record."""
    record = lived((4, date(2025, 12, 19), 8))
    people = record.state.people
    assert people.record["grade"].tolist() == [2] * 4 + [1] + [2] * 15
    assert people.record["time_in_grade"][4] == 1
    assert len(people.history.trails["demoted"].entries.row) == 1
    assert sorted(given(record)["reason"]) == ["demote", "lowered"]


def test_who_is_put_out_of_office_leaves_a_vacant_post() -> None:
    """The head becomes staff of the unit, with the class of staff; the other head stays."""
    state = lived((0, date(2025, 12, 19), 12), heads=2).state
    assert state.people.post[:3].tolist() == [-1, 1, -1]
    assert state.people.record["office"][:2].tolist() == [0, 1]
    assert state.people.record["job_class"][:2].tolist() == [5, 9]
    assert state.people.record["time_in_office"][:2].tolist() == [1, 1]
    assert state.posts.vacant.tolist() == [True, False]


@pytest.mark.parametrize("systems", [("discipline",), ("discipline", "exits")])
def test_the_dismissed_leave_with_the_next_month(systems: tuple[str, ...]) -> None:
    """One archived reason, one row, and a vacant post, whether the system of exits is on or not."""
    people = conduct_people(heads=1)
    absent(people, 0, date(2025, 12, 31), 23)
    record = simulate(conduct_world(people, *systems), 3)
    assert record.leavers["person"].tolist() == [0]
    assert record.leavers["reason"].tolist() == ["dismissed"]
    assert record.leavers["date"].dt.month.tolist() == [2]
    assert sorted(given(record)["reason"]) == ["dismissal", "dismissed"]
    assert record.state.people.size == 19
    assert record.state.posts.vacant[0]


def test_notice_comes_before_every_other_reason() -> None:
    """Who is under notice neither dies nor resigns in the month in which they leave."""
    people = conduct_people()
    absent(people, 0, date(2025, 12, 31), 23)
    exits = system("exits", "{hazards: {died: {assumption: rate}}}")
    world = conduct_world(people, "discipline", register={"rate": 0.0})
    left = simulate(world, 1).state
    left.register = {**left.register, "rate": 5000.0}
    left.month += 1
    exits.exit(left)  # type: ignore[attr-defined]
    leavers = left.archive.frame().set_index("person")["reason"].astype(object)
    assert leavers[0] == "dismissed"
    assert set(leavers[leavers.index > 0]) == {"died"}
    assert left.people.size == 0
    ledger = left.ledger.frame().astype(object).query("area == 'exit'")
    assert sorted(ledger["person"]) == list(range(1, 20))


def test_a_superior_who_looks_away_is_in_the_ledger() -> None:
    """At 100 per cent nothing is done, and every row says that practice left it undone."""
    practice = Practice(undone={"discipline": Fraction(1)})
    record = lived(
        (2, date(2025, 12, 9), 9), (3, date(2025, 12, 9), 30), practice=practice, months=2
    )
    rows = given(record)
    assert set(rows["actual"]) == {"not_done"}
    assert set(rows["deviation"]) == {"compliance"}
    assert record.state.flows.total("sanctioned") == 0
    assert record.state.flows.total("looked_away") == 2
    assert (record.state.people.record["grade"] == 2).all()
    assert record.state.people.size == 20


def test_half_the_superiors_look_away_for_half_the_staff() -> None:
    """At 50 per cent both happen; a case is left undone whole, or done whole."""
    practice = Practice(undone={"discipline": Fraction(1, 2)})
    spells = [(row, date(2025, 12, 9), 9) for row in range(20)]
    rows = given(lived(*spells, practice=practice))
    done = rows.groupby("person")["actual"].agg(set)
    assert {frozenset(how) for how in done} == {frozenset({"done"}), frozenset({"not_done"})}


def test_a_sanction_costs_morale_once() -> None:
    """The sanctioned lose what the register says; nobody else moves."""
    motivation = lived((2, date(2025, 12, 9), 5)).state.people.truth["motivation"]
    assert motivation.tolist() == [0, 0, -0.1] + [0] * 17


def test_a_law_without_discipline_sanctions_nobody() -> None:
    """Absences may be on record and the system on: what the law does not say is not done."""
    law = law_without("discipline")
    record = lived((2, date(2025, 12, 9), 30), law=law)
    assert len(record.ledger) == 0
    assert record.state.people.size == 20


def law_without(area: str) -> Law:
    """Return the law of the hamlet without the rules of an area."""
    law = conduct_law()
    vintages = tuple(
        replace(v, rules=tuple(r for r in v.rules if r.area != area), key=f"{v.key} -{area}")
        for v in law.vintages
    )
    return replace(law, vintages=vintages)


def test_the_events_that_are_judged_are_the_scenarios() -> None:
    """Judged after a promotion instead, an absence alone brings nothing; a wrong name is found."""
    people = conduct_people()
    absent(people, 2, date(2025, 12, 9), 6)
    world = conduct_world(people, system("discipline", "{after: [promoted]}"))
    assert len(simulate(world, 2).ledger) == 0
    with pytest.raises(ScenarioError) as refused:
        simulate(conduct_world(people, system("discipline", "{after: [absense]}")), 1)
    (finding,) = refused.value.findings
    assert (finding.code, finding.values["near"]) == ("unknown-event", "absence")


def test_durable_rules_confirms_every_case() -> None:
    """The sample of a run's decisions in discipline is confirmed whole by the other engine."""
    people = conduct_people()
    for row in range(20):
        absent(people, row, date(2025, 12, 31), row + 1)
    sample = AuditSample(Chance(9, 0), 200)
    simulate(conduct_world(people, "discipline", audit=sample), 2)
    result = redecide(sample)
    assert result.confirmed == result.checked == 20
    assert result.disagreements == ()


def test_arms_are_alike_until_their_laws_differ() -> None:
    """Rules under other names sanction the same people, to the byte."""
    law = conduct_law()
    renamed = replace(
        law,
        vintages=tuple(
            replace(v, rules=tuple(replace(r, id=f"x-{r.id}") for r in v.rules), key=f"{v.key} x")
            for v in law.vintages
        ),
    )
    spells = [(row, date(2025, 12, 9), row) for row in range(1, 20)]
    practice = Practice(undone={"discipline": Fraction(1, 3)})
    one, other = (lived(*spells, law=one, practice=practice) for one in (law, renamed))
    assert one.ledger.drop(columns="rule").equals(other.ledger.drop(columns="rule"))
    assert one.state.people.truth["motivation"].tobytes() == (
        other.state.people.truth["motivation"].tobytes()
    )
