"""The people in service: how many, how able, how they move."""

from __future__ import annotations

import numpy as np

from policy_sim.simulation.behaviour import trait
from policy_sim.simulation.contests.competition import BY_LOT
from policy_sim.simulation.measures.groups import EVERYBODY_TOGETHER, Grouping
from policy_sim.simulation.measures.outcome import (
    Better,
    Floats,
    Outcome,
    Tally,
    no_answer,
)
from policy_sim.simulation.measures.year_end import Who, YearEnd, ratio

__all__ = [
    "OUTCOMES",
    "exits",
    "exits_by_reason",
    "headcount",
    "headcount_by_age",
    "hires",
    "mean_ability",
    "mean_age",
    "mean_motivation",
    "places_by_lot",
    "promotion_time_spread",
    "retirements",
    "transfers",
]


AGE = "age"
"""The attribute of the record that tells how old people are, in months, if a vocabulary has it."""

MONTHS, DECADE = 12, 10


def exits(year: YearEnd, by: Grouping) -> Floats:
    """People who left service in the year, for whatever reason."""
    reasons = year.state.archive.reasons
    counts = [year.flow(reason, by) for reason in reasons]
    return np.sum(counts, axis=0, dtype=np.float64) if counts else np.zeros(by.size)


def exits_by_reason(year: YearEnd) -> dict[str, float]:
    """People who left service in the year, by their one reason."""
    flows = year.state.flows
    return {f"reason={r}": float(flows.total(r)) for r in year.state.archive.reasons}


def headcount(year: YearEnd, by: Grouping) -> Floats:
    """People in service on 31 December."""
    return year.heads(by).astype(np.float64)


def headcount_by_age(year: YearEnd) -> dict[str, float]:
    """People in service on 31 December, by the decade of their age."""
    ages = year.people.record.get(AGE)
    if ages is None:
        return {}
    oldest = year.people.vocabulary.attributes[AGE].type.high
    heads = np.bincount(ages // (MONTHS * DECADE), minlength=oldest // (MONTHS * DECADE) + 1)
    return {
        f"{AGE}={DECADE * n}-{DECADE * n + DECADE - 1}": float(number)
        for n, number in enumerate(heads)
    }


def hires(year: YearEnd, by: Grouping) -> Floats:
    """People who entered service in the year."""
    return year.flow("hired", by).astype(np.float64)


def mean_ability(year: YearEnd, by: Grouping) -> Floats:
    """Mean true ability of everyone in service, in SD of the founding stock."""
    return year.mean(by, "ability", lambda: trait(year.people, "ability"), Who.EVERYONE)


def mean_age(year: YearEnd, by: Grouping) -> Floats:
    """Mean age of everyone in service, as recorded, in years."""
    ages = year.people.record.get(AGE)
    if ages is None:
        return no_answer(by)
    return year.mean(by, AGE, lambda: ages / MONTHS, Who.EVERYONE)


def mean_motivation(year: YearEnd, by: Grouping) -> Floats:
    """Mean true motivation of everyone in service, in SD."""
    return year.mean(by, "motivation", lambda: trait(year.people, "motivation"), Who.EVERYONE)


def places_by_lot(year: YearEnd, by: Grouping) -> Floats:
    """Places of the year (posts, rises, entries) for which only the lot told winner from loser.

    Score and all ties were equal; only in all.
    """
    if by.name != EVERYBODY_TOGETHER:
        return no_answer(by)
    return year.flow(BY_LOT, by).astype(np.float64)


def promotion_time_spread(year: YearEnd, by: Grouping) -> Floats:
    """Standard deviation of the months in grade of those promoted in the year.

    sqrt(sum m^2 / n - (sum m / n)^2). Where sizes of grades are fixed the mean cannot move, only
    who rises and this spread.
    """
    if "promotion_months" not in year.state.flows.kinds:
        return no_answer(by)
    count = year.flow("promoted", by)
    mean = ratio(year.flow("promotion_months", by), count)
    square = ratio(year.flow("promotion_months_squared", by), count)
    return np.sqrt(np.maximum(square - mean**2, 0.0))


def retirements(year: YearEnd, by: Grouping) -> Floats:
    """People who retired in the year, as the law ordered."""
    return year.flow("retired", by).astype(np.float64)


def transfers(year: YearEnd, by: Grouping) -> Floats:
    """Staff who were moved from one unit to another in the year."""
    return year.flow("transferred", by).astype(np.float64)


OUTCOMES = (
    Outcome("exits", "persons", Better.NEUTRAL, Tally.FLOW, exits, end=True, parts=exits_by_reason),
    Outcome("headcount", "persons", Better.NEUTRAL, Tally.STOCK, headcount, parts=headcount_by_age),
    Outcome("hires", "persons", Better.NEUTRAL, Tally.FLOW, hires),
    Outcome("mean_ability", "SD", Better.HIGHER, Tally.STOCK, mean_ability, hidden=True),
    Outcome("mean_age", "years", Better.NEUTRAL, Tally.STOCK, mean_age),
    Outcome("mean_motivation", "SD", Better.HIGHER, Tally.STOCK, mean_motivation, hidden=True),
    Outcome("places_by_lot", "occasions", Better.NEUTRAL, Tally.FLOW, places_by_lot),
    Outcome("promotion_time_spread", "months", Better.LOWER, Tally.STOCK, promotion_time_spread),
    Outcome("retirements", "persons", Better.NEUTRAL, Tally.FLOW, retirements),
    Outcome("transfers", "persons", Better.NEUTRAL, Tally.FLOW, transfers),
)
"""The outcomes of this field."""
