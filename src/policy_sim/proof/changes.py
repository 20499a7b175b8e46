"""Who is treated otherwise under another law: each effect gained, lost or of another amount."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product

from policy_sim.catalogue import phrase
from policy_sim.policy.ast import Const, Term
from policy_sim.policy.content import content
from policy_sim.policy.effects import Combine, kind_of_given
from policy_sim.policy.given_value import ladder_of
from policy_sim.policy.rule import Rule, Selection
from policy_sim.policy.values import Kind
from policy_sim.policy.writing import written
from policy_sim.proof.decided import Decided, Share
from policy_sim.proof.logic import Number, Truth, both, choice, either, negated
from policy_sim.proof.pair import Pair
from policy_sim.rules.combination import BARE
from policy_sim.rules.decided_by import decided_by

__all__ = ["Turn", "Way", "competitions_of_one_law", "places_given_otherwise", "ways"]


class Turn(StrEnum):
    """How somebody is treated otherwise."""

    GAINS = "gains"
    LOSES = "loses"
    HIGHER = "higher"
    LOWER = "lower"
    OTHERWISE = "otherwise"
    RANKED = "ranked"
    TIED = "tied"


@dataclass(frozen=True)
class Way:
    """One way in which somebody can be treated otherwise: in what *effect*, and when.

    *rules* are those that give the effect, by id: one for what is gained or lost. Of a set, such as
    courses, *member* names what is gained or lost, if the rule says it. Where two people change
    places, *when* is of the person and the rival, and *successor* has the positions of the rule
    under the old law and of the one under the new law.
    """

    turn: Turn
    effect: str
    rules: tuple[str, ...]
    when: Truth
    member: str = ""
    successor: tuple[int, int] | None = None


def ways(pair: Pair) -> Iterator[Way]:
    """Yield each way in which somebody could be treated otherwise, whether possible or not."""
    old, new = pair.decided
    for effect in sorted({*old.shares, *new.shares}):
        if kind_of_given(effect).combine is Combine.ALL:
            yield from _of_sets(pair, effect)
            continue
        gone = both(old.given(effect), negated(new.given(effect)))
        come = both(new.given(effect), negated(old.given(effect)))
        for turn, decided, when in ((Turn.LOSES, old, gone), (Turn.GAINS, new, come)):
            for share in decided.shares.get(effect, ()):
                yield Way(turn, effect, _ids(decided, share), both(when, share.given))
        if old.shares.get(effect) and new.shares.get(effect):
            yield from _of_amounts(pair, effect)
    yield from _of_ranks(pair)


def _ids(decided: Decided, *shares: Share) -> tuple[str, ...]:
    return tuple(sorted({decided.program.rules[share.rule].id for share in shares}))


def _of_sets(pair: Pair, effect: str) -> Iterator[Way]:
    """Yield which members of a set, such as courses, are gained and lost."""
    old, new = pair.decided
    for turn, mine, other in ((Turn.LOSES, old, new), (Turn.GAINS, new, old)):
        for share in mine.shares.get(effect, ()):
            elsewhere = (
                both(one.given, _equal(pair, mine, share, other, one))
                for one in other.shares.get(effect, ())
            )
            when = both(share.given, negated(pair.solver.some(elsewhere)))
            value = share.effect.value
            member = written(value.value, value.type) if isinstance(value, Const) else ""
            yield Way(turn, effect, _ids(mine, share), when, member)


def _equal(pair: Pair, mine: Decided, one: Share, theirs: Decided, other: Share) -> Truth:
    """Return when two shares are the same member of a set: value and fields."""
    names = {*one.effect.fields, *other.effect.fields}
    fields = (_field(mine, one, name) == _field(theirs, other, name) for name in sorted(names))
    return pair.solver.every([one.value == other.value, *fields])


def _field(decided: Decided, share: Share, name: str) -> Number:
    term = share.effect.fields.get(name)
    solver = decided.person.solver
    return solver.number(BARE) if term is None else decided.person.meaning.term(term)


def _of_amounts(pair: Pair, effect: str) -> Iterator[Way]:
    """Yield how the value, and the fields, of an effect given under both laws can differ."""
    old, new = pair.decided
    shares = (*old.shares[effect], *new.shares[effect])
    rules = _otherwise(old, new, effect)
    given = both(old.given(effect), new.given(effect))
    before, after = old.worth(effect), new.worth(effect)
    if any(share.effect.value is not None for share in shares):
        if _measurable(pair, effect, shares):
            yield Way(Turn.HIGHER, effect, rules, both(given, after > before))
            yield Way(Turn.LOWER, effect, rules, both(given, after < before))
        else:
            yield Way(Turn.OTHERWISE, effect, rules, both(given, after != before))
    for name in sorted({name for share in shares for name in share.effect.fields}):
        first, second = (_credited(one, effect, name) for one in (old, new))
        what = phrase("{name} of {effect}", name=name, effect=effect)
        yield Way(Turn.HIGHER, what, rules, both(given, second > first))
        yield Way(Turn.LOWER, what, rules, both(given, second < first))


def _otherwise(old: Decided, new: Decided, effect: str) -> tuple[str, ...]:
    """Return the rules that give an effect under one law only, or otherwise; all, if none do."""
    meant = [
        {
            one.program.rules[share.rule].id: decided_by(one.program.rules[share.rule])
            for share in one.shares[effect]
        }
        for one in (old, new)
    ]
    names = sorted({*meant[0], *meant[1]})
    return tuple(n for n in names if meant[0].get(n) != meant[1].get(n)) or tuple(names)


def _measurable(pair: Pair, effect: str, shares: tuple[Share, ...]) -> bool:
    """Whether values of an effect are more or less of it, and not only others.

    A step of the ladder without a value is as good as the value to which it leads.
    """
    if ladder_of(effect, pair.vocabulary) is not None:
        return True
    terms: list[Term | None] = [share.effect.value for share in shares]
    return all(term is not None and term.type.kind is not Kind.CATEGORY for term in terms)


def _credited(decided: Decided, effect: str, name: str) -> Number:
    """Return a field of an effect as the rule states it to which the effect is credited."""
    highest = kind_of_given(effect).combine is Combine.HIGHEST
    amount = decided.amount(effect)
    found = decided.person.solver.number(BARE)
    for share in reversed(decided.shares[effect]):
        credited = both(share.given, share.value == amount) if highest else share.given
        found = choice(credited, _field(decided, share, name), found)
    return found


def _of_ranks(pair: Pair) -> Iterator[Way]:
    """Yield where two people who are eligible under both laws change places, or where one is
    ahead under one law only, and the lot decides under the other.
    """
    old, new = pair.decided
    for one, other in _successors(pair):
        first, second = old.program.rules[one], new.program.rules[other]
        if first.select is None or second.select is None:
            continue
        if _same_order(first.select, second.select):
            continue
        rival_old, rival_new = pair.rival
        standing = both(
            *(old.stands[one], rival_old.stands[one], new.stands[other], rival_new.stands[other])
        )
        before = _ahead(old, rival_old, first.select)
        after = _ahead(rival_new, new, second.select)
        named = first.effects[0].given_as, tuple(sorted({first.id, second.id}))
        at = one, other
        yield Way(Turn.RANKED, *named, both(standing, before, after), successor=at)
        still = _ahead(new, rival_new, second.select)
        yield Way(Turn.TIED, *named, both(standing, before != still), successor=at)


def _successors(pair: Pair) -> Iterator[tuple[int, int]]:
    """Yield a rule of the old law and the one of the new law that may have taken its place.

    That is the rule of the same name, and of those whose name only one law has any that gives the
    same effect.
    """
    old, new = pair.programs
    for one, other in product(old.logic.deciding, new.logic.deciding):
        first, second = old.rules[one], new.rules[other]
        renamed = first.id not in new.positions and second.id not in old.positions
        same_effect = (
            first.effects[:1]
            and second.effects[:1]
            and (first.effects[0].given_as == second.effects[0].given_as)
        )
        if first.id == second.id or (renamed and same_effect):
            yield one, other


def _same_order(one: Selection, other: Selection) -> bool:
    return content((one.rank_by, one.ties)) == content((other.rank_by, other.ties))


def _ahead(one: Decided, other: Decided, select: Selection) -> Truth:
    """Return when *one* comes before *other* by score and, in turn, by what breaks ties."""
    ahead: Truth = None
    for term in reversed((select.rank_by, *select.ties)):
        mine, theirs = one.person.meaning.term(term), other.person.meaning.term(term)
        ahead = (
            mine > theirs if ahead is None else either(mine > theirs, both(mine == theirs, ahead))
        )
    return ahead


def places_given_otherwise(pair: Pair) -> tuple[str, ...]:
    """Return the rules whose places are shared out otherwise: pool, reserves, caps, limits.

    What that changes hangs on who else is there, which no example of one person can show.
    """
    old, new = pair.programs
    found = set()
    for one, other in _successors(pair):
        first, second = old.rules[one], new.rules[other]
        if content(_sharing(first)) != content(_sharing(second)):
            found.add(second.id)
    return tuple(sorted(found))


def competitions_of_one_law(pair: Pair) -> tuple[str, ...]:
    """Return the rules by which somebody competes under one law, and by no rule in its place under
    the other: whoever is eligible by another rule as well has one chance more, or less.

    Raises :exc:`~policy_sim.proof.solver.Undecided` if a question takes too much work.
    """
    succeeding = list(_successors(pair))
    found = set()
    for law, decided in enumerate(pair.decided):
        known = {positions[law] for positions in succeeding}
        for position in decided.program.logic.deciding:
            rule = decided.program.rules[position]
            if rule.select is None or position in known:
                continue
            if pair.possible(decided.stands[position]):
                found.add(rule.id)
    return tuple(sorted(found))


def _sharing(rule: Rule) -> Mapping[str, object]:
    """Return what says how the places of a rule are shared out among those eligible."""
    how: dict[str, object] = {"for_each": rule.for_each, "limits": rule.limits}
    if rule.select is not None:
        names = ("per", "pool", "reserves", "caps", "turn")
        how |= {name: getattr(rule.select, name) for name in names}
    return how
