"""A case as time alone makes it: nothing is decided meanwhile, and nobody does anything.

What moves by itself moves (of the person, and of people to whom a hop leads), the past grows
older, sanctions run out, and the yearly ratings that are assumed come in. The post that is asked
about stays as it is: it is taken to be vacant then as well.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from policy_sim.policy.vocabulary import Attribute, Vocabulary
from policy_sim.rules.case import Case
from policy_sim.rules.history import HistoryLog

__all__ = ["advanced", "later"]

_POST = "post."


def later(day: date, months: int) -> date:
    """Return the day *months* after *day*: of a shorter month its last one."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def advanced(case: Case, months: int, ratings: Mapping[str, int] | None = None) -> Case:
    """Return *case* as it is *months* later.

    *ratings* gives, by series of every year, the integer that each appraisal month enters for the
    year before it; a series that is not named grows no longer. The months are at least 0.
    """
    day = later(case.on, months)
    columns = dict(case.columns)
    for name, value in case.columns.items():
        attribute = _moving(name, case.vocabulary)
        if attribute is not None and attribute.moves is not None:
            moved = value + months * attribute.moves.each_month
            columns[name] = min(max(moved, attribute.type.low), attribute.type.high)
    past = _grown(case.past, _appraisals(case, day), ratings or {})
    return replace(case, on=day, columns=columns, past=past)


def _appraisals(case: Case, day: date) -> int:
    """Return how many appraisal months there are after that of the case and until *day*."""
    first = case.appraisal_month
    begun = day.year - case.on.year
    return begun + (day.month >= first) - (case.on.month >= first)


def _moving(name: str, vocabulary: Vocabulary) -> Attribute | None:
    """Return the attribute that the column *name* holds, unless it is one of the post."""
    if name.startswith(_POST):
        return None
    plain = name if name in vocabulary.attributes else name.rpartition(".")[2]
    return vocabulary.attributes.get(plain)


def _grown(past: HistoryLog, years: int, ratings: Mapping[str, int]) -> HistoryLog:
    """Return *past* with so many more years of *ratings*."""
    if not years or not ratings:
        return past
    grown, row = past.copy(), np.zeros(1, dtype=np.int64)
    for series, value in ratings.items():
        for _ in range(years):
            grown.record_period(series, row, value)
    return grown
