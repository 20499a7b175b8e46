"""Charts: conditions on attributes of few values, answered once for every combination of them.

Whether a grade lies below the ceiling of a schooling is the same question for everybody of that
grade and schooling. A chart holds the answers, so that finding a person's is one look.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import prod

import numpy as np

from policy_sim.errors import RunError
from policy_sim.policy.ast import Column, History, Term
from policy_sim.policy.values import ValueType
from policy_sim.rules.columnar import truth
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Column as IntegerColumn
from policy_sim.rules.frame import Flags, Frame, Integers, Rows
from policy_sim.rules.grids import Grid
from policy_sim.rules.normal_form import Every, Form, feature_names
from policy_sim.rules.reading import nodes_in
from policy_sim.simulation.careers.spans import attribute_of

__all__ = ["MOST_COMBINATIONS", "Chart", "charted"]

MOST_COMBINATIONS = 4096
"""The most combinations of values for which a chart holds answers."""


@dataclass(frozen=True, eq=False)
class Chart:
    """The *answers* for all combinations of the values of *attributes*.

    *sizes* gives how many values each attribute has; *base* is the place of the combination of
    all their lowest values, if the value 0 of each were its first.
    """

    attributes: tuple[str, ...]
    sizes: tuple[int, ...]
    base: int
    answers: Flags

    def of(self, record: Mapping[str, IntegerColumn], rows: Integers) -> Flags:
        """Return the answers for the people at *rows* of *record*."""
        *others, last = self.attributes
        place = record[last][rows].astype(np.int64)
        for name, size in zip(reversed(others), self.sizes[-2::-1], strict=True):
            place *= size
            place += record[name][rows]
        if self.base:
            place -= self.base
        return self.answers.take(place)


class _NoPast:
    """The past of combinations: they have none."""

    def column(self, use: History, today: date) -> IntegerColumn:
        msg = f"combinations have no past to read {use} of on {today}"
        raise KeyError(msg)

    def take(self, rows: Rows) -> _NoPast:
        msg = f"combinations have no past to take {rows} of"
        raise KeyError(msg)


def charted(
    forms: Sequence[Form], terms: Mapping[str, Term], grids: Mapping[str, Grid]
) -> tuple[Chart | None, tuple[Form, ...]]:
    """Return a chart of as many of *forms* as it can hold together, and the forms left.

    *terms* and *grids* are those of the program. A form that some combination has no answer to,
    because a table lacks a cell for it, is left.
    """
    axes: dict[str, ValueType] = {}
    taken: list[Form] = []
    for form in forms:
        own = _axes(form, terms)
        if own is None or _combinations({**axes, **own}) > MOST_COMBINATIONS:
            continue
        if _answers([form], own, terms, grids) is not None:
            axes |= own
            taken.append(form)
    answers = _answers(taken, axes, terms, grids) if taken else None
    if answers is None:
        return None, tuple(forms)
    sizes = tuple(map(_size, axes.values()))
    strides = [prod(sizes[:position]) for position in range(len(sizes))]
    base = sum(kind.low * stride for kind, stride in zip(axes.values(), strides, strict=True))
    left = tuple(form for form in forms if form not in taken)
    return Chart(tuple(axes), sizes, base, answers), left


def _axes(form: Form, terms: Mapping[str, Term]) -> Mapping[str, ValueType] | None:
    """Return the attributes that *form* reads, with their types; None if it reads other things."""
    axes: dict[str, ValueType] = {}
    for name in feature_names(form):
        for node in nodes_in([terms[name]]):
            if isinstance(node, History) or (isinstance(node, Column) and not attribute_of(node)):
                return None
            if isinstance(node, Column):
                axes[node.name] = node.type
    return axes or None


def _answers(
    forms: Iterable[Form],
    axes: Mapping[str, ValueType],
    terms: Mapping[str, Term],
    grids: Mapping[str, Grid],
) -> Flags | None:
    """Return whether all of *forms* are true, for each combination of the values of *axes*.

    The first axis changes fastest. None if a table has no cell for a combination.
    """
    size, stride = _combinations(axes), 1
    columns: dict[str, IntegerColumn] = {}
    for name, kind in axes.items():
        columns[name] = np.arange(size) // stride % _size(kind) + kind.low
        stride *= _size(kind)
    frame = Frame(columns, _NoPast(), date.min, size)
    try:
        return truth(Every(tuple(forms)), Features(frame, terms, grids))
    except RunError:
        return None


def _combinations(axes: Mapping[str, ValueType]) -> int:
    return prod(_size(kind) for kind in axes.values())


def _size(kind: ValueType) -> int:
    return kind.high - kind.low + 1
