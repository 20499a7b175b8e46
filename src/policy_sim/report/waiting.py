"""How long people wait for something that not all of them live to see, after Kaplan and Meier.

Source: Kaplan and Meier 1958, Journal of the American Statistical Association 53: 457-481.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from scipy.stats import CensoredData, ecdf

__all__ = ["Waiting", "waiting"]


@dataclass(frozen=True)
class Waiting:
    """The share of *people* who have not risen yet, at each of the *months* at which some rise."""

    people: int
    months: tuple[int, ...]
    waiting: tuple[float, ...]

    @property
    def risen(self) -> float:
        """The share that has risen in the end, had nobody been lost sight of."""
        return 1.0 - self.waiting[-1] if self.waiting else 0.0

    def risen_by(self, month: int) -> float:
        """Return the share that has risen by *month*."""
        paired = zip(self.months, self.waiting, strict=True)
        return 1.0 - min((left for at, left in paired if at <= month), default=1.0)

    def after(self, share: float) -> int | None:
        """Return the month by which *share* has risen; None if that is beyond what was seen."""
        paired = zip(self.months, self.waiting, strict=True)
        return next((month for month, left in paired if left <= 1 - share + 1e-12), None)


def waiting(row: Mapping[str, Any]) -> Waiting:
    """Return how long the people of a row of ``careers.json`` wait.

    Its *rose* and *lost* are pairs of a month and a number of people.
    """
    rose = [month for month, number in row["rose"] for _ in range(number)]
    lost = [month for month, number in row["lost"] for _ in range(number)]
    people = len(rose) + len(lost)
    if not rose:
        return Waiting(people, (), ())
    # A month is 0 for the first; both kinds of times must be above zero for the estimate.
    times = CensoredData(uncensored=[m + 1 for m in rose], right=[m + 1 for m in lost])
    left = ecdf(times).sf
    months = tuple(int(month) - 1 for month in left.quantiles.tolist())
    return Waiting(people, months, tuple(left.probabilities.tolist()))
