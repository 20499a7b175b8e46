"""Amendments: whole items added, replaced and repealed from an effective date.

Nothing is merged inside an item. An amendment that hits nothing or changes nothing is a finding,
and so are two of one item on one day.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.documents import Scalar
from policy_sim.policy.amendment_document import AmendmentForm, RepealForm
from policy_sim.policy.enactment import Enactment, opening
from policy_sim.policy.item_forms import ItemForm
from policy_sim.policy.statute import Body, Item, Name, Section, Statute, Version

__all__ = ["Amendment", "amended"]


@dataclass(frozen=True, slots=True)
class Amendment:
    """One amending document, and the folder of the files that it names."""

    form: AmendmentForm
    folder: Path

    @property
    def stated(self) -> Iterator[tuple[Section, Scalar]]:
        """Yield each item that it adds, replaces or repeals, by the name that it gives it there."""
        for section in Section:
            yield from ((section, name) for name in getattr(self.form.add, f"{section}s"))
        yield from self.instead

    @property
    def instead(self) -> Iterator[tuple[Section, Scalar]]:
        """Yield each item that it replaces or repeals, by the name that it gives it there."""
        for section in Section:
            yield from ((section, name) for name in getattr(self.form.replace, f"{section}s"))
        for repeal in self.form.repeal:
            yield from _repealed(repeal)


@dataclass(frozen=True, slots=True)
class _Act:
    """One change of one item: its kind, and the new item if there is one."""

    kind: str
    section: Section
    name: Scalar
    effective: date
    item: Item | None

    @property
    def key(self) -> Name:
        return (self.section, str(self.name))


def amended(
    statute: Statute,
    amendments: Sequence[Amendment],
    findings: list[Diagnostic],
    left_out: Collection[Name] = (),
) -> Statute:
    """Return *statute* as *amendments* change it, taken by effective date whatever their order.

    What they say about the items *left_out* is passed over.
    """
    seen: dict[tuple[Name, date], _Act] = {}
    for amendment in sorted(amendments, key=lambda one: one.form.effective):
        place = amendment.form.policy.place
        acts = list(_acts(amendment, findings))
        # What it was to change may be what could not be read.
        if not acts and not any(one.where.file == place.file for one in findings):
            findings.append(Diagnostic("changes-nothing", place, {"seen": amendment.form.policy}))
        later = _Later.of(amendment.form)
        findings += later.unused({str(act.name) for act in acts if _scheduled(statute, act)})
        for act in acts:
            if act.key in left_out:
                continue
            first = seen.setdefault((act.key, act.effective), act)
            if first is not act:
                findings.append(_twice(act, first))
                continue
            statute = _applied(statute, act, later, findings)
    return statute


def _scheduled(statute: Statute, act: _Act) -> bool:
    """Whether the item that *act* changes has a version after the effective date."""
    base = statute.items.get(act.key)
    return base is not None and any(v.begins > act.effective for v in base.versions)


def _acts(amendment: Amendment, findings: list[Diagnostic]) -> Iterator[_Act]:
    form = amendment.form
    enactment = Enactment(opening(form), form.effective, None, amendment.folder)
    for kind, items in (("add", form.add), ("replace", form.replace)):
        for item in enactment.items(items, findings):
            begins = item.versions[0].begins
            if begins < form.effective:
                values = {"seen": begins.isoformat(), "earlier": form.effective.isoformat()}
                place = item.versions[0].place
                findings.append(Diagnostic("before-effective", place, values))
                continue
            yield _Act(kind, item.section, item.name, form.effective, item)
    for repeal in form.repeal:
        named = _repealed(repeal)
        if len(named) != 1:
            values = {"seen": str(len(named)), "allowed": ", ".join(Section)}
            findings.append(Diagnostic("one-repeal", form.policy.place, values))
            continue
        section, name = named[0]
        yield _Act("repeal", section, name, form.effective, None)


def _repealed(form: RepealForm) -> list[tuple[Section, Scalar]]:
    named = ((section, getattr(form, section)) for section in Section)
    return [(section, name) for section, name in named if name is not None]


def _twice(act: _Act, first: _Act) -> Diagnostic:
    values = {"seen": str(act.name), "section": act.section, "day": act.effective.isoformat()}
    related = (("the other amendment", first.name.place),)
    return Diagnostic("amended-twice", act.name.place, values, related=related)


@dataclass(frozen=True, slots=True)
class _Later:
    """What an amendment says about values that the base schedules after its effective date."""

    keep: frozenset[str]
    drop: frozenset[str]
    names: tuple[Scalar, ...]

    @classmethod
    def of(cls, form: AmendmentForm) -> _Later:
        names = (*form.keep_later, *form.drop_later)
        return cls(frozenset(form.keep_later), frozenset(form.drop_later), names)

    def unused(self, scheduled: set[str]) -> list[Diagnostic]:
        """Return a finding for each name that is not among those *scheduled* to change later."""
        return [
            Diagnostic(
                "later-unused",
                name.place,
                {"seen": name, "near": near(name, scheduled)},
            )
            for name in self.names
            if name not in scheduled
        ]


def _applied(statute: Statute, act: _Act, later: _Later, findings: list[Diagnostic]) -> Statute:
    """Return *statute* with one change made, or unchanged with a finding."""
    base = statute.items.get(act.key)
    if act.kind == "add":
        return _added(statute, base, act, findings)
    current = None if base is None else base.on(act.effective)
    if base is None or current is None:
        findings.append(_missing(statute, base, act))
        return statute
    versions = _kept(base, act, later, findings)
    if act.item is not None and _same(current, act.item.versions[0]):
        values = {"seen": str(act.name), "section": act.section}
        findings.append(Diagnostic("changes-nothing", act.name.place, values))
        return statute
    new = () if act.item is None else _until_next(act.item.versions, versions, act.effective)
    repealed = act.name.place if act.item is None else None
    ordered = tuple(sorted((*versions, *new), key=lambda version: version.begins))
    return statute.with_items([Item(base.section, base.name, ordered, repealed)])


def _added(statute: Statute, base: Item | None, act: _Act, findings: list[Diagnostic]) -> Statute:
    if act.item is None:
        return statute
    if base is None:
        return statute.with_items([act.item])
    if all(v.ends is not None and v.ends <= act.effective for v in base.versions):
        return statute.with_items([replace(act.item, versions=base.versions + act.item.versions)])
    values = {"seen": str(act.name), "section": act.section}
    related = (("the item", base.name.place),)
    findings.append(Diagnostic("add-existing", act.name.place, values, related=related))
    return statute


def _missing(statute: Statute, base: Item | None, act: _Act) -> Diagnostic:
    """Return the finding that there is nothing to replace or repeal on the effective date."""
    names = statute.names(act.section)
    related: tuple[tuple[str, Place], ...] = ()
    if base is not None:
        related = (("the item on other dates", base.name.place),)
    values = {
        "seen": str(act.name),
        "section": act.section,
        "act": act.kind,
        "day": act.effective.isoformat(),
        "near": "" if base is not None else near(act.name, names),
    }
    return Diagnostic("amends-missing", act.name.place, values, related=related)


def _kept(base: Item, act: _Act, later: _Later, findings: list[Diagnostic]) -> list[Version]:
    """Return the versions of *base* before the effective date, and later ones that are kept."""
    before = [
        replace(version, ends=act.effective)
        if version.ends is None or version.ends > act.effective
        else version
        for version in base.versions
        if version.begins < act.effective
    ]
    after = [version for version in base.versions if version.begins > act.effective]
    name = str(act.name)
    if after and name not in later.keep | later.drop:
        values = {"seen": name, "day": after[0].begins.isoformat()}
        related = (("scheduled", after[0].place),)
        findings.append(Diagnostic("later-value-unnamed", act.name.place, values, related=related))
    return before + (after if name in later.keep else [])


def _until_next(new: Sequence[Version], kept: Sequence[Version], effective: date) -> list[Version]:
    """Return *new* versions, ending where a kept later one begins."""
    starts = [version.begins for version in kept if version.begins > effective]
    if not starts:
        return list(new)
    first = min(starts)
    return [
        replace(version, ends=min(version.ends or first, first))
        for version in new
        if version.begins < first
    ]


def _said(body: Body) -> Body:
    """Return a body without what it says about itself: title, source, status, dates, notes."""
    if not isinstance(body, ItemForm):
        return body
    return body.model_copy(update=dict.fromkeys(ItemForm.model_fields))


def _same(current: Version, new: Version) -> bool:
    """Whether the new version says what the current one says; sources may differ."""
    return (
        _said(current.body) == _said(new.body)
        and current.heading.authority == new.heading.authority
        and current.ends == new.ends
    )
