"""What a law says of everybody's chances for a post: told from its rules, without any people."""

from __future__ import annotations

from functools import lru_cache

from policy_sim.rules.normal_form import (
    FALSE,
    Form,
    every,
    feature_names,
    some,
)
from policy_sim.rules.programs import Program

__all__ = ["bars", "bars_for_all", "outright"]

_OF_NO_PERSON = ("today.", "post.")
"""How the names begin of what is the same for everybody."""


@lru_cache(maxsize=1024)
def bars_for_all(program: Program, effect: str) -> tuple[Form, ...]:
    """The conditions, of the date and the post alone, on which *effect* is taken from all."""
    forms = [
        every((program.logic.scopes[rule], program.logic.conditions[rule]))
        for rule in program.bars.get(effect, ())
        if not program.logic.overriders[rule]
    ]
    return tuple(
        form
        for form in forms
        if form != FALSE and all(name.startswith(_OF_NO_PERSON) for name in feature_names(form))
    )


@lru_cache(maxsize=1024)
def outright(program: Program) -> bool:
    """Whether no rule of *program* overrides another, and none gives more than one bare effect."""
    bare = [effect.value is None for given in program.gives.values() for _, effect in given]
    return len(program.gives) == 1 and all(bare) and not any(program.logic.overriders)


@lru_cache(maxsize=1024)
def bars(program: Program) -> Form | None:
    """When a rule of *program* takes from people what its rules give; None if none ever does."""
    forms = (
        every((program.logic.scopes[rule], program.logic.conditions[rule]))
        for bars in program.bars.values()
        for rule in bars
    )
    taken = some(tuple(forms))
    return None if taken == FALSE else taken
