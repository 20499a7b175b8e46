"""From vocabulary documents to the vocabulary: what each declared word means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar
from policy_sim.documents.fields import SYMBOL
from policy_sim.policy.ast import Condition
from policy_sim.policy.declared_type import declared_type, scale_of
from policy_sim.policy.effects import EFFECTS
from policy_sim.policy.expressions import Scope, parse, parse_literal, type_condition, type_term
from policy_sim.policy.figures import figure_of
from policy_sim.policy.measures import UNITS, quantity
from policy_sim.policy.tables import Table
from policy_sim.policy.tabulation import tabulate
from policy_sim.policy.values import Kind, Scale, Unit, ValueType
from policy_sim.policy.vocabulary import (
    EARNING,
    Attribute,
    Currency,
    Event,
    Group,
    Moves,
    Relation,
    Series,
    Vocabulary,
)
from policy_sim.policy.vocabulary_document import (
    AttributeForm,
    EventForm,
    SeriesForm,
    TrackForm,
    VocabularyForm,
)
from policy_sim.policy.wording import check_name, undeclared

__all__ = ["Declared", "declare"]

_LONGEST_TRACK = 600
"""Months that a stage of a track can be counted."""


@dataclass(frozen=True, slots=True)
class Declared:
    """One vocabulary document, and the folder of the files that it names."""

    form: VocabularyForm
    folder: Path


def declare(
    documents: Sequence[Declared], findings: list[Diagnostic], incomplete: bool = False
) -> Vocabulary:
    """Return the vocabulary that *documents* declare together.

    Scales come first, then the columns that use them, then tables, last what is always true;
    what a finding prevents is left out, so that all findings come at once. Of *incomplete*
    documents nothing is typed that may read what is missing.
    """
    before = len(findings)
    _check_names(documents, findings)
    forms = [document.form for document in documents]
    scales = {**_scales(forms, findings), **_inline_scales(forms, findings)}
    vocabulary = Vocabulary(
        attributes={
            **_attributes(forms, scales, findings),
            **_track_attributes(forms),
        },
        scales=scales,
        series=_series(forms, scales, findings),
        events=_events(forms, scales, findings),
        relations={
            str(name): Relation(str(name), str(to))
            for form in forms
            for name, to in form.relations.items()
        },
        currency=_currency(forms, findings),
        tracks={
            str(name): tuple(map(str, track.stages))
            for form in forms
            for name, track in form.tracks.items()
        },
    )
    if incomplete or len(findings) > before:
        return vocabulary
    _check_words(vocabulary, findings)
    _check_earned(forms, vocabulary, findings)
    vocabulary = replace(vocabulary, tables=_tables(documents, vocabulary, findings))
    vocabulary = _with_figures(forms, vocabulary, findings)
    vocabulary = replace(vocabulary, attributes=_with_cuts(forms, vocabulary, findings))
    return replace(vocabulary, always=tuple(_always(forms, vocabulary, findings)))


def _currency(forms: Sequence[VocabularyForm], findings: list[Diagnostic]) -> Currency:
    """Return the one currency that is declared; one more, or an unreadable one, is a finding."""
    stated = [form.currency for form in forms if form.currency is not None]
    for currency in stated:
        if not re.fullmatch(SYMBOL, currency.symbol):
            values = {"seen": currency.symbol}
            findings.append(Diagnostic("not-a-symbol", currency.symbol.place, values))
        elif currency != stated[0]:
            related = (("the first", stated[0].symbol.place),)
            values = {"seen": currency.symbol, "allowed": stated[0].symbol}
            place = currency.symbol.place
            findings.append(Diagnostic("second-currency", place, values, related=related))
    return Currency(str(stated[0].symbol), str(stated[0].name)) if stated else Currency()


def _check_names(documents: Sequence[Declared], findings: list[Diagnostic]) -> None:
    """Report names that cannot be names, and any that is given twice."""
    columns: dict[str, Scalar] = {}
    scales: dict[str, Scalar] = {}
    relations: dict[str, Scalar] = {}
    for document in documents:
        form = document.form
        inline = [
            name
            for name, column in (*form.attributes.items(), *form.series.items())
            if column.values is not None
        ]
        for seen, names in (
            (columns, [*form.attributes, *form.series, *form.events, *form.groups]),
            (columns, [*form.tables, *form.tracks]),
            (scales, [*form.scales, *inline]),
            (relations, list(form.relations)),
        ):
            for name in names:
                if name not in inline or seen is not scales:
                    check_name(name, findings, taken=UNITS)
                _once(name, seen, findings)


def _check_words(vocabulary: Vocabulary, findings: list[Diagnostic]) -> None:
    """Report attributes that are called like a word of some scale: one would hide the other."""
    words = {word: scale.name for scale in vocabulary.scales.values() for word in scale.values}
    findings += (
        Diagnostic("name-is-word", attribute.place, {"seen": name, "scale": words[name]})
        for name, attribute in vocabulary.attributes.items()
        if name in words
    )


def _once(name: Scalar, seen: dict[str, Scalar], findings: list[Diagnostic]) -> None:
    first = seen.setdefault(str(name), name)
    if first is not name:
        related = (("the first", first.place),)
        findings.append(Diagnostic("name-taken", name.place, {"seen": name}, related=related))


def _scales(forms: Sequence[VocabularyForm], findings: list[Diagnostic]) -> dict[str, Scale]:
    return {
        str(name): scale_of(name, words, findings)
        for form in forms
        for name, words in form.scales.items()
    }


def _inline_scales(forms: Sequence[VocabularyForm], findings: list[Diagnostic]) -> dict[str, Scale]:
    """Return the scales of columns that list their values themselves, by the column's name."""
    return {
        str(name): scale_of(name, column.values, findings, column.labels)
        for form in forms
        for named in (form.attributes, form.series, form.events)
        for name, column in named.items()
        if column.values is not None
    }


def _attributes(
    forms: Sequence[VocabularyForm], scales: Mapping[str, Scale], findings: list[Diagnostic]
) -> dict[str, Attribute]:
    attributes = {}
    for form in forms:
        for name, column in form.attributes.items():
            kind = declared_type(name, column, scales, findings)
            if kind is not None:
                attributes[str(name)] = _attribute(name, column, kind, findings)
    return attributes


def _attribute(
    name: Scalar, form: AttributeForm, kind: ValueType, findings: list[Diagnostic]
) -> Attribute:
    return Attribute(
        name=str(name),
        type=kind,
        subject=form.subject,
        protected=form.protected,
        merit=form.merit,
        typical=_value(form.typical, kind, findings),
        before_first=_before_first(form, kind, findings),
        moves=_moves(form, kind, name.place, findings),
        place=name.place,
    )


def _value(text: Scalar | None, kind: ValueType, findings: list[Diagnostic]) -> int | None:
    return None if text is None else parse_literal(text, kind, findings)


def _before_first(form: AttributeForm, kind: ValueType, findings: list[Diagnostic]) -> int:
    """Return a newcomer's value: as stated, else zero if it can be, else the lowest."""
    stated = _value(form.before_first, kind, findings)
    return min(max(0, kind.low), kind.high) if stated is None else stated


def _moves(
    form: AttributeForm, kind: ValueType, place: Place, findings: list[Diagnostic]
) -> Moves | None:
    if form.moves is None:
        return None
    if form.subject in ("unit", "organisation"):
        findings.append(Diagnostic("moves-of-group", place, {"seen": form.subject}))
        return None
    findings += (
        undeclared("an effect", effect, EFFECTS, effect.place)
        for effect in (*form.moves.reset_by, *form.moves.cut_by)
        if effect not in EFFECTS
    )
    earned = {
        str(word): _value(value, kind, findings) for word, value in form.moves.earned_by.items()
    }
    return Moves(
        form.moves.each_month,
        tuple(map(str, form.moves.reset_by)),
        earned_by={word: value for word, value in earned.items() if value is not None},
    )


def _check_earned(
    forms: Sequence[VocabularyForm], vocabulary: Vocabulary, findings: list[Diagnostic]
) -> None:
    """Report what is said to be earned by a word that is no examination and no course."""
    scales = (
        vocabulary.attributes[name].type.scale
        for name in EARNING.values()
        if name in vocabulary.attributes
    )
    words = [word for scale in scales if scale is not None for word in scale.values]
    findings += (
        undeclared("an examination or a course", word, words, word.place)
        for form in forms
        for column in form.attributes.values()
        if column.moves is not None
        for word in column.moves.earned_by
        if word not in words
    )


def _with_cuts(
    forms: Sequence[VocabularyForm], vocabulary: Vocabulary, findings: list[Diagnostic]
) -> dict[str, Attribute]:
    """Return the attributes with the terms by which effects cut some of them."""
    scope = Scope(vocabulary, {}, vocabulary.tables, {}, post=False)
    attributes = dict(vocabulary.attributes)
    for form in forms:
        for name, column in form.attributes.items():
            attribute = attributes[str(name)]
            if column.moves is None or attribute.moves is None or not column.moves.cut_by:
                continue
            cuts = {}
            for effect, text in column.moves.cut_by.items():
                syntax = parse(text, findings)
                expected = quantity(attribute.type.unit, attribute.type.step)
                term = None if syntax is None else type_term(syntax, scope, findings, expected)
                if term is not None:
                    cuts[str(effect)] = term
            attributes[str(name)] = replace(attribute, moves=replace(attribute.moves, cut_by=cuts))
    return attributes


def _track_attributes(forms: Sequence[VocabularyForm]) -> dict[str, Attribute]:
    """Return ``NAME.stage`` and ``NAME.months`` of each track."""
    attributes = {}
    for form in forms:
        for name, track in form.tracks.items():
            for attribute in _stage_and_months(name, track):
                attributes[attribute.name] = attribute
    return attributes


def _stage_and_months(name: Scalar, track: TrackForm) -> Iterator[Attribute]:
    stages = ("none", *map(str, track.stages))
    scale = Scale(f"{name}.stage", stages, tuple(range(len(stages))))
    stage = ValueType(Kind.CATEGORY, 0, len(stages) - 1, scale=scale)
    yield Attribute(scale.name, stage, place=name.place)
    months = ValueType(Kind.WHOLE, 0, _LONGEST_TRACK, Unit.MONTHS)
    yield Attribute(f"{name}.months", months, place=name.place)


def _series(
    forms: Sequence[VocabularyForm], scales: Mapping[str, Scale], findings: list[Diagnostic]
) -> dict[str, Series]:
    series = {}
    for form in forms:
        for name, column in form.series.items():
            kind = declared_type(name, column, scales, findings)
            if kind is not None:
                series[str(name)] = _one_series(name, column, kind, findings)
    return series


def _one_series(
    name: Scalar, form: SeriesForm, kind: ValueType, findings: list[Diagnostic]
) -> Series:
    missing = _value(form.if_missing, kind, findings)
    return Series(
        name=str(name),
        type=kind,
        every=form.every,
        keep=form.keep,
        merit=form.merit,
        if_missing=kind.low if missing is None else missing,
        place=name.place,
        subject=form.subject,
    )


def _with_figures(
    forms: Sequence[VocabularyForm], vocabulary: Vocabulary, findings: list[Diagnostic]
) -> Vocabulary:
    """Return the vocabulary with the figures of groups, each of which is a series too."""
    scope = Scope(vocabulary, {}, vocabulary.tables, {}, post=False)
    series, groups = dict(vocabulary.series), dict[str, Group]()
    for form in forms:
        for name, stated in form.groups.items():
            figure = figure_of(name, stated, scope, findings)
            if figure is not None:
                series[str(name)], groups[str(name)] = figure
    return replace(vocabulary, series=series, groups=groups)


def _events(
    forms: Sequence[VocabularyForm], scales: Mapping[str, Scale], findings: list[Diagnostic]
) -> dict[str, Event]:
    events = {}
    for form in forms:
        for name, column in form.events.items():
            kind = declared_type(name, column, scales, findings) if _valued(column) else None
            events[str(name)] = Event(str(name), kind, column.expires, name.place)
    return events


def _valued(form: EventForm) -> bool:
    return any(part is not None for part in (form.type, form.of, form.values, form.unit))


def _tables(
    documents: Sequence[Declared], vocabulary: Vocabulary, findings: list[Diagnostic]
) -> dict[str, Table]:
    tables = {}
    for document in documents:
        for name, form in document.form.tables.items():
            table = tabulate(name, form, vocabulary, document.folder, findings)
            if table is not None:
                tables[table.name] = table
    return tables


def _always(
    forms: Sequence[VocabularyForm], vocabulary: Vocabulary, findings: list[Diagnostic]
) -> Iterator[tuple[str, Condition]]:
    scope = Scope(vocabulary, {}, vocabulary.tables, {}, post=False)
    for form in forms:
        for text in form.always:
            syntax = parse(text, findings)
            condition = None if syntax is None else type_condition(syntax, scope, findings)
            if condition is not None:
                yield text, condition
