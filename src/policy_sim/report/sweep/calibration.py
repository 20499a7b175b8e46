"""A calibration in words and as a figure: what the data tell, and how well the fit holds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from policy_sim.catalogue.language import Language
from policy_sim.report.canvas import entitle, name_lines, write_ticks
from policy_sim.report.page.blocks import Column, Paragraph, Table
from policy_sim.report.sweep.axes import BAR, OTHER, measured, styled
from policy_sim.report.sweep.parts import Drawing, Part, Told, table_of
from policy_sim.report.sweep.teller import ENGLISH_TELLER, Teller
from policy_sim.simulation.books.yearbook import EVERYBODY
from policy_sim.sweep.calibration.study import Calibration, Figure

__all__ = ["calibration_told", "draw_fit"]

WORSE = 1.0
"""Held-out figures that are missed by more than luck, and by more than before, warn."""


def calibration_told(found: Calibration, teller: Teller = ENGLISH_TELLER) -> Told:
    """Return what the figures tell of the assumptions, and the fit, year by year."""
    language = teller.language
    sentences = (*_unidentified(found, teller), *_holding(found, language))
    figures = _figures(found.figures, teller)
    parts: tuple[Part, ...] = (
        Paragraph(
            language.say(
                "{sets} sets of values were run, each {histories} times.",
                sets=language.number(found.sets),
                histories=language.number(found.histories),
            )
        ),
        _parameters(found, teller),
        figures,
        *map(Paragraph, sentences),
        *_fits(found, teller),
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


def _fits(found: Calibration, teller: Teller) -> Iterator[Drawing]:
    """Yield a figure of each total by year."""
    for outcome, group in dict.fromkeys((o.total.outcome, o.total.group) for o in found.figures):
        data = _figures(_of(found, outcome, group), teller)
        words = teller.figure(outcome, group)
        alt = teller.language.say(
            "{figure} by year: observed, before and after the fit", figure=words
        )
        name = "fit-" + "-".join([outcome, *([group] if group != EVERYBODY else [])])
        draw = partial(draw_fit, found, outcome, group, teller=teller)
        yield Drawing(name.replace("=", "-"), draw, alt, data)


def _parameters(found: Calibration, teller: Teller) -> Table:
    language = teller.language
    headings = ("assumption", "before", "after", "95 % of it", "spread left", "identified")
    rows = [
        (
            teller.assumption(one.entry.name),
            teller.number(one.entry.value),
            teller.number(one.value),
            language.say(
                "{low} to {high}", low=teller.number(one.low), high=teller.number(one.high)
            ),
            language.say("{share} %", share=language.number(100 * one.kept)),
            language.say("yes") if one.identified else language.say("no"),
        )
        for one in found.parameters
    ]
    caption = language.say("What the figures tell of the assumptions")
    table = table_of(caption, [language.text(word) for word in headings], rows)
    *figures, identified = table.columns
    # A yes or no is a word, so that a phone stacks the table.
    return replace(table, columns=(*figures, Column(identified.title)))


def _unidentified(found: Calibration, teller: Teller) -> Iterator[str]:
    """Yield what the data do not tell."""
    language = teller.language
    told: set[frozenset[str]] = set()
    for one in found.parameters:
        among = frozenset((one.entry.name, *one.together))
        if one.together and among not in told:
            told.add(among)
            yield language.say(
                "These figures hardly tell {name} from {others}: only together do they fit.",
                name=teller.assumption(one.entry.name),
                others=language.listed([teller.assumption(name) for name in one.together]),
            )
    left = [teller.assumption(one.entry.name) for one in found.parameters if not one.identified]
    if left:
        yield language.say(
            "Not identified by these figures, and left as they were: {names}.",
            names=language.listed(left),
        )


def _of(found: Calibration, outcome: str, group: str) -> list[Figure]:
    """Return the totals of one outcome and group, year by year."""
    asked = (outcome, group)
    return [one for one in found.figures if (one.total.outcome, one.total.group) == asked]


def _figures(found: Sequence[Figure], teller: Teller) -> Table:
    language = teller.language
    headings = ("year", "figure", "observed", "before", "after", "part")
    rows = [_cells(one, teller) for one in found]
    caption = language.say("What was observed, and what the histories have")
    return table_of(caption, [language.text(word) for word in headings], rows, words=2)


def _cells(one: Figure, teller: Teller) -> tuple[str, ...]:
    total, language = one.total, teller.language
    part = language.say("fitted") if one.fitted else language.say("held out")
    return (
        str(total.year),
        teller.figure(total.outcome, total.group),
        teller.amount(total.value, total.outcome),
        teller.amount(one.before, total.outcome),
        teller.amount(one.after, total.outcome),
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
    teller: Teller = ENGLISH_TELLER,
) -> Axes:
    """Return Axes with one outcome by year: observed, and the histories before and after.

    Years held out stand on grey. Raises :exc:`ValueError` for an outcome without totals.
    """
    rows = _of(found, outcome, group)
    if not rows:
        msg = f"there are no totals of {outcome!r}"
        raise ValueError(msg)
    say, years = teller.language.say, [one.total.year for one in rows]
    how = measured([one.total.value for one in rows], outcome, teller, signed=False)
    observed, before, after, strays = (
        how.drawn(values)
        for values in zip(
            *((one.total.value, one.before, one.after, 2 * one.spread) for one in rows), strict=True
        )
    )
    with styled(axes) as drawn:
        for year in found.held_out:
            drawn.axvspan(year - 0.5, year + 0.5, color="grey", alpha=0.15, linewidth=0)
        drawn.plot(years, before, "s:", color=BAR, markersize=4, label=say("before"))
        label = say("after; bars: two standard deviations of one history")
        drawn.errorbar(
            years, after, yerr=strays, color=OTHER, marker="o", markersize=4, label=label
        )
        drawn.plot(years, observed, "D", color="black", label=say("observed"))
        drawn.set_xlabel(say("year (grey: held out)"))
        drawn.set_ylabel(how.unit)
        write_ticks(drawn.yaxis, teller.language)
        drawn.set_xticks(years)
        entitle(drawn, teller.figure(outcome, group))
        name_lines(drawn)
    return drawn
