"""The workforce as a table: people are conserved, ids stay, columns are gathered when asked."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.errors import RunError
from policy_sim.policy.values import Kind, ValueType
from policy_sim.workforce import NO_POST, Workforce
from policy_sim.workforce.table import column_dtype, move
from strategies_workforce import VOCABULARY, people, tiny

TODAY = date(2026, 1, 1)


def _same(one: Workforce, other: Workforce) -> None:
    np.testing.assert_array_equal(one.ids, other.ids)
    np.testing.assert_array_equal(one.keys, other.keys)
    np.testing.assert_array_equal(one.post, other.post)
    for name in one.record:
        np.testing.assert_array_equal(one.record[name], other.record[name])
    for name in one.truth:
        np.testing.assert_array_equal(one.truth[name], other.truth[name])
    np.testing.assert_array_equal(one.history.entered, other.history.entered)
    for name, periods in one.history.periods.items():
        np.testing.assert_array_equal(periods.ring, other.history.periods[name].ring)


def _promotions(workforce: Workforce) -> dict[int, int]:
    entries = workforce.history.trails["promoted"].entries
    ids = workforce.ids[entries.row].tolist()
    return dict(zip(ids, entries.day.tolist(), strict=True))


@pytest.mark.parametrize(
    ("low", "high", "dtype"),
    [(0, 127, np.int8), (0, 128, np.int16), (-200, 0, np.int16), (0, 40_000, np.int32)],
)
def test_a_column_is_as_small_as_its_range_allows(low: int, high: int, dtype: type) -> None:
    """Memory follows the declared range, and every value of it fits."""
    assert column_dtype(ValueType(Kind.WHOLE, low, high)) == np.dtype(dtype)


def test_a_money_column_is_wide() -> None:
    """Amounts beyond 32 bits are kept whole."""
    assert column_dtype(ValueType(Kind.WHOLE, 0, 10**12)) == np.dtype(np.int64)


def test_newcomers_start_before_the_first_record() -> None:
    """What is not given starts at before_first; attributes of units are not columns of people."""
    workforce = tiny([3])
    assert workforce.record["performance"].tolist() == [700]
    assert workforce.record["job_class"].tolist() == [1]
    assert "budget" not in workforce.record
    assert workforce.post.tolist() == [NO_POST]


def test_a_value_outside_its_range_is_refused() -> None:
    """Nobody enters with a grade that the scale does not have."""
    with pytest.raises(RunError, match=r"grade lies outside 0\.\.3"):
        tiny([1], grade=9)


@given(people(), st.data())
def test_dropping_leaves_those_who_stay(workforce: Workforce, data: st.DataObject) -> None:
    """Those who stay keep all that is theirs, in any order; nothing of the others is left."""
    before = workforce.copy()
    flags = data.draw(st.lists(st.booleans(), min_size=workforce.size, max_size=workforce.size))
    leaving = np.array(flags, dtype=np.bool_)
    workforce.drop(leaving)
    leavers, stayers = (before.take(np.flatnonzero(rows)) for rows in (leaving, ~leaving))
    _same(workforce.by_id(), stayers)
    assert workforce.rows_of(workforce.ids).tolist() == list(range(workforce.size))
    assert set(workforce.rows_of(leavers.ids).tolist()) <= {-1}
    assert _promotions(workforce) == _promotions(stayers)
    assert {**_promotions(leavers), **_promotions(workforce)} == _promotions(before)


@given(people(), st.integers(0, 5))
def test_appending_keeps_everyone(workforce: Workforce, number: int) -> None:
    """Those who were there keep row, id and past; newcomers follow in their own order."""
    before = workforce.copy()
    newcomers = tiny([100 + n for n in range(number)])
    workforce.append(newcomers)
    assert workforce.size == before.size + number
    _same(workforce.take(np.arange(before.size)), before)
    _same(workforce.take(np.arange(before.size, workforce.size)), newcomers)
    assert _promotions(workforce) == _promotions(before)


def test_an_id_is_never_used_twice() -> None:
    """Newcomers with an id that stands below or beside another are refused."""
    for ids in ([5, 6], [4], [9, 9]):
        workforce = tiny([1, 5])
        with pytest.raises(RunError, match="ascending ids"):
            workforce.append(tiny(ids))
        assert workforce.ids.tolist() == [1, 5]


def test_those_taken_do_not_change_when_the_rest_does() -> None:
    """People who were taken aside are no window on the workforce."""
    workforce = tiny([1, 2, 3])
    leavers = workforce.take(np.array([0]))
    workforce.record["grade"][:] = 0
    assert leavers.record["grade"].tolist() == [1]


def test_a_copy_shares_nothing() -> None:
    """Two arms that start from one workforce cannot touch each other's people."""
    workforce = tiny([1, 2])
    other = workforce.copy()
    other.record["grade"][0] = 0
    other.truth["ability"][0] = 9.0
    other.post[0] = 4
    other.history.record_event("promoted", np.array([0]), TODAY)
    assert workforce.record["grade"][0] == 1
    assert workforce.truth["ability"][0] != 9.0
    assert workforce.post[0] == NO_POST
    assert _promotions(workforce) == {}


@given(people())
def test_rows_are_found_by_id(workforce: Workforce) -> None:
    """Every id leads to its row, and an id that is not there to -1."""
    asked = np.arange(-1, 62)
    rows = workforce.rows_of(asked)
    there = rows >= 0
    np.testing.assert_array_equal(workforce.ids[rows[there]], asked[there])
    assert set(asked[there].tolist()) == set(workforce.ids.tolist())


def test_a_frame_reads_the_rows_asked_for() -> None:
    """Columns, extra columns and the size belong to the chosen rows, in their order."""
    workforce = tiny([1, 2, 3, 6])
    extra = {"post.office": np.array([1, 2]), "post.unit": 7}
    frame = workforce.frame(np.array([3, 0]), TODAY, extra)
    assert frame.size == 2
    assert frame.column("grade").tolist() == [2, 1]
    assert frame.column("grade").dtype == workforce.record["grade"].dtype
    assert frame.column("post.office").tolist() == [1, 2]
    assert frame.column("post.unit").tolist() == [7, 7]
    assert frame.column("today.year").tolist() == [2026, 2026]


def test_a_frame_of_everyone_needs_no_rows() -> None:
    """None stands for everybody."""
    frame = tiny([1, 2, 3]).frame(None, TODAY)
    assert frame.size == 3
    assert frame.column("unit").tolist() == [1, 2, 3]


def test_only_what_is_asked_is_gathered_and_only_once() -> None:
    """A rule that reads one column costs one column."""
    frame = tiny([1, 2, 3]).frame(np.array([0, 2]), TODAY)
    first = frame.columns["grade"]
    assert frame.columns["grade"] is first
    assert list(frame.columns._gathered) == ["grade"]  # type: ignore[attr-defined]


def test_truth_is_no_column() -> None:
    """No rule can read what nobody has recorded."""
    frame = tiny([1]).frame(None, TODAY)
    assert "ability" not in frame.columns
    with pytest.raises(KeyError):
        frame.column("ability")


def test_a_relation_is_answered_for_the_rows_of_the_frame() -> None:
    """A name with a dot goes to whoever knows the relation, with the frame's rows, once."""
    asked: list[tuple[str, list[int]]] = []

    def related(name: str, rows: np.ndarray) -> np.ndarray:
        asked.append((name, rows.tolist()))
        return rows * 10

    workforce = tiny([1, 2, 3])
    frame = workforce.frame(np.array([2, 1]), TODAY, related=related)
    assert frame.column("superior.grade").tolist() == [20, 10]
    frame.column("superior.grade")
    assert asked == [("superior.grade", [2, 1])]
    everyone = workforce.frame(None, TODAY, related=related)
    assert everyone.column("superior.grade").tolist() == [0, 10, 20]


def test_columns_are_a_mapping_of_record_and_extra() -> None:
    """Names can be listed and counted, as of any mapping."""
    frame = tiny([1]).frame(None, TODAY, {"post.office": 1})
    record = [a.name for a in VOCABULARY.attributes.values() if a.subject == "person"]
    assert sorted(frame.columns) == sorted([*record, "post.office"])
    assert len(frame.columns) == len(record) + 1


def test_nobody_is_a_workforce_too() -> None:
    """An empty workforce can be framed, searched, appended to and emptied."""
    nobody = tiny([])
    assert nobody.rows_of(np.array([1])).tolist() == [-1]
    assert nobody.frame(None, TODAY).size == 0
    nobody.drop(np.zeros(0, dtype=np.bool_))
    assert nobody.size == 0
    nobody.append(tiny([4]))
    assert nobody.ids.tolist() == [4]
    nobody.append(tiny([]))
    assert nobody.size == 1


@given(low=st.integers(-200, 200), width=st.integers(1, 400), step=st.integers(-100_000, 100_000))
def test_what_moves_by_itself_stays_within_its_range(low: int, width: int, step: int) -> None:
    """Every value of every range moves by any step as whole numbers do, up to the ends."""
    kind = ValueType(Kind.WHOLE, low, low + width)
    values = np.arange(low, low + width + 1)
    column = values.astype(column_dtype(kind))
    move(column, kind, step)
    np.testing.assert_array_equal(column, np.clip(values + step, low, low + width))
