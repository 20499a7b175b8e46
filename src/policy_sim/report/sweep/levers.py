"""Levers in words and as figures: what each value brings, and how far each moves the answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from functools import partial
from typing import Literal

from matplotlib.axes import Axes

from policy_sim.report.canvas import entitle, write_ticks
from policy_sim.report.page.blocks import Paragraph, Subheading, Table
from policy_sim.report.sweep.axes import BAR, BESIDE_NAMES, LOW_END, band, measured, styled, wrapped
from policy_sim.report.sweep.parts import Drawing, Part, Told, table_of
from policy_sim.report.sweep.teller import ENGLISH_TELLER, Teller
from policy_sim.sweep.lever import Lever
from policy_sim.sweep.responses import Response, Swing

__all__ = ["draw_responses", "draw_swings", "levers_told", "without_figure"]


def levers_told(
    levers: Sequence[Lever],
    rows: Sequence[Response],
    swings: Sequence[Swing],
    teller: Teller = ENGLISH_TELLER,
) -> Told:
    """Return every difference at every value, by reform and outcome, and how far levers move it."""
    language = teller.language
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
        title = teller.subject(policy, outcome)
        table = _table(title, own, teller)
        parts += [Subheading(title), table]
        parts += [Paragraph(_swing(row, teller)) for row in moved]
        parts += _drawings(levers, own, moved, (f"{policy}-{outcome}", table, teller))
    return Told("levers", language.say("What each value brings"), tuple(parts), values, values)


def _drawings(
    levers: Sequence[Lever],
    rows: Sequence[Response],
    swings: Sequence[Swing],
    of: tuple[str, Table, Teller],
) -> Iterator[Drawing]:
    """Yield the tornado of one difference, and a line for each lever; those of noughts are idle."""
    name, table, teller = of
    language = teller.language
    if swings:
        alt = language.say("How far each lever moves it: {title}", title=table.caption)
        draw = partial(draw_swings, swings, teller=teller)
        idle = not any(row.swing for row in swings)
        yield Drawing(f"tornado-{name}", draw, alt, _swung(alt, swings, teller), idle)
    for one in levers:
        own = [row for row in rows if row.what == one.what]
        if own:
            called = teller.lever(one.what)
            alt = language.say(
                "{title}, over {what}: the mean difference, shaded its 95 % interval",
                title=table.caption,
                what=called,
            )
            named = f"{one.what.replace('.', '-')}-{name}"
            idle = not any(row.difference or row.low or row.high for row in own)
            yield Drawing(named, partial(draw_responses, one, own, teller=teller), alt, table, idle)


def _swung(caption: str, swings: Sequence[Swing], teller: Teller) -> Table:
    """Return the ends of each bar of a tornado."""
    language = teller.language
    headings = [language.text(word) for word in ("set", "least", "at", "most", "at")]
    rows = [
        (
            teller.lever(row.what),
            teller.change(row.least, row.outcome),
            teller.value(row.least_at),
            teller.change(row.most, row.outcome),
            teller.value(row.most_at),
        )
        for row in swings
    ]
    return table_of(caption, headings, rows)


def _table(caption: str, rows: Sequence[Response], teller: Teller) -> Table:
    language = teller.language
    headings = (language.say("set"), language.say("value"), language.say("difference [95 %]"))
    cells = [
        (
            teller.lever(row.what) if row.what else language.say("(as stated)"),
            teller.value(row.value),
            teller.difference(row.difference, row.low, row.high, row.outcome),
        )
        for row in rows
    ]
    return table_of(caption, headings, cells)


def _swing(row: Swing, teller: Teller) -> str:
    say, what = teller.language.say, teller.lever(row.what)
    if row.least_at == row.most_at:
        return say("{what} does not move it: the mean is the same at every value.", what=what)
    clear = row.low is not None and row.low > 0
    return say(
        "{what} moves it by {swing}, from {least} to {most}."
        if clear
        else "{what} does not clearly move it: by {swing}, from {least} to {most}.",
        what=what,
        swing=teller.difference(row.swing, row.low, row.high, row.outcome),
        least=teller.value(row.least_at),
        most=teller.value(row.most_at),
    )


def without_figure(told: Told, outcomes: Sequence[str], teller: Teller) -> Told:
    """Return *told* with the names of those *outcomes* that have no figure at any value."""
    named = teller.language.listed([teller.outcome(name) for name in outcomes])
    line = teller.language.say(
        "No figure of {outcomes}: some run has no value of it.", outcomes=named
    )
    return replace(told, parts=(*told.parts, Paragraph(line))) if outcomes else told


def draw_swings(
    swings: Sequence[Swing], axes: Axes | None = None, teller: Teller = ENGLISH_TELLER
) -> Axes:
    """Return Axes with a tornado: from the least to the most mean of each lever, about the study.

    Raises :exc:`ValueError` unless all *swings* are of one reform and outcome.
    """
    if len({(row.policy, row.outcome) for row in swings}) != 1:
        msg = "a tornado is drawn of one reform and one outcome"
        raise ValueError(msg)
    first, rows = swings[0], swings[::-1]
    how = measured([end for row in rows for end in (row.least, row.most)], first.outcome, teller)
    least, most = (how.drawn([getattr(row, end) for row in rows]) for end in ("least", "most"))
    with styled(axes) as drawn:
        drawn.barh(
            [wrapped(teller.lever(row.what)) for row in rows],
            [more - less for more, less in zip(most, least, strict=True)],
            left=least,
            color=BAR,
        )
        for place, row in enumerate(rows):
            if row.least_at != row.most_at:
                _end(drawn, teller.value(row.least_at), (least[place], place), "right")
                _end(drawn, teller.value(row.most_at), (most[place], place), "left")
        # A bar would else end at the edge, and leave its value no room.
        drawn.use_sticky_edges = False
        drawn.margins(x=0.2)
        drawn.axvline(*how.drawn([first.stated]), color="black", linestyle=":")
        drawn.axvline(0, color=LOW_END, linewidth=0.8)
        label = teller.language.say("difference ({unit}); dotted: as stated", unit=how.unit)
        drawn.set_xlabel(label)
        write_ticks(drawn.xaxis, teller.language)
        entitle(drawn, teller.subject(first.policy, first.outcome), BESIDE_NAMES)
    return drawn


def _end(
    axes: Axes, value: str, place: tuple[float, float], side: Literal["left", "right"]
) -> None:
    """Write at one end of a bar which value of the lever brings it there."""
    away = 3 if side == "left" else -3
    axes.annotate(
        value, place, xytext=(away, 0), textcoords="offset points", ha=side, va="center", fontsize=8
    )


def draw_responses(
    lever: Lever,
    rows: Sequence[Response],
    axes: Axes | None = None,
    teller: Teller = ENGLISH_TELLER,
) -> Axes:
    """Return Axes with one difference over the values of *lever*, and its interval at each.

    *rows* are those of the lever, of one reform and outcome, in the order of the values.
    """
    first, numbers = rows[0], lever.numbers
    where = list(numbers) if numbers else list(range(len(rows)))
    means = [row.difference for row in rows]
    with styled(axes) as drawn:
        band(drawn, where, means, [(r.low, r.high) for r in rows], (first.outcome, teller))
        drawn.set_xticks(where, [teller.value(value) for value in lever.values])
        drawn.set_xlabel(teller.lever(lever.what))
        entitle(drawn, teller.subject(first.policy, first.outcome))
    return drawn
