"""Cohorts: who began a course together and will end it together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Cohort"]


@dataclass(frozen=True)
class Cohort:
    """The *people* (ids) who attend *course* until the month *due*, for *hours* in all.

    Ids of people who have left meanwhile stay in it and mean nobody.
    """

    course: str
    due: int
    people: NDArray[np.int64]
    hours: int
