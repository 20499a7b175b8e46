"""Who has left, and the yearbook: kept in canonical order whatever the order of entry."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pandas as pd

from policy_sim.simulation.books.archive import Archive
from policy_sim.simulation.books.yearbook import Yearbook
from small_office import MONTH


def ids(*people: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Return the ids of people."""
    return np.array(people, dtype=np.int64)


def test_leavers_ascend_by_date_and_id() -> None:
    """Four people who left in two months, entered out of order, each with day and reason."""
    archive = Archive()
    archive.add(ids(9), "resigned", MONTH + 1)
    archive.add(ids(7, 3), "retired", MONTH)
    archive.add(ids(5), "died", MONTH + 1)
    frame = archive.frame()
    assert frame["person"].tolist() == [3, 7, 5, 9]
    assert frame["reason"].tolist() == ["retired", "retired", "died", "resigned"]
    months = [day.date() for day in frame["date"]]
    assert months == [date(2026, 1, 1)] * 2 + [date(2026, 2, 1)] * 2
    assert len(archive) == 4


def test_reasons_are_known_before_anybody_leaves() -> None:
    """A reason that is expected is listed with those that occurred, once, by the alphabet."""
    archive = Archive()
    archive.expect(["retired", "died"])
    archive.expect(["died"])
    archive.add(ids(1), "resigned", MONTH)
    assert archive.reasons == ("died", "resigned", "retired")
    assert len(archive) == 1


def test_nobody_leaves_no_trace() -> None:
    """A month in which nobody leaves adds neither a row nor a reason."""
    archive = Archive()
    archive.add(ids(), "retired", MONTH)
    assert (len(archive), archive.reasons) == (0, ())
    frame = archive.frame()
    assert list(frame.columns) == ["person", "date", "reason"]
    assert frame.empty
    assert frame["person"].dtype == np.int64
    assert pd.api.types.is_datetime64_any_dtype(frame["date"])


def test_the_yearbook_ascends_by_date_outcome_and_group() -> None:
    """Entries come back in canonical order, and what is no number is left out."""
    book = Yearbook()
    first, second = date(2026, 12, 31), date(2027, 12, 31)
    book.enter(second, "hires", "all", 3)
    book.enter(first, "pay_bill", "all", 2.5)
    book.enter(first, "hires", "sex=f", math.nan)
    book.enter(first, "hires", "all", 0)
    frame = book.frame()
    assert frame["date"].tolist() == [first, first, second]
    assert frame["outcome"].tolist() == ["hires", "pay_bill", "hires"]
    assert frame["value"].tolist() == [0.0, 2.5, 3.0]
    assert frame["value"].dtype == np.float64


def test_an_empty_yearbook_has_its_columns() -> None:
    """No entries are a frame of the right form."""
    frame = Yearbook().frame()
    assert list(frame.columns) == ["date", "outcome", "group", "value"]
    assert frame.empty
    assert frame["value"].dtype == np.float64
