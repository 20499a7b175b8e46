"""All that cases ask of one area on one day, decided at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from policy_sim.cases.check import Check
from policy_sim.cases.record import cohort, impossible
from policy_sim.diagnostics import Diagnostic, distinct
from policy_sim.errors import DocumentError, RunError
from policy_sim.policy.law import Law
from policy_sim.policy.transition import Membership
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.decision import Decision, decide
from policy_sim.rules.engine import Engine
from policy_sim.rules.frame import Frame
from policy_sim.rules.programs import Program, compile_area

__all__ = ["Sitting", "Undecided", "sittings"]


@dataclass(frozen=True, eq=False)
class Sitting:
    """One *area* on one day: the *decision*, whose rows are those of *checks*, in order."""

    law: Law
    vintage: Vintage
    area: str
    checks: tuple[Check, ...]
    decision: Decision

    @property
    def frame(self) -> Frame:
        """The persons of the checks."""
        return self.decision.features.frame


@dataclass(frozen=True, eq=False)
class Undecided:
    """A check that one area could not decide, and why: rules that contradict each other."""

    check: Check
    area: str
    reason: str


def sittings(
    law: Law, checks: Sequence[Check], engine: Engine
) -> tuple[list[Sitting], list[Undecided]]:
    """Return what *law* decides about *checks*, gathered by day, transitions and area.

    Raises :exc:`DocumentError` for persons that the vocabulary says cannot be.
    """
    held: list[Sitting] = []
    undecided: list[Undecided] = []
    findings: list[Diagnostic] = []
    programs: dict[tuple[date, str, str], Program] = {}
    for (day, within, area), asked in _asked(checks).items():
        stated = law.on(day, within=within)
        known, vintage = (stated.begins, stated.key, area), stated.apart
        program = programs.get(known) or compile_area(vintage, area)
        programs[known] = program
        persons = [check.person for check in asked]
        frame = cohort(persons, [check.name for check in asked], day, law.vocabulary)
        findings += impossible(persons, frame, program.rules, law.vocabulary)
        for some, decision in _decided(program, asked, frame, engine, law, undecided):
            held.append(Sitting(law, vintage, area, some, decision))
    if findings:
        raise DocumentError(distinct(findings))
    return held, undecided


def _asked(checks: Sequence[Check]) -> dict[tuple[date, Membership, str], list[Check]]:
    asked: dict[tuple[date, Membership, str], list[Check]] = {}
    for check in checks:
        for area in check.areas:
            asked.setdefault((check.on, check.within, area), []).append(check)
    return asked


def _decided(
    program: Program,
    asked: Sequence[Check],
    frame: Frame,
    engine: Engine,
    law: Law,
    undecided: list[Undecided],
) -> Iterator[tuple[tuple[Check, ...], Decision]]:
    """Yield the decision about all that are *asked*, or about one by one if rules contradict."""
    try:
        yield tuple(asked), decide(program, frame, engine)
    except RunError as error:
        if len(asked) == 1:
            undecided.append(Undecided(asked[0], program.area, str(error)))
            return
        for check in asked:
            alone = cohort([check.person], [check.name], check.on, law.vocabulary)
            yield from _decided(program, [check], alone, engine, law, undecided)
