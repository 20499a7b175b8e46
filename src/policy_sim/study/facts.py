"""Does the baseline look like the place? Published facts beside the first simulated year.

A simulated figure lies *inside* or *outside* what is published, or there is no data: nobody has
published the figure, or the model has none for it. That a fact is matched says that the start is
plausible, not that the model is true.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.simulation.measures.outcome import MONEY
from policy_sim.study.observations import Observations
from policy_sim.study.statistics import mean

__all__ = ["Fact", "Figure", "Likeness", "Verdict", "compare_facts", "fact_findings"]

FIRST_YEAR = 0
"""The position of the simulated year that is held against the facts."""

PER_CENT = 100.0

COUNTED = frozenset({"persons", "posts", "places", "months", MONEY})
"""Units of outcomes that grow with the number of people simulated."""


class Verdict(StrEnum):
    """How a simulated figure stands to a published one."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    NO_DATA = "without data"


@dataclass(frozen=True, slots=True)
class Figure:
    """A simulated figure: an outcome of one group."""

    outcome: str
    group: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A published fact, and the simulated figure that it is held against.

    The figure (in per cent of *over* if that is given) agrees with the fact if it lies between
    *low* and *high*, None if nothing is published. A *flow* must agree for the start to be at rest.
    """

    name: str
    title: str
    figure: Figure | None
    over: Figure | None
    low: float | None
    high: float | None
    unit: str
    as_of: date | None
    flow: bool
    explain: str
    evidence: str
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A fact beside the simulated value of the first year, a mean over the replications.

    *low* and *high* are those of the fact, in proportion to the people simulated; *value* is
    None if the model has no figure.
    """

    name: str
    title: str
    unit: str
    low: float | None
    high: float | None
    value: float | None
    verdict: Verdict
    flow: bool
    as_of: str | None
    explain: str
    evidence: str


def compare_facts(
    facts: Iterable[Fact],
    seen: Observations,
    baseline: str,
    units: Mapping[str, str],
    scale: float = 1.0,
) -> tuple[Likeness, ...]:
    """Return each fact beside the first year of the arm *baseline*.

    *units* gives the unit of each outcome; counts are published for the whole place, so they are
    multiplied by *scale*, the people simulated over those of the place.
    """
    return tuple(_compared(fact, seen, baseline, units, scale) for fact in facts)


def _compared(
    fact: Fact, seen: Observations, baseline: str, units: Mapping[str, str], scale: float
) -> Likeness:
    value = _value(fact, seen, baseline)
    unit = units.get(fact.figure.outcome, "") if fact.figure else ""
    grows = fact.over is None and unit in COUNTED
    low, high = (_times(end, scale if grows else 1.0) for end in (fact.low, fact.high))
    return Likeness(
        name=fact.name,
        title=fact.title,
        unit=fact.unit or ("per cent" if fact.over else unit),
        low=low,
        high=high,
        value=value,
        verdict=_verdict(value, low, high),
        flow=fact.flow,
        as_of=fact.as_of.isoformat() if fact.as_of else None,
        explain=fact.explain,
        evidence=fact.evidence,
    )


def _value(fact: Fact, seen: Observations, baseline: str) -> float | None:
    """Return the simulated figure of the first year, None if no replication has one."""
    if fact.figure is None:
        return None
    above = _yearly(fact.figure, seen, baseline)
    if fact.over is None:
        return mean(list(above.values())) if above else None
    below = _yearly(fact.over, seen, baseline)
    pairs = [(above[n], below[n]) for n in above if below.get(n)]
    return mean([PER_CENT * part / whole for part, whole in pairs]) if pairs else None


def _yearly(figure: Figure, seen: Observations, baseline: str) -> dict[int, float]:
    """Return the first year's value of each replication that has one."""
    subject = (figure.outcome, figure.group)
    values = {n: seen.years(baseline, n, subject, [FIRST_YEAR]) for n in seen.replications}
    return {n: value[0] for n, value in values.items() if value is not None}


def _times(end: float | None, scale: float) -> float | None:
    return None if end is None else end * scale


def _verdict(value: float | None, low: float | None, high: float | None) -> Verdict:
    if value is None or low is None or high is None:
        return Verdict.NO_DATA
    return Verdict.INSIDE if low <= value <= high else Verdict.OUTSIDE


def fact_findings(facts: Sequence[Fact], outcomes: Iterable[str]) -> list[Diagnostic]:
    """Return a finding for each fact that is held against an outcome that there is not."""
    known = sorted(outcomes)
    return [
        Diagnostic(
            "unknown-outcome",
            fact.place,
            {
                "seen": figure.outcome,
                "allowed": ", ".join(known),
                "near": near(figure.outcome, known),
            },
        )
        for fact in facts
        for figure in (fact.figure, fact.over)
        if figure is not None and figure.outcome not in known
    ]
