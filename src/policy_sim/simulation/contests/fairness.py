"""Fairness of a settled contest: by which order each place went, and how much of a grievance it is.

A place goes by the law's order, or by another one; the law may rank by merit, or by nothing that
tells who is better. Who was passed over, and by how much, is for the systems to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from policy_sim.policy.ast import Column, History
from policy_sim.policy.rule import Rule
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.reading import nodes_in
from policy_sim.simulation.behaviour import plain_habit
from policy_sim.simulation.contests.settled import Settled
from policy_sim.simulation.measures.sums import MILLIONTHS
from policy_sim.simulation.state import State

__all__ = ["FAIRNESS_ASSUMPTIONS", "Lot", "by_merit", "lots"]

FAIRNESS_ASSUMPTIONS = ("habit_injustice", "unrelated_law_injustice")
"""The assumptions that :func:`lots` reads from the register."""


@dataclass(frozen=True)
class Lot:
    """Those who *took* places in one way, and how much it *weigh*s, in millionths, if they are
    less able than somebody who did not.
    """

    took: Integers
    weight: int
    out_of_order: bool


def lots(state: State, contest: Settled) -> Iterator[Lot]:
    """Part those who took places by whether that was the law's order, and how fair that was.

    Who took one by the law's order of merit is in none.
    """
    ordered = np.isin(contest.took, contest.lawful)
    if not ordered.all():
        weight = state.assumption("habit_injustice") if plain_habit(state) else 1.0
        yield _lot(contest, ~ordered, weight, True)
    if ordered.any() and not by_merit(contest.rule, state.people.vocabulary):
        yield _lot(contest, ordered, state.assumption("unrelated_law_injustice"), False)


def by_merit(rule: Rule, vocabulary: Vocabulary) -> bool:
    """Return whether *rule* ranks people by something that the vocabulary marks as a merit."""
    if rule.select is None:
        return False
    nodes = nodes_in([rule.select.rank_by])
    return any(_is_merit(node, vocabulary) for node in nodes)


def _is_merit(node: object, vocabulary: Vocabulary) -> bool:
    if isinstance(node, Column) and node.name in vocabulary.attributes:
        return bool(vocabulary.attributes[node.name].merit)
    if isinstance(node, History) and node.source in vocabulary.series:
        return bool(vocabulary.series[node.source].merit)
    return False


def _lot(contest: Settled, which: Flags, weight: float, out_of_order: bool) -> Lot:
    return Lot(contest.took[which], round(weight * MILLIONTHS), out_of_order)
