"""How many entries of each event have to be looked at for everything that is asked of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy_sim.policy.ast import Compare, Condition, Const, History
from policy_sim.policy.rule import Rule
from policy_sim.rules.reading import nodes_in, read_by_rule

__all__ = ["MOST_ENTRIES", "entries_counted", "slots_for"]

MOST_ENTRIES = 24
"""More entries of one event are not looked at, unless one rule counts more of them."""

_ADDED_UP = 4
"""Entries that a total is made of: enough to reach it without one that is long by itself."""


def slots_for(rules: Iterable[Rule], conditions: Iterable[Condition] = ()) -> dict[str, int]:
    """Return how many entries of each event are needed for all that *rules* and *conditions* ask.

    One for each use, but as many as are counted, and some more where they are added up.
    """
    needed: dict[str, dict[str, int]] = {}
    parts = [part for rule in rules for part in read_by_rule(rule)]
    for node in (*parts, *nodes_in(list(conditions))):
        if isinstance(node, History):
            uses = needed.setdefault(node.source, {})
            least = _ADDED_UP if node.operator == "total" else 1
            uses[str(node)] = max(least, uses.get(str(node), 0))
        elif isinstance(node, Compare):
            for use, entries in _counted(node):
                uses = needed.setdefault(use.source, {})
                uses[str(use)] = max(entries, uses.get(str(use), 0))
    return {
        event: max(2, *uses.values(), min(MOST_ENTRIES, sum(uses.values())))
        for event, uses in needed.items()
    }


def entries_counted(rules: Iterable[Rule], event: str) -> int:
    """Return how many entries of *event* one comparison of *rules* asks for; 0 if none counts."""
    parts = [part for rule in rules for part in read_by_rule(rule)]
    counts = [pair for part in parts if isinstance(part, Compare) for pair in _counted(part)]
    return max((entries for use, entries in counts if use.source == event), default=0)


def _counted(node: Compare) -> Iterator[tuple[History, int]]:
    """Yield each count that a comparison reads, and how many entries it asks for."""
    bounds = [part.value for part in nodes_in([node]) if isinstance(part, Const)]
    for part in nodes_in([node]):
        if isinstance(part, History) and part.operator == "count":
            yield part, max([1, *bounds]) + 1
