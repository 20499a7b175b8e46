"""Each finding of a proof has its section, whose blocks give it, or give none."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pages import DOCS, Block, blocks
from policy_sim.policy import load_law
from policy_sim.proof.examination import examine
from policy_sim.proof.finding import SEVERITY

TEXT = (DOCS / "checks.md").read_text(encoding="utf-8")
TOWN = next(
    block.text
    for block in blocks((DOCS / "language.md").read_text(encoding="utf-8"))
    if block.text.startswith("vocabulary: town\n")
)
YAML = [block for block in blocks(TEXT) if block.language == "yaml"]
OPENING = "policy: part\nfrom: 2020-01-01\nuses: [town]\n"


@pytest.mark.parametrize("block", YAML, ids=lambda block: f"line-{block.line}-{block.info}")
def test_a_block_gives_the_finding_of_its_section_or_none(tmp_path: Path, block: Block) -> None:
    """A bad example gives its own code and no other, a good one none."""
    (tmp_path / "town.yaml").write_text(TOWN, encoding="utf-8")
    (tmp_path / "part.yaml").write_text(OPENING + block.text, encoding="utf-8")
    law = load_law(tmp_path / "part.yaml")
    assert law.findings == ()
    found = {one.code for one in examine(law, date(2026, 1, 1)).findings}
    assert found == (set() if block.info == "good" else {block.info})


def test_each_section_has_a_bad_and_a_good_example_and_a_row() -> None:
    """The table, with its severity, and the sections name the same codes."""
    sections = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    rows = dict(re.findall(r"^\| \[`([a-z-]+)`\]\(#\1\) \| (\w+) \|", TEXT, re.MULTILINE))
    assert list(rows) == sections
    assert rows == {code: SEVERITY[code] for code in sections}
    assert [block.info for block in YAML] == [kind for one in sections for kind in (one, "good")]
