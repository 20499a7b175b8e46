"""One run of a study, from its terms to its sealed folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from time import perf_counter
from typing import Any
from weakref import finalize

import pandas as pd
import pyarrow as pa

from policy_sim.diagnostics import Diagnostic
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study import store
from policy_sim.study.audit import Audit, raise_disagreements
from policy_sim.study.baseline import baseline_checks
from policy_sim.study.comparison import Comparison, compare
from policy_sim.study.horizon import horizon_findings
from policy_sim.study.manifest import manifest_of, run_digest
from policy_sim.study.observations import observe, outcome_table
from policy_sim.study.provenance import machine
from policy_sim.study.replications import (
    LEDGER_COLUMNS,
    Replication,
    available_workers,
    replications,
)
from policy_sim.study.result import Result, comparison_frame, load_result
from policy_sim.study.scenario import Scenario
from policy_sim.study.terms import Terms, settle
from policy_sim.workforce.fit import Fit

__all__ = ["PROVISIONAL", "Watch", "run"]

PROVISIONAL = 4
"""After so many replications a provisional comparison is shown."""


@dataclass(frozen=True)
class Watch:
    """Who is told how a run goes on, and who adds to its folder.

    *progress* is called with the replications done (first 0) and their number; *provisional* with a
    comparison and the replications it rests on; *illustrate* with the result in its unsealed
    folder, to add figures and a report that are sealed with it.
    """

    progress: Callable[[int, int], None] | None = None
    provisional: Callable[[pd.DataFrame, int], None] | None = None
    illustrate: Callable[[Result], None] | None = None


def run(
    scenario: Scenario,
    *,
    out: str | Path | None = None,
    overwrite: bool = False,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
    provisional: Callable[[pd.DataFrame, int], None] | None = None,
    illustrate: Callable[[Result], None] | None = None,
    **asked: Any,
) -> Result:
    """Run a study and return its result.

    *asked* replaces what the scenario states: ``replications, years, people, seed, engine,
    workforce, ledger``. Without *out* the run folder is temporary and lasts as long as the
    result. A folder that holds the run already is read back; one that holds another is replaced
    with *overwrite* only. Neither *workers* (by default one a core) nor the calls of
    :class:`Watch` change a byte of what is hashed.

    Raises :exc:`~policy_sim.errors.ScenarioError` for options or a folder that cannot be used,
    :exc:`~policy_sim.errors.RunError` if a run cannot go on, and
    :exc:`~policy_sim.errors.AuditError` if the engines disagree about a decision.
    """
    terms = settle(scenario, asked, workers)
    watch = Watch(progress, provisional, illustrate)
    work = _Run(scenario, terms, workers or available_workers(), watch)
    if out is not None:
        result = _kept(work, Path(out), overwrite=overwrite)
    else:
        keeper = _Keeper()
        result = _kept(work, keeper.folder / scenario.name, overwrite=False)
        result = replace(result, keeper=keeper)
    raise_disagreements(result.manifest["audit"])
    return result


def _kept(work: _Run, folder: Path, *, overwrite: bool) -> Result:
    """Return the result in *folder*, read back if it holds this very run."""
    digest = run_digest(work.scenario, work.terms)
    if store.stored(folder, digest, overwrite=overwrite):
        return load_result(folder)
    store.publish(folder, work.build)
    return load_result(folder, stored=False)


class _Keeper:
    """A temporary folder that lasts as long as this object is held."""

    def __init__(self) -> None:
        self.folder = Path(mkdtemp(prefix="policy-sim-"))
        finalize(self, rmtree, self.folder, ignore_errors=True)


@dataclass
class _Run:
    """A run under way: what has been found so far."""

    scenario: Scenario
    terms: Terms
    workers: int
    watch: Watch
    outcomes: list[pa.Table] = field(default_factory=list)
    seconds: dict[str, dict[str, float]] = field(default_factory=dict)
    fit: Fit | None = None
    made: int = 0

    def build(self, draft: Path) -> None:
        """Fill the folder *draft*, and seal it."""
        begun = perf_counter()
        with Audit(self.terms.engine) as audit:
            self._replicate(draft, audit)
            audited = audit.result()
        outcomes = outcome_table(self.outcomes)
        store.write_table(draft / store.OUTCOME_FILE, outcomes)
        rows = self._compare(outcomes)
        store.write_json(draft / store.COMPARISON, [asdict(row) for row in rows])
        store.copy_inputs(self.scenario.inputs, draft / store.INPUTS)
        self._seal(draft, {"audit": audited.as_dict()} | self._checks(outcomes), begun)

    def _replicate(self, draft: Path, audit: Audit) -> None:
        """Take the replications as they come, in order, and write their ledger."""
        self._tell()
        with store.TableFile(draft / store.LEDGER, LEDGER_COLUMNS) as ledger:
            for found in replications(self.scenario, self.terms, self.workers, self._tick):
                ledger.append(found.ledger)
                self._take(found, audit)

    def _take(self, found: Replication, audit: Audit) -> None:
        self.outcomes.append(found.outcomes)
        self.seconds[str(found.number)] = found.seconds
        if found.audit is not None:
            self.fit = found.fit
            audit.begin(found.audit)
        done = len(self.outcomes)
        if self.watch.provisional and done == PROVISIONAL < self.terms.replications:
            rows = self._compare(outcome_table(self.outcomes))
            self.watch.provisional(comparison_frame(rows), done)

    def _tick(self) -> None:
        """Count a replication that has been made, whichever it is."""
        self.made += 1
        self._tell()

    def _tell(self) -> None:
        """Say how many replications have been made."""
        if self.watch.progress:
            self.watch.progress(self.made, self.terms.replications)

    def _compare(self, outcomes: pa.Table) -> tuple[Comparison, ...]:
        scenario = self.scenario
        design = scenario.design_within(scenario.horizon(self.terms.years))
        return compare(observe(outcomes), scenario.grid, OUTCOMES, design)

    def _checks(self, outcomes: pa.Table) -> dict[str, Any]:
        """Return what the manifest tells of the baseline: its rest, and its likeness."""
        return baseline_checks(self.scenario, self.terms, observe(outcomes))

    def _seal(self, draft: Path, checks: Mapping[str, Any], begun: float) -> None:
        """Write the manifest, let figures be added, and take those in too."""
        findings = [*self.scenario.findings, *self._cut()]
        manifest = manifest_of(self.scenario, self.terms, findings, self.fit)
        store.seal(draft, manifest | dict(checks))
        seconds = perf_counter() - begun
        times = {"seconds": seconds, "workers": self.workers, "replications": self.seconds}
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
