"""The type of a declared column, and the scale of a list of words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import TypeVar

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar, Text
from policy_sim.policy.expressions import parse_literal, parse_ranges
from policy_sim.policy.measures import DATES, on_scale, quantity, step_of
from policy_sim.policy.values import FLAG, Kind, Scale, Unit, ValueType
from policy_sim.policy.vocabulary_document import (
    AttributeForm,
    EventForm,
    ScaleForm,
    SeriesForm,
    Tie,
)
from policy_sim.policy.wording import undeclared

__all__ = ["declared_type", "scale_of", "stated_value", "typed_columns"]

ColumnForm = AttributeForm | SeriesForm | EventForm

Form = TypeVar("Form", AttributeForm, SeriesForm)

_LARGEST = {False: 1_000_000, True: 1_000_000_000_000}
"""The largest value of a series or event that states no range, and of one in money."""


def scale_of(
    name: Scalar,
    words: ScaleForm | tuple[Tie, ...] | None,
    findings: list[Diagnostic],
    labels: Mapping[Scalar, Scalar] | None = None,
) -> Scale:
    """Return the scale that *words* list from low to high; a nested list is a tie."""
    if isinstance(words, ScaleForm):
        return scale_of(name, words.values, findings, words.labels)
    values: list[Scalar] = []
    ranks: list[int] = []
    for rank, tie in enumerate(words or ()):
        for word in _tied(tie):
            if word in values:
                findings.append(Diagnostic("word-twice", word.place, {"seen": word}))
                continue
            values.append(word)
            ranks.append(rank)
    if not values:
        findings.append(Diagnostic("empty-scale", name.place, {"seen": name}))
    findings += (
        undeclared(phrase("a value of {name}", name=name), word, values, word.place)
        for word in labels or {}
        if word not in values
    )
    texts = {str(word): str(label) for word, label in (labels or {}).items()}
    return Scale(str(name), tuple(map(str, values)), tuple(ranks), texts)


def typed_columns(
    columns: Iterable[Mapping[Text, Form]], scales: Mapping[str, Scale], findings: list[Diagnostic]
) -> Iterator[tuple[Text, Form, ValueType]]:
    """Yield each of the declared *columns* with its name and its type; one without is a finding."""
    for named in columns:
        for name, column in named.items():
            kind = declared_type(name, column, scales, findings)
            if kind is not None:
                yield name, column, kind


def stated_value(text: Scalar | None, kind: ValueType, findings: list[Diagnostic]) -> int | None:
    """Return the value of *kind* that *text* states; None without one, or with a finding."""
    return None if text is None else parse_literal(text, kind, findings)


def declared_type(
    name: Scalar,
    form: ColumnForm,
    scales: Mapping[str, Scale],
    findings: list[Diagnostic],
) -> ValueType | None:
    """Return the type that *form* declares, or None with a finding.

    ``values`` or the name of a scale make a column of words (ordered, unless ``type: category``);
    a unit or a number type makes a quantity, whose ``range`` must be stated.
    """
    if form.values is not None:
        return _worded(form, scales[str(name)])
    if form.of is not None and form.of in scales:
        return _worded(form, scales[str(form.of)])
    if form.of is not None and form.of not in [*Unit]:
        findings.append(undeclared("a scale or unit", form.of, [*scales, *Unit], form.of.place))
        return None
    match form.type:
        case Kind.FLAG:
            return FLAG
        case Kind.DATE:
            return DATES
        case Kind.CATEGORY | Kind.ORDERED:
            values = {"seen": name, "allowed": "values, scale"}
            findings.append(Diagnostic("no-values", name.place, values))
            return None
        case None if form.of is None and form.unit is None:
            allowed = ", ".join(Kind)
            findings.append(Diagnostic("no-type", name.place, {"seen": name, "allowed": allowed}))
            return None
        case _:
            return _number(name, form, findings)


def _tied(tie: Tie) -> Iterable[Scalar]:
    return tie if isinstance(tie, tuple) else (tie,)


def _worded(form: ColumnForm, scale: Scale) -> ValueType:
    """Return a type of words; inline values are a category unless called ordered."""
    assumed = Kind.CATEGORY if form.of is None else Kind.ORDERED
    kind = form.type if form.type in (Kind.CATEGORY, Kind.ORDERED) else assumed
    return on_scale(scale, kind or assumed)


def _number(name: Scalar, form: ColumnForm, findings: list[Diagnostic]) -> ValueType | None:
    unit = form.unit or (Unit(form.of) if form.of is not None else Unit.NONE)
    step = Fraction(1) if form.step is None else step_of(form.step, findings)
    if step is None:
        return None
    widest = quantity(unit, step, signed=True)
    if form.range is None and not isinstance(form, AttributeForm):
        kind = Kind.DECIMAL if step != 1 else Kind.WHOLE
        return ValueType(kind, 0, _LARGEST[unit is Unit.MONEY], unit, step)
    if form.range is None:
        findings.append(Diagnostic("no-range", name.place, {"seen": name}))
        return None
    ranges = parse_ranges(form.range, widest, findings)
    if not ranges:
        return None
    low, high = ranges[0][0], ranges[-1][1]
    if low == widest.low or high == widest.high or len(ranges) > 1:
        findings.append(Diagnostic("open-range", form.range.place, {"seen": form.range}))
        return None
    kind = Kind.DECIMAL if step != 1 else Kind.WHOLE
    return ValueType(kind, low, high, unit, step)
