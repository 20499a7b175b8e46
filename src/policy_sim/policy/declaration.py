"""From vocabulary documents to the vocabulary: what each declared word means."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar
from policy_sim.documents.fields import SYMBOL
from policy_sim.policy.ast import Condition
from policy_sim.policy.declared_attributes import (
    attributes_of,
    attributes_of_tracks,
    check_earned,
    with_cuts,
)
from policy_sim.policy.declared_type import declared_type, scale_of, stated_value, typed_columns
from policy_sim.policy.expressions import Scope, parse, type_condition
from policy_sim.policy.figures import figure_of
from policy_sim.policy.measures import UNITS
from policy_sim.policy.tables import Table
from policy_sim.policy.tabulation import tabulate
from policy_sim.policy.values import Scale, ValueType
from policy_sim.policy.vocabulary import (
    Currency,
    Event,
    Group,
    Relation,
    Series,
    Vocabulary,
)
from policy_sim.policy.vocabulary_document import (
    EventForm,
    SeriesForm,
    VocabularyForm,
)
from policy_sim.policy.wording import check_name

__all__ = ["Declared", "declare"]


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
            **attributes_of(forms, scales, findings),
            **attributes_of_tracks(forms),
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
    check_earned(forms, vocabulary, findings)
    vocabulary = replace(vocabulary, tables=_tables(documents, vocabulary, findings))
    vocabulary = _with_figures(forms, vocabulary, findings)
    vocabulary = replace(vocabulary, attributes=with_cuts(forms, vocabulary, findings))
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


def _series(
    forms: Sequence[VocabularyForm], scales: Mapping[str, Scale], findings: list[Diagnostic]
) -> dict[str, Series]:
    columns = typed_columns((form.series for form in forms), scales, findings)
    return {str(name): _one_series(name, form, kind, findings) for name, form, kind in columns}


def _one_series(
    name: Scalar, form: SeriesForm, kind: ValueType, findings: list[Diagnostic]
) -> Series:
    missing = stated_value(form.if_missing, kind, findings)
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
