"""What two regulations say otherwise, item by item, from a day on: the words alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from pathlib import Path

from policy_sim.diagnostics import Place
from policy_sim.documents import Shape
from policy_sim.policy.item_forms import ItemForm, TableForm
from policy_sim.policy.statute import Heading, Section, Statute, ValueForm, Version
from policy_sim.policy.texts import names_in

__all__ = ["Difference", "Kind", "Wording", "differences", "readers"]

_OF_ITSELF = frozenset(ItemForm.model_fields)
"""What an item says about itself; what of it counts stands in its heading."""


class Kind(StrEnum):
    """Whether an item is only in the new regulation, only in the old one, or otherwise there."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Wording:
    """One text of an item: where in the item, and what it says; empty where there is none."""

    part: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """An item that is not the same in both, from *begins* until *ends* (None: for good).

    *places* are where it stands in the old and in the new regulation, None where it does not.
    """

    section: str
    name: str
    kind: Kind
    begins: date
    ends: date | None
    parts: tuple[Wording, ...]
    places: tuple[Place | None, Place | None]


def differences(old: Statute, new: Statute, since: date) -> list[Difference]:
    """Return every item that *new* says otherwise than *old* on *since* or later.

    By section, name and first day; days on which nothing begins to differ are taken together.
    """
    days = sorted({since, *(d for s in (old, new) for d in s.change_dates() if d > since)})
    found: list[Difference] = []
    for section in Section:
        names = sorted({*old.names(section), *new.names(section)})
        for name in names:
            found += _of_item((section, name), old, new, days)
    return found


def _of_item(
    key: tuple[Section, str], old: Statute, new: Statute, days: Sequence[date]
) -> Iterator[Difference]:
    """Yield the differences of one item, a stretch of time with the same words at a time."""
    current: Difference | None = None
    for begins, ends in pairwise([*days, None]):
        if begins is None:
            continue
        versions = [None if (i := s.items.get(key)) is None else i.on(begins) for s in (old, new)]
        found = _difference(key, versions[0], versions[1], (begins, ends))
        if current is not None and found is not None and _alike(current, found):
            current = replace(current, ends=ends)
            continue
        if current is not None:
            yield current
        current = found
    if current is not None:
        yield current


def _alike(one: Difference, other: Difference) -> bool:
    return (one.kind, one.parts, one.ends) == (other.kind, other.parts, other.begins)


def _difference(
    key: tuple[Section, str],
    old: Version | None,
    new: Version | None,
    span: tuple[date, date | None],
) -> Difference | None:
    parts = tuple(_wordings(_said(old), _said(new)))
    if not parts and old is not None and new is not None:
        parts = tuple(_first_days(old, new))
    if not parts:
        return None
    kind = Kind.ADDED if old is None else Kind.REMOVED if new is None else Kind.CHANGED
    places = (None if old is None else old.place, None if new is None else new.place)
    return Difference(key[0], key[1], kind, *span, parts, places)


def _first_days(old: Version, new: Version) -> Iterator[Wording]:
    """Yield that an item which says the same begins on another day.

    A value that is stated again from a later day on is the same value.
    """
    if old.begins != new.begins and not isinstance(old.body, ValueForm):
        yield Wording("from", old.begins.isoformat(), new.begins.isoformat())


def _wordings(
    old: Mapping[str, Sequence[str]], new: Mapping[str, Sequence[str]]
) -> Iterator[Wording]:
    """Yield each text that is not the same, in the order of the new version, then the old."""
    for part in dict.fromkeys([*new, *old]):
        before, after = old.get(part, ()), new.get(part, ())
        if before != after:
            yield from _exchanged(part, before, after)


def _exchanged(part: str, before: Sequence[str], after: Sequence[str]) -> Iterator[Wording]:
    """Yield what a list of texts says instead of another one: what stays is not told."""
    matched = SequenceMatcher(None, before, after, autojunk=False)
    for tag, first, last, start, stop in matched.get_opcodes():
        if tag == "equal":
            continue
        gone, come = before[first:last], after[start:stop]
        for index in range(max(len(gone), len(come))):
            old = gone[index] if index < len(gone) else ""
            yield Wording(part, old, come[index] if index < len(come) else "")


def _said(version: Version | None) -> dict[str, list[str]]:
    """Return everything that a version says, by its part: texts in their order."""
    said: dict[str, list[str]] = {}
    if version is None:
        return said
    for part, text in (*_of_body(version), *_of_heading(version.heading)):
        said.setdefault(part, []).append(" ".join(text.split()))
    return said


def _of_body(version: Version) -> Iterator[tuple[str, str]]:
    body = version.body
    if isinstance(body, ValueForm):
        yield "value", body.text
        yield from _texts("of", body.of)
        yield from _texts("lever", body.lever)
        return
    yield from _texts("", body)
    if isinstance(body, TableForm) and body.csv is not None:
        yield from (("row", line) for line in _lines(version.folder / body.csv))


def _texts(part: str, thing: object) -> Iterator[tuple[str, str]]:
    """Yield every text below *thing*, with the keys that lead there."""
    if isinstance(thing, Shape):
        for name, field in type(thing).model_fields.items():
            value = getattr(thing, name)
            about_itself = isinstance(thing, ItemForm) and name in _OF_ITSELF
            if not about_itself and value is not None and value != field.default:
                yield from _texts(f"{part} {field.alias or name}".strip(), value)
    elif isinstance(thing, str):
        yield part or "value", str(thing)
    elif isinstance(thing, Mapping):
        for key, value in thing.items():
            yield from _texts(f"{part} {key}".strip(), value)
    elif isinstance(thing, Sequence):
        for value in thing:
            yield from _texts(part, value)


def _of_heading(heading: Heading) -> Iterator[tuple[str, str]]:
    checked = heading.checked.isoformat() if heading.checked else ""
    for part, text in (
        ("title", heading.title),
        ("source", heading.source),
        ("authority", str(heading.authority)),
        ("status", heading.status),
        ("checked", checked),
    ):
        if text:
            yield part, text


def _lines(file: Path) -> list[str]:
    """Return the rows of a table file; one that is gone has none: loading says so."""
    return file.read_text(encoding="utf-8").splitlines() if file.is_file() else []


def readers(statute: Statute, day: date) -> dict[str, tuple[str, ...]]:
    """Return, for each name that rules read on *day*, these rules: by themselves or through
    definitions.
    """
    on_day = [(item, version) for item in statute.items.values() if (version := item.on(day))]
    through = {
        str(item.name): names_in(version.body)
        for item, version in on_day
        if item.section is Section.DEFINITION
    }
    found: dict[str, list[str]] = {}
    for item, version in on_day:
        if item.section is Section.RULE:
            for name in _reached(names_in(version.body), through):
                found.setdefault(name, []).append(str(item.name))
    return {name: tuple(sorted(rules)) for name, rules in found.items()}


def _reached(names: frozenset[str], through: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Return *names* and every name that is met behind them."""
    reached: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += through.get(name, ())
    return frozenset(reached)
