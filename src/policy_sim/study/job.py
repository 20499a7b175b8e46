"""The job of a study: how each of its tasks is made, here, beside, or on another machine.

Another process of this machine reads the documents again from where they stand, and refuses
others than were started with. Another machine is sent their texts, and what program read them:
it refuses if its own is another one, since the same study would there have another result.
"""

from __future__ import annotations

import platform
import shutil
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from tempfile import mkdtemp
from weakref import finalize

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import BadInput, RunError, ScenarioError
from policy_sim.study.loading import load_scenario
from policy_sim.study.named_files import located
from policy_sim.study.provenance import versions
from policy_sim.study.replication import Replication, replicate
from policy_sim.study.scenario import Scenario
from policy_sim.study.store import input_digests, input_names
from policy_sim.study.tasks import Task
from policy_sim.study.terms import Terms

__all__ = ["BesideJob", "SentJob", "StudyJob", "WorkerDiffersError"]

Documents = tuple[Path, Path, Path | None, Path | None]
"""Scenario, profile, and the file of real people with its mapping, if any."""

Digests = tuple[tuple[str, str], ...]
"""The SHA-256 of every document of a study, by its name, in the order of the names."""

_SOURCE = "policy-sim source"


class WorkerDiffersError(RunError):
    """A worker runs another program than the machine that sent it the study."""


@dataclass(frozen=True)
class StudyJob:
    """The job in the process that has loaded the *scenario*."""

    scenario: Scenario
    terms: Terms

    def make(self, task: Task, /) -> Replication:
        """Make one task."""
        return replicate(self.scenario, self.terms, task)

    def elsewhere(self) -> BesideJob:
        """Return the job for another process of this machine."""
        return BesideJob(self.scenario.documents, _digests(self.scenario), self.terms)

    def sent(self) -> SentJob:
        """Return the job for another machine, with the texts of all documents.

        Raises :exc:`~policy_sim.errors.ScenarioError` for a file of real people, which is not sent,
        and for documents that would be others there.
        """
        scenario = self.scenario
        if scenario.roster is not None:
            place = Place(str(scenario.roster.path), 0)
            raise ScenarioError([Diagnostic("people-stay-here", place, {})])
        names = {path: name for name, path in input_names(scenario.inputs).items()}
        texts = {name: zlib.compress(path.read_bytes()) for path, name in names.items()}
        opened = names[located(scenario.path)], names[located(scenario.profile_path)]
        job = SentJob(opened, texts, _digests(scenario), self.terms, program())
        _hold_together(job, scenario.path)
        return job


@dataclass(frozen=True)
class BesideJob:
    """The job in another process of the same machine: it reads the *documents* itself."""

    documents: Documents
    digests: Digests
    terms: Terms

    def make(self, task: Task, /) -> Replication:
        """Make one task; raise :exc:`RunError` if the documents are no longer the same."""
        return replicate(_opened(self.documents, self.digests), self.terms, task)


@dataclass(frozen=True)
class SentJob:
    """The job on another machine: the *texts* of all documents, compressed, by their names.

    *opened* are the names of the scenario and the profile; *made_with* is the program of the
    machine that sent it.
    """

    opened: tuple[str, str]
    texts: Mapping[str, bytes] = field(repr=False, compare=False)
    digests: Digests
    terms: Terms
    made_with: Mapping[str, str] = field(compare=False)

    def __hash__(self) -> int:
        return hash((self.opened, self.digests, self.terms))

    def make(self, task: Task, /) -> Replication:
        """Make one task; raise :exc:`WorkerDiffersError` if the program here is another one."""
        self.refuse_other_program()
        return replicate(_unpacked(self), self.terms, task)

    def refuse_other_program(self) -> None:
        """Raise :exc:`WorkerDiffersError` if this program is not the sender's."""
        here = program()
        others = [
            _SOURCE if name == _SOURCE else f"{name} {here.get(name, 'is missing')}, not {there}"
            for name, there in sorted(self.made_with.items())
            if here.get(name) != there
        ]
        if others:
            msg = (
                f"the worker on {platform.node()} would find something else, because its program "
                f"is another one ({'; '.join(others)}): install the same there"
            )
            raise WorkerDiffersError(msg)


def _hold_together(job: SentJob, path: Path) -> None:
    """Raise for documents that are not the same where only they are: one names a place here."""
    try:
        _unpacked(job)
    except (BadInput, RunError) as error:
        raise ScenarioError([Diagnostic("documents-apart", Place(str(path), 0), {})]) from error


def program() -> dict[str, str]:
    """Return everything of a machine that could make a result another one, by name."""
    return versions() | {"processor": platform.machine()}


def _digests(scenario: Scenario) -> Digests:
    """Return the digest of every file that the study was read from."""
    people = (("workforce", scenario.roster.digest),) if scenario.roster else ()
    return (*sorted(input_digests(scenario.inputs).items()), *people)


@lru_cache(maxsize=1)
def _opened(documents: Documents, digests: Digests) -> Scenario:
    """Return the scenario in *documents* with its people; all must be those that were started."""
    path, profile, workforce, mapping = documents
    scenario = load_scenario(path, profile=profile, workforce=workforce, mapping=mapping)
    if _digests(scenario) != digests:
        msg = f"the documents of {path} were changed while the study was running"
        raise RunError(msg)
    return scenario


@lru_cache(maxsize=1)
def _unpacked(job: SentJob) -> Scenario:
    """Return the scenario of a job that was sent; its documents lie here while it is kept."""
    folder = Path(mkdtemp(prefix="policy-sim-sent-"))
    for name, text in job.texts.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(zlib.decompress(text))
    scenario, profile = (folder / name for name in job.opened)
    loaded = _opened((scenario, profile, None, None), job.digests)
    finalize(loaded, shutil.rmtree, folder, ignore_errors=True)
    return loaded
