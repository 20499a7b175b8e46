"""The columnar engine: every condition is decided for all subjects at once, on numpy columns."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from policy_sim.rules.columns import Columns
from policy_sim.rules.filters import COMPARE
from policy_sim.rules.frame import Flags
from policy_sim.rules.normal_form import Atom, Every, Form, Within

__all__ = ["ColumnarEngine", "truth"]


class ColumnarEngine:
    """Decides whole columns; see :class:`policy_sim.rules.engine.Engine`."""

    name = "columnar"

    def truths(
        self, forms: Sequence[Form], columns: Columns, concerned: Flags | None = None
    ) -> Flags:
        """Return for each form (a row) for which subjects (columns) it is true.

        A form for which nobody is *concerned* is not read: the answer is False.
        """
        result = np.zeros((len(forms), columns.size), dtype=np.bool_)
        for index, form in enumerate(forms):
            if concerned is None or concerned[index].any():
                result[index] = truth(form, columns)
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
        right = columns.named(form.right) if isinstance(form.right, str) else form.right
        return COMPARE[form.operator](columns.named(form.left), right)
    if isinstance(form, Within):
        return _within(form, columns)
    if isinstance(form, Every):
        return _every(form, columns)
    result = np.zeros(columns.size, dtype=np.bool_)
    for item in form.items:
        result |= truth(item, columns)
    return result


def _every(form: Every, columns: Columns) -> Flags:
    """Return who meets all items; once nobody is left, the items that follow are not read."""
    result = np.ones(columns.size, dtype=np.bool_)
    for item in form.items:
        result &= truth(item, columns)
        if not result.any():
            break
    return result


def _within(form: Within, columns: Columns) -> Flags:
    column = columns.named(form.left)
    result = np.zeros(columns.size, dtype=np.bool_)
    for low, high in form.ranges:
        result |= (column == low) if low == high else (column >= low) & (column <= high)
    return result
