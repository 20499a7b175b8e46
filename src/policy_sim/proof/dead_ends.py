"""A step of the ladder on which everybody stays for good, though others rise below and above it.

That is what is asked where nobody has promised anything about rising. The highest step from which
anybody rises is the ceiling that the law itself sets; below it every step leads on for somebody.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from policy_sim.catalogue import either, phrase
from policy_sim.diagnostics import Severity
from policy_sim.policy.ast import Column
from policy_sim.policy.given_value import STEPS, ladder_of
from policy_sim.policy.vocabulary import Attribute
from policy_sim.proof.areas import areas_giving
from policy_sim.proof.finding import Finding, article
from policy_sim.proof.matter import Matter

__all__ = ["dead_ends"]


def dead_ends(matter: Matter) -> Iterator[Finding]:
    """Yield ``trap`` for steps from which nobody rises, between two from which somebody does.

    It stands at the rule by which people rise to them. Nothing is asked if the regulation promises
    of its own who rises, nor if one of the rules gives nobody anything: that is told of the rule.
    """
    for effect, by in STEPS.items():
        ladder = ladder_of(effect, matter.vocabulary)
        promised = any(
            one.effect.effect == effect and one.form != "never" for one in matter.promises
        )
        if by > 0 and ladder is not None and _first(matter, effect) and not promised:
            yield from _stuck(matter, effect, ladder)


def _stuck(matter: Matter, effect: str, ladder: Attribute) -> Iterator[Finding]:
    scale, decided, beside = ladder.type.scale, matter.decided, matter.beside(effect)
    shares = [share for one in (decided, *beside) for share in one.shares[effect]]
    if scale is None or not all(matter.possible(share.given) for share in shares):
        return
    step = decided.person.attribute(ladder.name, ladder.type).number
    given = matter.solver.some(share.given for share in shares)
    left = [one for one in range(len(scale.values)) if matter.possible(step == one, given)]
    for lower, upper in pairwise(left):
        between = [one for one in range(lower + 1, upper) if matter.possible(step == one)]
        if not between:
            continue
        givers = [share.rule for share in decided.shares[effect]]
        leading = (one for one in givers if matter.possible(step == lower, decided.stands[one]))
        rule = matter.rules[next(leading, givers[0])]
        example = matter.example(step == between[0], beside=beside)
        what = phrase(
            "nobody in {step}, to which {rule} leads, ever comes to {effect}, though people "
            "below and above do, and nothing is promised of it",
            step=either(scale.values[one] for one in between),
            rule=article(rule),
            effect=effect,
        )
        told = example.told([Column(ladder.type, ladder.name), *matter.reads(givers)])
        subject = (rule.id, scale.values[between[0]], "nobody")
        values = {"what": what, "example": told}
        yield Finding("trap", rule.place, subject, values, severity=Severity.WARNING)


def _first(matter: Matter, effect: str) -> bool:
    """Whether the area is the one in which *effect* is asked about, of all that give it."""
    first = areas_giving(matter.vintage, effect)[0]
    return effect in matter.decided.shares and matter.area == first
