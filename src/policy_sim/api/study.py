"""A study as a notebook holds it: load a scenario, look at its laws and assumptions, run it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from os.path import normpath
from pathlib import Path
from typing import Any

from policy_sim.api.assumptions import Assumptions
from policy_sim.api.findings import Findings
from policy_sim.api.given import (
    Names,
    file_named,
    names_in,
    number_named,
    numbers_by_name,
    text_named,
    texts_by_name,
)
from policy_sim.api.markup import heading, table
from policy_sim.api.progress import Progress, telling
from policy_sim.api.regulation import Policy
from policy_sim.api.result import Result
from policy_sim.api.sweeps import Swept, sweep
from policy_sim.catalogue import phrase
from policy_sim.catalogue.asked import language
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import Misnamed, ScenarioError
from policy_sim.report.illustrate import illustrate
from policy_sim.report.sweep.inquiries import (
    CANDIDATES,
    RUNS,
    Calibrate,
    FindThreshold,
    Screen,
    SearchPolicies,
    Vary,
)
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
    study.vary("uptake=0.2..0.6") # many runs; also threshold, sensitivity, design, calibrate
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

    def run(self, *, progress: Progress = True, **options: Any) -> Result:
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
        drawing = partial(illustrate, register=stated.register, laws=stated.laws)
        if options.get("out") is not None:
            options["out"] = file_named(options["out"], "out")
        with telling(progress) as tell:
            return Result(run(stated, illustrate=drawing, progress=tell, **options))

    def vary(
        self,
        *levers: str,
        outcomes: Names = (),
        **options: Any,
    ) -> Swept:
        """Return what each value of each lever brings: ``vary("rating_reliability=0.3..0.6")``.

        A lever is written as behind ``policy-sim sweep --vary``. *outcomes* are the primary ones
        if none is named. *options* are those of a run but draws and ledger: *out* keeps the
        answer, and beside it every finished task, so that another sweep into it makes only what
        is new; without it the folder lasts as long as the answer.

        Raises :exc:`~policy_sim.errors.ScenarioError` for what is asked in vain.
        """
        return sweep(
            self.scenario,
            Vary(names_in(levers, "levers"), names_in(outcomes, "outcomes")),
            **options,
        )

    def threshold(
        self,
        lever: str,
        *,
        outcomes: Names = (),
        **options: Any,
    ) -> Swept:
        """Return at which value of *lever*, a range, the reform stops paying; see :meth:`vary`."""
        return sweep(
            self.scenario,
            FindThreshold(text_named(lever, "lever"), names_in(outcomes, "outcomes")),
            **options,
        )

    def sensitivity(
        self,
        runs: int = RUNS,
        *,
        assumptions: Names = (),
        outcomes: Names = (),
        **options: Any,
    ) -> Swept:
        """Return which *assumptions* decide (all, if none is named), within so many *runs*.

        The rest as :meth:`vary`. Needs the extra ``search``.
        """
        return sweep(
            self.scenario,
            Screen(
                number_named(runs, "runs"),
                names_in(assumptions, "assumptions"),
                names_in(outcomes, "outcomes"),
            ),
            **options,
        )

    def design(
        self,
        law: str,
        parameters: Mapping[str, str],
        *,
        objectives: Names = (),
        limits: Mapping[str, float] | None = None,
        candidates: int = CANDIDATES,
        statute: str | Path | None = None,
        authority: str = "",
        **options: Any,
    ) -> Swept:
        """Return the best trade-offs of *law* over *parameters*, none of them unlawful or unfair.

        *parameters* have a range each (``{"min_competence": "60 points..75 points by 5 points"}``,
        empty: as documents state). *objectives* are the primary outcomes if none is named; the mean
        difference of none of *limits* may be exceeded. The candidates keep the promises of
        *statute*, and are proposed with an *authority*. The rest as :meth:`vary`. Needs the extra
        ``search``.
        """
        promised = None if statute is None else file_named(statute, "statute")
        searched = SearchPolicies(
            text_named(law, "law"),
            texts_by_name(parameters, "parameters"),
            names_in(objectives, "objectives"),
            numbers_by_name(limits, "limits"),
            number_named(candidates, "candidates"),
            promised,
            text_named(authority, "authority"),
        )
        return sweep(self.scenario, searched, **options)

    def calibrate(
        self,
        totals: str | Path,
        *,
        assumptions: Names = (),
        hold_out: int | None = None,
        **options: Any,
    ) -> Swept:
        """Return *assumptions* fitted to the *totals* of past years, a CSV file.

        The last *hold_out* years take no part (by default a third). The study with what was
        identified is ``calibrated.yaml`` in the folder of the answer. The rest as :meth:`vary`.
        """
        held_out = None if hold_out is None else number_named(hold_out, "hold_out")
        fitted = Calibrate(
            file_named(totals, "totals"), names_in(assumptions, "assumptions"), held_out
        )
        return sweep(self.scenario, fitted, **options)

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
