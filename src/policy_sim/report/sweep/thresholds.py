"""Thresholds in words and as a figure: at what value of a lever a difference changes its sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from policy_sim.report.canvas import entitle, write_ticks
from policy_sim.report.page.blocks import Paragraph, Subheading
from policy_sim.report.sweep.axes import band, styled
from policy_sim.report.sweep.parts import Drawing, Part, Rows, Told, table_of
from policy_sim.report.sweep.teller import ENGLISH_TELLER, Teller
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
    lever: Lever, found: Sequence[LookedAt], teller: Teller = ENGLISH_TELLER
) -> Told:
    """Return where each difference changes its sign over *lever*, and what was looked at."""
    language, called = teller.language, teller.lever(lever.what)
    parts: list[Part] = []
    looked: list[dict[str, Any]] = []
    turned: list[dict[str, Any]] = []
    values = []
    for one in found:
        about = {"what": lever.what, "policy": one.policy, "outcome": one.outcome}
        crossed, outcome = one.crossings, one.outcome
        values.append(about | {"crossings": list(map(asdict, crossed))})
        turned += [about | asdict(crossing) for crossing in crossed]
        title = teller.subject(one.policy, outcome)
        parts += [Subheading(title), *map(Paragraph, _sentences(lever, one, teller))]
        if one.curve is None or _untouched(one.curve):
            continue
        rows = list(_looked(lever, one.curve))
        looked += [about | row for row in rows]
        cells = [
            (
                teller.value(row["value"]),
                teller.difference(row["difference"], row["low"], row["high"], outcome),
            )
            for row in rows
        ]
        headings = (called, language.say("difference [95 %]"))
        table = table_of(title, headings, cells)
        alt = language.say(
            "{title}, over {what}: the mean difference, shaded its 95 % interval",
            title=title,
            what=called,
        )
        draw = partial(_draw_curve, lever, rows, crossed, (title, outcome, teller))
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


def _sentences(lever: Lever, one: LookedAt, teller: Teller) -> Iterator[str]:
    """Yield at which values a difference changes its sign, or why that cannot be told."""
    curve, language = one.curve, teller.language
    if curve is None:
        yield language.say("Some run has no value of it, so that nothing can be said.")
    elif _untouched(curve):
        what = teller.lever(lever.what)
        yield language.say("{what} does not touch it: it is the same everywhere.", what=what)
    elif not _clear(curve):
        yield language.say(
            "At no value is the difference clear: no threshold can be told. Run more replications."
        )
    elif not one.crossings:
        yield language.say(
            "The difference does not change its sign from {low} to {high}: there is no threshold "
            "there.",
            low=teller.value(lever.values[0]),
            high=teller.value(lever.values[-1]),
        )
    for crossing in one.crossings:
        yield from _crossed(lever, crossing, teller)


def _crossed(lever: Lever, one: Crossing, teller: Teller) -> Iterator[str]:
    """Yield at which value a difference changes its sign, and how well that is known."""
    language = teller.language
    sentence = (
        language.text("Below {value} {interval} it is under zero, above it over zero.")
        if one.rises
        else language.text("Below {value} {interval} it is over zero, above it under zero.")
    )
    value = teller.value(_told(lever, one.value))
    yield sentence.format(value=value, interval=_interval(lever, one, teller))
    if one.low is None and one.high is None:
        yield language.say(
            "Luck alone could have put it anywhere in the range, or nowhere: run more replications."
        )


def _interval(lever: Lever, one: Crossing, teller: Teller) -> str:
    """Return the values that cannot be told from a crossing; an end beyond the range is open."""
    low, high = (
        "…" if end is None else teller.value(_told(lever, end)) for end in (one.low, one.high)
    )
    return teller.interval(low, high)


def _told(lever: Lever, value: float) -> str:
    if lever.scale is None:
        return f"{value:g}"
    return f"{lever.scale.before}{value:.3g}{lever.scale.after}"


def _draw_curve(
    lever: Lever,
    rows: Rows,
    found: Sequence[Crossing],
    of: tuple[str, str, Teller],
    axes: Axes | None = None,
) -> Axes:
    """Return Axes with one difference over everything looked at, and where it crosses zero."""
    title, outcome, teller = of
    where, means = ([row[name] for row in rows] for name in ("number", "difference"))
    with styled(axes) as drawn:
        band(drawn, where, means, [(row["low"], row["high"]) for row in rows], (outcome, teller))
        for one in found:
            drawn.axvline(one.value, color="black", linestyle=":")
            drawn.annotate(
                teller.value(_told(lever, one.value)),
                (one.value, 0),
                xytext=(3, 3),
                textcoords="offset points",
                fontsize=8,
            )
        drawn.set_xlabel(teller.lever(lever.what))
        write_ticks(drawn.xaxis, teller.language)
        entitle(drawn, title)
    return drawn
