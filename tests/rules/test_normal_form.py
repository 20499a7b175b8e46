"""Negation normal form and stages: the same truth without ``not``, and without disjunctions."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_sim.policy import ast
from policy_sim.policy.comparator import Comparison
from policy_sim.rules.columnar import truth
from policy_sim.rules.columns import FixedColumns
from policy_sim.rules.normal_form import (
    FALSE,
    TRUE,
    Atom,
    Every,
    Form,
    Some,
    Within,
    alternatives,
    every,
    feature_names,
    normal_form,
)
from policy_sim.rules.stages import staged
from small_law import amount, at_least, below, column
from strategies_rules import NUMBER, conditions, vocabularies

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]


@st.composite
def formed(draw: st.DrawFn) -> tuple[ast.Condition, dict[str, ast.Term], FixedColumns]:
    """Return a condition, the terms it compares, and any integers in their place."""
    condition = draw(conditions(draw(vocabularies())))
    terms: dict[str, ast.Term] = {}
    normal_form(condition, terms)
    values = st.lists(st.integers(-12, 42), min_size=6, max_size=6)
    columns = {name: np.array(draw(values), dtype=np.int64) for name in terms}
    return condition, terms, FixedColumns(6, columns)


@settings(suppress_health_check=SLOW_TO_DRAW)
@given(formed())
def test_a_condition_and_its_negation_are_opposites(
    case: tuple[ast.Condition, dict[str, ast.Term], FixedColumns],
) -> None:
    """Pushing ``not`` inward flips the truth of every case, and twice restores it."""
    condition, terms, columns = case
    plain = truth(normal_form(condition, terms), columns)
    assert (truth(normal_form(ast.Not(condition), terms), columns) == ~plain).all()
    assert (truth(normal_form(condition, terms, negated=True), columns) == ~plain).all()
    assert normal_form(ast.Not(ast.Not(condition)), terms) == normal_form(condition, terms)


@settings(suppress_health_check=SLOW_TO_DRAW)
@given(formed())
def test_stages_conclude_what_the_form_says(
    case: tuple[ast.Condition, dict[str, ast.Term], FixedColumns],
) -> None:
    """Conjunctions stage by stage give the truth of the nested form, reading only the past."""
    condition, terms, columns = case
    form = normal_form(condition, terms)
    stages, (outcome,) = staged([form])
    known = dict(columns.values)
    for conclusions in stages:
        concluded: dict[str, np.ndarray] = {}
        for item in conclusions:
            fires = truth(Every(item.atoms), FixedColumns(columns.size, known))
            concluded[item.name] = concluded.get(item.name, np.zeros(6, np.bool_)) | fires
        known |= {name: flags.astype(np.int64) for name, flags in concluded.items()}
    expected = truth(form, columns)
    assert (
        (known[outcome] == expected).all()
        if isinstance(outcome, str)
        else ((expected == outcome).all())
    )


def _shapes(form: Form) -> Iterator[type]:
    yield type(form)
    if isinstance(form, Every | Some):
        for item in form.items:
            yield from _shapes(item)


@settings(suppress_health_check=SLOW_TO_DRAW)
@given(formed())
def test_a_normal_form_holds_only_comparisons_every_and_some(
    case: tuple[ast.Condition, dict[str, ast.Term], FixedColumns],
) -> None:
    """Nothing else is left, and every feature it reads is among the terms."""
    condition, terms, _ = case
    form = normal_form(condition, terms)
    assert set(_shapes(form)) <= {Atom, Within, Every, Some}
    assert set(feature_names(form)) <= terms.keys()


def test_constants_move_to_the_right_and_fold() -> None:
    """``5 < grade`` reads ``grade > 5``; two constants are simply true or false."""
    terms: dict[str, ast.Term] = {}
    left = ast.Compare(Comparison.LT, amount(5), column("grade"))
    assert normal_form(left, terms) == Atom(Comparison.GT, "grade", 5)
    assert normal_form(ast.Compare(Comparison.LT, amount(5), amount(6)), terms) == TRUE
    assert normal_form(ast.Compare(Comparison.GE, amount(5), amount(6)), terms) == FALSE
    assert list(terms) == ["grade"]


def test_what_is_always_true_or_false_disappears() -> None:
    """An ``all`` with a falsehood is false, an ``any`` with a truth is true."""
    terms: dict[str, ast.Term] = {}
    some = at_least("service", 4)
    assert normal_form(ast.All((some, ast.NEVER)), terms) == FALSE
    assert normal_form(ast.Any((some, ast.ALWAYS)), terms) == TRUE
    assert normal_form(ast.All((some, ast.ALWAYS)), terms) == normal_form(some, terms)
    assert normal_form(ast.Any((some, ast.NEVER)), terms) == normal_form(some, terms)
    assert normal_form(ast.Not(ast.ALWAYS), terms) == FALSE


def test_membership_of_constants_and_of_no_range_folds() -> None:
    """A literal is inside or outside; nothing is inside no range."""
    terms: dict[str, ast.Term] = {}
    assert normal_form(ast.Member(amount(3), ((1, 4),)), terms) == TRUE
    assert normal_form(ast.Member(amount(5), ((1, 4),)), terms) == FALSE
    assert normal_form(ast.Member(column("grade"), ()), terms) == FALSE


def test_alternatives_count_the_widest_choice_only() -> None:
    """Alternatives do not multiply: each any is concluded on its own."""
    terms: dict[str, ast.Term] = {}
    pair = ast.Any((at_least("a", 1), below("b", 2)))
    months = ast.Member(column("month"), ((2, 2), (4, 4), (6, 6)))
    assert alternatives(normal_form(ast.All((pair, pair, months)), terms)) == 3
    assert alternatives(every(())) == 1


def test_equal_disjunctions_share_one_field() -> None:
    """Two rules with one and the same any conclude it once."""
    terms: dict[str, ast.Term] = {}
    pair = ast.Any((at_least("a", 1), below("b", 2)))
    forms = [normal_form(ast.All((pair, at_least("c", n))), terms) for n in range(2)]
    stages, outcomes = staged(forms)
    assert [len(stage) for stage in stages] == [2, 2]
    assert outcomes == ("form 0", "form 1")


def test_types_of_terms_are_not_read_by_forms() -> None:
    """Names and integers are all that is left of a comparison."""
    form = normal_form(ast.Compare(Comparison.EQ, column("a"), column("b", NUMBER)), {})
    assert form == Atom(Comparison.EQ, "a", "b")
    assert form.names == ("a", "b")
