"""Names of a scenario that must match other names, and practices that must say what they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import read_text, shape
from policy_sim.policy.law import Law
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.study.references import reference_findings
from policy_sim.study.scenario_document import ScenarioShape
from small_office import MONEY, vocabulary

TEXT = """\
scenario: toy
title: A toy
profile: profile.yaml
organisation: organisation.yaml
start: 2026-01-01
years: 2
replications: 2
seed: 1
laws:
  base: {title: Base, policy: base.yaml}
  reform: {title: Reform, policy: reform.yaml}
practices:
  habit: {title: Habit}
arms: {laws: [base, reform], practices: [habit], baseline: base+habit}
history: {practice: habit}
systems: {}
assumptions: register.yaml
outcomes: {primary: [service_quality], window: end}
windows: {end: {year: 2}}
groups: [sex]
"""
WORDS = vocabulary()


def law(words: Vocabulary = WORDS, begins: date = date(2020, 1, 1)) -> Law:
    """Return a law without rules."""
    return Law("law", "A law", words, (Vintage(begins, None, (), {}, {}, {}),))


def found(*changes: tuple[str, str], laws: Mapping[str, Law] | None = None) -> list[Diagnostic]:
    """Return what is found in the scenario after some changes of its text."""
    text = TEXT
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    stated = shape(read_text(text, "s.yaml").root, ScenarioShape)
    return reference_findings(stated, {"base": law(), "reform": law()} if laws is None else laws)


def told(findings: list[Diagnostic]) -> list[tuple[str, str, int]]:
    """Return code, name and line of each finding."""
    return [(f.code, f.values["seen"], f.where.line) for f in findings]


def test_a_scenario_whose_names_all_match() -> None:
    """Nothing is found."""
    assert found() == []


@pytest.mark.parametrize(
    ("change", "expected", "near"),
    [
        (("laws: [base, reform]", "laws: [base, reforn]"), ("unknown-law", "reforn", 14), "reform"),
        (
            ("practices: [habit]", "practices: [habit, habbit]"),
            ("unknown-practice", "habbit", 14),
            "habit",
        ),
        (
            ("history: {practice: habit}", "history: {practice: hobit}"),
            ("unknown-practice", "hobit", 15),
            "habit",
        ),
        (
            ("baseline: base+habit", "baseline: base+habitt"),
            ("unknown-arm", "base+habitt", 14),
            "base+habit",
        ),
        (("window: end", "window: ende"), ("unknown-window", "ende", 18), "end"),
        (
            ("[service_quality]", "[service_qualty]"),
            ("unknown-outcome", "service_qualty", 18),
            "service_quality",
        ),
        (("groups: [sex]", "groups: [sx]"), ("unknown-group", "sx", 20), "sex"),
    ],
)
def test_each_name_is_told_where_it_stands(
    change: tuple[str, str], expected: tuple[str, str, int], near: str
) -> None:
    """A slip of one letter is one finding, on its line, with the word that was meant."""
    findings = found(change)
    assert told(findings) == [expected]
    assert findings[0].values["near"] == near


def test_the_baseline_must_be_an_arm_that_is_run() -> None:
    """A law that exists but is not among the arms makes no baseline."""
    (finding,) = found(("laws: [base, reform], p", "laws: [reform], p"))
    assert (finding.code, finding.values["seen"]) == ("unknown-arm", "base+habit")
    assert finding.values["allowed"] == "reform+habit"


def test_a_start_in_the_middle_of_a_year() -> None:
    """Outcomes are yearly: a study begins on 1 January, and the finding says of which year."""
    (finding,) = found(("start: 2026-01-01", "start: 2026-01-02"))
    assert (finding.code, finding.values["allowed"]) == ("start-not-new-year", "2026-01-01")


@pytest.mark.parametrize(("begins", "known"), [(date(2026, 1, 1), True), (date(2026, 1, 2), False)])
def test_a_law_must_exist_at_the_start(begins: date, known: bool) -> None:
    """A law that begins on the day of the start is there; one of the next day is not."""
    findings = found(laws={"base": law(), "reform": law(begins=begins)})
    assert told(findings) == ([] if known else [("no-law-at-start", "reform", 11)])


def test_a_study_needs_units() -> None:
    """A vocabulary that does not say where people work is told at the organisation."""
    without = {n: a for n, a in WORDS.attributes.items() if n != "unit"}
    one = law(replace(WORDS, attributes=without))
    findings = found(laws={"base": one, "reform": one})
    assert told(findings) == [("unknown-attribute", "unit", 4)]
    assert "grade" in findings[0].values["allowed"]


def test_laws_must_speak_of_people_in_the_same_words() -> None:
    """What only one of two laws declares, or declares otherwise, is named by the alphabet."""
    service = replace(WORDS.attributes["service"], type=MONEY)
    more = {**WORDS.attributes, "service": service, "bonus": replace(service, name="bonus")}
    other = law(replace(WORDS, attributes=more, series={}))
    (finding,) = found(laws={"base": law(), "reform": other})
    assert (finding.code, finding.where.line) == ("other-vocabulary", 11)
    assert finding.values["names"] == "bonus, service, verdict"


def test_a_law_that_could_not_be_loaded_is_not_blamed_again() -> None:
    """Without the baseline's law nothing is said of groups, units or vocabularies."""
    assert found(("groups: [sex]", "groups: [sx]"), laws={"reform": law()}) == []
    assert found(laws={}) == []


CLOSE = (
    "{title: Habit, order: {share: 30%, by: connection}}",
    "{title: Habit, ratings: {bias: 2 points, favours: connection}}",
    "{title: Habit, ratings: {bias: -2 points}}",
    "{title: Habit, changes: {2027-01-01: {order: {share: 30%, by: connection}}}}",
)


@pytest.mark.parametrize("practice", CLOSE)
def test_closeness_must_say_that_it_is_hypothetical(practice: str) -> None:
    """Whoever favours closeness, in order or ratings, now or later, says so or is told."""
    assert told(found(("{title: Habit}", practice))) == [("must-be-hypothetical", "habit", 13)]
    said = practice.replace("{title", "{hypothetical: yes, title", 1)
    assert found(("{title: Habit}", said)) == []


@pytest.mark.parametrize(
    "practice",
    [
        "{title: Habit, order: {share: 30%, by: service}}",
        "{title: Habit, ratings: {leniency: 2 points}}",
        "{title: Habit, ratings: {bias: 2 points, favours: service}}",
        "{title: Habit, ratings: {bias: 0 points, favours: connection}}",
    ],
)
def test_other_practices_need_not(practice: str) -> None:
    """Seniority, leniency, and a bias of nought are no closeness."""
    assert found(("{title: Habit}", practice)) == []


def test_all_mistakes_are_found_together() -> None:
    """An arm, a window and a practice: each its own finding, in one go."""
    findings = found(
        ("baseline: base+habit", "baseline: bse+habit"),
        ("window: end", "window: ende"),
        ("{title: Habit}", CLOSE[0]),
    )
    assert [f.code for f in findings] == ["unknown-arm", "unknown-window", "must-be-hypothetical"]
