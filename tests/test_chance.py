"""Chance as a pure function of keys: uniform, independent, and blind to order and size."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from policy_sim import chance as chance_module
from policy_sim.chance import Chance

LUCK = Chance(seed=2026, replication=3)
PEOPLE = np.arange(200_000, dtype=np.uint64)
WHOLE = st.integers(min_value=-(2**63), max_value=2**63 - 1)
WORST = 1e-4
"""A p-value below this fails a test; all numbers are fixed, so it fails always or never."""


def correlation(a: np.ndarray, b: np.ndarray) -> float:
    """Return the correlation of two columns in standard errors."""
    return float(np.corrcoef(a, b)[0, 1] * np.sqrt(len(a)))


@pytest.mark.parametrize("seed", [0, 1, 2026, -5, 2**80])
@pytest.mark.parametrize("replication", [0, 1])
def test_draws_are_uniform_for_any_seed(seed: int, replication: int) -> None:
    """Zero, negative and huge seeds are as good as any: 64 equal cells, and no gap or bump."""
    draws = Chance(seed, replication).uniform("ability", PEOPLE, 7)
    cells = np.bincount((draws * 64).astype(int), minlength=64)
    assert stats.chisquare(cells).pvalue > WORST
    assert stats.kstest(draws, "uniform").pvalue > WORST


def test_draws_lie_strictly_between_zero_and_one() -> None:
    """The ends are never drawn, even from the extreme words."""
    draws = LUCK.uniform("ability", np.arange(2_000_000))
    assert 0 < draws.min() < 1e-5
    assert 1 - 1e-5 < draws.max() < 1


def test_extreme_words_give_numbers_inside_the_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    """A word of zeros and one of ones become the smallest and the largest draw, not 0 and 1."""
    words = np.array([0, 2**64 - 1], dtype=np.uint64)
    monkeypatch.setattr(chance_module, "_hash", lambda *_: words.copy())
    assert LUCK.uniform("x", words).tolist() == [2.0**-53, 1 - 2.0**-53]


def test_low_digits_of_draws_are_uniform_too() -> None:
    """Not only the leading digits are random."""
    draws = LUCK.uniform("ability", PEOPLE)
    low = (draws * 2**40) % 64
    assert stats.chisquare(np.bincount(low.astype(int), minlength=64)).pvalue > WORST


OTHERS = {
    "purpose": lambda: LUCK.uniform("motivation", PEOPLE, 5),
    "near purpose": lambda: LUCK.uniform("abilitz", PEOPLE, 5),
    "next occasion": lambda: LUCK.uniform("ability", PEOPLE, 6),
    "far occasion": lambda: LUCK.uniform("ability", PEOPLE, 5 + 2**32),
    "neighbour": lambda: LUCK.uniform("ability", PEOPLE + np.uint64(1), 5),
    "far subject": lambda: LUCK.uniform("ability", PEOPLE + np.uint64(2**32), 5),
    "occasion and subject exchanged": lambda: LUCK.uniform("ability", np.array([5]), PEOPLE),
    "next replication": lambda: Chance(2026, 4).uniform("ability", PEOPLE, 5),
    "next seed": lambda: Chance(2027, 3).uniform("ability", PEOPLE, 5),
    "seed and replication exchanged": lambda: Chance(3, 2026).uniform("ability", PEOPLE, 5),
}


@pytest.mark.parametrize("name", OTHERS)
def test_draws_are_independent_of_those_of_another_key(name: str) -> None:
    """One changed part of the key gives unrelated draws: no correlation, and a flat square."""
    one, other = LUCK.uniform("ability", PEOPLE, 5), OTHERS[name]()
    assert abs(correlation(one, other)) < 4
    assert abs(correlation(np.abs(one - 0.5), np.abs(other - 0.5))) < 4
    square = np.bincount((one * 16).astype(int) * 16 + (other * 16).astype(int), minlength=256)
    assert stats.chisquare(square).pvalue > WORST


def test_draws_of_one_person_over_time_are_independent() -> None:
    """A person's months are uniform and uncorrelated, and differ from the next person's."""
    months = np.arange(24_000, 74_000)
    one, other = (LUCK.uniform("rating", np.array([person]), months) for person in (17, 18))
    assert stats.kstest(one, "uniform").pvalue > WORST
    for lag in (1, 2, 12):
        assert abs(correlation(one[lag:], one[:-lag])) < 4
    assert abs(correlation(one, other)) < 4


@pytest.mark.parametrize("bit", [0, 1, 7, 31, 32, 62, 63])
@pytest.mark.parametrize("part", ["subject", "occasion"])
def test_each_bit_of_a_key_turns_half_the_bits_of_the_word(bit: int, part: str) -> None:
    """Every bit of the result flips with probability one half (avalanche)."""
    numbers = np.arange(20_000, dtype=np.uint64) * np.uint64(3)
    flipped = numbers ^ np.uint64(1 << bit)
    if part == "subject":
        change = LUCK.key("a", numbers, 9) ^ LUCK.key("a", flipped, 9)
    else:
        change = LUCK.key("a", 9, numbers) ^ LUCK.key("a", 9, flipped)
    share = [np.mean((change >> np.uint64(n)) & np.uint64(1)) for n in range(64)]
    assert np.max(np.abs(np.array(share) - 0.5)) < 4.5 * 0.5 / np.sqrt(len(numbers))


def test_normal_draws_are_normal() -> None:
    """Mean, spread, skewness and the whole distribution are those of the standard normal."""
    draws = LUCK.normal("ability", PEOPLE)
    n = len(draws)
    assert abs(draws.mean()) < 4 / np.sqrt(n)
    assert abs(draws.std() - 1) < 4 / np.sqrt(2 * n)
    assert abs(stats.skew(draws)) < 4 * np.sqrt(6 / n)
    assert stats.kstest(draws, "norm").pvalue > WORST


def test_a_normal_draw_is_the_quantile_of_the_uniform_one() -> None:
    """Both come from one word, so that a purpose has one luck in whichever form."""
    uniform, normal = LUCK.uniform("a", PEOPLE[:1000]), LUCK.normal("a", PEOPLE[:1000])
    assert np.all(np.diff(normal[np.argsort(uniform)]) >= 0)


@given(st.permutations(range(40)), st.integers(1, 39))
def test_neither_order_nor_company_changes_a_draw(order: list[int], few: int) -> None:
    """A person's number is hers whoever else is asked for, and in which row she stands."""
    people = np.array(order, dtype=np.uint64)
    everyone = LUCK.uniform("exit", PEOPLE[:40], 3)
    assert LUCK.uniform("exit", people, 3).tolist() == everyone[order].tolist()
    assert LUCK.uniform("exit", people[:few], 3).tolist() == everyone[order[:few]].tolist()


@pytest.mark.parametrize("chunk", [1, 7, 1000, 10**6])
def test_the_size_of_chunks_changes_nothing(monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    """How much is computed at a time is a matter of speed only."""
    people, months = PEOPLE[:2_500], np.arange(2_500) % 12

    def drawn() -> list[bytes]:
        draws = (
            LUCK.uniform("a", people, 3),
            LUCK.uniform("a", people, months),
            LUCK.key("a", 3, people),
            *LUCK.at_most(0.01, "a", people, 3),
            LUCK.uniform("a", people.reshape(50, 50), 3),
        )
        return [each.tobytes() for each in draws]

    as_usual = drawn()
    monkeypatch.setattr(chance_module, "_CHUNK", chunk)
    assert drawn() == as_usual


def test_draws_do_not_change_from_version_to_version() -> None:
    """These numbers were drawn once; a change of them changes every published result."""
    assert LUCK.uniform("ability", np.array([0, 1, 2]), 5).tolist() == [
        0.0024893698100151296,
        0.3133040376183315,
        0.9319628044324765,
    ]


@given(WHOLE, WHOLE)
def test_parts_may_be_any_whole_numbers_of_any_type(subject: int, occasion: int) -> None:
    """A number has one key, as a Python number, a signed or an unsigned column."""
    signed = np.array([subject], dtype=np.int64)
    words = {
        int(LUCK.key("a", part, other)[0])
        for part in (subject, signed, signed.astype(np.uint64))
        for other in (occasion, np.int64(occasion), np.array([occasion], dtype=np.int64))
    }
    assert len(words) == 1


def test_small_integer_columns_are_the_same_key() -> None:
    """The type of a column, chosen to save memory, is not part of the key."""
    wide = LUCK.key("a", np.arange(100), 4)
    for kind in (np.int8, np.uint8, np.int16, np.uint32, np.int32):
        assert LUCK.key("a", np.arange(100, dtype=kind), kind(4)).tolist() == wide.tolist()


def test_identities_of_a_hundred_thousand_applicants_differ() -> None:
    """Month, unit and number make a key, in this order, and no two coincide."""
    months, units, numbers = np.meshgrid(np.arange(40), np.arange(50), np.arange(50))
    keys = LUCK.key("applicant", months.ravel(), units.ravel(), numbers.ravel())
    assert len(np.unique(keys)) == 100_000


def test_a_key_depends_on_how_many_parts_it_has() -> None:
    """A part of zero is a part."""
    keys = [LUCK.key("a", *[0] * count)[0] for count in (1, 2, 3)]
    assert len(set(map(int, keys))) == 3


def test_shapes_are_broadcast() -> None:
    """Subjects and occasions combine as numpy combines them."""
    grid = LUCK.uniform("a", np.arange(3)[:, None], np.arange(4))
    assert grid.shape == (3, 4)
    assert grid[2].tolist() == LUCK.uniform("a", np.full(4, 2), np.arange(4)).tolist()
    assert LUCK.uniform("a", np.arange(0)).shape == (0,)
    assert LUCK.uniform("a", np.arange(1), np.arange(0)).shape == (0,)
    assert LUCK.key("a", 1, 2).shape == (1,)


def test_one_occasion_in_an_array_is_that_occasion() -> None:
    """The identity of a contest counts for all who compete, in an array of one or by itself."""
    people, contest = np.arange(5), LUCK.key("contest", 2026, 3)
    alone = LUCK.uniform("lot", people, int(contest[0]))
    assert LUCK.uniform("lot", people, contest).tolist() == alone.tolist()
    assert LUCK.uniform("lot", people[:, None], contest).tolist() == alone[:, None].tolist()


@pytest.mark.parametrize("bad", [np.array([1.0]), np.array(["a"]), 1.5, np.array([True])])
def test_only_whole_numbers_make_a_key(bad: object) -> None:
    """A score or a text is no identity."""
    with pytest.raises(TypeError, match="whole numbers"):
        LUCK.uniform("a", bad)


def test_asking_twice_gives_the_same() -> None:
    """There is no state: the second question has the first answer, from an equal Chance too."""
    first = LUCK.uniform("a", PEOPLE[:50])
    LUCK.uniform("b", PEOPLE[:50])
    assert Chance(2026, 3).uniform("a", PEOPLE[:50]).tobytes() == first.tobytes()


@given(st.floats(0.0, 1.0), st.integers(0, 2**32))
def test_those_up_to_a_limit_are_those_whose_number_is(limit: float, seed: int) -> None:
    """Looking for the rare ones alone finds the same people, with the same numbers."""
    chance, people = Chance(seed, 1), np.arange(300)
    numbers = chance.uniform("rare", people, 7)
    for bound in (limit, float(numbers[0])):
        rows, found = chance.at_most(bound, "rare", people, 7)
        assert rows.tolist() == np.flatnonzero(numbers <= bound).tolist()
        assert found.tolist() == numbers[rows].tolist()
