"""Verification of a run folder or a dossier, offline: does every byte still bear its digest?"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policy_sim.study.store import MANIFEST, RUNTIME, digest_of, file_digests, read_manifest

__all__ = ["Verification", "verify"]


@dataclass(frozen=True, slots=True)
class Verification:
    """What became of each file of a run folder, by its path.

    *confirmed* bear the digest of the manifest, *changed* another, *missing* are gone, *added*
    are not in the manifest. *skipped* says of each file that has no digest, or each check that
    was not made, why not.
    """

    folder: Path
    confirmed: tuple[str, ...]
    changed: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]
    skipped: tuple[tuple[str, str], ...]

    @property
    def holds(self) -> bool:
        """Whether the folder is what its manifest says."""
        return not (self.changed or self.missing or self.added)


def verify(folder: Path) -> Verification:
    """Recompute the digests of a run folder.

    Raises :exc:`~policy_sim.errors.ScenarioError` if it has no readable manifest.
    """
    told = read_manifest(folder)
    expected: dict[str, str] = told["files"]
    found = file_digests(folder)
    both = sorted(expected.keys() & found.keys())
    return Verification(
        folder=folder,
        confirmed=tuple(name for name in both if found[name] == expected[name]),
        changed=tuple(name for name in both if found[name] != expected[name]),
        missing=tuple(sorted(expected.keys() - found.keys())),
        added=tuple(sorted(found.keys() - expected.keys())),
        skipped=_skipped(folder, told),
    )


def _skipped(folder: Path, told: dict[str, object]) -> tuple[tuple[str, str], ...]:
    """Return what is not checked, each with its reason."""
    skipped = [(MANIFEST, f"it holds the digests; its own is {digest_of(folder / MANIFEST)}")]
    skipped += [
        (path.relative_to(folder).as_posix(), "times and machine differ from run to run")
        for path in sorted(folder.rglob(RUNTIME))
        if path.parent == folder or (path.parent / MANIFEST).is_file()
    ]
    if told.get("kind") == "dossier":
        if not told.get("finished"):
            skipped.append(("the rest of the dossier", "it was broken off; make it again"))
        skipped.append(("proofs and cases", "nothing was proved or decided again"))
    skipped.append(
        ("simulation", "digests show that files are unchanged, not that a new run agrees")
    )
    imported = told.get("imported")
    if isinstance(imported, dict):
        reason = f"real people are not kept; their file has the SHA-256 {imported['digest']}"
        skipped.append(("workforce file", reason))
    audit = told.get("audit")
    if isinstance(audit, dict) and audit.get("skipped_reason"):
        skipped.append(("audit", str(audit["skipped_reason"])))
    return tuple(skipped)
