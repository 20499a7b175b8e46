"""A small law about people, units and an organisation, for tests of rules about groups."""

from __future__ import annotations

from pathlib import Path

from policy_sim.diagnostics import Diagnostic
from policy_sim.policy import check_law, load_law
from policy_sim.policy.law import Law

__all__ = ["FIGURES", "WORDS", "checked", "loaded", "seen"]

WORDS = """\
vocabulary: words
scales:
  verdicts: [none, poor, good, very_good]
attributes:
  zone: {type: category, values: [core, outer]}
  office: {type: ordered, values: [none, head]}
  unit: {type: whole, range: 0..99}
  service: {type: whole, unit: months, range: 0..720}
  hours: {type: whole, unit: jp, range: 0..400}
  score: {type: decimal, step: 0.1, unit: points, range: -50..100}
  busy: {type: flag, subject: unit}
  demand: {type: whole, range: 0..10, subject: organisation}
  vacant_months: {type: whole, unit: months, range: 0..60, subject: post}
series:
  verdict: {of: verdicts, every: year}
  result: {of: verdicts, every: year, subject: unit}
  climate: {unit: points, range: 0..100, subject: organisation}
  complaints: {unit: persons, every: month, keep: 24, subject: unit}
events:
  moved: {}
relations: {superior: person, unit: unit, city: organisation}
"""
"""The vocabulary, without figures."""

FIGURES = """\
groups:
  outer_share: {subject: organisation, is: share of hours where zone == outer}
  heads_outside: {subject: organisation, is: share of persons where zone == outer, if_missing: 100%}
  heads_hours: {subject: unit, is: share of hours where office == head, if_missing: 50%}
  mean_hours: {subject: unit, is: mean of hours}
  old_hands: {subject: unit, is: count where service >= 20 years}
  monthly_hours: {subject: unit, every: month, keep: 12, is: mean of hours where office == none}
"""


def _written(folder: Path, rules: str, words: str) -> Path:
    (folder / "words.yaml").write_text(words, encoding="utf-8")
    path = folder / "law.yaml"
    opening = "policy: law\nfrom: 2020-01-01\nuses: [words]\n"
    path.write_text(opening + rules, encoding="utf-8")
    return path


def loaded(folder: Path, rules: str, words: str = WORDS + FIGURES) -> Law:
    """Return the law that consists of *rules*."""
    return load_law(_written(folder, rules, words))


def checked(folder: Path, rules: str, words: str = WORDS + FIGURES) -> list[Diagnostic]:
    """Return what is wrong with *rules*."""
    return check_law(_written(folder, rules, words))


def seen(findings: list[Diagnostic]) -> list[tuple[str, int, str]]:
    """Return the code, the line after the opening, and what was seen, of each finding."""
    return [(one.code, one.where.line - 3, one.values.get("seen", "")) for one in findings]
