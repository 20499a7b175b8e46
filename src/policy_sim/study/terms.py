"""The terms of one run: what the scenario states, and what was asked for in its place."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import Misnamed, ScenarioError
from policy_sim.simulation.books.ledger import SAMPLED, Keeping
from policy_sim.study.comparison import Design
from policy_sim.study.precision import Until
from policy_sim.study.tasks import Kind, Task

if TYPE_CHECKING:
    from policy_sim.study.scenario import Scenario
    from policy_sim.study.scenario_document import ReplicationsShape

__all__ = ["LedgerChoice", "Terms", "settle"]


class LedgerChoice(StrEnum):
    """Whose decisions are written down: the first replication's, all, a sample, or nobody's.

    ``sample`` is one person in twenty; ``sample:N`` one in N.
    """

    FIRST = "first"
    ALL = "all"
    SAMPLE = "sample"
    NONE = "none"


_SAMPLE = re.compile(r"sample:([1-9][0-9]{0,6})")
"""A sample of a size of its own."""


@dataclass(frozen=True, slots=True)
class Terms:
    """Everything about a run that can change its results, apart from the documents.

    *people* is the number of people at the start, or None for the profile's own, or the file's;
    *draws* how often the assumptions are drawn from their ranges, after the replications at
    central ones. With *until* the *replications* are those of the first stage: how many there are
    in all follows from them.
    """

    replications: int
    years: int
    seed: int
    engine: str
    workforce: str
    ledger: str = "first"
    people: int | None = None
    draws: int = 0
    until: Until | None = None

    @property
    def first_stage(self) -> int | None:
        """The replications by whose variance the number of all is chosen; None if it is stated."""
        return None if self.until is None else self.replications

    @property
    def most(self) -> int:
        """The most replications that may be made."""
        return self.replications if self.until is None else self.until.at_most

    def design(self, scenario: Scenario) -> Design:
        """Return what was settled before the run: windows, what is primary, the first stage."""
        design = scenario.design_within(scenario.horizon(self.years))
        return replace(design, first_stage=self.first_stage)

    def keeping(self, task: Task) -> Keeping:
        """Return how much of the ledger of one task is kept: of a draw or a sweep, nothing."""
        if task.kind is Kind.DRAW or task.arms:
            return Keeping.NONE
        if self.ledger == LedgerChoice.FIRST:
            return Keeping.ALL if task.number == 0 else Keeping.NONE
        return Keeping.SAMPLE if _SAMPLE.fullmatch(self.ledger) else Keeping(self.ledger)

    @property
    def sampled(self) -> int:
        """The number of people of whom one has a ledger, where a sample is kept."""
        stated = _SAMPLE.fullmatch(self.ledger)
        return SAMPLED if stated is None else int(stated[1])

    def replication(self, task: Task) -> int:
        """Return the replication whose start and luck a task has; the draws go round them.

        They go round the first stage, if there is one, so that they wait for no other.
        """
        return task.number % self.replications if task.kind is Kind.DRAW else task.number

    def as_dict(self) -> dict[str, Any]:
        """Return the terms by name as they were asked for, for the manifest."""
        told = asdict(self)
        del told["until"]
        return told if self.until is None else told | {"replications": str(self.until)}


_WHOLE = {
    "replications": (1, 10_000),
    "years": (1, 1_000),
    "people": (1, 10_000_000),
    "draws": (0, 10_000),
    "seed": (0, 2**63 - 1),
    "workers": (1, 1_000),
}
"""The least and the most of each option that is a whole number."""

_WORDS = {
    "engine": ("columnar", "durable"),
    "workforce": ("fixed", "resampled"),
    "ledger": (*(choice.value for choice in LedgerChoice), "sample:N"),
}


def settle(scenario: Scenario, asked: dict[str, Any], workers: int | None = None) -> Terms:
    """Return the terms of *scenario* with those that were *asked* for (None: as stated).

    *workers* is no term, since it changes no result, but is held against what can be run.

    Raises :exc:`~policy_sim.errors.ScenarioError` with every option that cannot be used, and
    :exc:`~policy_sim.errors.Misnamed` for one that does not exist.
    """
    stated = scenario.stated
    number = stated.replications
    terms = Terms(
        replications=number if isinstance(number, int) else number.until.at_least,
        years=stated.years,
        seed=stated.seed,
        engine=stated.engine,
        workforce=stated.workforce,
        people=None if scenario.roster else stated.people,
        draws=stated.draws,
        until=None if isinstance(number, int) else _until(number),
    )
    unknown = sorted(asked.keys() - _WHOLE.keys() - _WORDS.keys())
    if unknown:
        raise Misnamed.among(unknown[0], phrase("an option of a run"), [*_WHOLE, *_WORDS])
    given = {name: value for name, value in asked.items() if value is not None}
    held = given if workers is None else given | {"workers": workers}
    findings = [
        finding for name, value in sorted(held.items()) for finding in _findings(name, value)
    ]
    if scenario.roster is not None and "people" in given:
        values = {
            "seen": str(given["people"]),
            "allowed": phrase("nothing: a file says who is there"),
        }
        place = Place("--people", 0, 0)
        findings.append(Diagnostic("bad-option", place, values | {"near": ""}))
    if findings:
        raise ScenarioError(findings)
    if "replications" in given:
        terms = replace(terms, until=None)
    return replace(terms, **given)


def _until(stated: ReplicationsShape) -> Until:
    """Return the precision that is asked for."""
    one = stated.until
    return Until(str(one.outcome), one.half_width, one.at_least, one.at_most)


def _findings(name: str, value: object) -> list[Diagnostic]:
    """Return what is wrong with one option."""
    place = Place(f"--{name}", 0, 0)
    if name in _WORDS:
        allowed = _WORDS[name]
        worded = isinstance(value, str)
        if (worded and value in allowed) or (name == "ledger" and _SAMPLE.fullmatch(str(value))):
            return []
        seen = str(value) if worded else type(value).__name__
        values = {"seen": seen, "allowed": ", ".join(allowed)}
        return [Diagnostic("bad-option", place, values | {"near": near(seen, allowed)})]
    least, most = _WHOLE[name]
    if isinstance(value, int) and not isinstance(value, bool) and least <= value <= most:
        return []
    values = {
        "seen": str(value),
        "allowed": phrase("a whole number, {least} to {most}", least=least, most=most),
        "near": "",
    }
    return [Diagnostic("bad-option", place, values)]
