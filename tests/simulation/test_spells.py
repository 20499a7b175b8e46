"""Pay spells are an exact account: their money is the money paid."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.simulation.books.spells import PaySpells, Spells

START = 2026 * 12


def book_of(history: list[dict[int, dict[str, int]]]) -> tuple[PaySpells, int]:
    """Enter a *history* of months (person -> element -> amount); return the book and the money."""
    book, paid, before = PaySpells(), 0, set[int]()
    for number, month in enumerate(history):
        ids = np.array(sorted(month), dtype=np.int64)
        elements = sorted({element for person in month.values() for element in person})
        amounts = {
            element: np.array([month[i].get(element, 0) for i in sorted(month)], dtype=np.int64)
            for element in elements
        }
        paid += sum(int(column.sum()) for column in amounts.values())
        book.end(START + number, np.array(sorted(before - set(month)), dtype=np.int64))
        book.change(START + number, ids, amounts)
        before = set(month)
    return book, paid


def listed(spells: Spells) -> list[tuple[int, int, int, str, int]]:
    """Return the spells as rows, with months counted from the start."""
    names = [spells.elements[i] for i in spells.element.tolist()]
    since, until = (spells.since - START).tolist(), (spells.until - START).tolist()
    rows = zip(since, until, spells.person.tolist(), names, spells.amount.tolist(), strict=True)
    return sorted(rows)


people = st.dictionaries(
    st.integers(0, 6),
    st.dictionaries(st.sampled_from(["basic", "family", "office"]), st.integers(0, 3)),
)


@given(st.lists(people, max_size=8))
def test_the_money_of_the_spells_is_the_money_paid(
    history: list[dict[int, dict[str, int]]],
) -> None:
    """Whoever comes, goes, or is paid more or less: the spells add up to the last penny."""
    book, paid = book_of(history)
    assert book.spells(START + len(history)).money == paid


@given(st.lists(people, max_size=8))
def test_spells_give_each_months_pay_back(history: list[dict[int, dict[str, int]]]) -> None:
    """The spells that cover a month are that month's pay, person by person; none overlap."""
    rows = listed(book_of(history)[0].spells(START + len(history)))
    for number, month in enumerate(history):
        covering = [(p, e, a) for since, until, p, e, a in rows if since <= number < until]
        expected = [(p, e, a) for p, pay in month.items() for e, a in pay.items() if a]
        assert sorted(covering) == sorted(expected)


def test_unchanged_pay_is_one_spell() -> None:
    """Three equal months, then a rise: two rows, the second starting when the first ends."""
    month, rise = {7: {"basic": 100}}, {7: {"basic": 110}}
    book, _ = book_of([month, month, month, rise])
    assert listed(book.spells(START + 4)) == [(0, 3, 7, "basic", 100), (3, 4, 7, "basic", 110)]


def test_a_leavers_spells_end_with_the_last_month_paid() -> None:
    """Who is gone in a month is not paid for it; others' spells go on."""
    both = {1: {"basic": 5}, 2: {"basic": 6}}
    book, _ = book_of([both, {2: {"basic": 6}}])
    assert listed(book.spells(START + 2)) == [(0, 1, 1, "basic", 5), (0, 2, 2, "basic", 6)]


def test_an_element_that_the_law_drops_ends() -> None:
    """An allowance repealed in the second month is paid for the first only."""
    book, _ = book_of([{1: {"basic": 5, "office": 2}}, {1: {"basic": 5}}])
    assert listed(book.spells(START + 2)) == [(0, 1, 1, "office", 2), (0, 2, 1, "basic", 5)]


def test_asking_twice_changes_nothing() -> None:
    """Reading the spells does not close them."""
    book, paid = book_of([{1: {"basic": 5}}])
    book.spells(START + 1)
    assert book.spells(START + 1).money == paid


def test_who_is_not_named_is_paid_on() -> None:
    """Only changes are entered: a colleague's rise leaves the others' spells open."""
    book = PaySpells()
    book.change(START, np.array([1, 2]), {"basic": np.array([5, 6])})
    book.change(START + 3, np.array([2]), {"basic": np.array([7])})
    assert listed(book.spells(START + 5)) == [
        (0, 3, 2, "basic", 6),
        (0, 5, 1, "basic", 5),
        (3, 5, 2, "basic", 7),
    ]
    assert book.monthly("basic") == 12


def test_amounts_that_outgrow_their_integers_are_still_exact() -> None:
    """A law may raise an element beyond the integers in which it began."""
    book = PaySpells()
    book.change(START, np.array([0]), {"basic": np.array([100], np.int8)})
    book.change(START + 1, np.array([0]), {"basic": np.array([3_000_000_000], np.int64)})
    assert book.spells(START + 2).money == 3_000_000_100


def test_a_book_that_keeps_nothing_knows_only_what_is_open() -> None:
    """A history needs no spells of the past; what is paid a month is known all the same."""
    book = PaySpells(kept=False)
    book.change(START, np.array([0]), {"basic": np.array([5])})
    book.change(START + 1, np.array([0]), {"basic": np.array([6])})
    assert listed(book.spells(START + 2)) == [(1, 2, 0, "basic", 6)]


def test_an_empty_book_has_no_spells() -> None:
    """Where nobody was ever paid there is no money."""
    assert PaySpells().spells(START).money == 0
