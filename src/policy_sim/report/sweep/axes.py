"""The Axes that figures of sweeps are drawn on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from policy_sim.report.figures import SIZE

__all__ = ["BAR", "LOW_END", "band", "new_axes", "save"]

BAR, LOW_END = "#0072B2", "grey"

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


def band(
    axes: Axes,
    where: Sequence[float],
    means: Sequence[float],
    ends: Sequence[tuple[float | None, float | None]],
) -> None:
    """Draw a line of means, and their intervals where all have one."""
    axes.plot(where, means, marker="o", color=BAR)
    lows = [low for low, _ in ends if low is not None]
    highs = [high for _, high in ends if high is not None]
    if len(lows) == len(highs) == len(ends):
        axes.fill_between(where, lows, highs, color=BAR, alpha=0.2, linewidth=0)
    axes.axhline(0, color=LOW_END, linewidth=0.8)
