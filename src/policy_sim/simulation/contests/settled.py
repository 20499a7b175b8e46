"""Settled contests: who competed for places in a month, who took them, and who had the right to.

They are noted only where a system asks for them; nothing of a contest changes by that.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from policy_sim.policy.rule import Rule
from policy_sim.rules.frame import Integers
from policy_sim.rules.staying import Staying

__all__ = ["Settled"]


@dataclass(frozen=True)
class Settled:
    """A contest under *rule*, in rows of people, which are to move when somebody leaves.

    *field* competed, *took* have the places now, and *lawful* would have them by the law's order.
    *office* is the code of the office competed for, or None if it was for none.
    """

    rule: Rule
    field: Integers
    took: Integers
    lawful: Integers
    office: int | None = None

    def among(self, staying: Staying) -> Settled:
        """Return the contest among those who stay, in the rows that they have from now on."""
        field, took, lawful = map(staying.rows, (self.field, self.took, self.lawful))
        return replace(self, field=field, took=took, lawful=lawful)
