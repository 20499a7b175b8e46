"""What a study can be asked in a sweep, each with what it takes and how its answer is found.

What is heavy is loaded by the inquiry that needs it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import ClassVar

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import ScenarioError
from policy_sim.report.page.blocks import Paragraph
from policy_sim.report.sweep.levers import levers_told, without_figure
from policy_sim.report.sweep.parts import Told
from policy_sim.report.sweep.teller import Teller
from policy_sim.report.sweep.thresholds import LookedAt, thresholds_told
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.arms import Arm
from policy_sim.study.points import Point
from policy_sim.sweep.evaluation import Sweep
from policy_sim.sweep.lever import Lever, Scale, lever
from policy_sim.sweep.responses import responses
from policy_sim.sweep.threshold import Curve, refined

__all__ = [
    "CANDIDATES",
    "RUNS",
    "Calibrate",
    "FindThreshold",
    "Inquiry",
    "Screen",
    "SearchPolicies",
    "Vary",
]

RUNS, CANDIDATES = 200, 30
"""What a screening and a search may spend if nothing is said."""

_ROUNDS = 4
"""So often a stretch in which the sign changes is halved."""


class Inquiry(ABC):
    """What a sweep is asked; *name* is that of its answer, and of the folder of the answer."""

    name: ClassVar[str]

    @abstractmethod
    def words(self) -> list[str]:
        """Return how the command line asks it, behind the scenario."""

    @abstractmethod
    def told(self, sweep: Sweep, folder: Path, teller: Teller) -> Told:
        """Return what *sweep* finds; documents that are found are written into *folder*.

        Raises :exc:`~policy_sim.errors.ScenarioError` for what is asked in vain.
        """


@dataclass(frozen=True)
class Vary(Inquiry):
    """What each value of each lever brings; *outcomes* are the primary ones if none is named."""

    name: ClassVar[str] = "levers"
    levers: Sequence[str]
    outcomes: Sequence[str] = ()

    def words(self) -> list[str]:
        """Return a lever after the other, and the outcomes."""
        return [*_each("--vary", self.levers), *_each("--outcome", self.outcomes)]

    def told(self, sweep: Sweep, folder: Path, teller: Teller) -> Told:  # noqa: ARG002 - none
        """Return the difference at each value, with a tornado and a line for each lever."""
        levers = [lever(sweep.scenario, text, "--vary") for text in self.levers]
        outcomes = _outcomes(sweep, self.outcomes)
        rows, swings = responses(levers, sweep.evaluate, outcomes, sweep.terms.replications)
        told = levers_told(levers, rows, swings, teller)
        missing = [name for name in outcomes if name not in {row.outcome for row in rows}]
        return without_figure(told, missing, teller)


@dataclass(frozen=True)
class FindThreshold(Inquiry):
    """At what value of a lever the reform stops paying."""

    name: ClassVar[str] = "threshold"
    lever: str
    outcomes: Sequence[str] = ()

    def words(self) -> list[str]:
        """Return the lever and the outcomes."""
        return ["--threshold", self.lever, *_each("--outcome", self.outcomes)]

    def told(self, sweep: Sweep, folder: Path, teller: Teller) -> Told:  # noqa: ARG002 - none
        """Return at which values each difference changes its sign, with intervals."""
        one = lever(sweep.scenario, self.lever, "--threshold")
        if one.scale is None or one.numbers is None:
            values = {"seen": self.lever, "allowed": "NAME=LOW..HIGH", "near": ""}
            raise ScenarioError([Diagnostic("bad-option", Place("--threshold", 0), values)])
        outcomes = _outcomes(sweep, self.outcomes)
        found = list(_looked_at(sweep, one, one.scale, one.numbers, outcomes))
        return thresholds_told(one, found, teller)


def _looked_at(
    sweep: Sweep, one: Lever, scale: Scale, numbers: Sequence[float], outcomes: Sequence[str]
) -> Iterator[LookedAt]:
    """Yield, by policy and outcome, the curve that was looked at; none where a value is missing."""

    def told(value: float) -> float:
        text = scale.text(Fraction(value))
        return float(text.removeprefix(scale.before).removesuffix(scale.after))

    def differences(arm: Arm, outcome: str, values: Sequence[float]) -> list[tuple[float, ...]]:
        points = [Point.of({one.what: scale.text(Fraction(value))}) for value in values]
        found = sweep.evaluate(points, sweep.terms.replications)
        return [each.differences(arm, outcome) for each in found]

    for arm in sweep.grid.reforms():
        for outcome in outcomes:
            looked = partial(differences, arm, outcome)
            found = tuple(looked(numbers))
            if {len(each) for each in found} == {sweep.terms.replications}:
                curve = refined(Curve(tuple(numbers), found), looked, _ROUNDS, told)
                yield LookedAt(arm.name, outcome, curve)
            else:
                yield LookedAt(arm.name, outcome, None)


@dataclass(frozen=True)
class Screen(Inquiry):
    """Which *assumptions* decide the conclusion, all with a range if none is named.

    The conclusion is the difference that every reform makes to each of *outcomes*, of the primary
    ones if none is named.
    """

    name: ClassVar[str] = "sensitivity"
    runs: int = RUNS
    assumptions: Sequence[str] = ()
    outcomes: Sequence[str] = ()

    def words(self) -> list[str]:
        """Return the budget, the assumptions and the outcomes."""
        return [
            "--sensitivity",
            *([] if self.runs == RUNS else ["--runs", str(self.runs)]),
            *_each("--assumption", self.assumptions),
            *_each("--outcome", self.outcomes),
        ]

    def told(self, sweep: Sweep, folder: Path, teller: Teller) -> Told:  # noqa: ARG002 - none
        """Return which assumptions move the differences, with a figure for each."""
        from policy_sim.report.sweep.sensitivity import sensitivity_told
        from policy_sim.sweep.sensitivity.study import sensitivity, targets_of

        targets = targets_of(sweep, _outcomes(sweep, self.outcomes))
        found = sensitivity(sweep, self.runs, targets, only=self.assumptions)
        return sensitivity_told(found, teller)


@dataclass(frozen=True)
class SearchPolicies(Inquiry):
    """The best trade-offs of a *law* over *parameters*, each candidate written as amendments.

    What is searched for is said as :class:`policy_sim.sweep.design.study.Wanted` says it; the
    *objectives* are the primary outcomes if none is named.
    """

    name: ClassVar[str] = "design"
    law: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    objectives: Sequence[str] = ()
    limits: Mapping[str, float] = field(default_factory=dict)
    candidates: int = CANDIDATES
    statute: Path | None = None
    authority: str = ""

    def words(self) -> list[str]:
        """Return the law, and what is said about the search."""
        ranges = self.parameters.items()
        parameters = [f"{name}={values}" if values else name for name, values in ranges]
        limits = [f"{name}={most}" for name, most in self.limits.items()]
        return [
            "--design",
            self.law,
            *_each("--parameter", parameters),
            *_each("--objective", self.objectives),
            *_each("--limit", limits),
            *([] if self.candidates == CANDIDATES else ["--candidates", str(self.candidates)]),
            *_each("--statute", [str(self.statute)] if self.statute else []),
            *_each("--authority", [self.authority] if self.authority else []),
        ]

    def told(self, sweep: Sweep, folder: Path, teller: Teller) -> Told:
        """Return the front of the best candidates, and write each as a scenario."""
        from policy_sim.report.sweep.design import design_told
        from policy_sim.sweep.design.documents import write_front
        from policy_sim.sweep.design.study import Wanted, design

        n = sweep.terms.replications
        wanted = Wanted(
            law=self.law,
            parameters=self.parameters,
            objectives=tuple(self.objectives or sweep.design.primary),
            candidates=self.candidates,
            replications=n,
            fresh=n,
            limits=self.limits,
            authority=self.authority,
            statute=self.statute,
        )
        found = design(sweep, wanted, folder)
        paths = write_front(found, sweep.scenario, folder)
        return _with_scenarios(design_told(found, teller), paths, teller)


@dataclass(frozen=True)
class Calibrate(Inquiry):
    """*assumptions* fitted to the *totals* of past years, the last *hold_out* of them kept apart.

    All assumptions with a range are fitted if none is named; a third of the years is held out if
    nothing is said.
    """

    name: ClassVar[str] = "calibration"
    totals: Path
    assumptions: Sequence[str] = ()
    hold_out: int | None = None

    def words(self) -> list[str]:
        """Return the file, the assumptions, and the years held out."""
        years = [] if self.hold_out is None else ["--hold-out", str(self.hold_out)]
        return ["--calibrate", str(self.totals), *_each("--assumption", self.assumptions), *years]

    def told(self, sweep: Sweep, folder: Path, teller: Teller) -> Told:
        """Return the fit, and write the scenario that assumes it."""
        from policy_sim.report.sweep.calibration import calibration_told
        from policy_sim.sweep.calibration.document import calibrated_scenario
        from policy_sim.sweep.calibration.study import calibrated, years_of
        from policy_sim.sweep.calibration.totals import read_totals

        totals = read_totals(self.totals, OUTCOMES, years_of(sweep))
        found = calibrated(sweep, totals, only=self.assumptions, held_out=self.hold_out)
        path = folder / "calibrated.yaml"
        text = calibrated_scenario(found, sweep.scenario, path, self.totals.name)
        path.write_text(text, encoding="utf-8")
        return _with_scenarios(calibration_told(found, teller), [path], teller)


def _each(option: str, values: Sequence[str]) -> list[str]:
    """Return *option* before each of its values."""
    return [word for value in values for word in (option, value)]


def _outcomes(sweep: Sweep, asked: Sequence[str]) -> tuple[str, ...]:
    """Return the outcomes that are looked at: those asked for, which must exist, or the primary."""
    allowed = ", ".join(sorted(OUTCOMES))
    unknown = [
        Diagnostic(
            "bad-option",
            Place("--outcome", 0),
            {"seen": name, "allowed": allowed, "near": near(name, OUTCOMES)},
        )
        for name in asked
        if name not in OUTCOMES
    ]
    if unknown:
        raise ScenarioError(unknown)
    return tuple(asked or sweep.design.primary)


def _with_scenarios(told: Told, paths: Sequence[Path], teller: Teller) -> Told:
    """Return *told* with the scenarios that were written."""
    parts = [Paragraph(teller.language.say("scenario: {file}", file=path)) for path in paths]
    values = dict(told.values) | {"scenarios": [str(path) for path in paths]}
    return replace(told, parts=(*told.parts, *parts), values=values)
