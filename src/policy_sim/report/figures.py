"""Figures: the paired difference over the years (the default), the levels behind it, and waiting.

Each function takes Axes to draw into, or makes its own, and returns them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import matplotlib as mpl
from matplotlib.axes import Axes

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.canvas import (
    COLOURS,
    DASHES,
    MARKERS,
    STYLE,
    entitle,
    name_lines,
    new_axes,
    roomy,
    write_ticks,
)
from policy_sim.report.series import Curve, Subject
from policy_sim.report.waiting import Waiting

__all__ = ["draw_differences", "draw_levels", "draw_waiting"]


def draw_differences(
    curves: Sequence[Curve],
    subject: Subject,
    divergence: Mapping[str, date | None],
    axes: Axes | None = None,
    language: Language = ENGLISH,
) -> Axes:
    """Draw reform minus baseline by year: mean, 95 % band, zero line, dates from which it differs.

    *divergence* gives for a curve's name the day from which it may differ at all; *axes* are
    drawn into if given (a notebook's own).
    """
    with mpl.rc_context(fname=STYLE):
        axes, made = axes or new_axes(), axes is None
        axes.axhline(0, color="black", linewidth=0.8)
        for curve in curves:
            _band(axes, curve, subject)
        for number, day in enumerate(sorted({day for day in divergence.values() if day})):
            _mark(axes, day, number, language)
        entitle(axes, language.say("{outcome}: difference to the baseline", outcome=subject.title))
        axes.set_ylabel(subject.axis(signed=True, language=language))
        _finish(axes, subject, language)
    return roomy(axes) if made else axes


def draw_levels(
    curves: Sequence[Curve],
    subject: Subject,
    axes: Axes | None = None,
    language: Language = ENGLISH,
) -> Axes:
    """Draw the mean of each arm by year; arms that coincide are named together."""
    with mpl.rc_context(fname=STYLE):
        axes, made = axes or new_axes(), axes is None
        drawn: dict[tuple[float, ...], list[Curve]] = {}
        for curve in curves:
            drawn.setdefault(tuple(curve.means), []).append(curve)
        for same in drawn.values():
            _line(axes, same[0], "\n= ".join(curve.label for curve in same), subject)
        entitle(axes, language.say("{outcome}: mean over replications", outcome=subject.title))
        axes.set_ylabel(subject.axis(signed=False, language=language))
        _finish(axes, subject, language)
    return roomy(axes) if made else axes


def draw_waiting(
    found: Mapping[str, Waiting], axes: Axes | None = None, language: Language = ENGLISH
) -> Axes:
    """Draw, for each arm by its label, the share that has risen by each month."""
    with mpl.rc_context(fname=STYLE):
        axes, made = axes or new_axes(), axes is None
        for rank, (label, one) in enumerate(found.items()):
            axes.step(
                [0, *one.months],
                [0.0, *(100 * (1 - left) for left in one.waiting)],
                where="post",
                color=COLOURS[rank % len(COLOURS)],
                linestyle=DASHES[rank % len(DASHES)],
                label=label,
            )
        entitle(axes, language.say("Time to the next rise in grade"))
        axes.set_xlabel(language.say("months from the first day"))
        axes.set_ylabel(language.say("per cent who have risen"))
        axes.set_ylim(bottom=0)
        name_lines(axes)
    return roomy(axes) if made else axes


def _band(axes: Axes, curve: Curve, subject: Subject) -> None:
    """Draw one mean with its interval, and the plausible range about them."""
    if curve.plausible is not None:
        _wider(axes, curve, curve.plausible, subject)
    if curve.lows is not None and curve.highs is not None:
        axes.fill_between(
            [_year(day) for day in curve.days],
            [subject.shown(value) for value in curve.lows],
            [subject.shown(value) for value in curve.highs],
            color=COLOURS[curve.rank % len(COLOURS)],
            alpha=0.18,
            linewidth=0,
        )
    _line(axes, curve, curve.label, subject)


def _wider(
    axes: Axes,
    curve: Curve,
    plausible: tuple[tuple[float, ...], tuple[float, ...]],
    subject: Subject,
) -> None:
    """Draw the plausible range: lighter than the interval, its ends dotted."""
    years = [_year(day) for day in curve.days]
    lows, highs = ([subject.shown(value) for value in end] for end in plausible)
    colour = COLOURS[curve.rank % len(COLOURS)]
    axes.fill_between(years, lows, highs, color=colour, alpha=0.06, linewidth=0)
    for end in (lows, highs):
        axes.plot(years, end, color=colour, linewidth=0.8, linestyle=":")


def _line(axes: Axes, curve: Curve, label: str, subject: Subject) -> None:
    """Draw one mean, in the colour and with the marker of its arm; a seventh arm is dashed."""
    axes.plot(
        [_year(day) for day in curve.days],
        [subject.shown(value) for value in curve.means],
        color=COLOURS[curve.rank % len(COLOURS)],
        marker=MARKERS[curve.rank % len(MARKERS)],
        linestyle=DASHES[curve.rank // len(COLOURS) % len(DASHES)],
        markersize=3.5,
        label=label,
    )


def _mark(axes: Axes, day: date, number: int, language: Language) -> None:
    """Mark a day from which arms may differ; the labels stand below each other."""
    axes.axvline(_year(day), color="grey", linewidth=0.8, linestyle=":")
    axes.annotate(
        language.say("may differ from {day}", day=language.day(day)),
        (_year(day), 1),
        xycoords=("data", "axes fraction"),
        xytext=(3, -2 - 9 * number),
        textcoords="offset points",
        fontsize=7,
        color="#555555",
        va="top",
    )


def _finish(axes: Axes, subject: Subject, language: Language) -> None:
    """Label the years and the better direction, and give every line its name."""
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
    axes.set_xlabel(
        language.say("31 December ({direction})", direction=subject.direction(language))
    )
    write_ticks(axes.yaxis, language)
    name_lines(axes)


def _year(day: date) -> float:
    """Return a day as a place on the axis: 31 December 2026 stands at 2026.

    The first of January is where the year before ended.
    """
    return day.year - 1 + day.timetuple().tm_yday / 366
