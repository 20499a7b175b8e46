"""A calibration in words and as a figure: what the data tell, and how well the fit holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import amount
from policy_sim.report.page.blocks import Paragraph, Table
from policy_sim.report.sweep.axes import new_axes
from policy_sim.report.sweep.parts import Drawing, Part, Told, table_of
from policy_sim.report.wording import plain_words
from policy_sim.simulation.books.yearbook import EVERYBODY
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.sweep.calibration.study import Calibration, Figure

__all__ = ["calibration_told", "draw_fit"]

WORSE = 1.0
"""Held-out figures that are missed by more than luck, and by more than before, warn."""


def calibration_told(found: Calibration, symbol: str = "", language: Language = ENGLISH) -> Told:
    """Return what the figures tell of the assumptions, and the fit, year by year."""
    sentences = (*_unidentified(found, language), *_holding(found, language))
    figures = _figures(found, symbol, language)
    parts: tuple[Part, ...] = (
        Paragraph(
            language.say(
                "{sets} sets of values were run, each {histories} times.",
                sets=language.number(found.sets),
                histories=language.number(found.histories),
            )
        ),
        _parameters(found, language),
        figures,
        *map(Paragraph, sentences),
        *_fits(found, figures, language),
    )
    values = _values_of(found)
    tables = {
        "assumptions": [
            one | {"together": "; ".join(one["together"])} for one in values["assumptions"]
        ],
        "figures": values["figures"],
    }
    title = language.say("Assumptions fitted to past years")
    return Told("calibration", title, parts, values, tables)


def _fits(found: Calibration, data: Table, language: Language) -> Iterator[Drawing]:
    """Yield a figure of each total by year."""
    for outcome, group in dict.fromkeys((o.total.outcome, o.total.group) for o in found.figures):
        words = _named(outcome, group, language)
        alt = language.say("{figure} by year: observed, before and after the fit", figure=words)
        name = "fit-" + "-".join([outcome, *([group] if group != EVERYBODY else [])])
        draw = partial(draw_fit, found, outcome, group, language=language)
        yield Drawing(name.replace("=", "-"), draw, alt, data)


def _named(outcome: str, group: str, language: Language) -> str:
    name = plain_words(outcome, language)
    return name if group == EVERYBODY else f"{name} ({group})"


def _parameters(found: Calibration, language: Language) -> Table:
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
    caption = language.say("What the figures tell of the assumptions")
    return table_of(caption, [language.text(word) for word in headings], rows)


def _unidentified(found: Calibration, language: Language) -> Iterator[str]:
    """Yield what the data do not tell."""
    told: set[frozenset[str]] = set()
    for one in found.parameters:
        among = frozenset((one.entry.name, *one.together))
        if one.together and among not in told:
            told.add(among)
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


def _figures(found: Calibration, symbol: str, language: Language) -> Table:
    headings = ("year", "figure", "observed", "before", "after", "part")
    rows = [_cells(one, symbol, language) for one in found.figures]
    caption = language.say("What was observed, and what the histories have")
    return table_of(caption, [language.text(word) for word in headings], rows, words=2)


def _cells(one: Figure, symbol: str, language: Language) -> tuple[str, ...]:
    total = one.total
    unit = OUTCOMES[total.outcome].unit
    part = language.say("fitted") if one.fitted else language.say("held out")
    return (
        str(total.year),
        _named(total.outcome, total.group, language),
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


def _values_of(found: Calibration) -> dict[str, Any]:
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


def draw_fit(
    found: Calibration,
    outcome: str,
    group: str = EVERYBODY,
    axes: Axes | None = None,
    language: Language = ENGLISH,
) -> Axes:
    """Return Axes with one outcome by year: observed, and the histories before and after.

    Years held out stand on grey. Raises :exc:`ValueError` for an outcome without totals.
    """
    asked = (outcome, group)
    rows = [one for one in found.figures if (one.total.outcome, one.total.group) == asked]
    if not rows:
        msg = f"there are no totals of {outcome!r}"
        raise ValueError(msg)
    axes, years = axes or new_axes(), [one.total.year for one in rows]
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
    axes.set_xticks(years)
    axes.set_title(_named(outcome, group, language))
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8)
    return axes
