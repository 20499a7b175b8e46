"""The page on languages says what documents may say, and names commands that run."""

from __future__ import annotations

from pathlib import Path

from pages import DOCS, blocks
from policy_sim.catalogue.language import language_named
from policy_sim.policy.loading import load_law
from policy_sim.report.voice import Voice

PAGE = (DOCS / "languages.md").read_text(encoding="utf-8")


def test_the_document_of_the_page_loads(tmp_path: Path) -> None:
    """Its title and words are told as the page says."""
    (block,) = [block for block in blocks(PAGE) if block.language == "yaml"]
    path = tmp_path / "town-rules.yaml"
    path.write_text(block.text, encoding="utf-8")
    law, indonesian = load_law(path), language_named("id")
    assert indonesian.told(law.title) == "Aturan kota"
    assert Voice.of(law, indonesian).named("years_in_rank") == "masa kerja dalam pangkat"


def test_every_language_is_named() -> None:
    """The page names the languages that are spoken."""
    assert "English or Indonesian" in PAGE
