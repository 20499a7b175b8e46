"""Spans: between which integers an attribute must lie for a condition to be met at all.

Whoever has waited less than the shortest term of a rule cannot be given anything by it, however
the rest of its condition reads. Such a span is derived from the rule once; it may be wider than
what the condition says, never narrower.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from policy_sim.policy.ast import Choice, Column, Const, Extreme, Lookup, Sum, Term
from policy_sim.policy.comparator import Comparison
from policy_sim.rules.normal_form import Atom, Every, Form, Some, Within

__all__ = ["LEAST", "MOST", "Span", "attribute_of", "spans"]

Span = tuple[int, int]
"""The least and the greatest integer."""

LEAST, MOST = -(2**62), 2**62
"""The ends of a span that is open."""

RELATED = ("organisation.", "post.", "superior.", "today.", "unit.")
"""What is read of something other than the person."""


def attribute_of(term: Term) -> str:
    """Return the attribute of the person that *term* is, or nothing."""
    if isinstance(term, Column) and not term.name.startswith(RELATED):
        return term.name
    return ""


def spans(form: Form, terms: Mapping[str, Term]) -> Mapping[str, Span]:
    """Return the span of each attribute among those who meet *form*; of others nothing is known.

    *terms* gives the terms by their texts.
    """
    match form:
        case Atom(operator, left, right):
            name = attribute_of(terms[left])
            other = (right, right) if isinstance(right, int) else _span_of(terms[right])
            return {name: _beside(operator, other)} if name and other is not None else {}
        case Within(left, ranges):
            name = attribute_of(terms[left])
            return {name: (ranges[0][0], ranges[-1][1])} if name else {}
        case Every(items):
            return _together([spans(item, terms) for item in items])
        case Some(items):
            return _either([spans(item, terms) for item in items])


def _beside(operator: Comparison, other: Span) -> Span:
    """Return where something lies that compares so with something within *other*."""
    low, high = other
    match operator:
        case Comparison.GE:
            return low, MOST
        case Comparison.GT:
            return low + 1, MOST
        case Comparison.LE:
            return LEAST, high
        case Comparison.LT:
            return LEAST, high - 1
        case Comparison.EQ:
            return low, high
        case Comparison.NE:
            return LEAST, MOST


def _together(parts: Iterable[Mapping[str, Span]]) -> Mapping[str, Span]:
    """Return the spans of those who meet all parts."""
    result: dict[str, Span] = {}
    for part in parts:
        for name, (low, high) in part.items():
            least, most = result.get(name, (LEAST, MOST))
            result[name] = max(low, least), min(high, most)
    return result


def _either(parts: list[Mapping[str, Span]]) -> Mapping[str, Span]:
    """Return the spans of those who meet at least one part."""
    common = set(parts[0]).intersection(*parts) if parts else set()
    return {name: _hull(part[name] for part in parts) for name in sorted(common)}


def _hull(parts: Iterable[Span]) -> Span:
    lows, highs = zip(*parts, strict=True)
    return min(lows), max(highs)


def _span_of(term: Term) -> Span | None:
    """Return between which integers *term* lies whatever the record says, if that is known."""
    match term:
        case Const(value=value):
            return value, value
        case Lookup(table=table):
            cells = [row.value for row in table.rows]
            cells += [] if table.otherwise is None else [table.otherwise]
            return min(cells), max(cells)
        case Choice(chosen=chosen, other=other):
            known = _all_known([chosen, other])
            return None if known is None else _hull(known)
        case Extreme(highest=highest, terms=terms):
            known = _all_known(terms)
            pick = max if highest else min
            return None if known is None else (pick(k[0] for k in known), pick(k[1] for k in known))
        case Sum(parts=parts):
            known = _all_known(part for _, part in parts)
            if known is None:
                return None
            ends = [
                sorted((weight * low, weight * high))
                for (weight, _), (low, high) in zip(parts, known, strict=True)
            ]
            return sum(low for low, _ in ends), sum(high for _, high in ends)
    return None


def _all_known(terms: Iterable[Term]) -> list[Span] | None:
    found = [_span_of(term) for term in terms]
    known = [span for span in found if span is not None]
    return known if len(known) == len(found) else None
