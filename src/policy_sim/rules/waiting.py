"""A case as time alone makes it: nothing is decided meanwhile, and nobody does anything.

What moves by itself moves (of the person, and of people to whom a hop leads), the past grows
older, sanctions run out, and the yearly ratings that are assumed come in. The post that is asked
about stays as it is: it is taken to be vacant then as well.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import numpy as np

from policy_sim.policy.vocabulary import Attribute, Vocabulary
from policy_sim.rules.case import Case
from policy_sim.rules.elapsed import later
from policy_sim.rules.history import HistoryLog

__all__ = ["advanced", "moving"]

_POST = "post."


def advanced(case: Case, months: int, ratings: Mapping[str, int] | None = None) -> Case:
    """Return *case* as it is *months* later.

    *ratings* gives, by series, the integer that is entered: of every year, in each appraisal month
    for the year before it; of every month, in each. A series that is not named grows no longer.
    The months are at least 0.
    """
    day = later(case.on, months)
    columns = dict(case.columns)
    for name, value in case.columns.items():
        attribute = moving(name, case.vocabulary)
        if attribute is not None and attribute.moves is not None:
            moved = value + months * attribute.moves.each_month
            columns[name] = min(max(moved, attribute.type.low), attribute.type.high)
    past = _grown(case, months, _appraisals(case, day), ratings or {})
    return replace(case, on=day, columns=columns, past=past)


def _appraisals(case: Case, day: date) -> int:
    """Return how many appraisal months there are after that of the case and until *day*."""
    first = case.appraisal_month
    begun = day.year - case.on.year
    return begun + (day.month >= first) - (case.on.month >= first)


def moving(name: str, vocabulary: Vocabulary) -> Attribute | None:
    """Return the attribute that the column *name* holds, if time moves it; none of the post."""
    if name.startswith(_POST):
        return None
    plain = name if name in vocabulary.attributes else name.rpartition(".")[2]
    attribute = vocabulary.attributes.get(plain)
    return attribute if attribute is not None and attribute.moves is not None else None


def _grown(case: Case, months: int, years: int, ratings: Mapping[str, int]) -> HistoryLog:
    """Return the past with what so many more months, or years, of *ratings* enter."""
    if not ratings:
        return case.past
    grown, row = case.past.copy(), np.zeros(1, dtype=np.int64)
    for series, value in ratings.items():
        monthly = case.vocabulary.series[series].every == "month"
        for _ in range(months if monthly else years):
            grown.record_period(series, row, value)
    return grown
