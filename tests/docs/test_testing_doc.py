"""Every block of the pages on cases is tested as the pages say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from command_line import said
from pages import Block, blocks, chapter
from policy_sim.cases import load_cases, tried
from policy_sim.cases.document import CaseForm, CasesForm
from policy_sim.cases.loading import SUFFIX
from policy_sim.rules.columnar import ColumnarEngine

TEXT = chapter("testing")
YAML = [block for block in blocks(TEXT) if block.language == "yaml"]
CASES = [block for block in YAML if block.info == "cases"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write the regulation of the page to a folder, and go there."""
    for block in YAML:
        if block.info.startswith("file="):
            (tmp_path / block.info.removeprefix("file=")).write_text(block.text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_page_has_blocks_of_every_kind() -> None:
    """No block of the page is left out of the tests below."""
    kinds = {block.info.partition("=")[0] for block in YAML}
    assert kinds == {"file", "cases", "failing"}
    assert len(CASES) >= 4


@pytest.mark.parametrize("block", CASES, ids=lambda block: f"line-{block.line}")
def test_the_cases_of_the_page_are_as_expected(folder: Path, block: Block) -> None:
    """Each document of the page can be copied, and holds."""
    path = folder / f"page{SUFFIX}"
    path.write_text(block.text, encoding="utf-8")
    held = tried(load_cases([path]), ColumnarEngine())
    assert held.verdicts
    assert held.failed == ()


def test_the_slip_of_the_page_is_told_as_the_page_tells_it(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the page prints is what the command prints, but for the sums around it."""
    (slip,) = (block for block in YAML if block.info == "failing")
    (shown,) = (block.text for block in blocks(TEXT) if block.language == "text")
    (folder / f"failing{SUFFIX}").write_text(slip.text, encoding="utf-8")
    answer = said(capsys, "test", f"failing{SUFFIX}", "--engine", "columnar")
    assert answer.status == 1
    assert shown in answer.out


def test_the_page_knows_every_key_of_a_document() -> None:
    """A key that is added to the documents is explained."""
    explained = set(re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE))
    keys = {*CasesForm.keys(), *CaseForm.keys()} - {"note"}
    assert keys - explained == set()
