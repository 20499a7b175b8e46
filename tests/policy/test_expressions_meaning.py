"""What typed expressions compute is what their texts say, in exact fractions."""

from __future__ import annotations

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from policy_sim.diagnostics import Diagnostic
from policy_sim.policy.expressions import parse, type_condition, type_term
from policy_sim.policy.values import EXACT
from strategies_expressions import (
    COLUMNS,
    SCOPE,
    Asked,
    Record,
    Said,
    codes,
    holds,
    integer_of,
    quantities,
    questions,
    records,
)

UNITS = st.sampled_from(sorted(COLUMNS))
SLOW = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])


@SLOW
@given(UNITS.flatmap(quantities), st.lists(records(), min_size=1, max_size=5))
def test_a_term_is_its_text_in_fractions(said: Said, people: list[Record]) -> None:
    """For every expression and record the integer times the step is the exact value, and it and
    every part of it lies in its range, below 2^53.
    """
    findings: list[Diagnostic] = []
    syntax = parse(said.text, findings)
    assert syntax is not None, (said.text, findings)
    found = type_term(syntax, SCOPE, findings)
    assume(found is not None or set(codes(findings)) != {"too-large"})
    assert found is not None, (said.text, findings)
    for record in people:
        assert integer_of(found, record) * found.type.step == said.value(record), said.text


@SLOW
@given(questions(), st.lists(records(), min_size=1, max_size=5))
def test_a_condition_is_its_text_in_fractions(asked: Asked, people: list[Record]) -> None:
    """Comparisons, quotients, ties, sets and junctions are true exactly when the text is."""
    findings: list[Diagnostic] = []
    syntax = parse(asked.text, findings)
    assert syntax is not None, (asked.text, findings)
    condition = type_condition(syntax, SCOPE, findings)
    assume(condition is not None or set(codes(findings)) != {"too-large"})
    assert condition is not None, (asked.text, findings)
    for record in people:
        assert holds(condition, record) == asked.true(record), (asked.text, str(condition))


@given(UNITS.flatmap(quantities))
def test_the_same_text_gives_the_same_tree(said: Said) -> None:
    """Typing is a function of the text: two readings are equal and have one canonical text."""
    findings: list[Diagnostic] = []
    one, two = parse(said.text, findings), parse(said.text, findings)
    assert one is not None
    assert one == two
    first, second = type_term(one, SCOPE, []), type_term(one, SCOPE, [])
    assert first == second
    assert str(first) == str(second)


@given(UNITS.flatmap(quantities))
def test_no_range_reaches_two_to_the_53(said: Said) -> None:
    """A term that is let through has its whole range below 2^53."""
    syntax = parse(said.text, [])
    assert syntax is not None
    found = type_term(syntax, SCOPE, [])
    assume(found is not None)
    assert found is not None
    assert -EXACT < found.type.low <= found.type.high < EXACT
