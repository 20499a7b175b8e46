"""The Axes that figures of sweeps are drawn on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from textwrap import fill

import matplotlib as mpl
from matplotlib.axes import Axes

from policy_sim.report.canvas import COLOURS, STYLE, new_axes, roomy, write_ticks
from policy_sim.report.numbers import axis
from policy_sim.report.sweep.teller import Teller
from policy_sim.simulation.outcomes import OUTCOMES

__all__ = [
    "BAR",
    "BESIDE_NAMES",
    "LOW_END",
    "OTHER",
    "Measure",
    "band",
    "measured",
    "save",
    "styled",
    "wrapped",
]

BAR, OTHER, LOW_END = COLOURS[0], COLOURS[1], "grey"

BESIDE, BESIDE_NAMES = 26, 38
"""How many letters of a name have room beside an axis, and of a title above such names."""


@contextmanager
def styled(axes: Axes | None) -> Iterator[Axes]:
    """Yield *axes*, or new ones, to be drawn on in the style of all figures.

    A new figure is made as high as the names of its lines ask for.
    """
    with mpl.rc_context(fname=STYLE):
        drawn = axes or new_axes()
        yield drawn
    if axes is None:
        roomy(drawn)


def save(axes: Axes, path: Path) -> None:
    """Write the figure that *axes* are on."""
    figure = axes.get_figure(root=True)
    if figure is not None:
        figure.savefig(path)


@dataclass(frozen=True, slots=True)
class Measure:
    """How values of an outcome are drawn: divided by *size*, in *unit*."""

    size: float
    unit: str

    def drawn(self, values: Sequence[float]) -> list[float]:
        """Return where *values* stand on the axis."""
        return [value / self.size for value in values]


def measured(
    values: Sequence[float | None], outcome: str, teller: Teller, *, signed: bool = True
) -> Measure:
    """Return how *values* of *outcome* are drawn, differences if they are *signed*."""
    known = [value for value in values if value is not None]
    unit, language = OUTCOMES[outcome].unit, teller.language
    return Measure(*axis(known, unit, teller.symbol, language, signed=signed))


def wrapped(name: str) -> str:
    """Return *name* in as many lines as it needs beside an axis."""
    return fill(name, BESIDE, break_long_words=False)


def band(
    axes: Axes,
    where: Sequence[float],
    means: Sequence[float],
    ends: Sequence[tuple[float | None, float | None]],
    of: tuple[str, Teller],
) -> None:
    """Draw a line of mean differences, and their intervals where all have one.

    *of* is the outcome, and who tells of it.
    """
    outcome, teller = of
    lows = [low for low, _ in ends if low is not None]
    highs = [high for _, high in ends if high is not None]
    how = measured([*means, *lows, *highs], outcome, teller)
    axes.plot(where, how.drawn(means), marker="o", color=BAR)
    if len(lows) == len(highs) == len(ends):
        axes.fill_between(
            where, how.drawn(lows), how.drawn(highs), color=BAR, alpha=0.2, linewidth=0
        )
    axes.axhline(0, color=LOW_END, linewidth=0.8)
    axes.set_ylabel(teller.language.say("difference ({unit})", unit=how.unit))
    write_ticks(axes.yaxis, teller.language)
