"""A whole regulation examined: every version from a day on, every area, every question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from policy_sim.diagnostics import Diagnostic
from policy_sim.policy.effects import AREAS
from policy_sim.policy.law import Law, Vintage
from policy_sim.policy.subjects import GROUPS, PERSON
from policy_sim.policy.vintages import content
from policy_sim.proof.cliffs import cliffs
from policy_sim.proof.conflicts import conflicts, redundancies
from policy_sim.proof.dead import dead_parts
from policy_sim.proof.finding import CONSTANTLY, Finding
from policy_sim.proof.gaming import loopholes
from policy_sim.proof.invariants import invariant_breaches
from policy_sim.proof.matter import Matter, Undecided
from policy_sim.proof.paths import traps
from policy_sim.proof.promised import broken_promise, home_of
from policy_sim.proof.quotas import quota_findings
from policy_sim.proof.twins import distinctions_made, merit_punished
from policy_sim.rules.reading import tables_of

__all__ = ["Examined", "examine"]


@dataclass
class Examined:
    """What was found, and over what it was looked for.

    *versions* are the first days of the versions of the law; *areas* those with rules.
    """

    findings: list[Diagnostic] = field(default_factory=list)
    versions: tuple[date, ...] = ()
    areas: tuple[str, ...] = ()
    questions: int = 0


@dataclass
class _Seen:
    """A finding, and the versions (by position) in which it was made."""

    finding: Finding
    versions: list[int]


def examine(law: Law, since: date, before: Law | None = None) -> Examined:
    """Return everything that can be proved wrong with *law* from *since* on.

    Each version from the one in force on *since* (or the first one) to the last is looked at; a
    finding says from when to when it holds, if that is not always. With *before*, the law as it
    would be otherwise, only what is not found there too is a finding.
    """
    versions = _versions(law, since)
    known = _Findings() if before is None else _Findings.of(before, since)
    seen: dict[tuple[str, tuple[str, ...]], _Seen] = {}
    examined = Examined(versions=tuple(max(v.begins, since) for v in versions))
    for position, vintage in enumerate(versions):
        for matter in _matters(law, vintage, since):
            for finding in known.new_in(matter):
                seen.setdefault(finding.key, _Seen(finding, [])).versions.append(position)
            if matter.area not in examined.areas:
                examined.areas += (matter.area,)
    examined.questions = known.questions
    having = [{rule.id for rule in vintage.rules} for vintage in versions]
    old = {finding.key for finding in traps(before, since)} if before is not None else set()
    for finding in traps(law, since):
        if finding.key not in old:
            seen.setdefault(finding.key, _Seen(finding, [0, len(versions) - 1]))
    told = [_told(each, versions) for each in seen.values() if _throughout(each, having)]
    if before is None or before.vocabulary != law.vocabulary:
        told += invariant_breaches(law.vocabulary, since)
    examined.findings = sorted(told, key=lambda one: (one.where, one.code))
    return examined


@dataclass
class _Findings:
    """What was found in each area so far, by all that it hangs on.

    *before* are the areas of the law as it would be otherwise, by the same: what is the same there
    is no finding of the regulation that changes something else.
    """

    before: dict[str, Matter] = field(default_factory=dict)
    found: dict[str, list[Finding]] = field(default_factory=dict)
    questions: int = 0

    @classmethod
    def of(cls, before: Law, since: date) -> _Findings:
        """Return no findings yet, beside the law as it would be otherwise."""
        matters = (m for v in _versions(before, since) for m in _matters(before, v, since))
        return cls({_key(matter): matter for matter in matters})

    def new_in(self, matter: Matter) -> list[Finding]:
        """Return what is found in *matter*, and in no version of the same area before."""
        key = _key(matter)
        if key in self.before:
            return []
        found = self._in(key, matter)
        same = (matter.area, matter.subject)
        old = {
            finding.key
            for other, one in self.before.items()
            if (one.area, one.subject) == same
            for finding in self._in(other, one)
        }
        return [finding for finding in found if finding.key not in old]

    def _in(self, key: str, matter: Matter) -> list[Finding]:
        if key not in self.found:
            self.found[key] = list(_found(matter))
            self.questions += matter.solver.asked
        return self.found[key]


def _versions(law: Law, since: date) -> list[Vintage]:
    """Return the versions of *law* in force on *since* or later; the last one, if none is."""
    return [v for v in law.vintages if v.ends is None or v.ends > since] or [law.vintages[-1]]


def _matters(law: Law, vintage: Vintage, since: date) -> Iterator[Matter]:
    for area in AREAS:
        for subject in (PERSON, *GROUPS):
            promised = subject == PERSON and any(
                area in home_of(vintage, promise) for promise in vintage.promises
            )
            if promised or vintage.area(area, subject):
                yield Matter(vintage, law.vocabulary, area, subject, since)


def _found(matter: Matter) -> Iterator[Finding]:
    """Yield what every check finds; one that takes too much work is said to be undecided."""
    checks: list[tuple[str, Callable[[], Iterable[Finding]]]] = [
        ("dead-rule", partial(dead_parts, matter)),
        ("redundant", partial(redundancies, matter)),
        ("conflict", partial(conflicts, matter)),
    ]
    checks += [
        ("gap", partial(broken_promise, matter, promise))
        for promise in matter.vintage.promises
        if promise.form != "path" and matter.area in home_of(matter.vintage, promise)
    ]
    if matter.subject == PERSON:
        checks.append(("not-monotone", partial(merit_punished, matter)))
        checks.append(("discriminates", partial(distinctions_made, matter)))
        checks.append(("cliff", partial(cliffs, matter)))
        checks.append(("impossible-quota", partial(quota_findings, matter)))
        checks.append(("gaming", partial(loopholes, matter)))
    for name, check in checks:
        try:
            yield from check()
        except Undecided:
            places = [matter.rules[i].place for i in matter.own]
            place = min(places, default=matter.vintage.promises[0].place)
            values = {"check": name, "seen": matter.area, "why": "the proof took too much work"}
            yield Finding("undecided", place, (matter.area, name), values)


def _key(matter: Matter) -> str:
    """Return what the findings of an area hang on: equal keys mean equal findings."""
    vintage, program = matter.vintage, matter.program
    tables = {table.name: table for rule in program.rules for table in tables_of(rule)}
    return content(
        (
            matter.area,
            matter.subject,
            program.rules,
            tables,
            vintage.promises,
            vintage.distinctions,
            str(vintage.begins) if "today." in str(program.logic.features) else "",
        )
    )


def _throughout(seen: _Seen, having: Sequence[set[str]]) -> bool:
    """Whether a finding is worth saying: some are so only if no version is without it.

    *having* are the rules of each version.
    """
    if seen.finding.code not in CONSTANTLY:
        return True
    rule = seen.finding.subject[0]
    return all(i in seen.versions for i, rules in enumerate(having) if rule in rules)


def _told(seen: _Seen, versions: Sequence[Vintage]) -> Diagnostic:
    finding = seen.finding
    return Diagnostic(
        finding.code,
        finding.place,
        {**finding.values, "span": _span(seen.versions, versions)},
        finding.grave,
        finding.related,
    )


def _span(found: Sequence[int], versions: Sequence[Vintage]) -> str:
    """Return from when to when something holds; nothing if that is throughout."""
    first, last = found[0], found[-1]
    begins = "" if first == 0 else f"from {versions[first].begins.isoformat()}"
    end = versions[last].ends
    ends = "" if last == len(versions) - 1 or end is None else f"until {end.isoformat()}"
    return " ".join(part for part in (begins, ends) if part)
