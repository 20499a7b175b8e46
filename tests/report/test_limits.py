from __future__ import annotations

from typing import Any

from policy_sim.report.wording import limit_lines
from policy_sim.simulation.register import Register


def lines(**rest: Any) -> str:
    """Return the limits of a study without assumptions, with what the rest test found."""
    return "\n".join(limit_lines({"practices": {}, "rest": rest}, Register([])))


def test_a_start_at_rest_is_said_to_be() -> None:
    """The reader is told that the baseline begins quietly."""
    assert "The start is at rest" in lines(at_rest=True, jumps=[], expected_drifts=[])


def test_a_restless_start_names_what_moves_and_what_was_expected() -> None:
    """Each outcome that jumps is named once, beside the drifts that the profile lists."""
    jumps = [{"outcome": "exits", "year": 2027}, {"outcome": "exits", "year": 2028}]
    text = lines(at_rest=False, jumps=jumps, expected_drifts=["a wave of retirements"])
    assert "The start is not at rest: exits move more" in text
    assert "Expected drifts: a wave of retirements." in text


def test_a_test_that_was_not_made_claims_nothing() -> None:
    """Too short a study says nothing about rest, rather than that it is at rest."""
    assert "rest:" not in lines(at_rest=None, jumps=[], expected_drifts=["x"], reason="short")
    assert "at rest" not in lines()
