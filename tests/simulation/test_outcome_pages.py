"""The pages on outcomes say of every outcome what the program declares, and of no other."""

from __future__ import annotations

import pytest

from pages import DOCS, ROOT, chapter
from policy_sim.simulation.assumptions.register import load_register
from policy_sim.simulation.outcomes import OUTCOMES

PAGE = chapter("outcomes")
REGISTER = (DOCS / "scenarios" / "register.md").read_text(encoding="utf-8")


def declared() -> dict[str, list[str]]:
    """Return the rows of the pages' tables by outcome."""
    rows = [line.strip("|").split("|") for line in PAGE.splitlines() if line.startswith("| `")]
    return {cells[0].strip(" `"): [cell.strip() for cell in cells[1:]] for cells in rows}


def test_the_page_lists_every_outcome_and_no_other() -> None:
    """A formula that is not explained to readers, or explained without being one, is found."""
    assert sorted(declared()) == sorted(OUTCOMES)


@pytest.mark.parametrize("name", OUTCOMES)
def test_the_page_says_what_is_declared(name: str) -> None:
    """Unit, direction, tally and kind agree with the declaration."""
    outcome, row = OUTCOMES[name], declared()[name]
    kind = "end" if outcome.end else "means"
    assert row[0]
    assert row[1:] == [f"{outcome.unit}, {outcome.better}, {outcome.kind}, {kind}"]


def test_the_page_shows_an_assumption_that_exists() -> None:
    """The example of the register is Medan's own."""
    register = load_register(ROOT / "scenarios" / "assumptions" / "medan.yaml")
    example = register.assumptions["rating_reliability"]
    assert f"value: {example.value:g}" in REGISTER
    assert example.unit in REGISTER
    assert example.drives in REGISTER
    for name in ("leader_weight", "acting_penalty", "shortage_penalty", "learning_gain"):
        assert name in PAGE
        assert name in register
