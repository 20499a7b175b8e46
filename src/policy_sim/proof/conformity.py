"""Whether a regulation keeps what the statute above it promises.

A statute's promises are asked of every version of the regulation that is in force with them, after
overrides and bars, and for all that its levers can be set to. Where the statute promises nothing
it is silent, which is not the same as conforming.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.policy.effects import EFFECTS
from policy_sim.policy.law import NO_TRANSITION, Law
from policy_sim.policy.promises import Promise
from policy_sim.policy.vintage import Vintage
from policy_sim.proof.areas import areas_concerned
from policy_sim.proof.finding import SEVERITY, transition_words
from policy_sim.proof.matter import Matter
from policy_sim.proof.promised import broken_promise
from policy_sim.proof.solver import Undecided

__all__ = ["conformity"]

_NOT_CERTAIN = ("secondary", "unconfirmed", "assumption", "placeholder", "hypothetical")


def conformity(law: Law, statute: Law, since: date) -> list[Diagnostic]:
    """Return where *law* breaks a promise of *statute* from *since* on, and where that is silent.

    What is so only of those in a transition says so. A promise that is not known
    for certain gives a warning that says so.
    """
    findings: dict[tuple[str, str, str], Diagnostic] = {}
    stated = [(NO_TRANSITION, version) for version in law.vintages]
    for within, vintage in (*stated, *law.kept_versions(since)):
        if vintage.ends is not None and vintage.ends <= since:
            continue
        for above in statute.vintages:
            first = max(since, vintage.begins, above.begins)
            ends = [day for day in (vintage.ends, above.ends) if day is not None]
            if ends and min(ends) <= first:
                continue
            for promise in above.promises:
                span = {"span": transition_words(within, first, vintage.ends)} if within else {}
                for finding in _broken(law, vintage, promise, first):
                    key = finding.code, str(finding.where), promise.name
                    values = {**finding.values, **span}
                    findings.setdefault(key, replace(finding, values=values))
    return [*findings.values(), *_silent(law, statute, since)]


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
        for vintage in law.vintages
        if vintage.ends is None or vintage.ends > since
        for rule in vintage.rules
        for effect in rule.effects
        if effect.name in EFFECTS and effect.name not in promised
    }
    if givers:
        place = min(rule.place for rule in givers.values())
        values = {"seen": ", ".join(sorted(givers)), "statute": statute.title}
        yield Diagnostic("silent", place, values, Severity.INFO)
