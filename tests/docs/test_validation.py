"""The page on validation is of the studies as they stand, and says what each is held to."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_sim.study.facts import Fact
from policy_sim.study.facts_document import load_facts

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
STUDIES = sorted((ROOT / "scenarios" / "published").glob("*.yaml"))


def _facts(study: Path) -> tuple[Fact, ...]:
    """Return what a study is held against: the document of facts of its own name."""
    return load_facts(study.parent / "facts" / study.name)


@pytest.mark.parametrize("study", STUDIES, ids=lambda path: path.stem)
def test_the_page_tells_of_every_study_and_every_result(study: Path) -> None:
    """A study that was added, or a published figure that was changed, asks for `make validate`."""
    command = f"`policy-sim run scenarios/published/{study.name}`"
    assert command in PAGE
    section = PAGE.split(command)[1].split("\n## ")[0]
    for fact in _facts(study):
        assert f"| {fact.title} |" in section
        if fact.published is not None:
            assert f"| {fact.title} | {fact.published:,.2f} |" in section


def test_what_is_not_matched_is_on_the_page_too() -> None:
    """The page states for each study how many of its results are matched."""
    assert PAGE.count("Published results: ") == len(STUDIES)
