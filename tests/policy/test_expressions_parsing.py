"""Text to syntax: precedence, places, and a finding for whatever is no expression."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar, read_text
from policy_sim.policy.expressions import (
    conjuncts,
    names_of,
    parse,
    parse_literal,
    parse_ranges,
    type_condition,
    type_term,
)
from policy_sim.policy.lexer import LONGEST_TEXT
from policy_sim.policy.syntax import Syntax, Within
from policy_sim.policy.values import FLAG
from strategies_expressions import SCOPE, codes

WORDS = r"""
( ) | .. , + - * / < <= == != >= > % and or not in if then else over to any age education
4 0.5 years months Rp Rp5 2026-01-01 share superior.age post.span last predikat ladder round
min good married # ' " \ __import__ os.system lambda 1e9 none
"""
PIECES = st.sampled_from(WORDS.split())


def tree(text: str) -> Syntax:
    """Return the syntax of a text that has one."""
    findings: list[Diagnostic] = []
    syntax = parse(text, findings)
    assert syntax is not None, findings
    assert findings == []
    return syntax


def unread(text: str) -> Diagnostic:
    """Return the one finding of a text that has no syntax."""
    findings: list[Diagnostic] = []
    assert parse(text, findings) is None
    (finding,) = findings
    return finding


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("a or b and c", "a or (b and c)"),
        ("a and b or c", "(a and b) or c"),
        ("not a and b", "(not a) and b"),
        ("not a == b", "not (a == b)"),
        ("a and not b in c", "a and (not (b in c))"),
        ("a + b * c", "a + (b * c)"),
        ("a - b - c", "a - b - c"),
        ("a * b + c < d - e", "((a * b) + c) < (d - e)"),
        ("-a * b", "(-a) * b"),
        ("a in b + 1..c * 2", "a in ((b + 1)..(c * 2))"),
        ("if a then b else c or d", "if a then b else (c or d)"),
        ("if a or b then c else d", "if (a or b) then c else d"),
        ("f(a + b, c)", "f((a + b), c)"),
        ("f(a >= b over 2 years)", "f((a >= b) over (2 years))"),
        ("round(a / b to 0.01)", "round((a / b) to (0.01))"),
        ("2 weeks", "14 days"),
        ("4 years", "48 months"),
        ("1 year", "12 months"),
        ("Rp 175_000", "Rp175000"),
        ("1_000 points", "1000 points"),
        ("  a   <b ", "a < b"),
    ],
)
def test_precedence(text: str, same: str) -> None:
    """A text without parentheses is read as the one with them."""
    assert tree(text) == tree(same)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a - b - c", "a - (b - c)"),
        ("a / b / c", "a / (b / c)"),
        ("(a or b) and c", "a or (b and c)"),
        ("not (a and b)", "not a and b"),
        ("70%", "0.7"),
        ("4 workdays", "4 days"),
    ],
)
def test_different_texts_differ(one: str, other: str) -> None:
    """Parentheses and units change what is said."""
    assert tree(one) != tree(other)


def test_not_in_is_the_opposite_of_in() -> None:
    """``x not in s`` is one operator, not a negated name."""
    within = tree("x not in (a | b)")
    assert isinstance(within, Within)
    assert within.negated
    assert tree("x in (a | b)") != within


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("a", ["a"]),
        ("a and b and c", ["a", "b", "c"]),
        ("(a and b) and c > 1", ["a", "b", "c > 1"]),
        ("a or b", ["a or b"]),
        ("(a or b) and not (c and d)", ["a or b", "not (c and d)"]),
        ("if a then b else c", ["if a then b else c"]),
    ],
)
def test_clauses_are_the_items_of_the_top_level_and(text: str, clauses: list[str]) -> None:
    """A refusal points to an item of the outermost ``and``; an ``or`` counts as one."""
    assert [clause.text for clause in conjuncts(tree(text))] == clauses


def test_names_are_all_names_that_are_used() -> None:
    """Attributes, words, tables and operators are names; units and keywords are not."""
    used = {"a.b", "c", "count", "f", "look", "round", "s", "w", "x", "y", "z"}
    text = (
        "if f(a.b) > 4 years then (x | y) else round(c to 0.1) and count(s >= w over look) in 1..z"
    )
    assert names_of(tree(text)) == used


def test_places_are_those_of_the_document() -> None:
    """A node of an expression in a file has the line and column where it stands there."""
    document = read_text("a:\n  when: age > 4 years\nb: 'x and grde > 3'\n", "law.yaml")
    root = document.root
    assert isinstance(root, dict)
    inner = root["a"]
    assert isinstance(inner, dict)
    plain, quoted = inner["when"], root["b"]
    assert isinstance(plain, Scalar)
    assert isinstance(quoted, Scalar)
    (left, right) = tree(plain).parts
    assert (left.place, right.place) == (Place("law.yaml", 2, 9), Place("law.yaml", 2, 15))
    assert right.text == "4 years"
    second = conjuncts(tree(quoted))[1]
    assert second.place == Place("law.yaml", 3, 11)
    assert quoted[6:] == second.text


@pytest.mark.parametrize(
    ("text", "code", "column", "near"),
    [
        ("", "expression-empty", 1, ""),
        ("   ", "expression-empty", 4, ""),
        ("a >", "expression-unfinished", 4, ""),
        ("(a > b", "expression-unfinished", 7, ""),
        ("f(a", "expression-unfinished", 4, ""),
        ("if a then b", "expression-unfinished", 12, ""),
        ("a b", "unexpected-word", 3, ""),
        ("a)", "unexpected-word", 2, ""),
        ("f()", "unexpected-word", 3, ""),
        ("a not b", "unexpected-word", 7, ""),
        ("* a", "unexpected-word", 1, ""),
        ("a < b < c", "comparison-chain", 7, ""),
        ("a == b in c", "comparison-chain", 8, ""),
        ("a = b", "unknown-character", 3, "=="),
        ("a ≥ b", "unknown-character", 3, ">="),
        ("a => b", "unknown-character", 3, ">="),
        ("a =< b", "unknown-character", 3, "<="),
        ("a && b", "unknown-character", 3, "and"),
        ("a & b", "unknown-character", 3, "and"),
        ("a in [b]", "unknown-character", 6, "("),
        ("__import__('os')", "unknown-character", 12, ""),
        ("a; b", "unknown-character", 2, ""),
        ("a\x00", "unknown-character", 2, ""),
        ("x > 4 yeas", "unknown-unit", 7, "years"),
        ("x > 1e9", "unknown-unit", 6, ""),
        ("pay > Rp 175.000", "money-with-point", 7, "Rp 175000"),
        ("born < 2026-02-30", "no-such-day", 8, ""),
        ("x > " + "9" * 25, "number-too-long", 5, ""),
    ],
)
def test_what_is_no_expression_is_a_finding(text: str, code: str, column: int, near: str) -> None:
    """Each fault has its code, its column, and the likely mend."""
    finding = unread(text)
    assert (finding.code, finding.where.column) == (code, column)
    assert finding.values["near"] == near


@pytest.mark.parametrize(
    "text",
    [
        "(" * 10_000,
        "(" * 4_999 + "a" + ")" * 4_999,
        "not " * 2_400 + "a",
        "-" * 9_000 + "a",
        "if " * 3_000,
        "f(" * 4_000,
    ],
)
def test_deep_nesting_is_refused(text: str) -> None:
    """Ten thousand levels end as a finding, whatever they are made of."""
    assert unread(text).code == "expression-too-deep"


def test_a_long_text_is_refused_unread() -> None:
    """More characters than an article could have are not even looked at."""
    assert unread("(" * (LONGEST_TEXT + 1)).code == "expression-too-long"


def test_long_but_flat_is_fine() -> None:
    """Length alone does not count as depth: a thousand terms in a row can be read."""
    assert len(conjuncts(tree(" and ".join(["a"] * 1_000)))) == 1_000


def total(text: str) -> None:
    """Read *text* in every way there is; each gives a result exactly if there is no finding."""
    findings: list[Diagnostic] = []
    syntax = parse(text, findings)
    assert (syntax is None) == bool(findings)
    if syntax is not None:
        names_of(syntax)
        for reader in (type_condition, type_term):
            found: list[Diagnostic] = []
            assert (reader(syntax, SCOPE, found) is None) == bool(found), text
    for kind in (FLAG, *(a.type for a in SCOPE.vocabulary.attributes.values())):
        found = []
        assert (parse_literal(text, kind, found) is None) == bool(found)
        found = []
        assert (parse_ranges(text, kind, found) is None) == bool(found)


@given(st.text(max_size=60))
def test_random_text_never_raises(text: str) -> None:
    """Any text gives a tree or findings, never both and never an exception."""
    total(text)


@given(st.lists(PIECES, max_size=14).map(" ".join))
def test_random_words_of_the_language_never_raise(text: str) -> None:
    """Its own words in any order give a tree or findings."""
    total(text)


@given(st.lists(PIECES, max_size=10).map("".join))
def test_random_words_run_together_never_raise(text: str) -> None:
    """Without spaces between them too."""
    total(text)


@pytest.mark.parametrize(
    "text", ["__import__ == 1", "os.system > 1", "age.__class__ == 1", "exec(age)", "lambda > 1"]
)
def test_python_is_only_unknown_names(text: str) -> None:
    """Names of Python mean nothing in the law."""
    findings: list[Diagnostic] = []
    assert type_condition(tree(text), SCOPE, findings) is None
    assert set(codes(findings)) <= {"unknown-name", "unknown-relation", "unknown-function"}
