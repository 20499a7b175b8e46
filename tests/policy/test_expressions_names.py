"""Names: attributes, relations, posts, the day, parameters, definitions, tables."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policy_sim.diagnostics import Diagnostic
from policy_sim.policy.ast import Column, Condition, Lookup, Term
from policy_sim.policy.expressions import Scope, parse, type_term
from policy_sim.policy.extent import DEEPEST_TREE, LARGEST_TREE
from policy_sim.policy.tables import Table, TableRow
from policy_sim.policy.values import EXACT, FLAG, Unit
from policy_sim.policy.vocabulary import Attribute
from strategies_expressions import (
    MONEY,
    SCOPE,
    VOCABULARY,
    codes,
    holds,
    integer_of,
    number,
    on,
    parameter,
    refused,
    refused_term,
    table,
    term,
    typed,
)


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("age", "age"),
        ("superior.age", "superior.age"),
        ("superior.predikat", "superior.predikat"),
        ("unit.headcount", "unit.headcount"),
        ("unit.result", "unit.result"),
        ("post.span", "post.span"),
        ("post.education", "post.education"),
        ("today.year", "today.year"),
        ("today.month", "today.month"),
    ],
)
def test_a_name_is_a_column(text: str, column: str) -> None:
    """One hop to another subject, a post or the day is a column like any attribute."""
    found = term(text)
    assert isinstance(found, Column)
    assert found.name == column


def test_a_column_has_the_type_of_its_attribute() -> None:
    """A hop changes the subject, not the type."""
    assert term("superior.competence").type == VOCABULARY.attributes["competence"].type
    assert term("unit.result").type == VOCABULARY.series["result"].type
    assert term("unit.headcount").type.unit is Unit.PERSONS


def test_a_dotted_attribute_is_found_as_declared() -> None:
    """The stage of a track is an attribute whose name has a dot."""
    stage = Attribute("improvement.months", number(0, 60, Unit.MONTHS))
    scope = replace(
        SCOPE,
        vocabulary=replace(VOCABULARY, attributes={**VOCABULARY.attributes, stage.name: stage}),
    )
    assert str(typed("improvement.months > 6 months", scope)) == "improvement.months > 6"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("grad > 3", "unknown-name"),
        ("competance > 3 points", "unknown-name"),
        ("superior.agee > 3 months", "unknown-name"),
        ("superior.headcount > 3 persons", "unknown-name"),
        ("today.day > 3", "unknown-name"),
        ("superior.superior.age > 3 months", "unknown-name"),
        ("superor.age > 3 months", "unknown-relation"),
        ("headcount > 3 persons", "other-subject"),
        ("span > 3", "other-subject"),
        ("ladder == oral", "not-applied"),
        ("min > 3", "not-applied"),
        ("lader(3 workdays) == oral", "unknown-function"),
        ("age(3) > 3", "unknown-function"),
        ("base(education, education) > Rp 3", "wrong-arguments"),
        ("round(share, share) > 3", "wrong-arguments"),
        ("max(share) > 3", "wrong-arguments"),
        ("max(share, 1 to 0.1) > 3", "step-not-here"),
        ("base(education to 0.1) > Rp 3", "step-not-here"),
        ("round(share to 0) > 3", "not-fixed"),
        ("round(share to share) > 3", "not-fixed"),
        ("base(education over 2 years) > Rp 3", "window-not-here"),
    ],
)
def test_a_name_that_means_nothing_is_a_finding(text: str, code: str) -> None:
    """Each way to miss a name has its own code."""
    assert codes(refused(text)) == [code]


def test_names_are_listed_only_where_none_is_meant() -> None:
    """A near name stands alone; else at most twelve are listed, and no words of scales."""
    near, far = refused("competance > 3 points")[0], refused("qqq > 3 points")[0]
    assert (near.values["near"], near.values["allowed"]) == ("competence", "")
    listed = far.values["allowed"].split(", ")
    assert (far.values["near"], len(listed), listed[-1]) == ("", 13, "…")
    assert not {"yes", "no", "bachelor", "outer"} & {*listed}


def test_what_is_listed_fits_where_it_would_stand() -> None:
    """Where months are needed, only what is counted in months is offered."""
    (finding,) = refused_term("qqq", number(0, 60, Unit.MONTHS))
    listed = finding.values["allowed"].split(", ")
    assert "age" in listed
    assert not {"competence", "share"} & {*listed}


def test_the_closest_name_is_offered() -> None:
    """A slip of the pen in an attribute, a hop, a table or a relation is recognised."""
    pairs = {
        "competance > 3 points": "competence",
        "superior.agee > 3 months": "superior.age",
        "lader(3 workdays) == oral": "ladder",
        "superor.age > 3 months": "superior",
        "headcount > 3 persons": "unit.headcount",
    }
    for text, meant in pairs.items():
        (finding,) = refused(text)
        assert finding.values["near"] == meant


def test_a_post_is_known_only_post_by_post() -> None:
    """A rule that is not decided for each post cannot ask about one."""
    assert codes(refused("post.span > 3", replace(SCOPE, post=False))) == ["no-post-here"]
    assert str(typed("post.span > 3")) == "post.span > 3"


def test_a_parameter_is_a_constant_of_its_own_step() -> None:
    """The same quantity whatever the step of what it is compared with."""
    assert str(typed("competence >= min_competence")) == "competence >= 705"
    assert str(typed("potential >= min_competence")) == "potential >= 71"
    assert codes(refused("potential in min_competence..100 points")) == ["finer-than-step"]


def test_a_set_of_another_step_must_fit() -> None:
    """A value of a set that lies between two steps of the attribute is a finding."""
    points = number(0, EXACT - 1, Unit.POINTS, VOCABULARY.attributes["competence"].type.step)
    marks = parameter("marks", "(70.5 points | 80 points)", points)
    whole = parameter("whole", "(70 points | 80 points..90 points)", points)
    scope = replace(SCOPE, parameters={"marks": marks, "whole": whole})
    assert str(typed("competence in marks", scope)) == "competence in (705 | 800)"
    assert str(typed("potential in whole", scope)) == "potential in (70 | 80..90)"
    assert codes(refused("potential in marks", scope)) == ["finer-than-step"]


def defined(**texts: str) -> Scope:
    """Return the scope with definitions, each typed with those before it; one is a condition
    if its text cannot be read as a number or a word.
    """
    scope = SCOPE
    for name, text in texts.items():
        syntax = parse(text, [])
        assert syntax is not None
        meaning: Term | Condition | None = type_term(syntax, scope, [])
        if meaning is None or meaning.type == FLAG:
            meaning = typed(text, scope)
        scope = replace(scope, definitions={**scope.definitions, name: meaning})
    return scope


def levels_until_refused(text: str) -> int:
    """Return how often *text* can define itself from the level before, starting from age."""
    scope = defined(d="age")
    for level in range(1_000):
        syntax = parse(text, [])
        assert syntax is not None
        findings: list[Diagnostic] = []
        meaning = type_term(syntax, scope, findings)
        if meaning is None:
            assert codes(findings) == ["expression-too-large"]
            return level
        scope = replace(scope, definitions={"d": meaning})
    raise AssertionError


def test_definitions_are_put_in_their_places() -> None:
    """A definition may be a condition, a number or a word, and use another."""
    scope = defined(
        senior="service >= 10 years",
        merit="0.6 * competence + 0.4 * potential",
        degree="one_below(education)",
        strong="senior and merit >= 80 points",
    )
    assert str(typed("strong or degree == s1", scope)) == (
        "((service >= 120 and (3 * competence + 20 * potential) >= 4000) "
        "or one_below(education) == 1)"
    )
    assert str(typed("not senior", scope)) == "not service >= 120"


def test_a_definition_keeps_its_unit() -> None:
    """What is computed in a definition is still money, also after a product."""
    scope = defined(part="share * pay", wage="base(education) * 80%")
    assert str(typed("part > Rp 10", scope)) == "(share * pay) > 1000"
    assert codes(refused("part > 10", scope)) == ["unit-missing"]
    assert codes(refused("wage > part + 1 month", scope)) == ["units-differ"]


def test_definitions_that_double_have_a_limit() -> None:
    """A definition used twice in the next, again and again, is refused before it fills memory."""
    levels = levels_until_refused("max(d, d)")
    assert 2 ** (levels + 1) - 1 <= LARGEST_TREE < 2 ** (levels + 2) - 1


def test_definitions_that_chain_have_a_limit() -> None:
    """A tree of few parts can still be too deep for its readers."""
    assert levels_until_refused("max(d, 1 month)") == DEEPEST_TREE - 1


def test_a_table_is_applied_to_what_its_input_asks() -> None:
    """The argument has the unit and step of the input, the result the type of the cells."""
    found = term("ladder(total(absence over this_year))")
    assert isinstance(found, Lookup)
    assert found.type == SCOPE.tables["ladder"].output
    wage = term("base(education)")
    assert (wage.type.low, wage.type.high) == (1_000_000, 3_000_000)
    assert [integer_of(wage, {"education": code}) for code in (0, 1, 4)] == [
        1_000_000,
        2_000_000,
        3_000_000,
    ]


def test_an_argument_must_lie_in_the_table() -> None:
    """A table without rows for a possible argument is refused, unless it has an ``else``."""
    kind = number(0, EXACT - 1, Unit.MONTHS)
    steps = table("steps", kind, MONEY, {1: 5, 24: 7})
    scope = replace(SCOPE, tables={"steps": steps})
    text = "steps(service) > Rp 5"
    assert codes(refused(text, scope)) == ["outside-table"]
    total = replace(SCOPE, tables={"steps": replace(steps, otherwise=9)})
    assert str(typed(text, total)) == "steps(service) > 5"
    assert str(typed("steps(max(service, 1 month)) > Rp 5", scope)).endswith("> 5")
    assert codes(refused("steps(service - 1 year) > Rp 5", scope)) == ["outside-table"]


def test_a_table_of_two_inputs() -> None:
    """Each argument is of its own input; a word is one of the scale of its input."""
    months = number(0, 1200, Unit.MONTHS)
    degrees = on(VOCABULARY.scales["education"])
    place = SCOPE.tables["base"].rows[0].place
    rows = tuple(
        TableRow(((code, code), span), code * 10 + index, place)
        for code in range(5)
        for index, span in enumerate(((0, 23), (24, 1200)))
    )
    both = Table("both", (degrees, months), number(0, 99), rows)
    scope = replace(SCOPE, tables={"both": both})
    condition = typed("both(s2, service) == 21 and both(education, 2 years) > 0", scope)
    assert holds(condition, {"service": 24, "education": 3})
    assert not holds(condition, {"service": 23, "education": 3})
    assert codes(refused("both(service, s2) > 1", scope)) == ["kinds-differ", "wrong-value"]
