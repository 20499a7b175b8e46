"""One run of a study, from its terms to its sealed folder."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any

import pandas as pd
import pyarrow as pa

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place, Severity
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study import store
from policy_sim.study.audit import raise_disagreements
from policy_sim.study.baseline import baseline_checks
from policy_sim.study.careers import CAREERS, Careers
from policy_sim.study.comparison import Design, compare
from policy_sim.study.conclusions import Conclusions
from policy_sim.study.draws import drawn_table
from policy_sim.study.horizon import horizon_findings
from policy_sim.study.ledger_rows import LEDGER_COLUMNS
from policy_sim.study.left_over import left_over
from policy_sim.study.manifest import decisive, manifest_of, run_digest
from policy_sim.study.observations import Observations, observe, outcome_table
from policy_sim.study.precision import Precision, Until, precision_of
from policy_sim.study.provenance import machine
from policy_sim.study.rehearsal import rehearse
from policy_sim.study.replication import Replication
from policy_sim.study.replications import Plan, available_workers, replications, taken
from policy_sim.study.result import Result, comparison_frame, load_result
from policy_sim.study.scenario import Scenario
from policy_sim.study.scheduler import Scheduler
from policy_sim.study.schedulers import LOCAL, scheduler_named
from policy_sim.study.task_store import TaskStore, claimed, plainly
from policy_sim.study.tasks import Kind, Task, tasks_of
from policy_sim.study.temporary_folder import TemporaryFolder
from policy_sim.study.terms import Terms, settle

__all__ = ["PROVISIONAL", "Watch", "run"]

PROVISIONAL = 4
"""After so many replications a provisional comparison is shown."""


@dataclass(frozen=True)
class Watch:
    """Who is told how a run goes on, and who adds to its folder.

    *progress* is called with the tasks done (at first those found finished) and their number;
    *provisional* with a comparison and the replications it rests on; *findings* with what an
    earlier run that was broken off has left; *illustrate* with the result in its unsealed folder,
    to add figures and a report that are sealed with it.
    """

    progress: Callable[[int, int], None] | None = None
    provisional: Callable[[pd.DataFrame, int], None] | None = None
    findings: Callable[[Sequence[Diagnostic]], None] | None = None
    illustrate: Callable[[Result], None] | None = None


def run(
    scenario: Scenario,
    *,
    out: str | Path | None = None,
    overwrite: bool = False,
    workers: int | None = None,
    scheduler: str = LOCAL,
    progress: Callable[[int, int], None] | None = None,
    provisional: Callable[[pd.DataFrame, int], None] | None = None,
    findings: Callable[[Sequence[Diagnostic]], None] | None = None,
    illustrate: Callable[[Result], None] | None = None,
    **asked: Any,
) -> Result:
    """Run a study and return its result.

    *asked* replaces what the scenario states: ``replications, draws, years, people, seed, engine,
    workforce, ledger``. Without *out* the run folder is temporary and lasts as long as the
    result. A folder that holds the run already is read back; one that holds another is replaced
    with *overwrite* only. A run that was broken off goes on with the tasks that it had finished;
    those of another study are removed with *overwrite* only. The tasks are made by so many
    *workers* of this machine (by default one a core), or by the cluster that *scheduler* names
    (see :func:`~policy_sim.study.schedulers.scheduler_named`); neither, nor the calls of
    :class:`Watch`, changes a byte of what is hashed.

    Raises :exc:`~policy_sim.errors.ScenarioError` for options or a folder that cannot be used,
    :exc:`~policy_sim.errors.TaskError` if tasks failed (the others are kept),
    :exc:`~policy_sim.errors.RunError` if a run cannot go on, and
    :exc:`~policy_sim.errors.AuditError` if the engines disagree about a decision.
    """
    terms = settle(scenario, asked, workers)
    watch = Watch(progress, provisional, findings, illustrate)
    work = _Run(scenario, terms, workers or available_workers(), watch, scheduler_named(scheduler))
    if out is not None:
        result = _kept(work, Path(out), overwrite=overwrite)
    else:
        keeper = TemporaryFolder()
        result = _kept(work, keeper.path / scenario.name, overwrite=False)
        result = replace(result, keeper=keeper)
    raise_disagreements(result.manifest["audit"])
    return result


def _kept(work: _Run, folder: Path, *, overwrite: bool) -> Result:
    """Return the result in *folder*, read back if it holds this very run.

    Tasks that an earlier run into this folder has finished are not made again.
    """
    digest = run_digest(work.scenario, work.terms)
    if store.stored(folder, digest, overwrite=overwrite):
        return load_result(folder)
    rehearse(work.scenario, work.terms)
    with claimed(folder, decisive(work.scenario, work.terms), overwrite=overwrite) as tasks:
        # Another process may have made it in the meantime.
        store.restore(folder)
        done = store.stored(folder, digest, overwrite=overwrite)
        if not done:
            work.build(tasks, folder)
        tasks.remove()
    return load_result(folder, stored=done)


@dataclass
class _Run:
    """A run under way: what has been found so far."""

    scenario: Scenario
    terms: Terms
    workers: int
    watch: Watch
    scheduler: Scheduler | None = None
    taken: dict[Kind, list[Task]] = field(default_factory=lambda: {kind: [] for kind in Kind})
    drawn: list[Mapping[str, float]] = field(default_factory=list)
    seconds: dict[str, Mapping[str, float]] = field(default_factory=dict)
    told: dict[str, Any] = field(default_factory=dict)
    careers: Careers = field(default_factory=Careers)
    number: int = 0
    made: int = 0

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Everything that is to be made as far as is known, in order."""
        return tasks_of(self.number, self.terms.draws)

    def build(self, tasks: TaskStore, folder: Path) -> None:
        """Make every task, and the run folder from them."""
        with plainly(folder):
            store.publish(folder, partial(self._fill, tasks))

    def _fill(self, tasks: TaskStore, draft: Path) -> None:
        """Fill the folder *draft*, and seal it."""
        begun = perf_counter()
        self._replicate(draft, tasks)
        outcomes = self._outcomes(tasks, Kind.REPLICATION)
        store.write_table(draft / store.OUTCOME_FILE, outcomes)
        found = Conclusions(self.scenario.grid, self._design(), observe(outcomes))
        if self.terms.draws:
            drawn = self._outcomes(tasks, Kind.DRAW)
            store.write_table(draft / store.DRAWS, drawn)
            store.write_table(draft / store.DRAWN, drawn_table(self.drawn))
            found = replace(found, draws=observe(drawn), drawn=tuple(self.drawn))
        for name, rows in found.files().items():
            store.write_json(draft / name, rows)
        store.write_json(draft / CAREERS, self.careers.rows())
        store.copy_inputs(self.scenario.inputs, draft / store.INPUTS)
        checks = baseline_checks(self.scenario, self.terms, found.seen)
        self._seal(draft, self.told | checks | self._sampled(found.seen), begun)

    def _replicate(self, draft: Path, tasks: TaskStore) -> None:
        """Take the tasks as they come, in order, and write the ledger of the replications.

        A first stage is taken before it is known how many more there are; what an earlier run has
        finished beyond it is kept.
        """
        self.number = self.terms.replications
        finished, damaged = tasks.finished(tasks_of(self.terms.most, self.terms.draws))
        findings = left_over(tasks.folder, len(finished), self._all(), damaged)
        if findings and self.watch.findings:
            self.watch.findings(findings)
        self.made = len(finished)
        self._tell()
        with store.TableFile(draft / store.LEDGER, LEDGER_COLUMNS) as ledger:
            for stage in self._stages(tasks):
                plan = Plan(stage, finished, self.workers, self._tick, self.scheduler)
                for made in replications(self.scenario, self.terms, plan, tasks):
                    for rows in made.ledger:
                        ledger.append(pa.Table.from_batches([rows]))
                    self._take(made, tasks)

    def _stages(self, tasks: TaskStore) -> Iterator[tuple[Task, ...]]:
        """Yield the tasks of each stage, the next one when those before it have been taken."""
        until = self.terms.until
        if until is not None:
            first = tasks_of(self.number, 0)
            yield first
            said = self._precise(until, self._seen(tasks))
            self.number = said.replications
            self._say_needed(said)
            self._tell()
            yield tuple(task for task in self.tasks if task not in first)
        else:
            yield self.tasks

    def _precise(self, until: Until, seen: Observations) -> Precision:
        return precision_of(seen, self.scenario.grid, self._design(), until)

    def _sampled(self, seen: Observations) -> dict[str, Any]:
        """Return how many replications there are, and how precise that is if it was asked for."""
        until = self.terms.until
        precision = None if until is None else self._precise(until, seen).as_dict()
        return {"replications": self.number, "precision": precision}

    def _all(self) -> str:
        """Return how many tasks there are, as far as is known."""
        most = str(len(tasks_of(self.terms.most, self.terms.draws)))
        return most if self.terms.until is None else phrase("at most {number}", number=most)

    def _say_needed(self, said: Precision) -> None:
        """Tell, after the first stage, how many replications there will be."""
        if self.watch.findings:
            needed = phrase("an unknown number of") if said.needed is None else str(said.needed)
            values = {"seen": str(said.until), "needed": needed, "number": str(said.replications)}
            place = Place(str(self.scenario.path), 0)
            self.watch.findings([Diagnostic("first-stage", place, values, Severity.INFO)])

    def _take(self, made: Replication, tasks: TaskStore) -> None:
        """Note what a task found; its outcomes stay on disk until they are compared."""
        self.taken[made.task.kind].append(made.task)
        self.seconds[made.task.name] = made.seconds
        told = dict(made.told)
        if careers := told.pop("careers", None):
            self.careers.add(careers)
        self.told |= told
        if made.task.kind is Kind.DRAW:
            self.drawn.append(made.drawn)
            return
        done = made.task.number + 1
        if self.watch.provisional and done == PROVISIONAL < self.terms.replications:
            rows = compare(self._seen(tasks), self.scenario.grid, OUTCOMES, self._design())
            if rows:
                self.watch.provisional(comparison_frame(rows), done)

    def _tick(self) -> None:
        """Count a task that has been made, whichever it is."""
        self.made += 1
        self._tell()

    def _tell(self) -> None:
        """Say how many tasks have been made."""
        if self.watch.progress:
            self.watch.progress(self.made, max(self.made, len(self.tasks)))

    def _design(self) -> Design:
        return self.terms.design(self.scenario)

    def _seen(self, tasks: TaskStore) -> Observations:
        """Return what the replications taken so far have found."""
        return observe(self._outcomes(tasks, Kind.REPLICATION))

    def _outcomes(self, tasks: TaskStore, kind: Kind) -> pa.Table:
        """Return the outcomes of the tasks of a *kind* that were taken."""
        return outcome_table(taken(tasks, task).outcomes for task in self.taken[kind])

    def _seal(self, draft: Path, checks: Mapping[str, Any], begun: float) -> None:
        """Write the manifest, let figures be added, and take those in too."""
        findings = [*self.scenario.findings, *self._cut()]
        manifest = manifest_of(self.scenario, self.terms, findings)
        store.seal(draft, manifest | dict(checks))
        seconds = perf_counter() - begun
        times = {"seconds": seconds, "workers": self.workers, "tasks": self.seconds}
        store.write_json(draft / store.RUNTIME, machine() | times)
        if self.watch.illustrate:
            self.watch.illustrate(load_result(draft, stored=False))
            store.seal(draft)

    def _cut(self) -> list[Diagnostic]:
        """Return the warnings of a horizon that was cut."""
        horizon = self.scenario.horizon(self.terms.years)
        if horizon.years == self.scenario.stated.years:
            return []
        scenario = self.scenario
        return horizon_findings(scenario.stated, scenario.laws, scenario.effective, horizon)
