"""Run every study of published results, and write what it found into ``docs/validation/``.

``python benchmarks/validate.py`` runs all of ``scenarios/published/``; names of studies after it
run these, and the pages of the others stay. The exit code is 1 if a published result is
not matched and the study does not say why.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from policy_sim.report.validation import unexplained, validation_index, validation_page
from policy_sim.study.loading import load_scenario
from policy_sim.study.run import run

ROOT = Path(__file__).resolve().parent.parent
STUDIES = Path("scenarios") / "published"
RUNS = Path("runs") / "validation"
PAGES = Path("docs") / "validation"


def main(asked: Sequence[str]) -> int:
    """Run the studies *asked* for, or all; write a page on each, and the one that leads to them."""
    os.chdir(ROOT)
    paths = sorted(STUDIES.glob("*.yaml"))
    PAGES.mkdir(exist_ok=True)
    missed = 0
    for path in paths:
        if asked and path.stem not in asked:
            continue
        sys.stderr.write(f"{path} ...\n")
        folder = RUNS / path.stem
        result = run(load_scenario(path), out=folder, overwrite=True, ledger="none")
        _page(path).write_text(validation_page(path.as_posix(), result.manifest), encoding="utf-8")
        missed += unexplained(result.manifest)
        # After each study: who stops the program keeps what has been run.
        _lead_to([_page(each) for each in paths if _page(each).exists()])
    sys.stdout.write(f"{PAGES}: {missed} results missed unexplained\n")
    return 1 if missed else 0


def _page(study: Path) -> Path:
    return PAGES / f"{study.stem}.md"


def _lead_to(pages: Sequence[Path]) -> None:
    index = validation_index({page.name: page.read_text(encoding="utf-8") for page in pages})
    (PAGES / "index.md").write_text(index, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
