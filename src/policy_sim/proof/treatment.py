"""How two people are treated: who has less of what is good, or more of what is bad, and why.

The two are the unknown person and the twin of a :class:`~policy_sim.proof.matter.Matter`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policy_sim.catalogue import phrase
from policy_sim.policy.effects import Bearing, Combine, kind_of_given
from policy_sim.policy.rule import Rule
from policy_sim.policy.rule_parts import Part, capped, ranked, reserved
from policy_sim.proof.logic import Truth, both, either, negated
from policy_sim.proof.matter import Matter
from policy_sim.proof.where_apart import Spot, both_meant, first_apart, held_apart

__all__ = [
    "Difference",
    "agreed",
    "beside_more",
    "compared_by",
    "losses",
    "made_by",
    "ranked_otherwise",
    "worse_off",
]


@dataclass(frozen=True)
class Difference:
    """A way in which two people are treated differently: in what *effect*, or rank for it, when.

    *what* names it in a finding; *rules* are those that can make the difference, by position. Of a
    rank, or of reserved or capped places, *compared* are the parts of the rule that decide it.
    """

    effect: str
    what: str
    when: Truth
    rules: tuple[int, ...]
    compared: tuple[Part, ...] = ()

    def made_by(self, matter: Matter, position: int) -> Truth:
        """Return when the rule at *position* makes the difference."""
        if self.compared:
            return matter.solver.truth(True)
        return made_by(matter, position, self.effect)

    def spot(self, matter: Matter, position: int, name: str) -> Spot:
        """Return where that rule makes it between the two of the last example."""
        if self.compared:
            return first_apart(matter, matter.rules[position], self.compared, name)
        return held_apart(matter, position, self.effect, name)


def losses(matter: Matter, name: str) -> Iterator[Difference]:
    """Yield each way in which the twin, who is better, can be treated worse."""
    one, twin = matter.decided, matter.twin
    for effect in one.shares:
        if kind_of_given(effect).bearing is Bearing.SUPPORT or not matter.hangs_on(effect, name):
            continue
        yield Difference(effect, effect, worse_off(matter, effect), matter.deciding(effect))
    for position in matter.own:
        lower = list[Truth]()
        before = [one.stands[position], twin.stands[position]]
        ranks = tuple(ranked(matter.rules[position]))
        for part in ranks:
            first, second = both_meant(matter, part)
            lower.append(matter.solver.every([*before, second < first]))
            before.append(first == second)
        if ranks:
            when = matter.solver.some(lower)
            yield ranked_otherwise(matter, position, phrase("the rank"), ranks, when)


def worse_off(matter: Matter, effect: str) -> Truth:
    """Return when the twin has less of *effect*, if it is good, or more of it, if it is bad."""
    kind = kind_of_given(effect)
    pair = (matter.decided, matter.twin)
    more, less = pair if kind.good else reversed(pair)
    lost = both(more.given(effect), negated(less.given(effect)))
    if kind.combine is not Combine.ALL:
        less_of_it = less.worth(effect) < more.worth(effect)
        lost = either(lost, both(more.given(effect), less.given(effect), less_of_it))
    return both(lost, *agreed(matter, effect))


def agreed(matter: Matter, effect: str) -> list[Truth]:
    """Return that no rules contradict each other about either of the two: that is a conflict."""
    return [negated(one.contradicted(effect)) for one in (matter.decided, matter.twin)]


def made_by(matter: Matter, position: int, effect: str) -> Truth:
    """Return when the rule at *position* makes the difference between the two in *effect*: it holds
    for one of them only, or gives them different values.
    """
    one, twin = matter.decided, matter.twin
    ways = [one.holds[position] != twin.holds[position]]
    for mine, theirs in zip(one.shares[effect], twin.shares[effect], strict=True):
        if mine.rule == position:
            ways.append(both(mine.given, theirs.given, one.worth_of(mine) != twin.worth_of(theirs)))
    return matter.solver.some(ways)


def ranked_otherwise(
    matter: Matter, position: int, what: str, compared: tuple[Part, ...], when: Truth
) -> Difference:
    """Return that a rule tells the two apart by *what*, such as the rank, *when*; it is decided by
    the parts *compared*.
    """
    rule = matter.rules[position]
    effect = rule.effects[0].given_as
    told = phrase("{what} for {effect} by {rule}", what=what, effect=effect, rule=rule.id)
    return Difference(effect, told, when, (position,), compared)


def compared_by(rule: Rule) -> Iterator[tuple[str, tuple[Part, ...]]]:
    """Yield what decides between candidates, with the parts of *rule* that decide it.

    The score, then the ties in turn, are the rank; beside it, who has reserved or capped places.
    """
    for what, compared in (
        (phrase("the rank"), ranked(rule)),
        (phrase("reserved places"), reserved(rule)),
        (phrase("capped places"), capped(rule)),
    ):
        found = tuple(compared)
        if found:
            yield what, found


def beside_more(matter: Matter, effect: str) -> bool:
    """Whether credit only comes, or goes, with something else that is good."""
    givers = [matter.rules[share.rule] for share in matter.decided.shares[effect]]
    good = [{one.name for one in rule.effects if kind_of_given(one.name).good} for rule in givers]
    return effect == "credit" and all(len(given) > 1 for given in good)
