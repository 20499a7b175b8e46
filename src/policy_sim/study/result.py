"""The result of a study: tidy frames, the comparison, and where they are kept."""

from __future__ import annotations

import html
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pandas as pd
import pyarrow.parquet as pq

from policy_sim.catalogue import phrase
from policy_sim.errors import Misnamed
from policy_sim.simulation.measures.outcome import MONEY
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.arms import Arm, Grid
from policy_sim.study.attainable import Attainable
from policy_sim.study.choice import Prospect
from policy_sim.study.comparison import (
    PLAUSIBLE_RANGE,
    SIMULATION_ERROR,
    Comparison,
    Design,
    compare,
)
from policy_sim.study.hinges import Hinge
from policy_sim.study.information import Information
from policy_sim.study.levels import Level, levels
from policy_sim.study.observations import observe
from policy_sim.study.store import (
    ATTAINABLE,
    COMPARISON,
    DRAWN,
    DRAWS,
    HINGES,
    INFORMATION,
    LEDGER,
    OUTCOME_FILE,
    PROSPECTS,
    read_manifest,
)
from policy_sim.study.windows import Window

__all__ = ["Result", "beside", "comparison_frame", "load_result"]

SHOWN = ("effect", "outcome", "unit", "window", "baseline_mean", "policy_mean", "difference")
"""The columns that a notebook shows first; the interval follows."""

ADDED = ("plausible_low", "plausible_high", "plausible_better", "draws")
"""What draws add to a row of the comparison."""

EFFECT = ("policy", "effect", "outcome", "group", "window")
"""The columns that tell one difference from every other."""


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
    def replications_kept(self) -> list[int]:
        """Return the replications of which decisions were written down, ascending."""
        with pq.ParquetFile(self.folder / LEDGER) as file:
            parts = file.iter_batches(columns=["replication"])
            return sorted({number for part in parts for number in part[0].unique().to_pylist()})

    def decisions(self, arm: str, replication: int) -> pd.DataFrame:
        """Return the decisions of one arm in one replication; no others are read."""
        of_one = [("policy", "=", arm), ("replication", "=", replication)]
        return _dated(pq.read_table(self.folder / LEDGER, filters=of_one).to_pandas())

    @property
    def comparison(self) -> pd.DataFrame:
        """Return every row of ``comparison.json``: reform minus baseline, of both kinds."""
        return self._rows(COMPARISON, Comparison)

    @property
    def draws(self) -> pd.DataFrame:
        """Return the outcomes of each draw of the assumptions; Misnamed if none was made.

        The columns are those of :attr:`outcomes`, with *draw* in place of *replication*.
        """
        frame = _dated(pq.read_table(self._drawn_file(DRAWS)).to_pandas())
        return frame.rename(columns={"replication": "draw"})

    @property
    def drawn(self) -> pd.DataFrame:
        """Return draw, assumption, value; Misnamed if no draw was made."""
        frame: pd.DataFrame = pq.read_table(self._drawn_file(DRAWN)).to_pandas()
        return frame

    @property
    def hinges(self) -> pd.DataFrame:
        """Return how each primary difference goes with each drawn assumption, strongest first."""
        return self._rows(HINGES, Hinge)

    @property
    def prospects(self) -> pd.DataFrame:
        """Return how often each policy is best over the draws, and its expected regret."""
        return self._rows(PROSPECTS, Prospect)

    @property
    def information(self) -> pd.DataFrame:
        """Return what it would be worth to know each drawn assumption, most valuable first."""
        return self._rows(INFORMATION, Information)

    @property
    def attainable(self) -> pd.DataFrame:
        """Return the share of the attainable gain that each arm realises (reference arms)."""
        return self._rows(ATTAINABLE, Attainable)

    def _drawn_file(self, name: str) -> Path:
        if not self.manifest["draws"]:
            why = phrase("this run made no draws of its assumptions; ask for them with draws=20")
            raise Misnamed(why)
        return self.folder / name

    def _rows(self, name: str, kind: Any) -> pd.DataFrame:
        """Return the rows of a file of conclusions, none if the run has no such file."""
        path = self.folder / name
        rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
        return pd.DataFrame(rows, columns=list(kind.__dataclass_fields__)).astype(_numbers(kind))

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
        """Return the rows of the comparison with the labels given, both uncertainties in each.

        *low* and *high* are the interval of simulation error at central assumptions. If draws
        were made, *plausible_low* and *plausible_high* are the range of 5 to 95 % of *draws*
        (missing under ten), and *plausible_better* the share of them that is better.

        *baseline* holds all arms against another one (``in-force+closeness``: the effect of the
        law at that practice); *group* is everybody unless another is named, None for all groups;
        *labels* are further columns, such as ``outcome="service_quality"``. Raises
        :exc:`~policy_sim.errors.Misnamed` for a label or an arm that does not occur.
        """
        frame = beside(self.comparison if baseline is None else self._against(baseline))
        asked = {"law": law, "practice": practice, "group": group, **labels}
        for column, value in asked.items():
            if value is not None:
                frame = _only(frame, column, value)
        return self._named(frame).reset_index(drop=True)

    def levels(self, *, group: str | None = "all", **labels: str) -> pd.DataFrame:
        """Return what each outcome came to in each arm, held against nothing.

        One row an arm, outcome, group and window, with the mean over replications and its 95 %
        interval (:class:`~policy_sim.study.levels.Level`). *group* is everybody unless another is
        named, None for all groups; *labels* are further columns, such as ``window="year-10"``.
        Raises :exc:`~policy_sim.errors.Misnamed` for a label that does not occur.
        """
        seen = observe(pq.read_table(self.folder / OUTCOME_FILE))
        names = (*self.arms, *self.manifest["references"])
        windows = design_from(self.manifest["design"]).windows
        rows = levels(seen, map(Arm.of, names), OUTCOMES, windows)
        frame = pd.DataFrame(rows, columns=list(Level.__dataclass_fields__))
        asked = labels if group is None else {"group": group, **labels}
        for column, value in asked.items():
            frame = _only(frame, column, value)
        return self._named(frame).reset_index(drop=True)

    def _named(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return *frame* with money under the name of the currency, as its labels allow."""
        name = str(self.manifest.get("currency", {}).get("name", MONEY))
        return frame.assign(unit=frame["unit"].replace({MONEY: name}))

    def _against(self, baseline: str) -> pd.DataFrame:
        """Return the comparison with another arm as the baseline."""
        Misnamed.unless(baseline, phrase("an arm of this study"), self.arms)
        arms = tuple(Arm.of(name) for name in self.arms)
        seen = observe(pq.read_table(self.folder / OUTCOME_FILE))
        design = design_from(self.manifest["design"])
        grid = Grid(arms, Arm.of(baseline))
        rows = compare(seen, grid, OUTCOMES, design)
        if self.manifest["draws"]:
            drawn = observe(pq.read_table(self.folder / DRAWS))
            rows += compare(drawn, grid, OUTCOMES, design, PLAUSIBLE_RANGE)
        return comparison_frame(rows)

    def _repr_html_(self) -> str:
        """Show the primary comparisons, as notebooks do."""
        frame = self._named(beside(self.comparison))
        primary = frame[(frame["standing"] == "primary")]
        added = [name for name in ADDED if name in frame]
        table = primary[["policy", *SHOWN, "low", "high", "share_better", *added]].to_html(
            index=False, float_format=lambda value: f"{value:,.3g}", na_rep=""
        )
        title = html.escape(str(self.manifest["title"]))
        n = self.manifest["replications"]
        return f"<p><b>{title}</b>: reform minus baseline, {n} replications</p>{table}"


def beside(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of simulation error, with the plausible range of each beside them.

    *frame* has the columns of ``comparison.json``. Without rows of draws nothing is added.
    """
    central = frame[frame["kind"] == SIMULATION_ERROR]
    ranges = frame[frame["kind"] == PLAUSIBLE_RANGE]
    if ranges.empty:
        return central
    named = dict(zip(("low", "high", "share_better", "n"), ADDED, strict=True))
    ranges = ranges[[*EFFECT, *named]].rename(columns=named)
    return central.merge(ranges, how="left", on=list(EFFECT), validate="one_to_one")


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
    primary, stage = tuple(told["primary"]), told.get("first_stage")
    return Design(windows, primary, told["primary_window"], stage)


def _numbers(kind: Any) -> dict[str, str]:
    """Return how the columns of a conclusion are kept that hold no text, even if they are empty."""
    told = {name: get_args(hint) or (hint,) for name, hint in get_type_hints(kind).items()}
    kept = ((bool, "bool"), (float, "float64"), (int, "int64"))
    return {name: dtype for name, hint in told.items() for one, dtype in kept if one in hint}


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return *frame* with its column ``date`` as days that pandas can reckon with."""
    return frame.assign(date=pd.to_datetime(frame["date"]))


def _only(frame: pd.DataFrame, column: str, value: str) -> pd.DataFrame:
    """Return the rows in which *column* is *value*; raise if there is no such value."""
    Misnamed.unless(column, phrase("a column of this table"), frame.columns)
    there = phrase("a value of '{column}' here", column=column)
    Misnamed.unless(value, there, frame[column].unique())
    return frame[frame[column] == value]
