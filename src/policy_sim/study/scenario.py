"""A study as loaded: laws, practices, systems, people and what is to be found out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from policy_sim.diagnostics import Diagnostic
from policy_sim.policy.law import Law
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.simulation.assumptions.register import Assumption, Register
from policy_sim.simulation.practices.practice import DatedPractice
from policy_sim.simulation.systems import System
from policy_sim.study.arms import Arm, Grid
from policy_sim.study.comparison import Design
from policy_sim.study.facts import Fact
from policy_sim.study.horizon import Horizon
from policy_sim.study.named_files import beside, located
from policy_sim.study.points import STATED, Point
from policy_sim.study.scenario_document import ScenarioShape
from policy_sim.study.unheeded import unfilled_posts, unheeded_effects
from policy_sim.study.windows import Reach, Window
from policy_sim.workforce.organisation import Plan
from policy_sim.workforce.profile import Profile
from policy_sim.workforce.roster import Roster, others

__all__ = ["Scenario"]


@dataclass(frozen=True, eq=False)
class Scenario:
    """A study ready to run.

    *stated* is the document; *laws* and *practices* by name; *effective* the dates on which
    each law's amendments begin; *systems* those switched on; *profile_path* where the profile
    was read, which need not be the one stated; *facts* what is published about the place;
    *inputs* every document that the study was read from, the scenario first; *roster* the real
    people of a file, which is no input that is kept; *findings* its warnings (errors are raised
    instead); *point* what was set in it otherwise than its documents state. A scenario is equal
    to itself alone.
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
    point: Point = STATED

    @property
    def name(self) -> str:
        """The scenario's own name, which is also that of its run folder."""
        return str(self.stated.scenario)

    @property
    def title(self) -> str:
        """What the study is about, in one line."""
        return self.stated.title

    @property
    def grid(self) -> Grid:
        """Every law under every practice, and the baseline."""
        return self.stated.arms.grid

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
        return frozenset(located(Path(file)) for law in self.laws.values() for file in law.files)

    @property
    def step(self) -> int:
        """How many months pass from one occasion to the next."""
        return 12 if self.stated.step == "year" else 1

    def horizon(self, years: int | None = None) -> Horizon:
        """Return the simulated stretch, as stated or cut to (or extended to) *years*."""
        return Horizon(self.stated.start, self.stated.years if years is None else years)

    def unheeded(self) -> Iterator[Diagnostic]:
        """Yield a warning for each rule that no system carries out, and for posts no rule fills."""
        systems = {system.name for system in self.systems}
        for law in self.laws.values():
            yield from unheeded_effects(law, systems)
            yield from unfilled_posts(law, self.plan, systems)

    def beside(self, text: str) -> Path:
        """Return the file that *text* names, from the folder of the document it stands in."""
        return beside(text, self.path)
