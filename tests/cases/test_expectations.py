from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cases_world import CASES, found, town, trial
from policy_sim.cases import load_cases, tried
from policy_sim.cases.trial import confirm
from policy_sim.errors import AuditError
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.engine import engine_available
from policy_sim.rules.redecide import decided_again

AS_EXPECTED = """
rises: {person: ani, on: 2021-01-01, expect: {promote: ii_a}, because: by-years}
waits: {person: ani, on: 2019-01-01, expect: {promote: no}, because: {by-years: waited}}
any-value: {person: ani, on: 2021-01-01, expect: {promote: yes}, because: [by-years,
  {by-diploma: not asked}]}
barred: {person: budi, on: 2021-01-01, expect: {promote: barred}}
barred-by: {person: budi, on: 2021-01-01, expect: {promote: {barred_by: penalty-bar}},
  because: {by-years: barred}}
barred-rule: {person: budi, on: 2021-01-01, because: {by-years: barred by penalty-bar}}
forgiven:
  person: {based_on: budi, moved: {ago: 6 months}}
  on: 2021-01-01
  expect: {promote: yes}
  because: {penalty-bar: overridden by forgiven}
no-longer-barred: {person: budi, with: {sanction: {ago: 6 months, value: cut, for: 6 months}},
  on: 2021-01-01, expect: {promote: yes}}
sum: {person: ani, on: 2021-01-01, with: {children: 2}, expect: {pay: Rp 1200}}
parts: {person: ani, on: 2021-01-01, with: {children: 2}, expect: {pay: {salary: Rp 1000,
  child: Rp 100, rent: Rp 100}}}
set: {person: ani, on: 2021-01-01, with: {score: 49.9}, expect: {enrol: [sums, law]}}
no-member-of-a-set: {person: ani, on: 2021-01-01, with: {score: 70}, expect: {enrol: []}}
one-of-a-set: {person: ani, on: 2021-01-01, with: {score: 49.9}, expect: {enrol: law}}
eligible: {person: ani, on: 2021-01-01, with: {post: {office: desk, vacant_months: 2}},
  expect: {appoint: yes}, score: {head: 120}}
fields: {person: ani, on: 2021-12-01, with: {absence: {on: 2021-03-01, value: 5}},
  expect: {sanction: {value: cut, for: 6 months}}}
field-alone: {person: ani, on: 2021-12-01, with: {absence: {on: 2021-03-01, value: 5}},
  expect: {sanction: {for: 6 months}}}
by-day: {person: ani, on: {2019-12-31: {promote: no}, 2020-01-01: {promote: yes}}}
several-days: {person: ani, on: [2020-01-01, 2021-06-30], expect: {promote: yes}}
overridden: {person: ani, on: 2021-01-01, with: {diploma: yes}, expect: {promote: ii_a},
  because: {by-years: overridden by by-diploma}}
only: {person: ani, on: 2021-01-01, with: {waited: 35}, because: {by-years: [waited >= wait]},
  refusal: {by-years: waited}}
several: {person: ani, on: 2021-01-01, with: {waited: 35, mark: [poor]},
  because: {by-years: [waited, lowest]}}
nothing: {person: ani, on: 2021-01-01, with: {waited: 35}, area: promotion, expect: nothing}
refusal-by-a-bar: {person: budi, on: 2021-01-01, refusal: {by-years: barred by penalty-bar}}
"""


def test_what_the_law_decides_is_as_expected(tmp_path: Path) -> None:
    """Every way to expect something is met where the law, worked out by hand, decides so."""
    assert found(tmp_path, AS_EXPECTED) == []


def test_every_check_is_asked_on_each_of_its_days(tmp_path: Path) -> None:
    """A list of days and a mapping of days are so many checks of one test."""
    tests = "by-day: {person: ani, on: {2019-12-31: {promote: no}, 2020-01-01: {promote: yes}}}"
    verdicts = trial(tmp_path, tests).verdicts
    assert [verdict.check.on for verdict in verdicts] == [date(2019, 12, 31), date(2020, 1, 1)]
    assert {verdict.check.test for verdict in verdicts} == {"by-day"}


@pytest.mark.parametrize(
    ("said", "expected", "answer"),
    [
        ("expect: {promote: ii_b}", "promote ii_b", "promote ii_a (by-years) is given"),
        ("expect: {promote: no}", "no promote", "promote ii_a (by-years) is given"),
        ("expect: {promote: barred}", "promote barred", "promote ii_a (by-years) is given"),
        (
            "with: {waited: 35}, expect: {promote: barred}",
            "promote barred",
            "by-years refuses: waited >= wait",
        ),
        (
            "with: {waited: 35}, expect: {promote: yes}",
            "promote",
            "by-years refuses: waited >= wait",
        ),
        (
            "with: {sanction: {ago: 1 month, value: cut}}, expect: {promote: yes}",
            "promote",
            "promote is barred by penalty-bar",
        ),
        (
            "with: {grade: ii_b}, expect: {promote: yes}",
            "promote",
            "promote is not given",
        ),
        (
            "expect: {pay: Rp 1000}",
            "pay Rp 1000",
            "pay Rp 1100 is given: pay Rp 100 (rent), pay Rp 1000 (salary)",
        ),
        (
            "expect: {pay: {salary: Rp 1000}}",
            "pay of salary Rp 1000",
            "pay Rp 1100 is given: pay Rp 100 (rent), pay Rp 1000 (salary)",
        ),
        (
            "with: {score: 40}, expect: {enrol: [sums]}",
            "enrol sums",
            "enrol law (statutes), enrol sums (sums) is given",
        ),
        ("expect: {enrol: [sums, law]}", "enrol sums, enrol law", "enrol sums (sums) is given"),
        ("expect: {enrol: law}", "enrol law", "enrol sums (sums) is given"),
        ("area: promotion, expect: nothing", "nothing", "promote is given"),
        ("because: by-diploma", "by-diploma stands", "it is not asked"),
        (
            "because: {by-years: waited}",
            "by-years fails on: waited >= wait",
            "it stands",
        ),
        (
            "with: {waited: 2, mark: [poor]}, because: {by-years: [waited]}",
            "by-years fails only on: waited >= wait",
            "it fails on: waited >= wait; lowest(mark over 2 years) >= fair",
        ),
        (
            "with: {sanction: {ago: 1 month, value: cut}}, because: by-years",
            "by-years stands",
            "it is barred by penalty-bar",
        ),
        (
            "with: {diploma: yes}, because: {by-years: barred by penalty-bar}",
            "by-years is barred by penalty-bar",
            "it is overridden by by-diploma",
        ),
        (
            "refusal: {by-years: waited}",
            "a refusal by by-years: waited >= wait",
            "nobody is refused",
        ),
        (
            "with: {waited: 2, mark: [poor]}, refusal: {by-years: lowest}",
            "a refusal by by-years: lowest(mark over 2 years) >= fair",
            "by-years: waited >= wait",
        ),
        (
            "with: {post: {office: desk}}, score: {head: 119.8}",
            "the score 119.8 points of head",
            "120 points",
        ),
        (
            "with: {post: {office: desk, vacant_months: 1}}, expect: {appoint: yes}",
            "appoint",
            "head refuses: post.vacant_months >= 2 months",
        ),
        (
            "with: {absence: {ago: 1 month, value: 5}}, expect: {sanction: {for: 5 months}}",
            "sanction for 5 months",
            "sanction cut for 6 months (absence) is given",
        ),
    ],
)
def test_what_is_not_as_expected_is_told_with_what_was_found(
    tmp_path: Path, said: str, expected: str, answer: str
) -> None:
    """A disappointed expectation says what was expected and what the law decides instead."""
    told = found(tmp_path, f"test: {{person: ani, on: 2021-06-01, {said}}}")
    assert told == [(expected, answer)]


def test_a_rule_that_is_not_in_force_yet_is_told_so(tmp_path: Path) -> None:
    """Before its first day a rule decides nothing, which is no traceback."""
    path = town(tmp_path, "test: {person: ani, on: 2001-01-01, because: by-diploma}")
    law = tmp_path / "law.yaml"
    law.write_text(
        law.read_text().replace("  by-diploma:\n", "  by-diploma:\n    from: 2010-01-01\n")
    )
    (failed,) = tried(load_cases([path]), ColumnarEngine()).failed
    (finding,) = failed.findings
    assert finding.values["found"] == "by-diploma is not in force, or not of these areas"


def test_a_reform_may_be_laid_over_the_law_of_the_cases(tmp_path: Path) -> None:
    """The same cases can be held against the law as a draft amends it."""
    tests = "test: {person: ani, with: {waited: 2 years}, on: 2026-01-01, expect: {promote: no}}"
    assert found(tmp_path, tests) == []
    assert found(tmp_path, tests, "reform") == [("no promote", "promote ii_a (by-years) is given")]


def test_amendments_may_stand_in_the_document(tmp_path: Path) -> None:
    """A document of cases may be about a policy with a reform."""
    path = town(
        tmp_path,
        "test: {person: ani, with: {waited: 2 years}, on: 2026-01-01, expect: {promote: yes}}",
    )
    path.write_text(path.read_text().replace("policy: law\n", "policy: law\namendments: reform\n"))
    assert CASES.partition("\n")[0] in path.read_text()
    assert tried(load_cases([path]), ColumnarEngine()).failed == ()


def test_rules_that_contradict_each_other_fail_only_the_case_that_shows_it(tmp_path: Path) -> None:
    """A contradiction is a finding of its case and names it; the others are decided."""
    path = town(
        tmp_path,
        "both: {person: ani, on: 2021-01-01, with: {diploma: yes, grade: i_a}, "
        "expect: {promote: yes}}\n"
        "one: {person: ani, on: 2021-01-01, with: {grade: i_a}, expect: {promote: i_b}}",
    )
    law = tmp_path / "law.yaml"
    law.write_text(law.read_text().replace("    overrides: [by-years]\n", ""))
    (failed,) = tried(load_cases([path]), ColumnarEngine()).failed
    assert failed.check.test == "both"
    (finding,) = failed.findings
    assert finding.code == "case-undecided"
    assert "the person of both on 2021-01-01" in finding.values["reason"]


@pytest.mark.durable
@pytest.mark.skipif(not engine_available("durable"), reason="durable-rules is not importable")
def test_both_engines_are_asked_and_must_agree(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second engine confirms every decision; one that is falsified is named with its case."""
    tests = """
waits: {person: ani, with: {waited: 35}, on: 2021-01-01, expect: {promote: no}}
barred: {person: budi, on: 2021-01-01, expect: {promote: barred}}
overridden: {person: ani, with: {diploma: yes}, on: 2021-01-01, expect: {promote: ii_a}}
"""
    held = trial(tmp_path, tests)
    assert confirm(held, "durable") == sum(len(sitting.checks) for sitting in held.sittings)
    monkeypatch.setattr(
        "policy_sim.cases.trial.decided_apart",
        lambda batches, engine: [decided_again(batch, "columnar") for batch in batches],
    )
    sitting = next(one for one in held.sittings if one.area == "promotion")
    index = sitting.decision.program.positions["by-years"]
    sitting.decision.stands[index, 0] = not sitting.decision.stands[index, 0]
    with pytest.raises(AuditError, match=f"{sitting.checks[0].test} on .*, promotion: by-years"):
        confirm(held, "durable")
