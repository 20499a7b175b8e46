"""Every block of the chapter on the language is loaded, and means what its page says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pages import Block, blocks, chapter
from policy_sim.policy import check_law, load_law, load_vocabulary
from policy_sim.policy.effects import AREAS, EFFECTS
from policy_sim.policy.history import HISTORY_OPERATORS

TEXT = chapter("language")
OPENING = "policy: part\nfrom: 2020-01-01\nuses: [town]\n"


def whole(text: str) -> str:
    """Return the name of a block that is a document by itself, or nothing."""
    match = re.match(r"(?:vocabulary|policy): (.+)\n", text)
    return match[1] if match else ""


YAML = [block for block in blocks(TEXT) if block.language == "yaml"]
PARTS = [block for block in YAML if not whole(block.text) and block.info != "wrong"]
WRONG = [block for block in YAML if block.info == "wrong"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write every whole document of the page to a folder, under its name."""
    for block in YAML:
        if whole(block.text):
            (tmp_path / f"{whole(block.text)}.yaml").write_text(block.text, encoding="utf-8")
    for block in blocks(TEXT):
        if block.language == "csv":
            (tmp_path / "pay.csv").write_text(block.text, encoding="utf-8")
    return tmp_path


def part(folder: Path, block: Block) -> Path:
    """Write a block that is part of a policy, with an opening."""
    path = folder / "part.yaml"
    path.write_text(OPENING + block.text, encoding="utf-8")
    return path


def test_the_page_has_blocks_of_every_kind() -> None:
    """The search for blocks finds whole documents, parts and wrong ones: it cannot pass empty."""
    assert {whole(block.text) for block in YAML} >= {"town", "in-force", "reform"}
    assert len(PARTS) >= 9
    assert WRONG


def test_the_vocabulary_of_the_page_loads(folder: Path) -> None:
    """The vocabulary declares what the page says it does."""
    town = load_vocabulary(folder / "town.yaml")
    assert town.attributes["sex"].protected
    assert len(town.always) == 3


def test_the_vocabulary_with_years_that_are_cut_loads(folder: Path) -> None:
    """The example of `cut_by` falls by what its table says after a rise."""
    words = load_vocabulary(folder / "years-that-count.yaml")
    moves = words.attributes["years_for_pay"].moves
    assert moves is not None
    assert {name: str(by) for name, by in moves.cut_by.items()} == {
        "promote": "lost_on_rising(grade)"
    }


def test_the_currency_of_the_page_is_the_one_explained(folder: Path) -> None:
    """Amounts on the page are in the currency that its vocabulary declares."""
    currency = load_vocabulary(folder / "town.yaml").currency
    assert f"currency: {{symbol: {currency.symbol}, name: {currency.name}}}" in TEXT


@pytest.mark.parametrize("name", ["in-force", "reform"])
def test_the_policies_of_the_page_load(folder: Path, name: str) -> None:
    """The example of a policy and its amendment have no findings at all."""
    assert load_law(folder / f"{name}.yaml").findings == ()


@pytest.mark.parametrize("block", PARTS, ids=lambda block: f"line-{block.line}")
def test_each_part_loads(folder: Path, block: Block) -> None:
    """A part of a policy has no findings once it has an opening."""
    assert load_law(part(folder, block)).findings == ()


def test_the_wrong_block_has_the_findings_below_it(folder: Path) -> None:
    """Places and codes are those printed on the page."""
    (expected,) = (block.text for block in blocks(TEXT) if block.language == "text")
    findings = check_law(part(folder, WRONG[0]))
    said = [
        f"part.yaml:{f.where.line}:{f.where.column}: {f.severity}[{f.code}]\n" for f in findings
    ]
    assert "".join(said) == expected


def test_every_effect_stands_in_the_table_of_effects() -> None:
    """Name, areas, combination and bearing of each effect are those of the code."""
    rows = {
        name: cells
        for cells in (
            [cell.strip() for cell in line.strip("|").split("|")]
            for line in TEXT.splitlines()
            if line.startswith("| `")
        )
        if len(cells) == 5
        for name in re.findall(r"`(\w+)`", cells[0])
    }
    assert set(rows) == set(EFFECTS)
    for name, kind in EFFECTS.items():
        assert rows[name][1].split(", ") == list(kind.areas)
        assert rows[name][3:] == [kind.combine, kind.bearing]


def test_every_operator_on_the_past_is_explained() -> None:
    """The page knows the closed list of operators, and every area."""
    for name in HISTORY_OPERATORS:
        assert f"`{name}(" in TEXT
    for area in AREAS:
        assert area in TEXT
