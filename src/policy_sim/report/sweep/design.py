"""A design in words and as a figure: the front, twice, and what may not be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from functools import partial
from typing import Any

from matplotlib.axes import Axes

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import difference
from policy_sim.report.page.blocks import Note, Paragraph, Table
from policy_sim.report.sweep.axes import new_axes
from policy_sim.report.sweep.parts import Drawing, Part, Told, table_of
from policy_sim.report.wording import plain_words
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.statistics import Paired
from policy_sim.sweep.design.study import Candidate, Design

__all__ = ["design_told", "draw_front"]


def design_told(found: Design, symbol: str = "", language: Language = ENGLISH) -> Told:
    """Return the front, twice, and every candidate that may not be, with what was found in it."""
    values = _values_of(found)
    tables = {"candidates": [row for one in values["candidates"] for row in _flat(one)]}
    parts = (
        Paragraph(_judged(found, language)),
        *_guilty(found, language),
        *_excluded(found, language),
        *_front(found, symbol, language),
    )
    return Told("design", language.say("The best trade-offs"), parts, values, tables)


def _judged(found: Design, language: Language) -> str:
    return language.say(
        "{number} of {size} candidates of {arm} were judged against {baseline}, in "
        "replications 0 to {last}, proposed with the authority '{authority}'; {excluded} may not "
        "be.",
        number=language.number(len(found.candidates)),
        size=language.number(found.size),
        arm=found.arm.name,
        baseline=found.baseline.name,
        last=found.wanted.replications - 1,
        authority=language.text(found.authority),
        excluded=language.number(sum(bool(one.excluded) for one in found.candidates)),
    )


def _guilty(found: Design, language: Language) -> Iterator[Part]:
    """Yield what the law as it stands is found guilty of."""
    if found.stated.excluded:
        heading = language.say("The law as it stands has findings of its own:")
        yield Note((heading, *found.stated.excluded))


def _excluded(found: Design, language: Language) -> Iterator[Part]:
    """Yield every candidate that was excluded, with each finding."""
    rows = [
        (str(one.number), _values(one), reason)
        for one in found.candidates
        for reason in one.excluded
    ]
    if rows:
        headings = [language.text(word) for word in ("number", "values", "finding")]
        yield table_of(language.say("Candidates that may not be"), headings, rows, words=3)


def _front(found: Design, symbol: str, language: Language) -> Iterator[Part]:
    if not found.front:
        yield Paragraph(language.say("No candidate may be: there is no front."))
        return
    yield _front_table(found, symbol, language)
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
    names = [plain_words(name, language) for name in found.wanted.objectives[:2]]
    alt = language.say("The candidates by {outcomes}", outcomes=language.listed(names))
    data = _front_table(found, symbol, language)
    yield Drawing("front", partial(draw_front, found, language=language), alt, data)


def _front_table(found: Design, symbol: str, language: Language) -> Table:
    rows = [row for number in found.front for row in _rows(found, number, symbol, language)]
    stated = _candidate_rows(
        found, found.stated, (language.say("as it stands"), ""), (symbol, language)
    )
    headings = ("number", "values", "outcome", "in the search", "in fresh replications")
    caption = language.say("The front: nothing is better in everything")
    return table_of(caption, [language.text(word) for word in headings], [*rows, *stated], words=3)


def _rows(found: Design, number: int, symbol: str, language: Language) -> Iterator[tuple[str, ...]]:
    one = found.candidate(number)
    return _candidate_rows(found, one, (str(number), _values(one)), (symbol, language))


def _candidate_rows(
    found: Design, one: Candidate, named: tuple[str, str], said: tuple[str, Language]
) -> Iterator[tuple[str, ...]]:
    """Yield a line for each objective of one candidate."""
    for i, outcome in enumerate(found.wanted.objectives):
        yield (
            *named,
            plain_words(outcome, said[1]),
            _difference(one.found[i], outcome, said),
            _difference(one.fresh[i], outcome, said) if one.fresh else "",
        )


def _difference(found: Paired, outcome: str, said: tuple[str, Language]) -> str:
    return difference(found.mean, found.low, found.high, OUTCOMES[outcome].unit, *said)


def _values(one: Candidate) -> str:
    return ", ".join(f"{name} {value}" for name, value in one.values.items())


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


def draw_front(found: Design, axes: Axes | None = None, language: Language = ENGLISH) -> Axes:
    """Return Axes with the candidates by the first two objectives, and the front twice.

    A line leads from the value of the search to that in fresh replications. With one objective
    the second axis is the number of the candidate.
    """
    axes = axes or new_axes()
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
