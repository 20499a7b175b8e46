"""A design in words and as a figure: the front, twice, and what may not be."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from matplotlib.axes import Axes

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import difference
from policy_sim.report.summary import aligned
from policy_sim.report.sweep.axes import new_axes
from policy_sim.report.wording import plain_words
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.statistics import Paired
from policy_sim.sweep.design.study import Candidate, Design

__all__ = ["design_lines", "design_values", "draw_front"]

MOST_REASONS = 5
"""So many of the excluded candidates are told with their reason."""


def design_lines(found: Design, symbol: str = "", language: Language = ENGLISH) -> list[str]:
    """Return what was found as text; *symbol* is that of the currency."""
    return [
        language.say(
            "{number} of {size} candidates of {arm} were judged against {baseline}, in "
            "replications 0 to {last}; {excluded} may not be.",
            number=language.number(len(found.candidates)),
            size=language.number(found.size),
            arm=found.arm.name,
            baseline=found.baseline.name,
            last=found.wanted.replications - 1,
            excluded=language.number(sum(bool(one.excluded) for one in found.candidates)),
        ),
        *_excluded(found, language),
        "",
        *_front(found, symbol, language),
    ]


def _excluded(found: Design, language: Language) -> Iterator[str]:
    """Yield the reasons of the first that were excluded."""
    excluded = [one for one in found.candidates if one.excluded]
    for one in excluded[:MOST_REASONS]:
        yield language.say(
            "Excluded: {values}: {reason}", values=_values(one), reason=one.excluded[0]
        )
    if len(excluded) > MOST_REASONS:
        yield language.say(
            "and {number} more; --format json lists all of them.",
            number=language.number(len(excluded) - MOST_REASONS),
        )


def _front(found: Design, symbol: str, language: Language) -> Iterator[str]:
    if not found.front:
        yield language.say("No candidate may be: there is no front.")
        return
    rows = [row for number in found.front for row in _rows(found, number, symbol, language)]
    stated = _candidate_rows(
        found, found.stated, (language.say("as it stands"), ""), (symbol, language)
    )
    headings = ("number", "values", "outcome", "in the search", "in fresh replications")
    yield aligned([tuple(language.text(word) for word in headings), *rows, *stated])
    lost = [number for number in found.front if number not in found.kept]
    if lost:
        yield language.say(
            "On the front by luck: in fresh replications others of it are better than {numbers} "
            "in everything.",
            numbers=language.listed([str(number) for number in lost]),
        )
    yield language.say(
        "Rely on the fresh values: whoever is chosen for having come out best has been lucky too."
    )


def _rows(found: Design, number: int, symbol: str, language: Language) -> Iterator[tuple[str, ...]]:
    one = found.candidate(number)
    return _candidate_rows(found, one, (str(number), _values(one)), (symbol, language))


def _candidate_rows(
    found: Design, one: Candidate, named: tuple[str, str], said: tuple[str, Language]
) -> Iterator[tuple[str, ...]]:
    """Yield a line for each objective of one candidate."""
    for i, outcome in enumerate(found.wanted.objectives):
        yield (
            *(named if i == 0 else ("", "")),
            plain_words(outcome, said[1]),
            _difference(one.found[i], outcome, said),
            _difference(one.fresh[i], outcome, said) if one.fresh else "",
        )


def _difference(found: Paired, outcome: str, said: tuple[str, Language]) -> str:
    return difference(found.mean, found.low, found.high, OUTCOMES[outcome].unit, *said)


def _values(one: Candidate) -> str:
    return ", ".join(f"{name} {value}" for name, value in one.values.items())


def design_values(found: Design) -> dict[str, Any]:
    """Return what was found as plain values, with every candidate."""
    return {
        "policy": found.arm.name,
        "baseline": found.baseline.name,
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


def draw_front(found: Design, language: Language = ENGLISH) -> Axes:
    """Return Axes with the candidates by the first two objectives, and the front twice.

    A line leads from the value of the search to that in fresh replications. With one objective
    the second axis is the number of the candidate.
    """
    axes = new_axes()
    grey = [one for one in found.candidates if one.found and one.number not in found.front]
    axes.plot(*_places(grey, found, fresh=False), ".", color="grey", alpha=0.5)
    chosen = [found.candidate(number) for number in found.front]
    early, late = (_places(chosen, found, fresh=fresh) for fresh in (False, True))
    for (x, y), (u, v) in zip(zip(*early, strict=True), zip(*late, strict=True), strict=True):
        axes.plot([x, u], [y, v], color="#D55E00", linewidth=0.8)
    axes.plot(*early, "o", color="#D55E00", fillstyle="none", label=language.say("in the search"))
    axes.plot(*late, "o", color="#0072B2", label=language.say("in fresh replications"))
    stated = _places([found.stated], found, fresh=True)
    axes.plot(*stated, "*", color="black", label=language.say("as it stands"))
    for one, x, y in zip(chosen, *late, strict=True):
        axes.annotate(str(one.number), (x, y), xytext=(3, 3), textcoords="offset points")
    names = [plain_words(name, language) for name in found.wanted.objectives[:2]]
    axes.set_xlabel(names[0])
    axes.set_ylabel(names[1] if len(names) > 1 else language.say("number"))
    axes.legend(loc="upper left", bbox_to_anchor=(1.0, 1.0), fontsize=8)
    return axes


def _places(
    chosen: list[Candidate], found: Design, *, fresh: bool
) -> tuple[list[float], list[float]]:
    """Return where candidates stand on the two axes."""
    values = [one.fresh if fresh else one.found for one in chosen]
    several = len(found.wanted.objectives) > 1
    return (
        [one[0].mean for one in values],
        [
            one[1].mean if several else float(candidate.number)
            for one, candidate in zip(values, chosen, strict=True)
        ],
    )
