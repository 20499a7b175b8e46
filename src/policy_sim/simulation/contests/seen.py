"""What people have seen of the contests of the past years: whether good work was rewarded.

Nobody reads a law to learn what work is worth; people see who rises. So the chance that better
work brings is measured where the contests were settled, whatever law, practice, noise of ratings
or number of places made them what they were.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields

import numpy as np

from policy_sim.rules.frame import Flags, Integers

__all__ = ["RANK", "THOUSANDTHS", "Seen", "Step"]

RANK = 0
"""The step to a higher rank, beside those to an office, which go by its code."""

THOUSANDTHS = 1000


@dataclass
class Step:
    """What was seen of the contests for one step: sums that fade from year to year.

    *gained* is by how many SD of work those who took a place stood above the field, summed;
    *spread* the squared distance of everybody from the mean of the own field; *entries* counts who
    competed, each time, *places* those taken, *unearned* the part of them that was felt unfair.
    """

    gained: float = 0.0
    spread: float = 0.0
    entries: float = 0.0
    places: float = 0.0
    unearned: float = 0.0


@dataclass
class Seen:
    """The contests of the past *years*, by the step competed for.

    People with ids below *next_id* have been at work long enough to be known.
    """

    steps: dict[int, Step] = field(default_factory=dict)
    years: float = 0.0
    next_id: int = 0

    def note(self, step: int, work: Integers, won: Flags, places: int, unearned: float) -> None:
        """Note a contest for so many *places* among people of whom some have *won* one.

        Their *work* is given in thousandths of an SD.
        """
        kept = self.steps.setdefault(step, Step())
        size, total = len(work), int(work.sum())
        gained = int(work[won].sum()) - int(np.count_nonzero(won)) * total / size
        spread = int((work * work).sum()) - total * total / size
        kept.gained += gained / THOUSANDTHS
        kept.spread += spread / THOUSANDTHS**2
        kept.entries += size
        kept.places += places
        kept.unearned += unearned

    def close_year(self) -> None:
        """Count the year that ends among those seen."""
        self.years += 1.0

    def fade(self, kept: float) -> None:
        """Let only the share *kept* of what was seen count from now on."""
        self.years *= kept
        for step in self.steps.values():
            for part in fields(step):
                setattr(step, part.name, kept * getattr(step, part.name))

    def worth(self, step: int, reach: int, posts: int, horizon: float) -> float:
        """Return by how much one SD better work has raised the chance to hold the place.

        It is the slope of the chance to win in one contest, times the contests a year of each of
        the *reach* people for whom the step lies within reach, times the years for which a place
        is held: as many as *posts* there are for one taken a year, up to *horizon*.
        """
        seen = self.steps.get(step)
        if seen is None or not reach or seen.spread <= 0.0 or seen.places <= 0.0:
            return 0.0
        yearly = seen.gained / seen.spread * seen.entries / self.years / reach
        held = min(horizon, posts * self.years / seen.places) if posts else horizon
        return float(min(max(yearly * held, -1.0), 1.0))

    def unearned(self, step: int) -> float:
        """Return the share of the places that went unfairly to somebody who works less well."""
        seen = self.steps.get(step)
        return seen.unearned / seen.places if seen and seen.places > 0.0 else 0.0
