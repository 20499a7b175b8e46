"""Contracts: a share of those who are chosen enter under other terms than the rest.

They have passed the same selection; what differs is what they enter as, such as the kind of
employment and the rank. Everything later follows from these: which pay, promotion and retirement
the law has for them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.fields import Name
from policy_sim.documents.nodes import Node
from policy_sim.documents.shape import Shape
from policy_sim.rules.frame import Integers
from policy_sim.simulation.amounts import Proportion, proportion, proportion_findings
from policy_sim.simulation.entry.entrants import distributions
from policy_sim.simulation.naming import unknown_words_among
from policy_sim.simulation.state import State
from policy_sim.workforce.table import Workforce

__all__ = ["Contract"]


class Contract(Shape):
    """The *share* of those chosen who enter under other terms, and what they enter as.

    *entrants* gives it by attribute, as for all entrants; *families* are those to which it applies
    (none named: all). The share may be a parameter of the law.
    """

    noun = "the contracts of newcomers"

    share: Proportion
    entrants: dict[Name, Node]
    families: tuple[Name, ...] = ()

    def carry_out(self, state: State, people: Workforce) -> None:
        """Give their terms to those of the chosen *people* whom the share falls on.

        Luck goes by person: with a larger share the same people have a contract, and others too.
        """
        share = float(proportion(self.share, state.vintage))
        drawn = state.chance.uniform("contract", people.keys) < share
        rows = np.flatnonzero(drawn & self._concerns(people, state.organisation.families))
        keys = people.keys[rows]
        # What is wrong with these has been found when the system began.
        for name, likely in distributions(self.entrants, people.vocabulary, []).items():
            if name in people.record:
                people.record[name][rows] = likely.draw(state.chance, f"contract {name}", keys)

    def _concerns(self, people: Workforce, families: Sequence[str]) -> np.ndarray:
        if not self.families:
            return np.ones(people.size, np.bool_)
        codes: Integers = np.array([families.index(name) for name in self.families])
        return np.isin(people.record["family"], codes)

    def findings(self, state: State) -> list[Diagnostic]:
        """Return what names no attribute, word, family or parameter."""
        found = unknown_words_among(self.families, state.organisation.families)
        found += proportion_findings(self.share, state.laws_ahead)
        distributions(self.entrants, state.people.vocabulary, found)
        return found
