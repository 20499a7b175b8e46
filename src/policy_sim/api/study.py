"""A study as a notebook holds it: load a scenario, look at its laws and assumptions, run it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from os.path import normpath
from pathlib import Path
from typing import Any

from policy_sim.api.assumptions import Assumptions
from policy_sim.api.findings import Findings
from policy_sim.api.given import file_named
from policy_sim.api.markup import heading, table
from policy_sim.api.regulation import Policy
from policy_sim.api.result import Result
from policy_sim.catalogue import phrase
from policy_sim.catalogue.asked import language
from policy_sim.cli.progress import Bar
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import Misnamed, ScenarioError
from policy_sim.report.illustrate import illustrate
from policy_sim.report.wording import titled
from policy_sim.study.loading import load_scenario as read_scenario
from policy_sim.study.run import run
from policy_sim.study.scenario import Scenario

__all__ = ["Study", "load_scenario"]

HEADINGS = ("arm", "law", "practice")


@dataclass(frozen=True)
class Study:
    """A scenario ready to run; :attr:`scenario` holds every document that it names.

    ::

        study.law("merit")            # a regulation, to be checked and compared
        study.assumptions             # every coefficient, with its range and source
        study.run(replications=4)     # the result
    """

    scenario: Scenario

    @property
    def findings(self) -> Findings:
        """The warnings and notes of its documents (errors are raised instead)."""
        return Findings(self.scenario.findings)

    @property
    def assumptions(self) -> Assumptions:
        """Every coefficient of the study, with its range and source."""
        return Assumptions(self.scenario.register)

    @property
    def laws(self) -> tuple[str, ...]:
        """The names of the laws that are compared."""
        return tuple(self.scenario.laws)

    def law(self, name: str) -> Policy:
        """Return one of the laws that are compared.

        Raises :exc:`~policy_sim.errors.Misnamed` for a name that is none of :attr:`laws`.
        """
        Misnamed.unless(name, phrase("a law of this study"), self.laws)
        stated = {str(key): part for key, part in self.scenario.stated.laws.items()}[name]
        path, *amendments = (
            Path(normpath(self.scenario.beside(one))) for one in (stated.policy, *stated.amendments)
        )
        return Policy(path, tuple(amendments), self.scenario.laws[name])

    def run(self, *, progress: bool | Callable[[int, int], None] = True, **options: Any) -> Result:
        """Simulate every arm and compare them; see :func:`policy_sim.study.run.run`.

        *progress* shows a bar, or is called with the tasks done and their number. *options* are
        ``replications, draws, years, people, seed, engine, workforce, ledger`` (in place of what
        the scenario states; a number of replications also in place of a precision), ``workers``,
        ``out`` and ``overwrite`` (a run folder to keep; without it the folder lasts as long as the
        result), ``provisional`` and ``findings`` (called as the run goes on).

        Raises :exc:`~policy_sim.errors.ScenarioError` for options or a folder that cannot be
        used, :exc:`~policy_sim.errors.RunError` if a run cannot go on, and
        :exc:`~policy_sim.errors.AuditError` if the engines disagree about a decision.
        """
        stated = self.scenario
        drawing = partial(illustrate, register=stated.register, laws=stated.laws.values())
        if not isinstance(progress, bool):
            return Result(run(self.scenario, illustrate=drawing, progress=progress, **options))
        with closing(Bar(language(), hidden=not _looked_at())) as bar:
            told = bar.progress if progress else None
            return Result(run(self.scenario, illustrate=drawing, progress=told, **options))

    def __repr__(self) -> str:
        return f"{self.scenario.title} ({self.scenario.path})"

    def _repr_html_(self) -> str:
        """Show what is compared: every arm with the titles of its law and practice."""
        told = language()
        laws = {str(name): part.title for name, part in self.scenario.stated.laws.items()}
        rows = [
            [arm.name, *(titled(one, told) for one in (laws[arm.law], practice.title))]
            for arm in self.scenario.grid.arms
            for practice in [self.scenario.practice_of(arm)]
        ]
        stated = self.scenario.stated
        people = self.scenario.people_at_start(stated.people)
        more = told.say(
            "{people} people, {years} from {start}",
            people=told.number(people),
            years=told.count(stated.years, "{number} year", "{number} years"),
            start=told.day(stated.start),
        )
        return heading(titled(self.scenario.title, told), more) + table(HEADINGS, rows)


def load_scenario(
    path: str | Path,
    *,
    profile: str | Path | None = None,
    workforce: str | Path | None = None,
    mapping: str | Path | None = None,
) -> Study:
    """Return the study in the scenario document at *path*.

    *profile* is another document of people, to be read in place of the one stated. *workforce*
    is a file of real people (CSV, Parquet or Excel), *mapping* the document that says how to read
    it; without one, the scenario's or ``FILE.mapping.yaml`` beside the file.

    Raises :exc:`~policy_sim.errors.BadInput` with every finding of every document it names.
    """
    if workforce is not None and not isinstance(workforce, str | Path):
        values = {"seen": type(workforce).__name__}
        raise ScenarioError([Diagnostic("workforce-not-a-file", Place("workforce", 0), values)])
    file = file_named(path, "path")
    return Study(read_scenario(file, profile=profile, workforce=workforce, mapping=mapping))


def _looked_at() -> bool:
    """Return whether a bar would be seen: not in a script whose output goes to a file."""
    return "ipykernel" in sys.modules or sys.stderr.isatty()
