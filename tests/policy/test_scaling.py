"""From exact fractions to integers: nothing is lost, and no integer reaches 2^53."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.policy.ast import Column, Const, Rounding, Term
from policy_sim.policy.quantity import PURE, Linear, Quantity
from policy_sim.policy.scaling import (
    crossed,
    divided,
    integer_type,
    multiplied,
    rounded,
    scaled_to,
    summed,
    term_of,
)
from policy_sim.policy.site import Site
from policy_sim.policy.values import EXACT, Kind, Unit, ValueType
from strategies_expressions import ROUNDED, integer_of

WIDE = EXACT - 1


@pytest.fixture
def site() -> Site:
    """Return a place for findings, with the list that they go to."""
    return Site([], Place("law.yaml", 3, 7), "the text")


def plain(name: str, low: int, high: int) -> Linear:
    """Return a column of whole plain numbers."""
    return Linear(((Fraction(1), Column(ValueType(Kind.WHOLE, low, high), name)),))


def fixed(number: Fraction | int) -> Linear:
    """Return a number that is the same for everyone."""
    return Linear((), Fraction(number))


def found(site: Site) -> list[str]:
    """Return the codes of what was refused."""
    assert all(finding.where == site.place for finding in site.findings)
    return [finding.code for finding in site.findings]


def amount(one: Linear, record: dict[str, int]) -> Fraction:
    """Return the value of a sum for one record."""
    return one.constant + sum(
        (weight * integer_of(term, record) for weight, term in one.parts), Fraction(0)
    )


def worth(quantity: Quantity, record: dict[str, int]) -> Fraction:
    """Return the value of a quantity for one record."""
    below = Fraction(1) if quantity.bottom is None else amount(quantity.bottom, record)
    return amount(quantity.top, record) / below


def everyone() -> Iterator[dict[str, int]]:
    """Yield records of the columns ``a`` (-3 to 3) and ``b`` (1 to 4), their ends among them."""
    for a, b in product((-3, 0, 2, 3), (1, 3, 4)):
        yield {"a": a, "b": b}


A, B = plain("a", -3, 3), plain("b", 1, 4)
weights = st.fractions(-4, 4, max_denominator=6)
tops = st.builds(
    lambda x, y, z: A.scaled(x).plus(B.scaled(y)).plus(fixed(z)), weights, weights, weights
)
bottoms = st.one_of(
    st.none(),
    st.just(B),
    st.builds(B.scaled, st.fractions(Fraction(1, 6), 3, max_denominator=6)),
    st.builds(fixed, st.fractions(Fraction(1, 6), 3, max_denominator=6)),
)
quantities = st.builds(lambda top, bottom: Quantity(top, PURE, bottom), tops, bottoms)


@settings(max_examples=30)
@given(quantities, quantities, st.sampled_from([1, -1]))
def test_sums_of_quotients_are_exact(one: Quantity, other: Quantity, sign: int) -> None:
    """``a/b + c/d`` and the difference are exact for every record, fractions included."""
    total = summed(one, other, sign, Site([], Place(""), ""))
    assert total is not None
    for record in everyone():
        assert worth(total, record) == worth(one, record) + sign * worth(other, record)


@settings(max_examples=30)
@given(quantities, quantities)
def test_products_of_quotients_are_exact(one: Quantity, other: Quantity) -> None:
    """``a/b * c/d`` is exact for every record."""
    result = multiplied(one, other, Site([], Place(""), ""))
    assert result is not None
    for record in everyone():
        assert worth(result, record) == worth(one, record) * worth(other, record)


@settings(max_examples=30)
@given(quantities, quantities)
def test_quotients_are_exact_or_refused(one: Quantity, other: Quantity) -> None:
    """A divisor above zero for everyone gives the exact quotient, any other a finding."""
    findings: list[Diagnostic] = []
    result = divided(one, other, Site(findings, Place(""), ""))
    positive = other.top.bounds()[0] > 0
    assert (result is not None) == positive
    if result is None:
        assert [finding.code for finding in findings] == ["divisor-not-positive"]
        return
    assert result.divided
    for record in everyone():
        assert worth(result, record) == worth(one, record) / worth(other, record)


@settings(max_examples=30)
@given(quantities, quantities)
def test_crossed_sides_compare_as_the_quotients_do(one: Quantity, other: Quantity) -> None:
    """Multiplying the divisors out never turns a comparison: they are all above zero."""
    sides = crossed(one, other, Site([], Place(""), ""))
    assert sides is not None
    for record in everyone():
        left, right = worth(one, record), worth(other, record)
        above, below = amount(sides[0], record), amount(sides[1], record)
        assert (left < right) == (above < below)
        assert (left == right) == (above == below)


@settings(max_examples=30)
@given(quantities, st.sampled_from([Fraction(1), Fraction(1, 4), Fraction(5)]))
def test_rounding_agrees_with_rounding_the_fraction(quantity: Quantity, step: Fraction) -> None:
    """Up, down and half away from zero: as for the exact value of each record, in whole steps."""
    for rounding in Rounding:
        result = rounded(quantity, step, rounding, Site([], Place(""), ""))
        assert result is not None
        assert result.bottom is None
        for record in everyone():
            exact = ROUNDED[rounding](worth(quantity, record) / step) * step
            assert worth(result, record) == exact


@settings(max_examples=30)
@given(tops, st.sampled_from([Fraction(1), Fraction(1, 60), Fraction(1, 4)]))
def test_integers_of_a_sum_are_its_steps_or_it_is_too_fine(top: Linear, step: Fraction) -> None:
    """A sum in a step that does not divide it is refused; else integer times step is the sum."""
    findings: list[Diagnostic] = []
    term = scaled_to(top, step, PURE, Site(findings, Place(""), ""))
    assert (term is None) == any((factor / step).denominator != 1 for factor in top.factors)
    if term is None:
        assert [finding.code for finding in findings] == ["finer-than-step"]
        return
    for record in everyone():
        assert integer_of(term, record) * step == amount(top, record)


def test_the_column_itself_is_not_wrapped(site: Site) -> None:
    """A column in its own step is left as it is; in another step it is a sum of one part."""
    column = A.parts[0][1]
    assert scaled_to(A, Fraction(1), PURE, site) is column
    assert scaled_to(A, Fraction(1, 2), PURE, site) != column


@pytest.mark.parametrize(("constant", "fits"), [(EXACT - 4, True), (EXACT - 3, False)])
def test_the_largest_sum_stays_below_the_limit(site: Site, constant: int, fits: bool) -> None:
    """A column up to 3 plus 2^53 - 4 is 2^53 - 1 at most, and passes; one more does not."""
    term = scaled_to(A.plus(fixed(constant)), Fraction(1), PURE, site)
    assert (term is not None) == fits
    assert found(site) == ([] if fits else ["too-large"])


def test_parts_that_cancel_still_count(site: Site) -> None:
    """Two huge parts of opposite sign are refused: on the way the integer could be too large."""
    huge = plain("a", 0, WIDE)
    assert scaled_to(huge.plus(plain("b", 0, 1), -1), Fraction(1), PURE, site) is None
    assert found(site) == ["too-large"]


@pytest.mark.parametrize(("high", "fits"), [(WIDE // 4, True), (EXACT // 4, False)])
def test_the_largest_product_stays_below_the_limit(site: Site, high: int, fits: bool) -> None:
    """A column up to 4 times one up to 2^51 - 1 passes; times one up to 2^51 it is refused."""
    result = multiplied(Quantity(B), Quantity(plain("c", 0, high)), site)
    assert (result is not None) == fits
    assert found(site) == ([] if fits else ["too-large"])


HUGE = plain("c", 1, EXACT // 2)


@pytest.mark.parametrize("sign", [1, -1])
def test_divisors_too_large_to_multiply_withhold_the_sum(site: Site, sign: int) -> None:
    """``a/c + b/c`` with a huge ``c`` is refused: no sum without its divisor is handed on."""
    one = Quantity(fixed(1), PURE, HUGE, divided=True)
    assert summed(one, one, sign, site) is None
    assert found(site) == ["too-large"]


def test_tops_too_large_to_multiply_withhold_the_sum(site: Site) -> None:
    """A numerator that cannot be brought over the other divisor is refused too."""
    assert summed(Quantity(HUGE), Quantity(B, PURE, HUGE), 1, site) is None
    assert set(found(site)) == {"too-large"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Quantity(fixed(1), PURE, HUGE), Quantity(fixed(1), PURE, HUGE)),
        (Quantity(HUGE), Quantity(HUGE)),
    ],
)
def test_products_too_large_are_withheld(site: Site, one: Quantity, other: Quantity) -> None:
    """Neither a numerator nor a divisor may be a product that reaches 2^53."""
    assert multiplied(one, other, site) is None
    assert found(site) == ["too-large"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Quantity(HUGE), Quantity(B, PURE, HUGE)),
        (Quantity(fixed(1), PURE, HUGE), Quantity(HUGE)),
    ],
)
def test_quotients_too_large_are_withheld(site: Site, one: Quantity, other: Quantity) -> None:
    """A quotient of quotients multiplies across, and is refused where that is too large."""
    assert divided(one, other, site) is None
    assert found(site) == ["too-large"]


def test_sides_too_large_to_cross_are_withheld(site: Site) -> None:
    """A comparison whose sides cannot be multiplied out is refused."""
    assert crossed(Quantity(HUGE), Quantity(B, PURE, HUGE), site) is None
    assert found(site) == ["too-large"]


@pytest.mark.parametrize(("divisor", "fits"), [(1, True), (2, False)])
def test_rounding_leaves_room_for_the_half(site: Site, divisor: int, fits: bool) -> None:
    """Rounding adds the divisor to twice the numerator: both together stay below 2^53."""
    top, bottom = plain("c", 0, EXACT // 2 - 1), plain("d", 1, divisor)
    result = rounded(Quantity(top, PURE, bottom), Fraction(1), Rounding.ROUND, site)
    assert (result is not None) == fits
    assert found(site) == ([] if fits else ["too-large"])


def test_rounding_cannot_begin_with_what_is_too_large(site: Site) -> None:
    """A numerator beyond 2^53 is refused before it is divided."""
    beyond = plain("c", 0, WIDE).scaled(Fraction(2))
    assert rounded(Quantity(beyond), Fraction(1), Rounding.FLOOR, site) is None
    assert found(site) == ["too-large"]


@pytest.mark.parametrize(
    "quantity", [Quantity(A, divided=True), Quantity(A, PURE, B), Quantity(A, PURE, B, True)]
)
def test_a_division_is_no_term(site: Site, quantity: Quantity) -> None:
    """A quotient, even one by a number, must be compared or rounded before anything reads it."""
    assert term_of(quantity, site) is None
    assert found(site) == ["division-outside"]


def test_a_term_takes_the_step_asked_for(site: Site) -> None:
    """Half a point in tenths is 5; in its own step, halves, it is 1; in whole points a finding."""
    half = Quantity.number(Fraction(1, 2), Unit.POINTS)
    values: list[Term | None] = [term_of(half, site, Fraction(1, 10)), term_of(half, site)]
    assert [term.value for term in values if isinstance(term, Const)] == [5, 1]
    assert term_of(half, site, Fraction(1)) is None
    (finding,) = site.findings
    assert (finding.code, finding.values["allowed"]) == ("finer-than-step", "1")


@pytest.mark.parametrize(
    ("step", "kind"),
    [
        (Fraction(1), Kind.WHOLE),
        (Fraction(12), Kind.WHOLE),
        (Fraction(1, 10), Kind.DECIMAL),
        (Fraction(3, 2), Kind.DECIMAL),
    ],
)
def test_the_kind_of_a_computed_number(step: Fraction, kind: Kind) -> None:
    """Whole steps make whole numbers, even steps of twelve; a compound dimension has no unit."""
    computed = integer_type(-1, 5, step, None)
    assert (computed.kind, computed.low, computed.high) == (kind, -1, 5)
    assert (computed.step, computed.unit) == (step, Unit.NONE)
