"""What must not matter and decides who is taken into a transition, and so what is decided of them.

On the first day of an amendment the record is that of the day before, by which it is judged whom a
transition takes. So the law of everybody on that day, with ``for`` in the place of who is in it, is
an ordinary law, of which it is asked what is asked of any: whether a protected attribute changes a
decision, and whether a better record makes one worse.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic
from policy_sim.policy.ast import ALWAYS, NEVER, All, Column, Const, Member, Not
from policy_sim.policy.effects import AREAS
from policy_sim.policy.law import Law
from policy_sim.policy.substitution import substituted
from policy_sim.policy.transition import Transition
from policy_sim.policy.uniting import MEMBERSHIP, united
from policy_sim.policy.vintage import Vintage
from policy_sim.proof.finding import Finding
from policy_sim.proof.matter import Matter
from policy_sim.proof.solver import Undecided
from policy_sim.proof.twins import distinctions_made, merit_punished
from policy_sim.rules.reading import columns_of

__all__ = ["taken_apart"]

_BECAUSE = "because of the transition {name}"


def taken_apart(law: Law, before: Law | None, since: date) -> Iterator[Diagnostic]:
    """Yield ``discriminates``, ``declared-distinction`` and ``not-monotone`` where that is so only
    because of a transition of *law*, and not of *before*; it stands where the transition does.

    Those that have ended on *since* are passed over.
    """
    known = set() if before is None else {one.name for one in before.transitions}
    for number, one in enumerate(law.transitions):
        if one.name not in known and one.until > since:
            yield from _of_one(law, one, law.judging[number])


def _of_one(law: Law, one: Transition, judging: Vintage) -> Iterator[Diagnostic]:
    alone = frozenset({one.name})
    only = replace(law, transitions=(one,), judging=(judging,), kept={alone: law.kept[alone]})
    day = one.effective
    whole = _as_judged(united(only, day), one, judging)
    if whole is None:
        return
    for area in AREAS:
        if not any(MEMBERSHIP in columns_of([rule]) for rule in united(only, day).area(area)):
            continue
        matters = [
            Matter(replace(vintage, begins=day), law.vocabulary, area, "person", day)
            for vintage in (whole, law.stated(day), only.stated(day, alone))
        ]
        try:
            with_it, *without = [list(_asked(matter)) for matter in matters]
        except Undecided:
            values = {"check": "discriminates", "seen": one.name, "why": "it took too much work"}
            yield Diagnostic("undecided", one.place, values)
            continue
        known = {_what(found) for each in without for found in each}
        for found in with_it:
            if _what(found) not in known:
                known.add(_what(found))
                yield _told(found, one)


def _what(found: Finding) -> tuple[str, ...]:
    """Return what is found, by the name that a rule has in every version."""
    rule, *rest = found.subject
    return found.code, rule.partition(" [")[0], *rest


def _told(found: Finding, one: Transition) -> Diagnostic:
    """Return what is found at the transition *one*, because of which it is so."""
    rule = found.values["rule"].replace(f" [{one.name}]", "")
    values = {**found.values, "rule": rule, "span": phrase(_BECAUSE, name=one.name)}
    related = (("the rule", found.place), *found.related)
    return Diagnostic(found.code, one.place, values, found.grave, related)


def _asked(matter: Matter) -> Iterator[Finding]:
    for found in (*distinctions_made(matter), *merit_punished(matter)):
        if found.code != "undecided":
            yield found


def _as_judged(whole: Vintage, one: Transition, judging: Vintage) -> Vintage | None:
    """Return the law of everybody, with ``for`` in the place of who is in the transition *one*."""
    if MEMBERSHIP not in columns_of(whole.rules):
        return None
    day = {"today.month": one.judged.month, "today.year": one.judged.year}

    def on_that_day(part: object) -> object | None:
        if isinstance(part, Column) and part.name in day:
            return Const(part.type, day[part.name])
        return None

    clauses = substituted(judging.rules[0].clauses, on_that_day)
    taken = All(tuple(clause.condition for clause in clauses))

    def swap(part: object) -> object | None:
        if not isinstance(part, Member) or not isinstance(part.term, Column):
            return None
        if part.term.name != MEMBERSHIP:
            return None
        outside, inside = (any(a <= code <= b for a, b in part.ranges) for code in (0, 1))
        if outside == inside:
            return ALWAYS if inside else NEVER
        return taken if inside else Not(taken)

    return replace(whole, rules=substituted(whole.rules, swap), key="")
