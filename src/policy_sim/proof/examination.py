"""A whole regulation examined: every version from a day on, every area, every question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic
from policy_sim.policy.effects import AREAS
from policy_sim.policy.law import NO_TRANSITION, Law
from policy_sim.policy.subjects import GROUPS, PERSON
from policy_sim.policy.transition import Membership
from policy_sim.policy.vintage import Vintage
from policy_sim.proof.areas import areas_giving
from policy_sim.proof.brought_about import in_the_later_document
from policy_sim.proof.cliffs import cliffs
from policy_sim.proof.conflicts import conflicts, redundancies
from policy_sim.proof.dead import dead_parts
from policy_sim.proof.dead_ends import dead_ends
from policy_sim.proof.finding import Finding, placed_in, transition_words
from policy_sim.proof.gaming import loopholes
from policy_sim.proof.invariants import invariant_breaches
from policy_sim.proof.matter import Matter
from policy_sim.proof.paths import traps
from policy_sim.proof.promised import broken_promise
from policy_sim.proof.quotas import quota_findings
from policy_sim.proof.solver import Undecided
from policy_sim.proof.twins import distinctions_made, merit_punished

__all__ = ["Examined", "examine"]


@dataclass
class Examined:
    """What was found, and over what it was looked for.

    *versions* are the first days of the versions of the law; *areas* those with rules;
    *transitions* those of which the law of the people in it was looked at too.
    """

    findings: list[Diagnostic] = field(default_factory=list)
    versions: tuple[date, ...] = ()
    areas: tuple[str, ...] = ()
    transitions: tuple[str, ...] = ()
    questions: int = 0


@dataclass
class _Seen:
    """A finding, and the versions (by position) in which it was made."""

    finding: Finding
    versions: list[int]


def examine(law: Law, since: date, before: Law | None = None) -> Examined:
    """Return everything that can be proved wrong with *law* from *since* on.

    Each version from the one in force on *since* (or the first one) to the last is looked at, for
    those in no transition and for those in each; a finding says from when to when it holds, if
    that is not always, and in which transition, if it is not of the others. With *before*, the
    law as it would be otherwise, only what is not found there too is a finding.
    """
    stated = _versions(law, since)
    kept = list(law.kept_versions(since))
    versions = [*stated, *(version for _, version in kept)]
    within = [NO_TRANSITION] * len(stated) + [names for names, _ in kept]
    known = _Findings() if before is None else _Findings.of(before, since)
    seen: dict[tuple[str, tuple[str, ...]], _Seen] = {}
    having: dict[str, list[_Having]] = {}
    examined = Examined(
        versions=tuple(max(v.begins, since) for v in stated),
        transitions=tuple(one.name for one in law.transitions if one.until > since),
    )
    for position, vintage in enumerate(versions):
        for matter in _matters(law, vintage, since):
            new = known.new_in(matter)
            for finding in new:
                seen.setdefault(finding.key, _Seen(finding, [])).versions.append(position)
            keys = frozenset(finding.key for finding in new)
            for number, rule in enumerate(matter.rules):
                one = _Having(position, matter, number in matter.own, keys, bool(rule.bars))
                having.setdefault(rule.id, []).append(one)
            for promise in matter.promises:
                one = _Having(position, matter, True, keys)
                having.setdefault(f"promise {promise.name}", []).append(one)
            if matter.area not in examined.areas:
                examined.areas += (matter.area,)
    examined.questions = known.questions
    told = []
    for each in seen.values():
        if _throughout(each, having, known):
            whole = _told(each.finding, _span(each.versions, versions, within), law, before)
            alone = all(within[number] for number in each.versions)
            names = within[each.versions[0]] if alone else NO_TRANSITION
            told.append(placed_in(law.transitions, names, whole))
    told += _of_the_whole(law, since, before)
    examined.findings = sorted(told, key=lambda one: (one.where, one.code))
    return examined


def _of_the_whole(law: Law, since: date, before: Law | None) -> Iterator[Diagnostic]:
    """Yield what is found of no single version: paths through several, and the vocabulary."""
    known = set() if before is None else {finding.key for finding in traps(before, since)}
    for finding in traps(law, since):
        if finding.key not in known:
            values = {"span": "", **finding.values}
            yield Diagnostic(finding.code, finding.place, values, finding.grave, finding.related)
            known.add(finding.key)
    if before is None or before.vocabulary != law.vocabulary:
        yield from invariant_breaches(law.vocabulary, since)


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
        kept = (version for _, version in before.kept_versions(since))
        versions = (*_versions(before, since), *kept)
        matters = (m for v in versions for m in _matters(before, v, since))
        return cls({_key(matter): matter for matter in matters})

    def new_in(self, matter: Matter) -> list[Finding]:
        """Return what is found in *matter*, and in no version of the same area before."""
        if not self.changed(matter):
            return []
        found = self.within(matter)
        same = (matter.area, matter.subject)
        old = {
            finding.key
            for one in self.before.values()
            if (one.area, one.subject) == same
            for finding in self.within(one)
        }
        return [finding for finding in found if finding.key not in old]

    def changed(self, matter: Matter) -> bool:
        """Return whether no version of the law as it would be otherwise has the same area on the
        same days: what an amendment cuts in time only is found in the whole already.
        """
        return not any(_covers(other, matter) for other in self.before.values())

    def within(self, matter: Matter) -> list[Finding]:
        """Return everything found in *matter*."""
        key = _key(matter)
        if key not in self.found:
            self.found[key] = list(_found(matter))
            self.questions += matter.solver.asked
        return self.found[key]


def _versions(law: Law, since: date) -> list[Vintage]:
    """Return the versions of *law* in force on *since* or later; the last one, if none is."""
    return [v for v in law.vintages if v.ends is None or v.ends > since] or list(law.vintages[-1:])


def _matters(law: Law, vintage: Vintage, since: date) -> Iterator[Matter]:
    for area in AREAS:
        for subject in (PERSON, *GROUPS):
            if vintage.area(area, subject) or _promised_only(vintage, area, subject):
                yield Matter(vintage, law.vocabulary, area, subject, since)


def _promised_only(vintage: Vintage, area: str, subject: str) -> bool:
    """Whether something is promised in an area without rules, of what no other area gives."""
    return subject == PERSON and any(
        promise.form != "path" and areas_giving(vintage, promise.effect.effect) == (area,)
        for promise in vintage.promises
    )


def _found(matter: Matter) -> Iterator[Finding]:
    """Yield what every check finds; one that takes too much work is said to be undecided."""
    checks: list[tuple[str, Callable[[], Iterable[Finding]]]] = [
        ("dead-rule", partial(dead_parts, matter)),
        ("redundant", partial(redundancies, matter)),
        ("conflict", partial(conflicts, matter)),
    ]
    checks += [
        ("gap", partial(broken_promise, matter, promise))
        for promise in matter.promises
        if promise.form != "path"
    ]
    if matter.subject == PERSON:
        checks.append(("not-monotone", partial(merit_punished, matter)))
        checks.append(("discriminates", partial(distinctions_made, matter)))
        checks.append(("cliff", partial(cliffs, matter)))
        checks.append(("trap", partial(dead_ends, matter)))
        checks.append(("impossible-quota", partial(quota_findings, matter)))
        checks.append(("gaming", partial(loopholes, matter)))
    for name, check in checks:
        try:
            yield from check()
        except Undecided:
            place = matter.place
            values = {"check": name, "seen": matter.area, "why": "the proof took too much work"}
            yield Finding("undecided", place, (matter.area, name), values)


def _covers(other: Matter, matter: Matter) -> bool:
    """Whether *other* is the same area, on all days of *matter* if it reads the day."""
    if other.area != matter.area or other.content != matter.content:
        return False
    if not matter.reads_the_day:
        return True
    mine, theirs = matter.vintage, other.vintage
    open_end = theirs.ends is None or (mine.ends is not None and mine.ends <= theirs.ends)
    return theirs.begins <= mine.begins and open_end


def _key(matter: Matter) -> str:
    """Return what the findings of an area hang on: equal keys mean equal findings."""
    return f"{matter.content} {matter.days}"


@dataclass(frozen=True)
class _Having:
    """A version (by position) and an area that a rule has a part in, if it is its *own*.

    *new* are the keys of what was found there that was not found before.
    """

    version: int
    matter: Matter
    own: bool
    new: frozenset[tuple[str, tuple[str, ...]]]
    bars: bool = False


def _throughout(seen: _Seen, having: Mapping[str, list[_Having]], known: _Findings) -> bool:
    """Whether a finding is worth saying: some are so only if nowhere the rule is without it.

    That is in no version that is new, and in no area: a bar that has no use in one area has one
    in another.
    """
    if not seen.finding.constant:
        return True
    for place in having[seen.finding.subject[0]]:
        if seen.finding.code == "redundant" and not (place.own or place.bars):
            continue
        if known.changed(place.matter):
            if seen.finding.key not in place.new:
                return False
        elif place.version in seen.versions and not place.own:
            found = {finding.key for finding in known.within(place.matter)}
            if seen.finding.key not in found:
                return False
    return True


def _told(finding: Finding, span: str, law: Law, before: Law | None) -> Diagnostic:
    place, related = in_the_later_document(finding, law, before)
    values = {**finding.values, "span": span}
    return Diagnostic(finding.code, place, values, finding.grave, related)


def _span(found: Sequence[int], versions: Sequence[Vintage], within: Sequence[Membership]) -> str:
    """Return from when to when something holds; nothing if that is throughout.

    Of what is so for those in no transition, only that is told.
    """
    stated = [number for number in found if not within[number]]
    if not stated:
        names = within[found[0]]
        same = [number for number in found if within[number] == names]
        return transition_words(names, versions[same[0]].begins, versions[same[-1]].ends)
    first, last = stated[0], stated[-1]
    ends_last = sum(not names for names in within) - 1
    begins = None if first == 0 else versions[first].begins
    end = versions[last].ends
    ends = None if last == ends_last else end
    if begins and ends:
        return phrase("from {begins} until {ends}", begins=begins, ends=ends)
    if ends:
        return phrase("until {ends}", ends=ends)
    return phrase("from {begins}", begins=begins) if begins else ""
