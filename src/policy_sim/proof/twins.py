"""Two people alike in everything but one attribute: who is better off, and whether they differ.

A better record must not cost anybody a good effect, and a protected attribute must change nothing
that no distinction declares.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_sim.catalogue import both as all_of
from policy_sim.catalogue import phrase
from policy_sim.policy.effects import Combine, kind_of_given
from policy_sim.policy.promises import Distinction
from policy_sim.policy.values import ValueType
from policy_sim.proof.finding import Finding, article
from policy_sim.proof.logic import Number, Truth, both, either, negated
from policy_sim.proof.matter import Matter
from policy_sim.proof.treatment import (
    Difference,
    agreed,
    compared_by,
    losses,
    ranked_otherwise,
)
from policy_sim.proof.where_apart import apart, first_reading

__all__ = ["distinctions_made", "merit_punished"]


def merit_punished(matter: Matter) -> Iterator[Finding]:
    """Yield each effect that a better record takes away, or worsens: ``not-monotone``.

    One finding an effect and attribute, at the first rule that gives the effect. Where no two
    people can differ in the attribute alone, that is said instead.
    """
    for name, better in _merits(matter):
        alike = [*matter.alike(name), better]
        if not matter.possible(*alike):
            yield from _cannot_vary(matter, name)
            continue
        for loss in losses(matter, name):
            if matter.possible(*alike, loss.when):
                yield from _findings("not-monotone", matter, name, loss, [*alike, loss.when])


def distinctions_made(matter: Matter) -> Iterator[Finding]:
    """Yield each protected attribute that changes an effect or a score.

    ``declared-distinction`` where a distinction of the regulation allows it, and
    ``discriminates`` for any difference outside of its scope.
    """
    for name in _protected(matter):
        person, twin = matter.decided.person, matter.twin.person
        one, other = person.attributes[name].number, twin.attributes[name].number
        alike = [*matter.alike(name), one != other]
        for difference in _differences(matter, name):
            if not matter.possible(*alike, difference.when):
                continue
            allowed = [
                each
                for each in matter.distinctions
                if each.attribute == _plain(name)
                and each.effect == kind_of_given(difference.effect).name
            ]
            outside = [part for each in allowed for part in _outside(matter, each)]
            shown = [*alike, difference.when, *outside]
            if matter.possible(*shown):
                yield from _findings("discriminates", matter, name, difference, shown)
            elif allowed:
                yield from _declared(matter, name, difference, allowed, alike)


def _findings(
    code: str, matter: Matter, name: str, difference: Difference, shown: list[Truth]
) -> Iterator[Finding]:
    """Yield the finding of a difference at each rule that makes it: that holds for one of the two
    only, or gives them different values.
    """
    for position in difference.rules:
        made = difference.made_by(matter, position)
        if not matter.possible(*shown, made):
            continue
        example = matter.example(*shown, made, twins=True)
        place, related = difference.spot(matter, position, name)
        rule = matter.rules[position]
        values = {
            "rule": article(rule),
            "attribute": name,
            "effect": difference.what,
            "example": example.told(matter.reads([position])),
        }
        yield Finding(code, place, (rule.id, name, difference.what), values, related)


def _declared(
    matter: Matter,
    name: str,
    difference: Difference,
    allowed: Sequence[Distinction],
    alike: list[Truth],
) -> Iterator[Finding]:
    """Yield each rule that makes a difference, with the distinctions in whose scope it lies.

    That is one of those *allowed* if one covers all of it, else all of them.
    """
    for position in difference.rules:
        shown = [*alike, difference.when, difference.made_by(matter, position)]
        if not matter.possible(*shown):
            continue
        matter.example(*shown, twins=True)
        place, defined = difference.spot(matter, position, name)
        whole = (one for one in allowed if not matter.possible(*shown, *_outside(matter, one)))
        first = next(whole, None)
        grounds = allowed if first is None else (first,)
        rule = matter.rules[position]
        values = {
            "rule": article(rule),
            "attribute": name,
            "effect": difference.what,
            "ground": all_of([one.ground for one in grounds]),
        }
        related = (*defined, *(("the distinction", one.place) for one in grounds))
        subject = (rule.id, name, difference.what)
        yield Finding("declared-distinction", place, subject, values, related)


def _outside(matter: Matter, distinction: Distinction) -> tuple[Truth, Truth]:
    """Return that neither of the two is in the scope of *distinction*."""
    meant = matter.decided.person.meaning, matter.twin.person.meaning
    one, other = (negated(means.condition(distinction.scope)) for means in meant)
    return one, other


def _merits(matter: Matter) -> Iterator[tuple[str, Truth]]:
    """Yield each attribute and series of merit that is read, and that the twin is better."""
    decided, twin = matter.decided.person, matter.twin.person
    ranked = decided.meaning.ranked
    for name, attribute in sorted(decided.attributes.items()):
        declared = matter.vocabulary.attributes.get(name)
        if declared is not None and declared.merit:
            kind = attribute.type
            pair = (ranked(twin.attributes[name].number, kind), ranked(attribute.number, kind))
            yield name, _above(*pair, declared.merit)
    for name, past in sorted(decided.series.items()):
        if past.series.merit:
            pairs = [
                (ranked(better, past.series.type), ranked(value, past.series.type))
                for better, value in zip(twin.series[name].values, past.values, strict=True)
            ]
            no_worse = [negated(_above(other, one, past.series.merit)) for one, other in pairs]
            better = [
                both(past.known > i, _above(*pair, past.series.merit))
                for i, pair in enumerate(pairs)
            ]
            rated = _rated_alike(past.series.type, past.values, twin.series[name].values)
            yield name, matter.solver.every([*no_worse, *rated, matter.solver.some(better)])


def _rated_alike(kind: ValueType, one: Sequence[Number], other: Sequence[Number]) -> list[Truth]:
    """Return that no period is without a rating of one of two people only: that is no worse record.

    The language calls it ``none``, the lowest word of a scale.
    """
    if kind.scale is None or kind.scale.values[0] != "none":
        return []
    return [(mine == 0) == (theirs == 0) for mine, theirs in zip(one, other, strict=True)]


def _above(one: Number, other: Number, merit: str) -> Truth:
    return one > other if merit == "higher" else one < other


def _protected(matter: Matter) -> list[str]:
    attributes = matter.vocabulary.attributes
    own = matter.decided.person.attributes
    return sorted(
        n
        for n in own
        if _plain(n) in attributes and attributes[_plain(n)].protected and not n.startswith("post.")
    )


def _plain(name: str) -> str:
    """Return what an attribute is called that may be read through a relation."""
    return name.rpartition(".")[2]


def _differences(matter: Matter, name: str) -> Iterator[Difference]:
    """Yield each way in which two people can be treated differently."""
    one, twin = matter.decided, matter.twin
    for effect, shares in one.shares.items():
        if not matter.hangs_on(effect, name):
            continue
        differs = one.given(effect) != twin.given(effect)
        if kind_of_given(effect).combine is Combine.ALL:
            sets = zip(one.outcomes(effect).values(), twin.outcomes(effect).values(), strict=True)
            differs = matter.solver.some(mine != theirs for mine, theirs in sets)
        elif any(share.effect.value is not None for share in shares):
            unequal = one.worth(effect) != twin.worth(effect)
            differs = either(differs, both(one.given(effect), twin.given(effect), unequal))
        differs = both(differs, *agreed(matter, effect))
        yield Difference(effect, effect, differs, matter.deciding(effect))
    for position in matter.own:
        both_stand = both(one.stands[position], twin.stands[position])
        for what, compared in compared_by(matter.rules[position]):
            unequal = matter.solver.some(apart(matter, part) for part in compared)
            when = both(both_stand, unequal)
            yield ranked_otherwise(matter, position, what, compared, when)


def _cannot_vary(matter: Matter, name: str) -> Iterator[Finding]:
    reading = (one for one in matter.own if name in matter.read[one])
    rule = matter.rules[next(reading, matter.own[0])]
    place, related = first_reading(matter, rule, name)
    why = phrase("'{name}' cannot vary alone", name=name)
    values = {"check": "not-monotone", "seen": name, "why": why}
    yield Finding("undecided", place, (matter.area, name, "alone"), values, related)
