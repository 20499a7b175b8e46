"""How large a typed expression is once its definitions are put in their places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields

from policy_sim.catalogue import phrase
from policy_sim.policy.ast import Condition, Term
from policy_sim.policy.operands import CONDITIONS
from policy_sim.policy.site import Site

__all__ = ["DEEPEST_TREE", "LARGEST_TREE", "readable"]

DEEPEST_TREE = 120
"""So many parts may be nested in a typed expression, definitions included."""

LARGEST_TREE = 20_000
"""So many parts a typed expression may have, definitions counted at each use."""

Typed = Term | Condition


def readable(root: Typed, site: Site) -> bool:
    """Return whether a typed expression keeps within the limits; ``expression-too-large`` if not.

    A definition used twice counts twice, as every reader of the tree will meet it twice.
    """
    depth, size = _extent(root)
    if depth <= DEEPEST_TREE and size <= LARGEST_TREE:
        return True
    site.refuse(
        "expression-too-large", seen=phrase("{size} parts, {depth} deep", size=size, depth=depth)
    )
    return False


def _extent(root: Typed) -> tuple[int, int]:
    """Return depth and number of parts; each shared part is measured only once."""
    measured: dict[int, tuple[int, int]] = {}
    waiting: list[tuple[Typed, bool]] = [(root, False)]
    while waiting:
        node, ready = waiting.pop()
        if id(node) in measured:
            continue
        below = list(_below(node))
        if not ready:
            waiting.append((node, True))
            waiting.extend((part, False) for part in below)
            continue
        extents = [measured[id(part)] for part in below]
        depth = 1 + max((depth for depth, _ in extents), default=0)
        measured[id(node)] = depth, 1 + sum(size for _, size in extents)
    return measured[id(root)]


def _below(node: Typed) -> Iterator[Typed]:
    yield from _typed(getattr(node, each.name) for each in fields(node))


def _typed(values: Iterable[object]) -> Iterator[Typed]:
    for value in values:
        if isinstance(value, (Term, *CONDITIONS)):
            yield value
        elif isinstance(value, tuple):
            yield from _typed(value)
