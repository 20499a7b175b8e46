"""Figures and the page of a run, drawn into its folder."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import matplotlib.pyplot as plt
import pyarrow.parquet as pq
from matplotlib.axes import Axes

from policy_sim.diagnostics import near
from policy_sim.report.figures import SIZE, draw_differences, draw_levels, save
from policy_sim.report.page import Beyond, Illustration, page
from policy_sim.report.series import Curve, Subject, differences, levels
from policy_sim.report.wording import arm_words, outcome_words, symbol_of
from policy_sim.simulation.assumptions.register import Register
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.arms import Arm, Grid
from policy_sim.study.observations import Observations, observe
from policy_sim.study.result import Result
from policy_sim.study.store import ATTAINABLE, COMPARISON, DRAWS, HINGES, OUTCOME_FILE

__all__ = ["illustrate", "plot_levels", "plot_outcome"]


def illustrate(result: Result, register: Register) -> None:
    """Add ``figures/`` and ``report.html`` to the folder of a run."""
    seen, draws = _observations(result), _draws(result)
    drawn = []
    for outcome in result.manifest["design"]["primary"]:
        drawn += _figures(result, (seen, draws), _subject(result, outcome))
    beyond = Beyond(_rows(result, HINGES), _rows(result, ATTAINABLE))
    text = page(result.manifest, _rows(result, COMPARISON), register, drawn, beyond)
    (result.folder / "report.html").write_text(text, encoding="utf-8")


def plot_outcome(
    result: Result, outcome: str, group: str = "all", axes: Axes | None = None
) -> Axes:
    """Return *axes* (new ones if none are given) with the paired differences of *outcome*.

    Raises :exc:`ValueError` for an outcome or group that the run does not have.
    """
    subject = _asked(result, outcome, group)
    seen = _observations(result)
    curves = differences(seen, _grid(result), subject, _draws(result))
    labelled = _found(result, curves, subject)
    axes = axes or _new_axes()
    draw_differences(labelled, subject, _divergence(result), axes)
    return axes


def plot_levels(result: Result, outcome: str, group: str = "all", axes: Axes | None = None) -> Axes:
    """Return *axes* (new ones if none are given) with the mean of *outcome* in each arm.

    Raises :exc:`ValueError` for an outcome or group that the run does not have.
    """
    subject = _asked(result, outcome, group)
    curves = levels(_observations(result), _grid(result), subject)
    labelled = _found(result, curves, subject)
    axes = axes or _new_axes()
    draw_levels(labelled, subject, axes)
    return axes


def _asked(result: Result, outcome: str, group: str) -> Subject:
    """Return what is to be drawn; raise for what is no outcome."""
    if outcome not in OUTCOMES:
        close = near(outcome, OUTCOMES)
        hint = f"; did you mean {close!r}?" if close else ""
        msg = f"{outcome!r} is not an outcome; there are: {', '.join(sorted(OUTCOMES))}{hint}"
        raise ValueError(msg)
    return _subject(result, outcome, group)


def _found(result: Result, curves: Iterable[Curve], subject: Subject) -> list[Curve]:
    """Return the curves with their labels; raise if there are none."""
    labelled = _labelled(result, curves)
    if not labelled:
        msg = f"this run has no {subject.outcome!r} for the group {subject.group!r}"
        raise ValueError(msg)
    return labelled


def _new_axes() -> Axes:
    """Return axes of pyplot, whose figures notebooks show without being asked."""
    return plt.figure(figsize=SIZE, layout="constrained").add_subplot()


def _rows(result: Result, name: str) -> list[dict[str, Any]]:
    """Return the rows of a file of conclusions, none if the run has no such file."""
    path = result.folder / name
    rows: list[dict[str, Any]] = json.loads(path.read_text("utf-8")) if path.exists() else []
    return rows


def _figures(
    result: Result, of: tuple[Observations, Observations | None], subject: Subject
) -> list[Illustration]:
    """Draw one outcome: differences first, then the levels behind them; of each what there is."""
    (seen, draws), grid, folder = of, _grid(result), result.folder / "figures"
    drawn = []
    gaps = _labelled(result, differences(seen, grid, subject, draws))
    if gaps:
        changed = draw_differences(gaps, subject, _divergence(result))
        paths = save(changed, folder, f"{subject.outcome}-difference")
        drawn.append(
            _kept(
                paths, _band_words(result.manifest["replications"], any(c.plausible for c in gaps))
            )
        )
    heights = _labelled(result, levels(seen, grid, subject))
    if heights:
        paths = save(draw_levels(heights, subject), folder, f"{subject.outcome}-level")
        drawn.append(_kept(paths, OUTCOMES[subject.outcome].formula.replace("\n", " ")))
    return drawn


def _band_words(pairs: int, plausible: bool) -> str:
    wider = " Dotted, lighter: the plausible range over draws of the assumptions."
    if pairs < 2:
        words = "Difference of one replication; with one there is no interval."
    else:
        words = f"Mean difference and its 95 % interval over {pairs} paired replications."
    return words + wider * plausible


def _kept(paths: tuple[Path, Path], caption: str) -> Illustration:
    """Return the drawn SVG as part of a page: without the XML prolog that HTML has no place for."""
    text = paths[0].read_text(encoding="utf-8")
    return Illustration(text[text.index("<svg") :], caption)


def _labelled(result: Result, curves: Iterable[Curve]) -> list[Curve]:
    """Return the curves with the names that people read: what is hypothetical says so."""
    return [replace(curve, label=arm_words(curve.name, result.manifest)) for curve in curves]


def _subject(result: Result, outcome: str, group: str = "all") -> Subject:
    declared, told = OUTCOMES[outcome], result.manifest
    words = outcome_words(outcome, told)
    return Subject(outcome, declared.unit, str(declared.better), group, words, symbol_of(told))


def _observations(result: Result) -> Observations:
    return observe(pq.read_table(result.folder / OUTCOME_FILE))


def _draws(result: Result) -> Observations | None:
    path = result.folder / DRAWS
    return observe(pq.read_table(path)) if path.exists() else None


def _grid(result: Result) -> Grid:
    arms = tuple(Arm.of(name) for name in result.arms)
    return Grid(arms, Arm.of(result.baseline))


def _divergence(result: Result) -> Mapping[str, date | None]:
    told = result.manifest["divergence"]
    return {arm: None if day is None else date.fromisoformat(day) for arm, day in told.items()}
