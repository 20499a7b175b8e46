"""The columns of a Parquet file as texts: each distinct value is written out once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from policy_sim.workforce.roster.excel_sheet import text_of

__all__ = ["parquet_columns"]

Texts = NDArray[np.object_]


def parquet_columns(path: Path) -> tuple[list[str], list[Texts]]:
    """Return the headers of the file and the texts of each column.

    Raises what pyarrow raises for a file that is not Parquet.
    """
    table = pq.ParquetFile(path).read()
    headers = [str(name).strip() for name in table.column_names]
    return headers, [_texts(column) for column in table.columns]


def _texts(column: pa.ChunkedArray) -> Texts:
    joined = column.combine_chunks()
    if pa.types.is_nested(joined.type):
        distinct, codes = joined.to_pylist(), np.arange(len(joined))
    else:
        coded = joined if pa.types.is_dictionary(joined.type) else joined.dictionary_encode()
        distinct = coded.dictionary.to_pylist()
        filled = coded.indices.fill_null(len(distinct)) if coded.null_count else coded.indices
        codes = np.asarray(filled.cast(pa.int64()))
    texts = np.empty(len(distinct) + 1, dtype=object)
    texts[:] = [*(text_of(value) for value in distinct), ""]
    return texts[codes]
