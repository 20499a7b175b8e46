"""Two schedules of which one gives an effect, or more of it, and the other does not."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property

from policy_sim.catalogue import phrase
from policy_sim.errors import RunError
from policy_sim.policy.effects import Combine, kind_of_given
from policy_sim.policy.writing import written
from policy_sim.proof.replay import MisjudgedError
from policy_sim.proof.replayed import Kept, Replayed
from policy_sim.proof.schedules import DECIDED, known_from
from policy_sim.rules.decision import Decision

__all__ = ["Played"]


@dataclass(frozen=True, eq=False)
class Played(Replayed):
    """The *strong* schedule, which gives more of the effect, is decided about in *month*."""

    month: int

    def confirm(self) -> None:
        """Let every engine decide: the strong schedule must give more of the effect.

        Raises :exc:`MisjudgedError` if an engine decides otherwise.
        """
        months = {self.month, *(() if self._good else map(self._known, self.weak))}
        split = [self._level(self.alike(self.weak, month)) for month in sorted(months)]
        if max(split) >= self._level(self.alike(self.strong, self.month)):
            msg = f"two schedules were proved to differ in {self.effect}, and do not: {self}"
            raise MisjudgedError(msg)

    @cached_property
    def together(self) -> int:
        """How much of the effect the strong schedule gives."""
        return self._level_in(self.strong, self.month)

    @cached_property
    def split(self) -> dict[int, int]:
        """How much of it the weak one gives, by month; of what is good in the one month only."""
        months = [self.month] if self._good else range(DECIDED)
        return {month: self._level_in(self.weak, month) for month in months}

    @property
    def as_much_in(self) -> int | None:
        """A month in which the weak schedule gives as much; None, if there is none."""
        as_much = (month for month, level in self.split.items() if level >= self.together)
        return next(as_much, None)

    @property
    def _good(self) -> bool:
        return kind_of_given(self.effect).good

    def told(self, level: int) -> str:
        """Return a level in words."""
        effect = self.effect
        if level == 0:
            return phrase("no {effect}", effect=effect)
        event = self.matter.vocabulary.events.get(effect)
        graded = kind_of_given(effect).combine is Combine.HIGHEST
        if event is None or event.type is None or not graded:
            return effect
        return f"{effect} {written(level - 1, event.type)}"

    def _known(self, entry: tuple[int, int]) -> int:
        return known_from(self.source, entry[0])

    def _level_in(self, kept: Kept, month: int) -> int:
        # Where rules contradict each other nothing is decided: that is a finding of its own.
        with suppress(RunError):
            return self._level(self.decision(kept, month))
        return 0

    def _level(self, decision: Decision) -> int:
        given = decision.given.get(self.effect)
        if given is None or not given.mask[0]:
            return 0
        graded = kind_of_given(self.effect).combine is Combine.HIGHEST
        return int(given.value[0]) + 1 if graded else 1
