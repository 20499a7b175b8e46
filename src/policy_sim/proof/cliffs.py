"""Steps up that lower a person's pay.

A mere threshold is no finding: what is asked is whether the same person, one step higher in
something that good effects raise, is paid less in all.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy_sim.policy.effects import Given, kind_of_given
from policy_sim.policy.measures import quantity
from policy_sim.policy.values import Kind, Unit
from policy_sim.policy.writing import written
from policy_sim.proof.decided import Share
from policy_sim.proof.finding import Finding, article
from policy_sim.proof.logic import Number, choice, total
from policy_sim.proof.matter import Matter

__all__ = ["cliffs"]

_PAID = quantity(Unit.MONEY)


def cliffs(matter: Matter) -> Iterator[Finding]:
    """Yield each attribute of which one step up lowers what is paid in all: ``cliff``.

    Attributes are those of ordered words that are not protected, and of no merit (a better record
    that lowers pay is ``not-monotone``): grade, office, education. The rule named is one that pays
    less to the one who stands higher.
    """
    for effect in matter.decided.shares:
        if kind_of_given(effect).value is not Given.MONEY:
            continue
        for name in _raised(matter):
            if not matter.hangs_on(effect, name):
                continue
            yield from _cliff(matter, effect, name)


def _raised(matter: Matter) -> list[str]:
    """Return the attributes that a person can be raised in."""
    declared = matter.vocabulary.attributes
    return sorted(
        name
        for name in matter.decided.person.attributes
        if name in declared
        and declared[name].type.kind is Kind.ORDERED
        and not declared[name].merit
        and not declared[name].protected
    )


def _cliff(matter: Matter, effect: str, name: str) -> Iterator[Finding]:
    """Yield the cliff of one attribute at an element that pays less, if the sum is less too.

    Whether any element can be less is asked first: of a sum that cannot sink, that is proved at
    once, while the sum itself may take seconds.
    """
    one, twin = matter.decided, matter.twin
    attribute = one.person.attributes[name]
    higher = twin.person.attribute(name, attribute.type).number
    step = [*matter.alike(name), higher == attribute.number + 1]
    bars = matter.program.bars[effect]
    # The other elements are the same for both.
    gains = [
        (mine.rule, _paid(theirs) - _paid(mine))
        for mine, theirs in zip(one.shares[effect], twin.shares[effect], strict=True)
        if any(name in matter.read[rule] for rule in matter.behind([mine.rule, *bars]))
    ]
    sinking = [(rule, gain < 0) for rule, gain in gains if matter.possible(*step, gain < 0)]
    in_all = total([matter.solver.number(0), *(gain for _, gain in gains)]) < 0
    for position, lost in sinking:
        if matter.possible(*step, lost, in_all):
            example = matter.example(*step, lost, in_all, twins=True)
            rule = matter.rules[position]
            paid = [found.given.get(effect, 0) for found in example.people]
            symbol = matter.vocabulary.currency.symbol
            before, after = (written(amount, _PAID, symbol) for amount in paid)
            values = {
                "rule": article(rule),
                "attribute": name,
                "effect": effect,
                "example": example.told(matter.reads([position])),
                "before": before,
                "after": after,
            }
            yield Finding("cliff", rule.place, (rule.id, name), values)
            return


def _paid(share: Share) -> Number:
    return choice(share.given, share.value, 0)
