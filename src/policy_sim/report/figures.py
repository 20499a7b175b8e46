"""Figures: the paired difference over the years (the default), the levels behind it, and waiting.

Each function takes Axes to draw into, or makes its own, and returns them. Figures are drawn with
fixed salts and without dates, so that the same run gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from io import StringIO
from pathlib import Path
from textwrap import fill

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import ScaledTranslation

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.series import Curve, Subject
from policy_sim.report.waiting import Waiting

__all__ = ["SIZE", "draw_differences", "draw_levels", "draw_waiting", "roomy", "save", "svg_of"]

SIZE = (5.8, 4.0)
"""Width and height of a figure, in inches."""

TITLE_WIDTH, NAME_WIDTH = 52, 68
"""How many letters of a title, and of the name of a line, a figure has room for."""
MOST_DECIMALS = 6
ROOM, LINE, GAP = 4, 0.145, 0.06
"""For how many names a figure has room, and what a line of a name, and the gap between two, add."""

_STYLE = Path(__file__).with_name("figures.mplstyle")
# Told apart in print and by the colour-blind (Okabe and Ito 2008).
_COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
_MARKERS = ("o", "s", "^", "D", "v", "P")
_DASHES = ("-", "--", "-.", ":")


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
    with mpl.rc_context(fname=_STYLE):
        axes, made = axes or _canvas(), axes is None
        axes.axhline(0, color="black", linewidth=0.8)
        for curve in curves:
            _band(axes, curve, subject)
        for number, day in enumerate(sorted({day for day in divergence.values() if day})):
            _mark(axes, day, number, language)
        _title(axes, language.say("{outcome}: difference to the baseline", outcome=subject.title))
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
    with mpl.rc_context(fname=_STYLE):
        axes, made = axes or _canvas(), axes is None
        drawn: dict[tuple[float, ...], list[Curve]] = {}
        for curve in curves:
            drawn.setdefault(tuple(curve.means), []).append(curve)
        for same in drawn.values():
            _line(axes, same[0], "\n= ".join(curve.label for curve in same), subject)
        _title(axes, language.say("{outcome}: mean over replications", outcome=subject.title))
        axes.set_ylabel(subject.axis(signed=False, language=language))
        _finish(axes, subject, language)
    return roomy(axes) if made else axes


def draw_waiting(
    found: Mapping[str, Waiting], axes: Axes | None = None, language: Language = ENGLISH
) -> Axes:
    """Draw, for each arm by its label, the share that has risen by each month."""
    with mpl.rc_context(fname=_STYLE):
        axes, made = axes or _canvas(), axes is None
        for rank, (label, one) in enumerate(found.items()):
            axes.step(
                [0, *one.months],
                [0.0, *(100 * (1 - left) for left in one.waiting)],
                where="post",
                color=_COLOURS[rank % len(_COLOURS)],
                linestyle=_DASHES[rank % len(_DASHES)],
                label=label,
            )
        _title(axes, language.say("Time to the next rise in grade"))
        axes.set_xlabel(language.say("months from the first day"))
        axes.set_ylabel(language.say("per cent who have risen"))
        axes.set_ylim(bottom=0)
        _name_lines(axes)
    return roomy(axes) if made else axes


def roomy(axes: Axes) -> Axes:
    """Return *axes* of a figure that is made as much higher as the names of its lines ask for."""
    legend = axes.get_legend()
    names = [] if legend is None else [text.get_text() for text in legend.get_texts()]
    lines = sum(name.count("\n") + 1 for name in names)
    if lines > ROOM:
        _figure(axes).set_figheight(SIZE[1] + (lines - ROOM) * LINE + len(names) * GAP)
    return axes


def _canvas() -> Axes:
    """Return Axes of a figure that no interactive session knows of."""
    figure = Figure(figsize=SIZE, layout="constrained")
    FigureCanvasAgg(figure)
    return figure.add_subplot()


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
    """Draw one mean, in the colour and with the marker of its arm; a seventh arm is dashed."""
    axes.plot(
        [_year(day) for day in curve.days],
        [subject.shown(value) for value in curve.means],
        color=_COLOURS[curve.rank % len(_COLOURS)],
        marker=_MARKERS[curve.rank % len(_MARKERS)],
        linestyle=_DASHES[curve.rank // len(_COLOURS) % len(_DASHES)],
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
    axes.yaxis.set_major_formatter(mpl.ticker.FuncFormatter(_ticks(axes, language)))
    _name_lines(axes)


def _title(axes: Axes, text: str) -> None:
    """Set the title, in as many lines as the width of the figure asks for."""
    axes.set_title(fill(text, TITLE_WIDTH))


def _name_lines(axes: Axes) -> None:
    """Give every line its name below the figure, where long names and a phone have room for it.

    They stand half an inch below the axis, however high it is.
    """
    below = ScaledTranslation(0, -0.5, _figure(axes).dpi_scale_trans)
    handles, labels = axes.get_legend_handles_labels()
    named = ["\n".join(fill(line, NAME_WIDTH) for line in one.split("\n")) for one in labels]
    axes.legend(
        handles,
        named,
        loc="upper left",
        bbox_to_anchor=(0.0, 0.0),
        bbox_transform=axes.transAxes + below,
        fontsize=8.5,
        borderaxespad=0.0,
    )


def _ticks(axes: Axes, language: Language) -> Callable[[float, float], str]:
    """Return what writes a tick of the vertical axis in *language*, as exactly as all need it."""

    def written(value: float, _position: float) -> str:
        places = axes.yaxis.get_majorticklocs()
        step = float(abs(places[1] - places[0])) if len(places) > 1 else 1.0
        exact = (n for n in range(MOST_DECIMALS) if math.isclose(round(step, n), step))
        return language.number(value, next(exact, MOST_DECIMALS))

    return written


def _year(day: date) -> float:
    """Return a day as a place on the axis: 31 December 2026 stands at 2026.

    The first of January is where the year before ended.
    """
    return day.year - 1 + day.timetuple().tm_yday / 366


def save(axes: Axes, folder: Path, name: str, drawn: str | None = None) -> tuple[Path, Path]:
    """Write the figure of *axes* as SVG and PNG under *folder*, without dates; return the paths.

    *drawn* is its SVG, if it has been drawn already. The figure keeps the layout that it then has.
    """
    folder.mkdir(parents=True, exist_ok=True)
    svg, png = folder / f"{name}.svg", folder / f"{name}.png"
    svg.write_text(svg_of(axes) if drawn is None else drawn, encoding="utf-8")
    figure = _figure(axes)
    figure.set_layout_engine("none")
    with mpl.rc_context(fname=_STYLE):
        figure.savefig(png, dpi=110, metadata={"Software": "policy-sim"})
    return svg, png


def svg_of(axes: Axes) -> str:
    """Return the figure of *axes* as SVG, without dates."""
    written = StringIO()
    with mpl.rc_context(fname=_STYLE):
        _figure(axes).savefig(
            written, format="svg", metadata={"Date": None, "Creator": "policy-sim"}
        )
    return written.getvalue()


def _figure(axes: Axes) -> Figure:
    figure = axes.get_figure(root=True)
    if figure is None:
        msg = "these Axes belong to no figure"
        raise ValueError(msg)
    return figure
