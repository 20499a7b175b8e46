"""A small world for tests of conduct: a ladder of absences, a track of improvement, two heads."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np

from policy_sim.chance import Chance
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.simulation.practices.practice import AS_WRITTEN, DatedPractice, Practice
from policy_sim.simulation.simulate import World
from policy_sim.simulation.systems import System
from policy_sim.workforce.layout import lay_out
from policy_sim.workforce.organisation import Organisation, Plan, UnitKind
from policy_sim.workforce.table import Workforce
from pyramid_world import system

START = date(2026, 1, 1)

REGISTER: Mapping[str, float] = {
    "absence_days": 2.5,
    "absence_integrity_ratio": 0.5,
    "absence_motivation_ratio": 0.6,
    "absence_noted": 1.0,
    "absence_rate": 0.5,
    "learning_gain": 0.0,
    "learning_half_life": 24.0,
    "motivation_persistence": 0.7,
    "office_learning_gain": 0.0,
    "office_learning_half_life": 9.0,
    "performance_motivation": 0.6,
    "remediation_ability_gain": 0.5,
    "remediation_ability_ratio": 1.0,
    "remediation_coach_ratio": 1.0,
    "remediation_motivation_gain": 0.8,
    "remediation_success": 0.5,
    "retest_reliability": 0.5,
    "sanction_deterrence": 1.0,
    "sanction_motivation": 0.1,
    "score_mean": 70.0,
    "score_spread": 8.0,
}

VOCABULARY = """
vocabulary: hamlet
scales:
  grades: [none, c, b, a]
  offices: [none, head]
  verdicts: [none, poor, fair, good]
  sanctions: [none, oral, cut, lowered, out, dismissal]
attributes:
  grade: {scale: grades}
  office: {scale: offices}
  unit: {type: whole, range: 0..99}
  family: {type: category, values: [crew, clerk]}
  job_class: {type: whole, range: 0..20}
  service: {type: whole, unit: months, range: 0..720, moves: {each_month: 1}}
  time_in_grade:
    {type: whole, unit: months, range: 0..720, moves: {each_month: 1, reset_by: [promote, demote]}}
  time_in_office:
    {type: whole, unit: months, range: 0..720, moves: {each_month: 1, reset_by: [appoint, release]}}
  retest_score: {type: decimal, step: 0.1, unit: points, range: 0..100, merit: higher}
  coached: {type: whole, unit: months, range: 0..24}
series:
  verdict: {of: verdicts, every: year, keep: 3, if_missing: none}
events:
  sanction: {of: sanctions, expires: yes}
  absence: {of: workdays}
  promoted: {}
  demoted: {}
  released: {}
  improvement_opened: {}
tracks:
  improvement: {stages: [improve, retest, waiting]}
always:
  - improvement.stage != none or improvement.months == 0 months
  - improvement.stage != none or coached == 0 months
  - time_in_grade <= service
"""

POLICY = """
policy: hamlet-rules
from: 2000-01-01
source: "invented example"
status: assumption
uses: [hamlet]
parameters:
  period: {values: {2000-01-01: 6 months, 2026-06-01: 2 months}}
  pass_mark: {value: 65 points}
tables:
  ladder:
    input: workdays
    output: sanction
    bands: {0: none, 3: oral, 5: cut, 8: lowered, 12: out, 20: dismissal}
  term: {input: sanction, keyed: {cut: 6 months, (lowered | out): 12 months}, else: 0 months}
definitions:
  step: ladder(total(absence over this_year))
  new_step: step > highest(sanction over this_year)
rules:
  absence-ladder: {area: discipline, when: new_step, then: {sanction: step, for: term(step)}}
  lowered: {area: discipline, when: [new_step, step == lowered], then: demote}
  out-of-office:
    area: discipline
    applies_to: office != none
    when: [new_step, step == out]
    then: release
  dismissal: {area: discipline, when: step == dismissal, then: dismiss}
  sanction-bar: {when: in_force(sanction) >= cut, then: {bar: [promote]}}
  rise: {area: promotion, applies_to: grade < a, when: last(verdict) >= good, then: promote}
  begin:
    area: remediation
    applies_to: last(verdict) == poor and improvement.stage == none
    when: months_since(improvement_opened) >= 12 months
    then: {start: improvement}
  coach:
    area: remediation
    applies_to: improvement.stage == improve and coached == 0 months
    then: {coach: 6 months}
    select: {rank_by: service}
  to-the-test:
    area: remediation
    applies_to: improvement.stage == improve
    when: improvement.months >= period
    then: {move: improvement, to: retest}
  passes:
    area: remediation
    applies_to: improvement.stage == retest
    when: retest_score >= pass_mark
    then: {close: improvement}
  fails:
    area: remediation
    applies_to: improvement.stage == retest
    when: retest_score < pass_mark
    then: [{move: improvement, to: waiting}, {release: yes}]
  leaves:
    area: remediation
    applies_to: improvement.stage == waiting
    when: improvement.months >= 12 months
    then: dismiss
"""


@cache
def conduct_law(old: str = "", new: str = "") -> Law:
    """Return the law of the hamlet, with *new* in place of the text *old*."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "hamlet.yaml").write_text(VOCABULARY, encoding="utf-8")
        path = Path(folder, "hamlet-rules.yaml")
        path.write_text(POLICY.replace(old, new) if old else POLICY, encoding="utf-8")
        return load_law(path)


def hamlet() -> Organisation:
    """Return one unit with two posts of head and 40 places of crew."""
    kind = UnitKind("office", (1,), "", 1, (0, 2), (Fraction(1), Fraction(0)))
    plan = Plan(
        "h", "", ("all",), ("none", "head"), ("crew", "clerk"), (kind,), (40, 0), (0, 9), (5, 4)
    )
    return lay_out(plan)


def conduct_people(
    size: int = 20,
    law: Law | None = None,
    record: Mapping[str, Sequence[int] | int] | None = None,
    truth: Mapping[str, Sequence[float]] | None = None,
    heads: int = 0,
) -> Workforce:
    """Return *size* average people of ten years' service; the first *heads* hold the posts."""
    traits = ("ability", "leadership", "motivation", "integrity")
    given = {name: np.asarray(values, float) for name, values in (truth or {}).items()}
    people = Workforce.enter(
        (law or conduct_law()).vocabulary,
        np.arange(size),
        Chance(7, 0).key("founder", np.arange(size)),
        {
            "grade": 2,
            "service": 120,
            "time_in_grade": 30,
            "job_class": 5,
            **{name: np.asarray(column) for name, column in (record or {}).items()},
        },
        {name: given.get(name, np.zeros(size)) for name in traits},
        np.full(size, date(2016, 1, 1).toordinal()),
    )
    people.post[:heads] = np.arange(heads)
    people.record["office"][:heads] = 1
    people.record["job_class"][:heads] = 9
    return people


def absent(people: Workforce, row: int, day: date, days: int) -> None:
    """Let the person at *row* have been absent for *days* workdays, the last of them on *day*."""
    people.history.record_event("absence", np.array([row]), day, np.array([days]))


def conduct_world(
    people: Workforce,
    *systems: System | str,
    practice: Practice = AS_WRITTEN,
    register: Mapping[str, float] | None = None,
    **changed: object,
) -> World:
    """Return the hamlet on 1 January 2026 with *systems*; *changed* replaces any field."""
    world = World(
        people=people,
        organisation=hamlet(),
        law=conduct_law(),
        practice=DatedPractice("test", ((date.min, practice),)),
        systems=tuple(system(s) if isinstance(s, str) else s for s in systems),
        engine=ColumnarEngine(),
        chance=Chance(4, 0),
        register={**REGISTER, **(register or {})},
        start=START,
    )
    return replace(world, **changed)  # type: ignore[arg-type]
