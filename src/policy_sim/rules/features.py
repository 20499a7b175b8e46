"""The feature layer: every term of a program as one integer column, computed once.

History, look-ups, quotients and relations become columns here, before any engine runs, so that
all engines read the same integers. A term is known by its canonical text; how its column is made
is worked out once for a law, in :mod:`policy_sim.rules.making`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cached_property

import numpy as np

from policy_sim.policy.ast import Condition, History, Term
from policy_sim.rules.columnar import holds, truth
from policy_sim.rules.frame import Column as IntegerColumn
from policy_sim.rules.frame import (
    Flags,
    Frame,
    Integers,
    Past,
    Rows,
    Value,
    number_of,
    same_for_all,
)
from policy_sim.rules.grids import Grid
from policy_sim.rules.making import Terms, widened
from policy_sim.rules.normal_form import Form

__all__ = ["Features"]


class Features:
    """The columns of *terms* over *frame*; each is computed when first asked for.

    *terms* gives the terms of a program by their texts, *grids* its tables by name. Tables
    and terms that are not listed are still answered.
    """

    def __init__(
        self,
        frame: Frame,
        terms: Mapping[str, Term] | None = None,
        grids: Mapping[str, Grid] | None = None,
    ) -> None:
        self.frame = frame
        self.size = frame.size
        self._terms = terms if isinstance(terms, Terms) else Terms(terms or {}, grids or {})
        self._makers = self._terms.makers
        self._values: dict[str, Value] = {}

    def named(self, name: str) -> IntegerColumn:
        """Return the column of the term whose text is *name*; :exc:`KeyError` if unknown."""
        value = self.value(name)
        return same_for_all(value, self.size) if isinstance(value, int) else value

    def value(self, name: str) -> Value:
        """Return that column, or the one integer that stands for all subjects."""
        found = self._values.get(name)
        if found is None:
            make = self._makers.get(name) or self._terms.maker(name)
            found = self._values[name] = make(self)
        return found

    def of(self, term: Term) -> Integers | int:
        """Return the column of *term* in 64 bits, or the one integer that stands for all."""
        return widened(self.value(self._terms.text(term)))

    def narrow(self, term: Term) -> IntegerColumn:
        """Return one integer a subject for *term*, in whatever width it is at hand."""
        return self.named(self._terms.text(term))

    def column(self, term: Term) -> Integers:
        """Return one 64-bit integer a subject for *term*, in steps of its type."""
        value = self.of(term)
        return np.full(self.size, value, dtype=np.int64) if isinstance(value, int) else value

    def meets(self, condition: Condition) -> Flags:
        """Return which subjects meet *condition*."""
        return truth(self._terms.form(condition), self)

    def fulfils(self, form: Form) -> Flags | bool:
        """Return which subjects fulfil *form*, or the answer for all of them."""
        return holds(form, self)

    def within(self, rows: Rows) -> Features:
        """Return the features of the subjects at *rows* only, to be computed for them alone."""
        return _PartFeatures(self, rows, self._terms)

    def read(self, name: str) -> Value:
        """Return the attribute *name* as the frame has it."""
        return self.frame.columns[name]

    @property
    def today(self) -> date:
        """The day of the frame."""
        return self.frame.today

    def used(self, use: History) -> IntegerColumn:
        """Return what *use* of the past gives each subject today."""
        return self.past.column(use, self.frame.today)

    @property
    def past(self) -> Past:
        """The past of the subjects."""
        return self.frame.past

    def known(self, name: str) -> Value | None:
        """Return what :meth:`value` gives for *name* if it is already computed."""
        return self._values.get(name)


class _PartFeatures(Features):
    """Features of some rows of another frame: gathered if known there, else computed here."""

    def __init__(self, whole: Features, rows: Rows, terms: Terms) -> None:
        self.frame = whole.frame
        self.size = number_of(rows, whole.size)
        self._terms = terms
        self._makers = terms.makers
        self._values = {}
        self._whole = whole
        self._rows = rows

    def value(self, name: str) -> Value:
        """Return the column of the term whose text is *name*, or one integer for all."""
        found = self._values.get(name)
        if found is None:
            known = self._whole.known(name)
            if known is None:
                make = self._makers.get(name) or self._terms.maker(name)
                found = make(self)
            else:
                found = self._own(known)
            self._values[name] = found
        return found

    def read(self, name: str) -> Value:
        return self._own(self._whole.read(name))

    def _own(self, value: Value) -> Value:
        return value if isinstance(value, int) else value[self._rows]

    @cached_property
    def past(self) -> Past:
        return self._whole.past.take(self._rows)
