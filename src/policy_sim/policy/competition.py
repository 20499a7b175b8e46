"""From the ``select`` of a rule to its selection: score, ties, reserves and caps."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar, place_of
from policy_sim.policy.ast import Term
from policy_sim.policy.clauses import condition_of
from policy_sim.policy.expressions import Scope, parse, parse_literal, type_term
from policy_sim.policy.item_forms import QuotaForm, SelectForm
from policy_sim.policy.rule import Quota, Selection
from policy_sim.policy.unit_words import decimal
from policy_sim.policy.values import Kind, ValueType
from policy_sim.policy.vintage import Lever, Parameter

__all__ = ["COUNT", "SHARE", "amount_of", "lever_of", "selection"]

SHARE = ValueType(Kind.DECIMAL, 0, 10_000, step=Fraction(1, 10_000))
"""A share of places, in hundredths of a percent."""

COUNT = ValueType(Kind.WHOLE, 0, 1_000_000)
"""A number of places."""


def selection(form: SelectForm, scope: Scope, findings: list[Diagnostic]) -> Selection | None:
    """Return how the rule's scarce places are given, or None if its score cannot be typed."""
    score = _term(form.rank_by, scope, findings)
    ties = [_term(text, scope, findings) for text in form.ties]
    reserves = tuple(_quota(quota, scope, findings) for quota in form.reserve)
    caps = tuple(_quota(quota, scope, findings) for quota in form.cap)
    if score is None:
        return None
    return Selection(
        rank_by=score,
        ties=tuple(term for term in ties if term is not None),
        per=form.per,
        pool=form.within,
        reserves=reserves,
        caps=caps,
        turn=form.turn,
        places=tuple(place_of(text) for text in (form.rank_by, *form.ties)),
    )


def _term(text: Scalar, scope: Scope, findings: list[Diagnostic]) -> Term | None:
    syntax = parse(text, findings)
    return None if syntax is None else type_term(syntax, scope, findings)


def _quota(form: QuotaForm, scope: Scope, findings: list[Diagnostic]) -> Quota:
    given = form.share or form.count
    if given is None or (form.share and form.count):
        place = place_of(form.share, place_of(form.whom))
        findings.append(Diagnostic("share-or-count", place, {"seen": "share, count"}))
    share = None if form.share is None else amount_of(form.share, SHARE, scope, findings)
    count = None if form.count is None else amount_of(form.count, COUNT, scope, findings)
    place = place_of(given)
    return Quota(
        whom=condition_of(form.whom, scope, findings),
        share=share,
        count=count,
        rounding=form.rounding,
        filled_first=form.filled == "first",
        release=form.unused == "release",
        span=form.counted,
        lever=lever_of(given, scope),
        place=place,
        whom_place=place_of(form.whom, place),
    )


def amount_of(
    text: Scalar, kind: ValueType, scope: Scope, findings: list[Diagnostic]
) -> int | None:
    """Return a fixed share or count: written there, or the value of a parameter."""
    parameter = scope.parameters.get(text)
    if parameter is None:
        return parse_literal(text, kind, findings)
    if parameter.lever is not None and not _fits(parameter.lever, parameter, kind, text, findings):
        return None
    found = list[Diagnostic]()
    amount = parse_literal(Scalar(parameter.text, text.place), kind, found)
    # The number stands elsewhere than it is read.
    related = (("declared", parameter.place),)
    findings += (replace(one, related=(*one.related, *related)) for one in found)
    return amount


def lever_of(text: Scalar | None, scope: Scope) -> str:
    """Return *text* if it is the name of a lever, else nothing."""
    parameter = None if text is None else scope.parameters.get(text)
    return "" if parameter is None or parameter.lever is None else parameter.name


def _fits(
    lever: Lever, parameter: Parameter, kind: ValueType, text: Scalar, findings: list[Diagnostic]
) -> bool:
    """Whether a lever can be a quota: one value for all, and a fit one whatever it is set to."""
    ends = [end * parameter.type.step / kind.step for end in (lever.low, lever.high)]
    steps = parameter.type.step / kind.step
    if lever.subject == "unit":
        findings.append(Diagnostic("lever-of-units", text.place, {"seen": text}))
    elif steps.denominator != 1 or not kind.low <= ends[0] <= ends[1] <= kind.high:
        allowed = "..".join(decimal(end * kind.step) for end in (kind.low, kind.high))
        values = {"seen": text, "allowed": allowed}
        findings.append(Diagnostic("lever-no-quota", text.place, values))
    else:
        return True
    return False
