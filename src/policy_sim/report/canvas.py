"""What figures are drawn on: their style, their size, titles, names of lines, and ticks.

Figures are drawn with fixed salts and without dates, so that the same run gives the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from textwrap import fill

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.transforms import ScaledTranslation

from policy_sim.catalogue.language import Language

__all__ = [
    "COLOURS",
    "DASHES",
    "MARKERS",
    "SIZE",
    "STYLE",
    "entitle",
    "name_lines",
    "new_axes",
    "roomy",
    "save",
    "svg_of",
    "write_ticks",
]

SIZE = (5.8, 4.0)
"""Width and height of a figure, in inches."""

TITLE_WIDTH, NAME_WIDTH = 52, 68
"""How many letters of a title, and of the name of a line, a figure has room for."""
MOST_DECIMALS = 6
ROOM, LINE, GAP = 4, 0.145, 0.06
"""For how many names a figure has room, and what a line of a name, and the gap between two, add."""

STYLE = Path(__file__).with_name("figures.mplstyle")
# Told apart in print and by the colour-blind (Okabe and Ito 2008).
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9")
MARKERS = ("o", "s", "^", "D", "v", "P")
DASHES = ("-", "--", "-.", ":")


def new_axes() -> Axes:
    """Return Axes of a figure that no interactive session knows of."""
    figure = Figure(figsize=SIZE, layout="constrained")
    FigureCanvasAgg(figure)
    return figure.add_subplot()


def roomy(axes: Axes) -> Axes:
    """Return *axes* of a figure that is made as much higher as the names of its lines ask for."""
    legend = axes.get_legend()
    names = [] if legend is None else [text.get_text() for text in legend.get_texts()]
    lines = sum(name.count("\n") + 1 for name in names)
    if lines > ROOM:
        _figure(axes).set_figheight(SIZE[1] + (lines - ROOM) * LINE + len(names) * GAP)
    return axes


def entitle(axes: Axes, text: str, width: int = TITLE_WIDTH) -> None:
    """Set the title, in lines of *width* letters; long names beside the axis leave it less."""
    axes.set_title(fill(text, width))


def name_lines(axes: Axes) -> None:
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


def write_ticks(axis: Axis, language: Language) -> None:
    """Have the ticks of *axis* written in *language*, as exactly as all of them need it."""
    axis.set_major_formatter(mpl.ticker.FuncFormatter(_written(axis, language)))


def _written(axis: Axis, language: Language) -> Callable[[float, float], str]:
    def written(value: float, _position: float) -> str:
        places = axis.get_majorticklocs()
        step = float(abs(places[1] - places[0])) if len(places) > 1 else 1.0
        exact = (n for n in range(MOST_DECIMALS) if math.isclose(round(step, n), step))
        return language.number(value, next(exact, MOST_DECIMALS))

    return written


def save(axes: Axes, folder: Path, name: str, drawn: str | None = None) -> tuple[Path, Path]:
    """Write the figure of *axes* as SVG and PNG under *folder*, without dates; return the paths.

    *drawn* is its SVG, if it has been drawn already. The figure keeps the layout that it then has.
    """
    folder.mkdir(parents=True, exist_ok=True)
    svg, png = folder / f"{name}.svg", folder / f"{name}.png"
    svg.write_text(svg_of(axes) if drawn is None else drawn, encoding="utf-8")
    figure = _figure(axes)
    figure.set_layout_engine("none")
    with mpl.rc_context(fname=STYLE):
        figure.savefig(png, dpi=110, metadata={"Software": "policy-sim"})
    return svg, png


def svg_of(axes: Axes) -> str:
    """Return the figure of *axes* as SVG, without dates."""
    written = StringIO()
    with mpl.rc_context(fname=STYLE):
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
