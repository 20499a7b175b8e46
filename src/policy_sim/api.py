"""What a notebook uses: load a scenario, run it, compare, plot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes

from policy_sim.diagnostics import Diagnostic
from policy_sim.proof.checkup import Asked, check_policy
from policy_sim.report.illustrate import illustrate, plot_outcome
from policy_sim.study import result as results
from policy_sim.study.loading import load_scenario as read_scenario
from policy_sim.study.run import run
from policy_sim.study.scenario import Scenario

__all__ = ["Result", "Study", "check", "load_result", "load_scenario"]


class Result(results.Result):
    """What a run found: tidy frames, the comparison, figures.

    ::

        result.outcomes                       # policy, replication, date, outcome, group, value
        result.compare(law="merit")           # reform minus baseline, with intervals
        result.plot("service_quality")        # matplotlib Axes
        result.manifest["audit"]              # n of n decisions confirmed on the other engine
    """

    def plot(self, outcome: str, group: str = "all") -> Axes:
        """Return Axes with the paired differences of *outcome* over the years.

        Raises :exc:`ValueError` for an outcome or group that the run does not have.
        """
        return plot_outcome(self, outcome, group)


@dataclass(frozen=True)
class Study:
    """A scenario ready to run; :attr:`scenario` holds every document that it names."""

    scenario: Scenario

    def run(self, **options: Any) -> Result:
        """Simulate every arm and compare them; see :func:`policy_sim.study.run.run`.

        *options* are ``replications, draws, years, people, seed, engine, workforce, ledger`` (in
        place of what the scenario states), ``workers``, ``out`` and ``overwrite`` (a run folder
        to keep; without it the folder lasts as long as the result), ``progress``,
        ``provisional`` and ``findings`` (called as the run goes on).

        Each worker is a process of its own, which reads a script again: there, run a study below
        ``if __name__ == "__main__":`` or with ``workers=1``. A notebook needs neither.

        Raises :exc:`~policy_sim.errors.ScenarioError` for options or a folder that cannot be
        used, :exc:`~policy_sim.errors.RunError` if a run cannot go on, and
        :exc:`~policy_sim.errors.AuditError` if the engines disagree about a decision.
        """
        drawing = partial(illustrate, register=self.scenario.register)
        return _shown(run(self.scenario, illustrate=drawing, **options))


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
    return Study(read_scenario(path, profile=profile, workforce=workforce, mapping=mapping))


def load_result(folder: str | Path) -> Result:
    """Return the result kept in a run folder.

    Raises :exc:`~policy_sim.errors.ScenarioError` if there is no readable manifest.
    """
    return _shown(results.load_result(folder))


def check(
    policy: str | Path,
    amended_by: tuple[str | Path, ...] = (),
    *,
    on: date | None = None,
    conforms_to: str | Path | None = None,
    proof: bool = True,
) -> list[Diagnostic]:
    """Return everything found in a regulation, by place; its text is ``sentence(finding)``.

    It is looked at from the day *on* (None: today) to its last version, by proof over everybody
    who could exist; of an amendment only what is not found without it is told. *conforms_to* is a
    statute whose promises it must keep. Without *proof* only what loading finds is returned.

    Raises :exc:`~policy_sim.errors.DocumentError` only for a file that cannot be read.
    """
    asked = Asked(
        since=on or date.today(),  # noqa: DTZ011 - a user's today
        statute=None if conforms_to is None else Path(conforms_to),
        proof=proof,
    )
    paths = [Path(amendment) for amendment in amended_by]
    return list(check_policy(Path(policy), paths, asked).findings)


def _shown(found: results.Result) -> Result:
    """Return a result that can draw itself."""
    return Result(found.folder, found.manifest, found.stored, found.keeper)
