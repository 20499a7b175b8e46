"""Two schedules of one person, of which one brings more in all, as the engines decide."""

from __future__ import annotations

from dataclasses import dataclass

from policy_sim.proof.replay import MisjudgedError
from policy_sim.proof.replayed import Kept, Replayed

__all__ = ["PlayedInAll"]


@dataclass(frozen=True, eq=False)
class PlayedInAll(Replayed):
    """What is given by *givers* in so many *months*, by both schedules, as it was proved."""

    months: tuple[int, ...]
    givers: tuple[int, ...]
    sums: tuple[int, int]

    @property
    def newest(self) -> int:
        """The month of the last entry of the strong schedule."""
        return self.strong[0][0] if self.strong else 0

    def confirm(self) -> None:
        """Let every engine decide each month: both schedules must bring what was proved.

        Raises :exc:`MisjudgedError` if an engine decides otherwise.
        """
        found = tuple(
            sum(self._given(kept, month) for month in self.months)
            for kept in (self.strong, self.weak)
        )
        if found != self.sums:
            msg = f"two schedules were proved to bring {self.sums}, and bring {found}: {self}"
            raise MisjudgedError(msg)

    def _given(self, kept: Kept, month: int) -> int:
        given = self.alike(kept, month).given.get(self.effect)
        parts = () if given is None else given.parts
        return sum(
            int(part.amounts[0]) for part in parts if part.rule in self.givers and part.mask[0]
        )
