"""Who is treated otherwise because of a transition: those in it beside those who are not.

Of a transition that is changed those in it are compared as it was and as it is, and it is asked
whom only the one, or only the other, takes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from policy_sim.policy.ast import All, Condition
from policy_sim.policy.common_words import CommonWords
from policy_sim.policy.differences import Difference, Kind
from policy_sim.policy.keeping import JUDGED, law_within
from policy_sim.policy.law import Law
from policy_sim.policy.loading import Regulation
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.transition import Transition
from policy_sim.policy.transition_differences import TRANSITION
from policy_sim.policy.vintage import Vintage
from policy_sim.proof.affected import Affected, affected
from policy_sim.proof.logic import both, negated
from policy_sim.proof.pair import Pair
from policy_sim.proof.solver import Undecided

__all__ = ["Beside", "in_transitions"]


@dataclass(frozen=True)
class Beside:
    """What the transition *name*, which is added, removed or changed, decides for those in it.

    It is looked at from *begins* until *ends*. *affected* compares those in it with those in none
    or, if it is changed, as it was with as it is. *joining* and *leaving* are somebody whom only
    the new one, or only the old one, takes; *unclear* says that this could not be decided.
    """

    name: str
    kind: Kind
    begins: date
    ends: date
    affected: Affected
    joining: str = ""
    leaving: str = ""
    unclear: bool = False

    @property
    def anybody(self) -> bool:
        """Whether a possible decision hangs on what is said otherwise."""
        return self.affected.anybody or bool(self.joining or self.leaving or self.unclear)


def in_transitions(
    old: Regulation,
    new: Regulation,
    found: Sequence[Difference],
    words: CommonWords,
    since: date,
) -> Iterator[Beside]:
    """Yield what each transition decides that *found* says is not the same in *old* and *new*."""
    for difference in found:
        if difference.section == TRANSITION:
            yield _beside(difference, old, new, words, since)


def _beside(
    difference: Difference, old: Regulation, new: Regulation, words: CommonWords, since: date
) -> Beside:
    name = difference.name
    one, other = (_named(regulation.law, name) for regulation in (old, new))
    some = [each for each in (one, other) if each is not None]
    begins = max(since, min(each.effective for each in some))
    ends = max(each.until for each in some)
    within = old if other is None else new
    # As it was is asked of the new law, so that nothing but the transition is compared.
    before = old if one is not None and not _fits(one, new) else within
    laws = (
        law_within(before.law, before.statute, [one] if one else [], (begins, ends)),
        law_within(within.law, within.statute, [other] if other else [], (begins, ends)),
    )
    judging = _judging(within if other is not None else old, name)
    preferred = _taken(judging)
    seen = affected(*laws, words, begins, preferred)
    told = Beside(name, difference.kind, begins, ends, seen)
    changed = any(part.part in ("for", "from") for part in difference.parts)
    if difference.kind is not Kind.CHANGED or not changed:
        return told
    day = some[-1].judged.replace(day=1)  # proofs look at the first days of months
    return _taking(told, (_judging(old, name), judging), words, day)


def _named(law: Law, name: str) -> Transition | None:
    return next((one for one in law.transitions if one.name == name), None)


def _fits(one: Transition, regulation: Regulation) -> bool:
    """Whether everything that *one* keeps is an item of *regulation*."""
    return all((kept.section, kept.name) in regulation.statute.items for kept in one.keep)


def _judging(regulation: Regulation, name: str) -> Vintage:
    law = regulation.law
    number = next(n for n, one in enumerate(law.transitions) if one.name == name)
    return law.judging[number]


def _taken(judging: Vintage) -> Condition:
    """Return the condition that somebody is taken, by the record as it stands."""
    return All(tuple(clause.condition for clause in judging.rules[0].clauses))


def _taking(told: Beside, judging: Sequence[Vintage], words: CommonWords, day: date) -> Beside:
    """Return *told* with somebody whom only the new transition takes, and only the old one."""
    old, new = (replace(law, begins=date.min, ends=None) for law in judging)
    pair = Pair(old, new, words.vocabulary, JUDGED, PERSON, day, None)
    before, after = (decided.holds[0] for decided in pair.decided)
    try:
        joins = _example(pair, both(after, negated(before)), told.name)
        leaves = _example(pair, both(before, negated(after)), told.name)
    except Undecided:
        return replace(told, unclear=True)
    return replace(told, joining=joins, leaving=leaves)


def _example(pair: Pair, when: object, name: str) -> str:
    if not pair.possible(when):
        return ""
    return pair.told(pair.example(when), [name])
