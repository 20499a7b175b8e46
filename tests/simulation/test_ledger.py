"""The ledger: what is written, what is not repeated, and the order in which it is read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.simulation.books import ledger_sheets as sheets
from policy_sim.simulation.books.ledger import (
    COLUMNS,
    Actual,
    Deviation,
    Entry,
    Keeping,
    Ledger,
    Ruling,
)

MONTH = 2027 * 12 + 2
REFUSED = Entry("promotion", Ruling.REFUSED, Actual.NOT_DONE)


def ids(*people: int) -> np.ndarray:
    """Return ids as an array."""
    return np.array(people, dtype=np.int64)


def test_an_empty_ledger_has_all_its_columns() -> None:
    """A ledger without rows still reads as a frame with the declared columns."""
    frame = Ledger().frame()
    assert tuple(frame.columns) == COLUMNS
    assert frame.empty


def test_a_row_reads_as_it_was_written() -> None:
    """Every field of an entry comes back in words, the month as its first day."""
    ledger = Ledger()
    entry = Entry("appointment", Ruling.OUTRANKED, Actual.DONE, Deviation.ORDER, "post 3")
    ledger.write(MONTH, ids(7), entry, "senior-supervisor", "as it happens")
    row = ledger.frame().iloc[0]
    assert row["date"] == pd.Timestamp("2027-03-01")
    assert row.drop("date").to_dict() == {
        "person": 7,
        "area": "appointment",
        "rule": "senior-supervisor",
        "law": "outranked",
        "actual": "done",
        "deviation": "order",
        "reason": "as it happens",
        "cause": "post 3",
    }


def test_codes_give_each_person_a_rule_and_a_reason() -> None:
    """Rules, reasons and causes can differ from person to person."""
    ledger = Ledger()
    words = np.array([ledger.word(text) for text in ("a", "b")], dtype=np.int64)
    ledger.write(MONTH, ids(1, 2), Entry("pay"), words, words[::-1], words)
    assert ledger.frame()[["rule", "reason", "cause"]].to_numpy().tolist() == [
        ["a", "b", "a"],
        ["b", "a", "b"],
    ]


def test_many_words_have_the_codes_that_each_has() -> None:
    """A text has one code, whether it is asked for alone or among others, and however often."""
    ledger = Ledger()
    first = ledger.word("appointed")
    codes = ledger.words(["late", "appointed", "late"]).tolist()
    assert codes == [ledger.word("late"), first, ledger.word("late")]
    assert ledger.words([]).tolist() == []


def test_a_refusal_is_written_when_its_reason_changes() -> None:
    """Waiting for the same clause adds no row; another clause does, and so does the first again."""
    ledger = Ledger()
    for month, reason in enumerate(["too early", "too early", "rated low", "too early"]):
        ledger.refuse(MONTH + month, ids(4), REFUSED, "regular", reason)
    assert list(ledger.frame()["reason"]) == ["too early", "rated low", "too early"]


def test_refusals_of_another_rule_or_area_are_news() -> None:
    """The last refusal is remembered by area, with its rule."""
    ledger = Ledger()
    ledger.refuse(MONTH, ids(4), REFUSED, "regular", "no")
    ledger.refuse(MONTH, ids(4), REFUSED, "functional", "no")
    other = Entry("appointment", Ruling.REFUSED, Actual.NOT_DONE)
    ledger.refuse(MONTH, ids(4), other, "functional", "no")
    ledger.refuse(MONTH, ids(4), REFUSED, "functional", "no")
    assert len(ledger.frame()) == 3


def test_each_kind_of_competition_has_its_own_last_ruling() -> None:
    """Somebody refused for two offices every month has a row for each, and then none."""
    ledger = Ledger()
    for month in range(6):
        for office in ("2", "3"):
            entry = Entry("appointment", Ruling.REFUSED, Actual.NOT_DONE, contest=office)
            ledger.refuse(MONTH + month, ids(4), entry, "by-merit", f"too low for {office}")
    frame = ledger.frame()
    assert frame["reason"].tolist() == ["too low for 2", "too low for 3"]
    assert set(frame["area"]) == {"appointment"}


def test_newcomers_with_high_ids_are_remembered() -> None:
    """The memory of refusals grows with the ids that come."""
    ledger = Ledger()
    ledger.refuse(MONTH, ids(3), REFUSED, "regular", "no")
    ledger.refuse(MONTH + 1, ids(3, 9_000), REFUSED, "regular", "no")
    ledger.refuse(MONTH + 2, ids(3, 9_000), REFUSED, "regular", "no")
    assert list(ledger.frame()["person"]) == [3, 9_000]


def test_nothing_is_kept_if_nothing_is_asked_for() -> None:
    """A ledger that keeps nothing stays empty, and says that reasons need not be worked out."""
    ledger = Ledger(Keeping.NONE)
    ledger.write(MONTH, ids(1, 2), Entry("pay"), "salary")
    ledger.refuse(MONTH, ids(1, 2), REFUSED, "regular", "no")
    assert not ledger.kept
    assert ledger.frame().empty


def test_a_sample_holds_whole_careers() -> None:
    """A sampled ledger keeps every row of every twentieth person, and none of the others."""
    whole, sample = Ledger(Keeping.ALL), Ledger(Keeping.SAMPLE)
    people = np.arange(100, dtype=np.int64)
    for ledger in (whole, sample):
        ledger.write(MONTH, people, Entry("pay"), "salary")
        ledger.refuse(MONTH, people, REFUSED, "regular", "no")
    kept = whole.frame().query("person % 20 == 0").reset_index(drop=True)
    pd.testing.assert_frame_equal(sample.frame(), kept)


rows = st.lists(
    st.tuples(
        st.integers(0, 3),
        st.integers(0, 9),
        st.sampled_from(["promotion", "appointment", "exit"]),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["x", "y"]),
    ),
    unique=True,
    max_size=30,
)


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_writing_does_not_show(written: list, luck) -> None:
    """The same rows, written in any order, read as the same frame."""
    shuffled = list(written)
    luck.shuffle(shuffled)
    frames = []
    for order in (written, shuffled):
        ledger = Ledger()
        for month, person, area, rule, reason in order:
            ledger.write(MONTH + month, ids(person), Entry(area), rule, reason)
        frames.append(ledger.frame())
    pd.testing.assert_frame_equal(*frames)


@pytest.mark.parametrize("in_memory", [0, 1 << 20])
@given(rows)
def test_months_that_are_put_away_read_as_if_they_were_not(in_memory: int, written: list) -> None:
    """Closing each month, in memory or on disk, leaves the rows and their order as they are."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sheets, "_IN_MEMORY", in_memory)
        closing, other = Ledger(), Ledger()
    for month in range(4):
        for when, person, area, rule, reason in written:
            if when == month:
                for ledger in (closing, other):
                    ledger.write(MONTH + month, ids(person), Entry(area), rule, reason)
        closing.close_month()
    assert len(closing) == len(other) == len(written)
    pd.testing.assert_frame_equal(closing.frame(), other.frame())
    done = other.frame().query("area == 'exit'")["person"].tolist()
    assert [one for _, people in closing.done("exit") for one in people.tolist()] == done


def test_rows_ascend_by_date_then_person_then_area() -> None:
    """Canonical order is by date, person, area and the rest, in alphabetical order of words."""
    ledger = Ledger()
    for month, person, area in [(1, 1, "pay"), (0, 2, "pay"), (0, 2, "exit"), (0, 1, "pay")]:
        ledger.write(MONTH + month, ids(person), Entry(area), "")
    frame = ledger.frame()
    found = list(zip(frame["date"].dt.month, frame["person"], frame["area"], strict=True))
    assert found == [(3, 1, "pay"), (3, 2, "exit"), (3, 2, "pay"), (4, 1, "pay")]


@pytest.mark.parametrize("keeping", list(Keeping))
def test_news_marks_only_those_who_are_kept(keeping: Keeping) -> None:
    """Whoever is in no sample has no news, so that no reason is put into words for nothing."""
    ledger = Ledger(keeping)
    people = np.arange(40, dtype=np.int64)
    news = ledger.news(people, REFUSED, np.zeros(40, np.int64))
    expected = {Keeping.ALL: 40, Keeping.SAMPLE: 2, Keeping.NONE: 0}[keeping]
    assert news.sum() == expected
    assert not ledger.news(people, REFUSED, np.zeros(40, np.int64)).any()
