"""Each finding of ``check`` has its page, whose blocks give it, or give none."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pages import DOCS, Block, blocks, chapter
from policy_sim.policy import load_law
from policy_sim.proof.checkup import Asked, check_policy
from policy_sim.proof.examination import examine
from policy_sim.proof.finding import SEVERITY

PAGES = {
    path.stem: path.read_text(encoding="utf-8") for path in sorted((DOCS / "checks").glob("*.md"))
}
INDEX = PAGES.pop("index")
PROVED, BESIDE = (
    dict(re.findall(r"^\| \[`([a-z-]+)`\]\(\1\.md\) \| (\w+)", part, re.MULTILINE))
    for part in INDEX.split("## Found beside the proof\n")
)
"""The codes of the two tables of the index, with the first of their severities."""
TOWN = next(
    block.text
    for block in blocks(chapter("language"))
    if block.text.startswith("vocabulary: town\n")
)
(LAW,) = [block for block in blocks(INDEX) if block.language == "yaml"]
OPENING = "policy: part\nfrom: 2020-01-01\nuses: [town]\n"


def examples(code: str) -> list[Block]:
    """Return the examples on the page of *code*, the bad and the good ones in turn."""
    return [block for block in blocks(PAGES[code]) if block.language == "yaml"]


def each(codes: dict[str, str]) -> list[tuple[str, Block]]:
    """Return the examples of all *codes*, each with its code."""
    return [(code, block) for code in codes for block in examples(code)]


def described(part: str | Block) -> str:
    """Return what a test is about: the code, then the line and the kind of the example."""
    return part if isinstance(part, str) else f"line-{part.line}-{part.info}"


@pytest.mark.parametrize(("code", "block"), each(PROVED), ids=described)
def test_an_example_of_a_proof_gives_its_finding_or_none(
    tmp_path: Path, code: str, block: Block
) -> None:
    """A bad example gives its own code and no other, a good one none."""
    (tmp_path / "town.yaml").write_text(TOWN, encoding="utf-8")
    (tmp_path / "part.yaml").write_text(OPENING + block.text, encoding="utf-8")
    law = load_law(tmp_path / "part.yaml")
    assert law.findings == ()
    found = {one.code for one in examine(law, date(2026, 1, 1)).findings}
    assert found == (set() if block.info == "good" else {code})


@pytest.mark.parametrize(("code", "block"), each(BESIDE), ids=described)
def test_an_example_beside_the_proof_gives_its_finding_or_none(
    tmp_path: Path, code: str, block: Block
) -> None:
    """A bad example gives its own code and no other, a good one none."""
    (tmp_path / "town.yaml").write_text(TOWN, encoding="utf-8")
    (tmp_path / "law.yaml").write_text(LAW.text, encoding="utf-8")
    (tmp_path / "draft.yaml").write_text(block.text, encoding="utf-8")
    path = tmp_path / "draft.yaml"
    if block.text.startswith("vocabulary:"):
        path.rename(tmp_path / "words.yaml")
        path.write_text("policy: own\nfrom: 2020-01-01\nuses: [words]\n", encoding="utf-8")
    asked = Asked(
        since=date(2027, 1, 1),
        statute=tmp_path / "law.yaml" if code in ("unlawful", "silent") else None,
        confirmed=date(2026, 1, 1) if code == "stale" else None,
    )
    found = {finding.code for finding in check_policy(path, [], asked).findings}
    assert found == (set() if block.info == "good" else {code})


def test_each_code_has_a_page_and_a_row() -> None:
    """The tables of the index lead to every page, with the severity that the proof gives."""
    rows = PROVED | BESIDE
    assert sorted(rows) == sorted(PAGES)
    assert set(SEVERITY) <= set(rows)
    assert {code: rows[code] for code in SEVERITY} == SEVERITY


@pytest.mark.parametrize("code", sorted(PAGES))
def test_each_page_is_of_its_code_and_has_a_bad_and_a_good_example(code: str) -> None:
    """Every bad example is followed by how it is mended; the heading is the code."""
    assert PAGES[code].startswith(f"# {code}\n")
    kinds = [block.info for block in examples(code)]
    assert kinds
    assert kinds == [code, "good"] * (len(kinds) // 2)
