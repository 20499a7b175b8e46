"""Cases held against the law: what each check found, and whether both engines say the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from policy_sim.cases.check import Cases, Check
from policy_sim.cases.ruling import Ruling
from policy_sim.cases.sitting import Sitting, Undecided, sittings
from policy_sim.diagnostics import Diagnostic
from policy_sim.errors import AuditError
from policy_sim.policy.law import Law
from policy_sim.policy.loading import Regulation
from policy_sim.rules.engine import Engine
from policy_sim.rules.redecide import Batch, decided_apart

__all__ = ["Trial", "Verdict", "confirm", "judged", "tried"]


@dataclass(frozen=True, eq=False)
class Verdict:
    """What was found of one *check* of a document: nothing, or every disappointed expectation."""

    cases: Cases
    check: Check
    findings: tuple[Diagnostic, ...]

    @property
    def passed(self) -> bool:
        """Whether everything is as expected."""
        return not self.findings


@dataclass(frozen=True, eq=False)
class Trial:
    """Documents of cases held against their laws."""

    verdicts: tuple[Verdict, ...]
    sittings: tuple[Sitting, ...]

    @property
    def failed(self) -> tuple[Verdict, ...]:
        """The checks that are not as expected."""
        return tuple(verdict for verdict in self.verdicts if not verdict.passed)

    @property
    def laws(self) -> tuple[Law, ...]:
        """The laws that were asked, each once."""
        asked = (verdict.cases.law for verdict in self.verdicts)
        return tuple({id(law): law for law in asked}.values())

    @property
    def documents(self) -> tuple[Cases, ...]:
        """The documents, each once."""
        return tuple({id(one.cases): one.cases for one in self.verdicts}.values())

    @property
    def regulations(self) -> tuple[Regulation, ...]:
        """The laws that were asked with the words of their items, each once."""
        asked = [one.regulation for one in self.documents if one.regulation is not None]
        return tuple({id(one): one for one in asked}.values())


def tried(documents: Sequence[Cases], engine: Engine) -> Trial:
    """Return what *engine* decides about the cases of *documents*, and what is not as expected.

    Raises :exc:`~policy_sim.errors.DocumentError` for persons that cannot be.
    """
    by_law: dict[int, list[Cases]] = {}
    for cases in documents:
        by_law.setdefault(id(cases.law), []).append(cases)
    held: list[Sitting] = []
    undecided: list[Undecided] = []
    for group in by_law.values():
        checks = [check for cases in group for check in cases.checks]
        more, left = sittings(group[0].law, checks, engine)
        held += more
        undecided += left
    docket = _Docket.of(held, undecided)
    verdicts = tuple(
        Verdict(cases, check, tuple(docket.findings(check)))
        for cases in documents
        for check in cases.checks
    )
    return Trial(verdicts, tuple(held))


@dataclass(frozen=True)
class _Docket:
    """The rulings about each check, by identity, and what could not be decided."""

    rulings: Mapping[int, list[Ruling]]
    undecided: Mapping[int, list[Undecided]]

    @classmethod
    def of(cls, held: Sequence[Sitting], left: Sequence[Undecided]) -> _Docket:
        """Return the docket of what was decided, and what was *left*."""
        rulings: dict[int, list[Ruling]] = {}
        for sitting in held:
            for row, check in enumerate(sitting.checks):
                rulings.setdefault(id(check), []).append(Ruling(sitting.decision, row))
        undecided: dict[int, list[Undecided]] = {}
        for one in left:
            undecided.setdefault(id(one.check), []).append(one)
        return cls(rulings, undecided)

    def findings(self, check: Check) -> Iterator[Diagnostic]:
        """Yield a finding for everything that is not as *check* expects."""
        undecided = self.undecided.get(id(check), ())
        for one in undecided:
            values = {"test": check.name, "reason": one.reason}
            yield Diagnostic("case-undecided", check.place, values)
        if not undecided:
            yield from judged(check, self.rulings.get(id(check), ()))


def judged(check: Check, rulings: Sequence[Ruling]) -> Iterator[Diagnostic]:
    """Yield a finding for everything in *rulings* that is not as *check* expects."""
    for expectation in check.expectations:
        disappointed = expectation.judged(rulings)
        if disappointed is not None:
            expected, found = disappointed
            values = {"test": check.name, "expected": expected, "found": found}
            yield Diagnostic("not-as-expected", expectation.place, values)


def confirm(trial: Trial, engine: str) -> int:
    """Decide everything again on the engine named *engine*; return how many decisions were.

    Raises :exc:`AuditError` that names every case of which it decides otherwise, or
    :exc:`~policy_sim.errors.EngineError` if that engine cannot be had.
    """
    batches = [_batch(sitting) for sitting in trial.sittings]
    answers = decided_apart(batches, engine) if batches else []
    differing = []
    for sitting, answer in zip(trial.sittings, answers, strict=True):
        own, rules = sitting.decision, sitting.decision.program.rules
        unlike = (answer.holds != own.holds) | (answer.stands != own.stands)
        for row in np.flatnonzero(unlike.any(axis=0)).tolist():
            named = ", ".join(rules[rule].id for rule in np.flatnonzero(unlike[:, row]))
            check = sitting.checks[row]
            differing.append(f"{check.place}: {check.name}, {sitting.area}: {named}")
    if differing:
        msg = f"{engine} decides otherwise: {'; '.join(differing)}"
        raise AuditError(msg)
    return sum(len(sitting.checks) for sitting in trial.sittings)


def _batch(sitting: Sitting) -> Batch:
    decision = sitting.decision
    logic = decision.program.logic
    columns = [decision.features.named(name).astype(np.int64) for name in logic.features]
    values = np.array(columns, dtype=np.int64).reshape(len(columns), decision.size)
    return Batch(logic, values.T)
