"""From the ``transition`` of an amendment to the law of those who are in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from policy_sim.catalogue import both, phrase
from policy_sim.diagnostics import Diagnostic, Severity, near, worst
from policy_sim.documents import Scalar
from policy_sim.policy.amending import Amendment
from policy_sim.policy.amendment_document import TransitionForm
from policy_sim.policy.clauses import clauses_of
from policy_sim.policy.expressions import Scope
from policy_sim.policy.item_forms import RuleForm
from policy_sim.policy.law import Law
from policy_sim.policy.policy_document import Unreadable
from policy_sim.policy.rule import Rule
from policy_sim.policy.statute import Item, Name, Section, Statute, ValueForm, Version
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.transition import (
    MOST_TRANSITIONS,
    Kept,
    Membership,
    Transition,
    memberships,
)
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vintages import Memory, vintages_of
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.policy.wording import check_name

__all__ = [
    "JUDGED",
    "Keeping",
    "keeping",
    "law_of_transitions",
    "law_within",
    "statute_within",
]

JUDGED = "transition"
"""The area, of no effect, of the rules by which it is judged whom transitions take."""

_LABEL = "what is kept, or reads it"


@dataclass(frozen=True, slots=True)
class Keeping:
    """The *transitions* of a law, by effective date, and what they come to.

    *judging* holds, for each, the law of the day before with one rule: whom it takes. *laws*
    holds the vintages of those in each combination of transitions, from the first of their
    effective dates until the last of their ends.
    """

    transitions: tuple[Transition, ...] = ()
    judging: tuple[Vintage, ...] = ()
    laws: Mapping[Membership, tuple[Vintage, ...]] = field(default_factory=dict)


def keeping(
    amendments: Sequence[Amendment],
    statute: Statute,
    vocabulary: Vocabulary,
    vintages: Sequence[Vintage],
    findings: list[Diagnostic],
) -> Keeping:
    """Return what *amendments*, which make *statute* and its *vintages*, keep and for whom.

    What cannot be meant is a finding, and there is nothing kept then.
    """
    stated = [
        (amendment, name, form)
        for amendment in sorted(amendments, key=lambda one: one.form.effective)
        for name, form in amendment.form.transition.items()
    ]
    if not stated:
        return Keeping()
    before = len(findings)
    _check_names([name for _, name, _ in stated], findings)
    made = [
        made
        for amendment, name, form in stated
        if (made := _transition(amendment, name, form, statute, findings)) is not None
    ]
    judging = [
        _judging(one, form, vintages, vocabulary, findings)
        for one, form in made
        if isinstance(form, TransitionForm)
    ]
    if len(findings) > before:
        return Keeping()
    transitions = tuple(
        replace(one, whom=" and ".join(clause.text for clause in law.rules[0].clauses))
        for (one, _), law in zip(made, judging, strict=True)
        if law is not None
    )
    laws = _laws(transitions, statute, vocabulary, findings)
    return Keeping(transitions, tuple(one for one in judging if one is not None), laws)


def statute_within(statute: Statute, within: Iterable[Transition]) -> Statute:
    """Return *statute* as it is for those in the transitions *within*.

    What each keeps stays, as long as it is kept, as it was on the day before; of what two keep,
    the version that the earlier amendment found.
    """
    items: dict[Name, Item] = {}
    for one in sorted(within, key=lambda one: one.effective, reverse=True):
        for kept in one.keep:
            key = (Section(kept.section), kept.name)
            stated = statute.items[key]
            found = stated.on(one.judged)
            versions = [*_outside(items.get(key, stated).versions, one)]
            if found is not None:
                versions.append(replace(found, begins=one.effective, ends=one.until))
            ordered = tuple(sorted(versions, key=lambda version: version.begins))
            items[key] = replace(stated, versions=ordered)
    return statute.with_items(items.values())


def law_within(
    law: Law, statute: Statute, some: Sequence[Transition], span: tuple[date, date]
) -> Law:
    """Return the law for those in *some* transitions alone over a *span*, and then that of all.

    *statute* has the words of *law*, whose own transitions are left out.
    """
    kept = statute_within(statute, some) if some else statute
    vintages = vintages_of(kept, law.vocabulary, [], span=span)
    after = [
        replace(version, begins=max(version.begins, span[1]))
        for version in law.vintages
        if version.ends is None or version.ends > span[1]
    ]
    return replace(law, vintages=(*vintages, *after), transitions=(), judging=(), kept={})


def law_of_transitions(law: Law, statute: Statute, transitions: Sequence[Transition]) -> Law | None:
    """Return *law*, whose items are those of *statute*, with other *transitions* of the same names.

    None if what they keep makes no sense.
    """
    findings: list[Diagnostic] = []
    laws = _laws(transitions, statute, law.vocabulary, findings)
    if worst(findings) is Severity.ERROR:
        return None
    return replace(law, transitions=tuple(transitions), kept=laws)


def _outside(versions: Iterable[Version], one: Transition) -> Iterator[Version]:
    """Yield what of *versions* holds before the transition begins, or after it has ended."""
    for version in versions:
        ends = version.ends
        if version.begins < one.effective:
            last = one.effective if ends is None else min(ends, one.effective)
            yield replace(version, ends=last)
        if ends is None or ends > one.until:
            yield replace(version, begins=max(version.begins, one.until))


def _check_names(names: Sequence[Scalar], findings: list[Diagnostic]) -> None:
    first: dict[str, Scalar] = {}
    for name in names:
        check_name(name, findings, rule=True)
        known = first.setdefault(str(name), name)
        if known is not name:
            related = (("the first", known.place),)
            values = {"seen": str(name)}
            findings.append(Diagnostic("name-taken", name.place, values, related=related))
    if len(first) > MOST_TRANSITIONS:
        values = {"seen": str(len(first)), "allowed": str(MOST_TRANSITIONS)}
        findings.append(Diagnostic("too-many-transitions", names[-1].place, values))


def _transition(
    amendment: Amendment,
    name: Scalar,
    form: TransitionForm | Unreadable,
    statute: Statute,
    findings: list[Diagnostic],
) -> tuple[Transition, TransitionForm] | None:
    if isinstance(form, Unreadable):
        findings += form.findings
        return None
    effective = amendment.form.effective
    if form.until <= effective:
        values = {"seen": form.until.isoformat(), "earlier": effective.isoformat()}
        findings.append(Diagnostic("dates-out-of-order", name.place, values))
        return None
    if not form.keep:
        findings.append(Diagnostic("keeps-nothing", name.place, {"seen": str(name)}))
    first: dict[str, Scalar] = {}
    for one in form.keep:
        if first.setdefault(str(one), one) is not one:
            related = (("the first", first[str(one)].place),)
            values = {"seen": str(one)}
            findings.append(Diagnostic("keeps-twice", one.place, values, related=related))
    keep = {
        key: Kept(str(key[0]), key[1], one.place)
        for one in form.keep
        for key in _kept(one, amendment, statute, findings)
    }
    heading = amendment.form
    made = Transition(
        name=str(name),
        effective=effective,
        until=form.until,
        keep=tuple(keep.values()),
        amendment=str(heading.title or heading.policy),
        source=form.source or heading.source or "",
        title=str(form.title or ""),
        place=name.place,
    )
    return made, form


def _kept(
    name: Scalar, amendment: Amendment, statute: Statute, findings: list[Diagnostic]
) -> list[Name]:
    """Return the items called *name* that *amendment* changes; none, with a finding."""
    changed = {(section, str(stated)) for section, stated in amendment.stated}
    keys = [key for key in changed if key[1] == str(name)]
    if not keys:
        allowed = sorted({item for _, item in changed})
        values = {"seen": str(name), "allowed": ", ".join(allowed), "near": near(name, allowed)}
        findings.append(Diagnostic("keeps-unchanged", name.place, values))
        return []
    effective = amendment.form.effective
    for key in keys:
        item = statute.items.get(key)
        versions = () if item is None else item.versions
        days = (effective - timedelta(days=1), effective)
        bodies = [version.body for version in versions if any(map(version.holds, days))]
        if any(isinstance(body, ValueForm) and body.lever is not None for body in bodies):
            findings.append(Diagnostic("keeps-lever", name.place, {"seen": str(name)}))
        for body in bodies:
            if isinstance(body, RuleForm) and body.subject != PERSON:
                values = {"seen": str(name), "subject": body.subject}
                findings.append(Diagnostic("keeps-of-group", name.place, values))
                break
    return sorted(keys)


def _judging(
    one: Transition,
    form: TransitionForm,
    vintages: Sequence[Vintage],
    vocabulary: Vocabulary,
    findings: list[Diagnostic],
) -> Vintage | None:
    """Return the law of the day before with the one rule by which *one* takes people."""
    law = next((v for v in reversed(vintages) if v.begins <= one.judged), None)
    if law is None:
        values = {"seen": one.name, "day": one.judged.isoformat()}
        findings.append(Diagnostic("judged-before-law", one.place, values))
        return None
    scope = Scope(vocabulary, law.parameters, law.tables, law.definitions)
    found: list[Diagnostic] = []
    clauses = clauses_of(form.whom, scope, found)
    findings += (
        replace(one, code="transition-of-post") if one.code == "no-post-here" else one
        for one in found
    )
    rule = Rule(one.name, JUDGED, clauses, source=one.source, title=one.title, place=one.place)
    key = f"{law.key} {JUDGED} {one.name} {'; '.join(str(c.condition) for c in clauses)}"
    return replace(law, rules=(rule,), key=key, promises=(), distinctions=())


def _laws(
    transitions: Sequence[Transition],
    statute: Statute,
    vocabulary: Vocabulary,
    findings: list[Diagnostic],
) -> dict[Membership, tuple[Vintage, ...]]:
    """Return the law of those in each combination; what makes no sense there is a finding."""
    known = {(finding.code, finding.where) for finding in findings}
    memory = Memory()
    laws: dict[Membership, tuple[Vintage, ...]] = {}
    for within in memberships(transitions):
        some = [one for one in transitions if one.name in within]
        span = min(one.effective for one in some), max(one.until for one in some)
        fresh: list[Diagnostic] = []
        changed = statute_within(statute, some)
        laws[within] = vintages_of(changed, vocabulary, fresh, memory, span)
        for finding in fresh:
            if (finding.code, finding.where) not in known:
                known.add((finding.code, finding.where))
                findings.append(_because_kept(finding, some))
    return laws


def _because_kept(finding: Diagnostic, some: Sequence[Transition]) -> Diagnostic:
    """Return what makes no sense for those in *some* transitions alone, where these stand."""
    why = phrase(
        "because of what the transition {name} keeps: keep what it reads, or what reads it, too",
        name=both([one.name for one in some]),
    )
    values = {**finding.values, "span": why}
    related = ((_LABEL, finding.where), *finding.related)
    return replace(finding, where=some[-1].place, values=values, related=related)
