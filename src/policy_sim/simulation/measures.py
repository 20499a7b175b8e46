"""The formulas of the outcomes: each is a function of the year's end and a way to part people.

A measure returns one value for each part, not a number where the part has no answer; its
docstring is the formula that reports print. Counts are whole numbers and add up over parts;
ratios are not given for fewer than 30 cases.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from policy_sim import elementary
from policy_sim.simulation import service
from policy_sim.simulation.behaviour import LEADING, trait
from policy_sim.simulation.competition import BY_LOT
from policy_sim.simulation.groups import EVERYBODY_TOGETHER, Grouping
from policy_sim.simulation.sums import MILLIONTHS, whole
from policy_sim.simulation.year_end import YearEnd, ratio, unit_sums

__all__ = [
    "appointments",
    "deviation_share",
    "exits",
    "exits_by_reason",
    "headcount",
    "hires",
    "leaderless_months",
    "leadership_in_office",
    "mean_ability",
    "mean_motivation",
    "pay_bill",
    "personnel_share",
    "places_by_lot",
    "promotion_time_spread",
    "promotions",
    "right_person_in_post",
    "service_quality",
    "unfilled_places",
    "vacancies",
    "women_in_office",
]

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

PER_CENT = 100.0


def service_quality(year: YearEnd, by: Grouping) -> Floats:
    """Mean service index of the units, weighted by responsibility; 50 is average staff.

    50 + 10 x (staff performance + leader_weight x leadership - acting_penalty x share of
    post-months vacant - shortage_penalty x share of places unfilled), in SD of the founding
    stock; in all, by family of the places and by zone of the units.
    """
    weight = service.weights(year.organisation.weight, year.organisation.establishment)
    families, zones = np.arange(weight.shape[1]), year.organisation.zone[:, np.newaxis]
    parts = {
        EVERYBODY_TOGETHER: np.zeros(weight.shape, dtype=np.int64),
        "family": np.broadcast_to(families, weight.shape),
        "zone": np.broadcast_to(zones, weight.shape),
    }
    if by.name not in parts or not year.served:
        return _no_answer(by)
    masks = [parts[by.name] == part for part in range(by.size)]
    return np.array([_weighted(year.service[mask], weight[mask]) for mask in masks])


def leaderless_months(year: YearEnd, by: Grouping) -> Floats:
    """Post-months of the year without a holder (vacant or under an acting head), by zone.

    Counted once a month after appointments have taken effect.
    """
    if not year.served:
        return _no_answer(by)
    return _by_posts(year, year.strength.vacant.astype(np.int64), by)


def vacancies(year: YearEnd, by: Grouping) -> Floats:
    """Posts of office without a holder on 31 December, by zone."""
    posts = year.state.posts
    vacant = np.bincount(posts.unit[posts.vacant], minlength=year.organisation.units)
    return _by_posts(year, vacant, by)


def unfilled_places(year: YearEnd, by: Grouping) -> Floats:
    """Places of the establishment that nobody fills on 31 December, by family and zone.

    Summed over units: a supernumerary in one unit fills no place in another.
    """
    return _by_units(year, year.unfilled, by)


def headcount(year: YearEnd, by: Grouping) -> Floats:
    """People in service on 31 December."""
    return by.heads(np.ones(year.people.size, dtype=np.bool_)).astype(np.float64)


def hires(year: YearEnd, by: Grouping) -> Floats:
    """People who entered service in the year."""
    return year.flow("hired", by).astype(np.float64)


def exits(year: YearEnd, by: Grouping) -> Floats:
    """People who left service in the year, for whatever reason."""
    reasons = year.state.archive.reasons
    counts = [year.flow(reason, by) for reason in reasons]
    return np.sum(counts, axis=0, dtype=np.float64) if counts else np.zeros(by.size)


def exits_by_reason(year: YearEnd) -> dict[str, float]:
    """People who left service in the year, by their one reason."""
    flows = year.state.flows
    return {f"reason={r}": float(flows.total(r)) for r in year.state.archive.reasons}


def promotions(year: YearEnd, by: Grouping) -> Floats:
    """Promotions in rank that took effect in the year."""
    return year.flow("promoted", by).astype(np.float64)


def appointments(year: YearEnd, by: Grouping) -> Floats:
    """Appointments to posts of office that took effect in the year."""
    if not year.state.posts.size:
        return _no_answer(by)
    return year.flow("appointed", by).astype(np.float64)


def places_by_lot(year: YearEnd, by: Grouping) -> Floats:
    """Places of the year (posts, rises, entries) for which only the lot told winner from loser.

    Score and all ties were equal; only in all.
    """
    if by.name != EVERYBODY_TOGETHER:
        return _no_answer(by)
    return year.flow(BY_LOT, by).astype(np.float64)


def promotion_time_spread(year: YearEnd, by: Grouping) -> Floats:
    """Standard deviation of the months in grade of those promoted in the year.

    sqrt(sum m^2 / n - (sum m / n)^2). Where sizes of grades are fixed the mean cannot move, only
    who rises and this spread.
    """
    if "promotion_months" not in year.state.flows.kinds:
        return _no_answer(by)
    count = year.flow("promoted", by)
    mean = ratio(year.flow("promotion_months", by), count)
    square = ratio(year.flow("promotion_months_squared", by), count)
    return np.sqrt(np.maximum(square - mean**2, 0.0))


def deviation_share(year: YearEnd, by: Grouping) -> Floats:
    """Share of the year's appointments given out of the order that the law sets, in per cent."""
    return PER_CENT * ratio(year.flow("out_of_order", by), year.flow("appointed", by))


def pay_bill(year: YearEnd, by: Grouping) -> Floats:
    """Rupiah paid in the year at the amounts of the law in force, in constant prices.

    Exactly the money of the year's pay spells.
    """
    paid = "paid" in year.state.flows.kinds
    return year.flow("paid", by).astype(np.float64) if paid else _no_answer(by)


def personnel_share(year: YearEnd, by: Grouping) -> Floats:
    """Pay bill of the year over the yearly budget, in per cent; only in all.

    Both are in constant prices of the start year; the budget is the one that pay is given.
    """
    if by.name != EVERYBODY_TOGETHER or not year.state.budget:
        return _no_answer(by)
    return PER_CENT * pay_bill(year, by) / year.state.budget


def mean_ability(year: YearEnd, by: Grouping) -> Floats:
    """Mean true ability of everyone in service, in SD of the founding stock."""
    return _mean(trait(year.people, "ability"), np.ones(year.people.size, dtype=np.bool_), by)


def mean_motivation(year: YearEnd, by: Grouping) -> Floats:
    """Mean true motivation of everyone in service, in SD."""
    return _mean(trait(year.people, "motivation"), np.ones(year.people.size, dtype=np.bool_), by)


def leadership_in_office(year: YearEnd, by: Grouping) -> Floats:
    """Mean true leadership of those who hold a post of office, in SD of the founding stock."""
    return _mean(trait(year.people, *LEADING), year.holders, by)


def right_person_in_post(year: YearEnd, by: Grouping) -> Floats:
    """Share of holders of office who lead better than the median of their own grade, per cent.

    Chance gives 50: the comparison is with everyone of the same grade, in office or not.
    """
    right = by.heads(year.holders & year.above_own_grade)
    return PER_CENT * ratio(right, by.heads(year.holders))


def women_in_office(year: YearEnd, by: Grouping) -> Floats:
    """Share of women among those who hold a post of office, in per cent."""
    sex = year.people.vocabulary.attributes.get("sex")
    if sex is None or sex.type.scale is None or "f" not in sex.type.scale.values:
        return _no_answer(by)
    women = year.people.record["sex"] == sex.type.scale.code("f")
    return PER_CENT * ratio(by.heads(year.holders & women), by.heads(year.holders))


def _by_posts(year: YearEnd, cells: Integers, by: Grouping) -> Floats:
    return _by_units(year, cells, by) if year.state.posts.size else _no_answer(by)


def _by_units(year: YearEnd, cells: Integers, by: Grouping) -> Floats:
    sums = unit_sums(year, cells, by)
    return _no_answer(by) if sums is None else sums.astype(np.float64)


def _mean(level: Floats, mask: NDArray[np.bool_], by: Grouping) -> Floats:
    return ratio(by.sums(whole(level), mask), by.heads(mask)) / MILLIONTHS


def _weighted(values: Floats, weight: Floats) -> float:
    total = elementary.exact_sum(weight)
    return elementary.exact_sum(values * weight) / total if total else np.nan


def _no_answer(by: Grouping) -> Floats:
    return np.full(by.size, np.nan)
