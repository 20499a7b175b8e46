"""verify a run folder or a dossier offline: does every file still bear its digest?

The manifest holds the digests of all other files; its own is printed, so that it can be written
down where the folder was handed over.

examples:
  policy-sim verify runs/medan
  policy-sim verify runs/merit-reform-dossier
exit status: 0 every file is as it was, 1 one was changed, lost or added, 2 no such folder
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import asdict

from policy_sim.cli.arguments import a_path
from policy_sim.cli.output import FINE, FOUND, print_json
from policy_sim.study.verify import verify

__all__ = ["add_arguments", "call"]


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``verify`` takes."""
    parser.add_argument("folder", type=a_path, help="a run folder or a dossier, such as runs/medan")


def call(options: Namespace) -> int:
    """Print what became of each file; 1 if one was changed, lost or added."""
    seen = verify(options.folder)
    if options.format == "json":
        print_json(asdict(seen) | {"folder": str(seen.folder), "holds": seen.holds})
        return FINE if seen.holds else FOUND
    for word, names in (("changed", seen.changed), ("missing", seen.missing), ("new", seen.added)):
        for name in names:
            print(f"{word}: {name}")
    total = len(seen.confirmed) + len(seen.changed) + len(seen.missing)
    print(f"{len(seen.confirmed)} of {total} files confirmed")
    for name, reason in seen.skipped:
        print(f"not checked: {name} ({reason})")
    return FINE if seen.holds else FOUND
