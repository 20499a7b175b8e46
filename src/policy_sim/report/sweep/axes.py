"""The Axes that figures of sweeps are drawn on."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from policy_sim.report.figures import SIZE

__all__ = ["new_axes", "save"]

_STYLE = Path(__file__).parents[1] / "figures.mplstyle"


def new_axes() -> Axes:
    """Return Axes of a figure that no interactive session knows of, in the style of all figures."""
    with mpl.rc_context(fname=_STYLE):
        figure = Figure(figsize=SIZE, layout="constrained")
        FigureCanvasAgg(figure)
        return figure.add_subplot()


def save(axes: Axes, path: Path) -> None:
    """Write the figure that *axes* are on."""
    figure = axes.get_figure(root=True)
    if figure is not None:
        figure.savefig(path)
