"""The past of a workforce: rows that move, windows, spells, and what is not yet known."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.policy.ast import History
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.past import HistoryFilter, Window, WindowKind
from policy_sim.policy.values import Kind, Unit, ValueType
from policy_sim.policy.vocabulary import Event, Series, Vocabulary
from policy_sim.rules.history import HistoryLog
from policy_sim.rules.staying import Staying
from policy_sim.rules.trail import Entries
from slow_evaluator import Dated, Person, SlowEvaluator
from small_law import WHOLE, ordered, vintage
from strategies_rules import TODAYS, log_of, people, vocabularies

DAYS_AWAY = ValueType(Kind.WHOLE, 0, 260, Unit.WORKDAYS)
VOCABULARY = Vocabulary(
    {},
    {},
    {"rating": Series("rating", ordered(0, 1, 2, 2, 3), keep=3, if_missing=1)},
    {
        "absence": Event("absence", DAYS_AWAY),
        "sanction": Event("sanction", ordered(0, 1, 2, 3), expires=True),
        "promoted": Event("promoted"),
    },
)
YEARS_2 = Window(WindowKind.PERIODS, 2)
THIS_YEAR = Window(WindowKind.THIS_YEAR)
SERVICE = Window(WindowKind.SERVICE)


def log(size: int = 1, entered: date = date(2010, 1, 1)) -> HistoryLog:
    """Return a past in which nothing has happened."""
    return HistoryLog.empty(VOCABULARY, size, np.full(size, entered.toordinal()))


def asked(
    past: HistoryLog,
    operator: str,
    source: str,
    window: Window | None = None,
    test: HistoryFilter | None = None,
    today: date = date(2026, 6, 15),
) -> list[int]:
    """Return one use of the past, for everybody."""
    use = History(WHOLE, operator, source, test, window)
    return past.past(np.arange(past.size)).column(use, today).tolist()


def rated(*newest_first: int) -> HistoryLog:
    """Return one person's past with these ratings."""
    past = log()
    for value in reversed(newest_first):
        past.record_period("rating", np.array([0]), value)
    return past


@pytest.mark.parametrize("operator", ["last", "before_last", "lowest", "highest"])
def test_too_short_a_history_gives_the_declared_value(operator: str) -> None:
    """last, before_last, lowest and highest give if_missing when periods are lacking."""
    window = YEARS_2 if operator in ("lowest", "highest") else None
    assert asked(log(), operator, "rating", window) == [1]


def test_lowest_over_two_years_needs_both_years() -> None:
    """One rating is too short for a window of two; two are enough; a third is not looked at."""
    assert asked(rated(4), "lowest", "rating", YEARS_2) == [1]
    assert asked(rated(4, 2), "lowest", "rating", YEARS_2) == [2]
    assert asked(rated(4, 2, 0), "lowest", "rating", YEARS_2) == [2]
    assert asked(rated(4, 2, 0), "before_last", "rating") == [2]


def test_counts_take_what_exists_and_compare_ranks() -> None:
    """Count and streak see only kept periods, and words that tie count alike."""
    good = HistoryFilter(Comparison.GE, 3)
    past = rated(2, 3, 1, 4, 4)
    assert asked(past, "count", "rating", Window(WindowKind.PERIODS, 3), good) == [2]
    assert asked(past, "streak", "rating", None, good) == [2]
    same = HistoryFilter(Comparison.EQ, 3)
    assert asked(past, "count", "rating", Window(WindowKind.PERIODS, 3), same) == [1]
    assert asked(past, "ever", "rating", YEARS_2, HistoryFilter(Comparison.LT, 2)) == [0]
    assert asked(past, "total", "rating", YEARS_2) == [5]


def test_a_spell_that_began_last_year_counts_only_from_new_year() -> None:
    """20 workdays that ended on Friday 9 January 2026: seven of them are this year's."""
    past = log()
    past.record_event("absence", np.array([0]), date(2026, 1, 9), 20)
    past.record_event("absence", np.array([0]), date(2026, 3, 6), 3)
    assert asked(past, "total", "absence", THIS_YEAR) == [10]
    assert asked(past, "longest", "absence", THIS_YEAR) == [7]
    assert asked(past, "total", "absence", Window(WindowKind.MONTHS, 12)) == [23]
    assert asked(past, "total", "absence", THIS_YEAR, today=date(2027, 1, 1)) == [0]


def test_a_rolling_window_leaves_out_what_is_exactly_that_old() -> None:
    """An absence of 15 June 2025 is twelve months old on 15 June 2026, and out."""
    past = log(2)
    past.record_event("absence", np.array([0]), date(2025, 6, 15), 4)
    past.record_event("absence", np.array([1]), date(2025, 6, 16), 4)
    assert asked(past, "total", "absence", Window(WindowKind.MONTHS, 12)) == [0, 4]


@pytest.mark.parametrize(
    ("operator", "source", "window", "day", "until"),
    [
        ("count", "absence", Window(WindowKind.MONTHS, 12), date(2025, 6, 16), None),
        ("count", "absence", THIS_YEAR, date(2026, 1, 1), None),
        ("count", "absence", SERVICE, date(2000, 1, 1), None),
        ("in_force", "sanction", None, date(2026, 1, 1), date(2026, 6, 16)),
    ],
)
def test_the_slow_evaluator_has_the_same_last_day(
    operator: str, source: str, window: Window | None, day: date, until: date | None
) -> None:
    """An entry that counts does not count a day further; no world need be drawn to see it."""
    slow = SlowEvaluator(VOCABULARY, vintage(), date(2026, 6, 15))
    use = History(WHOLE, operator, source, None, window)
    for before, seen in ((0, 1), (1, 0)):
        shift = timedelta(days=before)
        ends = None if until is None else until - shift
        entry = Dated(day - shift, 1, ends)
        person = Person({}, events={source: [entry]}, entered=date(2000, 1, 1))
        assert slow.past(use, person) == seen
        past = log(entered=date(2000, 1, 1))
        past.record_event(source, np.array([0]), entry.day, 1, *(() if ends is None else (ends,)))
        assert asked(past, operator, source, window) == [seen]


def test_a_sanction_is_in_force_until_the_day_it_ends() -> None:
    """The strongest one in force counts; on its last date it no longer is."""
    past = log()
    past.record_event("sanction", np.array([0]), date(2026, 1, 1), 2, date(2026, 7, 1))
    past.record_event("sanction", np.array([0]), date(2026, 2, 1), 1, date(2027, 1, 1))
    assert asked(past, "in_force", "sanction", today=date(2026, 6, 30)) == [2]
    assert asked(past, "in_force", "sanction", today=date(2026, 7, 1)) == [1]
    assert asked(past, "in_force", "sanction", today=date(2025, 12, 31)) == [0]
    assert asked(past, "highest", "sanction", SERVICE, today=date(2030, 1, 1)) == [2]


def test_months_since_what_never_happened_count_from_entry() -> None:
    """A promotion restarts the count for that person only; the latest one counts."""
    past = log(2, date(2020, 6, 15))
    past.record_event("promoted", np.array([1]), np.array([date(2025, 6, 15).toordinal()]))
    past.record_event("promoted", np.array([1]), date(2022, 1, 1))
    assert asked(past, "months_since", "promoted") == [72, 12]
    strong = HistoryFilter(Comparison.GE, 2)
    assert asked(past, "months_since", "sanction", None, strong) == [72, 72]


def test_what_is_dated_after_today_is_not_yet_known() -> None:
    """Looking back from an earlier date sees the past as it was then."""
    past = log()
    past.record_event("promoted", np.array([0]), date(2026, 6, 16))
    assert asked(past, "ever", "promoted", SERVICE) == [0]
    assert asked(past, "ever", "promoted", SERVICE, today=date(2026, 6, 16)) == [1]


def test_over_service_leaves_out_what_came_before_it() -> None:
    """A sanction from before entry does not count over service."""
    past = log(1, date(2020, 1, 1))
    past.record_event("sanction", np.array([0]), date(2019, 12, 31), 3)
    assert asked(past, "highest", "sanction", SERVICE) == [0]
    assert asked(past, "lowest", "sanction", Window(WindowKind.MONTHS, 120)) == [3]


@settings(max_examples=40)
@given(st.data())
def test_rows_move_with_their_past(data: st.DataObject) -> None:
    """Take and append give the log of the persons taken and joined, entry by entry."""
    vocabulary, today = data.draw(vocabularies()), data.draw(TODAYS)
    person = people(vocabulary, today, {})
    first = tuple(data.draw(st.lists(person, min_size=1, max_size=4)))
    second = tuple(data.draw(st.lists(person, min_size=1, max_size=3)))
    everyone = first + second
    # A subject may be taken twice: a workforce is drawn from a stock with replacement.
    rows = data.draw(st.lists(st.integers(0, len(everyone) - 1), min_size=1, max_size=9))
    grown = log_of(vocabulary, first)
    grown.append(log_of(vocabulary, second))
    moved = grown.take(np.array(rows))
    rebuilt = log_of(vocabulary, tuple(everyone[row] for row in rows))
    joined = log_of(vocabulary, everyone).past(np.array(rows))
    for use in _uses(vocabulary):
        expected = rebuilt.past(np.arange(len(rows))).column(use, today).tolist()
        assert moved.past(np.arange(len(rows))).column(use, today).tolist() == expected
        assert joined.column(use, today).tolist() == expected


@settings(max_examples=40)
@given(st.data())
def test_those_who_stay_keep_their_past_when_others_leave(data: st.DataObject) -> None:
    """Leaving twice, and recording in between, is as if those who left had never been there."""
    vocabulary, today = data.draw(vocabularies()), data.draw(TODAYS)
    person = people(vocabulary, today, {})
    everyone = tuple(data.draw(st.lists(person, min_size=1, max_size=6)))
    past, rows = log_of(vocabulary, everyone), np.arange(len(everyone))
    for value in (1, 2):
        flags = data.draw(st.lists(st.booleans(), min_size=len(rows), max_size=len(rows)))
        staying = Staying(np.array(flags, dtype=np.bool_))
        past.drop(staying)
        rows = staying.of(rows)
        expected = log_of(vocabulary, tuple(everyone[row] for row in rows))
        for earlier in range(1, value):
            expected.record_period("rating", np.arange(len(rows)), earlier)
        for use in _uses(vocabulary):
            asked_of = expected.past().column(use, today).tolist()
            assert past.past().column(use, today).tolist() == asked_of
            assert (
                past.past(np.arange(len(rows))[::-1]).column(use, today).tolist()
                == (asked_of[::-1])
            )
        assert past.copy().periods["rating"].ring.tolist() == (
            expected.periods["rating"].ring.tolist()
        )
        past.record_period("rating", np.arange(len(rows)), value)


@given(st.data(), st.lists(st.integers(0, 39), min_size=1, max_size=4, unique=True))
def test_a_few_of_many_read_what_is_theirs(data: st.DataObject, rows: list[int]) -> None:
    """Of a few people among many, in any order, each column is what it is of everybody."""
    vocabulary, today = data.draw(vocabularies()), data.draw(TODAYS)
    some = data.draw(st.lists(people(vocabulary, today, {}), min_size=5, max_size=5))
    past = log_of(vocabulary, tuple(some * 8))
    for use in _uses(vocabulary):
        theirs = past.past().column(use, today)[rows].tolist()
        assert past.past(np.array(rows)).column(use, today).tolist() == theirs
        ascending = past.past(np.sort(rows)).column(use, today).tolist()
        assert ascending == [theirs[rows.index(row)] for row in sorted(rows)]


@given(st.data(), st.integers(0, 5), st.integers(0, 5))
def test_a_stretch_of_rows_reads_what_its_rows_read(
    data: st.DataObject, start: int, length: int
) -> None:
    """A part of the past by a stretch, or by rows within it, is the same part of every column."""
    vocabulary, today = data.draw(vocabularies()), data.draw(TODAYS)
    everyone = tuple(data.draw(st.lists(people(vocabulary, today, {}), min_size=1, max_size=6)))
    past = log_of(vocabulary, everyone).past()
    stretch = slice(start, start + length)
    inside = np.arange(len(everyone))[stretch][::2]
    for use in _uses(vocabulary):
        whole = past.column(use, today)
        assert past.take(stretch).column(use, today).tolist() == whole[stretch].tolist()
        twice = past.take(stretch).take(slice(1, None))
        assert twice.column(use, today).tolist() == whole[stretch][1:].tolist()
        some = past.take(stretch).take(np.arange(0, len(whole[stretch]), 2))
        assert some.column(use, today).tolist() == whole[inside].tolist()


def test_the_past_is_kept_in_the_narrowest_integers() -> None:
    """Words of a scale take a byte a period; the day of entry takes four."""
    past = log(3)
    assert past.periods["rating"].ring.shape == (3, 3)
    assert past.periods["rating"].ring.dtype == np.int8
    assert past.periods["rating"].known.dtype == np.int8
    assert past.entered.dtype == np.int32


def _uses(vocabulary: Vocabulary) -> list[History]:
    return [
        History(WHOLE, "last", "rating"),
        History(WHOLE, "streak", "rating", HistoryFilter(Comparison.GE, 1)),
        History(WHOLE, "total", "absence", None, THIS_YEAR),
        History(WHOLE, "in_force", "sanction"),
        History(WHOLE, "months_since", "promoted"),
    ]


def test_a_copy_grows_apart() -> None:
    """What is recorded in a copy is not recorded in its original, nor the other way round."""
    past = rated(2)
    other = past.copy()
    other.record_period("rating", np.array([0]), 4)
    past.record_event("promoted", np.array([0]), date(2026, 1, 1))
    assert (asked(past, "last", "rating"), asked(other, "last", "rating")) == ([2], [4])
    ever = asked(past, "ever", "promoted", SERVICE), asked(other, "ever", "promoted", SERVICE)
    assert ever == ([1], [0])


def test_recording_nobody_changes_nothing() -> None:
    """An empty selection of rows is allowed everywhere."""
    past = log(2)
    nobody = np.empty(0, dtype=np.int64)
    past.record_period("rating", nobody, nobody)
    past.record_event("promoted", nobody, date(2026, 1, 1))
    assert asked(past, "count", "promoted", SERVICE) == [0, 0]
    assert past.take(nobody).size == 0


@pytest.mark.parametrize(
    ("operator", "source", "window", "error"),
    [
        ("longest", "rating", None, KeyError),
        ("streak", "absence", None, KeyError),
        ("last", "no_such_thing", None, KeyError),
        ("count", "rating", THIS_YEAR, ValueError),
        ("count", "absence", YEARS_2, ValueError),
    ],
)
def test_uses_without_a_meaning_are_refused(
    operator: str, source: str, window: Window | None, error: type[Exception]
) -> None:
    """An operator or a window that the language does not give a meaning here raises."""
    with pytest.raises(error):
        asked(log(), operator, source, window)


def test_recording_the_undeclared_is_refused() -> None:
    """Only declared series and events have a past."""
    with pytest.raises(KeyError):
        log().record_period("praise", np.array([0]), 1)
    with pytest.raises(KeyError):
        log().record_event("praise", np.array([0]), date(2026, 1, 1))


@given(st.lists(st.integers(0, 5), max_size=20), st.sets(st.integers(0, 5)))
def test_the_latest_entries_of_some_are_those_of_everybody(
    recorded: list[int], asked: set[int]
) -> None:
    """For any few people: the position of their last entry, or -1, as if all were asked."""
    row, nothing = np.array(recorded, dtype=np.int64), np.zeros(len(recorded), dtype=np.int64)
    entries = Entries(row, np.arange(len(row)), nothing, nothing)
    rows = np.array(sorted(asked), dtype=np.int64)
    assert entries.latest_of(rows, 6).tolist() == entries.latest(6)[rows].tolist()


@given(st.lists(st.integers(0, 29), max_size=40), st.sets(st.integers(0, 29), max_size=3))
def test_entries_of_a_few_are_those_of_each(recorded: list[int], asked: set[int]) -> None:
    """Of few among many: each one's entries, numbered anew, in the order of their dates."""
    row, nothing = np.array(recorded, dtype=np.int64), np.zeros(len(recorded), dtype=np.int64)
    entries = Entries(row, np.arange(len(row)), nothing, nothing)
    rows = sorted(asked)
    found = entries.of(np.array(rows, dtype=np.int64), 30)
    expected = [(rows.index(who), day) for day, who in enumerate(recorded) if who in asked]
    assert list(zip(found.row.tolist(), found.day.tolist(), strict=True)) == expected
