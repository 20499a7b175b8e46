"""Which small changes of a law its cases do not notice, in words and as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policy_sim.cases.mutation import Mutation

__all__ = ["mutation_lines", "mutation_values"]


def mutation_lines(mutation: Mutation) -> Iterator[str]:
    """Yield how many changes were noticed, then each that no test notices."""
    yield (
        f"changes: {mutation.made} made, {mutation.noticed} noticed, {mutation.equal} proved to "
        f"change nothing, {len(mutation.unnoticed)} not noticed"
    )
    for one in mutation.unnoticed:
        yield f"{one.place}: no test notices {one.rule} {one.told}"


def mutation_values(mutation: Mutation) -> dict[str, Any]:
    """Return the same as plain values, for JSON."""
    return {
        "made": mutation.made,
        "noticed": mutation.noticed,
        "equal": mutation.equal,
        "not_noticed": [
            {"rule": one.rule, "place": str(one.place), "change": one.told}
            for one in mutation.unnoticed
        ],
    }
