"""What a document of published facts may hold, key by key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Shape, Text, read_document, shape
from policy_sim.documents.fields import Date, Flag, Name, Number, Share, Title
from policy_sim.documents.nodes import place_of
from policy_sim.errors import DocumentError, ScenarioError
from policy_sim.study.facts import Fact, Figure
from policy_sim.workforce.wording import EvidenceShape

__all__ = ["FactShape", "FactsShape", "FigureShape", "load_facts"]


class FigureShape(Shape):
    """A simulated figure: an outcome, of everybody or of one group (``employment=pns``).

    It is that of the first year of the baseline, unless a *window* or an *arm* is named.
    """

    noun = "a simulated figure"

    outcome: Name
    group: Text | None = None
    window: Name | None = None
    arm: Text | None = None


class FactShape(EvidenceShape):
    """A published fact: a value with a tolerance, or the two ends between which it lies.

    *simulated* is the outcome to be held against it, in per cent of *over* if that is stated, and
    with *less* taken off. The tolerance is a share of the value (*within*), an amount in its own
    unit (*give_or_take*), or so many *standard_errors* of the simulation. Without *simulated* the
    model has no figure for it, without *published* or *between* nobody has published one.
    *explain* says why a difference is expected, or why data is missing. A *flow* must be matched
    for the start to be called at rest.
    """

    noun = "a published fact"

    title: Title
    simulated: FigureShape | None = None
    over: FigureShape | None = None
    less: FigureShape | None = None
    published: Number | None = None
    within: Share | None = None
    give_or_take: Annotated[Number, Field(ge=0)] | None = None
    standard_errors: Annotated[Number, Field(gt=0)] | None = None
    between: tuple[Number, Number] | None = None
    unit: Text | None = None
    as_of: Date | None = None
    flow: Flag = False
    explain: Title | None = None

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> FactShape:
        low, high = self.between or (0.0, 0.0)
        told = self.published is not None or self.between is not None
        tolerances = (self.within, self.give_or_take, self.standard_errors)
        stated = sum(tolerance is not None for tolerance in tolerances)
        faults = {
            "published-twice": self.published is not None and self.between is not None,
            "tolerances": stated > 1,
            "within-of-nothing": stated > 0 and self.published is None,
            "less-of-nothing": self.less is not None and self.simulated is None,
            "over-of-nothing": self.over is not None and self.simulated is None,
            "between-turned-round": low > high,
            "without-data-unexplained": self.explain is None and not (told and self.simulated),
        }
        where, values = self.title.place, {"seen": str(self.title)}
        findings = [Diagnostic(code, where, values) for code, found in faults.items() if found]
        if findings:
            raise DocumentError(findings)
        return self


class FactsShape(Shape):
    """What is published, to be held against the first simulated year, or another figure.

    *tolerance* is how far a simulated figure may lie from a published value that states none.
    """

    noun = "a document of published facts"

    facts: Name
    title: Title
    tolerance: Share
    assumption: Text
    published: Annotated[dict[Name, FactShape], Field(min_length=1)]


def load_facts(path: Path) -> tuple[Fact, ...]:
    """Return the facts of the document at *path*, in its order.

    Raises :exc:`~policy_sim.errors.DocumentError` if the document has not the shape of one, and
    :exc:`~policy_sim.errors.ScenarioError` with every fact that says nothing of its source.
    """
    stated = shape(read_document(path).root, FactsShape)
    unevidenced = [
        Diagnostic("no-evidence", place_of(name), {"seen": str(name)})
        for name, fact in stated.published.items()
        if not fact.is_evident
    ]
    if unevidenced:
        raise ScenarioError(unevidenced)
    return tuple(_fact(name, fact, stated) for name, fact in stated.published.items())


def _fact(name: str, stated: FactShape, document: FactsShape) -> Fact:
    low, high = _ends(stated, document)
    return Fact(
        name=str(name),
        title=stated.title,
        figure=_figure(stated.simulated),
        over=_figure(stated.over),
        less=_figure(stated.less),
        low=low,
        high=high,
        published=stated.published,
        errors=stated.standard_errors,
        unit=str(stated.unit or ""),
        as_of=stated.as_of,
        flow=stated.flow,
        explain=stated.explain or "",
        evidence=stated.evidence.told,
        place=place_of(name),
    )


def _figure(stated: FigureShape | None) -> Figure | None:
    if stated is None:
        return None
    where = place_of(stated.outcome)
    window, arm = stated.window or "", str(stated.arm or "")
    return Figure(str(stated.outcome), str(stated.group or "all"), window, arm, where)


def _ends(stated: FactShape, document: FactsShape) -> tuple[float | None, float | None]:
    """Return the ends between which a simulated figure agrees with what is published."""
    if stated.between is not None:
        return stated.between
    if stated.published is None:
        return None, None
    share = document.tolerance if stated.within is None else stated.within
    reach = abs(stated.published) * float(share)
    if stated.give_or_take is not None:
        reach = stated.give_or_take
    return stated.published - reach, stated.published + reach
