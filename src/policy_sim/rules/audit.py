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
from operator import attrgetter

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

_by_rank = attrgetter("rank")


@dataclass(frozen=True)
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
    subject: str = "person"


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
        scope = decision.scope[list(program.logic.deciding)].any(axis=0)
        subjects = np.flatnonzero(scope)
        month = day.year * 12 + day.month
        luck = self.chance.uniform(f"audit {program.area}", keys[subjects], month)
        chosen = _luckiest(luck, decision.anything[subjects])
        rows = subjects[chosen]
        columns = decision.features.within(rows)
        near = near_threshold(program.logic, columns)
        rank = -np.log(luck[chosen]) / np.where(near, _NEAR, 1.0)
        cases = _Cases(decision, columns, rows, rank, ids[rows], day)
        for position, stratum in enumerate(_strata(decision, rows)):
            kept = self.strata.setdefault((program.area, *stratum), [])
            if len(kept) < self._most or rank[position] < kept[-1].rank:
                insort(kept, cases.case(position), key=_by_rank)
                del kept[self._most :]

    @property
    def _most(self) -> int:
        """How many cases of a stratum are kept, since others have their turn too."""
        return max(self.limit // 2, 1)

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
        left = columns.named(form.left).astype(np.int64)
        if isinstance(form, Atom):
            right = columns.named(form.right) if isinstance(form.right, str) else form.right
            near |= np.abs(left - right) <= 1
        else:
            for low, high in form.ranges:
                near |= (np.abs(left - low) <= 1) | (np.abs(left - high) <= 1)
    return near


def _luckiest(luck: NDArray[np.float64], given: Flags) -> Integers:
    """Return the positions of the luckiest few to whom something is given, and not given."""
    parts = []
    for mask in (given, ~given):
        count = int(mask.sum())
        # All but the luckiest are left out before sorting: twice as many as wanted, on average.
        likely = mask & (luck > 1 - 2 * _LOOKED_AT / max(count, 1))
        positions = np.flatnonzero(likely)
        parts.append(positions[np.argsort(luck[positions], kind="stable")][-_LOOKED_AT:])
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


class _Cases:
    """The considered subjects of one decision, from which cases are made."""

    def __init__(
        self,
        decision: Decision,
        columns: Columns,
        rows: Integers,
        rank: NDArray[np.float64],
        persons: Integers,
        day: date,
    ) -> None:
        self._program, self._subject = decision.program, decision.features.frame.subject
        self._values = [columns.named(name) for name in decision.program.logic.features]
        self._holds, self._stands = decision.holds[:, rows], decision.stands[:, rows]
        self._rank, self._persons, self._day = rank, persons, day

    def case(self, position: int) -> AuditCase:
        """Return the case of one considered subject."""
        return AuditCase(
            rank=float(self._rank[position]),
            person=int(self._persons[position]),
            day=self._day,
            area=self._program.area,
            key=self._program.key,
            values=tuple(int(column[position]) for column in self._values),
            holds=tuple(np.flatnonzero(self._holds[:, position]).tolist()),
            stands=tuple(np.flatnonzero(self._stands[:, position]).tolist()),
            subject=self._subject,
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
                f"{case.subject} {case.person} on {case.day}, {case.area}: "
                f"{engine} differs on {named}"
            )
    return sentences


def _leaves(form: Form) -> Iterator[Atom | Within]:
    if isinstance(form, Every | Some):
        for item in form.items:
            yield from _leaves(item)
    else:
        yield form
