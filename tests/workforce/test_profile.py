"""The profile as data: cells of margins, shares, and people scaled by kind."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.workforce.profile import Cell, EmploymentKind, Margin, Profile, Traits
from policy_sim.workforce.weights import OUTSIDE

AGE = Margin("age", (Cell("young", 20, 39, Fraction(1, 4)), Cell("old", 50, 59, Fraction(3, 4))))


def _profile(*people: int) -> Profile:
    kinds = tuple(
        EmploymentKind(f"kind_{n}", n, count, True, 216, ()) for n, count in enumerate(people)
    )
    return Profile("p", "P", date(2025, 12, 31), kinds, Traits((), ()))


def test_values_fall_into_cells_with_both_ends() -> None:
    """Twenty and thirty-nine are young; forty to forty-nine are in no cell."""
    column = np.array([19, 20, 39, 40, 49, 50, 59, 60], dtype=np.int16)
    assert AGE.cell_of(column).tolist() == [
        OUTSIDE, 0, 0, OUTSIDE, OUTSIDE, 1, 1, OUTSIDE,
    ]  # fmt: skip


def test_shares_are_those_of_the_cells() -> None:
    """As floats, in the order of the cells."""
    assert AGE.shares.tolist() == [0.25, 0.75]


@given(st.lists(st.integers(1, 90), min_size=1, max_size=5), st.integers(1, 900))
def test_scaling_keeps_everybody_and_every_kind(people: list[int], number: int) -> None:
    """The kinds make the number asked for, unless each kind's one person is already more."""
    scaled = _profile(*people).scaled(number)
    assert scaled.people == max(number, len(people))
    assert all(kind.people >= 1 for kind in scaled.kinds)


@given(st.lists(st.integers(1, 90), min_size=1, max_size=5))
def test_scaling_to_the_same_size_changes_nothing(people: list[int]) -> None:
    """A profile at its own size is itself."""
    profile = _profile(*people)
    assert profile.scaled(profile.people) == profile


def test_a_kind_is_found_by_name() -> None:
    """Names are those of the document."""
    assert _profile(3, 5).kind("kind_1").people == 5
