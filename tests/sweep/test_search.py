"""The search finds a planted optimum, keeps to its budget, and goes the same way again."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.sweep.design.search import Values, Worth, dominates, front, search
from policy_sim.sweep.design.space import Dimension, Space

SMALL = Space((Dimension("a", ("0", "1", "2")), Dimension("b", ("0", "1"))))
LARGE = Space(tuple(Dimension(name, tuple(map(str, range(21)))) for name in "ab"))

WORTHS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=8)


def peak(asked: Sequence[Values]) -> list[Worth | None]:
    """One objective with its best at a = 16, b = 5; whatever has b above 18 may not be."""
    return [
        None
        if int(one["b"]) > 18
        else (-((int(one["a"]) - 16.0) ** 2) - (int(one["b"]) - 5.0) ** 2,)
        for one in asked
    ]


def test_a_small_space_is_judged_whole() -> None:
    """No optimiser is needed where the budget is enough for everything."""
    found = search(SMALL, 1, 6, 1, lambda asked: [(float(one["a"]),) for one in asked])
    assert len(found) == 6
    assert front([one.worth for one in found]) == (4,)


def test_a_planted_optimum_is_found() -> None:
    """With 60 of 441 candidates the search comes close to the best one; chance rarely does."""
    found = search(LARGE, 1, 60, 3, peak)
    assert len(found) == 60
    assert len({tuple(one.values.items()) for one in found}) == 60
    best = max(one.worth for one in found if one.worth is not None)
    assert best[0] >= -2


def test_what_may_not_be_is_never_on_the_front() -> None:
    """An excluded candidate has no worth, and the front is drawn from the others."""
    found = search(LARGE, 1, 40, 5, peak)
    chosen = front([one.worth for one in found])
    assert all(int(found[i].values["b"]) <= 18 for i in chosen)


def test_a_search_goes_the_same_way_again() -> None:
    """A seed decides every proposal; another seed proposes others."""
    first, again, other = (search(LARGE, 1, 16, seed, peak) for seed in (7, 7, 8))
    assert first == again != other


def test_two_objectives_have_a_front() -> None:
    """Of a planted trade-off a + b = 20, the candidates found on it are the front."""

    def trade(asked: Sequence[Values]) -> list[Worth | None]:
        return [
            (float(one["a"]), float(one["b"])) if int(one["a"]) + int(one["b"]) <= 20 else None
            for one in asked
        ]

    found = search(LARGE, 2, 80, 2, trade)
    chosen = [found[i].values for i in front([one.worth for one in found])]
    assert any(int(one["a"]) + int(one["b"]) == 20 for one in chosen)


@given(WORTHS)
def test_nothing_dominates_the_front(worths: list[tuple[int, int]]) -> None:
    """Whoever is on the front is dominated by nobody; whoever is not, is, or was there before."""
    given_worths = [tuple(map(float, worth)) for worth in worths]
    chosen = front(given_worths)
    for i, worth in enumerate(given_worths):
        beaten = any(dominates(other, worth) for other in given_worths)
        assert (i in chosen) == (not beaten and worth not in given_worths[:i])


def test_domination_is_strict() -> None:
    """Nothing dominates its equal, and a trade-off dominates neither way."""
    assert dominates((1.0, 2.0), (1.0, 1.0))
    assert not dominates((1.0, 1.0), (1.0, 1.0))
    assert not dominates((2.0, 0.0), (0.0, 2.0))


@pytest.mark.parametrize("budget", [1, 5])
def test_a_budget_is_kept_to(budget: int) -> None:
    """No more candidates are judged than the budget allows."""
    assert len(search(LARGE, 1, budget, 1, peak)) == budget
