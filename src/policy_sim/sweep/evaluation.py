"""Points of a study, evaluated: every arm at every point, with the same people and luck.

A task is one replication at one point. It is made and kept as the replications of a run are
(:mod:`policy_sim.study.replications`, :mod:`policy_sim.study.task_store`), side by side, whole or
not at all, so that a sweep that was broken off goes on, and one that asks for more points or
replications makes only what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import Misnamed, ScenarioError
from policy_sim.study.arms import Arm, Grid
from policy_sim.study.at_point import as_read, scenario_at, terms_at
from policy_sim.study.comparison import Contrast, Design, pairs_of
from policy_sim.study.left_over import left_over
from policy_sim.study.manifest import decisive
from policy_sim.study.observations import Observations, observe, outcome_table
from policy_sim.study.points import STATED, Point
from policy_sim.study.rehearsal import rehearse
from policy_sim.study.replications import Plan, available_workers, replications
from policy_sim.study.scenario import Scenario
from policy_sim.study.scheduler import Scheduler
from policy_sim.study.schedulers import LOCAL, scheduler_named
from policy_sim.study.task_store import TaskStore, claimed
from policy_sim.study.tasks import Kind, Task
from policy_sim.study.terms import Terms, settle

__all__ = ["Evaluated", "Sweep", "sweeping"]

EVERYBODY = "all"
"""The group of an outcome that a sweep looks at."""

OPTIONS = ("engine", "people", "replications", "seed", "workforce", "years")
"""What may be asked for in place of what the study states, with nothing else of a run."""

_OF_A_RUN = ("replications", "draws", "ledger")
"""Terms that change nothing of one replication at one point."""


@dataclass(frozen=True)
class Evaluated:
    """What was found at one *point*: the yearly outcomes of every arm, by replication.

    *grid* and *design* are those of the study: which arms there are, and what is primary.
    """

    point: Point
    seen: Observations
    grid: Grid
    design: Design

    def differences(self, arm: Arm, outcome: str, window: str | None = None) -> tuple[float, ...]:
        """Return reform minus baseline of one *outcome* by replication, in their order.

        Replications in which one of the two has no value are left out. *window* is the primary
        one if none is named. Raises :exc:`KeyError` for one that the study does not have.
        """
        contrast = Contrast(arm, "total", ((1, arm),), ((1, self.grid.baseline),))
        windows = {one.name: one for one in self.design.windows}
        chosen = windows[window or self.design.primary_window]
        pairs = pairs_of(self.seen, contrast, (outcome, EVERYBODY), chosen)
        return tuple(pair.difference for pair in pairs)


@dataclass(frozen=True)
class Sweep:
    """A study to be evaluated at points, with the *terms* of all of them.

    The tasks are made by so many *workers* of this machine, or by the *scheduler* of a cluster.
    *progress* is called with the tasks done and their number, each time some are to be made, and
    *findings* with what is wrong with files of finished tasks, which are made again. *groups* are
    those whose outcomes are kept: everybody, if nothing is said; *arms* the names of those that
    are looked at: all of them.
    """

    scenario: Scenario
    terms: Terms
    workers: int
    store: TaskStore
    progress: Callable[[int, int], None] | None = None
    groups: frozenset[str] = frozenset({EVERYBODY})
    arms: tuple[str, ...] = ()
    scheduler: Scheduler | None = None
    findings: Callable[[Sequence[Diagnostic]], None] | None = None

    @property
    def grid(self) -> Grid:
        """The arms of the study."""
        return self.scenario.grid

    @property
    def design(self) -> Design:
        """What was settled beforehand: windows, and what is primary."""
        return self.scenario.design_within(self.scenario.horizon(self.terms.years))

    def evaluate(
        self, points: Iterable[Point], numbers: int | Sequence[int]
    ) -> tuple[Evaluated, ...]:
        """Return what is found at *points* in the replications of the *numbers* given.

        A whole number stands for so many replications, from the first. The order of the points
        is kept; arms that a point does not touch are taken from the study as stated.

        Raises :exc:`~policy_sim.errors.ScenarioError` for a point that cannot be, before anything
        is simulated, and :exc:`~policy_sim.errors.RunError` if a task fails.
        """
        points = tuple(self._as_read(point) for point in points)
        chosen = range(numbers) if isinstance(numbers, int) else numbers
        found = self._made(self.tasks(points, chosen))
        return tuple(self._evaluated(point, chosen, found) for point in points)

    def _as_read(self, point: Point) -> Point:
        """Return *point* with what it brings in; documents that it alone names are not sent."""
        point = as_read(self.scenario, point)
        if point.brought and self.scheduler is not None:
            place = Place(", ".join(point.values), 0)
            raise ScenarioError([Diagnostic("point-stays-here", place, {})])
        return point

    def rehearse(self, point: Point) -> None:
        """Raise :exc:`~policy_sim.errors.ScenarioError` if the study makes no sense at *point*."""
        rehearse(scenario_at(self.scenario, point), terms_at(self.terms, point))

    def tasks(self, points: Iterable[Point], numbers: Sequence[int]) -> tuple[Task, ...]:
        """Return every task that *points* need in the replications of *numbers*, each once."""
        needed = (task for point in points for n in numbers for task, _ in self._sources(point, n))
        return tuple(dict.fromkeys(needed))

    def _sources(self, point: Point, number: int) -> Iterator[tuple[Task, tuple[str, ...]]]:
        """Yield the tasks of which one replication at *point* is put together, with their arms.

        Arms that the point does not touch are those of the study as stated.
        """
        looked_at = [arm for arm in self.grid.arms if not self.arms or arm.name in self.arms]
        everyone = tuple(arm.name for arm in looked_at)
        touched = tuple(arm.name for arm in looked_at if point.touches(arm))
        if touched:
            yield Task(Kind.REPLICATION, number, point, touched), touched
        rest = tuple(name for name in everyone if name not in touched)
        if rest:
            yield Task(Kind.REPLICATION, number, STATED, everyone), rest

    def _made(self, tasks: tuple[Task, ...]) -> dict[Task, pa.Table]:
        """Return the outcomes of every task, of the groups that are kept; make what is missing."""
        finished, damaged = self.store.finished(tasks)
        if damaged and self.findings:
            self.findings(left_over(self.store.folder, len(finished), str(len(tasks)), damaged))
        for point in dict.fromkeys(task.point for task in tasks if task not in finished):
            self.rehearse(point)
        done = len(finished)

        def tick() -> None:
            nonlocal done
            done += 1
            self._tell(done, len(tasks))

        self._tell(done, len(tasks))
        plan = Plan(tasks, finished, self.workers, tick, self.scheduler)
        return {
            made.task: _of_groups(made.outcomes, self.groups)
            for made in replications(self.scenario, self.terms, plan, self.store)
        }

    def _tell(self, done: int, total: int) -> None:
        if self.progress is not None:
            self.progress(done, total)

    def _evaluated(
        self, point: Point, numbers: Sequence[int], found: Mapping[Task, pa.Table]
    ) -> Evaluated:
        """Return what was found at *point*."""
        tables = [
            found[task].filter(pc.is_in(found[task]["policy"], pa.array(arms)))
            for number in numbers
            for task, arms in self._sources(point, number)
        ]
        return Evaluated(point, observe(outcome_table(tables)), self.grid, self.design)


@contextmanager
def sweeping(
    scenario: Scenario,
    folder: str | Path,
    *,
    workers: int | None = None,
    scheduler: str = LOCAL,
    overwrite: bool = False,
    progress: Callable[[int, int], None] | None = None,
    findings: Callable[[Sequence[Diagnostic]], None] | None = None,
    **asked: Any,
) -> Iterator[Sweep]:
    """Have a sweep of *scenario*, whose finished tasks are kept beside *folder*, to this process.

    *asked* replaces what the scenario states, as in a run: ``replications, years, people, seed,
    engine, workforce``. The tasks are made where those of a run are
    (:func:`~policy_sim.study.run.run`), with the same bytes. Tasks of the same study stay when the
    sweep has ended, whatever its points: another sweep of it makes only what is new. Those of
    another study are removed with *overwrite*, and refused without.

    A sweep has as many replications at every point: where the study asks for a precision instead,
    they must be asked for here.

    Raises :exc:`~policy_sim.errors.ScenarioError` for options or a folder that cannot be used, and
    :exc:`~policy_sim.errors.Misnamed` for an option that does not exist.
    """
    for name in asked:
        Misnamed.unless(name, phrase("an option of a sweep"), OPTIONS)
    terms = settle(scenario, asked, workers)
    if terms.until is not None:
        values = {"seen": str(terms.until)}
        raise ScenarioError([Diagnostic("sweep-until", Place("--replications", 0, 0), values)])
    decides = decisive(scenario, terms)
    kept = {name: value for name, value in decides["terms"].items() if name not in _OF_A_RUN}
    with claimed(Path(folder), decides | {"terms": kept}, overwrite=overwrite) as store:
        yield Sweep(
            scenario,
            terms,
            workers or available_workers(),
            store,
            progress,
            scheduler=scheduler_named(scheduler),
            findings=findings,
        )


def _of_groups(outcomes: pa.Table, groups: frozenset[str]) -> pa.Table:
    """Return the outcomes that concern some groups."""
    return outcomes.filter(pc.is_in(outcomes["group"], pa.array(sorted(groups))))
