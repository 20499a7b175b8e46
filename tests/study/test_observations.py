"""Yearly values of all arms and replications: what is there, what is missing, in which order."""

from __future__ import annotations

import math
from datetime import date
from random import Random

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.study.observations import OUTCOME_COLUMNS, observe, outcome_table

FIRST, SECOND, THIRD = (date(year, 12, 31) for year in (2026, 2027, 2028))
Row = tuple[str, int, date, str, str, float | None]


def table(rows: list[Row]) -> pa.Table:
    """Return rows as a table of outcomes."""
    columns = list(zip(*rows, strict=True)) or [()] * len(OUTCOME_COLUMNS)
    arrays = [
        pa.array(column, kind) for column, kind in zip(columns, OUTCOME_COLUMNS.types, strict=True)
    ]
    return pa.table(dict(zip(OUTCOME_COLUMNS.names, arrays, strict=True)))


ROWS: list[Row] = [
    ("old", 0, FIRST, "service", "all", 1.0),
    ("old", 0, SECOND, "service", "all", 2.0),
    ("old", 0, THIRD, "service", "all", None),
    ("old", 1, SECOND, "service", "all", math.nan),
    ("old", 1, THIRD, "service", "all", 6.0),
    ("new", 0, FIRST, "service", "sex=f", 7.0),
    ("new", 0, FIRST, "cost", "all", 8.0),
]
SERVICE = ("service", "all")


def test_dates_replications_and_subjects_are_all_that_occur() -> None:
    """Each occurs once, ascending, even where only one arm has it."""
    seen = observe(table(ROWS))
    assert seen.dates == (FIRST, SECOND, THIRD)
    assert seen.replications == (0, 1)
    assert seen.subjects() == (("cost", "all"), ("service", "all"), ("service", "sex=f"))


@pytest.mark.parametrize(
    ("arm", "replication", "positions", "values"),
    [
        ("old", 0, (0, 1), (1.0, 2.0)),
        ("old", 0, (1,), (2.0,)),
        ("old", 0, (1, 0), (2.0, 1.0)),
        ("old", 0, (), ()),
        ("old", 1, (2,), (6.0,)),
        ("old", 0, (1, 2), None),
        ("old", 1, (1,), None),
        ("old", 1, (0,), None),
        ("old", 2, (0,), None),
        ("new", 0, (0,), None),
        ("never", 0, (0,), None),
    ],
)
def test_years_are_given_only_if_all_are_there(
    arm: str, replication: int, positions: tuple[int, ...], values: tuple[float, ...] | None
) -> None:
    """A null, a value that is no number, a year, arm or replication without rows: all missing."""
    assert observe(table(ROWS)).years(arm, replication, SERVICE, positions) == values


@settings(max_examples=30)
@given(st.integers(0, 10**6), st.integers(0, 6))
def test_the_order_and_the_number_of_parts_leave_no_trace(seed: int, cut: int) -> None:
    """However rows are shuffled and cut into tables, the whole table has the same bytes."""
    rows = [row for row in ROWS if row[-1] == row[-1]]  # what is no number equals nothing
    shuffled = list(rows)
    Random(seed).shuffle(shuffled)  # noqa: S311  (an order, not a secret)
    whole = outcome_table([table(shuffled[:cut]), table(shuffled[cut:])])
    assert whole.equals(outcome_table([table(rows)]))
    keys = [tuple(row[name] for name in OUTCOME_COLUMNS.names[:-1]) for row in whole.to_pylist()]
    assert keys == sorted(keys)
    assert whole.schema.equals(OUTCOME_COLUMNS)
    assert all(column.num_chunks <= 1 for column in whole.columns)


def test_nothing_observed() -> None:
    """A table without rows has no dates, no replications and no subjects."""
    seen = observe(table([]))
    assert (seen.dates, seen.replications, seen.subjects()) == ((), (), ())
