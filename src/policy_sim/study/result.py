"""The result of a study: tidy frames, the comparison, and where they are kept."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.parquet as pq

from policy_sim.simulation.measures.outcome import MONEY
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.arms import Arm, Grid
from policy_sim.study.comparison import Comparison, Design, compare
from policy_sim.study.observations import observe
from policy_sim.study.store import COMPARISON, LEDGER, OUTCOME_FILE, read_manifest
from policy_sim.study.windows import Window

__all__ = ["Result", "comparison_frame", "load_result"]

SHOWN = ("effect", "outcome", "unit", "window", "baseline_mean", "policy_mean", "difference")
"""The columns that a notebook shows first; the interval follows."""


@dataclass(frozen=True)
class Result:
    """What a run found.

    *folder* is the run folder; *keeper* keeps a temporary one as long as the result is held.
    *stored* says that the run was made earlier and has been read back.
    """

    folder: Path
    manifest: Mapping[str, Any] = field(repr=False)
    stored: bool = False
    keeper: object = field(default=None, repr=False)

    @property
    def outcomes(self) -> pd.DataFrame:
        """Return policy, replication, date, outcome, group, value: one row a year and group."""
        return _dated(pq.read_table(self.folder / OUTCOME_FILE).to_pandas())

    @property
    def ledger(self) -> pd.DataFrame:
        """Return the decisions that were written down, with what became of each."""
        return _dated(pq.read_table(self.folder / LEDGER).to_pandas())

    @property
    def comparison(self) -> pd.DataFrame:
        """Return every row of ``comparison.json``: reform minus baseline."""
        rows = json.loads((self.folder / COMPARISON).read_text(encoding="utf-8"))
        return pd.DataFrame(rows, columns=list(Comparison.__dataclass_fields__))

    @property
    def baseline(self) -> str:
        """The arm that the others are held against."""
        return str(self.manifest["baseline"])

    @property
    def arms(self) -> tuple[str, ...]:
        """Every arm, by name."""
        return tuple(self.manifest["arms"])

    def compare(
        self,
        law: str | None = None,
        practice: str | None = None,
        *,
        baseline: str | None = None,
        group: str | None = "all",
        **labels: str,
    ) -> pd.DataFrame:
        """Return the rows of the comparison with the labels given.

        *baseline* holds all arms against another one (``in-force+closeness``: the effect of the
        law at that practice); *group* is everybody unless another is named, None for all groups;
        *labels* are further columns, such as ``outcome="service_quality"``. Raises
        :exc:`ValueError` for a label or an arm that does not occur.
        """
        frame = self.comparison if baseline is None else self._against(baseline)
        asked = {"law": law, "practice": practice, "group": group, **labels}
        for column, value in asked.items():
            if value is not None:
                frame = _only(frame, column, value)
        return self._named(frame).reset_index(drop=True)

    def _named(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return *frame* with money under the name of the currency, as its labels allow."""
        name = str(self.manifest.get("currency", {}).get("name", MONEY))
        return frame.assign(unit=frame["unit"].replace({MONEY: name}))

    def _against(self, baseline: str) -> pd.DataFrame:
        """Return the comparison with another arm as the baseline."""
        if baseline not in self.arms:
            msg = f"{baseline!r} is not an arm of this study: {', '.join(self.arms)}"
            raise ValueError(msg)
        arms = tuple(_arm(name) for name in self.arms)
        seen = observe(pq.read_table(self.folder / OUTCOME_FILE))
        design = design_from(self.manifest["design"])
        return comparison_frame(compare(seen, Grid(arms, _arm(baseline)), OUTCOMES, design))

    def _repr_html_(self) -> str:
        """Show the primary comparisons, as notebooks do."""
        frame = self._named(self.comparison)
        primary = frame[(frame["standing"] == "primary")]
        table = primary[["policy", *SHOWN, "low", "high", "share_better"]].to_html(
            index=False, float_format=lambda value: f"{value:,.3g}", na_rep=""
        )
        title = html.escape(str(self.manifest["title"]))
        n = self.manifest["replications"]
        return f"<p><b>{title}</b>: reform minus baseline, {n} replications</p>{table}"


def load_result(folder: str | Path, *, stored: bool = True) -> Result:
    """Return the result kept in a run folder.

    Raises :exc:`~policy_sim.errors.ScenarioError` if there is no readable manifest.
    """
    return Result(Path(folder), read_manifest(Path(folder)), stored=stored)


def comparison_frame(rows: Sequence[Comparison]) -> pd.DataFrame:
    """Return rows of a comparison as a frame with the columns of ``comparison.json``."""
    names = list(Comparison.__dataclass_fields__)
    return pd.DataFrame([[getattr(row, name) for name in names] for row in rows], columns=names)


def design_from(told: Mapping[str, Any]) -> Design:
    """Return the design that a manifest tells of."""
    windows = tuple(Window.from_dict(window) for window in told["windows"])
    return Design(windows, tuple(told["primary"]), told["primary_window"])


def _arm(name: str) -> Arm:
    law, _, practice = name.partition("+")
    return Arm(law, practice)


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return *frame* with its column ``date`` as days that pandas can reckon with."""
    return frame.assign(date=pd.to_datetime(frame["date"]))


def _only(frame: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    """Return the rows in which *column* is *value*; raise if there is no such value."""
    if column not in frame.columns:
        msg = f"a comparison has no column {column!r}: {', '.join(frame.columns)}"
        raise ValueError(msg)
    if not (frame[column] == value).any():
        known = ", ".join(sorted(map(str, frame[column].unique())))
        msg = f"no row has {column} {value!r}; there are: {known}"
        raise ValueError(msg)
    return frame[frame[column] == value]
