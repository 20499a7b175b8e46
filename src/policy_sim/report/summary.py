"""The comparison as a table for a terminal."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import pandas as pd

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.effects import told
from policy_sim.report.numbers import amount, level
from policy_sim.report.uncertainty import (
    Ranges,
    central,
    difference_words,
    holm_words,
    verdict_words,
)
from policy_sim.report.wording import (
    arm_words,
    outcome_words,
    symbol_of,
    window_words,
    without_value,
)
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.horizon import Horizon
from policy_sim.study.result import Result
from policy_sim.study.windows import shown_windows

__all__ = ["aligned", "comparison_table", "levels_table", "primary_rows"]

_HEADINGS = ("arm", "effect", "window", "baseline", "difference [95 %]", "p (Holm)", "reads as")
_EFFECTS = {part: part for part in ("total", "law", "practice", "interaction")}
_BOTH = (*_HEADINGS[:4], "difference (both uncertainties)", "p (Holm)", "reads as")


def comparison_table(
    comparison: pd.DataFrame, manifest: Mapping[str, Any], language: Language = ENGLISH
) -> str:
    """Return the primary outcomes as text: one block an outcome, one line an effect and window.

    *comparison* has the columns of ``comparison.json``; *manifest* needs ``design``, ``start``,
    ``years`` and ``practices`` only.
    """
    windows = _windows(manifest, language)
    of_all = comparison[comparison["group"] == "all"]
    shown = of_all[of_all["window"].isin(list(windows))]
    blocks, missing = [], []
    for outcome in manifest["design"]["primary"]:
        chosen = shown[shown["outcome"] == outcome]
        records = list(map(_plain, chosen.to_dict("records")))
        ranges = Ranges(records, symbol_of(manifest))
        cells = [
            _cells(row, ranges, windows, (manifest, language)) for row in told(central(records))
        ]
        title = outcome_words(outcome, manifest, language)
        if not cells:
            missing.append(title)
        else:
            headings = tuple(map(language.text, _BOTH if ranges else _HEADINGS))
            blocks.append(f"{title}\n{aligned([headings, *cells])}")
    return "\n\n".join(filter(None, [*blocks, without_value(missing, language)]))


def levels_table(result: Result, groups: Collection[str] = (), language: Language = ENGLISH) -> str:
    """Return what the primary outcomes came to as text, where there is nothing to compare.

    One block an outcome, one line an arm, group and window: of everybody, and by each attribute
    among *groups*.
    """
    manifest = result.manifest
    windows = _windows(manifest, language)
    headings = tuple(map(language.text, ("arm", "group", "window", "mean [95 %]")))
    rows = list(map(_plain, result.levels(group=None).to_dict("records")))
    symbol, blocks = symbol_of(manifest), []
    for outcome in manifest["design"]["primary"]:
        unit, chosen = OUTCOMES[outcome].unit, [row for row in rows if row["outcome"] == outcome]
        cells = [
            (
                arm_words(row["policy"], manifest, language),
                language.text(row["group"]) if row["group"] == "all" else row["group"],
                windows[row["window"]],
                level(row["mean"], row["low"], row["high"], unit, symbol, language),
            )
            for row in chosen
            if row["window"] in windows and row["group"].partition("=")[0] in ("all", *groups)
        ]
        if cells:
            title = outcome_words(outcome, manifest, language)
            blocks.append(f"{title}\n{aligned([headings, *cells])}")
    return "\n\n".join(blocks)


def primary_rows(result: Result, language: Language = ENGLISH) -> list[tuple[str, ...]]:
    """Return a line for each primary difference: arm, effect, outcome, window and how it reads.

    Only the window that was chosen beforehand is told.
    """
    manifest, rows = result.manifest, list(map(_plain, result.comparison.to_dict("records")))
    ranges = Ranges(rows, symbol_of(manifest))
    windows = _windows(manifest, language)
    lines, order = [], manifest["design"]["primary"]
    primary = told([row for row in central(rows) if row["standing"] == "primary"])
    for row in sorted(primary, key=lambda row: order.index(row["outcome"])):
        arm, effect, *rest = _cells(row, ranges, windows, (manifest, language))
        lines.append((arm, effect, outcome_words(row["outcome"], manifest, language), *rest))
    return lines


def _windows(manifest: Mapping[str, Any], language: Language) -> dict[str, str]:
    """Return the windows that are shown, in words, by name."""
    design, horizon = manifest["design"], Horizon.from_dict(manifest)
    shown = shown_windows(design["windows"], design["primary_window"], horizon.year_ends)
    return {window.name: window_words(window.as_dict(), language) for window in shown}


def _cells(
    row: Mapping[Any, Any],
    ranges: Ranges,
    windows: Mapping[str, str],
    said: tuple[Mapping[str, Any], Language],
) -> tuple[str, ...]:
    """Return one line of the table."""
    manifest, language = said
    return (
        arm_words(row["policy"], manifest, language),
        language.text(_EFFECTS[row["effect"]]),
        windows[row["window"]],
        amount(row["baseline_mean"], row["unit"], symbol_of(manifest), language),
        difference_words(row, ranges, language),
        holm_words(row, language),
        verdict_words(row, ranges, language),
    )


def _plain(row: Mapping[Any, Any]) -> dict[Any, Any]:
    """Return a row of a frame, in which a missing figure is not a number, as it was written."""
    return {name: None if pd.isna(value) else value for name, value in row.items()}


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Return *rows* with columns of equal width; the first row is set apart."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    lines = [
        "  "
        + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    rule = "  " + "  ".join("-" * width for width in widths)
    return "\n".join([lines[0], rule, *lines[1:]])
