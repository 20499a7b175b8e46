"""Figures: the paired difference over the years (the default), and the trajectories behind it.

Figures are drawn with fixed salts and without dates, so that the same run gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from policy_sim.report.series import Curve, Subject

__all__ = ["SIZE", "draw_differences", "draw_levels", "save"]

SIZE = (7.2, 3.6)
"""Width and height of a figure, in inches."""

_STYLE = Path(__file__).with_name("figures.mplstyle")
# Told apart in print and by the colour-blind (Okabe and Ito 2008).
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_MARKERS = ("o", "s", "^", "D", "v", "P")


def draw_differences(
    curves: Sequence[Curve],
    subject: Subject,
    divergence: Mapping[str, date | None],
    axes: Axes | None = None,
) -> Figure:
    """Draw reform minus baseline by year: mean, 95 % band, zero line, divergence dates.

    *divergence* gives for a curve's name the day from which it may differ at all; *axes* are
    drawn into if given (a notebook's own).
    """
    with mpl.rc_context(fname=_STYLE):
        axes = axes or _canvas().add_subplot()
        axes.axhline(0, color="black", linewidth=0.8)
        for curve in curves:
            _band(axes, curve, subject)
        for number, day in enumerate(sorted({day for day in divergence.values() if day})):
            _mark(axes, day, number)
        axes.set_title(f"{subject.title}: difference to the baseline")
        axes.set_ylabel(subject.axis(signed=True))
        _finish(axes, subject)
    return _figure_of(axes)


def draw_levels(curves: Sequence[Curve], subject: Subject, axes: Axes | None = None) -> Figure:
    """Draw the mean of each arm by year; arms that coincide are named together."""
    with mpl.rc_context(fname=_STYLE):
        axes = axes or _canvas().add_subplot()
        drawn: dict[tuple[float, ...], list[Curve]] = {}
        for curve in curves:
            drawn.setdefault(tuple(curve.means), []).append(curve)
        for same in drawn.values():
            _line(axes, same[0], "\n= ".join(curve.label for curve in same), subject)
        axes.set_title(f"{subject.title}: mean over replications")
        axes.set_ylabel(subject.axis(signed=False))
        _finish(axes, subject)
    return _figure_of(axes)


def _canvas() -> Figure:
    """Return a figure that no interactive session knows of."""
    figure = Figure(figsize=SIZE, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def _figure_of(axes: Axes) -> Figure:
    """Return the whole figure that *axes* stand in."""
    figure = axes.get_figure(root=True)
    assert figure is not None  # noqa: S101  (axes that were taken out of their figure)
    return figure


def _band(axes: Axes, curve: Curve, subject: Subject) -> None:
    """Draw one mean with its interval, and the plausible range about them."""
    if curve.plausible is not None:
        _wider(axes, curve, curve.plausible, subject)
    if curve.lows is not None and curve.highs is not None:
        axes.fill_between(
            [_year(day) for day in curve.days],
            [subject.shown(value) for value in curve.lows],
            [subject.shown(value) for value in curve.highs],
            color=_COLOURS[curve.rank % len(_COLOURS)],
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
    colour = _COLOURS[curve.rank % len(_COLOURS)]
    axes.fill_between(years, lows, highs, color=colour, alpha=0.06, linewidth=0)
    for end in (lows, highs):
        axes.plot(years, end, color=colour, linewidth=0.8, linestyle=":")


def _line(axes: Axes, curve: Curve, label: str, subject: Subject) -> None:
    """Draw one mean, in the colour and with the marker of its arm."""
    axes.plot(
        [_year(day) for day in curve.days],
        [subject.shown(value) for value in curve.means],
        color=_COLOURS[curve.rank % len(_COLOURS)],
        marker=_MARKERS[curve.rank % len(_MARKERS)],
        markersize=3.5,
        label=label,
    )


def _mark(axes: Axes, day: date, number: int) -> None:
    """Mark a day from which arms may differ; the labels stand below each other."""
    axes.axvline(_year(day), color="grey", linewidth=0.8, linestyle=":")
    axes.annotate(
        f"may differ from {day:%Y-%m-%d}",
        (_year(day), 1),
        xycoords=("data", "axes fraction"),
        xytext=(3, -2 - 9 * number),
        textcoords="offset points",
        fontsize=7,
        color="grey",
        va="top",
    )


def _finish(axes: Axes, subject: Subject) -> None:
    """Label the years and the better direction, and give every line its name."""
    axes.xaxis.set_major_locator(mpl.ticker.MaxNLocator(integer=True))
    axes.set_xlabel(f"31 December ({subject.direction})")
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8)


def _year(day: date) -> float:
    """Return a day as a place on the axis: 31 December 2026 stands at 2026.

    The first of January is where the year before ended.
    """
    return day.year - 1 + day.timetuple().tm_yday / 366


def save(figure: Figure, folder: Path, name: str) -> tuple[Path, Path]:
    """Write *figure* as SVG and PNG under *folder*, without dates; return both paths."""
    folder.mkdir(parents=True, exist_ok=True)
    svg, png = folder / f"{name}.svg", folder / f"{name}.png"
    with mpl.rc_context(fname=_STYLE):
        figure.savefig(svg, metadata={"Date": None, "Creator": "policy-sim"})
        figure.savefig(png, dpi=110, metadata={"Software": "policy-sim"})
    return svg, png
