"""What can be said of unknown numbers: z3's words, under the names used here.

z3 says nothing of its types, so that numbers and truths have none that could be checked.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeAlias

import z3

__all__ = ["Number", "Truth", "both", "choice", "either", "implied", "negated", "replaced", "total"]

Number: TypeAlias = Any
"""An unknown integer, or what is reckoned of some."""

Truth: TypeAlias = Any
"""Something that is true or false of unknown integers."""


def both(*truths: Truth) -> Truth:
    """Return that all of *truths* (one or more) are true."""
    return z3.And(*truths)


def either(*truths: Truth) -> Truth:
    """Return that at least one of *truths* (one or more) is true."""
    return z3.Or(*truths)


def negated(truth: Truth) -> Truth:
    """Return the opposite."""
    return z3.Not(truth)


def implied(when: Truth, then: Truth) -> Truth:
    """Return that *then* is true wherever *when* is."""
    return z3.Implies(when, then)


def choice(when: Truth, chosen: Number | int, other: Number | int) -> Number:
    """Return *chosen* where *when* is true, else *other*; one of the two is an unknown number."""
    return z3.If(when, chosen, other)


def total(parts: Iterable[Number]) -> Number:
    """Return the sum of one or more numbers."""
    return z3.Sum(list(parts))


def replaced(truth: Truth, pairs: Iterable[tuple[Number, Number]]) -> Truth:
    """Return *truth* with the second number of each pair in the place of the first."""
    return z3.substitute(truth, *pairs)
