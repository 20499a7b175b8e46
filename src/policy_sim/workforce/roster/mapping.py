"""A mapping held against vocabulary, organisation and law: how each column is to be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Place
from policy_sim.documents import Text, place_of, read_document, shape
from policy_sim.policy.ast import Condition
from policy_sim.policy.expressions import Scope, parse, parse_literal, type_condition
from policy_sim.policy.values import Unit, ValueType
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Attribute, Event, Vocabulary
from policy_sim.policy.writing import written
from policy_sim.rules.elapsed import completed_months
from policy_sim.workforce.layout import lay_out
from policy_sim.workforce.organisation import Organisation, Plan
from policy_sim.workforce.profile import Profile
from policy_sim.workforce.roster.cells import (
    day_reader,
    number_reader,
    word_reader,
    words_of_scale,
)
from policy_sim.workforce.roster.column_mapping import (
    NEVER,
    ColumnMapping,
    EventSource,
    Source,
)
from policy_sim.workforce.roster.mapping_form import (
    AttributeForm,
    EventForm,
    MappingForm,
    SeriesForm,
)
from policy_sim.workforce.wording import Wording

__all__ = ["Against", "load_mapping"]

CLOSENESS = "connection"
"""A trait that exists in synthetic people only, whatever a profile calls its traits."""

_FACTORS = {"months": 1, "years": 12, "thousands": 1000, "millions": 1_000_000}
_ORDERS = {
    "year-month-day": phrase("year-month-day"),
    "day-month-year": phrase("day-month-year"),
    "month-day-year": phrase("month-day-year"),
    "compact": "yyyymmdd",
}
"""How the days of a file are written."""
_OF_UNIT = {Unit.MONTHS: ("months", "years"), Unit.MONEY: ("thousands", "millions")}


Against = tuple[Vocabulary, Vintage, Profile, Plan]
"""What a mapping is held against: words, the law of the first day, people and organisation."""


def load_mapping(path: Path, start: date, against: Against) -> ColumnMapping:
    """Return the mapping of the document at *path*, for a study that begins on *start*.

    Raises :exc:`DocumentError` if the file is not such a document and :exc:`ScenarioError` with
    every finding if it does not fit the vocabulary, the profile or the organisation.
    """
    document = read_document(path)
    form = shape(document.root, MappingForm)
    vocabulary, vintage, profile, plan = against
    reading = _Reading(
        vocabulary,
        Place(document.file),
        form=form,
        organisation=lay_out(plan, form.scale),
        traits=frozenset({*profile.traits.names, CLOSENESS}),
    )
    reading.complete()
    reading.kinds(profile)
    if form.as_of > start:
        values = {"seen": form.as_of.isoformat(), "start": start.isoformat()}
        reading.find("extract-after-start", place_of(form.mapping), **values)
    mapping = ColumnMapping(
        path=path,
        form=form,
        vocabulary=vocabulary,
        organisation=reading.organisation,
        profile=profile,
        start=start,
        attributes=dict(reading.attributes()),
        series=dict(reading.series()),
        events=tuple(reading.events()),
        checks=tuple(reading.checks(vintage)),
        elapsed=int(completed_months(np.array([form.as_of.toordinal()]), start)[0]),
    )
    reading.refuse()
    return mapping


@dataclass
class _Reading(Wording):
    """Turns the shape of a mapping into sources, collecting findings."""

    form: MappingForm = field(kw_only=True)
    organisation: Organisation = field(kw_only=True)
    traits: frozenset[str] = field(kw_only=True)

    def attributes(self) -> Iterator[tuple[str, Source]]:
        for name, stated in self.form.attributes.items():
            if str(name) in self.traits:
                self.find("truth-not-imported", place_of(name), seen=name)
            elif name == "zone":
                self.find("zone-not-imported", place_of(name), seen=name)
            elif (attribute := self.attribute(name)) is not None:
                form = stated if isinstance(stated, AttributeForm) else AttributeForm(column=stated)
                yield str(name), self.source(attribute, form, place_of(name))

    def source(self, attribute: Attribute, form: AttributeForm, place: Place) -> Source:
        given = [part for part in (form.column, form.since) if part is not None]
        if len(given) > 1 or not (given or form.default is not None):
            self.find("column-or-since", place, seen=attribute.name)
        kind = attribute.type
        default = self.default(attribute, form.default)
        if form.since is not None:
            if kind.unit is not Unit.MONTHS:
                self.find("since-not-months", place_of(form.since), seen=attribute.name)
            return Source(
                attribute.name,
                form.since,
                day_reader(self.form.dates, self.form.as_of),
                default,
                kind,
                self.day_words(self.form.as_of),
                since=True,
            )
        names = self.organisation.unit_names if attribute.name == "unit" else ()
        if names:
            kind = replace(kind, low=0, high=len(names) - 1)
        return self.valued(attribute.name, form.column, kind, form, default, names)

    def default(self, attribute: Attribute, text: Text | None) -> int | None:
        """Return the integer of a default: a unit may be called by its name."""
        if text is None:
            return None
        if attribute.name == "unit" and text in self.organisation.unit_names:
            return self.organisation.unit_names.index(str(text))
        return parse_literal(text, attribute.type, self.findings)

    def valued(
        self,
        target: str,
        header: Text | None,
        kind: ValueType,
        form: AttributeForm | SeriesForm | EventForm,
        default: int | None,
        names: tuple[str, ...] = (),
    ) -> Source:
        """Return the source of a word or number; *names* stand for the numbers 0, 1 …"""
        unit = form.unit if isinstance(form, AttributeForm) else None
        known = {name: code for code, name in enumerate(names)}
        if not kind.numeric:
            known = words_of_scale(kind.scale)
        known |= self.words_of(form.words, kind, names)
        if kind.numeric:
            factor = self.factor(target, kind, unit, place_of(header, self.where))
            comma = self.form.decimal == "comma"
            reader = number_reader(factor, comma, known)
            allowed = f"{written(kind.low, kind)} to {written(kind.high, kind)}"
            if names:
                allowed = f"0 to {len(names) - 1}, {', '.join(names)}"
        else:
            if unit is not None:
                self.find("unit-of-words", place_of(unit, self.where), seen=target)
            reader = word_reader(known)
            allowed = ", ".join(kind.scale.values if kind.scale else ("no", "yes"))
        labels = kind.scale.labels.values() if kind.scale else ()
        nearest = tuple(dict.fromkeys([*labels, *known]))
        return Source(target, header, reader, default, kind, allowed, nearest)

    def words_of(
        self, words: Mapping[Text, Text], kind: ValueType, names: tuple[str, ...]
    ) -> dict[str, int]:
        known = {}
        for text, word in words.items():
            if word in names:
                known[str(text)] = names.index(str(word))
            elif names and not word.isdecimal():
                self.position(word, names, "a unit")
            elif (code := parse_literal(word, kind, self.findings)) is not None:
                known[str(text)] = code
        return known

    def factor(self, target: str, kind: ValueType, unit: str | None, place: Place) -> Fraction:
        """Return what one of the file's numbers is worth, in steps of the attribute."""
        allowed = _OF_UNIT.get(kind.unit, ())
        if unit is not None and unit not in allowed:
            values = {
                "seen": unit,
                "what": target,
                "allowed": ", ".join(allowed) or phrase("no unit"),
            }
            self.find("unit-not-fitting", place, **values)
        return Fraction(_FACTORS[unit] if unit else 1) / kind.step

    def day_words(self, latest: date | None = None) -> str:
        order = _ORDERS[self.form.dates]
        if latest is None:
            return order
        return phrase("{order}, no later than {day}", order=order, day=latest.isoformat())

    def series(self) -> Iterator[tuple[str, tuple[Source, ...]]]:
        for name, form in self.form.series.items():
            if self.position(name, self.vocabulary.series_of("person"), "a series") is None:
                continue
            kind = self.vocabulary.series[name].type
            years = sorted(form.columns)
            if years != list(range(years[0], years[-1] + 1)) or years[-1] > self.form.as_of.year:
                values = {"seen": ", ".join(map(str, years)), "as_of": str(self.form.as_of.year)}
                self.find("series-years", place_of(name), **values)
            yield (
                str(name),
                tuple(
                    self.valued(f"{name} {year}", form.columns[year], kind, form, NEVER)
                    for year in years
                ),
            )

    def events(self) -> Iterator[EventSource]:
        for name, forms in self.form.events.items():
            if self.position(name, self.vocabulary.events, "an event") is not None:
                event = self.vocabulary.events[name]
                for number, form in enumerate(forms, start=1):
                    called = event.name if len(forms) == 1 else f"{event.name} {number}"
                    yield self.event(event, form, called, place_of(name))

    def event(self, event: Event, form: EventForm, called: str, place: Place) -> EventSource:
        if (event.type is None) != (form.value is None):
            self.find("event-value", place, seen=event.name)
        if form.until is not None and not event.expires:
            self.find("event-not-expiring", place_of(form.until), seen=event.name)
        days = self.form.dates, self.form.as_of
        on = Source(f"{called} on", form.on, day_reader(*days), NEVER, None,
                    self.day_words(self.form.as_of))  # fmt: skip
        value = until = None
        if event.type is not None and form.value is not None:
            value = self.valued(f"{called} value", form.value, event.type, form, NEVER)
        if form.until is not None:
            reader = day_reader(self.form.dates, date.max)
            until = Source(f"{called} until", form.until, reader, NEVER, None, self.day_words())
        return EventSource(event, on, value, until)

    def checks(self, vintage: Vintage) -> Iterator[tuple[str, Condition]]:
        """Yield the sentences that must hold of everybody, in the words of the law."""
        scope = Scope(self.vocabulary, vintage.parameters, vintage.tables, vintage.definitions)
        for text in self.form.check:
            syntax = parse(text, self.findings)
            condition = None if syntax is None else type_condition(syntax, scope, self.findings)
            if condition is not None:
                yield str(text), condition

    def complete(self) -> None:
        """Every attribute has a source; one that begins as a newcomer's must be said to."""
        persons = [n for n, a in self.vocabulary.attributes.items() if a.subject == "person"]
        mapped = {str(name) for name in self.form.attributes}
        for name in self.form.as_newcomer:
            self.position(name, ["all", *persons], "an attribute of the vocabulary")
        if "all" in self.form.as_newcomer:
            return
        placed = {"unit", "zone", "job_class"}
        newcomers = {str(name) for name in self.form.as_newcomer}
        left = [name for name in persons if name not in mapped | placed | newcomers]
        if left:
            self.find("attributes-not-mapped", self.where, seen=", ".join(left))

    def kinds(self, profile: Profile) -> None:
        """Kinds of employment to be made from the profile are kinds that it has."""
        for name in self.form.from_profile:
            self.position(name, [kind.name for kind in profile.kinds], "a kind of the profile")
