"""The outcomes of all arms and replications, ready to be paired."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

__all__ = ["OUTCOME_COLUMNS", "Observations", "observe", "outcome_table"]

OUTCOME_COLUMNS = pa.schema(
    [
        ("policy", pa.string()),
        ("replication", pa.int32()),
        ("date", pa.date32()),
        ("outcome", pa.string()),
        ("group", pa.string()),
        ("value", pa.float64()),
    ]
)
"""The columns of ``outcomes.parquet``; its rows ascend by the first five."""


@dataclass(frozen=True)
class Observations:
    """Every yearly value, by (arm, replication, outcome, group): one value a date.

    A year without a value (a ratio of too few cases) is not a number.
    """

    dates: tuple[date, ...]
    replications: tuple[int, ...]
    series: Mapping[tuple[str, int, str, str], tuple[float, ...]]

    def subjects(self) -> tuple[tuple[str, str], ...]:
        """Return every (outcome, group) that occurs, ascending."""
        return tuple(sorted({(outcome, group) for _, _, outcome, group in self.series}))

    def years(
        self, arm: str, replication: int, subject: tuple[str, str], positions: Iterable[int]
    ) -> tuple[float, ...] | None:
        """Return the values at *positions* of the dates; None if any of them is missing."""
        values = self.series.get((arm, replication, *subject))
        if values is None:
            return None
        chosen = tuple(values[i] for i in positions)
        return None if any(math.isnan(value) for value in chosen) else chosen


def outcome_table(tables: Iterable[pa.Table]) -> pa.Table:
    """Return the outcomes of several runs as one table in canonical order."""
    whole = pa.concat_tables(tables).cast(OUTCOME_COLUMNS)
    keys = [(name, "ascending") for name in OUTCOME_COLUMNS.names[:-1]]
    return whole.sort_by(keys).combine_chunks()


def observe(table: pa.Table) -> Observations:
    """Return the observations of a table with the columns of :data:`OUTCOME_COLUMNS`."""
    columns = {name: table.column(name).to_pylist() for name in OUTCOME_COLUMNS.names}
    dates = tuple(sorted(set(columns["date"])))
    position = {day: i for i, day in enumerate(dates)}
    series: dict[tuple[str, int, str, str], list[float]] = {}
    keys = zip(
        columns["policy"], columns["replication"], columns["outcome"], columns["group"], strict=True
    )
    for key, day, value in zip(keys, columns["date"], columns["value"], strict=True):
        values = series.setdefault(key, [math.nan] * len(dates))
        values[position[day]] = math.nan if value is None else value
    replications = tuple(sorted(set(columns["replication"])))
    return Observations(dates, replications, {key: tuple(v) for key, v in series.items()})
