"""Sensitivity in words and as a figure: which assumptions decide, and which are lost in luck."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from matplotlib.axes import Axes

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import amount
from policy_sim.report.summary import aligned
from policy_sim.report.sweep.axes import new_axes
from policy_sim.report.wording import plain_words
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.sweep.sensitivity.factors import LUCK
from policy_sim.sweep.sensitivity.screening import USUAL_TRAJECTORIES, Screened, Screening
from policy_sim.sweep.sensitivity.study import Sensitivity
from policy_sim.sweep.sensitivity.variance import Variance

__all__ = ["draw_screening", "sensitivity_lines", "sensitivity_values"]

MOST_SHOWN = 15
"""So many factors are shown; luck always is. JSON has all."""


def sensitivity_lines(
    found: Sequence[Sensitivity], symbol: str = "", language: Language = ENGLISH
) -> list[str]:
    """Return what was found as text; *symbol* is that of the currency."""
    return [line for one in found for line in _target(one, symbol, language)]


def _target(one: Sensitivity, symbol: str, language: Language) -> Iterator[str]:
    target = one.target
    yield language.say(
        "What moves {outcome}: {arm} against {baseline}.",
        outcome=plain_words(target.outcome, language),
        arm=target.arm.name,
        baseline=target.baseline.name,
    )
    if one.screening is None:
        yield language.say("Some run has no value of it, so that nothing can be said.")
        yield ""
        return
    screened = one.screening
    yield language.say(
        "{runs} runs over {assumptions} assumptions, with luck from {replications} replications; "
        "the reform is better in {share} % of them.",
        runs=language.number(screened.runs),
        assumptions=language.number(one.budget.assumptions),
        replications=language.number(one.replications),
        share=language.number(100 * screened.better),
    )
    yield _table(screened, target.outcome, symbol, language)
    yield from _deciding(screened, language)
    yield from _rough(one, language)
    yield from _shares(one, language)
    yield ""


def _table(found: Screening, outcome: str, symbol: str, language: Language) -> str:
    headings = ("assumption", "moves the difference by", "better where low", "where high")
    rows = [row for row in found.rows[:MOST_SHOWN] if row.factor != LUCK]
    shown = sorted([*rows, found.luck], key=lambda row: (-row.effect, row.factor))
    unit = OUTCOMES[outcome].unit
    cells = [
        (
            _factor(row.factor, language),
            " ± ".join(amount(x, unit, symbol, language) for x in (row.effect, row.margin)),
            *_halves(row, language),
        )
        for row in shown
    ]
    return aligned([tuple(language.text(word) for word in headings), *cells])


def _halves(row: Screened, language: Language) -> tuple[str, str]:
    if row.factor == LUCK:
        return "", ""
    low, high = (
        language.say("{share} %", share=language.number(100 * share))
        for share in (row.better_low, row.better_high)
    )
    return low, high


def _factor(name: str, language: Language) -> str:
    return language.say("(luck: another replication)") if name == LUCK else name


def _deciding(found: Screening, language: Language) -> Iterator[str]:
    """Yield which assumptions decide, or that none can be told from luck."""
    deciding = [row.factor for row in found.deciding]
    if deciding:
        yield language.say(
            "These move the difference more than luck does, beyond both intervals: {names}.",
            names=language.listed(deciding),
        )
    else:
        yield language.say(
            "No assumption moves the difference more than luck does: either the conclusion hangs "
            "on none of them, or the budget or the workforce is too small to tell."
        )


def _rough(one: Sensitivity, language: Language) -> Iterator[str]:
    if one.budget.trajectories < USUAL_TRAJECTORIES:
        yield language.say(
            "The budget is small: the order is rough. {runs} runs would give the usual "
            "{usual} trajectories in place of {number}.",
            runs=language.number(one.budget.usual),
            usual=language.number(USUAL_TRAJECTORIES),
            number=language.number(one.budget.trajectories),
        )


def _shares(one: Sensitivity, language: Language) -> Iterator[str]:
    """Yield the shares of variance, or what they would cost."""
    if not one.budget.base:
        yield language.say(
            "No shares of variance: they need {runs} further runs at least.",
            runs=language.number(one.budget.shares),
        )
    elif one.variance is not None:
        yield ""
        yield from _variance(one.variance, language)


def _variance(found: Variance, language: Language) -> Iterator[str]:
    yield language.say(
        "Shares of the variance, from {runs} further runs:", runs=language.number(found.runs)
    )
    headings = ("factor", "alone", "with all that hangs on it")
    rows = [
        (
            _factor(row.factor, language),
            _share(row.alone, row.alone_margin, language),
            _share(row.total, row.total_margin, language),
        )
        for row in found.rows
    ]
    yield aligned([tuple(language.text(word) for word in headings), *rows])
    if not found.reliable:
        yield language.say(
            "The intervals are wide: the budget is too small to rely on these shares; double it."
        )


def _share(value: float, margin: float, language: Language) -> str:
    return language.say(
        "{share} % ± {margin}",
        share=language.number(100 * value),
        margin=language.number(100 * margin),
    )


def sensitivity_values(found: Sequence[Sensitivity]) -> list[dict[str, Any]]:
    """Return what was found as plain values, with every factor."""
    return [
        {
            "policy": one.target.arm.name,
            "baseline": one.target.baseline.name,
            "outcome": one.target.outcome,
            "replications": one.replications,
            "budget": asdict(one.budget),
            "screening": None if one.screening is None else asdict(one.screening),
            "deciding": [row.factor for row in one.screening.deciding] if one.screening else [],
            "variance": None if one.variance is None else asdict(one.variance),
        }
        for one in found
    ]


def draw_screening(found: Sensitivity, language: Language = ENGLISH) -> Axes:
    """Return Axes with the effect of each factor and its interval; luck is a dotted line.

    Raises :exc:`ValueError` if there was no screening.
    """
    if found.screening is None:
        msg = "some run has no value of this outcome, so that there is nothing to draw"
        raise ValueError(msg)
    rows = [row for row in found.screening.rows[:MOST_SHOWN] if row.factor != LUCK][::-1]
    axes, luck = new_axes(), found.screening.luck
    axes.barh(
        [row.factor for row in rows],
        [row.effect for row in rows],
        xerr=[row.margin for row in rows],
        color="#0072B2",
        ecolor="grey",
    )
    axes.axvline(luck.effect, color="black", linestyle=":", label=_factor(LUCK, language))
    outcome = found.target.outcome
    axes.set_xlabel(language.say("moves the difference by ({unit})", unit=OUTCOMES[outcome].unit))
    axes.set_title(f"{found.target.arm.name}: {plain_words(outcome, language)}")
    axes.legend(loc="lower right", fontsize=8)
    return axes
