"""The durable engine: cases are asserted as facts to durable-rules, one at a time.

Nothing else imports durable-rules. What was measured of it decides the form of everything here:

* facts, not events (an event is consumed by one rule only), asserted and then retracted;
* one rule per conjunction: each nested ``any`` becomes a 0/1 field of the next ruleset, and
  overrides are settled by one ruleset a level over 0/1 fields;
* facts hold integers only (a text against a number fires), and only the fields that are read;
* an action takes exactly one parameter (a second one silently disables its rule);
* a fact that fires nothing raises ``MessageNotHandledException``, which is no error;
* rulesets are never freed, so equal rulesets are built once and cases that agree in every
  field are asked once;
* its host goes round all rulesets without pause, in threads of its own, to see whether a timer
  or a queued message is due: here there are none, so the host is given no such threads.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from importlib import import_module
from itertools import count
from types import MappingProxyType
from typing import Any

import numpy as np

from policy_sim.errors import EngineError
from policy_sim.policy.comparator import Comparison
from policy_sim.rules.columns import Columns
from policy_sim.rules.frame import Column, Flags
from policy_sim.rules.normal_form import Atom, Form
from policy_sim.rules.stages import Conclusion, staged

__all__ = ["INSTALL", "DurableEngine", "unimportable"]

INSTALL = (
    "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject "
    "pip install --no-cache-dir --no-binary durable-rules durable-rules"
)
"""The command that installs durable-rules on every Python that it works on."""

_OPERATORS: Mapping[Comparison, Callable[[Any, Any], Any]] = MappingProxyType(
    {
        Comparison.LT: operator.lt,
        Comparison.LE: operator.le,
        Comparison.EQ: operator.eq,
        Comparison.NE: operator.ne,
        Comparison.GE: operator.ge,
        Comparison.GT: operator.gt,
    }
)


def unimportable() -> str | None:
    """Return why durable-rules cannot be imported and what to do, or None if it can."""
    try:
        import_module("durable.lang")
    except ImportError as error:
        return (
            f"durable-rules cannot be imported ({error}). It is built from source and needs a "
            f"C compiler and the Python headers; install it with: {INSTALL}"
        )
    return None


class DurableEngine:
    """Decides case by case by forward chaining; see :class:`policy_sim.rules.engine.Engine`.

    Raises :exc:`EngineError` if durable-rules cannot be imported, or fails on a case.
    """

    name = "durable"

    def __init__(self) -> None:
        reason = unimportable()
        if reason is not None:
            raise EngineError(reason)

    def truths(
        self,
        forms: Sequence[Form],
        columns: Columns,
        concerned: Flags | None = None,  # noqa: ARG002 - a ruleset of fewer forms is another one
    ) -> Flags:
        """Return for each form (a row) for which subjects (columns) it is true."""
        stages, outcomes = staged(forms)
        known: dict[str, Column] = {}

        def column(name: str) -> Column:
            return known[name] if name in known else columns.named(name)

        for conclusions in stages:
            fired = _fired(conclusions, column, columns.size)
            known |= {name: flags.astype(np.int64) for name, flags in fired.items()}
        result = np.empty((len(forms), columns.size), dtype=np.bool_)
        for index, outcome in enumerate(outcomes):
            result[index] = outcome if isinstance(outcome, bool) else known[outcome]
        return result

    def survivors(
        self, levels: Sequence[Sequence[int]], overriders: Sequence[Sequence[int]], holds: Flags
    ) -> Flags:
        """Return which rules (rows) stand for which subjects, one ruleset a level."""
        stands = holds.copy()
        for level in levels:
            conclusions = tuple(
                _unless_overridden(rule, overriders[rule]) for rule in level if overriders[rule]
            )
            fields = {f"holds {rule}": row.astype(np.int64) for rule, row in enumerate(holds)}
            fields |= {f"stands {rule}": row.astype(np.int64) for rule, row in enumerate(stands)}
            for name, flags in _fired(conclusions, fields.__getitem__, holds.shape[1]).items():
                stands[int(name)] = flags
        return stands


def _unless_overridden(rule: int, overriders: Sequence[int]) -> Conclusion:
    free = tuple(Atom(Comparison.EQ, f"stands {other}", 0) for other in overriders)
    return Conclusion(str(rule), (Atom(Comparison.EQ, f"holds {rule}", 1), *free))


@dataclass(frozen=True)
class _Test:
    """A comparison of the field at *left* with the field at *right*, or with an integer."""

    operator: Comparison
    left: int
    right: int
    fixed: bool


_Pattern = tuple[tuple[_Test, ...], ...]


def _fired(
    conclusions: Sequence[Conclusion], column: Callable[[str], Column], size: int
) -> dict[str, Flags]:
    """Return, for each name concluded, for which subjects some rule concluding it fired."""
    result = {item.name: np.zeros(size, dtype=np.bool_) for item in conclusions}
    if not conclusions or not size:
        return result
    names = sorted({name for item in conclusions for atom in item.atoms for name in atom.names})
    fields = {name: index for index, name in enumerate(names)}
    pattern = tuple(tuple(_test(a, fields) for a in item.atoms) for item in conclusions)
    ruleset = _ruleset(pattern)
    cases, which = np.unique(
        np.stack([column(name) for name in names]), axis=1, return_inverse=True
    )
    hits = np.zeros((len(conclusions), cases.shape[1]), dtype=np.bool_)
    for index, case in enumerate(cases.T.tolist()):
        hits[ruleset.fire(case), index] = True
    for item, row in zip(conclusions, hits, strict=True):
        result[item.name] |= row[which.reshape(-1)]
    return result


def _test(atom: Atom, fields: Mapping[str, int]) -> _Test:
    if isinstance(atom.right, str):
        return _Test(atom.operator, fields[atom.left], fields[atom.right], fixed=False)
    return _Test(atom.operator, fields[atom.left], atom.right, fixed=True)


class _Ruleset:
    """One ruleset of durable-rules: a rule per conjunction over the fields f0, f1 …"""

    def __init__(self, name: str, pattern: _Pattern) -> None:
        from durable import lang

        _have_quiet_host()
        self._name = name
        self._fired: list[int] = []
        with lang.ruleset(name):
            for index, tests in enumerate(pattern):
                terms = [_term(lang.m, test) for test in tests]
                lang.when_all(reduce(operator.and_, terms))(self._action(index))

    def fire(self, case: list[int]) -> list[int]:
        """Return which rules fire on *case*; raise :exc:`EngineError` if the engine fails."""
        from durable import engine, lang

        fact = {f"f{index}": value for index, value in enumerate(case)}
        self._fired.clear()
        for act in (lang.assert_fact, lang.retract_fact):
            try:
                act(self._name, dict(fact))
            except engine.MessageNotHandledException:
                continue
            except Exception as error:
                msg = f"durable-rules failed on {self._name}, case {fact}: {error}"
                raise EngineError(msg) from error
        return list(self._fired)

    def _action(self, index: int) -> Callable[[Any], None]:
        def fired(_: Any) -> None:
            self._fired.append(index)

        return fired


def _have_quiet_host() -> None:
    """See to it that the host of durable-rules answers when asked, and does nothing else."""
    from durable import engine, lang

    if lang._main_host is None:  # noqa: SLF001 - no public way to choose the host

        class Quiet(engine.Host):  # type: ignore[misc]
            """A host without the threads that look for timers and queued messages."""

            def _run(self) -> None:
                """Start nothing."""

        lang._main_host = Quiet()  # noqa: SLF001 - the same


def _term(fact: Any, test: _Test) -> Any:
    left = getattr(fact, f"f{test.left}")
    right = test.right if test.fixed else getattr(fact, f"f{test.right}")
    return _OPERATORS[test.operator](left, right)


_RULESETS: dict[_Pattern, _Ruleset] = {}
_NUMBERS = count()


def _ruleset(pattern: _Pattern) -> _Ruleset:
    """Return the ruleset of *pattern*: the host of durable-rules keeps each for ever."""
    known = _RULESETS.get(pattern)
    if known is None:
        known = _RULESETS[pattern] = _Ruleset(f"policy{next(_NUMBERS)}", pattern)
    return known
