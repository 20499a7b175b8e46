"""An order in which each thing comes after those that it depends on, or the cycle in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

__all__ = ["dependency_order"]


def dependency_order(needs: Mapping[str, Sequence[str]]) -> tuple[list[str], list[str]]:
    """Return every name of *needs* after the names that it needs, and one cycle.

    Without a cycle the second list is empty; with one it holds its names, each needing the
    next and the last the first, and the order is incomplete. Names are taken alphabetically.
    """
    done: dict[str, None] = {}
    path: list[str] = []
    waiting = [(name, False) for name in sorted(needs, reverse=True)]
    while waiting:
        name, leaving = waiting.pop()
        if leaving:
            path.pop()
            done[name] = None
        elif name in path:
            return list(done), path[path.index(name) :]
        elif name not in done:
            path.append(name)
            waiting.append((name, True))
            waiting += [(other, False) for other in sorted(needs.get(name, ()), reverse=True)]
    return list(done), []
