"""Verdicts on proposals: what ``check`` finds in a law, kept on disk, since a proof takes its time.

A verdict is kept with the checksum of its bytes under what it hangs on: every file of the law, and
what was asked. One that is damaged does not count, and is found again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from policy_sim.catalogue import sentence
from policy_sim.policy.loading import Regulation
from policy_sim.proof.checkup import Asked
from policy_sim.study.store import canonical_json
from policy_sim.study.task_store import plainly, write_whole
from policy_sim.sweep.design.admissible import about, faults

__all__ = ["Fault", "Verdicts"]


@dataclass(frozen=True, slots=True)
class Fault:
    """A grave finding: its *code*, what it is *about*, and its sentence in *words*."""

    code: str
    about: tuple[str, ...]
    words: str


@dataclass(frozen=True)
class Verdicts:
    """What is gravely wrong with laws that amend one *policy*, kept in a *folder*.

    *regulation* is the law of the study, *asked* what the check looks at.
    """

    folder: Path
    policy: Path
    regulation: Regulation
    asked: Asked

    def of(self, amendments: Sequence[Path]) -> tuple[Fault, ...]:
        """Return every error that ``check`` finds in the policy with *amendments*."""
        path = self.folder / f"check-{self._key(amendments)}.json"
        kept = _recalled(path)
        if kept is not None:
            return kept
        found = faults(self.policy, amendments, self.asked)
        told = tuple(Fault(one.code, about(one), sentence(one)) for one in found)
        with plainly(self.folder):
            write_whole(path, _sealed(told))
        return told

    def _key(self, amendments: Sequence[Path]) -> str:
        """Return what a verdict hangs on."""
        told = hashlib.sha256(f"{self.regulation.law.digest} {self.asked}".encode())
        if self.asked.statute is not None:
            told.update(self.asked.statute.read_bytes())
        for path in (self.policy, *amendments):
            told.update(path.read_bytes())
        return told.hexdigest()[:16]


def _sealed(told: Sequence[Fault]) -> bytes:
    """Return a verdict as the bytes of its file, its checksum first."""
    rows = [(one.code, one.about, one.words) for one in told]
    content = canonical_json(rows).encode()
    return hashlib.sha256(content).hexdigest().encode() + b"\n" + content


def _recalled(path: Path) -> tuple[Fault, ...] | None:
    """Return the verdict in a file; None if there is none, or it is not as it was written."""
    try:
        checksum, _, content = path.read_bytes().partition(b"\n")
    except FileNotFoundError:
        return None
    if hashlib.sha256(content).hexdigest().encode() != checksum:
        return None
    return tuple(Fault(code, tuple(told), words) for code, told, words in json.loads(content))
