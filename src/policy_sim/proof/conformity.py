"""Whether a regulation keeps what the statute above it promises.

A statute's promises are asked of every version of the regulation that is in force with them, after
overrides and bars, and for all that its levers can be set to. Where the statute promises nothing
it is silent, which is not the same as conforming.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.policy.effects import EFFECTS
from policy_sim.policy.law import NO_TRANSITION, Law
from policy_sim.policy.promises import Promise
from policy_sim.policy.transition import Membership
from policy_sim.policy.vintage import Vintage
from policy_sim.proof.areas import areas_concerned
from policy_sim.proof.finding import SEVERITY, placed_in, span_words, transition_words
from policy_sim.proof.matter import Matter
from policy_sim.proof.paths import trap
from policy_sim.proof.promised import broken_promise
from policy_sim.proof.solver import Undecided

__all__ = ["conformity"]

_NOT_CERTAIN = ("secondary", "unconfirmed", "assumption", "placeholder", "hypothetical")


def conformity(law: Law, statute: Law, since: date) -> list[Diagnostic]:
    """Return where *law* breaks a promise of *statute* from *since* on, and where that is silent.

    Each says from when to when it is so, if that is not throughout, and what is so only of those in
    a transition says so. A promise that is not known for certain gives a warning that says so.
    """
    seen: dict[tuple[str, str, str], list[_Broken]] = {}
    for one in _asked(law, statute, since):
        for finding in _found(law, one):
            rule = finding.values.get("rule", str(finding.where)).partition(" (")[0]
            key = finding.code, rule, one.promise.name
            seen.setdefault(key, []).append(_Broken(finding, one))
    told = [_told(broken, law, since) for broken in seen.values()]
    return [*told, *_silent(law, statute, since)]


@dataclass(frozen=True)
class _Asked:
    """A promise asked of a version of the law, of those *within* some transitions, from *begins*
    until *ends*, while both are in force.
    """

    promise: Promise
    vintage: Vintage
    within: Membership
    begins: date
    ends: date | None


@dataclass(frozen=True)
class _Broken:
    """What was found when something was asked."""

    finding: Diagnostic
    asked: _Asked


def _asked(law: Law, statute: Law, since: date) -> Iterator[_Asked]:
    stated = [(NO_TRANSITION, version) for version in law.vintages]
    for within, vintage in (*stated, *law.kept_versions(since)):
        for above in statute.vintages:
            first = max(since, vintage.begins, above.begins)
            last = min((day for day in (vintage.ends, above.ends) if day), default=None)
            if last is None or first < last:
                for promise in above.promises:
                    yield _Asked(promise, vintage, within, first, last)


def _told(broken: list[_Broken], law: Law, since: date) -> Diagnostic:
    """Return a finding with the time for which it holds; of those in no transition, if it does.

    What is so only in a transition stands there.
    """
    stated = [one for one in broken if not one.asked.within]
    finding, asked = broken[0].finding, broken[0].asked
    if not stated:
        same = [one.asked for one in broken if one.asked.within == asked.within]
        span = transition_words(asked.within, asked.begins, same[-1].ends)
        finding = placed_in(law.transitions, asked.within, finding)
    else:
        span = span_words(asked.begins, stated[-1].asked.ends, since)
    return replace(finding, values={**finding.values, "span": span}) if span else finding


def _found(law: Law, one: _Asked) -> Iterator[Diagnostic]:
    """Yield what is found of a promise; of a path, that it does not lead where it is said to."""
    if one.promise.form != "path":
        yield from _broken(law, one.vintage, one.promise, one.begins)
        return
    for found in trap(law, one.vintage, one.promise, one.begins, one.within):
        uncertain = one.promise.status in _NOT_CERTAIN
        grave = Severity.WARNING if uncertain else found.grave
        yield Diagnostic(found.code, found.place, found.values, grave, found.related)


def _broken(law: Law, vintage: Vintage, promise: Promise, first: date) -> Iterator[Diagnostic]:
    for area in areas_concerned(vintage, promise):
        matter = Matter(vintage, law.vocabulary, area, "person", first)
        try:
            for finding in broken_promise(matter, promise, "unlawful"):
                certain = promise.status not in _NOT_CERTAIN
                values = {**finding.values, "status": promise.status or "stated"}
                severity = SEVERITY[finding.code] if certain else Severity.WARNING
                yield Diagnostic(finding.code, finding.place, values, severity, finding.related)
        except Undecided:
            values = {"check": "unlawful", "seen": promise.name, "why": "it took too much work"}
            yield Diagnostic("undecided", promise.place, values, Severity.WARNING)


def _silent(law: Law, statute: Law, since: date) -> Iterator[Diagnostic]:
    """Yield, once, the effects that the law gives and that no promise of the statute is about."""
    promised = {
        promise.effect.effect
        for above in statute.vintages
        if above.ends is None or above.ends > since
        for promise in above.promises
    }
    givers = {
        effect.name: rule
        for vintage in (*law.vintages, *(version for _, version in law.kept_versions(since)))
        if vintage.ends is None or vintage.ends > since
        for rule in vintage.rules
        for effect in rule.effects
        if effect.name in EFFECTS and effect.name not in promised
    }
    if givers:
        place = min(rule.place for rule in givers.values())
        values = {"effects": ", ".join(sorted(givers)), "statute": statute.title}
        yield Diagnostic("silent", place, values, Severity.INFO)
