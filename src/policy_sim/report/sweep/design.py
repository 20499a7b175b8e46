"""A design in words and as a figure: the front, twice, and what may not be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from policy_sim.report.canvas import entitle, name_lines, write_ticks
from policy_sim.report.page.blocks import Note, Paragraph, Table
from policy_sim.report.sweep.axes import BAR, LOW_END, OTHER, measured, styled
from policy_sim.report.sweep.parts import Drawing, Part, Told, table_of
from policy_sim.report.sweep.teller import ENGLISH_TELLER, Teller
from policy_sim.study.statistics import Paired
from policy_sim.sweep.design.study import Candidate, Design

__all__ = ["design_told", "draw_front"]

Scale = Callable[[Sequence[float]], list[float]]
"""How values are drawn on an axis."""


def design_told(found: Design, teller: Teller = ENGLISH_TELLER) -> Told:
    """Return the front, twice, and every candidate that may not be, with what was found in it."""
    values = _values_of(found)
    tables = {"candidates": [row for one in values["candidates"] for row in _flat(one)]}
    parts = (
        Paragraph(_judged(found, teller)),
        *_guilty(found, teller),
        *_excluded(found, teller),
        *_front(found, teller),
    )
    return Told("design", teller.language.say("The best trade-offs"), parts, values, tables)


def _judged(found: Design, teller: Teller) -> str:
    language = teller.language
    return language.say(
        "{number} of {size} candidates of {arm} were judged against {baseline}, in "
        "replications 0 to {last}, proposed with the authority '{authority}'; {excluded} may not "
        "be.",
        number=language.number(len(found.candidates)),
        size=language.number(found.size),
        arm=teller.arm(found.arm.name),
        baseline=teller.arm(found.baseline.name),
        last=found.wanted.replications - 1,
        authority=language.text(found.authority),
        excluded=language.number(sum(bool(one.excluded) for one in found.candidates)),
    )


def _guilty(found: Design, teller: Teller) -> Iterator[Part]:
    """Yield what the law as it stands is found guilty of."""
    if found.stated.excluded:
        heading = teller.language.say("The law as it stands has findings of its own:")
        yield Note((heading, *found.stated.excluded))


def _excluded(found: Design, teller: Teller) -> Iterator[Part]:
    """Yield every candidate that was excluded, with each finding."""
    language = teller.language
    rows = [
        (str(one.number), _values(one, teller), reason)
        for one in found.candidates
        for reason in one.excluded
    ]
    if rows:
        headings = [language.text(word) for word in ("number", "values", "finding")]
        yield table_of(language.say("Candidates that may not be"), headings, rows, words=3)


def _front(found: Design, teller: Teller) -> Iterator[Part]:
    language = teller.language
    if not found.front:
        yield Paragraph(language.say("No candidate may be: there is no front."))
        return
    table = _front_table(found, teller)
    yield table
    lost = [number for number in found.front if number not in found.kept]
    if lost:
        yield Paragraph(
            language.say(
                "On the front by luck: in fresh replications others of it are better than "
                "{numbers} in everything, or a limit is exceeded.",
                numbers=language.listed([str(number) for number in lost]),
            )
        )
    yield Paragraph(
        language.say(
            "Rely on the fresh values: whoever is chosen for having come out best has been lucky "
            "too."
        )
    )
    names = [teller.outcome(name) for name in found.wanted.objectives[:2]]
    alt = language.say("The candidates by {outcomes}", outcomes=language.listed(names))
    yield Drawing("front", partial(draw_front, found, teller=teller), alt, table)


def _front_table(found: Design, teller: Teller) -> Table:
    language = teller.language
    rows = [row for number in found.front for row in _rows(found, number, teller)]
    stated = _candidate_rows(found, found.stated, (language.say("as it stands"), ""), teller)
    headings = ("number", "values", "outcome", "in the search", "in fresh replications")
    caption = language.say("The front: nothing is better in everything")
    return table_of(caption, [language.text(word) for word in headings], [*rows, *stated], words=3)


def _rows(found: Design, number: int, teller: Teller) -> Iterator[tuple[str, ...]]:
    one = found.candidate(number)
    return _candidate_rows(found, one, (str(number), _values(one, teller)), teller)


def _candidate_rows(
    found: Design, one: Candidate, named: tuple[str, str], teller: Teller
) -> Iterator[tuple[str, ...]]:
    """Yield a line for each objective of one candidate."""
    for i, outcome in enumerate(found.wanted.objectives):
        yield (
            *named,
            teller.outcome(outcome),
            _difference(one.found[i], outcome, teller),
            _difference(one.fresh[i], outcome, teller) if one.fresh else "",
        )


def _difference(found: Paired, outcome: str, teller: Teller) -> str:
    return teller.difference(found.mean, found.low, found.high, outcome)


def _values(one: Candidate, teller: Teller) -> str:
    return ", ".join(
        f"{teller.parameter(name)} {teller.value(value)}" for name, value in one.values.items()
    )


def _values_of(found: Design) -> dict[str, Any]:
    """Return what was found as plain values, with every candidate."""
    return {
        "policy": found.arm.name,
        "baseline": found.baseline.name,
        "authority": str(found.authority),
        "objectives": list(found.wanted.objectives),
        "limits": dict(found.wanted.limits),
        "size": found.size,
        "replications": found.wanted.replications,
        "fresh": found.wanted.fresh,
        "front": list(found.front),
        "kept": list(found.kept),
        "stated": _candidate_values(found, found.stated),
        "candidates": [_candidate_values(found, one) for one in found.candidates],
    }


def _candidate_values(found: Design, one: Candidate) -> dict[str, Any]:
    names = (*found.wanted.objectives, *found.wanted.limits)
    return {
        "number": one.number,
        "values": dict(one.values),
        "amendments": [path.name for path in one.amendments],
        "excluded": list(one.excluded),
        "found": {n: asdict(p) for n, p in zip(names, one.found, strict=False)},
        "fresh": {n: asdict(p) for n, p in zip(names, one.fresh, strict=False)},
    }


def _flat(candidate: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a row for each outcome of a candidate, one if it was not run."""
    about = {
        "number": candidate["number"],
        "values": "; ".join(f"{name}={value}" for name, value in candidate["values"].items()),
        "excluded": "; ".join(candidate["excluded"]),
    }
    for name in candidate["found"] or (None,):
        search, fresh = (candidate[which].get(name, {}) for which in ("found", "fresh"))
        figures = {
            f"{when}_{part}": told.get(part)
            for when, told in (("search", search), ("fresh", fresh))
            for part in ("mean", "low", "high", "n")
        }
        yield about | {"outcome": name} | figures


def draw_front(found: Design, axes: Axes | None = None, teller: Teller = ENGLISH_TELLER) -> Axes:
    """Return Axes with the candidates by the first two objectives, and the front twice.

    A line leads from the value of the search to that in fresh replications. With one objective
    the second axis is the number of the candidate; the law as it stands has the number 0.
    """
    say, chosen = teller.language.say, [found.candidate(number) for number in found.front]
    grey = [one for one in found.candidates if one.found and one.number not in found.front]
    with styled(axes) as drawn:
        scales = _scales(drawn, found, teller)
        early, late = (_places(chosen, found, scales, fresh=fresh) for fresh in (False, True))
        if grey:
            places = _places(grey, found, scales, fresh=False)
            drawn.plot(*places, ".", color=LOW_END, alpha=0.5, label=say("not on the front"))
        for (x, y), (u, v) in zip(zip(*early, strict=True), zip(*late, strict=True), strict=True):
            drawn.plot([x, u], [y, v], color=OTHER, linewidth=0.8)
        drawn.plot(*early, "o", color=OTHER, fillstyle="none", label=say("in the search"))
        drawn.plot(*late, "o", color=BAR, label=say("in fresh replications"))
        stated = _places([found.stated], found, scales, fresh=True)
        drawn.plot(*stated, "*", color="black", label=say("as it stands"))
        for one, x, y in zip(chosen, *late, strict=True):
            drawn.annotate(str(one.number), (x, y), xytext=(3, 3), textcoords="offset points")
        entitle(drawn, teller.arm(found.arm.name))
        name_lines(drawn)
    return drawn


def _places(
    chosen: Sequence[Candidate], found: Design, scales: Sequence[Scale], *, fresh: bool
) -> tuple[list[float], list[float]]:
    """Return where candidates stand on the two axes."""
    values = [one.fresh if fresh else one.found for one in chosen]
    first, second = scales
    across = first([one[0].mean for one in values])
    if len(found.wanted.objectives) > 1:
        return across, second([one[1].mean for one in values])
    return across, [float(candidate.number) for candidate in chosen]


def _scales(axes: Axes, found: Design, teller: Teller) -> tuple[Scale, Scale]:
    """Name both axes, and return how values are drawn on each."""
    shown = [one for one in (found.stated, *found.candidates) if one.found]
    scales: list[Scale] = []
    for i, outcome in enumerate(found.wanted.objectives[:2]):
        values = [part[i].mean for one in shown for part in (one.found, one.fresh) if part]
        how = measured(values, outcome, teller)
        label = teller.language.say(
            "{outcome}, difference ({unit})", outcome=teller.outcome(outcome), unit=how.unit
        )
        (axes.set_ylabel if i else axes.set_xlabel)(label)
        write_ticks(axes.yaxis if i else axes.xaxis, teller.language)
        scales.append(how.drawn)
    if len(scales) == 1:
        axes.set_ylabel(teller.language.say("number"))
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
    return scales[0], scales[-1]
