"""From the form of a regulation to its dated items, with what they inherit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar
from policy_sim.documents.fields import read_date
from policy_sim.errors import DocumentError
from policy_sim.policy.item_forms import (
    DefinitionForm,
    DistinctionForm,
    ItemForm,
    ParameterForm,
    PromiseForm,
    RuleForm,
    TableForm,
)
from policy_sim.policy.policy_document import DocumentForm, ItemsForm, PolicyForm, Unreadable
from policy_sim.policy.statute import Heading, Item, Section, Statute, ValueForm, Version
from policy_sim.policy.wording import check_name

__all__ = ["Enactment", "enact", "opening"]

ReadForm = ParameterForm | TableForm | DefinitionForm | RuleForm | PromiseForm | DistinctionForm
AnyForm = ReadForm | Unreadable


@dataclass(frozen=True, slots=True)
class Enactment:
    """What the items of one document inherit: heading, first and last date, folder."""

    heading: Heading
    begins: date
    ends: date | None
    folder: Path

    def items(self, forms: ItemsForm, findings: list[Diagnostic]) -> Iterator[Item]:
        """Yield every item of *forms* with its versions."""
        for section, name, form in _named(forms):
            if not check_name(name, findings, rule=section.named_freely):
                continue
            yield self._item(section, name, form, findings)

    def _item(
        self, section: Section, name: Scalar, form: AnyForm, findings: list[Diagnostic]
    ) -> Item:
        """Return one item; one that cannot be read stays, so that its name is not unknown."""
        if isinstance(form, Unreadable):
            findings += form.findings
            versions: tuple[Version, ...] = ()
        else:
            versions = self._versions(name, form, findings)
        if not versions:
            body = Unreadable(())
            span = self.begins, self.ends
            versions = (Version(*span, body, self.heading, name.place, self.folder),)
        return Item(section, name, versions)

    def _versions(
        self, name: Scalar, form: ReadForm, findings: list[Diagnostic]
    ) -> tuple[Version, ...]:
        span = self._span(name, form, findings)
        if span is None:
            return ()
        heading = _heading(form, self.heading)
        if isinstance(form, ParameterForm):
            return self._values(name, form, span, heading, findings)
        body = form.expression if isinstance(form, DefinitionForm) else form
        return (Version(*span, body, heading, name.place, self.folder),)

    def _span(
        self, name: Scalar, form: ItemForm, findings: list[Diagnostic]
    ) -> tuple[date, date | None] | None:
        begins = form.begins or self.begins
        ends = form.ends or self.ends
        if ends is not None and ends <= begins:
            findings.append(_order(begins, ends, name.place))
            return None
        return begins, ends

    def _values(
        self,
        name: Scalar,
        form: ParameterForm,
        span: tuple[date, date | None],
        heading: Heading,
        findings: list[Diagnostic],
    ) -> tuple[Version, ...]:
        """Return one version for a plain value, one for each date of dated values."""
        if (form.value is None) == (not form.values):
            findings.append(Diagnostic("one-of-value-values", name.place, {"seen": name}))
            return ()
        if form.value is not None:
            value = ValueForm(form.value, form.of, form.lever, form.range)
            return (Version(*span, value, heading, form.value.place, self.folder),)
        return self._dated(form, span, heading, findings)

    def _dated(
        self,
        form: ParameterForm,
        span: tuple[date, date | None],
        heading: Heading,
        findings: list[Diagnostic],
    ) -> tuple[Version, ...]:
        keys = list(form.values or {})
        days = [_day(key, findings) for key in keys]
        begins = [day for day in days if day is not None]
        if len(begins) < len(keys) or not begins:
            return ()
        for (earlier, later), key in zip(pairwise(begins), keys[1:], strict=True):
            if later <= earlier:
                findings.append(_order(earlier, later, key.place))
                return ()
        if span[1] is not None and span[1] <= begins[-1]:
            findings.append(_order(begins[-1], span[1], keys[-1].place))
            return ()
        ends = [*begins[1:], span[1]]
        return tuple(
            Version(
                first,
                last,
                ValueForm(text, form.of, form.lever, form.range),
                heading,
                text.place,
                self.folder,
            )
            for first, last, text in zip(begins, ends, (form.values or {}).values(), strict=True)
        )


def enact(form: PolicyForm, folder: Path, findings: list[Diagnostic]) -> Statute:
    """Return the statute that a regulation states; one without a first date is a finding."""
    if form.begins is None:
        values = {"seen": form.policy, "key": "from"}
        findings.append(Diagnostic("missing-from", form.policy.place, values))
    begins, ends = form.begins or date.min, form.ends
    if ends is not None and ends <= begins:
        findings.append(_order(begins, ends, form.policy.place))
        ends = None
    enactment = Enactment(opening(form), begins, ends, folder)
    items = {(i.section, str(i.name)): i for i in enactment.items(form, findings)}
    return Statute(str(form.policy), form.title or str(form.policy), items)


def opening(form: DocumentForm) -> Heading:
    """Return what the items of a document inherit."""
    stated = ItemForm(
        source=form.source, authority=form.authority, status=form.status, checked=form.checked
    )
    return _heading(stated, Heading())


def _heading(form: ItemForm, inherited: Heading) -> Heading:
    return Heading(
        title=form.title or "",
        source=form.source or inherited.source,
        authority=form.authority or inherited.authority,
        status=form.status or inherited.status,
        checked=form.checked or inherited.checked,
    )


def _named(forms: ItemsForm) -> Iterable[tuple[Section, Scalar, AnyForm]]:
    for section in Section:
        for name, form in getattr(forms, f"{section}s").items():
            yield section, name, form


def _day(text: Scalar, findings: list[Diagnostic]) -> date | None:
    try:
        return read_date(text)
    except DocumentError as error:
        findings += error.findings
        return None


def _order(earlier: date, later: date, place: Place) -> Diagnostic:
    values = {"seen": later.isoformat(), "earlier": earlier.isoformat()}
    return Diagnostic("dates-out-of-order", place, values)
