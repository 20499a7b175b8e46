"""Fit: whose field of study is the one that the work asks for."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from policy_sim.simulation.fit import FIELD, MISMATCH, asked_of
from policy_sim.simulation.measures.groups import Grouping
from policy_sim.simulation.measures.outcome import (
    PER_CENT,
    Better,
    Floats,
    Integers,
    Outcome,
    Tally,
    no_answer,
)
from policy_sim.simulation.measures.year_end import YearEnd, ratio

__all__ = ["OUTCOMES", "fit_at_work", "fit_in_post"]


def fit_at_work(year: YearEnd, by: Grouping) -> Floats:
    """Share of the people whose work asks for a field of study who have studied it, per cent."""
    return _fitting(year, by, "at work", lambda: np.arange(year.people.size))


def fit_in_post(year: YearEnd, by: Grouping) -> Floats:
    """Share of the holders of posts that ask for a field who have studied it, per cent."""
    return _fitting(year, by, "in post", lambda: year.holders)


def _fitting(year: YearEnd, by: Grouping, name: str, among: Callable[[], Integers]) -> Floats:
    if MISMATCH not in year.people.standing.traits:
        return no_answer(by)

    def asked() -> Integers:
        rows = among()
        return rows[asked_of(year.state, rows) > 0]

    def fitting() -> Integers:
        rows = asked()
        fits = year.people.record[FIELD][rows] == asked_of(year.state, rows)
        return np.asarray(rows[fits])

    fit, whole = f"fitting {name}", f"asked {name}"
    return PER_CENT * ratio(year.met(by, fit, fitting), year.met(by, whole, asked))


OUTCOMES = (
    Outcome("fit_at_work", "per cent", Better.HIGHER, Tally.STOCK, fit_at_work),
    Outcome("fit_in_post", "per cent", Better.HIGHER, Tally.STOCK, fit_in_post),
)
"""The outcomes of this field."""
