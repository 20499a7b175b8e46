"""Where a finding stands: at the narrowest part, with whatever else has a part in it beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from policy_documents import Folder
from policy_sim.catalogue import parts as told
from policy_sim.catalogue.language import ENGLISH
from policy_sim.cli.sarif import sarif
from policy_sim.diagnostics import Diagnostic
from policy_sim.proof.checkup import Asked, check_policy

SINCE = date(2026, 1, 1)

TWO_WAYS = """
rules:
  by-diploma: {when: education >= bachelor, then: {promote: ii_a}}
  by-service: {when: [service >= 8 years, grade == i_a], then: {promote: i_b}}
"""

DEAD = """
rules:
  early:
    when:
      - service <= 3 years
      - grade >= i_b
      - time_in_grade >= 4 years
    then: promote
"""

CAPPED = """
rules:
  rise:
    then: promote
    select:
      rank_by: performance
      ties: [service]
      cap:
        share: 20%
        round: down
        for: zone in (centre | outer)
      reserve:
        share: 50%
        round: up
        for: zone == outer
"""

DIP = """
tables:
  bonus:
    input: grade
    keyed:
      none: Rp 0
      i_a: Rp 10
      i_b..i_d: Rp 5
      ii_a..: Rp 20
definitions:
  own: bonus(grade)
rules:
  paid:
    area: pay
    then:
      pay: own
"""

FEWER_WAYS = """
rules:
  good:
    when: performance >= 60 points
    then: promote
  better:
    when: performance >= 80 points
    then: promote
"""


def found(folder: Folder, code: str) -> Diagnostic:
    """Return the one finding of *code* in the regulation of *folder*, as it is amended."""
    asked = check_policy(folder.path / "base.yaml", folder.paths, Asked(SINCE))
    (finding,) = (one for one in asked.findings if one.code == code)
    return finding


def lines_of(finding: Diagnostic) -> list[str]:
    """Return what stands at the line of *finding*, and at those of its related places."""
    places = [finding.where, *(place for _, place in finding.related)]
    texts = [Path(place.file).read_text(encoding="utf-8").splitlines() for place in places]
    return [text[one.line - 1].strip() for text, one in zip(texts, places, strict=True)]


@pytest.mark.parametrize(
    ("law", "code", "lines"),
    [
        (TWO_WAYS, "conflict", ["by-service", "by-diploma"]),
        (DEAD, "dead-rule", ["- time_in_grade >= 4 years", "- service <= 3 years"]),
        (CAPPED, "impossible-quota", ["share: 50%", "share: 20%"]),
        (DIP, "cliff", ["pay: own", "own: bonus(grade)", "i_b..i_d: Rp 5"]),
        (FEWER_WAYS, "redundant", ["better:", "good:"]),
    ],
    ids=lambda one: one if isinstance(one, str) and "\n" not in one else "",
)
def test_what_comes_of_two_places_names_both(
    folder: Folder, law: str, code: str, lines: list[str]
) -> None:
    """It stands at the last of those that bring it about together; the others are beside it."""
    seen = lines_of(found(folder.base(law), code))
    assert len(seen) == len(lines)
    assert all(line.startswith(start) for line, start in zip(seen, lines, strict=True))


def test_both_places_are_in_every_form_of_a_finding(folder: Folder) -> None:
    """JSON and SARIF have the place beside it with file, line and column, as the text has."""
    finding = found(folder.base(TWO_WAYS), "conflict")
    ((_, other),) = finding.related
    (beside,) = told(finding, ENGLISH)["related"]
    assert (beside["file"], beside["line"], beside["column"]) == (
        other.file,
        other.line,
        other.column,
    )
    written: Any = sarif([finding])
    (result,) = written["runs"][0]["results"]
    (location,) = result["relatedLocations"]
    region = location["physicalLocation"]["region"]
    assert region == {"startLine": other.line, "startColumn": other.column}
    assert result["locations"][0]["physicalLocation"]["region"]["startLine"] == finding.where.line


def test_what_an_amendment_makes_idle_stands_at_the_amendment(folder: Folder) -> None:
    """A bar that leaves nothing of a rule of the base stands where it is added, the rule beside."""
    folder.base("rules:\n  move: {when: time_in_grade >= 2 years, then: promote}\n")
    folder.amend(
        "2027-01-01",
        "add:\n  rules:\n    stop:\n      when: service >= 1 years\n      then: {bar: promote}\n",
    )
    assert lines_of(found(folder, "dead-rule")) == [
        "stop:",
        "move: {when: time_in_grade >= 2 years, then: promote}",
    ]


def test_a_trap_that_an_amendment_sets_stands_at_its_rule(folder: Folder) -> None:
    """The promise is the base's; the rule that closes the way is the amendment's."""
    folder.base(
        "promises:\n  up: {when: grade == i_a, path: {predikat: good..}, reach: promote, "
        "within: 6 years}\n"
        "rules:\n  rise: {when: time_in_grade >= 4 years, then: promote}\n"
    )
    folder.amend(
        "2027-01-01",
        "replace:\n  rules:\n    rise:\n      when: [zone == outer]\n      then: promote\n",
    )
    where, *beside = lines_of(found(folder, "trap"))
    assert where == "rise:"
    assert [line.partition(":")[0] for line in beside] == ["up", "rise"]


def test_a_number_from_a_parameter_names_where_it_is_declared(folder: Folder) -> None:
    """A share above all places is told at the reserve, with the parameter beside it."""
    folder.base(
        "parameters: {most: {value: 120%}}\n"
        "rules:\n  rise:\n    then: promote\n    select: {rank_by: performance, ties: [service],\n"
        "      reserve: {share: most, for: zone == outer}}\n"
    )
    (finding,) = folder.findings()
    assert finding.code == "out-of-range"
    assert [line.split(":")[0] for line in lines_of(finding)] == ["reserve", "parameters"]


def test_a_conflict_of_two_documents_stands_in_the_one_that_uses_the_other(folder: Folder) -> None:
    """Who wrote the later document can mend it; names and their order do not matter."""
    folder.base("rules:\n  middle: {when: time_in_grade >= 4 years, then: promote}\n")
    for name in ("above", "zenith"):
        own = folder.path / f"{name}-rules.yaml"
        own.write_text(
            f"policy: {name}-rules\nfrom: 2020-01-01\nuses: [town, base]\n"
            f"rules:\n  {name}: {{when: performance >= 90 points, then: {{promote: ii_a}}}}\n",
            encoding="utf-8",
        )
        findings = check_policy(own, (), Asked(SINCE)).findings
        (finding,) = (one for one in findings if one.code == "conflict")
        assert [line.partition(":")[0] for line in lines_of(finding)] == [name, "middle"]
