"""What an expression says before its names mean anything: a small untyped tree with places.

Nodes are frozen and compare by content; *place* is where the node begins in its document and
*text* is how it was written there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from datetime import date
from fractions import Fraction

from policy_sim.diagnostics import Place
from policy_sim.policy.values import Unit

__all__ = [
    "AnyValue",
    "Application",
    "Arithmetic",
    "Choices",
    "Compared",
    "Conditional",
    "DateValue",
    "Junction",
    "Name",
    "Negation",
    "Negative",
    "Number",
    "Span",
    "Syntax",
    "Within",
    "conjuncts",
    "names_of",
]


@dataclass(frozen=True, slots=True)
class Syntax:
    """Any part of an expression."""

    place: Place = field(compare=False)
    text: str = field(compare=False)

    @property
    def parts(self) -> tuple[Syntax, ...]:
        """The parts directly below this one, in the order they were written."""
        return tuple(_syntaxes(getattr(self, each.name) for each in fields(self)))


@dataclass(frozen=True, slots=True)
class Number(Syntax):
    """An exact number in a base unit: ``4 years`` is 48 months; *unit* is None if none stood there.

    A percentage is a number without dimension (``150%`` is 3/2 in :attr:`Unit.NONE`).
    """

    value: Fraction
    unit: Unit | None = None


@dataclass(frozen=True, slots=True)
class DateValue(Syntax):
    """A day, written ``2026-01-01``."""

    day: date


@dataclass(frozen=True, slots=True)
class Name(Syntax):
    """A name, plain or with one hop: ``grade``, ``superior.grade``."""

    name: str


@dataclass(frozen=True, slots=True)
class AnyValue(Syntax):
    """The word ``any``: every value."""


@dataclass(frozen=True, slots=True)
class Span(Syntax):
    """A range with both ends included; a missing end is open."""

    low: Syntax | None
    high: Syntax | None


@dataclass(frozen=True, slots=True)
class Choices(Syntax):
    """A set, ``(a | b | 4..6)``."""

    items: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Negative(Syntax):
    """``- x``."""

    item: Syntax


@dataclass(frozen=True, slots=True)
class Arithmetic(Syntax):
    """A run of ``+ -`` or of ``* /``, read from the left."""

    first: Syntax
    rest: tuple[tuple[str, Syntax], ...]


@dataclass(frozen=True, slots=True)
class Compared(Syntax):
    """Two sides and one of ``< <= == != >= >``."""

    operator: str
    left: Syntax
    right: Syntax


@dataclass(frozen=True, slots=True)
class Within(Syntax):
    """``item in choices``, or its opposite ``item not in choices``."""

    item: Syntax
    choices: Syntax
    negated: bool


@dataclass(frozen=True, slots=True)
class Negation(Syntax):
    """``not x``."""

    item: Syntax


@dataclass(frozen=True, slots=True)
class Junction(Syntax):
    """A run of ``and`` or of ``or``; *word* says which."""

    word: str
    items: tuple[Syntax, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Syntax):
    """``if when then chosen else other``."""

    when: Syntax
    chosen: Syntax
    other: Syntax


@dataclass(frozen=True, slots=True)
class Application(Syntax):
    """``name(arguments)``, with the window after ``over`` or the step after ``to``."""

    name: str
    arguments: tuple[Syntax, ...]
    over: Syntax | None = None
    to: Syntax | None = None


def _syntaxes(values: Iterable[object]) -> Iterator[Syntax]:
    for value in values:
        if isinstance(value, Syntax):
            yield value
        elif isinstance(value, tuple):
            yield from _syntaxes(value)


def _walk(syntax: Syntax) -> Iterator[Syntax]:
    waiting = [syntax]
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(node.parts)


def names_of(syntax: Syntax) -> frozenset[str]:
    """Return every name an expression uses: attributes, words, parameters, tables, operators."""
    return frozenset(node.name for node in _walk(syntax) if isinstance(node, Name | Application))


def conjuncts(syntax: Syntax) -> tuple[Syntax, ...]:
    """Return the clauses of a condition: the items of its top-level ``and``, in written order."""
    if not (isinstance(syntax, Junction) and syntax.word == "and"):
        return (syntax,)
    return tuple(clause for item in syntax.items for clause in conjuncts(item))
