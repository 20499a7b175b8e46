"""Signs: the figures of a reform's first years that an agency can see, and how each case ended.

An agency sees its own figures under the reform, and how they have changed since before. It never
sees what would have happened without the reform, nor what people are really like: so a sign is no
paired difference, and no outcome that is hidden.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from policy_sim.simulation.measures.outcome import Outcome
from policy_sim.study.observations import Observations

__all__ = ["CHANGE", "LEVEL", "Look", "Sign", "looks", "observable", "signs_of"]

LEVEL, CHANGE = "level", "change"
"""What of a figure is looked at: itself, or how it has changed since before the reform."""

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Look:
    """A day on which an agency looks, and the last year's end before the reform, if there was one.

    Both as positions among the dates of the outcomes.
    """

    at: int
    before: int | None


@dataclass(frozen=True, order=True, slots=True)
class Sign:
    """One figure on one day: an outcome, as a *form* :data:`LEVEL` or :data:`CHANGE`."""

    outcome: str
    day: date
    form: str


def observable(outcomes: Mapping[str, Outcome], seen: Observations) -> tuple[str, ...]:
    """Return the outcomes that occur and that an agency can see, by name."""
    occurring = {outcome for outcome, group in seen.subjects() if group == "all"}
    return tuple(sorted(name for name in occurring if not outcomes[name].hidden))


def looks(dates: Sequence[date], reform: date, months: tuple[int, int]) -> tuple[Look, ...]:
    """Return the year's ends so many *months* (first, last) after the *reform*, but the last one.

    31 December counts as twelve months after 1 January. What is foretold, the last year, is no
    sign of itself.
    """
    first, last = (reform.toordinal() + number * DAYS_A_MONTH for number in months)
    earlier = [i for i, day in enumerate(dates) if day < reform]
    return tuple(
        Look(i, earlier[-1] if earlier else None)
        for i, day in enumerate(dates[:-1])
        if first - 2 <= day.toordinal() <= last
    )


def signs_of(
    seen: Observations, arm: str, names: Sequence[str], looked: Sequence[Look]
) -> dict[Sign, tuple[float, ...]]:
    """Return every sign with its value in each replication or draw, those without a gap."""
    return {
        sign: values
        for look in looked
        for name in names
        for sign, values in _of(seen, arm, name, look)
    }


def _of(
    seen: Observations, arm: str, name: str, look: Look
) -> Iterator[tuple[Sign, tuple[float, ...]]]:
    """Yield the level of one outcome at one look, and its change."""
    now = _at(seen, arm, name, look.at)
    if now is None:
        return
    day = seen.dates[look.at]
    yield Sign(name, day, LEVEL), now
    before = None if look.before is None else _at(seen, arm, name, look.before)
    if before is not None:
        yield Sign(name, day, CHANGE), tuple(n - b for n, b in zip(now, before, strict=True))


def _at(seen: Observations, arm: str, name: str, position: int) -> tuple[float, ...] | None:
    """Return one year's value of an outcome in every replication; None if any lacks it."""
    values = [seen.years(arm, number, (name, "all"), [position]) for number in seen.replications]
    return None if None in values else tuple(value[0] for value in values if value is not None)
