from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from policy_documents import Folder
from policy_sim.policy import load_law
from policy_sim.policy.values import FLAG, Kind, Scale, Unit, ValueType
from policy_sim.report.decisions import trace_lines, trace_values
from policy_sim.report.meanings import value_words
from policy_sim.rules.case import load_case
from policy_sim.rules.engine import engine_named
from policy_sim.rules.programs import compile_area
from policy_sim.rules.trace import Trace, trace

ROOT = Path(__file__).parents[2]
GRADES = Scale("grades", ("none", "iii_a", "iii_b"), (0, 1, 2))


@pytest.mark.parametrize(
    ("value", "kind", "words"),
    [
        (2, ValueType(Kind.ORDERED, 0, 2, scale=GRADES), "iii_b"),
        (1, FLAG, "yes"),
        (0, FLAG, "no"),
        (48, ValueType(Kind.WHOLE, 0, 600, Unit.MONTHS), "48 months"),
        (715, ValueType(Kind.DECIMAL, 0, 1000, Unit.POINTS, Fraction(1, 10)), "71.5 points"),
        (2_785_700, ValueType(Kind.WHOLE, 0, 10**9, Unit.MONEY), "2,785,700 money"),
        (date(2027, 1, 31).toordinal(), ValueType(Kind.DATE, 1, 10**6), "2027-01-31"),
        (9, ValueType(Kind.WHOLE, 1, 17), "9"),
    ],
)
def test_integers_are_shown_as_people_write_them(value: int, kind: ValueType, words: str) -> None:
    """Nobody is shown the integer that stands for a grade, a score or a day."""
    assert value_words(value, kind) == words


def decided(area: str) -> Trace:
    """Return what the draft decides about the example person."""
    law = load_law(ROOT / "policies" / "medan" / "drafts" / "merit-reform.yaml")
    case = load_case(ROOT / "scenarios" / "cases" / "supervisor.yaml", law.vocabulary)
    program = compile_area(law.on(case.on), area)
    return trace(program, case.frame(), 0, engine_named("columnar"))


def test_a_grant_names_its_value_and_its_article() -> None:
    """What is given comes first, then each rule with its article."""
    lines = list(trace_lines(decided("appraisal")))
    assert lines[0] == "appraisal: rate good"
    assert "PermenPANRB 6/2022" in lines[1]


def test_a_refusal_names_the_clause_that_is_missing() -> None:
    """The person reads which clause fails, and what it read."""
    lines = list(trace_lines(decided("appointment")))
    assert lines[0].startswith("appointment: nothing is given (talent-administrator:")
    rules = "\n".join(lines).split("\n  talent-administrator ")
    (failing,) = [line for line in rules[1].split("\n") if line.strip().startswith("NO")]
    assert "competence >= min_competence" in failing
    assert "competence = 63 points" in failing


def test_the_json_of_a_decision_holds_the_same_clauses() -> None:
    """Another program gets what the text says, as values."""
    values = trace_values(decided("appointment"))
    assert values["given"] == {}
    (rule,) = [rule for rule in values["rules"] if rule["rule"] == "talent-administrator"]
    assert [clause["fulfilled"] for clause in rule["clauses"]].count(False) == 1
    assert rule["file"].rsplit("/", 1)[-1].startswith("merit-reform.yaml:")


def test_a_rule_that_bars_says_what(tmp_path: Path) -> None:
    """A bar that holds names the effects that it takes away, and the barred rule names the bar."""
    law = Folder(tmp_path).base(
        "rules:\n"
        "  rise: {when: age >= 20 years, then: promote}\n"
        "  clean-record: {when: age >= 30 years, then: {bar: [promote, appoint]}}\n"
    )
    case = tmp_path / "case.yaml"
    case.write_text("case: someone\non: 2026-01-01\nrecord: {age: 40 years}\n", encoding="utf-8")
    loaded = law.law()
    asked = load_case(case, loaded.vocabulary)
    program = compile_area(loaded.on(asked.on), "promotion")
    lines = list(trace_lines(trace(program, asked.frame(), 0, engine_named("columnar"))))
    assert lines[0] == "promotion: nothing is given (rise: barred by clean-record)"
    assert "  clean-record: holds: bars promote, bars appoint" in lines
    assert "  rise: holds, but is barred by clean-record" in lines


def laid_open(folder: Path, rules: str, record: str, area: str = "promotion") -> list[str]:
    """Return the lines on one person under a few rules."""
    law = Folder(folder).base(f"rules:\n{rules}").law()
    case = folder / "case.yaml"
    case.write_text(f"case: someone\non: 2026-01-01\nrecord: {{{record}}}\n", encoding="utf-8")
    asked = load_case(case, law.vocabulary)
    program = compile_area(law.on(asked.on), area)
    return list(trace_lines(trace(program, asked.frame(), 0, engine_named("columnar"))))


def test_a_person_whom_no_rule_concerns(tmp_path: Path) -> None:
    """Out of the scope of every rule there is one line and no rule is laid open."""
    rules = "  rise: {applies_to: age >= 50 years, then: promote}\n"
    assert laid_open(tmp_path, rules, "age: 40 years") == [
        "promotion: no rule applies to this person"
    ]


def test_a_rule_that_is_overridden_names_the_exception(tmp_path: Path) -> None:
    """The exception stands, gives nothing, and the rule says by whom it was set aside."""
    rules = (
        "  rise: {when: age >= 20 years, then: promote}\n"
        "  too-young: {when: age < 50 years, then: nothing, overrides: [rise]}\n"
    )
    lines = laid_open(tmp_path, rules, "age: 40 years")
    assert "  rise: overridden by too-young" in lines
    assert lines[0].startswith("promotion: nothing is given (rise: ")


def test_only_rules_in_scope_are_laid_open(tmp_path: Path) -> None:
    """Of two rules the one that does not concern the person is left out, by its absence alone."""
    rules = (
        "  old: {applies_to: age >= 50 years, then: promote}\n"
        "  young: {applies_to: age < 50 years, when: age >= 20 years, then: promote}\n"
    )
    lines = laid_open(tmp_path, rules, "age: 40 years")
    assert lines[0] == "promotion: promote"
    assert [line for line in lines if line.startswith("  old")] == []
    assert "    yes  age >= 20 years   [age = 480 months]" in lines


def test_missing_clauses_are_counted(tmp_path: Path) -> None:
    """Of three clauses two fail: the rule says so, and each clause says whether it does."""
    rules = "  rise: {when: [age >= 50 years, sex == f, age >= 20 years], then: promote}\n"
    lines = laid_open(tmp_path, rules, "age: 40 years, sex: m")
    assert "  rise: does not hold; 2 of 3 clauses not fulfilled" in lines
    marks = [line[4:7] for line in lines if line.startswith("    ") and "at   " not in line]
    assert marks == ["NO ", "NO ", "yes"]
