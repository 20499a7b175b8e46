"""The typed syntax tree: the one meaning that every engine reads.

Terms are integer-valued, conditions are yes-or-no. Names are resolved, parameters of the vintage
are constants, literals are scaled integers and the two sides of a comparison have one step, so
that no reader of the tree needs units, steps or rounding except in :class:`Quotient`.

Nodes are frozen and compare by content; ``str(node)`` is its canonical text, which names the
column that a feature layer computes for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from policy_sim.policy.comparator import Comparison
from policy_sim.policy.past import HistoryFilter, Window
from policy_sim.policy.tables import Table
from policy_sim.policy.values import ValueType

__all__ = [
    "ALWAYS",
    "NEVER",
    "All",
    "Any",
    "Choice",
    "Column",
    "Compare",
    "Condition",
    "Const",
    "Constant",
    "Extreme",
    "History",
    "Lookup",
    "Member",
    "Moved",
    "Not",
    "Product",
    "Quotient",
    "Rank",
    "Rounding",
    "Sum",
    "Term",
]


class Rounding(StrEnum):
    """How a quotient becomes an integer; ``round`` takes halves away from zero."""

    ROUND = "round"
    FLOOR = "floor"
    CEIL = "ceil"


@dataclass(frozen=True, slots=True)
class Term:
    """An integer-valued expression; :attr:`type` carries its step, unit, scale and range."""

    type: ValueType


@dataclass(frozen=True, slots=True)
class Const(Term):
    """A fixed integer: a literal, or a parameter of the vintage."""

    value: int

    def __str__(self) -> str:
        return str(self.value)


@dataclass(frozen=True, slots=True)
class Column(Term):
    """An attribute of the subject (``grade``), of a post (``post.office``), of a relation
    (``superior.grade``), or of the day (``today.month``).
    """

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True, slots=True)
class History(Term):
    """One use of the past, such as ``lowest(predikat over 2 years)``: always one column.

    *operator* is one of ``last before_last lowest highest count streak total longest
    months_since ever in_force``; *source* is a series or an event.
    """

    operator: str
    source: str
    filter: HistoryFilter | None = None
    window: Window | None = None

    def __str__(self) -> str:
        inner = self.source
        if self.filter is not None:
            inner += f" {self.filter}"
        if self.window is not None:
            inner += f" over {self.window}"
        return f"{self.operator}({inner})"


@dataclass(frozen=True, slots=True)
class Lookup(Term):
    """A cell of a table, one argument per input."""

    table: Table
    arguments: tuple[Term, ...]

    def __str__(self) -> str:
        return f"{self.table.name}({', '.join(map(str, self.arguments))})"


@dataclass(frozen=True, slots=True)
class Sum(Term):
    """A weighted sum: each term times an integer weight (already cleared of denominators)."""

    parts: tuple[tuple[int, Term], ...]

    def __str__(self) -> str:
        return "(" + " + ".join(f"{weight} * {term}" for weight, term in self.parts) + ")"


@dataclass(frozen=True, slots=True)
class Product(Term):
    """The product of two terms; its step is the product of theirs."""

    left: Term
    right: Term

    def __str__(self) -> str:
        return f"({self.left} * {self.right})"


@dataclass(frozen=True, slots=True)
class Extreme(Term):
    """The least or the greatest of several terms of one step."""

    highest: bool
    terms: tuple[Term, ...]

    def __str__(self) -> str:
        word = "max" if self.highest else "min"
        return f"{word}({', '.join(map(str, self.terms))})"


@dataclass(frozen=True, slots=True)
class Quotient(Term):
    """``rounding(numerator * factor / divisor)``; the integer divisor is provably above zero."""

    numerator: Term
    divisor: Term
    rounding: Rounding
    factor: int = 1

    def __str__(self) -> str:
        return f"{self.rounding}({self.factor} * {self.numerator} / {self.divisor})"


@dataclass(frozen=True, slots=True)
class Choice(Term):
    """``if when then chosen else other``."""

    when: Condition
    chosen: Term
    other: Term

    def __str__(self) -> str:
        return f"(if {self.when} then {self.chosen} else {self.other})"


@dataclass(frozen=True, slots=True)
class Moved(Term):
    """The value *by* ranks above (or, negative, below) on an ordered scale; stops at the ends."""

    term: Term
    by: int

    def __str__(self) -> str:
        word = "one_above" if self.by > 0 else "one_below"
        return f"{word}(" * abs(self.by) + f"{self.term}" + ")" * abs(self.by)


@dataclass(frozen=True, slots=True)
class Rank(Term):
    """The rank of a word on a scale with ties."""

    term: Term

    def __str__(self) -> str:
        return f"rank({self.term})"


@dataclass(frozen=True, slots=True)
class Constant:
    """A condition that is always or never true."""

    value: bool

    def __str__(self) -> str:
        return "always" if self.value else "never"


@dataclass(frozen=True, slots=True)
class Compare:
    """Two terms of one step, compared; a flag *f* stands as ``f == 1``."""

    operator: Comparison
    left: Term
    right: Term

    def __str__(self) -> str:
        return f"{self.left} {self.operator} {self.right}"


@dataclass(frozen=True, slots=True)
class Member:
    """A term inside one of several closed integer ranges, disjoint and ascending."""

    term: Term
    ranges: tuple[tuple[int, int], ...]

    def __str__(self) -> str:
        spans = " | ".join(str(a) if a == b else f"{a}..{b}" for a, b in self.ranges)
        return f"{self.term} in ({spans})"


@dataclass(frozen=True, slots=True)
class All:
    """Every one of several conditions (true if there are none)."""

    items: tuple[Condition, ...]

    def __str__(self) -> str:
        return "(" + " and ".join(map(str, self.items)) + ")"


@dataclass(frozen=True, slots=True)
class Any:
    """At least one of several conditions (false if there are none)."""

    items: tuple[Condition, ...]

    def __str__(self) -> str:
        return "(" + " or ".join(map(str, self.items)) + ")"


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    item: Condition

    def __str__(self) -> str:
        return f"not {self.item}"


Condition = Constant | Compare | Member | All | Any | Not

ALWAYS = Constant(True)
NEVER = Constant(False)
