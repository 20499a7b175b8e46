"""make a working folder with the regulations, scenarios and notebooks that come along

example:
  policy-sim init study && cd study
"""

from __future__ import annotations

import shutil
from argparse import ArgumentParser, Namespace
from pathlib import Path

from policy_sim.cli.arguments import a_path
from policy_sim.cli.output import BAD_INPUT, FINE, print_json, show_error
from policy_sim.shipped import FOLDERS, shipped

__all__ = ["add_arguments", "call"]

_LEFT_OUT = shutil.ignore_patterns("__pycache__", ".ipynb_checkpoints", ".*")


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``init`` takes."""
    parser.add_argument("folder", type=a_path, help="the folder to make; it must be new or empty")


def call(options: Namespace) -> int:
    """Copy what is shipped into a new folder, never over anything."""
    folder: Path = options.folder
    say = options.language.say
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        message = options.language.say(
            "{folder} is there already and is not an empty folder; name a new one", folder=folder
        )
        show_error(message, options.format, options.language)
        return BAD_INPUT
    for name in FOLDERS:
        shutil.copytree(shipped(name), folder / name, ignore=_LEFT_OUT)
    files = sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())
    if options.format == "json":
        print_json({"folder": str(folder), "files": files})
    else:
        where, number = ", ".join(FOLDERS), len(files)
        print(
            say(
                "{folder}: {number} files in {folders}", folder=folder, number=number, folders=where
            )
        )
        print(say("next: {command}, then docs/tutorial.md from step 3 on", command=f"cd {folder}"))
    return FINE
