"""One decision by several ways of deciding: how much longer than by columns each of them takes."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from time import process_time

import numpy as np
from expressions import Expressions, engines_of_expressions

from policy_sim.policy.vintage import Vintage
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import decide
from policy_sim.rules.engine import Engine, engine_available, engine_named
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags, Frame, Integers
from policy_sim.rules.programs import compile_area
from policy_sim.workforce.table import Workforce

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from slow_evaluator import Dated, Person, SlowEvaluator

__all__ = ["compared_engines"]

AREA = "promotion"
FEW = 500
"""How many people the slow ways decide about: every so-manieth of the workforce."""


@dataclass(frozen=True)
class _Deciding:
    """People whom *vintage* governs on *today*."""

    people: Workforce
    vintage: Vintage
    today: date

    def _frame(self) -> Frame:
        """Return what is read of them: the same for every way, and of no superior."""
        return self.people.frame(None, self.today, related=self._nobody_above)

    def _nobody_above(self, name: str, rows: Integers) -> Integers:
        attribute = self.people.vocabulary.attributes[name.partition(".")[2]]
        return np.full(len(rows), attribute.before_first)

    def by(self, engine: Engine) -> Flags:
        """Return which rules stand for whom, by *engine*."""
        return decide(compile_area(self.vintage, AREA), self._frame(), engine).stands

    def slowly(self) -> Flags:
        """Return the same, by the evaluator that the engines are tested against."""
        rules = compile_area(self.vintage, AREA).rules
        concerned = replace(self.vintage, rules=rules)
        slow = SlowEvaluator(self.people.vocabulary, concerned, self.today)
        verdicts = [slow.decide(AREA, person) for person in _persons(self.people)]
        return np.array([[rule.id in each.stands for each in verdicts] for rule in rules])

    def by_expressions(self) -> Iterator[tuple[str, float]]:
        """Yield each engine that reads expressions, with the seconds that it takes."""
        program = compile_area(self.vintage, AREA)
        features = Features(self._frame(), program.terms, program.grids)
        expected = decide(program, features.frame, ColumnarEngine()).holds
        expressions = Expressions.of(program)
        for name, engine, python in engines_of_expressions():
            holds, seconds = expressions.asked(engine, python, features)
            if not np.array_equal(holds, expected):
                msg = f"{name} finds other rules holding than the columnar engine"
                raise ValueError(msg)
            yield name, seconds


def compared_engines(people: Workforce, vintage: Vintage, today: date) -> dict[str, float]:
    """Return, per way of deciding, how many times the columnar engine's time a decision takes.

    Raises :exc:`ValueError` if two ways do not decide the same.
    """
    rows = np.linspace(0, people.size - 1, FEW).astype(np.int64)
    whole, few = (_Deciding(each, vintage, today) for each in (people, people.take(rows)))
    columnar = ColumnarEngine()
    expected = whole.by(columnar)[:, rows]
    base = min(_seconds(lambda: whole.by(columnar), expected, rows) for _ in range(5))
    ways: dict[str, Callable[[], Flags]] = {"slow evaluator": few.slowly}
    if engine_available("durable"):
        durable = engine_named("durable")
        few.by(durable)  # rulesets are built once and are no part of a decision
        ways["durable-rules"] = lambda: few.by(durable)
    spent = {name: _seconds(way, expected) / FEW for name, way in ways.items()}
    spent |= {name: seconds / FEW for name, seconds in few.by_expressions()}
    return {name: seconds / (base / people.size) for name, seconds in sorted(spent.items())}


def _seconds(way: Callable[[], Flags], expected: Flags, rows: Integers | None = None) -> float:
    begun = process_time()
    stands = way()
    spent = process_time() - begun
    if not np.array_equal(stands if rows is None else stands[:, rows], expected):
        msg = "two ways of deciding differ: the tests of agreement tell where"
        raise ValueError(msg)
    return spent


def _persons(people: Workforce) -> list[Person]:
    """Return each row of *people* as the slow evaluator reads it."""
    history = people.history
    attributes = people.vocabulary.attributes
    above = {f"superior.{name}": attributes[name].before_first for name in people.record}
    events: list[dict[str, list[Dated]]] = [{} for _ in range(people.size)]
    for name, trail in history.trails.items():
        entries = trail.entries
        columns = (entries.row, entries.day, entries.value, entries.until)
        for row, day, value, until in zip(*(each.tolist() for each in columns), strict=True):
            last = None if until > date.max.toordinal() else date.fromordinal(until)
            events[row].setdefault(name, []).append(Dated(date.fromordinal(day), value, last))
    return [
        Person(
            record={name: int(column[row]) for name, column in people.record.items()} | above,
            series={
                name: own.ring[: own.known[row], row].tolist()
                for name, own in history.periods.items()
            },
            events=events[row],
            entered=date.fromordinal(int(history.entered[row])),
        )
        for row in range(people.size)
    ]
