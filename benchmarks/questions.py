"""Run the twelve questions, small, and write what they found into ``docs/questions.md``.

``python benchmarks/questions.py`` runs all of ``scenarios/questions/`` and
``scenarios/when_merit_fails.yaml`` (some twenty minutes); names of studies after it run these and
leave the others' runs as they are.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from policy_sim.report.questions import asked_in, questions_page
from policy_sim.study.loading import load_scenario
from policy_sim.study.result import Result, load_result
from policy_sim.study.run import run

ROOT = Path(__file__).resolve().parent.parent
SCENARIOS = Path("scenarios")
RUNS = Path("runs") / "questions"
PAGE = Path("docs") / "questions.md"
PEOPLE, YEARS, REPLICATIONS = 3_000, 10, 4


def main(asked: Sequence[str]) -> int:
    """Run the questions *asked*, or all, and write the page on all that have been run."""
    os.chdir(ROOT)
    paths = [*sorted((SCENARIOS / "questions").glob("*.yaml")), SCENARIOS / "when_merit_fails.yaml"]
    results = {
        path: _result(path, anew=not asked or path.stem in asked)
        for path in paths
        if not asked or path.stem in asked or (RUNS / path.stem).exists()
    }
    page = questions_page(
        (
            path.as_posix(),
            asked_in(path.read_text(encoding="utf-8")),
            result.manifest,
            result.comparison,
        )
        for path, result in results.items()
    )
    PAGE.write_text(page, encoding="utf-8")
    sys.stdout.write(f"{PAGE}: {len(results)} questions\n")
    return 0


def _result(path: Path, *, anew: bool) -> Result:
    """Return the run of one question: made now, or read back."""
    folder = RUNS / path.stem
    if not anew:
        return load_result(folder)
    sys.stderr.write(f"{path} ...\n")
    return run(
        load_scenario(path),
        out=folder,
        overwrite=True,
        ledger="none",
        people=PEOPLE,
        years=YEARS,
        replications=REPLICATIONS,
        draws=0,
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
