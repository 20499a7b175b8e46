"""A study as loaded: every document that the scenario names, read and held against the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.documents import Scalar, place_of, shape
from policy_sim.documents.fields import Amount
from policy_sim.errors import BadInput, ScenarioError
from policy_sim.policy import load_law
from policy_sim.policy.law import Law
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.simulation.assumptions.register import Assumption, Register, load_register
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.simulation.practices.practice import DatedPractice
from policy_sim.simulation.systems import System, kind_named
from policy_sim.study.arms import Arm, Grid
from policy_sim.study.based_on import StatedScenario, beside, read_stated
from policy_sim.study.comparison import Design
from policy_sim.study.facts import Fact, fact_findings, place_findings
from policy_sim.study.facts_document import load_facts
from policy_sim.study.horizon import Horizon, effective_dates, horizon_findings
from policy_sim.study.real_people import imported_files, read_people
from policy_sim.study.references import drift_findings, level_findings, reference_findings
from policy_sim.study.scenario_document import AssumedShape, LawShape, ScenarioShape
from policy_sim.study.unheeded import unheeded_effects
from policy_sim.study.windows import Reach, Window
from policy_sim.workforce.organisation import Plan
from policy_sim.workforce.organisation_document import load_plan
from policy_sim.workforce.profile import Profile
from policy_sim.workforce.profile_document import load_profile
from policy_sim.workforce.roster import Roster, others

__all__ = ["Scenario", "load_scenario"]

RECKONING = "outcomes"
"""The system that is on even if a scenario does not name it."""

T = TypeVar("T")


@dataclass(frozen=True)
class Scenario:
    """A study ready to run.

    *stated* is the document; *laws* and *practices* by name; *effective* the dates on which
    each law's amendments begin; *systems* those switched on; *profile_path* where the profile
    was read, which need not be the one stated; *facts* what is published about the place;
    *inputs* every document that the study was read from, the scenario first; *roster* the real
    people of a file, which is no input that is kept; *findings* its warnings (errors are raised
    instead).
    """

    path: Path
    stated: ScenarioShape
    laws: Mapping[str, Law]
    practices: Mapping[str, DatedPractice]
    effective: Mapping[str, tuple[date, ...]]
    systems: tuple[System, ...]
    register: Register
    profile: Profile
    plan: Plan
    profile_path: Path
    inputs: tuple[Path, ...]
    facts: tuple[Fact, ...] = ()
    roster: Roster | None = field(default=None, compare=False)
    findings: tuple[Diagnostic, ...] = field(default=())

    @property
    def name(self) -> str:
        """The scenario's own name, which is also that of its run folder."""
        return str(self.stated.scenario)

    @property
    def title(self) -> str:
        """What the study is about, in one line."""
        return str(self.stated.title)

    @property
    def grid(self) -> Grid:
        """Every law under every practice, and the baseline."""
        arms = self.stated.arms
        baseline = _arm(arms.baseline)
        return Grid.of(map(str, arms.laws), map(str, arms.practices), baseline, arms.reference)

    def practice_of(self, arm: Arm) -> DatedPractice:
        """Return the practice of an arm: a stated one, or that of a reference arm.

        A reference arm does as the baseline does, but for the order among the eligible.
        """
        if arm.practice in self.practices:
            return self.practices[arm.practice]
        return self.practices[self.grid.baseline.practice].ordered_by(arm.practice)

    @property
    def ranges(self) -> tuple[Assumption, ...]:
        """The assumptions that draws vary: those that some system reads and that have a range."""
        used = {name for system in self.systems for name in system.assumptions}
        used |= set(self.plan.levels.assumptions)
        entries = self.register.assumptions.values()
        return tuple(entry for entry in entries if entry.name in used and entry.low < entry.high)

    @property
    def design(self) -> Design:
        """What was settled before the run: the windows, and what is primary."""
        outcomes = self.stated.outcomes
        return Design(
            windows=tuple(part.window(str(name)) for name, part in self.stated.windows.items()),
            primary=tuple(map(str, outcomes.primary)),
            primary_window=str(outcomes.window),
        )

    def design_within(self, horizon: Horizon) -> Design:
        """Return the design for *horizon*, which may be cut: its last year if no window is left."""
        design = self.design
        if any(window.years(horizon.year_ends) for window in design.windows):
            return design
        last = Window("last-year", Reach.YEAR, number=horizon.years)
        return replace(design, windows=(last,), primary_window=last.name)

    @property
    def vocabulary(self) -> Vocabulary:
        """What can be said of a person: the vocabulary of the baseline's law."""
        return self.laws[self.grid.baseline.law].vocabulary

    def people_at_start(self, asked: int | None) -> int:
        """Return how many people there are on the first day, if *asked* for so many."""
        if self.roster is None:
            return asked or self.profile.people
        rest = others(self.roster)
        return self.roster.people + (rest.people if rest else 0)

    @property
    def documents(self) -> tuple[Path, Path, Path | None, Path | None]:
        """What it is loaded from again: scenario, profile, and workforce and mapping if any."""
        roster = self.roster
        files = (roster.path, roster.mapping.path) if roster else (None, None)
        return (self.path, self.profile_path, *files)

    @property
    def law_files(self) -> frozenset[Path]:
        """Every document of the laws: policies, amendments, vocabularies, tables."""
        return frozenset(Path(file).resolve() for law in self.laws.values() for file in law.files)

    @property
    def step(self) -> int:
        """How many months pass from one occasion to the next."""
        return 12 if self.stated.step == "year" else 1

    def horizon(self, years: int | None = None) -> Horizon:
        """Return the simulated stretch, as stated or cut to (or extended to) *years*."""
        return Horizon(self.stated.start, self.stated.years if years is None else years)

    def unheeded(self) -> Iterator[Diagnostic]:
        """Yield a warning for each rule whose effect no system of the study carries out."""
        systems = {system.name for system in self.systems}
        for law in self.laws.values():
            yield from unheeded_effects(law, systems)

    def beside(self, text: str) -> Path:
        """Return the file that *text* names, from the folder of the document it stands in."""
        return beside(text, self.path)


def load_scenario(
    path: str | Path,
    *,
    profile: str | Path | None = None,
    workforce: str | Path | None = None,
    mapping: str | Path | None = None,
) -> Scenario:
    """Read a scenario with every law, assumption and practice that it names.

    *profile* is another document of people, to be read in place of the one stated. *workforce*
    is a file of real people (CSV, Parquet or Excel), *mapping* the document that says how to read
    it; without one, the scenario's or ``FILE.mapping.yaml`` beside the file.

    Raises :exc:`~policy_sim.errors.DocumentError` if the scenario itself has not the shape of
    one, and :exc:`~policy_sim.errors.ScenarioError` with all further findings at once: of the
    documents it names, of names that do not match (with the nearest one that would), of dates
    outside the horizon.
    """
    path = Path(path)
    read = read_stated(path)
    stated = read.shape
    people = beside(stated.profile, path) if profile is None else Path(profile)
    reading = _Reading(read, people, imported_files(path, stated, workforce, mapping))
    scenario = reading.scenario()
    findings = [
        *(finding for law in scenario.laws.values() for finding in law.findings),
        *scenario.unheeded(),
        *reading.findings,
        *(scenario.roster.findings if scenario.roster else ()),
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
        self.findings: list[Diagnostic] = []
        self.laws: dict[tuple[Path, ...], Law] = {}

    def scenario(self) -> Scenario:
        """Return the scenario; raise with all findings if one of them is an error."""
        stated = self.stated
        laws = self._each({str(name): part for name, part in stated.laws.items()}, self._law)
        register = self._try(self._register)
        before = len(self.findings)
        systems = self._systems()
        words = _vocabulary(stated, laws)
        self.findings += _other_currencies(systems, words)
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
        facts = self._facts()
        self.findings += drift_findings(people, OUTCOMES)
        self.findings += level_findings(plan, people)
        _raise_errors(self.findings)
        if register is None or people is None or plan is None:
            raise ScenarioError(self.findings)
        law = laws[_arm(stated.arms.baseline).law]
        roster = read_people(self.imported, stated.start, law, people, plan)
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
            inputs=_inputs(
                self.read,
                (self.profile, *([roster.mapping.path] if roster else [])),
                laws.values(),
            ),
            roster=roster,
        )

    def _lent(self, unused: Diagnostic) -> bool:
        """Whether an assumption comes from a register shared with a base that uses it."""
        return self.read.is_based and Path(unused.where.file) not in self.read.files

    def _beside(self, text: str) -> Path:
        return beside(text, self.path)

    def _register(self) -> Register:
        """Return the assumptions of all registers, with the values that the scenario sets."""
        register = load_register(*map(self._beside, self.stated.assumptions))
        return register.assuming(
            {
                name: (assumed.value, assumed.range or (assumed.value, assumed.value))
                if isinstance(assumed, AssumedShape)
                else (assumed, (assumed, assumed))
                for name, assumed in self.stated.assume.items()
            }
        )

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
        arms = self.stated.arms
        grid = Grid.of(
            map(str, arms.laws), map(str, arms.practices), _arm(arms.baseline), arms.reference
        )
        return tuple(arm.name for arm in grid.everyone)

    def _law(self, part: LawShape) -> Law:
        return self._loaded(part.policy, *part.amendments)

    def _loaded(self, policy: str, *amendments: str) -> Law:
        """Return a policy with amendments; each combination is loaded once."""
        first, *others = paths = tuple(map(self._beside, (policy, *amendments)))
        if paths not in self.laws:
            self.laws[paths] = load_law(first, others)
        return self.laws[paths]

    def _effective(self, laws: Mapping[str, Law]) -> dict[str, tuple[date, ...]]:
        """Return the days on which each law's amendments change it."""
        return {
            str(name): effective_dates(
                laws[name], self._loaded(part.policy) if part.amendments else None
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
            self.findings += [found for found in error.findings if found not in self.findings]
            return None


def _arm(text: str) -> Arm:
    """Return the arm that ``law+practice`` names."""
    law, _, practice = str(text).partition("+")
    return Arm(law, practice)


def _vocabulary(stated: ScenarioShape, laws: Mapping[str, Law]) -> Vocabulary | None:
    """Return the vocabulary of the baseline's law, None if that law could not be loaded."""
    law = laws.get(_arm(stated.arms.baseline).law)
    return law.vocabulary if law else None


def _other_currencies(systems: Iterable[System], words: Vocabulary | None) -> Iterator[Diagnostic]:
    """Yield a finding for each amount among the settings that is in no currency of the law."""
    if words is None or not words.currency.symbol:
        return
    currency = words.currency
    for system in systems:
        for amount in vars(getattr(system, "settings", None) or object).values():
            if isinstance(amount, Amount) and amount.symbol != currency.symbol:
                values = {
                    "seen": amount.symbol,
                    "allowed": currency.symbol,
                    "name": currency.name,
                }
                yield Diagnostic("other-currency", amount.place, values)


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


def _inputs(
    read: StatedScenario, people: tuple[Path, ...], laws: Iterable[Law]
) -> tuple[Path, ...]:
    """Return every file of the study, the scenario first, the others in order of their paths."""
    path, stated = read.files[0], read.shape
    named = {beside(text, path) for text in (stated.organisation, *stated.assumptions)}
    named |= {beside(stated.facts, path)} if stated.facts else set()
    named.update(people, read.files)
    named |= {Path(file) for law in laws for file in law.files}
    return (path, *sorted({file.resolve() for file in named} - {path.resolve()}))
