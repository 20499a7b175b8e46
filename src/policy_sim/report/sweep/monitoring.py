"""A monitoring plan in words: a table of signs, and what to do when."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from policy_sim.catalogue.language import Language
from policy_sim.report.canvas import COLOURS, MARKERS, entitle, name_lines
from policy_sim.report.page.blocks import Note, Paragraph, Subheading
from policy_sim.report.sweep.axes import LOW_END, styled
from policy_sim.report.sweep.parts import Drawing, Part, Told, table_of
from policy_sim.report.sweep.teller import ENGLISH_TELLER, Teller
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


def monitoring_told(plans: Sequence[MonitoringPlan], teller: Teller = ENGLISH_TELLER) -> Told:
    """Return, for each reform, what to look at when, and from which value on to act."""
    language = teller.language
    values = [_plain(asdict(plan)) for plan in plans]
    parts = [part for plan in plans for part in _plan(plan, teller)]
    if not plans:
        told = language.say("No reform of this run ever differs from the baseline.")
        parts = [Paragraph(told)]
    tables = {"indicators": [row for plan in values for row in _flat(plan)]}
    title = language.say("What to watch")
    return Told("indicators", title, tuple(parts), {"plans": values}, tables)


def _plan(plan: MonitoringPlan, teller: Teller) -> Iterator[Part]:
    ends, language = plan.ends, teller.language
    named = {
        "arm": teller.arm(ends.arm),
        "outcome": teller.outcome(ends.outcome),
        "baseline": teller.arm(ends.baseline) if ends.baseline else "",
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
            limit=_end(plan.limit, ends, teller),
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
    yield from _found(plan, title, teller)


def _found(plan: MonitoringPlan, title: str, teller: Teller) -> Iterator[Part]:
    """Yield the table and what follows from it, or why there is none."""
    language = teller.language
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
        shown = [_cells(one, teller) for one in plan.indicators[:MOST_SHOWN]]
        table = table_of(title, [language.text(word) for word in headings], shown, words=3)
        yield table
        yield Note(tuple(_advice(plan, teller)))
        if any(one.errors for one in plan.indicators):
            alt = language.say("Failures missed and false alarms of each sign")
            name = f"indicators-{plan.ends.arm}-{plan.ends.outcome}"
            yield Drawing(name, partial(draw_indicators, plan, teller=teller), alt, table)


def _cells(one: Indicator, teller: Teller) -> tuple[str, ...]:
    language = teller.language
    return (
        sign_words(one.sign, teller),
        language.day(one.sign.day),
        _alarm_words(one, teller) if one.alarm else "-",
        _of(one.errors.missed, one.errors.failures, language) if one.errors else "-",
        _of(one.errors.false_alarms, one.errors.others, language) if one.errors else "-",
        language.say("{share} %", share=language.number(100 * max(one.explained, 0.0))),
    )


def _advice(plan: MonitoringPlan, teller: Teller) -> Iterator[str]:
    """Yield what to do, and how far it can be relied on."""
    best, language = plan.indicators[0], teller.language
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
        sign=sign_words(best.sign, teller),
        alarm=_alarm_words(best, teller),
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


def sign_words(sign: Sign, teller: Teller = ENGLISH_TELLER) -> str:
    """Return what is looked at: an outcome, or how it has changed since before the reform."""
    name = teller.outcome(sign.outcome)
    if sign.form == CHANGE:
        return teller.language.say("change in {outcome} since before the reform", outcome=name)
    return name


def _alarm_words(one: Indicator, teller: Teller) -> str:
    if one.alarm is None:
        return ""
    value = teller.amount(one.alarm.value, one.sign.outcome)
    if one.alarm.above:
        return teller.language.say("above {value}", value=value)
    return teller.language.say("below {value}", value=value)


def _end(value: float, ends: Ends, teller: Teller) -> str:
    """Return what an end is held against: a difference, or the outcome as it stands."""
    if ends.baseline is None:
        return teller.amount(value, ends.outcome)
    return teller.change(value, ends.outcome)


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
    plan: MonitoringPlan, axes: Axes | None = None, teller: Teller = ENGLISH_TELLER
) -> Axes:
    """Return Axes with the errors of each sign's alarm: shares missed and of false alarms.

    The nearer a sign stands to the lower left corner, the better; the line is blind guessing.
    Signs are numbered, so that those of one place can be told.
    """
    language, places = teller.language, dict[tuple[float, float], list[int]]()
    with styled(axes) as drawn:
        guessing = language.say("blind guessing")
        drawn.plot([0, 100], [100, 0], color=LOW_END, linewidth=0.8, linestyle=":", label=guessing)
        for number, one in enumerate(plan.indicators[:MOST_SHOWN], start=1):
            if one.errors is None:
                continue
            errors = one.errors
            place = 100 * errors.missed / errors.failures, 100 * errors.false_alarms / errors.others
            places.setdefault(place, []).append(number)
            drawn.plot(
                *place,
                marker=MARKERS[(number - 1) % len(MARKERS)],
                color=COLOURS[(number - 1) % len(COLOURS)],
                linestyle="",
                label=f"{number}. {sign_words(one.sign, teller)}, {language.day(one.sign.day)}",
            )
        for place, numbers in places.items():
            told = ", ".join(map(str, numbers))
            drawn.annotate(told, place, xytext=(4, 4), textcoords="offset points", fontsize=8)
        drawn.margins(x=0.25, y=0.1)
        drawn.set_xticks(range(0, 101, 20))
        drawn.set_yticks(range(0, 101, 20))
        drawn.set_xlabel(language.say("failures missed (%)"))
        drawn.set_ylabel(language.say("false alarms (%)"))
        entitle(drawn, teller.subject(plan.ends.arm, plan.ends.outcome))
        name_lines(drawn)
    return drawn
