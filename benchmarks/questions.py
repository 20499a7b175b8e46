"""Run the twelve questions, small, and write what they found into ``docs/questions/``.

``python benchmarks/questions.py`` runs all of ``scenarios/questions/`` and
``scenarios/when_merit_fails.yaml`` (some twenty minutes); names of studies after it run these and
leave the others' runs as they are.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from policy_sim.report.questions import asked_in, question_page, questions_index
from policy_sim.study.loading import load_scenario
from policy_sim.study.run import run

ROOT = Path(__file__).resolve().parent.parent
SCENARIOS = Path("scenarios")
RUNS = Path("runs") / "questions"
PAGES = Path("docs") / "questions"
PEOPLE, YEARS, REPLICATIONS = 3_000, 10, 4

MORE_PEOPLE = {"03_merit_on_paper": 6_000}
"""What a study needs so that every year has the appointments of which it gives a share."""


def main(asked: Sequence[str]) -> int:
    """Run the questions *asked*, or all; write a page on each, and the one that leads to them."""
    os.chdir(ROOT)
    paths = [*sorted((SCENARIOS / "questions").glob("*.yaml")), SCENARIOS / "when_merit_fails.yaml"]
    PAGES.mkdir(exist_ok=True)
    for path in paths:
        if not asked or path.stem in asked:
            _page(path).write_text(_told(path), encoding="utf-8")
    pages = [_page(path) for path in paths if _page(path).exists()]
    index = questions_index({page.name: page.read_text(encoding="utf-8") for page in pages})
    (PAGES / "index.md").write_text(index, encoding="utf-8")
    sys.stdout.write(f"{PAGES}: {len(pages)} questions\n")
    return 0


def _page(study: Path) -> Path:
    return PAGES / f"{study.stem}.md"


def _told(path: Path) -> str:
    """Run one question, small, and return the page on it."""
    sys.stderr.write(f"{path} ...\n")
    result = run(
        load_scenario(path),
        out=RUNS / path.stem,
        overwrite=True,
        ledger="none",
        people=MORE_PEOPLE.get(path.stem, PEOPLE),
        years=YEARS,
        replications=REPLICATIONS,
        draws=0,
    )
    asked = asked_in(path.read_text(encoding="utf-8"))
    return question_page(path.as_posix(), asked, result.manifest, result.comparison)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
