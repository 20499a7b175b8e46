"""Whether those who issue a document may change what it changes.

An item is changed by being replaced or repealed, by a rule that overrides it, by a bar of what it
gives, and by a transition in which an older version of it is kept. A document with
``status: advocacy`` asks others to change the law, and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_sim.catalogue import phrase
from policy_sim.catalogue.phrase import listed
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.policy.amending import Amendment
from policy_sim.policy.amendment_document import AmendmentForm
from policy_sim.policy.item_forms import ADVOCACY
from policy_sim.policy.rule import Authority, Rule
from policy_sim.policy.statute import Name, Section, Statute, Version
from policy_sim.policy.transition import Transition
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.wording import article

__all__ = ["beyond_authority"]

_LEVELS = (Authority.PRACTICE, Authority.CITY, Authority.NATIONAL)


def beyond_authority(
    amendments: Sequence[Amendment],
    base: Statute,
    statute: Statute,
    vintages: Sequence[Vintage],
    transitions: Sequence[Transition] = (),
) -> Iterator[Diagnostic]:
    """Yield ``beyond-authority`` for each item of a higher level that an amendment changes.

    *base* is the law before the *amendments*, *statute* the law with them, cut into *vintages*,
    those of people in *transitions* included.
    """
    for amendment in amendments:
        form = amendment.form
        if form.status != ADVOCACY:
            yield from _changed(form, base)
            for one in transitions:
                if one.place.file == form.policy.place.file:
                    yield from _withheld(one, form, statute)
    yield from _outranked(vintages, {one.form.policy.place.file for one in amendments})


def _changed(form: AmendmentForm, base: Statute) -> Iterator[Diagnostic]:
    """Yield the items of a higher level that a document replaces or repeals."""
    authority = form.authority or Authority.CITY
    acts = [
        (section, name, phrase("replaces"))
        for section in Section
        for name in getattr(form.replace, f"{section}s")
    ]
    acts += [
        (section, named, phrase("repeals"))
        for repeal in form.repeal
        for section in Section
        if (named := getattr(repeal, section)) is not None
    ]
    for section, name, act in acts:
        item = base.items.get((section, str(name)))
        version = None if item is None else item.on(form.effective)
        if version is not None and _above(version.heading.authority, authority):
            yield _of_item(form, (section, str(name)), version, act, name.place)


def _withheld(one: Transition, form: AmendmentForm, statute: Statute) -> Iterator[Diagnostic]:
    """Yield what a transition keeps from those in it although a higher level has put it in force.

    What the document of the transition says itself is its own to suspend.
    """
    authority = form.authority or Authority.CITY
    for kept in one.keep:
        key = Section(kept.section), kept.name
        for version in statute.items[key].versions:
            later = version.ends is None or version.ends > one.effective
            if not later or version.begins >= one.until:
                continue
            if version.place.file == one.place.file:
                continue
            if _above(version.heading.authority, authority):
                act = phrase("suspends in a transition")
                yield _of_item(form, key, version, act, kept.place)


def _of_item(
    form: AmendmentForm, item: Name, version: Version, act: str, place: Place
) -> Diagnostic:
    """Return that a document does, at *place*, what only a higher level may do to an *item*."""
    section, name = item
    values = {
        "document": form.title or str(form.policy),
        "seen": phrase(form.authority or Authority.CITY),
        "act": act,
        "section": section,
        "name": article(name, version.heading.source),
        "allowed": phrase(version.heading.authority),
    }
    related = (("what is reserved", version.place),)
    return Diagnostic("beyond-authority", place, values, related=related)


def _outranked(vintages: Sequence[Vintage], drafts: set[str]) -> Iterator[Diagnostic]:
    """Yield the rules of *drafts* that override rules of a higher level, or bar what they give."""
    told: set[tuple[str, str]] = set()
    for vintage in vintages:
        rules = {rule.id: rule for rule in vintage.rules}
        for rule in vintage.rules:
            if rule.place.file not in drafts or rule.status == ADVOCACY:
                continue
            overridden = [rules[other] for other in rule.overrides if other in rules]
            for act, touched in (
                (phrase("overrides"), overridden),
                (phrase("bars what is given by"), _barred_by(rule, vintage)),
            ):
                reserved = [other for other in touched if _above(other.authority, rule.authority)]
                if reserved and (rule.id, act) not in told:
                    told.add((rule.id, act))
                    yield _of_rule(rule, reserved, act)


def _barred_by(rule: Rule, vintage: Vintage) -> list[Rule]:
    return [
        other
        for other in vintage.rules
        if any(effect.name in rule.bars for effect in other.effects)
    ]


def _of_rule(rule: Rule, reserved: Sequence[Rule], act: str) -> Diagnostic:
    values = {
        "document": phrase("the rule '{name}'", name=rule.id),
        "seen": phrase(rule.authority),
        "act": act,
        "section": "rule" if len(reserved) == 1 else "rules",
        "name": listed(article(other.id, other.source) for other in reserved),
        "allowed": phrase(max((other.authority for other in reserved), key=_LEVELS.index)),
    }
    related: tuple[tuple[str, Place], ...] = (("what is reserved", reserved[0].place),)
    return Diagnostic("beyond-authority", rule.place, values, related=related)


def _above(one: Authority, other: Authority) -> bool:
    return _LEVELS.index(one) > _LEVELS.index(other)
