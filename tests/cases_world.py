"""A small town with a law and files of cases, for tests of cases."""

from __future__ import annotations

from pathlib import Path

from policy_sim.cases import Trial, load_cases, tried
from policy_sim.errors import DocumentError
from policy_sim.rules.columnar import ColumnarEngine

__all__ = ["CASES", "LAW", "REFORM", "VOCABULARY", "codes", "found", "town", "trial"]

VOCABULARY = """\
vocabulary: words
currency: {symbol: Rp, name: rupiah}
scales:
  grade: [none, i_a, i_b, ii_a, ii_b]
  mark: [none, poor, fair, good]
  penalty: [none, oral, cut, dismissal]
  office: [none, desk, head]
attributes:
  grade: {scale: grade, before_first: i_a}
  office: {scale: office}
  age: {type: whole, unit: months, range: 0..1000, typical: 500, moves: {each_month: 1}}
  service: {type: whole, unit: months, range: 0..600, typical: 120, moves: {each_month: 1}}
  waited: {type: whole, unit: months, range: 0..600, typical: 30, moves: {each_month: 1}}
  diploma: {type: flag}
  children: {type: whole, range: 0..9}
  score: {type: decimal, step: 0.1, unit: points, range: 0..100, typical: 60}
  course: {type: category, values: [none, law, sums]}
  vacant_months: {type: whole, unit: months, range: 0..600, subject: post}
series:
  mark: {of: mark, every: year, keep: 5, if_missing: none}
events:
  sanction: {of: penalty, expires: yes}
  absence: {of: workdays}
  moved: {}
relations: {superior: person}
always:
  - waited <= service
  - age >= service + 16 years
"""

LAW = """\
policy: law
title: Law of the town
from: 2000-01-01
uses: [words]
parameters:
  wait: {values: {2000-01-01: 4 years, 2020-01-01: 3 years}, source: "art. 1"}
tables:
  rent: {input: grade, keyed: {(none | i_a): Rp 0, i_b: Rp 100}, else: Rp 200, source: "art. 9"}
rules:
  by-years:
    source: "art. 2"
    applies_to: grade < ii_b
    when: [waited >= wait, lowest(mark over 2 years) >= fair, superior.grade != grade]
    then: promote
  by-diploma:
    source: "art. 3"
    applies_to: diploma
    when: waited >= 12 months
    then: {promote: ii_a}
    overrides: [by-years]
  penalty-bar: {when: in_force(sanction) >= cut, then: {bar: [promote]}, source: "art. 4"}
  forgiven: {when: months_since(moved) <= 6 months, then: nothing, overrides: [penalty-bar],
    source: "art. 4"}
  absence: {when: total(absence over this_year) >= 5 workdays, then: {sanction: cut,
    for: 6 months}, source: "art. 5"}
  salary: {then: {pay: Rp 1000}, source: "art. 6"}
  child: {applies_to: children > 0, then: {pay: Rp 50 * children}, source: "art. 6"}
  rent: {area: pay, when: grade >= i_a, then: {pay: rent(grade)}, source: "art. 7"}
  sums: {when: score < 70 points, then: {enrol: sums}, source: "art. 8"}
  statutes: {when: score < 50 points, then: {enrol: law}, source: "art. 8"}
  head:
    for_each: post
    applies_to: office == one_below(post.office)
    when: [post.vacant_months >= 2 months, score >= 60 points]
    then: {appoint: post}
    select: {per: post, rank_by: 2 * score}
"""

REFORM = """\
policy: reform
title: A reform
amends: law
effective: 2026-01-01
replace:
  parameters:
    wait: {value: 2 years, source: "draft art. 1"}
"""

CASES = """\
cases: the town
policy: law
persons:
  ani: {grade: i_b, waited: 3 years, mark: [good, fair]}
  budi: {based_on: ani, superior: {grade: ii_a}, sanction: {ago: 2 months, value: cut,
    for: 6 months}}
tests:
"""


def town(folder: Path, tests: str, name: str = "town.cases.yaml") -> Path:
    """Write the law of the town and a file of cases with *tests*; return the file's path."""
    for stem, text in (("words", VOCABULARY), ("law", LAW), ("reform", REFORM)):
        (folder / f"{stem}.yaml").write_text(text, encoding="utf-8")
    lines = "".join(f"  {line}\n" for line in tests.strip("\n").split("\n"))
    path = folder / name
    path.write_text(CASES + lines, encoding="utf-8")
    return path


def trial(folder: Path, tests: str, *amended_by: str) -> Trial:
    """Return what is found of *tests* under the law of the town."""
    path = town(folder, tests)
    amendments = [folder / f"{stem}.yaml" for stem in amended_by]
    return tried(load_cases([path], amendments), ColumnarEngine())


def found(folder: Path, tests: str, *amended_by: str) -> list[tuple[str, str]]:
    """Return what was expected and found of each disappointed expectation of *tests*."""
    return [
        (finding.values["expected"], finding.values["found"])
        for verdict in trial(folder, tests, *amended_by).failed
        for finding in verdict.findings
    ]


def codes(folder: Path, tests: str) -> list[str]:
    """Return the codes of what cannot be used in *tests*, without the law being asked."""
    try:
        tried(load_cases([town(folder, tests)]), ColumnarEngine())
    except DocumentError as error:
        return [finding.code for finding in error.findings]
    return []
