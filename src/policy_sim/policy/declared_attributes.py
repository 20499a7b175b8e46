"""The attributes of a vocabulary: what is on record of a person, a unit or the organisation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar
from policy_sim.policy.declared_type import stated_value, typed_columns
from policy_sim.policy.effects import EFFECTS
from policy_sim.policy.expressions import Scope, parse, type_term
from policy_sim.policy.measures import quantity
from policy_sim.policy.values import Kind, Scale, Unit, ValueType
from policy_sim.policy.vocabulary import EARNING, Attribute, Moves, Vocabulary
from policy_sim.policy.vocabulary_document import AttributeForm, TrackForm, VocabularyForm
from policy_sim.policy.wording import undeclared

__all__ = ["attributes_of", "attributes_of_tracks", "check_earned", "with_cuts"]


_LONGEST_TRACK = 600
"""Months that a stage of a track can be counted."""


def attributes_of(
    forms: Sequence[VocabularyForm], scales: Mapping[str, Scale], findings: list[Diagnostic]
) -> dict[str, Attribute]:
    """Return every attribute that is declared, of the type that its values ask for."""
    columns = typed_columns((form.attributes for form in forms), scales, findings)
    return {str(name): _attribute(name, form, kind, findings) for name, form, kind in columns}


def _attribute(
    name: Scalar, form: AttributeForm, kind: ValueType, findings: list[Diagnostic]
) -> Attribute:
    return Attribute(
        name=str(name),
        type=kind,
        subject=form.subject,
        protected=form.protected,
        merit=form.merit,
        typical=stated_value(form.typical, kind, findings),
        before_first=_before_first(form, kind, findings),
        moves=_moves(form, kind, name.place, findings),
        place=name.place,
    )


def _before_first(form: AttributeForm, kind: ValueType, findings: list[Diagnostic]) -> int:
    """Return a newcomer's value: as stated, else zero if it can be, else the lowest."""
    stated = stated_value(form.before_first, kind, findings)
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
        str(word): stated_value(value, kind, findings)
        for word, value in form.moves.earned_by.items()
    }
    return Moves(
        form.moves.each_month,
        tuple(map(str, form.moves.reset_by)),
        earned_by={word: value for word, value in earned.items() if value is not None},
    )


def check_earned(
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


def with_cuts(
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


def attributes_of_tracks(forms: Sequence[VocabularyForm]) -> dict[str, Attribute]:
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
