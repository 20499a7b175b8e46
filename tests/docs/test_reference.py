"""The reference of the site is made from the code: whatever the program knows stands in it."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

import policy_sim as ps
from pages import ROOT
from policy_sim.catalogue.entries import entries
from policy_sim.cli.schema import KINDS
from policy_sim.policy.effects import EFFECTS
from policy_sim.simulation.outcomes import OUTCOMES


@pytest.fixture(scope="module")
def made() -> ModuleType:
    """The module that makes the pages, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("reference", ROOT / "website" / "reference.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_name_has_its_place(made: ModuleType) -> None:
    """Commands, kinds of documents, words, effects, outcomes, codes and public names are there."""
    pages = made.pages()
    for page, names in {
        "index": [f"]({name}.md)" for name in pages if name != "index"],
        "commands": [f"## {name}\n" for name in ("run", "check", "why", "verify")],
        "documents": [f"## {kind}\n" for kind in KINDS],
        "vocabulary": ["`time_in_grade`", "`predikat`", "`sanction`"],
        "effects": [f"| `{name}` |" for name in EFFECTS],
        "outcomes": [f"| `{name}` |" for name in OUTCOMES],
        "findings": [f"| `{code}` |" for code in entries()],
        "python": [f"## {name}\n" for name in ps.__all__],
    }.items():
        assert [name for name in names if name not in pages[page]] == [], page


def test_a_page_that_is_not_there_yet_has_no_entry(made: ModuleType, tmp_path: Path) -> None:
    """Only pages that are known to come later may be missing; others are an error of the build."""
    nav = [{"Home": "index.md"}, {"How to": [{"Report": "report.md"}, {"Mine": "mine.md"}]}]
    config = made.on_config({"docs_dir": str(tmp_path), "nav": nav})
    assert config["nav"] == [{"Home": "index.md"}, {"How to": [{"Mine": "mine.md"}]}]


def test_a_block_is_titled_with_its_file(made: ModuleType) -> None:
    """What stands behind a fence for tests alone is not shown."""
    told = made.on_page_markdown("```yaml file=a/b.yaml\nx\n```\n```yaml wrong\ny\n```\n")
    assert told == '```yaml title="a/b.yaml"\nx\n```\n```yaml\ny\n```\n'


def test_a_bar_in_the_code_of_a_table_is_a_bar(made: ModuleType) -> None:
    """The backslash that other readers of the page need is not shown; text keeps its own."""
    row = "| `x in (a \\| b)` | one \\| of a set |\n"
    assert made.on_page_markdown(row) == "| `x in (a | b)` | one \\| of a set |\n"


def test_what_a_finding_says_ends_with_what_it_shows(made: ModuleType) -> None:
    """A cell that ends in braces keeps them: the site would read them as attributes of the cell."""
    (row,) = [line for line in made.findings().splitlines() if line.startswith("| `trap` |")]
    assert "for example {example}<!-- --> |" in row


def test_a_word_that_may_be_left_empty_is_not_shown_as_nothing(made: ModuleType) -> None:
    """What may stand there is listed; leaving it out is no word."""
    assert "or ``" not in made.documents()
