"""Makers of columns: what is worked out once, and what stays one integer for all."""

from __future__ import annotations

import numpy as np
import pytest

from policy_sim.policy import ast
from policy_sim.policy.ast import Rounding
from policy_sim.policy.rule import Effect
from policy_sim.rules.features import Features
from policy_sim.rules.making import Terms
from policy_sim.rules.programs import compile_area
from small_law import WHOLE, amount, at_least, column, frame, rule, vintage

GRADE = column("grade")
FOUR = amount(4)
GIVES = [Effect("promote")]


def asked(term: ast.Term, grades: list[int]) -> object:
    """Return the value of *term* for people of these *grades*, in a post of office 3."""
    record = frame({"grade": grades, "post.office": [3] * len(grades)})
    value = Features(record).of(term)
    return value if isinstance(value, int) else value.tolist()


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (ast.Sum(WHOLE, ((2, FOUR), (3, amount(1)))), 11),
        (ast.Sum(WHOLE, ((2, GRADE), (3, FOUR))), [14, 16]),
        (ast.Product(WHOLE, FOUR, amount(5)), 20),
        (ast.Product(WHOLE, GRADE, FOUR), [4, 8]),
        (ast.Extreme(WHOLE, True, (FOUR, amount(5))), 5),
        (ast.Extreme(WHOLE, False, (FOUR, GRADE)), [1, 2]),
        (ast.Quotient(WHOLE, amount(7), amount(2), Rounding.ROUND), 4),
        (ast.Quotient(WHOLE, amount(-7), amount(2), Rounding.CEIL), -3),
        (ast.Quotient(WHOLE, GRADE, FOUR, Rounding.FLOOR, 6), [1, 3]),
        (ast.Choice(WHOLE, at_least("grade", 2), amount(900), GRADE), [1, 900]),
        (ast.Choice(WHOLE, ast.ALWAYS, amount(900), GRADE), 900),
    ],
)
def test_what_is_the_same_for_all_stays_one_integer(term: ast.Term, expected: object) -> None:
    """A term without a column in it is an integer; with one, it is a column of 64 bits."""
    assert asked(term, [1, 2]) == expected


def test_sums_of_narrow_columns_do_not_overflow() -> None:
    """A column of 8 bits is widened before it is reckoned with."""
    record = frame({"grade": [100, 120]})
    narrow = {"grade": np.array([100, 120], dtype=np.int8)}
    term = ast.Sum(WHOLE, ((100, GRADE), (1, amount(1000))))
    features = Features(type(record)(narrow, record.past, record.today, 2))
    assert features.column(term).tolist() == [11_000, 13_000]


def test_a_text_a_form_and_a_maker_are_worked_out_once() -> None:
    """Asked again, each is the same object; equal terms share one column under one text."""
    known = Terms({}, {})
    condition = at_least("grade", 2)
    assert known.form(condition) is known.form(condition)
    assert known.text(GRADE) == known.text(column("grade")) == "grade"
    assert list(known) == ["grade"]
    assert known["grade"] is not None
    assert known.maker("grade") is known.makers["grade"]
    with pytest.raises(KeyError, match="unknown"):
        known.maker("unknown")


def test_rules_share_what_they_have_in_common() -> None:
    """One clause in two rules is one object, which the engine reads once."""
    clause = at_least("grade", 2)
    law = vintage(
        rule("first", clause, at_least("age", 3), gives=GIVES),
        rule("second", clause, at_least("age", 4), gives=GIVES),
    )
    first, second = compile_area(law, "promotion").logic.conditions
    assert first.items[0] is second.items[0]  # type: ignore[union-attr]
    assert first.items[1] is not second.items[1]  # type: ignore[union-attr]
