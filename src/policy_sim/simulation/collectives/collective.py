"""The record and the past of the units, and of the organisation: what rules about them read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from policy_sim.errors import ScenarioError
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.frame import Column, Frame, Integers
from policy_sim.rules.history import HistoryLog
from policy_sim.simulation.naming import unknown_words_among
from policy_sim.workforce.organisation import Organisation
from policy_sim.workforce.table import column_dtype

__all__ = ["ORGANISATION", "UNIT", "Collective", "founded"]

UNIT, ORGANISATION = "unit", "organisation"
"""The subjects that are not people."""

KIND = "kind"
"""The attribute of units that tells their kind, by the names of the organisation."""


@dataclass
class Collective:
    """All units (one row each, in the order of the organisation), or the organisation (one row).

    *names* are for people to read; *record* holds one integer column an attribute of the subject;
    *history* its series, figures of groups among them.
    """

    subject: str
    names: tuple[str, ...]
    record: dict[str, Column]
    history: HistoryLog

    @property
    def size(self) -> int:
        """How many there are."""
        return len(self.names)

    @property
    def rows(self) -> Integers:
        """All rows."""
        return np.arange(self.size)

    def enter(self, series: str, values: Integers) -> None:
        """Enter the period that ends in a *series*: one integer of its type a row.

        Raises :exc:`KeyError` for a series that is not the subject's.
        """
        self.history.record_period(series, self.rows, values)

    def latest(self, name: str) -> Column:
        """Return the attribute *name*, or the last entry of the series; :exc:`KeyError` if none."""
        if name in self.record:
            return self.record[name]
        newest: Column = self.history.periods[name].ring[0]
        return newest

    def frame(self, today: date, further: Mapping[str, Column | int]) -> Frame:
        """Return what a rule about the subject may read on *today*, *further* columns included."""
        return Frame(
            columns={**self.record, **further},
            past=self.history.past(),
            today=today,
            size=self.size,
            subject=self.subject,
        )


def founded(vocabulary: Vocabulary, organisation: Organisation) -> dict[str, Collective]:
    """Return the units and the organisation as they are before anything is entered of them.

    Of the units ``zone`` and ``weight``, and a ``kind`` that is declared, are those of the
    organisation. Raises :exc:`~policy_sim.errors.ScenarioError` if a kind of unit is no word of it.
    """
    given: Mapping[str, Column] = {
        "zone": organisation.zone,
        "weight": organisation.weight,
        **_kinds(vocabulary, organisation),
    }
    return {
        UNIT: _collective(vocabulary, UNIT, organisation.unit_names, given),
        ORGANISATION: _collective(vocabulary, ORGANISATION, (organisation.name,), {}),
    }


def _kinds(vocabulary: Vocabulary, organisation: Organisation) -> Mapping[str, Column]:
    """Return the kind of each unit as a word of the attribute, if units have one."""
    attribute = vocabulary.attributes.get(KIND)
    scale = None if attribute is None else attribute.type.scale
    if attribute is None or attribute.subject != UNIT or scale is None:
        return {}
    if findings := unknown_words_among(organisation.kinds, scale.values):
        raise ScenarioError(findings)
    codes = np.array([scale.code(kind) for kind in organisation.kinds])
    return {KIND: codes[organisation.unit_kind]}


def _collective(
    vocabulary: Vocabulary, subject: str, names: tuple[str, ...], given: Mapping[str, Column]
) -> Collective:
    record = {
        attribute.name: np.full(len(names), attribute.before_first, column_dtype(attribute.type))
        for attribute in vocabulary.attributes.values()
        if attribute.subject == subject
    }
    history = HistoryLog.empty(vocabulary, len(names), 0, subject)
    return Collective(subject, names, {**record, **given}, history)
