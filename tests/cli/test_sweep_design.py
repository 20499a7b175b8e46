"""``sweep --design``: nothing unlawful, unfair or reserved is proposed; the best of the rest."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from command_line import ROOT, Say

RULES = """\
policy: town-rules
title: A town of five grades
authority: city
source: "invented example"
from: 1980-01-01
status: assumption
uses: [vocabulary]
parameters:
  examination_month: {value: 9, authority: national}
  wait: {value: 24 months}
  longer_for_women: {value: 0 months}
definitions:
  waiting: if sex == f then wait + longer_for_women else wait
tables:
  appraisal_of:
    input: performance
    output: verdict
    bands: {0: fails, 55: meets, 85: exceeds}
  salary:
    input: grade
    output: money
    keyed: {e: Cr 1000, d: Cr 1300, c: Cr 1700, b: Cr 2200, a: Cr 3000}
rules:
  verdict-of-the-year: {area: appraisal, then: {rate: appraisal_of(performance)}}
  examination:
    area: promotion
    when: [today.month == examination_month, grade < a, time_in_grade >= waiting]
    then: promote
  leaves-at-62: {area: exit, when: age >= 62 years, then: retire}
  entry-examination:
    area: recruitment
    when: [age >= 18 years, age <= 40 years]
    then: {hire: e}
    select: {rank_by: test_score}
  monthly-salary: {area: pay, then: {pay: salary(grade)}}
"""

DRAFT = """\
policy: town-draft
title: A year in grade
amends: rules
source: "invented example"
effective: 2026-06-01
status: assumption
replace:
  parameters:
    wait: {value: 12 months}
"""

STATUTE = """\
policy: statute
title: Not too early, and not too late
authority: national
source: "invented example art. 1"
from: 2000-01-01
status: quoted text
uses: [vocabulary]
promises:
  not-too-early: {when: time_in_grade < 18 months, never: promote}
  not-too-late:
    when: [time_in_grade >= 30 months, grade < a, today.month == 9]
    always: promote
"""

TOWN = f"""\
scenario: town
title: A town of a hundred
based_on: {ROOT}/scenarios/five_grades.yaml
years: 1
replications: 1
people: 60
history: {{years: 1}}
outcomes: {{primary: [pay_bill], window: first-year}}
windows: {{from-2028: off, year-10: off, first-year: {{year: 1}}}}
laws:
  rules: {{title: Rules, policy: rules.yaml}}
  seniority: off
  draft: {{title: Draft, policy: rules.yaml, amendments: [draft.yaml]}}
arms: {{laws: [rules, draft]}}
"""


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town whose draft promotes after a year, where its statute wants 18 to 30 months."""
    folder = tmp_path_factory.mktemp("town")
    shutil.copy(ROOT / "policies/five_grades/vocabulary.yaml", folder)
    documents = {"rules": RULES, "draft": DRAFT, "statute": STATUTE, "town": TOWN}
    for name, text in documents.items():
        (folder / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder / "town.yaml"


def searched(town: Path, say: Say, *options: str) -> dict[str, Any]:
    """Return what a search finds, as JSON; all searches of the town share what they simulate."""
    folder = ("--out", town.parent / "out", "--workers", 1, "--format", "json")
    said = say("sweep", town, "--design", "draft", *options, *folder)
    assert said.status == 0, said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def codes(found: dict[str, Any]) -> dict[str, set[str]]:
    """Return the codes of what was found in each candidate, by its values."""
    return {
        " ".join(one["values"].values()): {
            text.partition("[")[2].partition("]")[0] for text in one["excluded"]
        }
        for one in found["candidates"]
    }


def test_the_planted_optimum_lies_at_the_edge_of_the_law(town: Path, say: Say) -> None:
    """Pay falls the longer people wait, and the statute lets nobody wait beyond 30 months.

    So 30 months are best: shorter waits cost more, and what a promise forbids is not run.
    """
    wait = "wait=12 months..36 months by 6 months"
    found = searched(town, say, "--parameter", wait, "--statute", str(town.parent / "statute.yaml"))
    excluded = codes(found)
    assert excluded["12 months"] == excluded["36 months"] == {"unlawful"}
    assert excluded["18 months"] == excluded["24 months"] == excluded["30 months"] == set()
    by_wait = {one["values"]["wait"]: one for one in found["candidates"]}
    assert [by_wait[wait]["found"] for wait in ("12 months", "36 months")] == [{}, {}]
    pay = [by_wait[f"{n} months"]["found"]["pay_bill"]["mean"] for n in (18, 24, 30)]
    assert pay[0] > pay[1] == 0 > pay[2]
    assert found["front"] == [by_wait["30 months"]["number"]]
    assert by_wait["30 months"]["fresh"]["pay_bill"]["n"] == 1
    # The draft breaks the statute itself; that excuses no candidate, and is told.
    assert "not-too-early" in found["stated"]["excluded"][0]


def test_whoever_treats_women_otherwise_is_no_candidate(town: Path, say: Say) -> None:
    """A lever that reaches a protected attribute discriminates at every value but one.

    That value is what the law says already, and is a candidate too.
    """
    lever = "longer_for_women=0 months..12 months by 12 months"
    found = searched(town, say, "--parameter", lever)
    assert codes(found) == {"0 months": set(), "12 months": {"discriminates"}}
    assert found["front"] == [1]
    assert found["candidates"][0]["found"] == found["stated"]["found"]


def test_what_is_reserved_is_proposed_with_the_authority_for_it(town: Path, say: Say) -> None:
    """The draft is a city's, and so is the search, unless the nation is said to propose."""
    month = ("--parameter", "examination_month=10..11")
    found = searched(town, say, *month)
    assert found["authority"] == "city"
    assert codes(found) == {"10": {"beyond-authority"}, "11": {"beyond-authority"}}
    assert found["front"] == []
    page = (town.parent / "out/design/report.html").read_text(encoding="utf-8")
    assert "No candidate may be: there is no front." in page
    found = searched(town, say, *month, "--authority", "national", "--candidates", "2")
    assert codes(found) == {"10": set(), "11": set()}
    assert found["front"] == [2]


def test_what_was_excluded_is_told_with_its_finding(town: Path, say: Say) -> None:
    """In the terminal, on the page and in the table; a broken statute is refused at once."""
    out = town.parent / "out"
    lever = ("--parameter", "longer_for_women=0 months..12 months by 12 months")
    search = ("sweep", town, "--design", "draft", *lever, "--out", out, "--workers", 1)
    said = say(*search)
    assert "2  longer_for_women 12 months  " in said.out
    assert "error[discriminates]: 'sex', which is protected, changes promote" in said.out
    for name in ("report.html", "candidates.csv"):
        assert "[discriminates]" in (out / "design" / name).read_text(encoding="utf-8")
    broken = town.parent / "broken.yaml"
    broken.write_text(STATUTE.replace("quoted text", "confirmed"), encoding="utf-8")
    said = say(*search, "--statute", broken)
    assert said.status == 2
    assert "broken.yaml:6" in said.err
