"""What a rule about a unit or the organisation can do: set levers, and limit grades."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import Field

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import MappingNode, Node, Scalar, SequenceNode, Shape, Text, shape
from policy_sim.documents.nodes import kind_of, place_of
from policy_sim.errors import DocumentError
from policy_sim.policy.ast import ALWAYS
from policy_sim.policy.competition import COUNT, SHARE, amount_of, lever_of
from policy_sim.policy.expressions import Scope, parse, parse_ranges, type_term
from policy_sim.policy.rule import Effect, Limit, Quota
from policy_sim.policy.values import Kind, Scale, ValueType
from policy_sim.policy.vintage import Parameter
from policy_sim.policy.wording import undeclared
from policy_sim.policy.writing import written_ranges

__all__ = ["LIMIT", "SET", "limits", "settings"]

SET, LIMIT = "set", "limit"
"""The effects of rules that are not about a person."""


class _LimitForm(Shape):
    """How many people may have some grades."""

    noun: ClassVar[str] = "a limit"

    grades: Text
    share: Text | None = None
    count: Text | None = None
    rounding: Literal["up", "down", "nearest"] | None = Field(default=None, alias="round")
    series: Text | None = None


def settings(node: Node, scope: Scope, findings: list[Diagnostic]) -> Iterator[Effect]:
    """Yield the effect of each lever that ``set: {LEVER: VALUE}`` names.

    A value, whatever it comes to, must lie in the range of its lever. Findings: ``undeclared``,
    ``not-a-lever``, ``lever-of-another``, ``set-outside-range``.
    """
    if not isinstance(node, MappingNode):
        values = {"seen": kind_of(node), "allowed": "{LEVER: VALUE}"}
        findings.append(Diagnostic("wrong-kind", place_of(node), values))
        return
    for name, stated in node.items():
        place = place_of(name, node.place)
        parameter = _lever(Scalar(name, place), scope, findings)
        if parameter is None:
            continue
        if not isinstance(stated, Scalar):
            values = {"seen": kind_of(stated), "allowed": phrase("a value")}
            findings.append(Diagnostic("wrong-kind", place_of(stated, place), values))
            continue
        effect = _set(parameter, stated, scope, findings)
        if effect is not None:
            yield effect


def _lever(name: Scalar, scope: Scope, findings: list[Diagnostic]) -> Parameter | None:
    parameter = scope.parameters.get(name)
    levers = [p.name for p in scope.parameters.values() if p.lever is not None]
    if parameter is None:
        findings.append(undeclared("a lever", name, levers, name.place))
        return None
    if parameter.lever is None:
        related = (("declared", parameter.place),)
        values = {"seen": name, "allowed": ", ".join(sorted(levers))}
        findings.append(Diagnostic("not-a-lever", name.place, values, related=related))
        return None
    if parameter.lever.subject != scope.subject:
        values = {"seen": name, "subject": parameter.lever.subject, "rule": scope.subject}
        findings.append(Diagnostic("lever-of-another", name.place, values))
        return None
    return parameter


def _set(
    parameter: Parameter, stated: Scalar, scope: Scope, findings: list[Diagnostic]
) -> Effect | None:
    syntax, lever = parse(stated, findings), parameter.lever
    term = None if syntax is None else type_term(syntax, scope, findings, parameter.type)
    if term is None or lever is None:
        return None
    if not (lever.low <= term.type.low and term.type.high <= lever.high):
        allowed = written_ranges(((lever.low, lever.high),), parameter.type)
        values = {"seen": stated, "lever": parameter.name, "allowed": allowed}
        findings.append(Diagnostic("set-outside-range", stated.place, values))
        return None
    return Effect(SET, term, target=parameter.name, place=stated.place)


def limits(node: Node, scope: Scope, findings: list[Diagnostic]) -> Iterator[Limit]:
    """Yield each limit that ``limit: {grades: …, share: …, round: …}`` states, alone or in a list.

    Findings: ``limit-of-no-scale``, ``limit-without-rounding``, ``limit-of-all``,
    ``limit-with-gaps``.
    """
    for part in node if isinstance(node, SequenceNode) else (node,):
        try:
            form = shape(part, _LimitForm)
        except DocumentError as error:
            findings += error.findings
            continue
        limit = _limit(form, scope, findings)
        if limit is not None:
            yield limit


def _limit(form: _LimitForm, scope: Scope, findings: list[Diagnostic]) -> Limit | None:
    before = len(findings)
    series, kind, scale = _graded(form, scope, findings)
    most = _most(form, scope, findings)
    if kind is None or scale is None or len(findings) > before:
        return None
    ranges = parse_ranges(form.grades, kind, findings)
    if not ranges:
        return None
    if len(ranges) > 1:
        findings.append(Diagnostic("limit-with-gaps", form.grades.place, {"seen": form.grades}))
        return None
    low, high = ranges[0]
    below = [rank for rank in scale.ranks if rank < scale.ranks[low]]
    if not below:
        findings.append(Diagnostic("limit-of-all", form.grades.place, {"seen": form.grades}))
        return None
    return Limit(series, (low, high), scale.ranks.index(max(below)), most)


def _graded(
    form: _LimitForm, scope: Scope, findings: list[Diagnostic]
) -> tuple[str, ValueType | None, Scale | None]:
    """Return the series whose grades are limited: the one stated, or the first of people."""
    known = scope.vocabulary.series_of("person")
    name = str(form.series or next(iter(known), ""))
    if form.series is not None and form.series not in known:
        findings.append(undeclared("a series of people", form.series, known, form.series.place))
        return name, None, None
    kind = known[name].type if name in known else None
    if kind is None or kind.kind is not Kind.ORDERED or kind.scale is None:
        values = {"seen": name or phrase("nothing")}
        findings.append(Diagnostic("limit-of-no-scale", form.grades.place, values))
        return name, None, None
    return name, kind, kind.scale


def _most(form: _LimitForm, scope: Scope, findings: list[Diagnostic]) -> Quota:
    """Return how many people the limit allows, as a quota of those who are graded."""
    given = form.share or form.count
    if given is None or (form.share and form.count):
        place = form.grades.place
        findings.append(Diagnostic("share-or-count", place, {"seen": "share, count"}))
    elif form.share is not None and form.rounding is None:
        values = {"seen": form.share}
        findings.append(Diagnostic("limit-without-rounding", form.share.place, values))
    share = None if form.share is None else amount_of(form.share, SHARE, scope, findings)
    count = None if form.count is None else amount_of(form.count, COUNT, scope, findings)
    rounding = form.rounding or "down"
    return Quota(ALWAYS, share, count, rounding, lever=lever_of(given, scope))
