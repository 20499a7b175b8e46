"""Which small changes of a law its cases do not notice, in words and as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policy_sim.cases.mutation import Mutation
from policy_sim.catalogue.language import ENGLISH, Language

__all__ = ["mutation_lines", "mutation_values"]


def mutation_lines(mutation: Mutation, language: Language = ENGLISH) -> Iterator[str]:
    """Yield how many changes were noticed, then each that no test notices."""
    yield language.say(
        "changes: {made} made, {noticed} noticed, {equal} proved to change nothing, {left} not "
        "noticed",
        made=mutation.made,
        noticed=mutation.noticed,
        equal=mutation.equal,
        left=len(mutation.unnoticed),
    )
    for one in mutation.unnoticed:
        told = language.say("no test notices {rule} {change}", rule=one.rule, change=one.told)
        yield f"{one.place}: {told}"


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
