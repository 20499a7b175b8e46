"""Thresholds in words and as a figure: at what value of a lever a difference changes its sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import difference
from policy_sim.report.page.blocks import Paragraph, Subheading
from policy_sim.report.sweep.axes import band, new_axes
from policy_sim.report.sweep.parts import Drawing, Part, Rows, Told, table_of
from policy_sim.report.wording import plain_words
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.statistics import paired
from policy_sim.sweep.lever import Lever
from policy_sim.sweep.threshold import Crossing, Curve, crossings

__all__ = ["LookedAt", "thresholds_told"]


@dataclass(frozen=True, slots=True)
class LookedAt:
    """The *curve* of one policy's difference in one outcome, None where a run has no value."""

    policy: str
    outcome: str
    curve: Curve | None

    @property
    def crossings(self) -> tuple[Crossing, ...]:
        """Where the difference changes its sign, if it is clear at any value."""
        return crossings(self.curve) if self.curve and _clear(self.curve) else ()


def thresholds_told(
    lever: Lever, found: Sequence[LookedAt], symbol: str, language: Language = ENGLISH
) -> Told:
    """Return where each difference changes its sign over *lever*, and what was looked at."""
    parts: list[Part] = []
    looked: list[dict[str, Any]] = []
    turned: list[dict[str, Any]] = []
    values = []
    for one in found:
        about = {"what": lever.what, "policy": one.policy, "outcome": one.outcome}
        crossed, outcome = one.crossings, one.outcome
        values.append(about | {"crossings": list(map(asdict, crossed))})
        turned += [about | asdict(crossing) for crossing in crossed]
        title = f"{one.policy}: {plain_words(outcome, language)}"
        parts += [Subheading(title), *map(Paragraph, _sentences(lever, one, language))]
        if one.curve is None or _untouched(one.curve):
            continue
        rows = list(_looked(lever, one.curve))
        looked += [about | row for row in rows]
        unit = OUTCOMES[outcome].unit
        cells = [
            (
                row["value"],
                difference(row["difference"], row["low"], row["high"], unit, symbol, language),
            )
            for row in rows
        ]
        headings = (lever.what, language.say("difference [95 %]"))
        table = table_of(title, headings, cells)
        alt = language.say("{title}, over {what}", title=title, what=lever.what)
        draw = partial(_draw_curve, lever, rows, crossed, (title, outcome, language))
        parts += [table, Drawing(f"threshold-{one.policy}-{outcome}", draw, alt, table)]
    return Told(
        "threshold",
        language.say("At what value the reform stops paying"),
        tuple(parts),
        {"thresholds": values},
        {"crossings": turned, "curve": looked},
    )


def _looked(lever: Lever, curve: Curve) -> Iterator[dict[str, Any]]:
    """Yield the mean difference at each value that was looked at, with its interval."""
    for number, differences in zip(curve.values, curve.differences, strict=True):
        told = paired(differences)
        yield {
            "number": number,
            "value": _told(lever, number),
            "difference": told.mean,
            "low": told.low,
            "high": told.high,
            "n": told.n,
        }


def _clear(curve: Curve) -> bool:
    """Return whether the difference is clear at any value: its interval does not hold zero."""
    told = map(paired, curve.differences)
    ends = ((one.low, one.high) for one in told if one.low is not None and one.high is not None)
    return any(not low <= 0 <= high for low, high in ends)


def _untouched(curve: Curve) -> bool:
    """Return whether every replication has the same difference at every value."""
    return len(set(curve.differences)) == 1


def _sentences(lever: Lever, one: LookedAt, language: Language) -> Iterator[str]:
    """Yield at which values a difference changes its sign, or why that cannot be told."""
    curve = one.curve
    if curve is None:
        yield language.say("Some run has no value of it, so that nothing can be said.")
    elif _untouched(curve):
        yield language.say("{what} does not touch it: it is the same everywhere.", what=lever.what)
    elif not _clear(curve):
        yield language.say(
            "At no value is the difference clear: no threshold can be told. Run more replications."
        )
    elif not one.crossings:
        yield language.say(
            "The difference does not change its sign from {low} to {high}: there is no threshold "
            "there.",
            low=lever.values[0],
            high=lever.values[-1],
        )
    for crossing in one.crossings:
        yield from _crossed(lever, crossing, language)


def _crossed(lever: Lever, one: Crossing, language: Language) -> Iterator[str]:
    """Yield at which value a difference changes its sign, and how well that is known."""
    sentence = (
        language.text("Below {value} {interval} it is under zero, above it over zero.")
        if one.rises
        else language.text("Below {value} {interval} it is over zero, above it under zero.")
    )
    yield sentence.format(value=_told(lever, one.value), interval=_interval(lever, one))
    if one.low is None and one.high is None:
        yield language.say(
            "Luck alone could have put it anywhere in the range, or nowhere: run more replications."
        )


def _interval(lever: Lever, one: Crossing) -> str:
    """Return the values that cannot be told from a crossing; an end beyond the range is open."""
    low = "…" if one.low is None else _told(lever, one.low)
    high = "…" if one.high is None else _told(lever, one.high)
    return f"[{low}, {high}]"


def _told(lever: Lever, value: float) -> str:
    if lever.scale is None:
        return f"{value:g}"
    return f"{lever.scale.before}{value:.3g}{lever.scale.after}"


def _draw_curve(
    lever: Lever,
    rows: Rows,
    found: Sequence[Crossing],
    of: tuple[str, str, Language],
    axes: Axes | None = None,
) -> Axes:
    """Return Axes with one difference over everything looked at, and where it crosses zero."""
    title, outcome, language = of
    axes = axes or new_axes()
    means = [row["difference"] for row in rows]
    band(axes, [row["number"] for row in rows], means, [(r["low"], r["high"]) for r in rows])
    for one in found:
        axes.axvline(one.value, color="black", linestyle=":")
        axes.annotate(
            _told(lever, one.value),
            (one.value, 0),
            xytext=(3, 3),
            textcoords="offset points",
            fontsize=8,
        )
    axes.set_xlabel(lever.what)
    axes.set_ylabel(language.say("difference ({unit})", unit=OUTCOMES[outcome].unit))
    axes.set_title(title)
    return axes
