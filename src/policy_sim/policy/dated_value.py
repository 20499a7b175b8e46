"""From the text of a parameter to the parameter as it stands in one vintage."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar
from policy_sim.policy.expressions import parse_ranges
from policy_sim.policy.item_forms import LeverForm
from policy_sim.policy.literals import Ranges
from policy_sim.policy.measures import implied_type, named_type, step_of
from policy_sim.policy.statute import ValueForm, Version
from policy_sim.policy.values import Kind, ValueType
from policy_sim.policy.vintage import Lever, Parameter
from policy_sim.policy.vocabulary import Vocabulary

__all__ = ["typed_parameter"]

_ANY = "any"

_HUNDREDTHS = Fraction(1, 10_000)
"""Levers that are written as percentages can be set in hundredths of a percent."""


def typed_parameter(
    name: Scalar,
    form: ValueForm,
    version: Version,
    vocabulary: Vocabulary,
    findings: list[Diagnostic],
) -> Parameter | None:
    """Return the parameter: one value, a range or a set, of the type that it names or implies.

    A lever has one value, and the type of everything that it can be set to.
    """
    kind = _type(form, vocabulary, findings)
    if kind is None:
        return None
    ranges = parse_ranges(form.text, kind, findings)
    if not ranges:
        return None
    lever = None
    if form.lever is not None:
        lever = _lever(form.lever, kind, ranges, form.text, findings)
        if lever is None:
            return None
        kind = replace(kind, low=lever.low, high=lever.high)
    elif kind.numeric:
        kind = replace(kind, low=ranges[0][0], high=ranges[-1][1])
    return Parameter(
        name=str(name),
        ranges=ranges,
        type=kind,
        text=str(form.text),
        source=version.heading.source,
        authority=version.heading.authority,
        status=version.heading.status,
        place=version.place,
        lever=lever,
    )


def _type(form: ValueForm, vocabulary: Vocabulary, findings: list[Diagnostic]) -> ValueType | None:
    if form.of is not None:
        return named_type(form.of, vocabulary, findings)
    lever = form.lever
    texts = [form.text] if lever is None or lever.range == _ANY else [form.text, lever.range]
    kind = implied_type(texts, vocabulary, form.text.place, findings)
    if kind is None or lever is None or not kind.numeric:
        return kind
    if lever.step is not None:
        step = step_of(lever.step, findings)
        return None if step is None else _counted(kind, step)
    return _counted(kind, _HUNDREDTHS) if form.text.endswith("%") else kind


def _counted(kind: ValueType, step: Fraction) -> ValueType:
    whole = Kind.WHOLE if step == 1 else Kind.DECIMAL
    return replace(kind, kind=whole, step=step)


def _lever(
    form: LeverForm, kind: ValueType, value: Ranges, text: Scalar, findings: list[Diagnostic]
) -> Lever | None:
    """Return what the lever can be set to: one range, in which its own single value lies."""
    ranges = parse_ranges(form.range, kind, findings)
    if not ranges:
        return None
    (low, high), *others = ranges
    bounded = not kind.numeric or kind.low < high < kind.high
    if others or low == high or not bounded:
        findings.append(Diagnostic("lever-range", form.range.place, {"seen": form.range}))
        return None
    (first, last), *more = value
    if more or first != last or not low <= first <= high:
        values = {"seen": text, "allowed": form.range}
        findings.append(Diagnostic("lever-value", text.place, values))
        return None
    return Lever(form.subject, low, high)
