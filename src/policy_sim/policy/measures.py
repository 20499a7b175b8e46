"""The types that a document names, and those that its literals imply."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar
from policy_sim.documents.fields import read_exact
from policy_sim.errors import DocumentError
from policy_sim.policy.parser import parse
from policy_sim.policy.syntax import DateValue, Name, Negative, Number, Syntax
from policy_sim.policy.values import EXACT, FLAG, Kind, Scale, Unit, ValueType
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.policy.wording import undeclared

__all__ = [
    "DATES",
    "UNITS",
    "implied_type",
    "named_type",
    "on_scale",
    "quantity",
    "step_of",
    "type_names",
]

UNITS = frozenset(map(str, Unit))
"""The words that name a unit as the input or output of a table; ``none`` is a plain number."""

DATES = ValueType(Kind.DATE, date(1900, 1, 1).toordinal(), date(2299, 12, 31).toordinal())
"""Any date that a personnel record can hold."""


def quantity(unit: Unit, step: Fraction = Fraction(1), signed: bool = False) -> ValueType:
    """Return the widest type of numbers in *unit*, counted in *step*."""
    kind = Kind.WHOLE if step == 1 else Kind.DECIMAL
    return ValueType(kind, 1 - EXACT if signed else 0, EXACT - 1, unit, step)


def on_scale(scale: Scale, kind: Kind = Kind.ORDERED) -> ValueType:
    """Return the type of all words of *scale*."""
    return ValueType(kind, 0, len(scale.values) - 1, scale=scale)


def step_of(text: Scalar, findings: list[Diagnostic]) -> Fraction | None:
    """Return a declared step, which must divide 1 so that whole units can be counted in it."""
    try:
        step = read_exact(text)
    except DocumentError as error:
        findings += error.findings
        return None
    if step <= 0 or (1 / step).denominator != 1:
        findings.append(Diagnostic("bad-step", text.place, {"seen": text}))
        return None
    return step


def type_names(vocabulary: Vocabulary) -> list[str]:
    """Return every word that names a type: attributes, series, events, scales, units."""
    valued = [name for name, event in vocabulary.events.items() if event.type is not None]
    names = {*vocabulary.attributes, *vocabulary.series, *valued, *vocabulary.scales, *UNITS}
    return sorted(map(str, names))


def named_type(
    name: Scalar, vocabulary: Vocabulary, findings: list[Diagnostic]
) -> ValueType | None:
    """Return the type of the attribute, series, event, scale or unit called *name*."""
    if name in vocabulary.attributes:
        return vocabulary.attributes[name].type
    if name in vocabulary.series:
        return vocabulary.series[name].type
    if name in vocabulary.events and vocabulary.events[name].type is not None:
        return vocabulary.events[name].type
    if name in vocabulary.scales:
        return on_scale(vocabulary.scales[name])
    if name in UNITS:
        return quantity(Unit(name))
    findings.append(
        undeclared("an attribute, scale or unit", name, type_names(vocabulary), name.place)
    )
    return None


def implied_type(
    texts: Sequence[Scalar], vocabulary: Vocabulary, place: Place, findings: list[Diagnostic]
) -> ValueType | None:
    """Return the one type that all the literals of *texts* have: numbers of one unit with the
    finest step that they show, dates, flags, or the words of a scale.

    Words that stand on several scales are the finding ``which-scale``: ``of`` names the scale.
    """
    parts: list[Syntax] = []
    for text in texts:
        syntax = parse(text, findings)
        if syntax is None:
            return None
        parts += _leaves(syntax)
    words = {part.name for part in parts if isinstance(part, Name)}
    numbers = [part for part in parts if isinstance(part, Number)]
    dates = [part for part in parts if isinstance(part, DateValue)]
    if bool(words) + bool(numbers) + bool(dates) > 1:
        seen = ", ".join(dict.fromkeys(part.text for part in parts))
        findings.append(Diagnostic("mixed-values", place, {"seen": seen[:200]}))
        return None
    if words:
        return _worded(words, vocabulary, place, findings)
    if dates:
        return DATES
    signed = any(isinstance(part, Negative) for part in parts)
    return _numbers(numbers, signed, place, findings)


def _leaves(syntax: Syntax) -> Iterator[Syntax]:
    """Yield every part of a literal, range or set, outermost first."""
    yield syntax
    for part in syntax.parts:
        yield from _leaves(part)


def _numbers(
    numbers: Sequence[Number], signed: bool, place: Place, findings: list[Diagnostic]
) -> ValueType | None:
    units = {number.unit for number in numbers if number.unit is not None}
    if len(units) > 1:
        values = {"seen": ", ".join(sorted(units))}
        findings.append(Diagnostic("mixed-units", place, values))
        return None
    step = min((_step(number.value) for number in numbers), default=Fraction(1))
    return quantity(next(iter(units), Unit.NONE), step, signed)


def _step(value: Fraction) -> Fraction:
    """Return the largest of 1, 0.1, 0.01 … of which *value* is a multiple."""
    step = Fraction(1)
    while (value / step).denominator != 1:
        step /= 10
    return step


def _worded(
    words: set[str], vocabulary: Vocabulary, place: Place, findings: list[Diagnostic]
) -> ValueType | None:
    if words <= {"yes", "no"}:
        return FLAG
    fitting = [scale for scale in vocabulary.scales.values() if words <= set(scale.values)]
    if len(fitting) == 1:
        return _as_declared(fitting[0], vocabulary)
    if fitting:
        scales = ", ".join(sorted(scale.name for scale in fitting))
        values = {"seen": ", ".join(sorted(words)), "allowed": scales}
        findings.append(Diagnostic("which-scale", place, values))
        return None
    known = {word for scale in vocabulary.scales.values() for word in scale.values}
    strange = sorted(words - known) or sorted(words)
    findings.append(undeclared("a value on any one scale", strange[0], known, place))
    return None


def _as_declared(scale: Scale, vocabulary: Vocabulary) -> ValueType:
    """Return the type of *scale*: a category if an attribute declares it so."""
    for attribute in vocabulary.attributes.values():
        if attribute.type.scale == scale:
            return replace(attribute.type, low=0, high=len(scale.values) - 1)
    return on_scale(scale)
