"""Figures of groups of people, such as ``share of training_hours where zone == outer``.

A closed set of three: ``share of TERM where CONDITION`` (of ``persons``: of heads), ``mean of
TERM`` and ``count``, the last two with or without a condition. Each is a series of a unit or of the
organisation, so that the operators of the past read it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar
from policy_sim.policy.ast import ALWAYS, Condition, Term
from policy_sim.policy.expressions import Scope, parse, parse_literal, type_condition, type_term
from policy_sim.policy.measures import step_of
from policy_sim.policy.values import Kind, Unit, ValueType
from policy_sim.policy.vocabulary import Figure, Group, Series
from policy_sim.policy.vocabulary_document import GroupForm

__all__ = ["figure_of"]

_FORMULA = re.compile(
    r"\s*(?:(?P<figure>share|mean)\s+of\s+(?P<term>\S.*?)|count)"
    r"(?:\s+where\s+(?P<where>\S.*))?\s*\Z",
    re.DOTALL,
)

_FORMS = "share of … where …, mean of …, mean of … where …, count, count where …"

_HEADS = "persons"
"""What a share is of if people themselves are counted."""

_MOST = 100_000_000
"""So many people are never counted."""

_HUNDREDTHS = Fraction(1, 10_000)
"""Shares are kept in hundredths of a percent."""


@dataclass(frozen=True, slots=True)
class _Read:
    """A formula that is read: what is worked out, of what, of whom."""

    figure: Figure
    term: Term | None
    where: Condition


def figure_of(
    name: Scalar, form: GroupForm, scope: Scope, findings: list[Diagnostic]
) -> tuple[Series, Group] | None:
    """Return the series of a figure and how it is worked out, or None with findings.

    *scope* is that of people. A share is kept in steps of 0.01 %, a mean of whole numbers in
    steps of 0.1 and one of decimals in their own, unless the form states a ``step``.
    """
    before = len(findings)
    read = _read(form.formula, scope, findings)
    step = None if form.step is None else step_of(form.step, findings)
    if read is None or len(findings) > before:
        return None
    kind = _type(read, step)
    mean = read.term if read.figure is Figure.MEAN else None
    if mean is not None and (mean.type.step / kind.step).denominator != 1:
        findings.append(Diagnostic("bad-step", form.formula.place, {"seen": str(kind.step)}))
        return None
    missing = kind.low
    if form.if_missing is not None:
        stated = parse_literal(form.if_missing, kind, findings)
        if stated is None:
            return None
        missing = stated
    series = Series(
        name=str(name),
        type=kind,
        every=form.every,
        keep=form.keep,
        if_missing=missing,
        place=name.place,
        subject=form.subject,
    )
    waits = form.if_missing is None
    return series, Group(str(name), form.subject, read.figure, read.where, read.term, waits)


def _read(formula: Scalar, scope: Scope, findings: list[Diagnostic]) -> _Read | None:
    found = _FORMULA.match(formula)
    figure = Figure(found["figure"] or "count") if found else None
    if found is None or figure is None or (figure is Figure.SHARE and not found["where"]):
        findings.append(
            Diagnostic("not-a-figure", formula.place, {"seen": formula, "allowed": _FORMS})
        )
        return None
    before = len(findings)
    term = _term(_part(formula, found, "term"), figure, scope, findings)
    where = _condition(_part(formula, found, "where"), scope, findings)
    return None if len(findings) > before else _Read(figure, term, where)


def _part(formula: Scalar, found: re.Match[str], name: str) -> Scalar | None:
    text = found[name]
    return None if text is None else Scalar(text, formula.place_at(found.start(name)))


def _term(
    text: Scalar | None, figure: Figure, scope: Scope, findings: list[Diagnostic]
) -> Term | None:
    """Return what a share or a mean is of; None for heads, or with a finding."""
    if text is None or (text == _HEADS and figure is Figure.SHARE):
        return None
    syntax = parse(text, findings)
    term = None if syntax is None else type_term(syntax, scope, findings)
    if term is None:
        return None
    if not term.type.numeric:
        findings.append(Diagnostic("figure-of-words", text.place, {"seen": text}))
    elif figure is Figure.SHARE and term.type.low < 0:
        findings.append(Diagnostic("share-of-negative", text.place, {"seen": text}))
    return term


def _condition(text: Scalar | None, scope: Scope, findings: list[Diagnostic]) -> Condition:
    syntax = None if text is None else parse(text, findings)
    condition = None if syntax is None else type_condition(syntax, scope, findings)
    return ALWAYS if condition is None else condition


def _type(read: _Read, step: Fraction | None) -> ValueType:
    """Return the type of a figure: its unit, its step, and the range that it can have."""
    if read.figure is Figure.COUNT:
        return ValueType(Kind.WHOLE, 0, _MOST, Unit.PERSONS)
    if read.figure is Figure.SHARE or read.term is None:
        part = step or _HUNDREDTHS
        return ValueType(Kind.DECIMAL, 0, int(1 / part), step=part)
    kind = read.term.type
    finer = step or (Fraction(1, 10) if kind.step == 1 else kind.step)
    times = kind.step / finer
    low, high = int(kind.low * times), int(kind.high * times)
    whole = Kind.WHOLE if finer == 1 else Kind.DECIMAL
    return ValueType(whole, low, high, kind.unit, finer)
