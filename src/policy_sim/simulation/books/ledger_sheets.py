"""The sheets of a ledger: the rows of the months that are over, in order, in codes.

A sheet is written when its month is over and never looked at again until the ledger is read. Once
there are many they lie on disk, in a file without a name that goes when the ledger does; so what a
ledger takes of memory does not grow with the years.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from weakref import finalize

import numpy as np
from numpy.typing import NDArray

__all__ = ["Rows", "Sheets", "Writing", "arranged", "in_alphabet"]

_IN_MEMORY = 1 << 26
"""So many bytes of sheets are kept before they are put on disk."""

_LARGEST = 2**62
"""So many different rows are told apart by one number."""

Codes = NDArray[np.int32]
Integers = NDArray[np.int64]
Rows = NDArray[np.int32]
"""Rows in codes: month, person, area, rule, law, actual, deviation, reason, cause, by rows."""

_WIDTH = 9


@dataclass(frozen=True, slots=True)
class Writing:
    """Rows written together: what is *common* to them, and their *columns*, all in codes.

    *common* is the month, the area, and what the law says, was done, and departs from the law;
    *columns* are person, rule, reason and cause.
    """

    common: tuple[int, ...]
    columns: Codes


class Sheets:
    """The sheets of one ledger, in the order in which they were added."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed with self
        self._sizes: list[int] = []
        finalize(self, self._file.close)

    def __len__(self) -> int:
        return sum(self._sizes)

    def add(self, rows: Rows) -> None:
        """Add one sheet."""
        self._file.seek(0, 2)
        self._file.write(np.ascontiguousarray(rows).tobytes())
        self._sizes.append(rows.shape[1])

    def __iter__(self) -> Iterator[Rows]:
        place = 0
        for size in self._sizes:
            self._file.seek(place)
            content = self._file.read(4 * _WIDTH * size)
            place += len(content)
            yield np.frombuffer(content, dtype=np.int32).reshape(_WIDTH, size)


def arranged(writings: Sequence[Writing], words: Sequence[str]) -> Rows:
    """Return the rows of *writings* in canonical order: by month, person, and their *words*.

    Most people have one row in a month, so that only the others' words are compared.
    """
    sizes = [writing.columns.shape[1] for writing in writings]
    common = np.array([writing.common for writing in writings], dtype=np.int32).reshape(-1, 5)
    month, area, law, actual, deviation = np.repeat(common.T, sizes, axis=1)
    nothing = np.empty((4, 0), dtype=np.int32)
    own = np.concatenate([nothing, *(writing.columns for writing in writings)], axis=1)
    person, rule, reason, cause = own
    rows = np.stack([month, person, area, rule, law, actual, deviation, reason, cause])
    return rows.take(_order(rows, words), axis=1)


def _order(rows: Rows, words: Sequence[str]) -> Integers:
    place = rows[0].astype(np.int64)
    place *= int(rows[1].max(initial=0)) + 2
    place += rows[1]
    order = np.argsort(place)
    place = place[order]
    same = place[1:] == place[:-1]
    tied = np.zeros(len(order), np.bool_)
    tied[1:] = same
    tied[:-1] |= same
    where = np.flatnonzero(tied)
    some = order[where]
    keys = _keys([in_alphabet(words, column[some]) for column in rows[2:]])
    order[where] = some[np.lexsort([*reversed(keys), place[where]])]
    return order


def _keys(spelled: Sequence[tuple[NDArray[np.signedinteger], Sequence[str]]]) -> list[Integers]:
    """Return the columns by which rows are ordered, as many in one number as it holds."""
    keys: list[Integers] = []
    size = _LARGEST
    for codes, categories in spelled:
        size *= max(len(categories), 1)
        if size < _LARGEST:
            keys[-1] = keys[-1] * len(categories) + codes
        else:
            keys.append(codes.astype(np.int64))
            size = max(len(categories), 1)
    return keys


def in_alphabet(
    words: Sequence[str], codes: Codes
) -> tuple[NDArray[np.signedinteger], Sequence[str]]:
    """Return each row's word as a position among those that occur, in alphabetical order."""
    counts = np.bincount(codes, minlength=1)
    occurring = np.flatnonzero(counts)
    order = sorted(occurring.tolist(), key=words.__getitem__)
    places = np.zeros(len(counts), np.min_scalar_type(-max(len(order), 1)))
    places[order] = np.arange(len(order))
    return places[codes], [words[code] for code in order]
