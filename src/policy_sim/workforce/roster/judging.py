"""The truth about people of whom only records are known: drawn given what the records say.

A score is a noisy reading of a trait: ``√r · trait + √(1 - r) · noise`` in standard deviations. So
the trait, given a score z, is ``√r · z + √(1 - r) · ε``: it has mean 0 and SD 1 over everybody, and
the correlation √r with the score. With several scores, or traits that go together, the same is
the conditional distribution of jointly normal variables; its small matrices are worked out here
in plain numbers, so that no linear-algebra library decides the last bit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from policy_sim.chance import Chance
from policy_sim.rules.frame import Flags, Integers
from policy_sim.workforce.profile import Profile, Score, Traits
from policy_sim.workforce.traits import cholesky

__all__ = ["drawn_truth", "standardised"]

_MOST_RELIABLE = 0.999_999

Floats = NDArray[np.float64]
Matrix = list[list[float]]


def drawn_truth(
    profile: Profile,
    record: Mapping[str, Integers],
    stated: Mapping[str, Flags],
    keys: NDArray[np.uint64],
    chance: Chance,
) -> dict[str, Floats]:
    """Return the traits ``float64[n]`` of people with *record*, given the scores *stated* in it.

    The profile says which score tells of which trait, how reliably, and how traits go together.
    A score is taken in standard deviations from the mean of those who have one. What the scores
    leave open is drawn by *keys*.
    """
    traits = profile.traits
    scores = [s for s in profile.scores if s.attribute in record]
    noise = [chance.normal(f"trait {name}", keys) for name in traits.names]
    signals = [standardised(record[s.attribute], stated[s.attribute]) for s in scores]
    pattern = np.zeros(len(keys), dtype=np.int64)
    for bit, score in enumerate(scores):
        pattern |= stated[score.attribute].astype(np.int64) << bit
    truth = {name: np.zeros(len(keys), dtype=np.float64) for name in traits.names}
    for code in np.unique(pattern).tolist():
        rows = np.flatnonzero(pattern == code)
        told = [bit for bit in range(len(scores)) if code >> bit & 1]
        weights, root = _posterior(traits, [scores[bit] for bit in told])
        for trait, name in enumerate(traits.names):
            values = np.zeros(len(rows), dtype=np.float64)
            for weight, bit in zip(weights[trait], told, strict=True):
                values = values + weight * signals[bit][rows]
            for weight, part in zip(root[trait], noise, strict=True):
                values = values + weight * part[rows]
            truth[name][rows] = values
    return truth


def standardised(column: Integers, stated: Flags) -> Floats:
    """Return *column* in standard deviations from the mean, of those who have a value *stated*.

    The sums are exact. Where everybody has the same, nobody is above or below.
    """
    own = column[stated].astype(np.int64)
    count, total = len(own), int(own.sum())
    squares = int((own * own).sum())
    spread = count * squares - total * total
    values = np.zeros(len(column), dtype=np.float64)
    if spread > 0:
        values[stated] = (own * count - total) / sqrt(spread)
    return values


def _posterior(traits: Traits, scores: Sequence[Score]) -> tuple[Matrix, Matrix]:
    """Return the weight of each score in each trait's mean, and the root of what is left open."""
    size = len(traits.names)
    with_score = [_loading(traits, score) for score in scores]
    between = [
        [
            1.0 if a == b else _signal(scores[a]) * with_score[b][_of(traits, scores[a])]
            for b in range(len(scores))
        ]
        for a in range(len(scores))
    ]
    inverse = _inverse(between)
    weights = [
        [
            sum(with_score[b][t] * inverse[b][a] for b in range(len(scores)))
            for a in range(len(scores))
        ]
        for t in range(size)
    ]
    left = [
        [
            traits.correlations[i][j]
            - sum(weights[i][a] * with_score[a][j] for a in range(len(scores)))
            for j in range(size)
        ]
        for i in range(size)
    ]
    return weights, _root(left)


def _of(traits: Traits, score: Score) -> int:
    return traits.names.index(score.trait)


def _signal(score: Score) -> float:
    """Return the correlation of a score with its own trait; two may not both be certain."""
    return sqrt(min(score.reliability, _MOST_RELIABLE))


def _loading(traits: Traits, score: Score) -> list[float]:
    """Return the correlation of a score with each trait."""
    return [_signal(score) * correlation for correlation in traits.correlations[_of(traits, score)]]


def _inverse(matrix: Matrix) -> Matrix:
    """Return the inverse of a positive definite matrix, by its triangular root."""
    size = len(matrix)
    root = cholesky(matrix) or []
    below = [[0.0] * size for _ in range(size)]
    for j in range(size):
        for i in range(j, size):
            rest = float(i == j) - sum(root[i][k] * below[k][j] for k in range(j, i))
            below[i][j] = rest / root[i][i]
    return [
        [sum(below[k][i] * below[k][j] for k in range(size)) for j in range(size)]
        for i in range(size)
    ]


def _root(matrix: Matrix) -> Matrix:
    """Return the triangular root of a matrix in which a trait may be known for certain."""
    size = len(matrix)
    root = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = matrix[i][j] - sum(root[i][k] * root[j][k] for k in range(j))
            if i == j:
                root[i][i] = sqrt(max(rest, 0.0))
            elif root[j][j] > 1e-9:
                root[i][j] = rest / root[j][j]
    return root
