"""Does the baseline look like the place? Published facts beside the first simulated year.

Results that others have published of a model, or of an experiment, are facts about another window
or another arm.

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
from policy_sim.simulation.measures.outcome import COUNTS, MONEY
from policy_sim.study.observations import Observations
from policy_sim.study.statistics import mean, standard_error
from policy_sim.study.windows import Window

__all__ = [
    "Fact",
    "Figure",
    "Likeness",
    "Verdict",
    "compare_facts",
    "fact_findings",
    "place_findings",
]

_NO_WINDOWS: Mapping[str, Window] = {}

FIRST_YEAR = 0
"""The position of the simulated year that is held against the facts."""

PER_CENT = 100.0

COUNTED = COUNTS | {MONEY}
"""Units of outcomes that grow with the number of people simulated."""


class Verdict(StrEnum):
    """How a simulated figure stands to a published one."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    NO_DATA = "without data"


@dataclass(frozen=True, slots=True)
class Figure:
    """A simulated figure: an outcome of one group.

    It is taken from the first year, or from a *window*; of the baseline, or of an *arm*.
    """

    outcome: str
    group: str
    window: str = ""
    arm: str = ""
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Fact:
    """A published fact, and the simulated figure that it is held against.

    The figure (in per cent of *over* if that is given, with *less* taken off) agrees with the fact
    if it lies between *low* and *high*, None if nothing is published; or within so many standard
    *errors* of the simulation of what is *published*. A *flow* must agree for the start to be at
    rest.
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
    less: Figure | None = None
    published: float | None = None
    errors: float | None = None

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that it is made of."""
        return tuple(f for f in (self.figure, self.over, self.less) if f is not None)

    @property
    def is_result(self) -> bool:
        """Whether it is of a window or an arm: a result, and nothing about the first year."""
        return any(figure.window or figure.arm for figure in self.figures)


@dataclass(frozen=True, slots=True)
class Likeness:
    """A fact beside the simulated value, a mean over the replications with its *error*.

    *low* and *high* are those of the fact, in proportion to the people simulated, as is what is
    *published*; *value* is None if the model has no figure. A *result* is of another window, or
    another arm, than the first year of the baseline.
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
    published: float | None = None
    error: float | None = None
    result: bool = False


def compare_facts(
    facts: Iterable[Fact],
    seen: Observations,
    baseline: str,
    units: Mapping[str, str],
    scale: float = 1.0,
    windows: Mapping[str, Window] = _NO_WINDOWS,
) -> tuple[Likeness, ...]:
    """Return each fact beside its figure: the first year of the arm *baseline* unless it says more.

    *units* gives the unit of each outcome, *windows* each window by its name; counts are
    published for the whole place, so they are multiplied by *scale*, the people simulated over
    those of the place.
    """
    sight = _Sight(seen, baseline, windows)
    return tuple(_compared(fact, sight, units, scale) for fact in facts)


@dataclass(frozen=True)
class _Sight:
    """What was simulated, and how figures are read from it."""

    seen: Observations
    baseline: str
    windows: Mapping[str, Window]

    def values(self, figure: Figure) -> dict[int, float]:
        """Return the value of *figure* in each replication that has one."""
        window = self.windows.get(figure.window)
        years = [FIRST_YEAR] if window is None else window.years(self.seen.dates)
        subject, arm = (figure.outcome, figure.group), figure.arm or self.baseline
        found = {n: self.seen.years(arm, n, subject, years) for n in self.seen.replications}
        read = window.value if window is not None else _only
        return {n: read(yearly) for n, yearly in found.items() if yearly}


def _only(yearly: Sequence[float]) -> float:
    return yearly[0]


def _compared(fact: Fact, sight: _Sight, units: Mapping[str, str], scale: float) -> Likeness:
    values = _values(fact, sight)
    value = mean(values) if values else None
    error = standard_error(values) if len(values) > 1 else None
    unit = units.get(fact.figure.outcome, "") if fact.figure else ""
    times = scale if fact.over is None and unit in COUNTED else 1.0
    published = _times(fact.published, times)
    low, high = (_times(end, times) for end in (fact.low, fact.high))
    if fact.errors is not None and published is not None and error is not None:
        low, high = published - fact.errors * error, published + fact.errors * error
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
        published=published,
        error=error,
        result=fact.is_result,
    )


def _values(fact: Fact, sight: _Sight) -> list[float]:
    """Return the simulated figure of each replication that has one."""
    if fact.figure is None:
        return []
    values = sight.values(fact.figure)
    if fact.over is not None:
        whole = sight.values(fact.over)
        values = {n: PER_CENT * part / whole[n] for n, part in values.items() if whole.get(n)}
    if fact.less is not None:
        off = sight.values(fact.less)
        values = {n: value - off[n] for n, value in values.items() if n in off}
    return list(values.values())


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
        for figure in fact.figures
        if figure.outcome not in known
    ]


def place_findings(
    facts: Sequence[Fact], arms: Iterable[str], windows: Iterable[str]
) -> list[Diagnostic]:
    """Return a finding for each fact about an arm or a window that the study has not."""
    named = {"unknown-arm": sorted(arms), "unknown-window": sorted(map(str, windows))}
    return [
        Diagnostic(
            code,
            figure.place,
            {"seen": seen, "allowed": ", ".join(named[code]), "near": near(seen, named[code])},
        )
        for fact in facts
        for figure in fact.figures
        for code, seen in (("unknown-arm", figure.arm), ("unknown-window", figure.window))
        if seen and seen not in named[code]
    ]
