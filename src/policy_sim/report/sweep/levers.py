"""Levers and thresholds in words and as figures: what each value brings, and where it turns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from matplotlib.axes import Axes

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import difference
from policy_sim.report.summary import aligned
from policy_sim.report.sweep.axes import new_axes
from policy_sim.report.wording import plain_words
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.sweep.lever import Lever
from policy_sim.sweep.responses import Response, Swing
from policy_sim.sweep.threshold import Crossing

__all__ = [
    "crossing_lines",
    "draw_responses",
    "draw_swings",
    "lever_lines",
    "lever_values",
]

BAR, LOW_END = "#0072B2", "grey"


def lever_lines(
    rows: Sequence[Response], swings: Sequence[Swing], symbol: str, language: Language = ENGLISH
) -> list[str]:
    """Return every difference at every value, by reform and outcome, and how far levers move it."""
    lines = [
        language.say(
            "Differences (reform less baseline) on the same people and luck at each value, with "
            "their 95 % intervals; exploratory, since nothing is adjusted for how many there are."
        )
    ]
    for policy, outcome in dict.fromkeys((row.policy, row.outcome) for row in rows):
        own = [row for row in rows if (row.policy, row.outcome) == (policy, outcome)]
        lines += ["", f"{policy}: {plain_words(outcome, language)}", _table(own, symbol, language)]
        lines += [
            _swing(row, symbol, language)
            for row in swings
            if (row.policy, row.outcome) == (policy, outcome)
        ]
    return lines


def _table(rows: Sequence[Response], symbol: str, language: Language) -> str:
    headings = (language.say("set"), language.say("value"), language.say("difference [95 %]"))
    cells = [
        (
            row.what or language.say("(as stated)"),
            row.value,
            difference(
                row.difference, row.low, row.high, OUTCOMES[row.outcome].unit, symbol, language
            ),
        )
        for row in rows
    ]
    return aligned([headings, *cells])


def _swing(row: Swing, symbol: str, language: Language) -> str:
    unit = OUTCOMES[row.outcome].unit
    return language.say(
        "{what} moves it by {swing}, from {least} to {most}.",
        what=row.what,
        swing=difference(row.swing, row.low, row.high, unit, symbol, language),
        least=row.least_at,
        most=row.most_at,
    )


def crossing_lines(
    lever: Lever, policy: str, outcome: str, found: Sequence[Crossing], language: Language = ENGLISH
) -> Iterator[str]:
    """Yield at which values of *lever* a difference changes its sign, or that it does nowhere."""
    yield f"{policy}: {plain_words(outcome, language)}"
    if not found:
        yield "  " + language.say(
            "The difference keeps its sign from {low} to {high}: there is no threshold there.",
            low=lever.values[0],
            high=lever.values[-1],
        )
    for one in found:
        sentence = (
            language.text("Below {value} {interval} it is under zero, above it over zero.")
            if one.rises
            else language.text("Below {value} {interval} it is over zero, above it under zero.")
        )
        told = sentence.format(value=_told(lever, one.value), interval=_interval(lever, one))
        yield f"  {told}"


def _interval(lever: Lever, one: Crossing) -> str:
    """Return the values that cannot be told from a crossing; an end beyond the range is open."""
    low = "…" if one.low is None else _told(lever, one.low)
    high = "…" if one.high is None else _told(lever, one.high)
    return f"[{low}, {high}]"


def _told(lever: Lever, value: float) -> str:
    if lever.scale is None:
        return f"{value:g}"
    return f"{lever.scale.before}{value:.4g}{lever.scale.after}"


def lever_values(rows: Sequence[Response], swings: Sequence[Swing]) -> dict[str, Any]:
    """Return every difference and swing as plain values."""
    return {"responses": list(map(asdict, rows)), "swings": list(map(asdict, swings))}


def draw_swings(swings: Sequence[Swing], language: Language = ENGLISH) -> Axes:
    """Return Axes with a tornado: from the least to the most mean of each lever, about the study.

    Raises :exc:`ValueError` unless all *swings* are of one reform and outcome.
    """
    if len({(row.policy, row.outcome) for row in swings}) != 1:
        msg = "a tornado is drawn of one reform and one outcome"
        raise ValueError(msg)
    axes, first, rows = new_axes(), swings[0], swings[::-1]
    axes.barh(
        [row.what for row in rows],
        [row.most - row.least for row in rows],
        left=[row.least for row in rows],
        color=BAR,
    )
    for place, row in enumerate(rows):
        axes.annotate(row.least_at, (row.least, place), ha="right", va="center", fontsize=7)
        axes.annotate(row.most_at, (row.most, place), ha="left", va="center", fontsize=7)
    axes.margins(x=0.15)
    axes.axvline(first.stated, color="black", linestyle=":")
    axes.axvline(0, color=LOW_END, linewidth=0.8)
    unit = OUTCOMES[first.outcome].unit
    axes.set_xlabel(language.say("difference ({unit}); dotted: as stated", unit=unit))
    axes.set_title(f"{first.policy}: {plain_words(first.outcome, language)}")
    return axes


def draw_responses(lever: Lever, rows: Sequence[Response], language: Language = ENGLISH) -> Axes:
    """Return Axes with one difference over the values of *lever*, and its interval at each.

    *rows* are those of the lever, of one reform and outcome, in the order of the values.
    """
    axes = new_axes()
    numbers = lever.numbers
    where = list(numbers) if numbers else list(range(len(rows)))
    means = [row.difference for row in rows]
    axes.plot(where, means, marker="o", color=BAR)
    if all(row.low is not None for row in rows):
        lows = [row.low for row in rows if row.low is not None]
        highs = [row.high for row in rows if row.high is not None]
        axes.fill_between(where, lows, highs, color=BAR, alpha=0.2, linewidth=0)
    axes.axhline(0, color=LOW_END, linewidth=0.8)
    axes.set_xticks(where, lever.values)
    axes.set_xlabel(lever.what)
    unit = OUTCOMES[rows[0].outcome].unit
    axes.set_ylabel(language.say("difference ({unit})", unit=unit))
    axes.set_title(f"{rows[0].policy}: {plain_words(rows[0].outcome, language)}")
    return axes
