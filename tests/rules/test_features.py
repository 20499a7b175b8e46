"""The feature layer: each term as one integer column, held against exact fractions."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from policy_sim.errors import RunError
from policy_sim.policy import ast
from policy_sim.policy.ast import Rounding
from policy_sim.policy.tables import Table, TableRow
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules import event_uses, features, grids, making, series_uses
from policy_sim.rules.elapsed import months_before
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Frame, Integers
from policy_sim.rules.grids import grid_of
from policy_sim.rules.making import moved_positions, quotient
from slow_evaluator import Person, SlowEvaluator
from small_law import AT, TODAY, WHOLE, amount, at_least, column, frame, ordered, vintage
from strategies_rules import TODAYS, conditions, frame_of, people, terms, vocabularies

pytestmark = pytest.mark.xdist_group("features")


@st.composite
def cases(
    draw: st.DrawFn,
) -> tuple[Vocabulary, list[ast.Term], tuple[Person, ...], date]:
    """Return a vocabulary, terms over it and people to evaluate them for."""
    vocabulary = draw(vocabularies())
    today = draw(TODAYS)
    several = draw(st.lists(terms(vocabulary), min_size=16, max_size=20))
    person = people(vocabulary, today, {})
    return vocabulary, several, tuple(draw(st.lists(person, min_size=3, max_size=5))), today


Known = tuple[Frame, list[tuple[ast.Term, list[int]]]]


@cache
def written_terms() -> Known:
    """Return people on both sides of zero, with a quotient in each rounding of each of them."""
    halved = [ast.Quotient(WHOLE, column("balance"), amount(2), by, 1) for by in Rounding]
    balances = list(range(-5, 6))
    told = [(term, [_rounded(Fraction(b, 2), term.rounding) for b in balances]) for term in halved]
    return frame({"balance": balances}), told


def _rounded(exact: Fraction, rounding: Rounding) -> int:
    if rounding is Rounding.ROUND:
        away = (abs(exact) + Fraction(1, 2)).__floor__()
        return away if exact >= 0 else -away
    return exact.__floor__() if rounding is Rounding.FLOOR else exact.__ceil__()


@cache
def drawn_terms(number: int = 40) -> tuple[Known, ...]:
    """Return people, always the same ones, with terms and what each is of each of them.

    They are drawn and evaluated person by person once: a planted fault is never in them.
    """
    kept = []

    @settings(
        max_examples=number,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )
    @given(cases())
    def keep(case: tuple[Vocabulary, list[ast.Term], tuple[Person, ...], date]) -> None:
        vocabulary, several, persons, today = case
        slow = SlowEvaluator(vocabulary, vintage(), today)
        told = [(term, [slow.term(term, person) for person in persons]) for term in several]
        kept.append((frame_of(vocabulary, persons, today), told))

    keep()
    return tuple(kept)


def check_terms(number: int = 40) -> None:
    """Assert that generated terms have the same value in columns and person by person."""
    for persons, several in (written_terms(), *drawn_terms(number)):
        computed = Features(persons)
        for term, expected in several:
            assert computed.column(term).tolist() == expected, str(term)


def test_every_term_is_what_the_language_says() -> None:
    """Columns equal the slow evaluator's values, for every class of term."""
    assert len(drawn_terms()) == 40
    check_terms()


def _half_to_even(numerator: Integers, divisor: Integers, rounding: Rounding) -> Integers:
    if rounding is Rounding.ROUND:
        return np.rint(numerator / divisor).astype(np.int64)
    return quotient(numerator, divisor, rounding)


def _toward_zero(numerator: Integers, divisor: Integers, rounding: Rounding) -> Integers:
    if rounding is Rounding.FLOOR:
        return np.trunc(numerator / divisor).astype(np.int64)
    return quotient(numerator, divisor, rounding)


_look_up = grids.Grid.look_up


@pytest.mark.parametrize(
    ("owner", "name", "fault"),
    [
        (making, "quotient", _half_to_even),
        (making, "quotient", _toward_zero),
        (making, "moved_positions", lambda kind, by: moved_positions(kind, 2 * by)),
        (grids.Grid, "look_up", lambda self, *given: _look_up(self, *(c + 1 for c in given))),
        (event_uses, "months_before", lambda today, n: months_before(today, n + 3)),
        (event_uses, "workdays_of_year", lambda until, year: until * 0 + 99),
        (event_uses, "completed_months", lambda since, today: (today.toordinal() - since) // 30),
        (series_uses, "periods_in", lambda window: None),
    ],
)
def test_a_fault_that_all_engines_would_share_is_noticed(
    monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, fault: Any
) -> None:
    """Rounding, steps on a scale, table bands, windows: each planted fault fails the check."""
    monkeypatch.setattr(owner, name, fault)
    try:
        check_terms()
    except (AssertionError, RunError):
        return
    # Which terms are drawn hangs on what else the process has loaded: a fault may need more.
    with pytest.raises((AssertionError, RunError)):
        check_terms(400)


@given(st.integers(-(2**53), 2**53), st.integers(1, 10**6))
def test_quotients_are_exact_up_to_the_largest_numerators(numerator: int, divisor: int) -> None:
    """Halves go away from zero, floor goes down, ceil goes up, also below zero."""
    exact = Fraction(numerator, divisor)
    columns = np.array([numerator]), np.array([divisor])
    for rounding in Rounding:
        assert quotient(*columns, rounding)[0] == _rounded(exact, rounding)


@pytest.mark.parametrize(
    ("ranks", "by", "moved"),
    [
        ((0, 1, 2), 1, [1, 2, 2]),
        ((0, 1, 2), -1, [0, 0, 1]),
        ((0, 1, 1, 2), 1, [1, 3, 3, 3]),
        ((0, 1, 1, 2), -1, [0, 0, 0, 1]),
        ((0, 1, 2, 2), 1, [1, 2, 2, 3]),
        ((0, 3, 7), 2, [2, 2, 2]),
    ],
)
def test_a_step_on_a_scale_passes_over_ties_and_stops_at_the_ends(
    ranks: tuple[int, ...], by: int, moved: list[int]
) -> None:
    """Among tied words the lowest is reached; a word at the end stays itself."""
    assert moved_positions(ordered(*ranks), by).tolist() == moved


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Return a table of one or two inputs whose rows may overlap."""
    inputs = draw(st.integers(1, 2))
    rows = []
    for _ in range(draw(st.integers(0, 5))):
        ends = [sorted(draw(st.tuples(*[st.integers(-6, 6)] * 2))) for _ in range(inputs)]
        rows.append(TableRow(tuple((a, b) for a, b in ends), draw(st.integers(0, 9)), AT))
    otherwise = draw(st.one_of(st.none(), st.integers(0, 9)))
    return Table("grid", (WHOLE,) * inputs, WHOLE, tuple(rows), otherwise, first_hit=True)


@given(tables())
def test_a_grid_answers_like_its_rows_read_in_order(table: Table) -> None:
    """Every point in and around the rows has the first matching cell, or the else, or none."""
    grid = grid_of(table)
    for point in np.ndindex(*(16,) * len(table.inputs)):
        at = [value - 8 for value in point]
        hits = (
            row.value
            for row in table.rows
            if all(low <= v <= high for v, (low, high) in zip(at, row.spans, strict=True))
        )
        expected = next(hits, table.otherwise)
        arguments = [np.array([value]) for value in at]
        if expected is None:
            with pytest.raises(RunError, match="table grid has no cell"):
                grid.look_up(*arguments)
        else:
            assert grid.look_up(*arguments)[0] == expected


def test_a_missing_cell_names_the_table_and_the_inputs() -> None:
    """The message shows which integers found no cell."""
    table = Table("span", (WHOLE,), WHOLE, (TableRow(((1, 2),), 5, AT),))
    term = ast.Lookup(WHOLE, table, (column("grade"),))
    with pytest.raises(RunError, match=r"table span has no cell for \(3\), and no else"):
        Features(frame({"grade": [1, 2, 3]})).column(term)


class _Counting:
    """A past that counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0

    def column(self, use: ast.History, today: date) -> Integers:
        self.asked += 1
        return np.arange(4)

    def take(self, rows: Integers) -> _Counting:
        return self


def test_a_term_is_computed_once_however_often_it_is_read() -> None:
    """Terms with one canonical text share one column."""
    past = _Counting()
    record = features.Frame({}, past, date(2026, 1, 1), 4)
    computed = Features(record)
    for _ in range(3):
        computed.column(ast.History(WHOLE, "last", "rating"))
    computed.column(ast.Sum(WHOLE, ((2, ast.History(WHOLE, "last", "rating")),)))
    assert past.asked == 1


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(cases(), st.data())
def test_features_of_some_rows_are_those_rows_of_the_features(
    case: tuple[Vocabulary, list[ast.Term], tuple[Person, ...], date], data: st.DataObject
) -> None:
    """Computing for a part gives the part, twice nested, whether or not the whole is known."""
    vocabulary, several, persons, today = case
    whole = Features(frame_of(vocabulary, persons, today))
    rows = st.lists(st.integers(0, len(persons) - 1), min_size=1, unique=True)
    first = np.array(data.draw(rows))
    second = np.array(data.draw(st.lists(st.integers(0, len(first) - 1), min_size=1)))
    if data.draw(st.booleans()):
        whole.column(several[0])
    part = whole.within(first).within(second)
    condition = data.draw(conditions(vocabulary))
    for term in several:
        assert (part.column(term) == whole.column(term)[first[second]]).all()
    assert (part.meets(condition) == whole.meets(condition)[first[second]]).all()


def test_the_day_and_constants_are_columns_too() -> None:
    """today.year, today.month, a literal and a value given once for all."""
    record = features.Frame({"fixed": 7}, _Counting(), date(2026, 4, 1), 4)
    computed = Features(record)
    assert computed.column(column("today.year")).tolist() == [2026] * 4
    assert computed.column(column("today.month")).tolist() == [4] * 4
    assert computed.column(column("fixed")).tolist() == [7] * 4
    assert computed.column(amount(3)).tolist() == [3] * 4


def test_a_table_looked_up_by_the_post_is_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is the same for all gives one look-up, and the same cell for everybody."""
    sizes = []

    def noting(grid: grids.Grid, *arguments: Integers) -> Integers:
        sizes.append(len(arguments[0]))
        return _look_up(grid, *arguments)

    monkeypatch.setattr(grids.Grid, "look_up", noting)
    table = Table("feeder", (WHOLE,), WHOLE, (TableRow(((3, 3),), 8, AT),), 0)
    record = features.Frame({"post.office": 3, "office": np.arange(4)}, _Counting(), TODAY, 4)
    computed = Features(record)
    of_post = ast.Lookup(WHOLE, table, (column("post.office"),))
    of_person = ast.Lookup(WHOLE, table, (column("office"),))
    assert computed.column(of_post).tolist() == [8, 8, 8, 8]
    assert computed.column(of_person).tolist() == [0, 0, 0, 8]
    assert sizes == [1, 4]


def test_an_undeclared_attribute_or_term_is_refused() -> None:
    """Reading what the record does not have raises rather than guesses."""
    computed = Features(frame({"grade": [1]}))
    with pytest.raises(KeyError, match="truth"):
        computed.column(column("truth"))
    with pytest.raises(KeyError, match="no such text"):
        computed.named("no such text")
    with pytest.raises(TypeError, match="_Unknown"):
        computed.column(_Unknown(WHOLE))


class _Unknown(ast.Term):
    """A term that the feature layer was never taught."""


def test_a_choice_takes_one_branch_a_person() -> None:
    """``if grade >= 2 then 10 else grade`` by hand."""
    term = ast.Choice(WHOLE, at_least("grade", 2), amount(10), column("grade"))
    computed = Features(frame({"grade": [1, 2, 3]}))
    assert computed.column(term).tolist() == [1, 10, 10]
