"""Steps up that cost a person pay, or something else that is good.

A mere threshold is no finding: what is asked is whether the same person, one step higher in
something that people can raise, is paid less in all, or loses another good effect.
"""

from __future__ import annotations

from collections.abc import Iterator

from policy_sim.catalogue import phrase
from policy_sim.policy.ast import Column, Compare, Const, Member
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.effects import Given, kind_of_given
from policy_sim.policy.given_value import stated_on
from policy_sim.policy.measures import quantity
from policy_sim.policy.rule import Rule
from policy_sim.policy.values import Kind, Unit
from policy_sim.policy.vocabulary import Attribute, Vocabulary
from policy_sim.policy.writing import written
from policy_sim.proof.decided import Share
from policy_sim.proof.finding import Finding, article
from policy_sim.proof.logic import Number, Truth, both, choice, total
from policy_sim.proof.matter import Matter
from policy_sim.proof.rising import Way, condition_way, term_way
from policy_sim.proof.treatment import beside_more, made_by, worse_off
from policy_sim.proof.where_apart import Spot, held_apart
from policy_sim.rules.reading import nodes_in

__all__ = ["cliffs"]

_PAID = quantity(Unit.MONEY)

_STEPPED = (Kind.ORDERED, Kind.WHOLE, Kind.DECIMAL)

_OF_POST = frozenset({"grade", "office"})
"""What somebody who is given a post may rise in."""


def cliffs(matter: Matter) -> Iterator[Finding]:
    """Yield ``cliff`` for each attribute of which one step up costs pay in all, or another effect.

    Attributes are those that a person can be raised in (:func:`_raised`). The rule named is one
    that pays less to the one who stands higher, or makes another difference between the two.
    """
    for effect in matter.decided.shares:
        kind = kind_of_given(effect)
        if not kind.good or beside_more(matter, effect):
            continue
        for name in sorted(_raised(matter) - _moved_along(effect, matter.vocabulary)):
            if matter.hangs_on(effect, name) and _by_order(matter, effect, name):
                look = _less_pay if kind.value is Given.MONEY else _lost
                yield from look(matter, effect, name)


def _raised(matter: Matter) -> set[str]:
    """Return the attributes that a person can be raised in.

    That is ordered words and numbers of people that are not protected, not assessed (a better
    record that costs something is ``not-monotone``), and do not grow by themselves with time.
    """
    declared = matter.vocabulary.attributes
    return {
        name
        for name in matter.decided.person.attributes
        if name in declared and _can_be_raised(declared[name])
    }


def _by_order(matter: Matter, effect: str, name: str) -> bool:
    """Whether *effect* hangs on the order of *name*, and not only on which words are listed.

    A list says whom a rule is about, as its scope does.
    """
    listing = {Comparison.EQ, Comparison.NE}
    parts = matter.reads(matter.deciding(effect))
    columns = [one for one in parts if isinstance(one, Column) and one.name == name]
    if all(one.type.scale is None for one in columns) or kind_of_given(effect).value is Given.MONEY:
        return True
    listed = [
        part
        for part in parts
        if (
            isinstance(part, Compare) and part.operator in listing and isinstance(part.right, Const)
        )
        or isinstance(part, Member)
    ]
    asked = [one for part in listed for one in nodes_in([part]) if one in columns]
    return len(asked) < len(columns)


def _can_be_raised(attribute: Attribute) -> bool:
    grows = attribute.moves is not None and attribute.moves.each_month != 0
    return (
        attribute.type.kind in _STEPPED
        and attribute.subject == "person"
        and not (attribute.merit or attribute.protected or grows)
        and attribute.type.unit is not Unit.MONTHS
    )


def _moved_along(effect: str, vocabulary: Vocabulary) -> set[str]:
    """Return the attributes along which *effect* moves people: who stands higher needs it no more,
    or another.
    """
    kind = kind_of_given(effect)
    stated = (kind.value, *kind.fields.values())
    ladders = (stated_on(given, vocabulary) for given in stated)
    moved = {ladder.name for ladder in ladders if ladder is not None}
    return moved | _OF_POST if Given.POST in stated else moved


def _one_up(matter: Matter, name: str) -> list[Truth]:
    """Return that the twin is one step higher in *name*, and alike in everything else."""
    one, twin = matter.decided.person, matter.twin.person
    attribute = one.attributes[name]
    ranked = one.meaning.ranked
    higher = ranked(twin.attribute(name, attribute.type).number, attribute.type)
    return [*matter.alike(name), higher == ranked(attribute.number, attribute.type) + 1]


def _lost(matter: Matter, effect: str, name: str) -> Iterator[Finding]:
    """Yield the cliff of one attribute, at the first rule that makes it.

    Who is no longer in the scope of the rule that gave the effect is under another article.
    """
    shares = matter.decided.shares[effect]
    asked = matter.solver.some(both(one.given, matter.twin.scopes[one.rule]) for one in shares)
    step = [*_one_up(matter, name), worse_off(matter, effect), asked]
    if _moved_along(effect, matter.vocabulary):
        step.append(_closed_above(matter, effect, name))
    if not matter.possible(*step):
        return
    for position in matter.deciding(effect):
        made = made_by(matter, position, effect)
        if matter.possible(*step, made):
            example = matter.example(*step, made, twins=True)
            rule = matter.rules[position]
            spot = held_apart(matter, position, effect, name)
            kept = effect in example.people[1].given
            less = phrase("leaves less of {effect}", effect=effect)
            told = less if kept else phrase("takes {effect} away", effect=effect)
            yield _cliff(rule, name, told, example.told(matter.reads([position])), spot)
            return


def _closed_above(matter: Matter, effect: str, name: str) -> Truth:
    """Return that one step above the person nobody at all is given *effect*.

    On a ladder more is asked of who stands higher: that is a threshold, as long as it can be met.
    Of numbers it is not asked.
    """
    person = matter.decided.person
    kind = person.attributes[name].type
    if kind.scale is None:
        return matter.solver.truth(True)
    rank = person.meaning.ranked(person.attributes[name].number, kind)
    given = matter.decided.given(effect)
    closed = [one for one in set(kind.scale.ranks) if not matter.possible(given, rank == one)]
    return matter.solver.some(rank + 1 == one for one in closed)


def _less_pay(matter: Matter, effect: str, name: str) -> Iterator[Finding]:
    """Yield the cliff of one attribute at an element that pays less, if the sum is less too.

    Whether any element can be less is asked first, unless its form shows that it cannot: of a sum
    that cannot sink, that is proved at once, while the sum itself may take seconds.
    """
    one, twin = matter.decided, matter.twin
    step = _one_up(matter, name)
    bars = matter.program.bars[effect]
    # The other elements are the same for both.
    gains = [
        (mine, _paid(theirs) - _paid(mine))
        for mine, theirs in zip(one.shares[effect], twin.shares[effect], strict=True)
        if any(name in matter.read[rule] for rule in matter.behind([mine.rule, *bars]))
    ]
    sinking = [
        (share.rule, gain < 0)
        for share, gain in gains
        if not _never_less(matter, share, effect, name) and matter.possible(*step, gain < 0)
    ]
    in_all = total([matter.solver.number(0), *(gain for _, gain in gains)]) < 0
    for position, lost in sinking:
        if matter.possible(*step, lost, in_all):
            example = matter.example(*step, lost, in_all, twins=True)
            spot = held_apart(matter, position, effect, name)
            paid = [found.given.get(effect, 0) for found in example.people]
            symbol = matter.vocabulary.currency.symbol
            before, after = (written(amount, _PAID, symbol) for amount in paid)
            told = phrase(
                "lowers {effect} in all from {before} to {after}",
                effect=effect,
                before=before,
                after=after,
            )
            rule = matter.rules[position]
            yield _cliff(rule, name, told, example.told(matter.reads([position])), spot)
            return


def _never_less(matter: Matter, share: Share, effect: str, name: str) -> bool:
    """Whether the form of a *share* shows that one step up in *name* lowers it for nobody."""
    rule, value = matter.rules[share.rule], share.effect.value
    others = matter.behind([share.rule, *matter.program.bars[effect]])[1:]
    if value is None or any(name in matter.read[other] for other in others):
        return False
    asked = [rule.scope, *(clause.condition for clause in rule.clauses)]
    given = {condition_way(condition, name) for condition in asked}
    never_lost = given <= {Way.NOWHERE} or (given <= {Way.NOWHERE, Way.UP} and value.type.low >= 0)
    return never_lost and term_way(value, name) in (Way.NOWHERE, Way.UP)


def _cliff(rule: Rule, name: str, what: str, example: str, spot: Spot) -> Finding:
    place, related = spot
    values = {"rule": article(rule), "attribute": name, "what": what, "example": example}
    return Finding("cliff", place, (rule.id, name), values, related)


def _paid(share: Share) -> Number:
    return choice(share.given, share.value, 0)
