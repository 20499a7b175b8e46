"""Each finding of a proof has its section, whose blocks give it, or give none."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pages import DOCS, Block, blocks
from policy_sim.policy import load_law
from policy_sim.proof.checkup import Asked, check_policy
from policy_sim.proof.examination import examine
from policy_sim.proof.finding import SEVERITY

TEXT = (DOCS / "checks.md").read_text(encoding="utf-8")
TOWN = next(
    block.text
    for block in blocks((DOCS / "language.md").read_text(encoding="utf-8"))
    if block.text.startswith("vocabulary: town\n")
)
PROVED, BESIDE = TEXT.split("# What `check` finds beside the proof\n")
YAML = [block for block in blocks(PROVED) if block.language == "yaml"]
LAW, *EXAMPLES = [block for block in blocks(BESIDE) if block.language == "yaml"]
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
    rows = dict(re.findall(r"^\| \[`([a-z-]+)`\]\(#\1\) \| (\w+)", TEXT, re.MULTILINE))
    assert list(rows) == sections
    assert rows == {code: SEVERITY[code] for code in sections}
    kinds = [block.info for block in YAML]
    pairs = zip(kinds[::2], kinds[1::2], strict=True)
    assert list(dict.fromkeys(pairs)) == [(one, "good") for one in sections]


def sections() -> list[str]:
    """Return the codes that have examples beside the proof."""
    return re.findall(r"^### (.+)$", BESIDE, re.MULTILINE)


@pytest.mark.parametrize("block", EXAMPLES, ids=lambda b: f"{b.info}-{b.line}")
def test_an_example_beside_the_proof_gives_its_finding_or_none(
    tmp_path: Path, block: Block
) -> None:
    """A bad example gives its own code and no other, a good one none."""
    (tmp_path / "town.yaml").write_text(TOWN, encoding="utf-8")
    (tmp_path / "law.yaml").write_text(LAW.text, encoding="utf-8")
    (tmp_path / "draft.yaml").write_text(block.text, encoding="utf-8")
    path = tmp_path / "draft.yaml"
    if block.text.startswith("vocabulary:"):
        path.rename(tmp_path / "words.yaml")
        path.write_text("policy: own\nfrom: 2020-01-01\nuses: [words]\n", encoding="utf-8")
    number = EXAMPLES.index(block)
    code = EXAMPLES[number - number % 2].info
    asked = Asked(
        since=date(2027, 1, 1),
        statute=tmp_path / "law.yaml" if code in ("unlawful", "silent") else None,
        confirmed=date(2026, 1, 1) if code == "stale" else None,
    )
    found = {finding.code for finding in check_policy(path, [], asked).findings}
    assert found == ({code} if block.info == code else set())


def test_each_code_beside_the_proof_has_a_row_and_examples() -> None:
    """The table and the sections name the same codes, each with a bad and a good example."""
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (\w+) \|", BESIDE, re.MULTILINE))
    assert set(rows) == set(sections())
    assert [block.info for block in EXAMPLES] == [
        kind for code in sections() for kind in (code, "good")
    ]
    assert all(rows[code] == SEVERITY[code] for code in rows if code in SEVERITY)
