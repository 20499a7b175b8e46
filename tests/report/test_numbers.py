from __future__ import annotations

import pytest

from policy_sim.report.numbers import amount, difference, verdict


@pytest.mark.parametrize(
    ("value", "unit", "signed", "shown"),
    [
        (21.43, "per cent", False, "21.43 %"),
        (1.25, "per cent", True, "+1.25 pp"),
        (1.3214e12, "rupiah", False, "Rp 1.32 trillion"),
        (-4.2e9, "rupiah", True, "Rp -4.2 billion"),
        (175_000, "rupiah", False, "Rp 175,000"),
        (50.123, "points", False, "50.12 points"),
        (22_884, "persons", False, "22,884 persons"),
        (3.0, "", True, "+3.00"),
    ],
)
def test_amounts_carry_their_unit(value: float, unit: str, signed: bool, shown: str) -> None:
    """Shares are per cent, their differences percentage points, money is scaled, counts grouped."""
    assert amount(value, unit, signed=signed) == shown


def test_a_difference_shows_its_interval() -> None:
    """A difference is never shown without its interval where there is one."""
    assert difference(0.42, 0.31, 0.53, "points") == "+0.42 points [+0.31 points, +0.53 points]"


def test_a_difference_of_one_pair_says_that_it_has_no_interval() -> None:
    """With too few replications no interval is invented."""
    assert "too few replications" in difference(0.42, None, None, "points")


@pytest.mark.parametrize(
    ("low", "high", "better", "word"),
    [
        (0.1, 0.2, "higher", "better"),
        (0.1, 0.2, "lower", "worse"),
        (-0.2, -0.1, "lower", "better"),
        (-0.2, -0.1, "higher", "worse"),
        (0.1, 0.2, "neutral", "higher"),
        (-0.2, -0.1, "neutral", "lower"),
        (-0.1, 0.2, "higher", "no clear difference"),
        (0.0, 0.2, "higher", "no clear difference"),
        (0.0, 0.0, "higher", "identical"),
        (None, None, "higher", "no clear difference"),
    ],
)
def test_verdict_follows_interval_and_direction(
    low: float | None, high: float | None, better: str, word: str
) -> None:
    """Zero inside the interval is no clear difference; else the outcome's direction decides."""
    assert verdict(low, high, better) == word
