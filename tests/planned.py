"""A small law, a person, and the nearest plan for them, as tests of plans need."""

from __future__ import annotations

from pathlib import Path

from policy_sim.policy import load_law
from policy_sim.policy.law import Law
from policy_sim.report.spoken_plan import SpokenPlan
from policy_sim.rules.case import Case, load_case
from policy_sim.rules.engine import engine_named
from policy_sim.rules.nearest import nearest_plan
from policy_sim.rules.plan import NoPlan, Plan

__all__ = ["VOCABULARY", "asked", "nearest", "sentences"]

VOCABULARY = """\
vocabulary: shipyard
title: A shipyard
scales:
  ranks: {values: [hand, mate, master, owner], labels: {hand: HAND}}
  marks: {values: [none, poor, fair, good]}
attributes:
  grade: {type: ordered, scale: ranks}
  sex: {type: category, values: [f, m], protected: yes}
  age: {type: whole, unit: months, range: 0..1000, moves: {each_month: 1}}
  service: {type: whole, unit: months, range: 0..900, moves: {each_month: 1}}
  time_in_grade: {type: whole, unit: months, range: 0..900,
                  moves: {each_month: 1, reset_by: [promote]}}
  skill: {type: decimal, step: 0.1, unit: points, range: 0..100, merit: higher}
  debts: {type: whole, range: 0..9, merit: lower}
  credit: {type: decimal, step: 0.5, range: 0..100, merit: higher}
  effort: {type: ordered, scale: marks, merit: higher}
  examination: {type: category, values: [no_exam, helm, ledger]}
  course: {type: category, values: [no_course, rigging, caulking]}
  ticket: {type: category, values: [without, held], moves: {earned_by: {helm: held}}}
  papers: {type: ordered, values: [bare, some, full],
           moves: {earned_by: {ledger: some, rigging: full}}}
series:
  mark: {of: marks, every: year, keep: 6, merit: higher, if_missing: none}
events:
  sanction: {of: marks, expires: yes}
  certified: {values: [no_course, rigging, caulking]}
  promoted: {}
relations: {superior: person}
always:
  - service <= age
"""

RECORD = (
    "grade: hand, sex: f, age: 40 years, service: 10 years, time_in_grade: 30 months, skill: 50, "
    "debts: 3, credit: 0, effort: fair, examination: no_exam, course: no_course, ticket: without, "
    "papers: bare"
)


def asked(folder: Path, rules: str, case: str = "") -> tuple[Law, Case]:
    """Return a law of *rules* and somebody on 1 June 2026; *case* goes on with the document."""
    (folder / "shipyard.yaml").write_text(VOCABULARY, encoding="utf-8")
    opening = "policy: yard\ntitle: The yard\nfrom: 2020-01-01\nuses: [shipyard]\n"
    (folder / "yard.yaml").write_text(opening + rules, encoding="utf-8")
    case = case or "series: {mark: [fair, good]}"
    record = "" if "record:" in case else f"record: {{{RECORD}}}\n"
    text = f"case: somebody\non: 2026-06-01\n{record}{case}\n"
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    law = load_law(folder / "yard.yaml")
    return law, load_case(folder / "case.yaml", law.vocabulary)


def nearest(folder: Path, rules: str, case: str = "", area: str = "promotion") -> Plan | NoPlan:
    """Return the nearest plan."""
    law, person = asked(folder, rules, case)
    return nearest_plan(law, person, area, engine_named("columnar"))


def sentences(folder: Path, rules: str, case: str = "", area: str = "promotion") -> list[str]:
    """Return the nearest plan in sentences."""
    law, person = asked(folder, rules, case)
    found = nearest_plan(law, person, area, engine_named("columnar"))
    return SpokenPlan(law, person).sentences(found)
