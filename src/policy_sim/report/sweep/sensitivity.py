"""Sensitivity in words and as a figure: which assumptions decide, and which are lost in luck."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from policy_sim.catalogue.language import Language
from policy_sim.report.canvas import entitle, name_lines, write_ticks
from policy_sim.report.numbers import sizes
from policy_sim.report.page.blocks import Paragraph, Subheading, Table
from policy_sim.report.sweep.axes import BAR, BESIDE_NAMES, LOW_END, measured, styled, wrapped
from policy_sim.report.sweep.parts import Drawing, Part, Told, table_of
from policy_sim.report.sweep.teller import ENGLISH_TELLER, Teller
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.sweep.sensitivity.factors import LUCK
from policy_sim.sweep.sensitivity.screening import USUAL_TRAJECTORIES, Screened, Screening
from policy_sim.sweep.sensitivity.study import Sensitivity
from policy_sim.sweep.sensitivity.variance import Variance

__all__ = ["draw_screening", "sensitivity_told"]

MOST_SHOWN = 15
"""So many factors are shown; luck always is. JSON has all."""


def sensitivity_told(found: Sequence[Sensitivity], teller: Teller = ENGLISH_TELLER) -> Told:
    """Return what moves each target, the strongest first, beside luck."""
    values = _values_of(found)
    title = teller.language.say("Which assumptions decide")
    parts = tuple(part for one in found for part in _target(one, teller))
    tables = {name: list(_flat(values, name)) for name in ("screening", "variance")}
    return Told("sensitivity", title, parts, {"sensitivity": values}, tables)


def _target(one: Sensitivity, teller: Teller) -> Iterator[Part]:
    target, language = one.target, teller.language
    title = language.say(
        "What moves {outcome}: {arm} against {baseline}.",
        outcome=teller.outcome(target.outcome),
        arm=teller.arm(target.arm.name),
        baseline=teller.arm(target.baseline.name),
    )
    yield Subheading(title)
    if one.screening is None:
        yield Paragraph(language.say("Some run has no value of it, so that nothing can be said."))
        return
    screened = one.screening
    yield Paragraph(
        language.say(
            "{runs} runs over {assumptions}, with luck from {replications} "
            "replications; the reform is better in {share} % of them.",
            runs=language.number(screened.runs),
            assumptions=language.count(
                one.budget.assumptions, "{number} assumption", "{number} assumptions"
            ),
            replications=language.number(one.replications),
            share=language.number(100 * screened.better),
        )
    )
    table = _table(title, screened, target.outcome, teller)
    yield table
    yield from map(Paragraph, (*_deciding(screened, teller), *_rough(one, language)))
    alt = language.say(
        "How far each assumption moves the difference, with its 95 % interval, beside luck"
    )
    name = f"sensitivity-{target.arm.name}-{target.outcome}"
    idle = not any(row.effect for row in (*screened.rows, screened.luck))
    yield Drawing(name, partial(draw_screening, one, teller=teller), alt, table, idle)
    yield from _shares(one, teller)


def _table(caption: str, found: Screening, outcome: str, teller: Teller) -> Table:
    language = teller.language
    headings = ("assumption", "moves the difference by", "better where low", "where high")
    rows = [row for row in found.rows[:MOST_SHOWN] if row.factor != LUCK]
    shown = sorted([*rows, found.luck], key=lambda row: (-row.effect, row.factor))
    effects = [(row.effect, row.margin) for row in shown]
    told = sizes(effects, OUTCOMES[outcome].unit, teller.symbol, language)
    cells = [
        (_factor(row.factor, teller), size, *_halves(row, language))
        for row, size in zip(shown, told, strict=True)
    ]
    return table_of(caption, [language.text(word) for word in headings], cells)


def _halves(row: Screened, language: Language) -> tuple[str, str]:
    if row.factor == LUCK:
        return "", ""
    low, high = (
        language.say("{share} %", share=language.number(100 * share))
        for share in (row.better_low, row.better_high)
    )
    return low, high


def _factor(name: str, teller: Teller) -> str:
    if name == LUCK:
        return teller.language.say("(luck: another replication)")
    return teller.assumption(name)


def _deciding(found: Screening, teller: Teller) -> Iterator[str]:
    """Yield which assumptions decide, or that none can be told from luck."""
    language = teller.language
    deciding = [teller.assumption(row.factor) for row in found.deciding]
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


def _shares(one: Sensitivity, teller: Teller) -> Iterator[Part]:
    """Yield the shares of variance, or what they would cost."""
    if not one.budget.base:
        yield Paragraph(
            teller.language.say(
                "No shares of variance: they need {runs} further runs at least.",
                runs=teller.language.number(one.budget.shares),
            )
        )
    elif one.variance is not None:
        yield from _variance(one.variance, teller)


def _variance(found: Variance, teller: Teller) -> Iterator[Part]:
    language = teller.language
    headings = ("factor", "alone", "with all that hangs on it")
    rows = [
        (
            _factor(row.factor, teller),
            _share(row.alone, row.alone_margin, language),
            _share(row.total, row.total_margin, language),
        )
        for row in found.rows
    ]
    title = language.say(
        "Shares of the variance, from {runs} further runs:", runs=language.number(found.runs)
    )
    yield Paragraph(title)
    yield table_of(title.rstrip(":"), [language.text(word) for word in headings], rows)
    if not found.reliable:
        yield Paragraph(
            language.say(
                "The intervals are wide: the budget is too small to rely on these shares; double "
                "it."
            )
        )


def _share(value: float, margin: float, language: Language) -> str:
    return language.say(
        "{share} % ± {margin}",
        share=language.number(100 * value),
        margin=language.number(100 * margin),
    )


def _values_of(found: Sequence[Sensitivity]) -> list[dict[str, Any]]:
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


def _flat(values: Sequence[Mapping[str, Any]], part: str) -> Iterator[dict[str, Any]]:
    """Yield a row for each factor of each target: of the screening, or of the shares."""
    for one in values:
        about = {name: one[name] for name in ("policy", "outcome")}
        yield from (about | row for row in (one[part] or {}).get("rows", ()))


def draw_screening(
    found: Sensitivity, axes: Axes | None = None, teller: Teller = ENGLISH_TELLER
) -> Axes:
    """Return Axes with the effect of each factor and its interval; luck is a dotted line.

    Raises :exc:`ValueError` if there was no screening.
    """
    if found.screening is None:
        msg = "some run has no value of this outcome, so that there is nothing to draw"
        raise ValueError(msg)
    rows = [row for row in found.screening.rows[:MOST_SHOWN] if row.factor != LUCK][::-1]
    luck, outcome = found.screening.luck, found.target.outcome
    how = measured([row.effect for row in (*rows, luck)], outcome, teller)
    with styled(axes) as drawn:
        drawn.barh(
            [wrapped(teller.assumption(row.factor)) for row in rows],
            how.drawn([row.effect for row in rows]),
            xerr=how.drawn([row.margin for row in rows]),
            color=BAR,
            ecolor=LOW_END,
        )
        (at,) = how.drawn([luck.effect])
        drawn.axvline(at, color="black", linestyle=":", label=_factor(LUCK, teller))
        say = teller.language.say
        drawn.set_xlabel(say("moves the difference by ({unit})", unit=how.unit))
        write_ticks(drawn.xaxis, teller.language)
        entitle(drawn, teller.subject(found.target.arm.name, outcome), BESIDE_NAMES)
        name_lines(drawn)
    return drawn
