"""A calibration in words and as a figure: what the data tell, and how well the fit holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from matplotlib.axes import Axes

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import amount
from policy_sim.report.summary import aligned
from policy_sim.report.sweep.axes import new_axes
from policy_sim.report.wording import plain_words
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.sweep.calibration.study import Calibration, Figure

__all__ = ["calibration_lines", "calibration_values", "draw_fit"]

WORSE = 1.0
"""Held-out figures that are missed by more than luck, and by more than before, warn."""


def calibration_lines(
    found: Calibration, symbol: str = "", language: Language = ENGLISH
) -> list[str]:
    """Return what was found as text; *symbol* is that of the currency."""
    return [
        language.say(
            "{sets} sets of values were run, each {histories} times.",
            sets=language.number(found.sets),
            histories=language.number(found.histories),
        ),
        _parameters(found, language),
        *_unidentified(found, language),
        "",
        _figures(found, symbol, language),
        *_holding(found, language),
    ]


def _parameters(found: Calibration, language: Language) -> str:
    headings = ("assumption", "before", "after", "95 % of it", "spread left", "identified")
    rows = [
        (
            one.entry.name,
            f"{one.entry.value:g}",
            f"{one.value:.4g}",
            f"{one.low:.4g} .. {one.high:.4g}",
            language.say("{share} %", share=language.number(100 * one.kept)),
            language.say("yes") if one.identified else language.say("no"),
        )
        for one in found.parameters
    ]
    return aligned([tuple(language.text(word) for word in headings), *rows])


def _unidentified(found: Calibration, language: Language) -> Iterator[str]:
    """Yield what the data do not tell."""
    for one in found.parameters:
        if one.together:
            yield language.say(
                "These figures hardly tell {name} from {others}: only together do they fit.",
                name=one.entry.name,
                others=language.listed(list(one.together)),
            )
    left = [one.entry.name for one in found.parameters if not one.identified]
    if left:
        yield language.say(
            "Not identified by these figures, and left as they were: {names}.",
            names=language.listed(left),
        )


def _figures(found: Calibration, symbol: str, language: Language) -> str:
    headings = ("year", "figure", "observed", "before", "after", "part")
    rows = [_cells(one, symbol, language) for one in found.figures]
    return aligned([tuple(language.text(word) for word in headings), *rows])


def _cells(one: Figure, symbol: str, language: Language) -> tuple[str, ...]:
    total = one.total
    name = plain_words(total.outcome, language)
    unit = OUTCOMES[total.outcome].unit
    part = language.say("fitted") if one.fitted else language.say("held out")
    return (
        str(total.year),
        name if total.group == "all" else f"{name} ({total.group})",
        amount(total.value, unit, symbol, language),
        amount(one.before, unit, symbol, language),
        amount(one.after, unit, symbol, language),
        language.say("{part}, missed", part=part) if one.missed else part,
    )


def _holding(found: Calibration, language: Language) -> Iterator[str]:
    """Yield how the misfit changed, of fitted and of held-out figures, and what follows."""
    for fitted in (True, False):
        before, after = (found.misfit(fitted=fitted, after=late) for late in (False, True))
        if before is None or after is None:
            continue
        told = {"before": language.number(before, 1), "after": language.number(after, 1)}
        if fitted:
            yield language.say(
                "Misfit of the fitted figures (1: luck alone): {before} before, {after} after.",
                **told,
            )
            continue
        yield language.say(
            "Misfit of the figures held out (1: luck alone): {before} before, {after} after.",
            **told,
        )
        if after > max(before, WORSE):
            yield language.say(
                "The years held out are met worse than before: do not use these values."
            )
    if not found.held_out:
        yield language.say("No year was held out: nothing says whether the fit is more than a fit.")


def calibration_values(found: Calibration) -> dict[str, Any]:
    """Return what was found as plain values."""
    return {
        "histories": found.histories,
        "sets": found.sets,
        "held_out": list(found.held_out),
        "assumptions": [
            {
                "assumption": one.entry.name,
                "before": one.entry.value,
                "value": one.value,
                "low": one.low,
                "high": one.high,
                "spread_left": one.kept,
                "identified": one.identified,
                "together": list(one.together),
            }
            for one in found.parameters
        ],
        "figures": [
            asdict(one.total)
            | {
                "before": one.before,
                "after": one.after,
                "spread": one.spread,
                "fitted": one.fitted,
                "missed": one.missed,
            }
            for one in found.figures
        ],
        "misfit": {
            name: {
                when: found.misfit(fitted=fitted, after=after)
                for when, after in (("before", False), ("after", True))
            }
            for name, fitted in (("fitted", True), ("held_out", False))
        },
    }


def draw_fit(found: Calibration, outcome: str, language: Language = ENGLISH) -> Axes:
    """Return Axes with one outcome by year: observed, and the histories before and after.

    Years held out stand on grey. Raises :exc:`ValueError` for an outcome without totals.
    """
    rows = [
        one for one in found.figures if (one.total.outcome, one.total.group) == (outcome, "all")
    ]
    if not rows:
        msg = f"there are no totals of {outcome!r}"
        raise ValueError(msg)
    axes, years = new_axes(), [one.total.year for one in rows]
    for year in found.held_out:
        axes.axvspan(year - 0.5, year + 0.5, color="grey", alpha=0.15, linewidth=0)
    axes.plot(
        years, [one.total.value for one in rows], "o", color="black", label=language.say("observed")
    )
    axes.plot(years, [one.before for one in rows], ":", label=language.say("before"))
    axes.errorbar(
        years,
        [one.after for one in rows],
        yerr=[2 * one.spread for one in rows],
        label=language.say("after"),
    )
    axes.set_xlabel(language.say("year (grey: held out)"))
    axes.set_ylabel(OUTCOMES[outcome].unit)
    axes.set_title(plain_words(outcome, language))
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8)
    return axes
