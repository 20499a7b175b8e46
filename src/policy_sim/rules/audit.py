"""The audit: a sample of a run's own decisions, decided again by another engine.

The sample is stratified by area, rule, outcome and reason, because a plain sample is nearly all
one refusal. Within a stratum each case has a chance in proportion to a weight that is greater
within one unit of a threshold, where engines could differ. Which cases are drawn depends on keyed
chance only, never on their order.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from policy_sim.chance import Chance
from policy_sim.rules.columns import Columns
from policy_sim.rules.decision import Decision
from policy_sim.rules.engine import Standing
from policy_sim.rules.frame import Flags, Integers
from policy_sim.rules.normal_form import Atom, Every, Form, Some, Within
from policy_sim.rules.programs import Logic
from policy_sim.rules.redecide import Batch, decided_apart

__all__ = ["AuditCase", "AuditResult", "AuditSample", "near_threshold", "redecide"]

_NEAR = 8.0
"""How many times likelier a case within one unit of a threshold is to be drawn."""
_LOOKED_AT = 32
"""How many cases of one decision, granted and refused each, are considered for the sample."""


@dataclass(frozen=True, order=True)
class AuditCase:
    """One person's decision, kept as the integers that the engine read.

    *rank* orders the cases of a stratum: the lowest are kept. *holds* and *stands* are the
    positions of the rules that did.
    """

    rank: float
    person: int
    day: date
    area: str
    key: str
    values: tuple[int, ...]
    holds: tuple[int, ...]
    stands: tuple[int, ...]


@dataclass(frozen=True)
class AuditResult:
    """How many cases were *checked* and *confirmed* on *engine*, and each disagreement.

    A disagreement is a sentence that names the person, the date, the area and the rules.
    """

    checked: int
    confirmed: int
    engine: str
    disagreements: tuple[str, ...]


@dataclass
class AuditSample:
    """Cases drawn from the decisions of a run, at most *limit* of them."""

    chance: Chance
    limit: int = 2000
    logics: dict[tuple[str, str], tuple[Logic, tuple[str, ...]]] = field(default_factory=dict)
    strata: dict[tuple[str, str, str], list[AuditCase]] = field(default_factory=dict)

    def observe(
        self, decision: Decision, ids: Integers, keys: NDArray[np.integer], day: date
    ) -> None:
        """Consider the subjects of *decision* for the sample.

        *ids* name them in messages, *keys* are their identities in chance; one entry each.
        """
        program = decision.program
        known = (program.area, program.key)
        ids_of_rules = tuple(rule.id for rule in program.rules)
        self.logics.setdefault(known, (program.logic, ids_of_rules))
        month = day.year * 12 + day.month
        luck = self.chance.uniform(f"audit {program.area}", keys, month)
        rows = _considered(decision, luck)
        near = near_threshold(program.logic, decision.features.within(rows))
        rank = -np.log(luck[rows]) / np.where(near, _NEAR, 1.0)
        strata = _strata(decision, rows)
        for position in np.argsort(rank, kind="stable").tolist():
            row = int(rows[position])
            kept = self.strata.setdefault((program.area, *strata[position]), [])
            if len(kept) < self.limit or rank[position] < kept[-1].rank:
                insort(kept, _case(decision, row, float(rank[position]), int(ids[row]), day))
                del kept[self.limit :]

    def cases(self) -> tuple[AuditCase, ...]:
        """Return the sample: strata take turns until *limit* cases are drawn."""
        turns = (case for turn in range(self.limit) for case in self._turn(turn))
        drawn = [case for case, _ in zip(turns, range(self.limit), strict=False)]
        return tuple(drawn)

    def _turn(self, turn: int) -> Iterator[AuditCase]:
        for stratum in sorted(self.strata):
            if turn < len(self.strata[stratum]):
                yield self.strata[stratum][turn]


def redecide(sample: AuditSample, engine: str = "durable") -> AuditResult:
    """Decide the sample again with the engine named *engine*, in a process of its own.

    Raises :exc:`~policy_sim.errors.EngineError` if that engine cannot be had.
    """
    grouped: dict[tuple[str, str], list[AuditCase]] = {}
    for case in sample.cases():
        grouped.setdefault((case.area, case.key), []).append(case)
    batches = [_batch(sample.logics[known][0], cases) for known, cases in grouped.items()]
    answers = decided_apart(batches, engine) if batches else []
    disagreements = [
        sentence
        for (known, cases), answer in zip(grouped.items(), answers, strict=True)
        for sentence in _compared(cases, sample.logics[known][1], answer, engine)
    ]
    checked = sum(map(len, grouped.values()))
    return AuditResult(checked, checked - len(disagreements), engine, tuple(disagreements))


def near_threshold(logic: Logic, columns: Columns) -> Flags:
    """Return which subjects are within one unit of the threshold of any comparison."""
    near = np.zeros(columns.size, dtype=np.bool_)
    for form in {leaf for item in logic.conditions + logic.scopes for leaf in _leaves(item)}:
        left = columns.named(form.left)
        if isinstance(form, Atom):
            right = columns.named(form.right) if isinstance(form.right, str) else form.right
            near |= np.abs(left - right) <= 1
        else:
            for low, high in form.ranges:
                near |= (np.abs(left - low) <= 1) | (np.abs(left - high) <= 1)
    return near


def _considered(decision: Decision, luck: NDArray[np.float64]) -> Integers:
    """Return some rows in scope: of those given anything and of the others, the luckiest."""
    scope = decision.scope[list(decision.program.logic.deciding)].any(axis=0)
    given = decision.anything
    parts = []
    for mask in (scope & given, scope & ~given):
        rows = np.flatnonzero(mask)
        parts.append(rows[np.argsort(luck[rows], kind="stable")][-_LOOKED_AT:])
    return np.concatenate(parts)


def _strata(decision: Decision, rows: Integers) -> list[tuple[str, str]]:
    """Return the rule and the outcome with its reason of each of *rows*."""
    refused = decision.refusals(rows)
    rules = decision.program.rules
    strata = []
    for row in rows.tolist():
        granting = [given for given in decision.given.values() if given.mask[row]]
        if granting:
            strata.append((rules[int(granting[0].rule[row])].id, "granted"))
        else:
            rule = int(refused.rule[row])
            name = rules[rule].id if rule >= 0 else ""
            strata.append((name, f"refused: {refused.reason_text(row)}"))
    return strata


def _case(decision: Decision, row: int, rank: float, person: int, day: date) -> AuditCase:
    program = decision.program
    features = decision.features
    return AuditCase(
        rank=rank,
        person=person,
        day=day,
        area=program.area,
        key=program.key,
        values=tuple(int(features.named(name)[row]) for name in program.logic.features),
        holds=tuple(np.flatnonzero(decision.holds[:, row]).tolist()),
        stands=tuple(np.flatnonzero(decision.stands[:, row]).tolist()),
    )


def _batch(logic: Logic, cases: list[AuditCase]) -> Batch:
    values = np.array([case.values for case in cases], dtype=np.int64)
    return Batch(logic, values.reshape(len(cases), len(logic.features)))


def _compared(
    cases: list[AuditCase], rules: tuple[str, ...], answer: Standing, engine: str
) -> list[str]:
    sentences = []
    for index, case in enumerate(cases):
        differing = set(np.flatnonzero(answer.holds[:, index]).tolist()) ^ set(case.holds)
        differing |= set(np.flatnonzero(answer.stands[:, index]).tolist()) ^ set(case.stands)
        if differing:
            named = ", ".join(rules[rule] for rule in sorted(differing))
            sentences.append(
                f"person {case.person} on {case.day}, {case.area}: {engine} differs on {named}"
            )
    return sentences


def _leaves(form: Form) -> Iterator[Atom | Within]:
    if isinstance(form, Every | Some):
        for item in form.items:
            yield from _leaves(item)
    else:
        yield form
