"""What a transition keeps in vain: it takes nobody, or what it keeps makes no difference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.policy.common_words import common_words
from policy_sim.policy.keeping import JUDGED, law_keeping
from policy_sim.policy.law import Law
from policy_sim.policy.loading import Regulation
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.transition import Transition
from policy_sim.policy.vintage import Vintage
from policy_sim.proof.affected import differ
from policy_sim.proof.finding import SEVERITY
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
    for one, judging in zip(new.law.transitions, new.law.judging, strict=True):
        if one.name in known or one.until <= since:
            continue
        if not _takes_somebody(new.law, judging, one) or not _differs(new, one, None, since):
            yield _finding(one.name, one.place)
        elif len(one.keep) > 1:
            for item in one.keep:
                less = replace(one, keep=tuple(kept for kept in one.keep if kept != item))
                if not _differs(new, one, less, since):
                    yield _finding(item.name, item.place)


def _takes_somebody(law: Law, judging: Vintage, one: Transition) -> bool:
    """Whether anybody can exist whom *one* takes; what stays undecided may."""
    # Proofs look at first days of months: the record of that month's is judged.
    first = one.judged.replace(day=1)
    day = replace(judging, begins=first, ends=one.effective)
    matter = Matter(day, law.vocabulary, JUDGED, PERSON, first)
    try:
        return matter.possible(matter.decided.holds[0])
    except Undecided:
        return True


def _differs(new: Regulation, one: Transition, less: Transition | None, since: date) -> bool:
    """Whether anybody in *one* is decided otherwise than with *less*, or in no transition."""
    law = new.law
    kept = _alone(law, law.kept[frozenset({one.name})])
    if less is None:
        other = _alone(law, tuple(_within(law, one)))
    else:
        other = _alone(law, law_keeping(new.statute, law.vocabulary, less))
    words = common_words(law.vocabulary, law.vocabulary)
    return differ(other, kept, words, max(since, one.effective))


def _alone(law: Law, vintages: tuple[Vintage, ...]) -> Law:
    return replace(law, vintages=vintages, transitions=(), judging=(), kept={})


def _within(law: Law, one: Transition) -> Iterator[Vintage]:
    """Yield the law of all while *one* is open."""
    for version in law.vintages:
        begins = max(version.begins, one.effective)
        ends = min(version.ends or one.until, one.until)
        if begins < ends:
            yield replace(version, begins=begins, ends=ends)


def _finding(seen: str, place: Place) -> Diagnostic:
    return Diagnostic("no-effect", place, {"seen": seen}, SEVERITY["no-effect"])
