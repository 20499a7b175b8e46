"""Sentences that must be true of every real person, held against each row with the engine."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.policy.writing import written
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags, Frame, Integers
from policy_sim.rules.history import HistoryLog
from policy_sim.workforce.roster.column_mapping import ColumnMapping
from policy_sim.workforce.roster.schema import Expected, failures

__all__ = ["Breach", "breaches"]


@dataclass(frozen=True)
class Breach:
    """The *row* of somebody of whom a sentence is false, and an *attribute* that it speaks of."""

    row: int
    attribute: str
    values: Mapping[str, str]


class _Noted(Mapping[str, Integers]):
    """Columns that note which of them are read."""

    def __init__(self, columns: Mapping[str, Integers]) -> None:
        self._columns = columns
        self.names: list[str] = []

    def __getitem__(self, name: str) -> Integers:
        column = self._columns[name]
        if name not in self.names:
            self.names.append(name)
        return column

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def breaches(
    mapping: ColumnMapping,
    record: Mapping[str, Integers],
    known: Mapping[str, Flags],
    history: HistoryLog,
) -> Iterator[Breach]:
    """Yield who breaks a sentence of the vocabulary or of the mapping.

    A sentence is asked only of those whose attributes it reads are *known*. What it reads of
    units and superiors is not known yet: that is checked when the study begins.
    """
    size = history.size
    columns = _filled(mapping.vocabulary, record, size)
    past = history.past(np.arange(size))
    held: dict[str, Expected] = {}
    read: dict[str, list[str]] = {}
    for text, condition in (*mapping.vocabulary.always, *mapping.checks):
        noted = _Noted(columns)
        try:
            meets = Features(Frame(noted, past, mapping.start, size)).meets(condition)
        except KeyError:
            continue
        asked = np.ones(size, dtype=np.bool_)
        for name in noted.names:
            asked &= known.get(name, asked)
        held[text] = Expected(meets | ~asked, none_of={"row-breaks-always": [False]})
        read[text] = noted.names
    for failure in failures(held) if held else ():
        for row in failure.rows.tolist():
            yield _breach(mapping.vocabulary, failure.column, read[failure.column], columns, row)


def _filled(
    vocabulary: Vocabulary, record: Mapping[str, Integers], size: int
) -> dict[str, Integers]:
    """Return *record* with the value of a newcomer in the columns that it lacks."""
    return {
        name: record.get(name, np.broadcast_to(np.int64(attribute.before_first), (size,)))
        for name, attribute in vocabulary.attributes.items()
        if attribute.subject == "person"
    }


def _breach(
    vocabulary: Vocabulary,
    text: str,
    names: list[str],
    columns: Mapping[str, Integers],
    row: int,
) -> Breach:
    kinds = {name: vocabulary.attributes[name].type for name in names}
    seen = ", ".join(f"{n} {written(int(columns[n][row]), kind)}" for n, kind in kinds.items())
    return Breach(row, names[0] if names else "", {"seen": seen, "sentence": text})
