from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.report.numbers import amount, beside, difference, sizes, span, verdict


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (21.43, "per cent", "21.43 %"),
        (1.3214e12, "money", "Rp 1.32 trillion"),
        (-4.2e9, "money", "-Rp 4.2 billion"),
        (512, "money", "Rp 512"),
        (0, "money", "Rp 0"),
        (1_234, "money", "Rp 1,234"),
        (512_000, "money", "Rp 512,000"),
        (-999_999, "money", "-Rp 999,999"),
        (1e6, "money", "Rp 1 million"),
        (999.4e9, "money", "Rp 999 billion"),
        (999.9e9, "money", "Rp 1,000 billion"),
        (6.795e15, "money", "Rp 6,795 trillion"),
        (50.123, "points", "50.12 points"),
        (22_884, "persons", "22,884 persons"),
        (3.0, "", "3.00"),
        (12.0, "months", "12 months"),
        (1.0, "persons", "1 person"),
        (1.0, "entries", "1 entry"),
        (1.0, "points", "1.00 points"),
        (12.25, "months", "12.25 months"),
        (0.0, "places", "0 places"),
        (2.0, "points", "2.00 points"),
    ],
)
def test_amounts_carry_their_unit(value: float, unit: str, shown: str) -> None:
    """Percentages have their sign, money is scaled and named, counts are grouped."""
    assert amount(value, unit, "Rp") == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (2.9956, "2.996 %"),
        (3.0, "3.00 %"),
        (3.2, "3.20 %"),
        (2.9999, "2.9999 %"),
        (3.704, "3.704 %"),
    ],
)
def test_what_lies_just_outside_looks_outside(value: float, shown: str) -> None:
    """A figure has as many decimals as tell it from the ends that it is held against."""
    assert beside(value, (3.0, 3.7), "per cent") == shown


@pytest.mark.parametrize(
    ("values", "unit", "shown"),
    [
        ((0.42, 0.31, 0.53), "points", "+0.42 [+0.31, +0.53] points"),
        ((-1.25, -2.0, -0.5), "per cent", "-1.25 [-2.00, -0.50] pp"),
        ((2.5e9, 1e9, 4e9), "money", "+Rp 2.50 [+1.00, +4.00] billion"),
        ((112.0, 81.49, 142.4), "months", "+112 [+81, +142] months"),
        ((-234.0, -264.0, -203.0), "months", "-234 [-264, -203] months"),
        ((-0.003, -0.005, -0.0002), "per cent", "-0.003 [-0.005, -0.000] pp"),
        ((0.00021, 0.0001, 0.00034), "SD", "+0.0002 [+0.0001, +0.0003] SD"),
        ((1e-9, -1e-9, 2e-9), "SD", "+0.000000 [-0.000000, +0.000000] SD"),
        ((0.0, 0.0, 0.0), "points", "0.00 [0.00, 0.00] points"),
        ((0.0, 0.0, 0.0), "places", "0 [0, 0] places"),
        ((-0.0, -1.0, 5.0), "persons", "0 [-1, +5] persons"),
        ((2.0, -1.0, 5.0), "persons", "+2 [-1, +5] persons"),
        ((2.0, -1.5, 5.5), "persons", "+2.00 [-1.50, +5.50] persons"),
    ],
)
def test_a_difference_shows_its_interval_in_one_unit(
    values: tuple[float, float, float], unit: str, shown: str
) -> None:
    """A difference and both ends of its interval share one unit, named once, and one rounding."""
    assert difference(*values, unit, "Rp") == shown


@pytest.mark.parametrize(
    ("stated", "unit", "shown"),
    [
        (
            [(0.0172, 0.0091), (0.0041, 0.0012)],
            "per cent",
            ["0.017 ± 0.009 pp", "0.004 ± 0.001 pp"],
        ),
        ([(0.87, 0.09), (0.004, 0.001)], "points", ["0.87 ± 0.09 points", "0.00 ± 0.00 points"]),
        ([(128.4, 112.0), (17.5, 6.3)], "months", ["128 ± 112 months", "18 ± 6 months"]),
        ([(2.4e9, 1e8)], "money", ["Rp 2.40 ± Rp 0.10 billion"]),
    ],
)
def test_sizes_have_the_decimals_that_the_largest_asks_for(
    stated: list[tuple[float, float]], unit: str, shown: list[str]
) -> None:
    """Small shares do not all read as nothing, and large counts have no decimals."""
    assert sizes(stated, unit, "Rp") == shown


def test_money_without_a_symbol_is_named() -> None:
    """A vocabulary without a currency still tells money from a bare number."""
    assert amount(2.5e9, "money") == "2.5 billion money"
    assert difference(5.0, 1.0, 9.0, "money") == "+5.00 [+1.00, +9.00] money"


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


@settings(max_examples=100)
@given(st.floats(-1e16, 1e16))
def test_money_is_never_shown_with_an_exponent(value: float) -> None:
    """Any amount from a rupiah up is said in figures and a word, within half a per cent."""
    shown = amount(value, "money", "Rp").replace("Rp ", "")
    figures, _, word = shown.partition(" ")
    size = {"": 1, "million": 10**6, "billion": 10**9, "trillion": 10**12}[word]
    if abs(value) >= 1:
        assert "e" not in figures
        assert float(figures.replace(",", "")) * size == pytest.approx(value, rel=0.005)


@pytest.mark.parametrize(
    ("ends", "unit", "shown"),
    [
        ((46.23, 101.0), "persons", "46 to 101 persons"),
        ((43.7, 61.18), "persons", "43.70 to 61.18 persons"),
        ((808.0, 893.0), "persons", "808 to 893 persons"),
        ((3.0, 3.7), "per cent", "3.00 to 3.70 %"),
        ((5.7, 6.3), "", "5.70 to 6.30"),
        ((9e8, 2e9), "money", "Rp 900 million to Rp 2 billion"),
    ],
)
def test_a_range_has_one_unit_and_as_many_decimals(
    ends: tuple[float, float], unit: str, shown: str
) -> None:
    """The larger end says how fine both are; money keeps the word of each end."""
    assert span(*ends, unit, "Rp") == shown
