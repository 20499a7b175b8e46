"""One decision about one subject, laid open: each rule, each clause, and what they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from policy_sim.policy.rule import Rule
from policy_sim.policy.values import ValueType
from policy_sim.rules.columnar import truth
from policy_sim.rules.decision import Decision, decide
from policy_sim.rules.engine import Engine
from policy_sim.rules.frame import Frame
from policy_sim.rules.programs import Program
from policy_sim.rules.reading import inputs_of

__all__ = ["ClauseTrace", "InputTrace", "RuleTrace", "Trace", "laid_open", "trace"]


@dataclass(frozen=True)
class InputTrace:
    """One value that was read: an attribute, a use of the past, or the cell of a table."""

    name: str
    type: ValueType
    value: int


@dataclass(frozen=True)
class ClauseTrace:
    """One clause of a rule: its text, whether it is *fulfilled*, and what it read."""

    text: str
    fulfilled: bool
    inputs: tuple[InputTrace, ...]


@dataclass(frozen=True)
class RuleTrace:
    """One rule of the decision; its article is in ``rule.source``.

    *level* is its override level (nothing overrides level 0). *overridden_by* names the
    standing rules that override it; *barred_by*, per effect it gives, those that bar it.
    *values* are the effects it gives, None where the effect states no value.
    """

    rule: Rule
    level: int
    in_scope: bool
    holds: bool
    stands: bool
    clauses: tuple[ClauseTrace, ...]
    overridden_by: tuple[str, ...]
    barred_by: Mapping[str, tuple[str, ...]]
    values: Mapping[str, int | None]


@dataclass(frozen=True)
class Trace:
    """A decision about one subject: its *rules* by id, what is *given*, or why nothing is.

    *given* has the value of each effect given; *refused_by* and *reason* are empty if anything
    is given or if the subject is out of scope.
    """

    area: str
    subject: str
    in_scope: bool
    rules: tuple[RuleTrace, ...]
    given: Mapping[str, int]
    refused_by: str
    reason: str


def trace(program: Program, frame: Frame, row: int, engine: Engine) -> Trace:
    """Return the decision of *program* about the subject at *row* of *frame*, laid open."""
    return laid_open(decide(program, frame, engine), row)


def laid_open(decision: Decision, row: int) -> Trace:
    """Return what was decided about the subject at *row*, laid open."""
    program = decision.program
    refused = decision.refusals()
    refusing = int(refused.rule[row])
    return Trace(
        area=program.area,
        subject=decision.features.frame.name(row),
        in_scope=bool(decision.scope[list(program.logic.deciding), row].any()),
        rules=tuple(_rule(decision, index, row) for index in range(len(program.rules))),
        given={n: int(given.value[row]) for n, given in decision.given.items() if given.mask[row]},
        refused_by=program.rules[refusing].id if refusing >= 0 else "",
        reason=refused.reason_text(row),
    )


def _rule(decision: Decision, index: int, row: int) -> RuleTrace:
    program = decision.program
    rule = program.rules[index]
    features = decision.features
    return RuleTrace(
        rule=rule,
        level=program.level(index),
        in_scope=bool(decision.scope[index, row]),
        holds=bool(decision.holds[index, row]),
        stands=bool(decision.stands[index, row]),
        clauses=tuple(_clause(decision, index, n, row) for n in range(len(rule.clauses))),
        overridden_by=decision.overriding(index, row),
        barred_by={
            effect.name: decision.barring(effect.name, row)
            for effect in rule.effects
            if effect.name in program.gives
        },
        values={
            effect.name: None if effect.value is None else int(features.column(effect.value)[row])
            for effect in rule.effects
        },
    )


def _clause(decision: Decision, rule: int, index: int, row: int) -> ClauseTrace:
    clause = decision.program.rules[rule].clauses[index]
    features = decision.features
    inputs = tuple(
        InputTrace(name, term.type, int(features.column(term)[row]))
        for name, term in inputs_of(clause.condition).items()
    )
    fulfilled = bool(truth(decision.program.clauses[rule][index], features)[row])
    return ClauseTrace(clause.text, fulfilled, inputs)
