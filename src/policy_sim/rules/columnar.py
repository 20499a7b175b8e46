"""The columnar engine: every condition is decided for all subjects at once, on numpy columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from policy_sim.rules.columns import Columns
from policy_sim.rules.filters import COMPARE
from policy_sim.rules.frame import Column, Flags, uniform
from policy_sim.rules.normal_form import Atom, Every, Form, Within

__all__ = ["ColumnarEngine", "truth"]

FEW = 8
"""Of so many subjects one is few: gathering these costs less than reading all."""


class ColumnarEngine:
    """Decides whole columns; see :class:`policy_sim.rules.engine.Engine`."""

    name = "columnar"

    def truths(
        self, forms: Sequence[Form], columns: Columns, concerned: Flags | None = None
    ) -> Flags:
        """Return for each form (a row) for which subjects (columns) it is true.

        A form for which nobody is *concerned* is not read: the answer is False.
        """
        if concerned is None:
            result = np.ones((len(forms), columns.size), dtype=np.bool_)
        else:
            result = concerned.copy()
        for index, form in enumerate(forms):
            _narrow(form.items if isinstance(form, Every) else (form,), columns, result[index])
        return result

    def survivors(
        self, levels: Sequence[Sequence[int]], overriders: Sequence[Sequence[int]], holds: Flags
    ) -> Flags:
        """Return which rules (rows) stand for which subjects: hold, and no standing rule
        overrides them. *levels* lists the rules from those that nothing overrides downward.
        """
        stands = holds.copy()
        for level in levels:
            for rule in level:
                for other in overriders[rule]:
                    stands[rule] &= ~stands[other]
        return stands


def truth(form: Form, columns: Columns) -> Flags:
    """Return for which subjects *form* is true."""
    if isinstance(form, Atom):
        right = _operand(form.right, columns) if isinstance(form.right, str) else form.right
        return _for_each(COMPARE[form.operator](_operand(form.left, columns), right), columns)
    if isinstance(form, Within):
        return _for_each(_inside(_operand(form.left, columns), form.ranges), columns)
    if isinstance(form, Every):
        result = np.ones(columns.size, dtype=np.bool_)
        _narrow(form.items, columns, result)
        return result
    result = np.zeros(columns.size, dtype=np.bool_)
    for item in form.items:
        result |= truth(item, columns)
    return result


def _narrow(items: Sequence[Form], columns: Columns, left: Flags) -> None:
    """Take out of *left*, in place, whoever does not meet all *items*.

    Once few are left, the items that follow are read for these alone; once nobody is, not at all.
    """
    for index, item in enumerate(items):
        remaining = int(np.count_nonzero(left))
        if remaining * FEW < columns.size:
            rows = left.nonzero()[0]
            if len(rows):
                left[rows] = truth(Every(tuple(items[index:])), columns.within(rows))
            return
        left &= truth(item, columns)


def _operand(name: str, columns: Columns) -> Column | int:
    """Return the column *name*, or the one integer that it holds for all."""
    column = columns.named(name)
    return int(column[0]) if uniform(column) else column


def _inside(value: Column | int, ranges: Sequence[tuple[int, int]]) -> Flags | bool:
    result: Flags | bool = False
    for low, high in ranges:
        result |= (value == low) if low == high else (value >= low) & (value <= high)
    return result


def _for_each(flags: Flags | bool, columns: Columns) -> Flags:
    return np.full(columns.size, flags) if isinstance(flags, bool) else flags
