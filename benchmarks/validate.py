"""Run every study of published results, and write what it found into ``docs/validation.md``.

``python benchmarks/validate.py`` runs all of ``scenarios/published/``; names of studies after it
run these, and what the page says of the others stays. The exit code is 1 if a published result is
not matched and the study does not say why.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from policy_sim.report.validation import (
    kept_sections,
    unexplained,
    validation_page,
    validation_section,
)
from policy_sim.study.loading import load_scenario
from policy_sim.study.run import run

ROOT = Path(__file__).resolve().parent.parent
STUDIES = Path("scenarios") / "published"
RUNS = Path("runs") / "validation"
PAGE = Path("docs") / "validation.md"


def main(asked: Sequence[str]) -> int:
    """Run the studies *asked* for, or all, and write the page on all that have been run."""
    os.chdir(ROOT)
    paths = sorted(STUDIES.glob("*.yaml"))
    sections = kept_sections(PAGE.read_text(encoding="utf-8")) if PAGE.exists() else {}
    missed = 0
    for path in paths:
        if asked and path.stem not in asked:
            continue
        sys.stderr.write(f"{path} ...\n")
        folder = RUNS / path.stem
        result = run(load_scenario(path), out=folder, overwrite=True, ledger="none")
        sections[path.as_posix()] = validation_section(path.as_posix(), result.manifest)
        missed += unexplained(result.manifest)
        # After each study: who stops the program keeps what has been run.
        _write([sections[each.as_posix()] for each in paths if each.as_posix() in sections])
    sys.stdout.write(f"{PAGE}: {len(sections)} studies, {missed} results missed unexplained\n")
    return 1 if missed else 0


def _write(sections: Sequence[str]) -> None:
    PAGE.write_text(validation_page(sections), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
