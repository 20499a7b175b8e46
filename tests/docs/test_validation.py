"""The pages on validation are of the studies as they stand, and say what each is held to."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages import DOCS, ROOT
from policy_sim.report.validation import validation_index
from policy_sim.study.facts import Fact
from policy_sim.study.facts_document import load_facts

FOLDER = DOCS / "validation"
STUDIES = sorted((ROOT / "scenarios" / "published").glob("*.yaml"))


def _page(study: Path) -> str:
    return (FOLDER / f"{study.stem}.md").read_text(encoding="utf-8")


def _facts(study: Path) -> tuple[Fact, ...]:
    """Return what a study is held against: the document of facts of its own name."""
    return load_facts(study.parent / "facts" / study.name)


@pytest.mark.parametrize("study", STUDIES, ids=lambda path: path.stem)
def test_the_page_of_a_study_tells_of_every_result(study: Path) -> None:
    """A study that was added, or a published figure that was changed, asks for `make validate`."""
    page = _page(study)
    assert f"`policy-sim run scenarios/published/{study.name}`" in page
    for fact in _facts(study):
        assert f"| {fact.title} |" in page
        if fact.published is not None:
            assert f"| {fact.title} | {fact.published:,.2f} |" in page


def test_what_is_not_matched_is_on_the_page_too() -> None:
    """The page of each study states how many of its results are matched."""
    assert all(_page(study).count("Published results: ") == 1 for study in STUDIES)


def test_the_index_leads_to_the_pages_that_are_there() -> None:
    """It tells of the pages as they are, in the order of the studies; no other page is left."""
    pages = {f"{study.stem}.md": _page(study) for study in STUDIES}
    assert (FOLDER / "index.md").read_text(encoding="utf-8") == validation_index(pages)
    assert {path.name for path in FOLDER.glob("*.md")} == {"index.md", *pages}
