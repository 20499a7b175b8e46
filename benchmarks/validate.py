"""Run every study of published results, and write what it found into ``docs/validation.md``.

``python benchmarks/validate.py`` runs all of ``scenarios/published/``, which takes some eighteen
minutes of one processor; names of studies after it run these and leave the others' runs as they
are. The exit code is 1 if a published result is not matched.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from policy_sim.report.validation import validation_page
from policy_sim.study.facts import Verdict
from policy_sim.study.loading import load_scenario
from policy_sim.study.result import Result, load_result
from policy_sim.study.run import run

ROOT = Path(__file__).resolve().parent.parent
STUDIES = Path("scenarios") / "published"
RUNS = Path("runs") / "validation"
PAGE = Path("docs") / "validation.md"


def main(asked: Sequence[str]) -> int:
    """Run the studies *asked* for, or all, and write the page on all that have been run."""
    os.chdir(ROOT)
    paths = sorted(STUDIES.glob("*.yaml"))
    results = {
        path: _result(path, anew=not asked or path.stem in asked)
        for path in paths
        if not asked or path.stem in asked or (RUNS / path.stem).exists()
    }
    page = validation_page((path.as_posix(), result.manifest) for path, result in results.items())
    PAGE.write_text(page, encoding="utf-8")
    verdicts = [fact["verdict"] for r in results.values() for fact in r.manifest["likeness"]]
    missed = sum(verdict != Verdict.INSIDE for verdict in verdicts)
    matched = len(verdicts) - missed
    sys.stdout.write(f"{PAGE}: {matched} of {len(verdicts)} published results are matched\n")
    return 1 if missed else 0


def _result(path: Path, *, anew: bool) -> Result:
    """Return the run of one study: made now, or read back."""
    folder = RUNS / path.stem
    if not anew:
        return load_result(folder)
    sys.stderr.write(f"{path} ...\n")
    return run(load_scenario(path), out=folder, overwrite=True, ledger="none")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
