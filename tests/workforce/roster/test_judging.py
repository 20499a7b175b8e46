"""Truth is drawn given the records: right on average, as far as the records can be trusted."""

from __future__ import annotations

from collections.abc import Mapping
from math import sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.chance import Chance
from policy_sim.workforce.profile import Profile, Score, Traits
from policy_sim.workforce.roster.judging import drawn_truth, standardised
from roster_files import START

NAMES = ("ability", "leadership", "connection")
SIZE = 40_000


def profile(*scores: Score, together: float = 0.0) -> Profile:
    """Return a profile in which ability and leadership go *together*."""
    matrix = ((1.0, together, 0.0), (together, 1.0, 0.0), (0.0, 0.0, 1.0))
    return Profile("p", "P", START, (), Traits(NAMES, matrix), scores)


def keys(size: int = SIZE) -> np.ndarray:
    """Return the keys of so many people."""
    return Chance(1, 0).key("founder", np.arange(size))


def truth(
    made: Profile, record: Mapping[str, np.ndarray], stated: Mapping[str, np.ndarray] | None = None
) -> dict[str, np.ndarray]:
    """Return the truth of people with *record*, all of it their own unless told."""
    size = len(next(iter(record.values())))
    everyone = {name: np.ones(size, dtype=bool) for name in record}
    return drawn_truth(made, record, stated or everyone, keys(size), Chance(1, 0))


def scored(size: int = SIZE) -> np.ndarray:
    """Return scores about 75 with a spread of 8, in tenths."""
    return np.round(750 + 80 * np.random.default_rng(3).standard_normal(size)).astype(np.int64)


def together(a: np.ndarray, b: np.ndarray) -> float:
    """Return the correlation of two columns."""
    return float(np.corrcoef(a, b)[0, 1])


@pytest.mark.parametrize("reliability", [0.0, 0.17, 0.45, 1.0])
def test_truth_goes_with_the_record_as_far_as_it_is_reliable(reliability: float) -> None:
    """Mean 0, SD 1, and as its correlation with the record the root of the reliability."""
    made = profile(Score("performance", "ability", reliability, 75, 8))
    record = scored()
    ability = truth(made, {"performance": record})["ability"]
    assert float(ability.mean()) == pytest.approx(0, abs=0.02)
    assert float(ability.std()) == pytest.approx(1, abs=0.02)
    assert together(ability, record) == pytest.approx(sqrt(reliability), abs=0.02)


def test_traits_go_together_as_the_profile_says() -> None:
    """A score of one trait tells of another as much as the two have in common."""
    made = profile(Score("performance", "ability", 0.45, 75, 8), together=0.4)
    record = scored()
    found = truth(made, {"performance": record})
    assert together(found["ability"], found["leadership"]) == pytest.approx(0.4, abs=0.02)
    assert together(found["leadership"], record) == pytest.approx(0.4 * sqrt(0.45), abs=0.02)
    assert together(found["connection"], record) == pytest.approx(0, abs=0.02)
    assert float(found["leadership"].std()) == pytest.approx(1, abs=0.02)


def test_several_scores_tell_more_than_one() -> None:
    """Two readings of one ability, made as the profile says, are believed as far as they go."""
    luck = np.random.default_rng(5)
    real, first, second = (luck.standard_normal(SIZE) for _ in range(3))
    record = {
        "performance": np.round(1000 * (sqrt(0.45) * real + sqrt(0.55) * first)).astype(np.int64),
        "competence": np.round(1000 * (sqrt(0.25) * real + sqrt(0.75) * second)).astype(np.int64),
    }
    made = profile(
        Score("performance", "ability", 0.45, 0, 1), Score("competence", "ability", 0.25, 0, 1)
    )
    ability = truth(made, record)["ability"]
    assert together(ability, record["performance"]) == pytest.approx(sqrt(0.45), abs=0.02)
    assert together(ability, record["competence"]) == pytest.approx(sqrt(0.25), abs=0.02)
    # R² of both readings: (a + b - 2ab) / (1 - ab) with a, b the reliabilities.
    both = (0.45 + 0.25 - 2 * 0.45 * 0.25) / (1 - 0.45 * 0.25)
    assert together(ability, real) == pytest.approx(both, abs=0.02)
    assert float(ability.std()) == pytest.approx(1, abs=0.02)


def test_two_equal_records_differ_by_chance_keyed_by_person() -> None:
    """Equal records have unlike truths; the same person has the same one, whoever else is there."""
    made = profile(Score("performance", "ability", 0.45, 75, 8))
    record = np.array([750, 750, 600, 900])
    found = truth(made, {"performance": record})["ability"]
    assert found[0] != found[1]
    order = np.array([2, 0, 3, 1])
    moved = drawn_truth(
        made,
        {"performance": record[order]},
        {"performance": np.ones(4, dtype=bool)},
        keys(4)[order],
        Chance(1, 0),
    )["ability"]
    assert np.array_equal(moved, found[order])


def test_another_replication_draws_another_truth() -> None:
    """Records are the same in every replication; what they leave open is not."""
    made = profile(Score("performance", "ability", 0.45, 75, 8))
    stated = {"performance": np.ones(100, dtype=bool)}
    record = {"performance": scored(100)}
    first, second = (
        drawn_truth(made, record, stated, keys(100), Chance(1, n))["ability"] for n in (0, 1)
    )
    assert not np.array_equal(first, second)


def test_who_has_no_score_is_drawn_as_anybody() -> None:
    """A default is no reading: it moves neither the mean of the others nor one's own."""
    made = profile(Score("performance", "ability", 1.0, 75, 8))
    record = scored()
    stated = np.arange(SIZE) % 2 == 0
    record[~stated] = 1000
    ability = truth(made, {"performance": record}, {"performance": stated})["ability"]
    assert float(ability[stated].mean()) == pytest.approx(0, abs=0.02)
    assert float(ability[~stated].mean()) == pytest.approx(0, abs=0.02)
    assert float(ability[~stated].std()) == pytest.approx(1, abs=0.02)


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=30))
def test_standardised_scores_have_mean_nought_and_spread_one(values: list[int]) -> None:
    """Of any scores; if all are equal, nobody is above or below."""
    column = np.array(values)
    found = standardised(column, np.ones(len(values), dtype=bool))
    assert float(found.mean()) == pytest.approx(0, abs=1e-9)
    spread = 1 if len(set(values)) > 1 else 0
    assert float(found.std()) == pytest.approx(spread, abs=1e-9)
    assert (np.diff(found[np.argsort(column)]) >= 0).all()
