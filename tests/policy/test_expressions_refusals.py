"""Expressions that are read but mean nothing: each refused once, where the fault stands."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policy_sim.policy.ast import ALWAYS, NEVER
from policy_sim.policy.values import FLAG
from strategies_expressions import SCOPE, codes, holds, parameter, refused, typed


@pytest.mark.parametrize(
    ("text", "code", "seen"),
    [
        ("round(zone) > 3", "number-needed", "zone"),
        ("round(service / 1 year to inner) > 3", "number-needed", "inner"),
        ("round(service / 1 year to share) > 3", "not-fixed", "share"),
        ("round(service / 1 year to 0) > 3", "not-fixed", "0"),
        ("one_above(service) == 3", "not-ordered", "service"),
        ("servce in (1 month | 2 months)", "unknown-name", "servce"),
        ("zone > inner", "not-ordered", ">"),
        ("married < yes", "not-ordered", "<"),
        ("zone == education", "kinds-differ", "a word of a scale"),
        ("(if servce > 1 month then 1 else 2) > 1", "unknown-name", "servce"),
        ("pay * pay > Rp 5 * Rp 5", "too-large", "pay * pay"),
        ("service in (1 | 2 months)", "unit-missing", "1"),
        ("service / 2 in (1 month | 2 months)", "division-outside", "service / 2"),
        ("service", "not-a-condition", "service"),
        ("inner", "not-a-condition", "inner"),
    ],
)
def test_one_fault_is_one_finding(text: str, code: str, seen: str) -> None:
    """The finding shows the part that is at fault, and the whole is withheld."""
    (finding,) = refused(text)
    assert (finding.code, finding.values["seen"]) == (code, seen)
    column = text.index(seen) + 1 if code != "not-ordered" and seen in text else None
    if column is not None:
        assert finding.where.column == column


def test_two_faults_are_two_findings() -> None:
    """Both sides of an ``and`` are told, in their order."""
    assert codes(refused("servce > 1 month and zone > inner")) == ["unknown-name", "not-ordered"]


@pytest.mark.parametrize(("word", "meaning"), [("yes", ALWAYS), ("no", NEVER)])
def test_a_flag_that_is_a_parameter(word: str, meaning: object) -> None:
    """A parameter of yes or no stands for a condition that always or never holds."""
    scope = replace(SCOPE, parameters={"strict": parameter("strict", word, FLAG)})
    assert typed("strict", scope) == meaning
    for married in (0, 1):
        expected = word == "yes" and married == 1
        assert holds(typed("strict and married", scope), {"married": married}) == expected


def test_sums_of_quotients_too_large_to_compute() -> None:
    """Two shares of pay whose divisors cannot be multiplied are refused, not compared wrongly."""
    text = "share / (pay + Rp 1) + share / (pay + Rp 2) > share / (pay + Rp 3)"
    assert set(codes(refused(text))) == {"too-large"}
