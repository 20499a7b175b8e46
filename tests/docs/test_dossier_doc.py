"""What the page about dossiers shows is what the command made."""

from __future__ import annotations

from pathlib import Path

from command_line import ROOT
from pages import DOCS, blocks, tables
from policy_sim.catalogue.language import ENGLISH
from policy_sim.policy.loading import load_regulation
from policy_sim.report.dossier.making import PAGE

MADE = ROOT / "tests" / "golden" / "dossier"
TEXT = (DOCS / "dossier.md").read_text(encoding="utf-8")
SHOWN = {block.language: block.text for block in blocks(TEXT) if block.language}


def test_the_draft_that_is_shown_is_the_one_that_was_made(tmp_path: Path) -> None:
    """It is that of the tests, beside the law that it amends, and holds together."""
    draft = (MADE / "draft.yaml").read_text(encoding="utf-8")
    assert SHOWN["yaml"] == draft.replace(
        "../../../policies/five_grades/rules", "five_grades/rules"
    )
    (tmp_path / "five_grades").symlink_to(ROOT / "policies" / "five_grades")
    (tmp_path / "draft.yaml").write_text(SHOWN["yaml"], encoding="utf-8")
    assert load_regulation(tmp_path / "draft.yaml").law.findings == ()


def test_what_is_shown_was_printed() -> None:
    """The output stands to the letter in the approved file."""
    assert SHOWN["text"] == (MADE / "summary.txt").read_text(encoding="utf-8")
    assert PAGE in SHOWN["text"]


def test_every_section_of_the_page_is_explained() -> None:
    """The table has a row for each heading, in the order of the page."""
    template = ROOT / "src/policy_sim/report/dossier/dossier.html"
    text = template.read_text(encoding="utf-8")
    headings = [
        part.split('"')[1] for part in text.split("<h2 ")[1:] for part in [part.split("say(")[1]]
    ]
    rows = next(rows for key, rows in tables(TEXT).items() if key[0] == "section")
    assert [row[0] for row in rows] == [ENGLISH.text(heading) for heading in headings]
