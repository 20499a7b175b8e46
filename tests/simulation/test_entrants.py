"""What applicants are like: distributions as stated, what is wrong with them, and their draws."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.chance import Chance
from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import MappingNode, read_text
from policy_sim.simulation.entry.entrants import Distribution, distributions
from small_office import vocabulary

WORDS = vocabulary()


def stated(text: str) -> tuple[dict[str, Distribution], list[Diagnostic]]:
    """Return the distributions that a text states, and what is found."""
    findings: list[Diagnostic] = []
    root = read_text(text, "s.yaml").root
    assert isinstance(root, MappingNode)
    return distributions(root, WORDS, findings), findings


@pytest.mark.parametrize(
    ("text", "ranges", "shares"),
    [
        ("service: 3 years", ((36, 36),), "1"),
        ("service: 1 year..2 years", ((12, 24),), "1"),
        ("service: (0 | 10..12)", ((0, 0), (10, 12)), "1/4 3/4"),
        ("grade: middle", ((1, 1),), "1"),
        ("sex: {f: 60%, m: 40%}", ((0, 0), (1, 1)), "3/5 2/5"),
        ("service: {0..1: 50%, (4 | 6): 50%}", ((0, 1), (4, 4), (6, 6)), "1/2 1/4 1/4"),
        ("competence: 70..70.4", ((700, 704),), "1"),
        ("sex: any", ((0, 1),), "1"),
    ],
)
def test_distributions_as_stated(
    text: str, ranges: tuple[tuple[int, int], ...], shares: str
) -> None:
    """A value, a range, a set, or shares of each: all values of one entry are as likely, so that
    a range weighs as many values as it has.
    """
    found, findings = stated(text)
    assert findings == []
    (distribution,) = found.values()
    assert distribution.ranges == ranges
    assert distribution.shares == tuple(map(Fraction, shares.split()))


@pytest.mark.parametrize(
    ("text", "code", "at"),
    [
        ("sevice: 3 years", "unknown-attribute", 1),
        ("service: [1, 2]", "not-a-distribution", 1),
        ("service:\n  0: 50%\n  1: 49%", "shares-do-not-add", 2),
        ("service: often", "wrong-value", 1),
        ("service:\n  0: 50%\n  721: 50%", "out-of-range", 3),
        ("grade: medium", "unknown-value", 1),
    ],
)
def test_what_is_wrong_has_its_line(text: str, code: str, at: int) -> None:
    """An unknown attribute, a list, shares short of 100 %, a value that is none: each a finding."""
    _, (finding,) = stated(text)
    assert (finding.code, finding.where.line) == (code, at)


def test_mistakes_do_not_hide_one_another() -> None:
    """Two wrong attributes are two findings, and the right one is still read."""
    found, findings = stated("sevice: 0\ngrade: {low: 1%}\nsex: f")
    assert [finding.values["seen"] for finding in findings] == ["sevice", "1%"]
    assert findings[0].values["near"] == "service"
    assert list(found) == ["sex"]


KEYS = np.arange(20_000, dtype=np.uint64) * np.uint64(2_654_435_761) + np.uint64(5)


def test_draws_have_the_shares_and_are_even_within_a_range() -> None:
    """A quarter of 20,000 gets the one value, the rest four values evenly; each count lies
    within four standard errors of its binomial.
    """
    quarter, rest = Fraction(1, 4), Fraction(3, 4)
    drawn = Distribution(((9, 9), (2, 5)), (quarter, rest)).draw(Chance(1, 0), "age", KEYS)
    counts = np.bincount(drawn, minlength=10)
    assert counts.sum() == counts[9] + counts[2:6].sum() == len(KEYS)
    for value, share in [(9, 1 / 4), *((value, 3 / 16) for value in range(2, 6))]:
        spread = 4 * (len(KEYS) * share * (1 - share)) ** 0.5
        assert abs(int(counts[value]) - len(KEYS) * share) < spread


@settings(max_examples=30)
@given(
    st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 9)), min_size=1, max_size=4),
    st.integers(0, 1000),
)
def test_nobody_is_drawn_outside(spans: list[tuple[int, int]], seed: int) -> None:
    """Every drawn value lies in a range whose share is above nought."""
    ranges = tuple((low, low + width) for low, width in spans)
    first = (Fraction(1), *([Fraction(0)] * (len(ranges) - 1)))
    drawn = Distribution(ranges, first).draw(Chance(seed, 0), "x", KEYS[:50])
    assert drawn.min() >= ranges[0][0]
    assert drawn.max() <= ranges[0][1]


def test_a_draw_belongs_to_the_applicant() -> None:
    """The same key has the same value whoever else applies; another purpose is another draw."""
    distribution = Distribution(((0, 999),), (Fraction(1),))
    whole = distribution.draw(Chance(1, 0), "age", KEYS[:100])
    part = distribution.draw(Chance(1, 0), "age", KEYS[40:60])
    assert whole[40:60].tolist() == part.tolist()
    assert whole.tolist() != distribution.draw(Chance(1, 0), "service", KEYS[:100]).tolist()
    assert whole.tolist() != distribution.draw(Chance(1, 1), "age", KEYS[:100]).tolist()


def test_nobody_applies() -> None:
    """No keys have no values."""
    none = Distribution(((0, 1),), (Fraction(1),)).draw(Chance(1, 0), "x", KEYS[:0])
    assert none.tolist() == []
