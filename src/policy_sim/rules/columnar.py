"""The columnar engine: every condition is decided for all subjects at once, on numpy columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from policy_sim.rules.columns import Columns
from policy_sim.rules.filters import COMPARE
from policy_sim.rules.frame import Flags
from policy_sim.rules.normal_form import Atom, Every, Form, Some, Within

__all__ = ["SMALL", "ColumnarEngine", "holds", "truth"]

FEW = 8
"""Of so many subjects one is few: gathering these costs less than reading all."""

SMALL = 512
"""Of no more subjects than so many, reading all costs no more than choosing among them."""


class ColumnarEngine:
    """Decides whole columns; see :class:`policy_sim.rules.engine.Engine`."""

    name = "columnar"

    def truths(
        self, forms: Sequence[Form], columns: Columns, concerned: Flags | None = None
    ) -> Flags:
        """Return for each form (a row) for which subjects (columns) it is true.

        A form for which nobody is *concerned* is not read: the answer is False. What several
        forms have in common, being the same object, is read once.
        """
        known: dict[int, Flags | bool] = {}
        if concerned is not None:
            result = concerned.copy()
            for row, form in zip(result, forms, strict=True):
                _narrow(form.items if isinstance(form, Every) else (form,), columns, row, known)
            return result
        result = np.empty((len(forms), columns.size), dtype=np.bool_)
        for row, form in zip(result, forms, strict=True):
            held = known.get(id(form))
            if held is None:
                held = known[id(form)] = holds(form, columns)
            row[:] = held
        return result

    def survivors(
        self, levels: Sequence[Sequence[int]], overriders: Sequence[Sequence[int]], holds: Flags
    ) -> Flags:
        """Return which rules (rows) stand for which subjects: hold, and no standing rule
        overrides them. *levels* lists the rules from those that nothing overrides downward.
        """
        if len(levels) <= 1:
            return holds
        stands = holds.copy()
        for level in levels:
            for rule in level:
                for other in overriders[rule]:
                    stands[rule] &= ~stands[other]
        return stands


def truth(form: Form, columns: Columns) -> Flags:
    """Return for which subjects *form* is true."""
    held = holds(form, columns)
    return np.full(columns.size, held) if isinstance(held, bool) else held


def holds(form: Form, columns: Columns) -> Flags | bool:
    """Return for which subjects *form* is true, as an array of its own, or the answer for all."""
    return _MEANINGS[type(form)](form, columns)


def _compared(form: Atom, columns: Columns) -> Flags | bool:
    right = form.right
    other = columns.value(right) if isinstance(right, str) else right
    return COMPARE[form.operator](columns.value(form.left), other)


def _inside(form: Within, columns: Columns) -> Flags | bool:
    value = columns.value(form.left)
    result: Flags | bool = False
    for low, high in form.ranges:
        result |= (value == low) if low == high else (value >= low) & (value <= high)
    return result


def _all_of(form: Every, columns: Columns) -> Flags | bool:
    """Items that are the same for all are settled without an array."""
    for index, item in enumerate(form.items):
        held = _MEANINGS[type(item)](item, columns)
        if held is False:
            return False
        if held is not True:
            _narrow(form.items[index + 1 :], columns, held)
            return held
    return True


def _one_of(form: Some, columns: Columns) -> Flags | bool:
    result: Flags | bool = False
    for item in form.items:
        held = _MEANINGS[type(item)](item, columns)
        if held is True:
            return True
        if held is not False:
            result |= held
    return result


_MEANINGS: Mapping[type[Form], Callable[..., Flags | bool]] = MappingProxyType(
    {Atom: _compared, Within: _inside, Every: _all_of, Some: _one_of}
)


def _narrow(
    items: Sequence[Form],
    columns: Columns,
    left: Flags,
    known: dict[int, Flags | bool] | None = None,
) -> None:
    """Take out of *left*, in place, whoever does not meet all *items*.

    Once few are left, the items that follow are read for these alone; once nobody is, not at all.
    *known* keeps, by identity, what was found for all.
    """
    size = len(left)
    for index, item in enumerate(items):
        remaining = np.count_nonzero(left)
        if not remaining:
            return
        if size > SMALL and remaining * FEW < size:
            rows = left.nonzero()[0]
            left[rows] = holds(Every(tuple(items[index:])), columns.within(rows))
            return
        held = None if known is None else known.get(id(item))
        if held is None:
            held = _MEANINGS[type(item)](item, columns)
            if known is not None:
                known[id(item)] = held
        if held is False:
            left[:] = False
            return
        if held is not True:
            left &= held
