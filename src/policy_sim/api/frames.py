"""The tables of a run as polars frames.

Inside, tables of decisions are pandas, which weights, imports and the comparison are built on;
whoever asks from outside is given polars, whose frames have one meaning of "missing" and no
index.
"""

from __future__ import annotations

import pandas as pd
import polars as pl

__all__ = ["tidy"]


def tidy(frame: pd.DataFrame) -> pl.DataFrame:
    """Return *frame* with its days as dates, its words as text, and nulls where nothing stands."""
    found = pl.from_pandas(frame.reset_index(drop=True), nan_to_null=True)
    words = [name for name, kind in found.schema.items() if kind == pl.Categorical]
    days = [name for name, kind in found.schema.items() if isinstance(kind, pl.Datetime)]
    return found.with_columns(pl.col(words).cast(pl.String), pl.col(days).cast(pl.Date))
