"""One decision: what the law gives a cohort in one area on one date, and to whom it refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from policy_sim.policy.ast import Condition, Term
from policy_sim.rules.combination import Given, combine
from policy_sim.rules.engine import CHUNK, Engine, Standing, stand
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Column, Flags, Frame, Integers, same_for_all
from policy_sim.rules.programs import Program
from policy_sim.rules.refusal import Refusals, refusals

__all__ = ["Decision", "concluded", "decide", "meets", "scores", "ties"]


@dataclass(frozen=True)
class Decision:
    """What *program* decides for *size* subjects.

    *scope*, *holds* and *stands* are rules by subjects, in the order of ``program.rules``.
    *given* tells per effect who gets it, of what value, by which rule. *barred* gives, per
    effect, the first standing rule that bars it for each subject, or -1.
    """

    program: Program
    features: Features
    scope: Flags
    holds: Flags
    stands: Flags
    given: Mapping[str, Given]
    barred: Mapping[str, Column]

    @property
    def size(self) -> int:
        """The number of subjects."""
        return self.features.size

    @property
    def anything(self) -> Flags:
        """To whom any effect is given."""
        result = np.zeros(self.size, dtype=np.bool_)
        for given in self.given.values():
            result |= given.mask
        return result

    def overriding(self, rule: int, row: int) -> tuple[str, ...]:
        """Return the standing rules that override the rule at *rule* for the subject at *row*."""
        return self._standing(self.program.logic.overriders[rule], row)

    def barring(self, effect: str, row: int) -> tuple[str, ...]:
        """Return the standing rules that bar *effect* for the subject at *row*."""
        return self._standing(self.program.bars.get(effect, ()), row)

    def _standing(self, rules: Sequence[int], row: int) -> tuple[str, ...]:
        return tuple(self.program.rules[rule].id for rule in rules if self.stands[rule, row])

    def refusals(self, rows: Integers | None = None) -> Refusals:
        """Return why the subjects in scope to whom nothing is given are refused.

        Only subjects at *rows* are looked at, if given; the others count as not refused.
        """
        wanted = np.ones(self.size, dtype=np.bool_)
        if rows is not None:
            wanted[:] = False
            wanted[rows] = True
        standing = Standing(self.scope, self.holds, self.stands)
        refused = np.flatnonzero(wanted & ~self.anything)
        return refusals(self.program, self.features, standing, self.barred, refused)


def decide(program: Program, frame: Frame, engine: Engine, chunk: int = CHUNK) -> Decision:
    """Return what *program* decides for the subjects of *frame*, with *engine*.

    So many subjects as *chunk* are decided at a time; any number gives the same decision.

    A pure function of its arguments. Raises :exc:`RunError` on a contradiction of two rules.
    """
    features = Features(frame, program.terms, program.grids)
    return concluded(program, features, stand(program.logic, features, engine, chunk))


def concluded(program: Program, features: Features, standing: Standing) -> Decision:
    """Return what follows for the subjects of *features* once it is known which rules stand.

    Raises :exc:`RunError` on a contradiction of two rules.
    """
    nobody = same_for_all(-1, standing.stands.shape[1])
    barred = MappingProxyType(
        {
            name: _first(rules, standing.stands) if rules else nobody
            for name, rules in program.bars.items()
        }
    )
    given = combine(program, features, standing.stands, barred)
    return Decision(
        program, features, standing.scope, standing.holds, standing.stands, given, barred
    )


def scores(program: Program, rule: int, frame: Frame) -> Integers:
    """Return the exact score of each subject by the selection of the rule at *rule*.

    Raises :exc:`ValueError` if that rule selects nobody.
    """
    return _features(program, frame).column(_selection(program, rule)[0])


def ties(program: Program, rule: int, frame: Frame) -> tuple[Integers, ...]:
    """Return the tie-breaking columns of the selection of the rule at *rule*, in turn."""
    features = _features(program, frame)
    return tuple(features.column(term) for term in _selection(program, rule)[1])


def meets(program: Program, condition: Condition, frame: Frame) -> Flags:
    """Return which subjects meet *condition*, such as whom a reserve is for."""
    return _features(program, frame).meets(condition)


def _features(program: Program, frame: Frame) -> Features:
    return Features(frame, program.terms, program.grids)


def _selection(program: Program, rule: int) -> tuple[Term, tuple[Term, ...]]:
    select = program.rules[rule].select
    if select is None:
        msg = f"rule {program.rules[rule].id} selects nobody"
        raise ValueError(msg)
    return select.rank_by, select.ties


def _first(rules: tuple[int, ...], stands: Flags) -> Column:
    """Return the first of *rules* that stands for each subject, or -1."""
    first = np.full(stands.shape[1], -1, dtype=np.int64)
    for rule in reversed(rules):
        first[stands[rule]] = rule
    return first
