"""A few words for writing laws and records by hand in tests of the rules layer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from policy_sim.diagnostics import Place
from policy_sim.policy import ast
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.rule import Clause, Effect, Rule
from policy_sim.policy.values import Kind, Scale, ValueType
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.frame import Frame
from policy_sim.rules.history import HistoryLog

__all__ = [
    "AT",
    "TODAY",
    "WHOLE",
    "amount",
    "at_least",
    "below",
    "clauses",
    "column",
    "frame",
    "ordered",
    "rule",
    "vintage",
]

AT = Place("law.yaml", 3, 5)
TODAY = date(2026, 4, 1)
WHOLE = ValueType(Kind.WHOLE, -(10**9), 10**9)
_NO_WORDS = Vocabulary({}, {})


def column(name: str, kind: ValueType = WHOLE) -> ast.Column:
    """Return the attribute *name* as a term."""
    return ast.Column(kind, name)


def amount(value: int) -> ast.Const:
    """Return a fixed integer as a term."""
    return ast.Const(WHOLE, value)


def at_least(name: str, value: int) -> ast.Compare:
    """Return ``name >= value``."""
    return ast.Compare(Comparison.GE, column(name), amount(value))


def below(name: str, value: int) -> ast.Compare:
    """Return ``name < value``."""
    return ast.Compare(Comparison.LT, column(name), amount(value))


def clauses(*conditions: ast.Condition) -> tuple[Clause, ...]:
    """Return the conditions as the clauses of a ``when``."""
    return tuple(Clause(condition, str(condition), AT) for condition in conditions)


def rule(
    name: str,
    *conditions: ast.Condition,
    area: str = "promotion",
    gives: Sequence[Effect] = (),
    scope: ast.Condition = ast.ALWAYS,
    overrides: Sequence[str] = (),
    bars: Sequence[str] = (),
) -> Rule:
    """Return a rule whose ``when`` has these conditions."""
    return Rule(
        name, area, clauses(*conditions), tuple(gives), scope, tuple(overrides), tuple(bars)
    )


def vintage(*rules: Rule, key: str = "") -> Vintage:
    """Return a law of these rules, not kept compiled unless it has a key."""
    return Vintage(date(2020, 1, 1), None, rules, {}, {}, {}, key)


def frame(
    columns: Mapping[str, Sequence[int]], today: date = TODAY, ids: Sequence[int] | None = None
) -> Frame:
    """Return a record without a past; the subjects are the entries of the columns."""
    size = len(next(iter(columns.values())))
    log = HistoryLog.empty(_NO_WORDS, size, 0)
    return Frame(
        {name: np.array(values, dtype=np.int64) for name, values in columns.items()},
        log.past(np.arange(size)),
        today,
        size,
        None if ids is None else np.array(ids),
    )


def ordered(*ranks: int) -> ValueType:
    """Return an ordered scale with a word for each of *ranks*."""
    words = tuple(f"word_{position}" for position in range(len(ranks)))
    return ValueType(Kind.ORDERED, 0, len(ranks) - 1, scale=Scale("scale", words, ranks))
