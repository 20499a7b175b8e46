"""The start: people drawn from a simulated stock so that published margins hold.

The joint structure (who has which grade at which age after which career) comes from the stock,
that is from the rules; how many of each there are comes from the profile. Kinds of employment
younger than the history are made from their margins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from policy_sim.chance import Chance
from policy_sim.rules.frame import Integers
from policy_sim.rules.history import HistoryLog
from policy_sim.workforce.apportion import scaled
from policy_sim.workforce.fit import Fit, FittedCell, fitted_cells
from policy_sim.workforce.organisation import Organisation
from policy_sim.workforce.people import nobody, staff
from policy_sim.workforce.placement import hold_posts, place_staff, set_job_class
from policy_sim.workforce.profile import Cell, EmploymentKind, Margin, Profile
from policy_sim.workforce.table import NO_POST, Workforce
from policy_sim.workforce.weights import Cells, Weights, margin_weights

__all__ = ["absent", "draw", "seat_leaders", "systematic"]


@dataclass(frozen=True)
class _Sampled:
    """The people of one kind, with the margins they were asked to hit."""

    people: Workforce
    margins: tuple[Margin, ...]
    empty: tuple[str, ...] = ()
    efficiency: float | None = None


def draw(
    stock: Workforce,
    profile: Profile,
    organisation: Organisation,
    chance: Chance,
    on: date | None = None,
    first: int = 0,
) -> tuple[Workforce, Fit]:
    """Return the people of *profile* in *organisation*, and how well they fit.

    Kinds with a history are drawn from *stock* with replacement, by weights that hit the
    margins; the others are made from their margins as of *on* (by default the profile's day).
    Ids are new, from *first* in the order of the kinds; keys come from the ids. Leaders hold
    posts up to the stated vacancies; staff may exceed the establishment (supernumerary).
    """
    day = on or profile.as_of
    people = nobody(profile, stock.vocabulary)
    sampled: list[tuple[EmploymentKind, _Sampled, Integers]] = []
    for kind in profile.kinds:
        ids = np.arange(first, first + kind.people, dtype=np.int64)
        keys = chance.key("founder", ids)
        if kind.from_history:
            one = _from_stock(stock, kind, profile, organisation, chance, (ids, keys))
        else:
            made = staff(kind, profile, stock.vocabulary, ids, keys, chance, day)
            one = _Sampled(made, (*kind.margins, *([kind.tenure] if kind.tenure else [])))
        sampled.append((kind, one, ids))
        first += kind.people
        people.append(one.people)
    seat_leaders(people, organisation, chance)
    place_staff(people, organisation, chance)
    set_job_class(people, organisation)
    return people, _fit(people, sampled)


def absent(stock: Workforce, profile: Profile) -> list[EmploymentKind]:
    """Return the kinds whose people come from *stock*, where there is nobody of them."""
    kinds = (kind for kind in profile.kinds if kind.from_history and kind.people)
    return [kind for kind in kinds if not len(_rows_of_kind(stock, kind))]


def systematic(weights: NDArray[np.float64], count: int, start: float) -> Integers:
    """Return *count* positions drawn in proportion to *weights*, evenly spaced from *start*.

    *start* lies between 0 and 1. The positions ascend; one whose weight is k steps wide is drawn
    k times, give or take one (Madow 1949).
    """
    if not count or not (weights > 0).any():
        return np.empty(0, dtype=np.int64)
    ends = np.cumsum(weights)
    points = (np.arange(count) + start) * (ends[-1] / count)
    last = int(np.flatnonzero(weights > 0)[-1])
    found = np.searchsorted(ends, points, side="right").astype(np.int64)
    return np.asarray(np.minimum(found, last), dtype=np.int64)


def _from_stock(
    stock: Workforce,
    kind: EmploymentKind,
    profile: Profile,
    organisation: Organisation,
    chance: Chance,
    identity: tuple[Integers, NDArray[np.uint64]],
) -> _Sampled:
    own = _rows_of_kind(stock, kind)
    heads = _heads_by_office(kind, profile, organisation)
    margins = (*kind.margins, *_office_margin(stock, kind, profile, organisation, heads))
    cells = {m.attribute: m.cell_of(stock.record[m.attribute][own]) for m in margins}
    weights = margin_weights(cells, {m.attribute: m.shares for m in margins})
    if not margins:
        # Nothing is known of them but their number: everybody of the stock is as likely.
        weights = Weights(np.ones(len(own)), (), 1.0)
    chosen = own[_strata(stock, own, heads, weights, list(cells.values()), chance)]
    return _Sampled(
        _renamed(stock, chosen, identity, leads=len(heads) > 1),
        margins,
        _labels(kind, margins, weights),
        weights.efficiency,
    )


def _rows_of_kind(stock: Workforce, kind: EmploymentKind) -> Integers:
    if kind.code is None:
        return np.arange(stock.size)
    return np.flatnonzero(stock.record["employment"] == kind.code)


def _heads_by_office(
    kind: EmploymentKind, profile: Profile, organisation: Organisation
) -> list[int]:
    """How many of *kind* to draw at each office code, the highest first; the rest are staff."""
    leaders = profile.leaders
    if leaders is None or leaders.kind != kind.name:
        return [kind.people]
    filled = [kind.people] + [0] * (len(organisation.offices) - 1)
    for office in range(len(filled) - 1, 0, -1):
        posts = len(organisation.posts_of(office))
        vacant = leaders.vacant[office] if leaders.vacant else Fraction(0)
        filled[office] = min(scaled(posts, 1 - vacant), filled[0])
        filled[0] -= filled[office]
    return filled


def _office_margin(
    stock: Workforce,
    kind: EmploymentKind,
    profile: Profile,
    organisation: Organisation,
    heads: list[int],
) -> tuple[Margin, ...]:
    """The margin that the posts of the organisation make, for the kind that leads."""
    if len(heads) == 1 or "office" not in stock.record or profile.leaders is None:
        return ()
    words = zip(organisation.offices, heads, strict=True)
    cells = [
        Cell(word, code, code, Fraction(count, kind.people))
        for code, (word, count) in enumerate(words)
    ]
    return (Margin("office", tuple(cells), profile.leaders.evidence),)


def _strata(
    stock: Workforce,
    own: Integers,
    heads: list[int],
    weights: Weights,
    cells: list[Cells],
    chance: Chance,
) -> Integers:
    """Draw the heads of each office; an office that nobody holds is drawn as staff."""
    office = np.zeros(len(own), dtype=np.int64)
    if len(heads) > 1:
        office = stock.record["office"][own].astype(np.int64)
    lot = chance.uniform("order in the stock", stock.keys[own])
    starts = chance.uniform("start of the draw", np.arange(len(heads)))
    drawn: list[Integers] = []
    missing = 0
    for code in range(len(heads) - 1, -1, -1):
        stratum = np.arange(len(own)) if len(heads) == 1 else np.flatnonzero(office == code)
        order = stratum[np.lexsort((lot[stratum], *[cell[stratum] for cell in cells[::-1]]))]
        asked = heads[code] + (missing if code == 0 else 0)
        got = order[systematic(weights.values[order], asked, float(starts[code]))]
        missing += asked - len(got)
        drawn.append(got)
    return np.concatenate(drawn)


def _renamed(
    stock: Workforce,
    rows: Integers,
    identity: tuple[Integers, NDArray[np.uint64]],
    leads: bool,
) -> Workforce:
    """Return the people in *rows* (some more than once) under new ids and without posts."""
    ids, keys = identity[0][: len(rows)], identity[1][: len(rows)]
    record = {name: column[rows] for name, column in stock.record.items()}
    if not leads and "office" in record:
        record["office"][:] = 0
    return Workforce(
        vocabulary=stock.vocabulary,
        ids=ids,
        keys=keys,
        record=record,
        truth={name: column[rows] for name, column in stock.truth.items()},
        post=np.full(len(rows), NO_POST, dtype=np.int32),
        history=_histories(stock.history, rows),
        acquired=stock.acquired.take(rows),
    )


def _histories(log: HistoryLog, rows: Integers) -> HistoryLog:
    """Return the log of *rows*, of which some appear more than once.

    A log moves with rows that differ; so the first, second … appearances are taken apart, put
    behind each other, and brought into order.
    """
    order = np.argsort(rows, kind="stable")
    ordered = rows[order]
    appearance = np.empty(len(rows), dtype=np.int64)
    appearance[order] = np.arange(len(rows)) - np.searchsorted(ordered, ordered)
    layers = [np.flatnonzero(appearance == n) for n in range(int(appearance.max(initial=0)) + 1)]
    joined = log.take(rows[layers[0]])
    for layer in layers[1:]:
        joined.append(log.take(rows[layer]))
    return joined.take(np.argsort(np.concatenate(layers), kind="stable"))


def _labels(kind: EmploymentKind, margins: Iterable[Margin], weights: Weights) -> tuple[str, ...]:
    by_name = {margin.attribute: margin for margin in margins}
    return tuple(
        f"{kind.name}: {name} {by_name[name].cells[cell].label}" for name, cell in weights.empty
    )


def seat_leaders(people: Workforce, organisation: Organisation, chance: Chance) -> None:
    """Seat everyone with an office in a post of it, in or near the former unit."""
    office = people.record.get("office")
    if office is None:
        return
    unit = people.record.get("unit", np.zeros(people.size, dtype=np.int64))
    for code in range(1, len(organisation.offices)):
        holders = np.flatnonzero(office == code)
        posts = organisation.posts_of(code)
        luck = chance.uniform("filled at the start", posts)
        kept = np.sort(posts[np.argsort(luck, kind="stable")[: len(holders)]])
        lot = chance.uniform("post at the start", people.keys[holders])
        ordered = holders[np.lexsort((lot, unit[holders]))]
        hold_posts(people, ordered[: len(kept)], kept, organisation)
        office[ordered[len(kept) :]] = 0


def _fit(people: Workforce, sampled: list[tuple[EmploymentKind, _Sampled, Integers]]) -> Fit:
    cells: list[FittedCell] = []
    for kind, one, ids in sampled:
        rows = people.rows_of(ids[: one.people.size])
        cells += fitted_cells(people, rows, kind, one.margins)
    return Fit(
        tuple(cells),
        tuple(label for _, one, _ in sampled for label in one.empty),
        tuple((k.name, one.efficiency) for k, one, _ in sampled if one.efficiency is not None),
    )
