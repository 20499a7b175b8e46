"""Levers in words and as figures: what each value brings, and how far each moves the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial

from matplotlib.axes import Axes

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import difference
from policy_sim.report.page.blocks import Paragraph, Subheading, Table
from policy_sim.report.sweep.axes import BAR, LOW_END, band, new_axes
from policy_sim.report.sweep.parts import Drawing, Part, Told, table_of
from policy_sim.report.wording import plain_words
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.sweep.lever import Lever
from policy_sim.sweep.responses import Response, Swing

__all__ = ["draw_responses", "draw_swings", "levers_told", "without_figure"]


def levers_told(
    levers: Sequence[Lever],
    rows: Sequence[Response],
    swings: Sequence[Swing],
    symbol: str,
    language: Language = ENGLISH,
) -> Told:
    """Return every difference at every value, by reform and outcome, and how far levers move it."""
    values = {"responses": list(map(asdict, rows)), "swings": list(map(asdict, swings))}
    parts: list[Part] = [
        Paragraph(
            language.say(
                "Differences (reform less baseline) on the same people and luck at each value, "
                "with their 95 % intervals; exploratory, since nothing is adjusted for how many "
                "there are."
            )
        ),
        Paragraph(
            language.say(
                "How far a lever moves one is told between the two of its values that lie farthest "
                "apart, chosen after looking, so that the interval of that is too narrow."
            )
        ),
    ]
    for policy, outcome in dict.fromkeys((row.policy, row.outcome) for row in rows):
        own = [row for row in rows if (row.policy, row.outcome) == (policy, outcome)]
        moved = [row for row in swings if (row.policy, row.outcome) == (policy, outcome)]
        title = f"{policy}: {plain_words(outcome, language)}"
        table = _table(title, own, symbol, language)
        parts += [Subheading(title), table]
        parts += [Paragraph(_swing(row, symbol, language)) for row in moved]
        parts += _drawings(levers, own, moved, (f"{policy}-{outcome}", table, language))
    return Told("levers", language.say("What each value brings"), tuple(parts), values, values)


def _drawings(
    levers: Sequence[Lever],
    rows: Sequence[Response],
    swings: Sequence[Swing],
    of: tuple[str, Table, Language],
) -> Iterator[Drawing]:
    """Yield the tornado of one difference, and a line for each lever."""
    name, table, language = of
    if swings:
        alt = language.say("How far each lever moves it: {title}", title=table.caption)
        draw = partial(draw_swings, swings, language=language)
        yield Drawing(f"tornado-{name}", draw, alt, _swung(alt, swings, language))
    for one in levers:
        own = [row for row in rows if row.what == one.what]
        if own:
            alt = language.say("{title}, over {what}", title=table.caption, what=one.what)
            named = f"{one.what.replace('.', '-')}-{name}"
            yield Drawing(named, partial(draw_responses, one, own, language=language), alt, table)


def _swung(caption: str, swings: Sequence[Swing], language: Language) -> Table:
    """Return the ends of each bar of a tornado."""
    headings = [language.text(word) for word in ("set", "least", "at", "most", "at")]
    rows = [
        (
            row.what,
            language.number(row.least, 3, signed=True),
            row.least_at,
            language.number(row.most, 3, signed=True),
            row.most_at,
        )
        for row in swings
    ]
    return table_of(caption, headings, rows)


def _table(caption: str, rows: Sequence[Response], symbol: str, language: Language) -> Table:
    headings = (language.say("set"), language.say("value"), language.say("difference [95 %]"))
    cells = [
        (
            row.what or language.say("(as stated)"),
            row.value,
            difference(
                row.difference, row.low, row.high, OUTCOMES[row.outcome].unit, symbol, language
            ),
        )
        for row in rows
    ]
    return table_of(caption, headings, cells)


def _swing(row: Swing, symbol: str, language: Language) -> str:
    unit = OUTCOMES[row.outcome].unit
    if row.least_at == row.most_at:
        return language.say(
            "{what} does not move it: the mean is the same at every value.", what=row.what
        )
    clear = row.low is not None and row.low > 0
    return language.say(
        "{what} moves it by {swing}, from {least} to {most}."
        if clear
        else "{what} does not clearly move it: by {swing}, from {least} to {most}.",
        what=row.what,
        swing=difference(row.swing, row.low, row.high, unit, symbol, language),
        least=row.least_at,
        most=row.most_at,
    )


def without_figure(told: Told, outcomes: Sequence[str], language: Language) -> Told:
    """Return *told* with the names of those *outcomes* that have no figure at any value."""
    named = language.listed([plain_words(name, language) for name in outcomes])
    line = language.say("No figure of {outcomes}: some run has no value of it.", outcomes=named)
    return replace(told, parts=(*told.parts, Paragraph(line))) if outcomes else told


def draw_swings(
    swings: Sequence[Swing], axes: Axes | None = None, language: Language = ENGLISH
) -> Axes:
    """Return Axes with a tornado: from the least to the most mean of each lever, about the study.

    Raises :exc:`ValueError` unless all *swings* are of one reform and outcome.
    """
    if len({(row.policy, row.outcome) for row in swings}) != 1:
        msg = "a tornado is drawn of one reform and one outcome"
        raise ValueError(msg)
    axes, first, rows = axes or new_axes(), swings[0], swings[::-1]
    axes.barh(
        [row.what for row in rows],
        [row.most - row.least for row in rows],
        left=[row.least for row in rows],
        color=BAR,
    )
    for place, row in enumerate(rows):
        axes.annotate(row.least_at, (row.least, place), ha="right", va="center", fontsize=7)
        axes.annotate(row.most_at, (row.most, place), ha="left", va="center", fontsize=7)
    # A bar would else end at the edge, and leave its value no room.
    axes.use_sticky_edges = False
    axes.margins(x=0.15)
    axes.axvline(first.stated, color="black", linestyle=":")
    axes.axvline(0, color=LOW_END, linewidth=0.8)
    unit = OUTCOMES[first.outcome].unit
    axes.set_xlabel(language.say("difference ({unit}); dotted: as stated", unit=unit))
    axes.set_title(f"{first.policy}: {plain_words(first.outcome, language)}")
    return axes


def draw_responses(
    lever: Lever,
    rows: Sequence[Response],
    axes: Axes | None = None,
    language: Language = ENGLISH,
) -> Axes:
    """Return Axes with one difference over the values of *lever*, and its interval at each.

    *rows* are those of the lever, of one reform and outcome, in the order of the values.
    """
    axes = axes or new_axes()
    numbers = lever.numbers
    where = list(numbers) if numbers else list(range(len(rows)))
    means = [row.difference for row in rows]
    band(axes, where, means, [(row.low, row.high) for row in rows])
    axes.set_xticks(where, lever.values)
    axes.set_xlabel(lever.what)
    unit = OUTCOMES[rows[0].outcome].unit
    axes.set_ylabel(language.say("difference ({unit})", unit=unit))
    axes.set_title(f"{rows[0].policy}: {plain_words(rows[0].outcome, language)}")
    return axes
