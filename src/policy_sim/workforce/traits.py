"""True traits: correlated normal scores, and the noisy records that are read off them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from policy_sim.chance import Chance
from policy_sim.elementary import round_half_away
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.frame import Integers
from policy_sim.workforce.profile import Score, Traits

__all__ = ["cholesky", "read_score", "true_traits"]


def cholesky(matrix: Sequence[Sequence[float]]) -> list[list[float]] | None:
    """Return the lower triangular root of a correlation matrix, None if there is none.

    Written out (a few traits) so that no linear-algebra library decides the last bit.
    """
    size = len(matrix)
    root = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = matrix[i][j] - sum(root[i][k] * root[j][k] for k in range(j))
            if i == j:
                if rest <= 1e-12:
                    return None
                root[i][i] = sqrt(rest)
            else:
                root[i][j] = rest / root[j][j]
    return root


def true_traits(
    traits: Traits, keys: NDArray[np.uint64], chance: Chance
) -> dict[str, NDArray[np.float64]]:
    """Return the traits of new people ``float64[n]`` each: mean 0, SD 1, correlated as stated.

    A trait with a scale is held within its range.
    """
    root = cholesky(traits.correlations) or []
    parts = [chance.normal(f"trait {name}", keys) for name in traits.names]
    made = {}
    for name, row in zip(traits.names, root, strict=True):
        values = np.zeros(len(keys), dtype=np.float64)
        for weight, part in zip(row, parts, strict=True):
            values = values + weight * part
        scale = traits.scales.get(name)
        made[name] = values if scale is None else scale.within(values)
    return made


def read_score(
    score: Score,
    vocabulary: Vocabulary,
    truth: Mapping[str, NDArray[np.float64]],
    keys: NDArray[np.uint64],
    chance: Chance,
) -> Integers:
    """Return the record's score ``int64[n]`` in its step, within the attribute's range."""
    kind = vocabulary.attributes[score.attribute].type
    noise = chance.normal(f"score {score.attribute}", keys)
    signal = sqrt(score.reliability) * truth[score.trait] + sqrt(1 - score.reliability) * noise
    values = (score.mean + score.sd * signal) / float(kind.step)
    return np.clip(round_half_away(values), kind.low, kind.high)
