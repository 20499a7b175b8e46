"""The tutorial and the pages *How to* can be followed: files, commands and outputs are as shown."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pages import DOCS, ROOT
from walked_page import Walk, shows

HOW_TO = sorted((DOCS / "how-to").glob("*.md"))
WHOLE = ("another-country", "calibrate")
"""Pages that simulate a study."""


def followed(page: Path, update: bool) -> Walk:
    """Follow a page in the current folder; with *update* write its outputs anew."""
    walk = Walk(page.read_text(encoding="utf-8"))
    walk.follow()
    if update and walk.wrong:
        page.write_text(walk.mended(), encoding="utf-8")
    else:
        assert walk.wrong == {}
    return walk


@pytest.mark.whole_run
def test_the_tutorial_can_be_followed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: bool
) -> None:
    """From an empty folder to a compared reform: every command works and prints what is shown."""
    monkeypatch.chdir(tmp_path)
    walk = followed(DOCS / "tutorial.md", update)
    assert {line.split()[1] for line, _ in walk.statuses} == {
        "init", "check", "diff", "run", "why", "verify",
    }  # fmt: skip
    assert [line for line, status in walk.statuses if status and " diff " not in line] == []
    assert (tmp_path / "study" / "runs" / "my-study" / "report.html").is_file()


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(page, marks=[pytest.mark.whole_run] if page.stem in WHOLE else [])
        for page in HOW_TO
    ],
    ids=lambda page: page.stem,
)
def test_a_page_of_how_to_can_be_followed(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update: bool
) -> None:
    """Its files are written into a working folder, and its commands print what is shown."""
    for folder in ("policies", "scenarios"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    walk = followed(page, update)
    bad = [line for line, status in walk.statuses if status == 2]
    assert bad == ([line for line, _ in walk.statuses] if page.stem == "bring-data" else [])


def test_dots_stand_for_lines_that_are_left_out() -> None:
    """What is shown must be printed in this order and to the letter; only whole lines may lack."""
    printed = "a\nb\nc\n"
    assert shows("a\nb\nc\n", printed)
    assert shows("…\nb\n…\n", printed)
    assert shows("a\n…\nc\n", printed)
    assert not shows("a\nb\n", printed)
    assert not shows("b\n…\na\n", printed)
    assert not shows("…\nbb\n…\n", printed)
