"""The page on explaining is true: its case is the shipped one, its sentences are printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from command_line import said
from pages import ROOT, blocks, tables
from policy_sim.policy import load_law
from policy_sim.rules import case as cases
from policy_sim.rules.case import load_case

PAGE = (ROOT / "docs" / "explaining.md").read_text(encoding="utf-8")
CASE = ROOT / "scenarios" / "cases" / "clerk.yaml"
LAW = ROOT / "policies" / "medan" / "in-force.yaml"


def only(language: str) -> str:
    """Return the text of the page's one block in *language*."""
    (block,) = [block for block in blocks(PAGE) if block.language == language]
    return block.text


def test_the_case_of_the_page_is_the_shipped_one(tmp_path: Path) -> None:
    """Whoever copies it from the page has what the command was run on."""
    copied = tmp_path / "case.yaml"
    copied.write_text(only("yaml"), encoding="utf-8")
    vocabulary = load_law(LAW).vocabulary
    page, shipped = load_case(copied, vocabulary), load_case(CASE, vocabulary)
    assert (page.name, page.on, page.columns) == (shipped.name, shipped.on, shipped.columns)
    assert page.appraisal_month == shipped.appraisal_month == 2


def test_every_key_of_a_case_is_explained() -> None:
    """The table has the keys of a case, and says "needed" of those that are."""
    (rows,) = [rows for key, rows in tables(PAGE).items() if key[0] == "key"]
    explained = {key: row[2] == "needed" for row in rows for key in re.findall("`(.*?)`", row[0])}
    fields = cases.CaseShape.model_fields
    assert explained == {name: field.is_required() for name, field in fields.items()}


def test_what_the_page_shows_is_printed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every line of the output on the page is one that the command prints, in this order."""
    monkeypatch.chdir(ROOT)
    asked = ("explain", LAW, "--person", CASE, "--area", "promotion")
    printed = said(capsys, *asked).out.splitlines()
    shown = [line for line in only("text").splitlines() if line.strip() != "..."]
    assert [line for line in printed if line in shown] == shown
