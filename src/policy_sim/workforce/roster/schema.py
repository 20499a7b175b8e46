"""What is expected of each column, as a schema of pandera: the rows that fail, all at once.

Only whole columns are checked, never a row at a time; a column may have several expectations,
each with the code of the finding that a failing row becomes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import ScenarioError
from policy_sim.rules.frame import Integers

__all__ = ["Expected", "Failure", "failures", "require_schema_library"]

_UNIQUE = "field_uniqueness"


@dataclass(frozen=True)
class Expected:
    """A column and what is expected of it.

    *none_of* gives values that may not occur, by the code of the finding; *between* the least
    and the most, with its code; *unique* the code for a value that stands there again. Where
    *known* is false nothing is expected.
    """

    values: NDArray[Any]
    known: NDArray[np.bool_] | None = None
    none_of: Mapping[str, Sequence[object]] = field(default_factory=dict)
    between: tuple[str, int, int] | None = None
    unique: str = ""


@dataclass(frozen=True)
class Failure:
    """The *rows*, ascending, in which *column* is not as expected, by the *code* of the finding."""

    column: str
    code: str
    rows: Integers


def require_schema_library(path: Path) -> None:
    """Raise :exc:`ScenarioError`, saying how to install it, if pandera cannot be imported."""
    try:
        import pandera.pandas  # noqa: F401
    except ImportError as error:
        values = {"seen": "pandera", "extra": "import"}
        finding = Diagnostic("roster-library", Place(str(path), 0, 0), values)
        raise ScenarioError([finding]) from error


def failures(columns: Mapping[str, Expected]) -> Iterator[Failure]:
    """Yield what fails in *columns*, all of one length, by column and code."""
    import pandera.pandas as pandera

    schema = pandera.DataFrameSchema(
        {name: _column(pandera, expected) for name, expected in columns.items()}
    )
    frame = pd.DataFrame({name: _series(expected) for name, expected in columns.items()})
    try:
        schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
        for (column, check), found in cases.groupby(["column", "check"], sort=True):
            code = columns[column].unique if check == _UNIQUE else str(check)
            yield Failure(str(column), code, np.sort(found["index"].to_numpy(dtype=np.int64)))


def _series(expected: Expected) -> Any:
    series = pd.Series(expected.values)
    return series if expected.known is None else series.where(expected.known)


def _column(pandera: Any, expected: Expected) -> Any:
    checks = [
        pandera.Check.notin(list(values), name=code, error=code)
        for code, values in expected.none_of.items()
    ]
    if expected.between is not None:
        code, low, high = expected.between
        checks.append(pandera.Check.in_range(low, high, name=code, error=code))
    return pandera.Column(
        None,
        checks,
        nullable=True,
        unique=bool(expected.unique),
        report_duplicates="exclude_first",
    )
