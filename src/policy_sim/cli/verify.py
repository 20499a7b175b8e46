"""verify a run folder, a dossier or a sweep offline: does every file still bear its digest?

The manifest holds the digests of all other files; its own is printed, so that it can be written
down where the folder was handed over.

examples:
  policy-sim verify runs/medan
  policy-sim verify runs/merit-reform-dossier
  policy-sim verify runs/small-sweep/levers
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
    parser.add_argument(
        "folder", type=a_path, help="the folder of a run, a dossier or an answer of a sweep"
    )


def call(options: Namespace) -> int:
    """Print what became of each file; 1 if one was changed, lost or added."""
    seen = verify(options.folder)
    if options.format == "json":
        print_json(asdict(seen) | {"folder": str(seen.folder), "holds": seen.holds})
        return FINE if seen.holds else FOUND
    say, number = options.language.say, options.language.number
    for name in seen.changed:
        print(say("changed: {file}", file=name))
    for name in seen.missing:
        print(say("missing: {file}", file=name))
    for name in seen.added:
        print(say("new: {file}", file=name))
    total = number(len(seen.confirmed) + len(seen.changed) + len(seen.missing))
    confirmed = number(len(seen.confirmed))
    print(say("{number} of {total} files confirmed", number=confirmed, total=total))
    for name, reason in seen.skipped:
        why = options.language.told(reason)
        print(say("not checked: {file} ({reason})", file=name, reason=why))
    return FINE if seen.holds else FOUND
