"""The ``when`` of a rule: its clauses, its nests, and the text that a refusal shows."""

from __future__ import annotations

from itertools import product

import pytest

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Node, read_text
from policy_sim.policy.ast import ALWAYS, All, Any, Condition, Not
from policy_sim.policy.clauses import clauses_of, condition_of
from policy_sim.policy.rule import Clause
from strategies_expressions import SCOPE, holds


def node(text: str) -> Node:
    """Return the part of a document after ``when:``."""
    root = read_text(f"when: {text}\n", "law.yaml").root
    assert isinstance(root, dict)
    return root["when"]  # type: ignore[no-any-return]


def clauses(text: str) -> tuple[tuple[Clause, ...], list[Diagnostic]]:
    """Return the clauses of a ``when``, with the findings."""
    findings: list[Diagnostic] = []
    return clauses_of(node(text), SCOPE, findings), findings


def condition(text: str) -> Condition:
    """Return the condition of a ``when`` that has no findings."""
    findings: list[Diagnostic] = []
    found = condition_of(node(text), SCOPE, findings)
    assert findings == []
    return found


A, B, C = "service >= 12 months", "married", "zone == outer"
PEOPLE = [
    {"service": service, "married": married, "zone": zone}
    for service, married, zone in product((11, 12), (0, 1), (0, 1))
]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (A, lambda a, b, c: a),
        (f"[{A}, {B}, {C}]", lambda a, b, c: a and b and c),
        (f"{{all: [{A}, {B}]}}", lambda a, b, c: a and b),
        (f"{{any: [{A}, {B}]}}", lambda a, b, c: a or b),
        (f"{{none: [{A}, {B}]}}", lambda a, b, c: not (a or b)),
        (f"{{none: {A}}}", lambda a, b, c: not a),
        (f"{{any: {A}}}", lambda a, b, c: a),
        (f"{{any: [{A}, {{all: [{B}, {C}]}}]}}", lambda a, b, c: a or (b and c)),
        (f"{{any: [[{A}, {B}], {C}]}}", lambda a, b, c: (a and b) or c),
        (f"{{any: [{A}], none: [{B}], all: [{C}]}}", lambda a, b, c: a and not b and c),
        (f"{{none: {{none: [{A}, {B}]}}}}", lambda a, b, c: a or b),
        (f"{A} and ({B} or not {C})", lambda a, b, c: a and (b or not c)),
        ("[]", lambda a, b, c: True),
        ("{any: []}", lambda a, b, c: False),
        ("{none: []}", lambda a, b, c: True),
    ],
)
def test_nests_mean_what_their_words_say(text: str, meant: object) -> None:
    """All, any and none, in one another and side by side, agree with logic for everybody; an
    empty ``all`` or ``none`` holds, an empty ``any`` does not.
    """
    found = condition(text)
    asked = All(tuple(clause.condition for clause in clauses(text)[0]))
    for person in PEOPLE:
        truth = (person["service"] >= 12, bool(person["married"]), bool(person["zone"]))
        assert holds(found, person) == meant(*truth)  # type: ignore[operator]
        assert holds(asked, person) == meant(*truth)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("text", "texts"),
    [
        (f"{A} and {B} and {C}", [A, B, C]),
        (f"[{A} and {B}, {C}]", [A, B, C]),
        (f"({A} and {B}) and {C}", [A, B, C]),
        (f"{A} or {B}", [f"{A} or {B}"]),
        (f"not ({A} and {B})", [f"not ({A} and {B})"]),
        (f"{{all: [{A}, {{all: [{B}, {C}]}}]}}", [A, f"{{all: [{B}, {C}]}}"]),
        (f"{{all: {{all: [{A}, {B}]}}}}", [A, B]),
        (f"{{any: [{A}, {B}]}}", [f"{{any: [{A}, {B}]}}"]),
        (f"[[{A}, {B}], {C}]", [f"[{A}, {B}]", C]),
        ("[]", []),
    ],
)
def test_what_counts_as_one_clause(text: str, texts: list[str]) -> None:
    """Each ``and`` at the top is a clause of its own; what is nested deeper is shown as one."""
    found, findings = clauses(text)
    assert findings == []
    assert [clause.text for clause in found] == texts


def test_clauses_have_their_own_places() -> None:
    """The second half of an ``and``, and the second item of a list, stand where they begin."""
    found, _ = clauses(f"{A} and {B}")
    assert [(c.place.line, c.place.column) for c in found] == [(1, 7), (1, 32)]
    found, _ = clauses(f"\n  - {B}\n  - any: [{A}]")
    assert [(c.place.line, c.place.column) for c in found] == [(2, 5), (3, 5)]


def test_no_when_always_holds() -> None:
    """Nothing stated has no clauses and is always true."""
    assert clauses_of(None, SCOPE, []) == ()
    assert condition_of(None, SCOPE, []) == ALWAYS


def test_every_wrong_clause_is_told_and_left_out() -> None:
    """Two wrong halves and a wrong item are three findings; the right one is still a clause."""
    found, findings = clauses("[servce >= 1 month and maried, married, zone == outr]")
    assert [finding.values["near"] for finding in findings] == ["service", "married", "outer"]
    assert [clause.text for clause in found] == ["married"]


def test_an_unknown_word_of_a_nest() -> None:
    """``every`` is told with the three words there are, and what stands beside it is read."""
    findings: list[Diagnostic] = []
    found = condition_of(node(f"{{evry: [{A}], any: [{B}], al: [{C}]}}"), SCOPE, findings)
    assert [(f.code, f.values["seen"], f.values["near"]) for f in findings] == [
        ("unknown-key", "evry", ""),
        ("unknown-key", "al", "all"),
    ]
    assert findings[0].values["allowed"] == "all, any, none"
    assert (findings[0].where.line, findings[0].where.column) == (1, 8)
    assert isinstance(found, Any)
    assert holds(found, {"married": 1})


def test_none_is_the_opposite_of_any() -> None:
    """The typed tree keeps the words: a ``none`` is a ``not`` of an ``any``."""
    found = condition(f"{{none: [{A}, {B}]}}")
    assert isinstance(found, Not)
    assert found.item == condition(f"{{any: [{A}, {B}]}}")
