"""From the ``select`` of a rule to its selection: score, ties, reserves and caps."""

from __future__ import annotations

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar, place_of
from policy_sim.policy.ast import Term
from policy_sim.policy.clauses import condition_of
from policy_sim.policy.expressions import Scope, parse, type_term
from policy_sim.policy.law import Quota, Selection
from policy_sim.policy.policy_document import QuotaForm, SelectForm

__all__ = ["selection"]

_PERCENT_OF_PERCENT = 10_000


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
    )


def _term(text: Scalar, scope: Scope, findings: list[Diagnostic]) -> Term | None:
    syntax = parse(text, findings)
    return None if syntax is None else type_term(syntax, scope, findings)


def _quota(form: QuotaForm, scope: Scope, findings: list[Diagnostic]) -> Quota:
    if (form.share is None) == (form.count is None):
        place = place_of(form.whom)
        findings.append(Diagnostic("share-or-count", place, {"seen": "for"}))
    share = None if form.share is None else form.share * _PERCENT_OF_PERCENT
    if share is not None and share.denominator != 1:
        place = place_of(form.whom)
        findings.append(Diagnostic("share-too-fine", place, {"seen": str(form.share)}))
    return Quota(
        whom=condition_of(form.whom, scope, findings),
        share=None if share is None else int(share),
        count=form.count,
        rounding=form.rounding,
        filled_first=form.filled == "first",
        release=form.unused == "release",
        span=form.counted,
    )
