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
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(ROOT / "website"))
        spec.loader.exec_module(module)
    return module


def chapter(made: ModuleType, name: str) -> str:
    """Return a generated page, or the pages of a generated folder one after the other."""
    pages = made.pages()
    return "\n".join(pages[page] for page in pages if page.split("/")[0] == name)


def test_every_name_has_its_place(made: ModuleType) -> None:
    """Commands, kinds of documents, words, effects, outcomes, codes and public names are there."""
    for page, names in {
        "commands": [f"# policy-sim {name}\n" for name in ("run", "check", "why", "verify")],
        "documents": [f"# Keys: {kind}\n" for kind in KINDS],
        "vocabulary": ["`time_in_grade`", "`predikat`", "`sanction`"],
        "effects": [f"| `{name}` |" for name in EFFECTS],
        "outcomes": [f"| `{name}` |" for name in OUTCOMES],
        "findings": [f"\n| `{code}` |" for code in entries()],
        "python": [f"## {name}\n" for name in ps.__all__],
    }.items():
        told = chapter(made, page)
        assert [name for name in names if told.count(name) != 1] == [], page


def test_a_command_is_told_argument_by_argument(made: ModuleType) -> None:
    """What stands behind an option, its choices, its default, and whether it may be left out."""
    told = made.pages()
    assert "| `policy` | a policy, amendment or vocabulary file |" in told["commands/check"]
    assert "| `--engine columnar\\|durable` | what decides" in told["commands/run"]
    assert "| `--clauses` | the clauses as the law writes them" in told["commands/explain"]
    assert "| `--person ID` | a number of the ledger (needed) |" in told["commands/why"]
    assert "| `--lang en\\|id` | the language of the result (default: " in told["commands/why"]
    assert "still bear its digest?\n" in told["commands/verify"]
    assert "examples:\n  policy-sim why runs/medan --person 93" in told["commands/why"]


def test_an_enumeration_is_not_shown_as_something_to_call(made: ModuleType) -> None:
    """Its name stands alone: nobody makes a new severity."""
    assert "```python\nSeverity\n```" in made.pages()["python/errors"]


def test_the_index_of_a_chapter_leads_to_all_its_pages(made: ModuleType) -> None:
    """So does that of the whole reference; what a page is about can be told from its row."""
    pages = made.pages()
    for page in pages:
        folder, _, name = page.rpartition("/")
        if name != "index":
            index, link = (f"{folder}/index", name) if folder else ("index", page)
            assert f"]({link}.md" in pages[index], page


def test_a_chapter_that_is_generated_grows_in_the_navigation(made: ModuleType) -> None:
    """Where the navigation names the index of a folder of the reference, its pages follow."""
    nav = [{"Commands": "reference/commands/index.md"}, {"Effects": "reference/effects.md"}]
    grown = made.on_config({"docs_dir": str(ROOT / "docs"), "nav": nav})["nav"]
    assert grown[0]["Commands"][:2] == [
        "reference/commands/index.md",
        "reference/commands/check.md",
    ]
    assert grown[1] == nav[1]


def test_a_long_signature_has_a_parameter_on_each_line(made: ModuleType) -> None:
    """Types are told as they are read; a comma inside of one ends no line."""
    told = chapter(made, "python")
    assert "explain(\n    policy: str | Path,\n    person: str | Path | dict[str, Any],\n" in told
    assert "why(\n" in told
    assert "    *,\n" in told
    assert ": '" not in told.partition("## explain")[2].partition("```\n")[0]


def test_a_broken_line_of_code_goes_on_behind_its_indentation(made: ModuleType) -> None:
    """Blanks count as they are seen, whatever marks them up; a line at the margin says nothing."""
    line = '<span id="__span-0-2"><a id="x" href="#x"></a><span class="w">    </span>a: b'
    told = made.on_page_content(line)
    assert told.startswith('<span id="__span-0-2" style="--indent: 4ch">')
    plain = '<span id="__span-0-1">a: b'
    assert made.on_page_content(plain) == plain


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
    """A cell that ends in braces keeps them, which the site would read as attributes of the cell;
    braces that stand in a sentence are shown once.
    """
    (row,) = [
        line for line in chapter(made, "findings").splitlines() if line.startswith("| `trap` |")
    ]
    assert "for example {example}<!-- --> |" in row
    assert "{{" not in chapter(made, "findings")


def test_a_word_that_may_be_left_empty_is_not_shown_as_nothing(made: ModuleType) -> None:
    """What may stand there is listed; leaving it out is no word."""
    assert "or ``" not in chapter(made, "documents")
    assert "\n## _" not in chapter(made, "documents")
    assert "| `years` | a value or `off` |" in made.pages()["documents/variant"]
    laws = "| `laws` | names, each with: (law or `off`) or `off` |"
    assert laws in made.pages()["documents/variant"]
