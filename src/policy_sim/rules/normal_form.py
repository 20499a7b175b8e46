"""Conditions in negation normal form: only comparisons of columns, ``every`` and ``some``.

Each side of a comparison is the name of a feature column or an integer, so that an engine needs
to know nothing of terms. ``not`` is pushed into the comparisons, where it is exact because
every value is an integer and none is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass

from policy_sim.policy.ast import All, Any, Compare, Condition, Const, Constant, Member, Not, Term
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.values import EXACT
from policy_sim.rules.filters import COMPARE

__all__ = [
    "FALSE",
    "TRUE",
    "Atom",
    "Every",
    "Form",
    "Some",
    "Within",
    "alternatives",
    "every",
    "feature_names",
    "normal_form",
    "some",
]


@dataclass(frozen=True, slots=True)
class Atom:
    """A feature compared with another feature or with an integer."""

    operator: Comparison
    left: str
    right: str | int

    @property
    def names(self) -> tuple[str, ...]:
        """The features that it reads."""
        return (self.left, self.right) if isinstance(self.right, str) else (self.left,)


@dataclass(frozen=True, slots=True)
class Within:
    """A feature inside one of several closed ranges, disjoint and ascending."""

    left: str
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Every:
    """All of several forms; true if there are none."""

    items: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of several forms; false if there are none."""

    items: tuple[Form, ...]


Form = Atom | Within | Every | Some

TRUE = Every(())
FALSE = Some(())


def normal_form(
    condition: Condition, terms: MutableMapping[str, Term], negated: bool = False
) -> Form:
    """Return *condition* (or its opposite) in negation normal form.

    The terms it compares are added to *terms* under their canonical texts.
    """
    match condition:
        case Constant(value):
            return TRUE if value != negated else FALSE
        case Not(item):
            return normal_form(item, terms, not negated)
        case Compare(operator, left, right):
            return _atom(operator.opposite if negated else operator, left, right, terms)
        case Member(term, ranges):
            return _within(term, _outside(ranges) if negated else ranges, terms)
        case All(items) | Any(items):
            forms = tuple(normal_form(item, terms, negated) for item in items)
            conjunction = isinstance(condition, All) != negated
            return every(forms) if conjunction else some(forms)


def every(forms: tuple[Form, ...]) -> Form:
    """Return the conjunction of *forms*, flattened."""
    flat = tuple(leaf for f in forms for leaf in (f.items if isinstance(f, Every) else (f,)))
    if FALSE in flat:
        return FALSE
    return flat[0] if len(flat) == 1 else Every(flat)


def some(forms: tuple[Form, ...]) -> Form:
    """Return the disjunction of *forms*, flattened."""
    flat = tuple(leaf for f in forms for leaf in (f.items if isinstance(f, Some) else (f,)))
    if TRUE in flat:
        return TRUE
    return flat[0] if len(flat) == 1 else Some(flat)


def feature_names(form: Form) -> Iterator[str]:
    """Yield the features that *form* reads, in document order, with repetitions."""
    if isinstance(form, Every | Some):
        for item in form.items:
            yield from feature_names(item)
    elif isinstance(form, Atom):
        yield from form.names
    else:
        yield form.left


def alternatives(form: Form) -> int:
    """Return the most alternatives that any one disjunction within *form* has."""
    if isinstance(form, Within):
        return len(form.ranges)
    if isinstance(form, Atom):
        return 1
    inner = max((alternatives(item) for item in form.items), default=1)
    return max(inner, len(form.items)) if isinstance(form, Some) else inner


def _atom(operator: Comparison, left: Term, right: Term, terms: MutableMapping[str, Term]) -> Form:
    if isinstance(left, Const):
        if isinstance(right, Const):
            return TRUE if COMPARE[operator](left.value, right.value) else FALSE
        left, right, operator = right, left, operator.mirrored
    name = _feature(left, terms)
    return Atom(operator, name, right.value if isinstance(right, Const) else _feature(right, terms))


def _within(
    term: Term, ranges: tuple[tuple[int, int], ...], terms: MutableMapping[str, Term]
) -> Form:
    if isinstance(term, Const):
        return TRUE if any(low <= term.value <= high for low, high in ranges) else FALSE
    return Within(_feature(term, terms), ranges) if ranges else FALSE


def _outside(ranges: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    starts = [-EXACT, *(high + 1 for _, high in ranges)]
    ends = [*(low - 1 for low, _ in ranges), EXACT]
    return tuple((low, high) for low, high in zip(starts, ends, strict=True) if low <= high)


def _feature(term: Term, terms: MutableMapping[str, Term]) -> str:
    name = str(term)
    terms.setdefault(name, term)
    return name
