"""What an engine is, how it is chosen, and the order in which rules are settled with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from policy_sim.errors import EngineError
from policy_sim.rules.columnar import SMALL, ColumnarEngine
from policy_sim.rules.columns import Columns
from policy_sim.rules.durable import DurableEngine, unimportable
from policy_sim.rules.frame import Flags
from policy_sim.rules.normal_form import Form
from policy_sim.rules.programs import Logic

__all__ = ["CHUNK", "ENGINES", "Engine", "Standing", "engine_available", "engine_named", "stand"]

ENGINES = ("columnar", "durable")
"""The names of the engines."""

CHUNK = 262_144
"""How many subjects are decided at a time: their columns stay in the processor's cache."""


class Engine(Protocol):
    """Decides conditions and overrides; engines differ in how, never in what."""

    name: str

    def truths(
        self, forms: Sequence[Form], columns: Columns, concerned: Flags | None = None
    ) -> Flags:
        """Return for each form (a row) for which subjects (columns) it is true.

        Where *concerned* (of the same shape) is False the answer is of no meaning.
        """

    def survivors(
        self, levels: Sequence[Sequence[int]], overriders: Sequence[Sequence[int]], holds: Flags
    ) -> Flags:
        """Return which rules (rows) stand: hold, and no standing rule overrides them."""


@dataclass(frozen=True)
class Standing:
    """Per rule (row) and subject (column): in *scope*, *holds* there, and *stands*.

    All three are False for a subject whom no rule of the area has in scope.
    """

    scope: Flags
    holds: Flags
    stands: Flags


def engine_named(name: str) -> Engine:
    """Return the engine *name*, ``columnar`` or ``durable``.

    Raises :exc:`EngineError` for another name, or if durable-rules cannot be imported.
    """
    if name == "columnar":
        return ColumnarEngine()
    if name == "durable":
        return DurableEngine()
    msg = f"no engine is called {name!r}; there are {' and '.join(ENGINES)}"
    raise EngineError(msg)


def engine_available(name: str) -> bool:
    """Return whether the engine *name* exists and can be imported on this Python."""
    return name == "columnar" or (name == "durable" and unimportable() is None)


def stand(logic: Logic, columns: Columns, engine: Engine, chunk: int = CHUNK) -> Standing:
    """Return which rules are in scope, hold and stand for each subject.

    Conditions are asked only of subjects whom some rule of the area has in scope, and of at
    most *chunk* subjects at a time; a decision is about one subject, so its size changes nothing.
    """
    if columns.size <= chunk:
        return _stand(logic, columns, engine)
    shape = len(logic.scopes), columns.size
    whole = Standing(*(np.empty(shape, dtype=np.bool_) for _ in range(3)))
    for start in range(0, columns.size, chunk):
        stretch = slice(start, start + chunk)
        part = _stand(logic, columns.within(stretch), engine)
        whole.scope[:, stretch] = part.scope
        whole.holds[:, stretch] = part.holds
        whole.stands[:, stretch] = part.stands
    return whole


def _stand(logic: Logic, columns: Columns, engine: Engine) -> Standing:
    scope = engine.truths(logic.scopes, columns)
    concerned = np.logical_or.reduce(scope[list(logic.deciding)], axis=0)
    asked = np.count_nonzero(concerned)
    if asked < columns.size:
        scope &= concerned
    if columns.size <= SMALL or 2 * asked > columns.size:
        return Standing(scope, *_settled(logic, columns, engine, scope))
    rows = concerned.nonzero()[0]
    holds, stands = np.zeros_like(scope), np.zeros_like(scope)
    if asked:
        part = _settled(logic, columns.within(rows), engine, scope[:, rows])
        holds[:, rows], stands[:, rows] = part
    return Standing(scope, holds, stands)


def _settled(logic: Logic, columns: Columns, engine: Engine, scope: Flags) -> tuple[Flags, Flags]:
    """Return which rules hold and which stand, of those that have a subject in *scope*."""
    holds = engine.truths(logic.conditions, columns, scope)
    holds &= scope
    return holds, engine.survivors(logic.levels, logic.overriders, holds)
