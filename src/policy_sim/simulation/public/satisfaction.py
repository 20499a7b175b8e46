"""Satisfaction: what a survey of citizens shows of the service that a unit gives.

On a scale from *lowest* to *highest*, satisfaction follows service along a logistic curve, so that
near the top of the scale better service shows less and less:

    lowest + (highest - lowest) / (1 + exp(-x)),  x = level + slope * (service - anchor) / 10 - hard

*level* is the place on the curve of the satisfaction measured while the service index stood at
*anchor*; *hard* is what the people served are harder to please than others (log odds).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from policy_sim import elementary

__all__ = ["Curve", "log_odds", "share_of_odds"]

Floats = NDArray[np.float64]

POINTS_PER_SD = 10.0
"""Points of the service index for one SD of staff."""


@dataclass(frozen=True, slots=True)
class Curve:
    """How satisfaction follows service, on a scale from *lowest* to *highest* points.

    *measured* points were found when the index stood at *anchor*; *slope* is in log odds for
    ten points of the index, an SD of staff.
    """

    lowest: float
    highest: float
    measured: float
    anchor: float
    slope: float

    def at(self, service: Floats, hard: Floats | float = 0.0) -> Floats:
        """Return satisfaction in points where the index is *service* and people *hard* to please.

        Any shape; the two are broadcast against each other.
        """
        span = self.highest - self.lowest
        level = log_odds((self.measured - self.lowest) / span)
        odds = level + self.slope * (service - self.anchor) / POINTS_PER_SD - hard
        return np.asarray(self.lowest + span * share_of_odds(odds))


def log_odds(share: float) -> float:
    """Return the logarithm of *share* to the rest; raise :exc:`ValueError` for none or all."""
    if not 0.0 < share < 1.0:
        msg = f"a share between 0 and 1 has odds, {share} has none"
        raise ValueError(msg)
    return float(elementary.log(share) - elementary.log(1.0 - share))


def share_of_odds(odds: Floats) -> Floats:
    """Return the share, 0 to 1, whose log odds are *odds*."""
    return np.asarray(1.0 / (1.0 + elementary.exp(-odds)))
