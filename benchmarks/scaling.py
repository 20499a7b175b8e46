"""How cost grows with people, years and policies: times, exponents, and a picture of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["exponent", "picture"]

Times = Mapping[int, float]
"""Seconds, by how many people, years or policies they were spent on."""


def exponent(times: Times) -> float:
    """Return by which power of the number the seconds grow: 1 if in proportion, 2 if squared."""
    slope, _ = np.polyfit(np.log(list(times)), np.log(list(times.values())), 1)
    return float(slope)


def picture(path: Path, measured: Mapping[str, Times]) -> None:
    """Draw the seconds of each of *measured* beside a straight proportion, on equal decades."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    with rc_context({"svg.hashsalt": "policy-sim"}):
        figure = Figure(figsize=(9, 3.2), layout="constrained")
        axes: Sequence[Axes] = figure.subplots(1, len(measured))
        for ax, (name, times) in zip(axes, measured.items(), strict=True):
            numbers, seconds = list(times), list(times.values())
            ax.loglog(numbers, seconds, "o-", label="measured")
            ax.loglog(numbers, [seconds[-1] * n / numbers[-1] for n in numbers], ":",
                      label="in proportion")  # fmt: skip
            ax.set(xlabel=name, title=f"exponent {exponent(times):.2f}")
        axes[0].set_ylabel("seconds of processor time")
        axes[0].legend()
        figure.savefig(path, metadata={"Date": None})
