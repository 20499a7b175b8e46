"""Making a dossier: each part is kept as soon as it is there, and the whole is sealed at the end.

A dossier that was broken off goes on where it was: its manifest says whose parts lie there. What
is simulated is kept task by task by the study itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree
from typing import Any

from policy_sim.catalogue.language import ENGLISH, Language, language_named
from policy_sim.catalogue.stored import text_of
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import ScenarioError
from policy_sim.report.dossier.documents import DOCUMENTS, copied, written_study
from policy_sim.report.dossier.page import dossier_page
from policy_sim.report.dossier.proposal import marks_values, proposal_values
from policy_sim.report.dossier.proved import difference_part, finding_part, reach_part
from policy_sim.report.dossier.question import Asked, Question, asked_about
from policy_sim.report.dossier.simulated import outcome_part, simulated
from policy_sim.report.dossier.tested import case_part
from policy_sim.study.provenance import versions
from policy_sim.study.store import (
    MANIFEST,
    SCHEMA_VERSION,
    input_digests,
    read_manifest,
    seal,
    write_json,
)

__all__ = ["DOSSIER", "PAGE", "Dossier", "Watch", "make_dossier"]

DOSSIER, PAGE = "dossier", "dossier.html"
"""The kind of a manifest, and the page of the hearing."""


@dataclass(frozen=True)
class Watch:
    """Who is told how it goes on: *begun* with the name of each part, *progress* with tasks."""

    begun: Callable[[str], None] = lambda _: None
    progress: Callable[[int, int], None] | None = None


@dataclass(frozen=True)
class Dossier:
    """A dossier in its *folder*: its *parts* by name; *stored* if it had been made before."""

    folder: Path
    parts: Mapping[str, Any]
    stored: bool = False

    @property
    def grave(self) -> bool:
        """Whether a finding is an error, or a case is not decided as it expects."""
        found = self.parts["findings"]["findings"]
        failed = self.parts.get("cases", {}).get("failed", 0)
        return bool(failed) or any(finding["severity"] == "error" for finding in found)


def make_dossier(
    asked: Asked,
    out: Path,
    *,
    overwrite: bool = False,
    language: Language = ENGLISH,
    watch: Watch | None = None,
) -> Dossier:
    """Make the dossier of a draft in the folder *out*, or read back the one that lies there.

    Raises :exc:`~policy_sim.errors.BadInput` for a document or a folder that cannot be used, and
    what a run raises. A draft that does not hold together gives a dossier of its findings.
    """
    question, watch = asked_about(asked), watch or Watch()
    digest = question.digest
    stored = _begun(out, digest, overwrite=overwrite)
    parts = _Parts(out, watch).made(question)
    if not stored or read_manifest(out)["language"] != language.code:
        _finished(question, parts, out, language)
    return Dossier(out, parts, stored)


def _begun(folder: Path, digest: str, *, overwrite: bool) -> bool:
    """Let *folder* be that of the dossier with *digest*; return whether it is finished there.

    Raises :exc:`~policy_sim.errors.ScenarioError` if something else lies there, unless that is a
    dossier and may be overwritten.
    """
    if folder.is_dir() and any(folder.iterdir()):
        held = _held(folder)
        if held.get("digest") == digest and not overwrite:
            return bool(held["finished"])
        if held.get("kind") != DOSSIER or not overwrite:
            values = {"seen": str(folder), "held": str(held.get("kind", "something else"))}
            raise ScenarioError([Diagnostic("no-dossier-folder", Place(str(folder), 0), values)])
        rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    told = {"kind": DOSSIER, "digest": digest, "finished": False, "language": "", "files": {}}
    write_json(folder / MANIFEST, told)
    return False


def _held(folder: Path) -> dict[str, Any]:
    """Return the manifest of what lies in *folder*; nothing if it has none."""
    try:
        return read_manifest(folder)
    except ScenarioError:
        return {}


@dataclass(frozen=True)
class _Parts:
    """The parts of a dossier as files of its *folder*."""

    folder: Path
    watch: Watch

    def made(self, question: Question) -> dict[str, Any]:
        """Return every part by its name, those that lie there as they are."""
        found = {
            "proposal": self._kept("proposal", lambda: proposal_values(question)),
            "marks": self._kept("marks", lambda: marks_values(question)),
            "findings": self._kept("findings", lambda: finding_part(question)),
        }
        if question.regulation is None:
            return found
        found["differences"] = self._kept("differences", lambda: difference_part(question))
        found["reach"] = self._kept("reach", lambda: reach_part(question))
        found["cases"] = self._kept("cases", lambda: case_part(question))
        found["outcomes"] = self._kept("outcomes", lambda: self._study(question))
        return found

    def _study(self, question: Question) -> dict[str, Any]:
        copied(question, self.folder / DOCUMENTS)
        document = written_study(question, self.folder / DOCUMENTS)
        result = simulated(question, document, self.folder, self.watch.progress)
        return outcome_part(question, result)

    def _kept(self, name: str, make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Return one part: read back, or made and written so that it is whole when it is there."""
        path = self.folder / f"{name}.json"
        if path.is_file():
            read: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return read
        self.watch.begun(name)
        draft = self.folder / f".{name}.draft"
        write_json(draft, make())
        draft.replace(path)
        return self._kept(name, make)


def _finished(
    question: Question, parts: Mapping[str, Any], folder: Path, language: Language
) -> None:
    """Write the page, and seal everything."""
    if not (folder / DOCUMENTS).exists():
        copied(question, folder / DOCUMENTS)
    told = {
        "kind": DOSSIER,
        "schema_version": SCHEMA_VERSION,
        "digest": question.digest,
        "title": str(text_of(parts["proposal"]["title"])),
        "finished": True,
        "language": language_named(language.code).code,
        "documents": input_digests(question.files),
        "versions": versions(),
    }
    law = question.regulation.law if question.regulation else None
    page = dossier_page(told, parts, language, law)
    (folder / PAGE).write_text(page, encoding="utf-8")
    seal(folder, told)
