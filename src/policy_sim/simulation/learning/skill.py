"""Acquired skill: what a course adds to what people can do, and how it fades.

Both are in standard deviations (SD) of the founding stock. Somebody with the skill A who attends
h hours of a course that can teach at most M has afterwards

    A + (M - A) * (1 - 2 ** (-h / half_dose))

so that two courses of ten hours teach what one of twenty does, each further hour teaches less,
and no number of hours more than M. A fades by halves: after m months 2 ** (-m / half_life) of it
is left. A course of the same dose every year therefore comes to rest (:func:`at_rest`).
"""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from policy_sim.elementary import exp

__all__ = ["at_rest", "kept", "share_learned", "taught"]

Skill = NDArray[np.float64]


def share_learned(hours: float, half_dose: float) -> float:
    """Return the share, 0 to 1, of what a course can teach that *hours* of it do teach."""
    return 1.0 - float(exp(-math.log(2.0) * hours / half_dose))


@lru_cache(maxsize=64)
def kept(months: float, half_life: float) -> float:
    """Return the share, 0 to 1, of an acquired skill that is left after *months*."""
    return float(exp(-math.log(2.0) * months / half_life))


def taught(acquired: Skill, most: float, share: float) -> Skill:
    """Return the skill after a course that can teach *most*, of which a *share* is learned.

    Who knows more than a course can teach learns nothing from it.
    """
    return np.asarray(acquired + np.maximum(most - acquired, 0.0) * share)


def at_rest(most: float, share: float, retention: float) -> float:
    """Return the skill just after a course, for one who has attended it for ever.

    *retention* is the share kept from one course to the next.
    """
    return most * share / (1.0 - retention * (1.0 - share))
