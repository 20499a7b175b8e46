"""Elementary functions: as accurate as doubles allow, and the same to the last bit everywhere."""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import special

from policy_sim import elementary

FINITE = st.floats(allow_nan=False, allow_infinity=False, width=64)


def bits(values: np.ndarray) -> list[str]:
    """Return doubles to the last bit, in a form that a person can compare."""
    return [float(value).hex() for value in values]


def test_exp_is_within_two_units_in_the_last_place() -> None:
    """Over the whole range of normal doubles it agrees with the library's own."""
    x = np.linspace(-708, 709.7, 200_001)
    ratio = elementary.exp(x) / np.array([math.exp(value) for value in x])
    assert np.max(np.abs(ratio - 1)) < 2.0**-51


def test_exp_of_extremes() -> None:
    """Nothing, one, infinity and zero, without a warning."""
    values = elementary.exp([0.0, -0.0, 1e-300, 800.0, np.inf, -800.0, -np.inf])
    assert values.tolist() == [1.0, 1.0, 1.0, np.inf, np.inf, 0.0, 0.0]
    assert 0 < elementary.exp(-745.0) < 1e-320


def test_exp_of_what_is_no_number_is_refused() -> None:
    """A missing value is never passed on silently."""
    with pytest.raises(ValueError, match="not a number"):
        elementary.exp([0.0, np.nan])


def test_log_is_within_two_units_in_the_last_place() -> None:
    """From the smallest to the largest double it agrees with the library's own."""
    x = np.concatenate(
        [
            10.0 ** np.linspace(-307, 308, 100_000),
            np.linspace(0.5, 2, 100_000),
            [5e-324, 1e-310],
        ]
    )
    exact = np.array([math.log(value) for value in x])
    assert np.max(np.abs(elementary.log(x) - exact) / np.spacing(np.abs(exact))) <= 2


def test_log_of_extremes() -> None:
    """Zero has minus infinity; a negative number or none is refused."""
    assert elementary.log([0.0, 1.0, np.inf]).tolist() == [-np.inf, 0.0, np.inf]
    for bad in (-1.0, np.nan):
        with pytest.raises(ValueError, match="negative"):
            elementary.log([1.0, bad])


@given(st.floats(min_value=-300, max_value=300))
def test_log_undoes_exp(x: float) -> None:
    """The two belong together."""
    assert elementary.log(elementary.exp(x)) == pytest.approx(x, abs=1e-13, rel=1e-14)


def test_results_do_not_change_by_a_bit() -> None:
    """These bits were computed once; another machine or library must give the same."""
    x = np.array([-37.5, -1.0, -1e-5, 0.1, 2.0, 123.456])
    assert bits(elementary.exp(x)) == [
        "0x1.dd5c566301ec8p-55",
        "0x1.78b56362cef38p-2",
        "0x1.fffeb07515653p-1",
        "0x1.1aec7b35a00d4p+0",
        "0x1.d8e64b8d4ddaep+2",
        "0x1.1428e1cbc0143p+178",
    ]
    assert bits(elementary.log(np.abs(x))) == [
        "0x1.cfea67585803dp+1",
        "0x0.0p+0",
        "-0x1.7069e2aa2aa5bp+3",
        "-0x1.26bb1bbb55515p+1",
        "0x1.62e42fefa39efp-1",
        "0x1.343774f3e2362p+2",
    ]
    p = np.array([1e-12, 0.001, 0.025, 0.3, 0.5, 0.8413, 0.9999])
    assert bits(elementary.normal_quantile(p)) == [
        "-0x1.c234fba57a32ap+2",
        "-0x1.8b8cbb7204470p+1",
        "-0x1.f5c03363c969fp+0",
        "-0x1.0c7e3958de0e5p-1",
        "0x0.0p+0",
        "0x1.ffe7c39671c1fp-1",
        "0x1.dc08bb712897ap+1",
    ]


@pytest.mark.parametrize("size", [0, 1, 7, 16_384, 40_000])
def test_each_element_is_computed_by_itself(size: int) -> None:
    """A value does not depend on its neighbours, nor on how many there are."""
    p = (np.arange(size) + 0.5) / max(size, 1)
    whole = elementary.normal_quantile(p)
    assert whole.shape == (size,)
    for at in {0, size // 2, size - 1} if size else ():
        assert whole[at] == elementary.normal_quantile(p[at])
    assert elementary.exp(p).tobytes() == elementary.exp(p[::-1])[::-1].tobytes()


def test_a_rate_becomes_a_probability() -> None:
    """At 0.05 a year the probability is 2.4 per cent smaller; two half years make one."""
    p = float(elementary.probability_of_rate(0.05))
    assert 1 - p / 0.05 == pytest.approx(0.0246, abs=5e-4)
    half = float(elementary.probability_of_rate(0.05, years=0.5))
    assert 1 - (1 - half) ** 2 == pytest.approx(p, rel=1e-14)
    with pytest.raises(ValueError, match="negative"):
        elementary.probability_of_rate([-0.1])


def test_normal_quantiles_are_within_a_millionth() -> None:
    """The interpolated middle and the computed tails agree with the exact quantile."""
    p = np.concatenate([np.linspace(1e-6, 1 - 1e-6, 300_001), 10.0 ** np.linspace(-300, -6, 1_000)])
    error = np.abs(elementary.normal_quantile(p) - special.ndtri(p))
    assert np.max(error) < 1e-6
    assert np.max(error[p < 1 / 256]) < 1e-12


def test_normal_quantiles_rise_and_are_symmetric() -> None:
    """A larger probability never has a smaller quantile, across the joints of the table too."""
    joint = np.array([1 / 256, 255 / 256])[:, None] + np.linspace(-1e-9, 1e-9, 1_001)
    for p in (np.linspace(1e-9, 1 - 1e-9, 500_001), *joint):
        assert np.all(np.diff(elementary.normal_quantile(p)) >= 0)
    p = np.linspace(0.0001, 0.5, 1_001)
    above, below = elementary.normal_quantile(1 - p), elementary.normal_quantile(p)
    assert np.max(np.abs(above + below)) < 1e-9
    assert elementary.normal_quantile(0.5) == 0


def test_the_most_extreme_draws_are_finite() -> None:
    """The smallest and largest numbers that chance can give have quantiles."""
    ends = elementary.normal_quantile([2.0**-53, 1 - 2.0**-53])
    assert np.allclose(ends, [-8.2095, 8.2095], atol=1e-4)


@pytest.mark.parametrize("bad", [0.0, 1.0, -0.1, 1.1, np.nan])
def test_what_is_no_probability_is_refused(bad: float) -> None:
    """The quantile of certainty does not exist."""
    with pytest.raises(ValueError, match="strictly between"):
        elementary.normal_quantile([0.5, bad])


@given(st.lists(st.floats(min_value=-1e15, max_value=1e15), max_size=30), st.randoms())
def test_a_sum_is_exact_in_any_order(values: list[float], random: object) -> None:
    """The sum is the nearest double to the true one, whatever the order or the container."""
    exact = float(sum(map(Fraction, values)))
    random.shuffle(values)
    assert elementary.exact_sum(values) == exact
    assert elementary.exact_sum(np.array(values)) == exact
    assert elementary.exact_sum(np.array([values, values])) == float(2 * sum(map(Fraction, values)))


def test_a_sum_of_integers_is_their_sum() -> None:
    """Counts and rupiah are added too."""
    assert elementary.exact_sum(np.arange(10, dtype=np.int64)) == 45.0


@pytest.mark.parametrize(
    ("x", "rounded"),
    [
        (2.5, 3),
        (-2.5, -3),
        (0.5, 1),
        (-0.5, -1),
        (0.49999999999999994, 0),
        (1.4999999999999998, 1),
        (4503599627370495.5, 4503599627370496),
        (9007199254740991.0, 9007199254740991),
        (-0.0, 0),
    ],
)
def test_halves_round_away_from_zero(x: float, rounded: int) -> None:
    """Also where adding a half would itself round."""
    assert elementary.round_half_away([x]).tolist() == [rounded]
    assert elementary.round_half_away([x]).dtype == np.int64


@given(st.floats(min_value=-(2.0**52), max_value=2.0**52))
def test_rounding_agrees_with_exact_fractions(x: float) -> None:
    """The integer is the nearest one, and the farther from zero if two are equally near."""
    exact = Fraction(x)
    away = math.floor(abs(exact) + Fraction(1, 2))
    assert int(elementary.round_half_away(x)) == (away if exact >= 0 else -away)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf, 2.0**53])
def test_what_has_no_nearest_integer_is_refused(bad: float) -> None:
    """Infinity and what is not a number are never silently an integer."""
    with pytest.raises(ValueError, match="finite"):
        elementary.round_half_away([0.0, bad])
