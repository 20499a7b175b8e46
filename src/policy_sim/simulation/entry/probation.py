"""Probation: newcomers enter with one standing and get another after a time."""

from __future__ import annotations

from pydantic import Field

from policy_sim.documents.fields import Months, Name
from policy_sim.documents.nodes import Text
from policy_sim.documents.shape import Shape
from policy_sim.simulation.state import State

__all__ = ["Probation"]


class Probation(Shape):
    """Whoever has the word *during* in *attribute* gets the word *after* after *length*.

    The time is counted by the attribute *counted_by*.
    """

    noun = "a probation"

    attribute: Name
    during: Text
    after: Text
    length: Months = Field(ge=0)
    counted_by: Name = "service"

    def end(self, state: State) -> None:
        """End the probation of those who have served it."""
        scale = state.people.vocabulary.attributes[self.attribute].type.scale
        if scale is None:
            return
        column = state.people.record[self.attribute]
        serving = (column == scale.code(str(self.during))).nonzero()[0]
        ended = serving[state.people.record[self.counted_by][serving] >= self.length]
        column[ended] = scale.code(str(self.after))
        state.flows.count("confirmed", state.people.record, ended)
