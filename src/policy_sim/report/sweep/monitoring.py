"""A monitoring plan in words: a table of signs, and what to do when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import amount, change
from policy_sim.report.page.blocks import Note, Paragraph, Subheading
from policy_sim.report.sweep.axes import new_axes
from policy_sim.report.sweep.parts import Drawing, Part, Told, table_of
from policy_sim.report.wording import plain_words
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.sweep.foresight.alarm import Errors
from policy_sim.sweep.foresight.monitoring import (
    FEWEST_CASES,
    FEWEST_OF_EACH,
    Ends,
    Indicator,
    MonitoringPlan,
)
from policy_sim.sweep.foresight.signs import CHANGE, Sign

__all__ = ["draw_indicators", "monitoring_told"]

MOST_SHOWN = 8
"""So many signs are shown, the best first; JSON has all of them."""

LUCK = 0.05
"""An alarm that a blind one would equal with more than this probability is not relied on."""


def monitoring_told(
    plans: Sequence[MonitoringPlan], symbol: str = "", language: Language = ENGLISH
) -> Told:
    """Return, for each reform, what to look at when, and from which value on to act."""
    values = [_plain(asdict(plan)) for plan in plans]
    parts = [part for plan in plans for part in _plan(plan, symbol, language)]
    if not plans:
        told = language.say("No reform of this run ever differs from the baseline.")
        parts = [Paragraph(told)]
    tables = {"indicators": [row for plan in values for row in _flat(plan)]}
    title = language.say("What to watch")
    return Told("indicators", title, tuple(parts), {"plans": values}, tables)


def _plan(plan: MonitoringPlan, symbol: str, language: Language) -> Iterator[Part]:
    ends = plan.ends
    named = {
        "arm": ends.arm,
        "outcome": plain_words(ends.outcome, language),
        "baseline": ends.baseline or "",
        "day": language.day(plan.day),
    }
    if ends.baseline is None:
        title = language.say("Monitoring plan for {arm}: {outcome} on {day}.", **named)
    else:
        title = language.say(
            "Monitoring plan for {arm}: {outcome} on {day}, against {baseline}.", **named
        )
    yield Subheading(title)
    yield Paragraph(
        language.say(
            "{cases} cases from {starts} starts of the workforce; {failed} end at {limit} or "
            "worse.",
            cases=language.number(plan.cases),
            starts=language.number(plan.starts),
            failed=language.number(plan.failed),
            limit=_end(plan.limit, ends, symbol, language),
        )
    )
    if not plan.given:
        yield Paragraph(
            language.say(
                "That limit is the worst quarter of the cases: no other was asked for that parts "
                "at least {fewest} cases from the others.",
                fewest=FEWEST_OF_EACH,
            )
        )
    yield from _found(plan, title, symbol, language)


def _found(plan: MonitoringPlan, title: str, symbol: str, language: Language) -> Iterator[Part]:
    """Yield the table and what follows from it, or why there is none."""
    if not plan.looked:
        yield Paragraph(
            language.say(
                "No year of the run ends so many months after the reform, before the last one: "
                "simulate more years, or look at other months."
            )
        )
    elif plan.cases < FEWEST_CASES:
        yield Paragraph(
            language.say(
                "Too few cases: a sign is held against the end with {fewest} or more. Run the "
                "study with more draws.",
                fewest=FEWEST_CASES,
            )
        )
    elif not plan.indicators:
        yield Paragraph(language.say("Nothing that an agency can see differs among the cases."))
    else:
        headings = ("look at", "on", "alarm if", "missed", "false alarms", "foretells")
        shown = [_cells(one, symbol, language) for one in plan.indicators[:MOST_SHOWN]]
        table = table_of(title, [language.text(word) for word in headings], shown, words=3)
        yield table
        yield Note(tuple(_advice(plan, symbol, language)))
        if any(one.errors for one in plan.indicators):
            alt = language.say("Failures missed and false alarms of each sign")
            name = f"indicators-{plan.ends.arm}-{plan.ends.outcome}"
            yield Drawing(name, partial(draw_indicators, plan, language=language), alt, table)


def _cells(one: Indicator, symbol: str, language: Language) -> tuple[str, ...]:
    return (
        sign_words(one.sign, language),
        language.day(one.sign.day),
        _alarm_words(one, symbol, language) if one.alarm else "-",
        _of(one.errors.missed, one.errors.failures, language) if one.errors else "-",
        _of(one.errors.false_alarms, one.errors.others, language) if one.errors else "-",
        language.say("{share} %", share=language.number(100 * max(one.explained, 0.0))),
    )


def _advice(plan: MonitoringPlan, symbol: str, language: Language) -> Iterator[str]:
    """Yield what to do, and how far it can be relied on."""
    best = plan.indicators[0]
    if best.alarm is None or best.errors is None or plan.choosing is None:
        yield language.say(
            "Too many cases ended alike for errors to be counted: at least {fewest} must have "
            "failed, and {fewest} not.",
            fewest=FEWEST_OF_EACH,
        )
        return
    if plan.choosing.by_luck > LUCK:
        yield language.say(
            "No sign can be relied on: whichever looks best in one part of the cases tells "
            "nothing of the others ({errors}).",
            errors=_errors(plan.choosing, language),
        )
        return
    yield language.say(
        "On {day} look at '{sign}': if it is {alarm}, review the reform.",
        day=language.day(best.sign.day),
        sign=sign_words(best.sign, language),
        alarm=_alarm_words(best, symbol, language),
    )
    yield language.say(
        "On cases that did not set its threshold: {errors}. Having chosen it among {number} signs "
        "flatters it; the choice itself, on cases that had no part in it: {chosen}. So {failed} "
        "cases with an alarm failed, and {missed} without one.",
        errors=_errors(best.errors, language),
        number=language.number(len(plan.indicators)),
        chosen=_errors(plan.choosing, language),
        failed=_of(plan.choosing.found, plan.choosing.alarms, language),
        missed=_of(plan.choosing.missed, plan.choosing.quiet, language),
    )


def _errors(errors: Errors, language: Language) -> str:
    return language.say(
        "{missed} failures missed, {false} false alarms",
        missed=_of(errors.missed, errors.failures, language),
        false=_of(errors.false_alarms, errors.others, language),
    )


def _of(part: int, whole: int, language: Language) -> str:
    return language.say(
        "{part} of {whole}", part=language.number(part), whole=language.number(whole)
    )


def sign_words(sign: Sign, language: Language = ENGLISH) -> str:
    """Return what is looked at: an outcome, or how it has changed since before the reform."""
    name = plain_words(sign.outcome, language)
    if sign.form == CHANGE:
        return language.say("change in {outcome} since before the reform", outcome=name)
    return name


def _alarm_words(one: Indicator, symbol: str, language: Language) -> str:
    if one.alarm is None:
        return ""
    value = _amount(one.alarm.value, one.sign.outcome, symbol, language)
    if one.alarm.above:
        return language.say("above {value}", value=value)
    return language.say("below {value}", value=value)


def _end(value: float, ends: Ends, symbol: str, language: Language) -> str:
    """Return what an end is held against: a difference, or the outcome as it stands."""
    if ends.baseline is None:
        return _amount(value, ends.outcome, symbol, language)
    return change(value, OUTCOMES[ends.outcome].unit, symbol, language)


def _amount(value: float, outcome: str, symbol: str, language: Language) -> str:
    return amount(value, OUTCOMES[outcome].unit, symbol, language)


def _flat(plan: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row for each sign of a plan."""
    about = {"policy": plan["ends"]["arm"], "outcome": plan["ends"]["outcome"]}
    for one in plan["indicators"]:
        alarm, errors = one["alarm"] or {}, one["errors"] or {}
        yield (
            about
            | {f"sign_{name}": value for name, value in one["sign"].items()}
            | {"explained": one["explained"]}
            | {f"alarm_{name}": value for name, value in alarm.items()}
            | dict(errors)
        )


def _plain(value: Any) -> Any:
    """Return a value with days as text."""
    if isinstance(value, Mapping):
        return {name: _plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value.isoformat() if hasattr(value, "isoformat") else value


def draw_indicators(
    plan: MonitoringPlan, axes: Axes | None = None, language: Language = ENGLISH
) -> Axes:
    """Return Axes with the errors of each sign's alarm: shares missed and of false alarms.

    The nearer a sign stands to the lower left corner, the better; the line is blind guessing.
    """
    axes = axes or new_axes()
    axes.plot([0, 100], [100, 0], color="grey", linewidth=0.8, linestyle=":")
    for one in plan.indicators[:MOST_SHOWN]:
        if one.errors is None:
            continue
        errors = one.errors
        place = 100 * errors.missed / errors.failures, 100 * errors.false_alarms / errors.others
        axes.plot(*place, marker="o", linestyle="", label=sign_words(one.sign, language))
    axes.set_xlabel(language.say("failures missed (%)"))
    axes.set_ylabel(language.say("false alarms (%)"))
    axes.set_title(f"{plan.ends.arm}: {plain_words(plan.ends.outcome, language)}")
    if axes.get_legend_handles_labels()[1]:
        axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8)
    return axes
