"""A regulation examined as a whole: each kind of defect is found where it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_documents import Folder
from policy_sim.policy import load_law
from policy_sim.proof.examination import Examined, examine

SINCE = date(2026, 1, 1)


def examined(folder: Folder) -> Examined:
    """Examine the law of *folder* from 2026 on."""
    return examine(folder.law(), SINCE)


def found(folder: Folder) -> list[tuple[str, int]]:
    """Return the code and the line of each finding."""
    return [(one.code, one.where.line) for one in examined(folder).findings]


def test_a_sound_rule_has_no_finding(folder: Folder) -> None:
    """A rule that some meet and some do not, and that reads nothing protected, is sound."""
    folder.base("rules:\n  r: {when: time_in_grade >= 4 years, then: promote}\n")
    assert found(folder) == []


def test_a_regulation_that_says_nothing_has_no_finding(folder: Folder) -> None:
    """Without an item there is no version of the law: nothing is looked at, and nothing breaks."""
    nothing = examined(folder.base(""))
    assert (nothing.findings, nothing.versions, nothing.areas) == ([], (), ())


def test_clauses_that_exclude_each_other_make_a_dead_rule(folder: Folder) -> None:
    """The finding stands at the last clause that is needed for the contradiction, and names it."""
    folder.base(
        "rules:\n"
        "  r:\n"
        "    when:\n"
        "      - grade >= ii_a\n"
        "      - time_in_grade >= 8 years\n"
        "      - service < 5 years\n"
        "    then: promote\n"
    )
    (finding,) = examined(folder).findings
    assert (finding.code, finding.where.line) == ("dead-rule", 9)
    assert "time_in_grade >= 8 years" in finding.values["why"]
    assert "grade >= ii_a" not in finding.values["why"]


BANDS = """\
vocabulary: bands
attributes:
  grade: {values: [aa, ao, eo], type: ordered}
  interview: {type: whole, range: 0..7, merit: higher}
  languages: {type: whole, range: 0..5}
"""


def test_a_step_up_is_the_same_for_people_of_one_grade(tmp_path: Path) -> None:
    """Though nothing reads the grade, two people who are compared are in the same one."""
    (tmp_path / "bands.yaml").write_text(BANDS, encoding="utf-8")
    opening = "policy: p\nfrom: 2020-01-01\nuses: [bands]\n"
    rule = "rules: {rise: {when: [interview >= 4, languages >= 1], then: promote}}\n"
    (tmp_path / "p.yaml").write_text(opening + rule, encoding="utf-8")
    assert examine(load_law(tmp_path / "p.yaml"), SINCE).findings == []


CONFLICT = """\
  a: {when: grade == i_a, then: {promote: i_b}}
  b: {when: service >= 5 years, then: {promote: ii_a}}
"""
REDUNDANT = """\
  a: {when: grade == i_a, then: {promote: i_b}}
  b: {when: [grade == i_a, service >= 5 years], then: {promote: i_b}}
"""


@pytest.mark.parametrize(
    ("rules", "code"),
    [
        ("  a: {when: sex == f, then: promote}\n", "discriminates"),
        ("  a: {when: last(predikat) <= fair, then: promote}\n", "not-monotone"),
        ("  a: {when: service >= 0 months, then: promote}\n", "always-true"),
        ("  a: {when: service > 50 years, then: promote}\n", "dead-clause"),
        (CONFLICT, "conflict"),
        (REDUNDANT, "redundant"),
    ],
)
def test_each_defect_is_found(folder: Folder, rules: str, code: str) -> None:
    """Each defect gives its own code, and no other."""
    folder.base(f"rules:\n{rules}")
    assert {one for one, _ in found(folder)} == {code}


def test_an_example_is_the_most_ordinary_person(folder: Folder) -> None:
    """Only what the rule reads is told, at ordinary values where that is possible."""
    folder.base("rules: {r: {when: [sex == f, time_in_grade >= 4 years], then: promote}}\n")
    (finding,) = examined(folder).findings
    assert finding.values["example"] == (
        "on 2026-01-01: sex f, time_in_grade 48 months; beside the same with sex m"
    )


def test_promises_are_kept_or_broken(folder: Folder) -> None:
    """A broken promise is a gap at the promise, with somebody of whom it is not true."""
    folder.base(
        "promises:\n"
        "  kept: {when: time_in_grade < 2 years, never: promote}\n"
        "  broken: {when: last(predikat) >= good, always: promote}\n"
        "rules: {r: {when: time_in_grade >= 4 years, then: promote}}\n"
    )
    (finding,) = examined(folder).findings
    assert (finding.code, finding.values["promise"]) == ("gap", "broken")
    assert "predikat (good)" in finding.values["example"]


def test_a_promise_of_never_is_mended_by_a_bar(folder: Folder) -> None:
    """Who must not get what a rule gives is kept from it, and the rule that gives it is named."""
    folder.base(
        "promises: {p: {when: time_in_grade < 5 years, never: promote}}\n"
        "rules: {r: {when: time_in_grade >= 4 years, then: promote}}\n"
    )
    (finding,) = examined(folder).findings
    assert finding.values["mend"].startswith("Bar the effect")
    assert [(label, place.line) for label, place in finding.related] == [("the rule", 5)]


def test_of_a_promise_of_always_the_rules_in_whose_scope_somebody_is_are_named(
    folder: Folder,
) -> None:
    """A rule that asks about others has nothing to do with it, although it could give the same."""
    folder.base(
        "promises: {p: {when: grade >= ii_a, always: promote}}\n"
        "rules:\n"
        "  low: {applies_to: grade < ii_a, when: service >= 1 year, then: promote}\n"
        "  high: {applies_to: grade >= ii_a, when: service >= 9 years, then: promote}\n"
    )
    (finding,) = [one for one in examined(folder).findings if one.code == "gap"]
    assert finding.values["mend"].startswith("Close the gap")
    assert [(what, place.line) for what, place in finding.related] == [("does not give it here", 7)]


def test_a_declared_distinction_is_told_and_is_no_error(folder: Folder) -> None:
    """What a distinction declares is information; what lies outside of its scope is an error."""
    folder.base(
        "distinctions: {d: {attribute: sex, effect: promote, ground: a law, scope: grade == i_a}}\n"
        "rules: {r: {when: [sex == f, grade == i_a], then: promote}}\n"
    )
    assert found(folder) == [("declared-distinction", 5)]
    folder.base(
        "distinctions: {d: {attribute: sex, effect: promote, ground: a law, scope: grade == i_a}}\n"
        "rules: {r: {when: sex == f, then: promote}}\n"
    )
    assert found(folder) == [("discriminates", 5)]


def test_a_finding_says_from_when_it_holds(folder: Folder) -> None:
    """What begins with an amendment is told with its first day."""
    folder.base("rules: {r: {when: time_in_grade >= 4 years, then: promote}}\n")
    folder.amend("2028-01-01", "replace: {rules: {r: {when: sex == f, then: promote}}}\n")
    (finding,) = examined(folder).findings
    assert finding.values["span"] == "from 2028-01-01"


def test_what_was_so_before_is_no_finding_of_an_amendment(folder: Folder) -> None:
    """Beside the law as it would be otherwise, only what the amendment brings is found."""
    folder.base(
        "rules:\n  r: {when: sex == f, then: promote}\n  s: {when: age >= 60 years, then: retire}\n"
    )
    before = folder.law()
    folder.amend("2027-01-01", "add: {rules: {t: {when: last(predikat) <= poor, then: promote}}}\n")
    found_new = examine(folder.law(), SINCE, before).findings
    assert [one.code for one in found_new] == ["not-monotone"]


def test_a_promise_is_asked_about_where_it_can_be_broken(folder: Folder) -> None:
    """A draft that only promises something leaves the areas alone which cannot break it."""
    folder.base(
        "rules:\n  r: {when: grade == i_a, then: promote}\n  s: {when: sex == f, then: retire}\n"
    )
    before = folder.law()
    folder.amend("2027-01-01", "add: {promises: {p: {when: grade == i_b, never: promote}}}\n")
    law = folder.law()
    assert 0 < examine(law, SINCE, before).questions < examine(law, SINCE).questions


def test_what_is_dead_only_for_a_time_is_not_told(folder: Folder) -> None:
    """A rule that a dated parameter switches off for a year is no dead rule."""
    folder.base(
        "parameters: {on: {values: {2020-01-01: yes, 2027-01-01: no, 2028-01-01: yes}}}\n"
        "rules: {r: {when: [on, grade == i_a], then: promote}}\n"
    )
    assert [one for one in found(folder) if one[0] != "always-true"] == []
