"""What the page about comparing regulations shows is what the commands print."""

from __future__ import annotations

import pytest

from command_line import GOLDEN
from pages import DOCS, blocks
from policy_sim.proof.affected import Extent
from policy_sim.proof.changes import Turn

PAGE = (DOCS / "comparing.md").read_text(encoding="utf-8")
SHOWN = [block.text.strip() for block in blocks(PAGE) if block.language == "text"]


@pytest.mark.parametrize("shown", SHOWN, ids=range(len(SHOWN)))
def test_what_is_shown_is_printed(shown: str) -> None:
    """Each output on the page stands, to the letter, in what an approved command printed."""
    printed = [path.read_text(encoding="utf-8") for path in sorted(GOLDEN.glob("*.txt"))]
    assert any(shown in text for text in printed)


def test_every_way_of_being_treated_otherwise_is_explained() -> None:
    """The table has a row for each turn, and for what stays undecided."""
    rows = [line.split("|")[1] for line in PAGE.splitlines() if line.startswith("| ")]
    told = " ".join(rows)
    assert all(str(turn) in told for turn in Turn)
    assert "not decided" in told
    assert Extent.UNDECIDED == "undecided"
