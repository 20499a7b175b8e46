"""Both uncertainties in words: each says what it is, and neither hides the other."""

from __future__ import annotations

from typing import Any

import pytest

from policy_sim.report.uncertainty import (
    Ranges,
    central,
    difference_words,
    few_draws_line,
    verdict_words,
)

CENTRAL: dict[str, Any] = {
    "policy": "merit+habit",
    "effect": "law",
    "outcome": "service_quality",
    "group": "all",
    "window": "end",
    "kind": "simulation",
    "unit": "points",
    "better": "higher",
    "difference": 3.1,
    "low": 2.9,
    "high": 3.3,
    "share_better": 1.0,
    "n": 20,
}
DRAWN = CENTRAL | {"kind": "plausible", "low": -0.8, "high": 5.9, "share_better": 0.87, "n": 100}


def words(drawn: dict[str, Any] | None = DRAWN, **changed: Any) -> str:
    """Return the difference of the central row, with its draws, in words."""
    return difference_words(CENTRAL | changed, Ranges([drawn] if drawn else []))


def test_the_headline_gives_both() -> None:
    """Simulation error and plausible range stand beside each other, with the share of draws."""
    assert words() == (
        "+3.10 points (simulation ±0.20; plausible -0.80 to +5.90; better in 87 % of draws)"
    )


def test_without_draws_there_is_the_interval_alone() -> None:
    """A study without draws says nothing of a range that it does not know."""
    assert words(None) == "+3.10 [+2.90, +3.30] points"


def test_money_and_percentages_have_one_scale_for_all_figures() -> None:
    """Every figure of one difference is in the same millions or billions, or in points."""
    costly = {"difference": 2.5e9, "low": 2.4e9, "high": 2.6e9, "unit": "money"}
    drawn = DRAWN | {"low": -1e9, "high": 6e9, "share_better": None}
    assert words(drawn, **costly) == (
        "+2.50 billion money (simulation ±0.10; plausible -1.00 to +6.00)"
    )
    assert words(unit="per cent").startswith("+3.10 pp (simulation ±0.20;")


def test_few_draws_give_no_range_and_one_sentence_says_so() -> None:
    """Four draws are four draws: no figure has a range, which need not stand beside each."""
    few = DRAWN | {"low": None, "high": None, "n": 4}
    assert words(few) == words(None) == "+3.10 [+2.90, +3.30] points"
    assert "4 draws were made, and fewer than 10 say too little" in few_draws_line(4)
    assert few_draws_line(0) == few_draws_line(10) == ""


def test_one_replication_has_no_simulation_error_to_tell() -> None:
    """The range of the draws stands, beside the missing interval."""
    assert words(low=None, high=None) == (
        "+3.10 points (simulation: no interval; plausible -0.80 to +5.90; better in 87 % of draws)"
    )


def test_what_some_draw_moves_is_identical_at_central_assumptions_only() -> None:
    """Nothing at central assumptions is not nothing: the range beside it says so."""
    still = CENTRAL | {"difference": 0.0, "low": 0.0, "high": 0.0}
    moved = DRAWN | {"difference": 0.0, "low": -0.06, "high": 0.0}
    assert verdict_words(still, Ranges([moved])) == "identical at central assumptions"
    nowhere = DRAWN | {"difference": 0.0, "low": 0.0, "high": 0.0}
    assert verdict_words(still, Ranges([nowhere])) == "identical"
    assert verdict_words(still, Ranges([])) == "identical"


def test_arms_that_are_the_same_in_every_draw_are_called_identical() -> None:
    """Nothing was better in any draw; that is no sign of anything worse."""
    same = {"difference": 0.0, "low": 0.0, "high": 0.0}
    assert words(DRAWN | same, **same) == ("0.00 points (simulation ±0.00; plausible: identical)")


@pytest.mark.parametrize(
    ("ends", "better", "expected"),
    [
        ((-0.8, 5.9), "higher", "better at central assumptions"),
        ((-0.8, 5.9), "lower", "worse at central assumptions"),
        ((0.5, 5.9), "higher", "better"),
        ((None, None), "higher", "better"),
    ],
)
def test_what_assumptions_can_turn_round_says_so(
    ends: tuple[float | None, float | None], better: str, expected: str
) -> None:
    """A clear difference whose plausible range holds zero is clear at central assumptions only."""
    row = CENTRAL | {"better": better}
    drawn = DRAWN | {"low": ends[0], "high": ends[1]}
    assert verdict_words(row, Ranges([drawn])) == expected


def test_no_clear_difference_stays_none() -> None:
    """Luck that hides a difference is said first, whatever the draws do."""
    row = CENTRAL | {"low": -1.0, "high": 7.0}
    assert verdict_words(row, Ranges([DRAWN])) == "no clear difference"
    assert verdict_words(CENTRAL, Ranges([])) == "better"


def test_each_difference_finds_its_own_range() -> None:
    """Rows of two kinds are told apart; a range belongs to one arm, effect, group and window."""
    ranges = Ranges([CENTRAL, DRAWN])
    assert ranges
    assert ranges.of(CENTRAL) is DRAWN
    assert ranges.of(CENTRAL | {"group": "sex=f"}) is None
    assert not Ranges([CENTRAL])
    assert central([CENTRAL, DRAWN]) == [CENTRAL]
