"""In which areas an effect is given, and so where a promise about it is kept or broken."""

from __future__ import annotations

from policy_sim.policy.effects import EFFECTS
from policy_sim.policy.promises import Promise
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.vintage import Vintage

__all__ = ["areas_concerned", "areas_giving"]


def areas_giving(vintage: Vintage, effect: str) -> tuple[str, ...]:
    """Return the areas in which rules about people give *effect*; if none does, its first one."""
    areas = EFFECTS[effect].areas
    giving = {
        rule.area
        for rule in vintage.rules
        if rule.subject == PERSON and any(one.name == effect for one in rule.effects)
    }
    return tuple(area for area in areas if area in giving) or areas[:1]


def areas_concerned(vintage: Vintage, promise: Promise) -> tuple[str, ...]:
    """Return where a promise is kept or broken.

    What is never given is not given in any area; what is always given may be given in one of
    several, which are looked at together, once.
    """
    giving = areas_giving(vintage, promise.effect.effect)
    return giving[:1] if promise.form == "always" else giving
