"""Loading a study: every document that a scenario names, read and held against the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.documents import MappingNode, Scalar, place_of, shape
from policy_sim.errors import BadInput, ScenarioError
from policy_sim.policy.draft_articles import law_without
from policy_sim.policy.law import Law
from policy_sim.policy.loading import Regulation, load_regulation
from policy_sim.policy.unread import unread_changes
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.simulation.assumptions.register import Register
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.simulation.systems import System, kind_named
from policy_sim.study.arms import Arm
from policy_sim.study.based_on import StatedScenario, read_stated
from policy_sim.study.facts import Fact, fact_findings, place_findings
from policy_sim.study.facts_document import load_facts
from policy_sim.study.horizon import effective_dates, horizon_findings
from policy_sim.study.inputs import inputs_of
from policy_sim.study.named_files import at_their_names, beside, named_files
from policy_sim.study.real_people import imported_files, read_people, unlike_places
from policy_sim.study.references import (
    drift_findings,
    level_findings,
    other_currencies,
    reference_findings,
)
from policy_sim.study.scenario import Scenario
from policy_sim.study.scenario_document import LawShape, ScenarioShape
from policy_sim.study.stated_register import register_of
from policy_sim.workforce.organisation import Plan
from policy_sim.workforce.organisation_document import load_plan
from policy_sim.workforce.profile import Profile
from policy_sim.workforce.profile_document import load_profile
from policy_sim.workforce.roster import Roster

__all__ = ["load_scenario"]

RECKONING = "outcomes"
"""The system that is on even if a scenario does not name it."""

T = TypeVar("T")


def load_scenario(
    path: str | Path,
    *,
    profile: str | Path | None = None,
    workforce: str | Path | None = None,
    mapping: str | Path | None = None,
    over: MappingNode | None = None,
) -> Scenario:
    """Read a scenario with every law, assumption and practice that it names.

    *profile* is another document of people, to be read in place of the one stated. *workforce*
    is a file of real people (CSV, Parquet or Excel), *mapping* the document that says how to read
    it; without one, the scenario's or ``FILE.mapping.yaml`` beside the file. What *over* holds is
    laid on the scenario as a document that is based on it would be.

    Raises :exc:`~policy_sim.errors.DocumentError` if the scenario itself has not the shape of
    one, and :exc:`~policy_sim.errors.ScenarioError` with all further findings at once: of the
    documents it names, of names that do not match (with the nearest one that would), of dates
    outside the horizon.
    """
    path = Path(path)
    read = read_stated(path, over)
    stated = read.shape
    people = beside(stated.profile, path) if profile is None else Path(profile)
    reading = _Reading(read, people, imported_files(path, stated, workforce, mapping))
    scenario = reading.scenario()
    findings = [
        *(finding for law in scenario.laws.values() for finding in law.findings),
        *scenario.unheeded(),
        *reading.findings,
        *(scenario.roster.findings if scenario.roster else ()),
        *unlike_places(scenario),
        *horizon_findings(stated, scenario.laws, scenario.effective, scenario.horizon()),
    ]
    _raise_errors(findings)
    return replace(scenario, findings=tuple(_distinct(findings)))


class _Reading:
    """Reads the documents that a scenario names, collecting what is wrong with each."""

    def __init__(
        self, read: StatedScenario, profile: Path, imported: tuple[Path, Path] | None = None
    ) -> None:
        self.path = read.files[0]
        self.read = read
        self.stated = read.shape
        self.profile = profile
        self.imported = imported
        self.named = named_files(self.stated, self.path)
        self.findings: list[Diagnostic] = []
        self.laws: dict[tuple[Path, ...], Regulation] = {}

    def scenario(self) -> Scenario:
        """Return the scenario; raise with all findings if one of them is an error."""
        stated = self.stated
        laws = self._each({str(name): part for name, part in stated.laws.items()}, self._law)
        register = self._try(self._register)
        before = len(self.findings)
        systems = self._systems()
        words = _vocabulary(stated, laws)
        self.findings += other_currencies(systems, words)
        unread = len(self.findings) > before
        people = self._of_words(words, self.profile, load_profile)
        plan = self._of_words(words, self._beside(stated.organisation), load_plan)
        if register is not None:
            used = register.findings(self._assumptions_of(systems, plan))
            # What a system uses whose settings cannot be read is not known to be unused.
            self.findings += [
                f for f in used if f.severity is Severity.ERROR or not (unread or self._lent(f))
            ]
        self.findings += reference_findings(stated, laws)
        self.findings += self._unread_changes()
        facts = self._facts()
        self.findings += drift_findings(people, OUTCOMES)
        self.findings += level_findings(plan, people)
        _raise_errors(self.findings)
        if register is None or people is None or plan is None:
            raise ScenarioError(self.findings)
        law = laws[Arm.of(stated.arms.baseline).law]
        roster = self._roster(law, people, plan)
        return Scenario(
            path=self.path,
            stated=stated,
            laws=laws,
            practices={str(name): part.dated(str(name)) for name, part in stated.practices.items()},
            effective=self._effective(laws),
            systems=systems,
            register=register,
            profile=people,
            plan=plan,
            profile_path=self.profile,
            facts=facts,
            inputs=inputs_of(
                self.read,
                (self.profile, *([roster.mapping.path] if roster else [])),
                laws.values(),
            ),
            roster=roster,
        )

    def _roster(self, law: Law, people: Profile, plan: Plan) -> Roster | None:
        """Return the people of a file, if the study has one; raise what is wrong with it."""
        try:
            return read_people(self.imported, self.stated.start, law, people, plan)
        except BadInput as error:
            raise ScenarioError(list(at_their_names(error.findings, self.named))) from error

    def _lent(self, unused: Diagnostic) -> bool:
        """Whether an assumption comes from a register shared with a base that uses it."""
        return self.read.is_based and Path(unused.where.file) not in self.read.files

    def _beside(self, text: str) -> Path:
        return beside(text, self.path)

    def _register(self) -> Register:
        return register_of(self.stated, self.path)

    def _facts(self) -> tuple[Fact, ...]:
        """Return the published facts that the scenario names, if any."""
        named = self.stated.facts
        if named is None:
            return ()
        facts = self._try(lambda: load_facts(self._beside(named))) or ()
        self.findings += fact_findings(facts, OUTCOMES)
        self.findings += place_findings(facts, self._arms(), self.stated.windows)
        return facts

    def _arms(self) -> tuple[str, ...]:
        """Return every arm of the study by its name."""
        return tuple(arm.name for arm in self.stated.arms.grid.everyone)

    def _law(self, part: LawShape) -> Law:
        regulation = self._loaded(part.policy, *part.amendments)
        return law_without(regulation, part.without) if part.without else regulation.law

    def _loaded(self, policy: str, *amendments: str) -> Regulation:
        """Return a policy with amendments; each combination is loaded once."""
        first, *others = paths = tuple(map(self._beside, (policy, *amendments)))
        if paths not in self.laws:
            self.laws[paths] = load_regulation(first, others)
        return self.laws[paths]

    def _unread_changes(self) -> Iterator[Diagnostic]:
        """Yield a warning for each change of a law that neither a rule nor a system reads.

        An arm under such a law would be the baseline by another name.
        """
        named = frozenset(_texts(self.stated.systems))
        for regulation in self.laws.values():
            yield from unread_changes(regulation.amendments, regulation.statute, named)

    def _effective(self, laws: Mapping[str, Law]) -> dict[str, tuple[date, ...]]:
        """Return the days on which each law's amendments change it."""
        return {
            str(name): effective_dates(
                laws[name], self._loaded(part.policy).law if part.amendments else None
            )
            for name, part in self.stated.laws.items()
        }

    def _systems(self) -> tuple[System, ...]:
        """Return the systems switched on, by name, and the reckoning of outcomes, never off.

        The order in which they stand in the document says nothing.
        """
        stated = self.stated.systems
        names = sorted(stated if RECKONING in stated else [*stated, RECKONING])

        def made(name: str) -> System:
            kind = kind_named(name, place_of(name))
            return kind.make(
                shape(stated[name], kind.settings) if name in stated else kind.settings()
            )

        return tuple(self._each({name: name for name in names}, made).values())

    def _assumptions_of(self, systems: Iterable[System], plan: Plan | None) -> Iterator[Scalar]:
        """Yield each assumption that systems and levels read, with its place or its system's."""
        for name in plan.levels.assumptions if plan else ():
            yield Scalar(name, place_of(name))
        for system in systems:
            for name in system.assumptions:
                yield Scalar(name, place_of(name, self.stated.systems.place_of_key(system.name)))

    def _of_words(
        self, words: Vocabulary | None, path: Path, read: Callable[[Path, Vocabulary], T]
    ) -> T | None:
        """Return a document that needs the vocabulary *words*; None without them."""
        return None if words is None else self._try(partial(read, path, words))

    def _each(self, parts: Mapping[str, Any], make: Callable[[Any], T]) -> dict[str, T]:
        """Return what *make* makes of each part, leaving out those it finds fault with."""
        made = {name: self._try(partial(make, part)) for name, part in parts.items()}
        return {name: value for name, value in made.items() if value is not None}

    def _try(self, make: Callable[[], T]) -> T | None:
        """Return what *make* makes; None if it finds fault, which is kept."""
        try:
            return make()
        except BadInput as error:
            told = at_their_names(error.findings, self.named)
            self.findings += [found for found in told if found not in self.findings]
            return None


def _texts(part: object) -> Iterator[str]:
    """Yield every text below *part* of a document."""
    if isinstance(part, str):
        yield str(part)
    elif isinstance(part, Mapping):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, Iterable):
        for value in part:
            yield from _texts(value)


def _vocabulary(stated: ScenarioShape, laws: Mapping[str, Law]) -> Vocabulary | None:
    """Return the vocabulary of the baseline's law, None if that law could not be loaded."""
    law = laws.get(Arm.of(stated.arms.baseline).law)
    return law.vocabulary if law else None


def _distinct(findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Yield each finding once: laws of one family share documents, and what is said of them."""
    seen: list[Diagnostic] = []
    for finding in findings:
        if finding not in seen:
            seen.append(finding)
            yield finding


def _raise_errors(findings: Iterable[Diagnostic]) -> None:
    """Raise all findings if one of them is an error."""
    found = list(findings)
    if any(finding.severity is Severity.ERROR for finding in found):
        raise ScenarioError(found)
