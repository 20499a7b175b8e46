"""Signals: what one system tells the others, so that none has to know of another.

A system that is off tells nothing, and everything here is then as if it did not exist.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from policy_sim.rules.staying import Staying
from policy_sim.simulation.contests.settled import Settled
from policy_sim.simulation.practices.overseer import NOBODY, Overseer
from policy_sim.simulation.reforms.changed import Reform

__all__ = ["Signals"]


@dataclass
class Signals:
    """What systems have told each other so far; nothing of it is read by law."""

    settled: list[Settled] | None = None
    """The contests settled this month, noted only where a system reads them."""
    reform: Reform | None = None
    """The reform that is resisted at present, if resistance is simulated and one is in force."""
    verified: float = 0.0
    """The share of absences that are seen in any case, where presence is verified."""
    leanings: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """By what is drawn (``exit:resigned``), the figures it leans on and their hazard ratios."""
    grievance_by_person: bool = False
    """Whether injustice burdens those whom it concerns, and not everybody alike."""
    away_courses: tuple[int, ...] = ()
    """The courses, by their codes, for which people are away from work."""
    overseer: Overseer = NOBODY
    """Who clears the appointments of this month."""
    output_spread: float | None = None
    """One SD of work as a share of the work of an average person, if output is reported."""

    def lean(self, purpose: str, figure: str, ratio: str) -> None:
        """Let the hazard drawn for *purpose* be multiplied by the assumption *ratio* for each unit
        of *figure*; a ratio of 1 leaves it as it is.
        """
        self.leanings.setdefault(purpose, []).append((figure, ratio))

    def watch_contests(self) -> None:
        """Have the contests noted that are settled from now on; those noted before are over."""
        self.settled = []

    def left(self, staying: Staying) -> None:
        """Keep of the contests of this month only the people *staying*."""
        if self.settled:
            self.settled = [contest.among(staying) for contest in self.settled]

    def note(self, contest: Settled) -> None:
        """Note how *contest* was settled, if a system reads it and somebody took a place."""
        if self.settled is not None and len(contest.took):
            self.settled.append(contest)
