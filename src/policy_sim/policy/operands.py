"""What a part of an expression is while it is typed, and what its place asks of it."""

from __future__ import annotations

from policy_sim.catalogue import phrase
from policy_sim.policy.ast import (
    All,
    Any,
    Choice,
    Compare,
    Condition,
    Const,
    Constant,
    Member,
    Not,
    Term,
)
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.kinds import KIND_WORDS, same_kind
from policy_sim.policy.names import NO, YES, Word
from policy_sim.policy.quantity import Quantity, dimension_of
from policy_sim.policy.scaling import scaled_to, term_of
from policy_sim.policy.site import Site
from policy_sim.policy.unit_words import decimal, meant
from policy_sim.policy.values import FLAG, Kind, ValueType

__all__ = [
    "CONDITIONS",
    "Operand",
    "as_condition",
    "as_quantity",
    "as_term",
    "as_word",
    "operand_of",
    "type_of",
]

CONDITIONS = (Constant, Compare, Member, All, Any, Not)

Operand = Quantity | Term | Word | Constant | Compare | Member | All | Any | Not
"""A number, a word of a known scale (or a flag or date), a word of no scale yet, a condition."""


def operand_of(typed: Term | Condition) -> Operand:
    """Return what is already typed as an operand: numbers are counted in their unit again."""
    if isinstance(typed, Term) and typed.type.numeric:
        return Quantity.of(typed)
    return typed


def type_of(operand: Operand | None) -> ValueType | None:
    """Return the type that a bare word beside *operand* has; None beside a number or a word."""
    if isinstance(operand, CONDITIONS):
        return FLAG
    return operand.type if isinstance(operand, Term) else None


def as_condition(operand: Operand, site: Site) -> Condition | None:
    """Return *operand* as a condition; a flag stands for "it is yes"."""
    if isinstance(operand, CONDITIONS):
        return operand
    if isinstance(operand, Const) and operand.type.kind is Kind.FLAG:
        return Constant(bool(operand.value))
    if isinstance(operand, Term) and operand.type.kind is Kind.FLAG:
        return Compare(Comparison.EQ, operand, Const(FLAG, 1))
    if isinstance(operand, Word) and operand.word in (YES, NO):
        return Constant(operand.word == YES)
    site.refuse("not-a-condition")
    return None


def as_quantity(operand: Operand, site: Site) -> Quantity | None:
    """Return *operand* as a number with its dimension."""
    if isinstance(operand, Quantity):
        return operand
    site.refuse("number-needed", seen=operand.word if isinstance(operand, Word) else "")
    return None


def as_word(operand: Operand, kind: ValueType | None, site: Site) -> Term | None:
    """Return *operand* as a term that is no number; a bare word is one of *kind*."""
    if isinstance(operand, Word):
        return _word(operand, kind, site)
    if isinstance(operand, CONDITIONS):
        return Choice(FLAG, operand, Const(FLAG, 1), Const(FLAG, 0))
    if isinstance(operand, Term):
        return operand
    site.refuse("not-a-word")
    return None


def _word(operand: Word, kind: ValueType | None, site: Site) -> Const | None:
    word = operand.word
    if word in (YES, NO) and (kind is None or kind.kind is Kind.FLAG):
        return Const(FLAG, int(word == YES))
    if kind is None or kind.scale is None:
        site.refuse("word-without-scale" if kind is None else "wrong-value", seen=word)
        return None
    if word not in kind.scale.values:
        site.refuse("unknown-value", seen=word, allowed=kind.scale.values)
        return None
    return Const(kind, kind.scale.code(word))


def as_term(operand: Operand, expected: ValueType | None, site: Site) -> Term | None:
    """Return *operand* as an integer term, of the *expected* kind, unit, scale and step if given.

    Findings: ``units-differ``, ``unit-missing``, ``kinds-differ``, ``scales-differ``,
    ``finer-than-step``, ``out-of-range`` (no value that it can have is allowed).
    """
    if isinstance(operand, Quantity):
        return _number(operand, expected, site)
    term = as_word(operand, expected, site)
    if term is None or expected is None:
        return term
    if not same_kind(term.type, expected, site):
        return None
    return term


def _number(quantity: Quantity, expected: ValueType | None, site: Site) -> Term | None:
    if expected is None:
        if quantity.dimension.unit is None:
            site.refuse("compound-unit", seen=str(quantity.dimension))
            return None
        return term_of(quantity, site)
    if not expected.numeric:
        site.refuse("kinds-differ", seen=phrase("a number"), allowed=[KIND_WORDS[expected.kind]])
        return None
    dimension = dimension_of(expected.unit)
    if quantity.dimension != dimension:
        if quantity.plain_number:
            mend = meant(site.text, expected.unit)
            site.refuse("unit-missing", allowed=[expected.unit], mend=mend)
        else:
            site.refuse("units-differ", seen=str(quantity.dimension), allowed=[str(dimension)])
        return None
    if quantity.divided or quantity.bottom is not None:
        site.refuse("division-outside")
        return None
    term = scaled_to(quantity.top, expected.step, dimension, site)
    if term is not None and (term.type.high < expected.low or term.type.low > expected.high):
        bounds = (decimal(end * expected.step) for end in (expected.low, expected.high))
        site.refuse("out-of-range", allowed=["..".join(bounds)])
        return None
    return term
