"""What a transition keeps in vain: it takes nobody, or what it keeps makes no difference."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from itertools import combinations

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.policy.common_words import common_words
from policy_sim.policy.keeping import JUDGED, law_within
from policy_sim.policy.law import Law
from policy_sim.policy.loading import Regulation
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.transition import Transition
from policy_sim.policy.vintage import Vintage
from policy_sim.proof.affected import differ
from policy_sim.proof.finding import SEVERITY
from policy_sim.proof.logic import negated
from policy_sim.proof.matter import Matter
from policy_sim.proof.solver import Undecided

__all__ = ["kept_in_vain"]


def kept_in_vain(new: Regulation, before: Regulation, since: date) -> Iterator[Diagnostic]:
    """Yield ``no-effect`` for each transition of *new*, and not of *before*, in vain.

    It is in vain if ``for`` takes nobody who can exist, or if those in it are decided as all
    others are; else it is said of each item that it keeps and could as well leave. Those that
    have ended on *since* are passed over.
    """
    known = {one.name for one in before.law.transitions}
    for one in new.law.transitions:
        if one.name in known or one.until <= since:
            continue
        if not any(True for _ in _combined(new.law, one)):
            yield _finding(one.name, one.place, phrase("it takes nobody who could exist"))
        elif not _differs(new, one, None, since):
            yield _finding(one.name, one.place, phrase("who is in it is decided alike outside it"))
        elif len(one.keep) > 1:
            for item in one.keep:
                less = replace(one, keep=tuple(kept for kept in one.keep if kept != item))
                if not _differs(new, one, less, since):
                    yield _finding(item.name, item.place, phrase("it may as well not be kept"))


def _differs(new: Regulation, one: Transition, less: Transition | None, since: date) -> bool:
    """Whether anybody in *one* is decided otherwise than with *less*, or in no transition.

    Each combination of other transitions that they may be in is looked at, too.
    """
    law = new.law
    words = common_words(law.vocabulary, law.vocabulary)
    for beside in _combined(law, one):
        span = (
            min(each.effective for each in (one, *beside)),
            max(each.until for each in (one, *beside)),
        )
        instead = beside if less is None else [less, *beside]
        kept = law_within(law, new.statute, [one, *beside], span)
        other = law_within(law, new.statute, instead, span)
        if differ(other, kept, words, max(since, one.effective)):
            return True
    return False


def _combined(law: Law, one: Transition) -> Iterator[list[Transition]]:
    """Yield what else those in *one* may be in; of what is judged on one day, if that can be."""
    others = [each for each in law.transitions if each.name != one.name]
    for size in range(len(others) + 1):
        for beside in combinations(others, size):
            if _together(law, one, beside):
                yield list(beside)


def _together(law: Law, one: Transition, beside: Collection[Transition]) -> bool:
    """Whether somebody can be taken by *one* and *beside*, and by no other."""
    judged = {
        each.name: judging
        for each, judging in zip(law.transitions, law.judging, strict=True)
        if each.effective == one.effective
    }
    rules = tuple(sorted((v.rules[0] for v in judged.values()), key=lambda rule: rule.id))
    matter = _judged(law, replace(judged[one.name], rules=rules, key=""), one)
    taken = {one.name, *(each.name for each in beside)}
    asked = []
    for number, rule in enumerate(matter.rules):
        holds = matter.decided.holds[number]
        asked.append(holds if rule.id in taken else negated(holds))
    try:
        return matter.possible(*asked)
    except Undecided:
        return True


def _judged(law: Law, judging: Vintage, one: Transition) -> Matter:
    """Return what is judged on the day before *one* takes effect."""
    # Proofs look at first days of months: the record of that month's is judged.
    first = one.judged.replace(day=1)
    day = replace(judging, begins=first, ends=one.effective)
    return Matter(day, law.vocabulary, JUDGED, PERSON, first)


def _finding(seen: str, place: Place, why: str) -> Diagnostic:
    return Diagnostic("no-effect", place, {"seen": seen, "span": why}, SEVERITY["no-effect"])
