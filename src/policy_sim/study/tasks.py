"""Tasks: the pieces in which a study is made, each whole or not at all.

A replication is one task, with all its arms: its start is made once and shared by them. A draw is
one too: a replication whose assumptions were drawn from their ranges. Either may be made at a
point, with some things set otherwise than stated, and in some of the arms alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policy_sim.study.points import STATED, Point, short_digest

__all__ = ["Kind", "Task", "tasks_of"]


class Kind(StrEnum):
    """What a task is: a replication at central assumptions, or one at drawn ones."""

    REPLICATION = "replication"
    DRAW = "draw"


@dataclass(frozen=True, slots=True)
class Task:
    """One task, by its *number* among those of its *kind*, from 0.

    With *arms* it is one of a sweep: these arms, at a *point*, of which no ledger is kept.
    """

    kind: Kind
    number: int
    point: Point = STATED
    arms: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What messages and files call it: ``replication-00003``, of a sweep with its point."""
        own = f"{self.kind}-{self.number:05d}"
        return f"{own}-{self.point.key}-{short_digest(self.arms)[:8]}" if self.arms else own


def tasks_of(replications: int, draws: int) -> tuple[Task, ...]:
    """Return every task of a study, in the order in which results are taken.

    The central replications come first, so that the plausible range never delays them.
    """
    return (
        *(Task(Kind.REPLICATION, number) for number in range(replications)),
        *(Task(Kind.DRAW, number) for number in range(draws)),
    )
