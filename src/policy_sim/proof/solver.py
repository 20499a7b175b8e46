"""The one place that asks z3: whether somebody can exist of whom some conditions are true.

Every question has a budget in z3's own units of work, not in seconds, so that the same question
has the same answer on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import z3

from policy_sim.proof.logic import Number, Truth

__all__ = ["BUDGET", "Answer", "Solver", "Undecided"]

BUDGET = 20_000_000
"""Units of z3's work that one question may take; most take a few thousand."""


class Answer(StrEnum):
    """Whether there is such a person: *yes* with an example, *no* for certain, or not decided."""

    YES = "yes"
    NO = "no"
    UNDECIDED = "undecided"


class Undecided(Exception):  # noqa: N818 - not an error: the question stays open
    """A question took more work than is allowed."""


@dataclass
class Solver:
    """Conditions that always hold, and questions asked beside them.

    *budget* is the work that one question may take. *asked* counts the questions. Nothing is
    shared with another solver, so that no answer hangs on what was asked elsewhere.
    """

    budget: int = BUDGET
    asked: int = 0
    context: Any = field(default_factory=z3.Context)

    def __post_init__(self) -> None:
        self._solver = z3.Solver(ctx=self.context)
        self._solver.set("random_seed", 0)
        self._solver.set("rlimit", self.budget)
        # An example is read before anything else is said to the solver, or not at all: most
        # answers are wanted without one, which would take longer than the question.
        self._asking = False
        self._shown = False
        self._model: Any = None

    def integer(self, name: str) -> Number:
        """Return the unknown integer *name*."""
        return z3.Int(name, self.context)

    def number(self, value: int) -> Number:
        """Return the integer *value*."""
        return z3.IntVal(value, self.context)

    def truth(self, value: bool) -> Truth:
        """Return what is always, or never, true."""
        return z3.BoolVal(value, self.context)

    def every(self, conditions: Iterable[Truth]) -> Truth:
        """Return that all *conditions* are true; of none it is always so."""
        items = list(conditions)
        return items[0] if len(items) == 1 else z3.And([self.truth(True), *items])

    def some(self, conditions: Iterable[Truth]) -> Truth:
        """Return that one of *conditions* is true; of none it is never so."""
        items = list(conditions)
        return items[0] if len(items) == 1 else z3.Or([self.truth(False), *items])

    def suppose(self, condition: Truth) -> None:
        """Let *condition* hold in every question from now on."""
        self._forget()
        self._solver.add(condition)

    def push(self) -> None:
        """Begin suppositions that :meth:`pop` takes back."""
        self._forget()
        self._solver.push()

    def pop(self) -> None:
        """Take back what was supposed since the last :meth:`push`."""
        self._forget()
        self._solver.pop()

    def ask(self, *conditions: Truth) -> Answer:
        """Return whether all *conditions* can be true together.

        If so there is an example, until something else is asked or supposed.
        """
        self._forget()
        self._solver.push()
        self._asking = True
        for condition in conditions:
            self._solver.add(condition)
        found = self._solver.check()
        self.asked += 1
        self._shown = found == z3.sat
        if self._shown:
            return Answer.YES
        return Answer.NO if found == z3.unsat else Answer.UNDECIDED

    def together(self, conditions: Sequence[Truth]) -> int:
        """Return how many of *conditions*, from the first one on, can be true together.

        A question that takes too much work counts as one with the answer no.
        """
        self._forget()
        places: dict[int, int] = {}
        for place, condition in enumerate(conditions):
            # The same may be said twice: the first time counts.
            places.setdefault(condition.get_id(), place)
        most = len(conditions)
        while most:
            found = self._solver.check(*conditions[:most])
            self.asked += 1
            if found == z3.sat:
                self._shown = True
                return most
            # Those that exclude each other are named: the last of them is one too many.
            clash = self._solver.unsat_core() if found == z3.unsat else ()
            most = max((places[one.get_id()] for one in clash), default=most // 2)
        return 0

    def possible(self, *conditions: Truth) -> bool:
        """Return whether all *conditions* can be true together; if so there is an example.

        Raises :exc:`Undecided` if the question takes too much work.
        """
        answer = self.ask(*conditions)
        if answer is Answer.UNDECIDED:
            raise Undecided
        return answer is Answer.YES

    def value(self, term: Number) -> int:
        """Return the integer of *term* in the example of the last question.

        Raises :exc:`ValueError` if it has none.
        """
        found = self._example().eval(term, model_completion=True)
        return int(found.as_long())

    def holds(self, condition: Truth) -> bool:
        """Return whether *condition* is true in the example of the last question.

        Raises :exc:`ValueError` if it has none.
        """
        return bool(z3.is_true(self._example().eval(condition, model_completion=True)))

    def _example(self) -> Any:
        if not self._shown:
            msg = "the last question has no example"
            raise ValueError(msg)
        if self._model is None:
            self._model = self._solver.model()
        return self._model

    def _forget(self) -> None:
        """Take back the last question, and its example."""
        if self._asking:
            self._solver.pop()
        self._asking = self._shown = False
        self._model = None
