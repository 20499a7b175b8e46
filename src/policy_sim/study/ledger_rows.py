"""The ledger of one task, as rows of ``ledger.parquet``: some at a time, never all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from policy_sim.simulation.books.ledger import COLUMNS, Ledger
from policy_sim.simulation.books.ledger_sheets import Rows
from policy_sim.simulation.calendar import day_of

__all__ = ["LEDGER_COLUMNS", "NO_ROWS", "LedgerRows", "written"]

LEDGER_COLUMNS = pa.schema(
    [
        ("policy", pa.string()),
        ("replication", pa.int32()),
        ("date", pa.date32()),
        ("person", pa.int64()),
        *((name, pa.string()) for name in COLUMNS[2:]),
    ]
)
"""The columns of ``ledger.parquet``: by replication, then arm, then the ledger's own order."""

_AT_A_TIME = 1 << 17


@dataclass(frozen=True, eq=False)
class LedgerRows:
    """Rows with the columns of :data:`LEDGER_COLUMNS`; *read* begins to read them from the first.

    Equal to others if all rows are.
    """

    read: Callable[[], Iterable[pa.RecordBatch]]

    def __iter__(self) -> Iterator[pa.RecordBatch]:
        return iter(self.read())

    def table(self) -> pa.Table:
        """Return all rows."""
        return pa.Table.from_batches(self, schema=LEDGER_COLUMNS)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LedgerRows) and self.table().equals(other.table())

    __hash__ = None  # type: ignore[assignment]


NO_ROWS = LedgerRows(tuple)
"""A ledger in which nothing was written."""


def written(ledgers: Sequence[tuple[str, Ledger]], number: int) -> LedgerRows:
    """Return what is in the *ledgers*, each with the name of its arm, of the task *number*."""

    def read() -> Iterator[pa.RecordBatch]:
        for arm, ledger in ledgers:
            words = pa.array([*ledger.spelled(), ""], pa.string())
            for rows in ledger.months():
                for start in range(0, rows.shape[1], _AT_A_TIME):
                    yield _spelled(arm, number, rows[:, start : start + _AT_A_TIME], words)

    return LedgerRows(read)


def _spelled(arm: str, number: int, rows: Rows, words: pa.Array) -> pa.RecordBatch:
    """Return *rows*, which are in codes, in the *words* of these."""
    size = rows.shape[1]
    months, place = np.unique(rows[0], return_inverse=True)
    days = np.array([day_of(month) for month in months.tolist()], dtype="datetime64[D]")
    columns = [
        pa.repeat(pa.scalar(arm, pa.string()), size),
        pa.repeat(pa.scalar(number, pa.int32()), size),
        pa.array(days[place], pa.date32()),
        pa.array(rows[1]).cast(pa.int64()),
        *(words.take(pa.array(codes)) for codes in rows[2:]),
    ]
    return pa.record_batch(columns, schema=LEDGER_COLUMNS)
