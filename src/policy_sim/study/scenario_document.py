"""What a scenario document may hold, key by key."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag, model_validator

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import MappingNode, Shape, Text
from policy_sim.documents.fields import Date, Name, Number, Title, Whole, one_or_more
from policy_sim.documents.nodes import kind_tag
from policy_sim.errors import DocumentError
from policy_sim.simulation.books.yearbook import EVERYBODY
from policy_sim.simulation.practices.practice import PracticeShape
from policy_sim.study.arms import Arm, Grid
from policy_sim.study.windows import Reach, Window

__all__ = [
    "ArmsShape",
    "AssumedShape",
    "HistoryShape",
    "LawShape",
    "OutcomesShape",
    "ReplicationsShape",
    "RosterShape",
    "ScenarioShape",
    "UntilShape",
    "WindowShape",
]

Names = Annotated[tuple[Name, ...], Field(min_length=1)]
Texts = Annotated[tuple[Text, ...], BeforeValidator(one_or_more), Field(min_length=1)]
"""A text, or a list of them."""

Positive = Annotated[Whole, Field(ge=1)]


class LawShape(Shape):
    """A law of the study: a policy, and the amendments laid on it.

    Of the last amendment the articles under ``without`` are left out.
    """

    noun = "a law of the study"

    title: Title
    policy: Text
    amendments: tuple[Text, ...] = ()
    without: tuple[Text, ...] = ()


class ArmsShape(Shape):
    """Which laws meet which practices, and the arm that the others are held against."""

    noun = "the arms"

    laws: Names
    practices: Names
    baseline: Text
    reference: tuple[Literal["lottery", "oracle"], ...] = ()

    @property
    def grid(self) -> Grid:
        """Every law under every practice, the baseline among them, and the references."""
        baseline = Arm.of(self.baseline)
        return Grid.of(map(str, self.laws), map(str, self.practices), baseline, self.reference)


class HistoryShape(Shape):
    """The years simulated before the start, to give the workforce its joint structure."""

    noun = "the history"

    years: Annotated[Whole, Field(ge=0, le=100)] = 30
    practice: Name


class RosterShape(Shape):
    """The file of real people in place of synthetic ones, and how it is to be read."""

    noun = "a roster"

    file: Text | None = None
    mapping: Text | None = None


class TileShape(Shape):
    """An outcome on the first screen: of *groups* (``zone=outer``), or of everybody."""

    noun = "a tile"

    outcome: Name
    groups: tuple[Text, ...] = ()


Tile = Annotated[
    Annotated[Name, Tag("scalar")] | Annotated[TileShape, Tag("mapping")],
    Discriminator(kind_tag),
]
"""A tile of everybody by its outcome alone, or one of groups."""


class OutcomesShape(Shape):
    """The outcomes named beforehand as the ones that decide, and the window they are read in.

    Each primary outcome has a tile on the first screen of the report; *tiles* adds others, which
    are shown there as exploratory. A group that the study does not count has no line.
    """

    noun = "the outcomes"

    primary: Names
    window: Name
    tiles: tuple[Tile, ...] = ()

    @property
    def shown(self) -> dict[Name, tuple[str, ...]]:
        """By outcome, the groups that the first screen shows, in order."""
        found: dict[Name, tuple[str, ...]] = {}
        for tile in (*self.primary, *self.tiles):
            outcome, groups = (
                (tile.outcome, tile.groups) if isinstance(tile, TileShape) else (tile, ())
            )
            found[outcome] = (*found.get(outcome, ()), *map(str, groups or (EVERYBODY,)))
        return found


class WindowShape(Shape):
    """A window: exactly one way to reach over the years."""

    noun = "a window"

    mean_from: Date | None = None
    at: Date | None = None
    year: Positive | None = None
    total_from: Date | None = None

    @model_validator(mode="after")
    def _one_reach(self) -> WindowShape:
        given = [reach.value for reach in Reach if getattr(self, reach.value) is not None]
        if len(given) != 1:
            values = {
                "seen": ", ".join(given) or phrase("nothing"),
                "allowed": ", ".join(reach.value for reach in Reach),
            }
            raise DocumentError([Diagnostic("one-reach", Place(""), values)])
        return self

    def window(self, name: str) -> Window:
        """Return the window called *name*."""
        reach = next(r for r in Reach if getattr(self, r.value) is not None)
        value: date | int = getattr(self, reach.value)
        if isinstance(value, date):
            return Window(name, reach, value)
        return Window(name, reach, number=value)


class AssumedShape(Shape):
    """Another value of an assumption in this study, and the range that draws take it from."""

    noun = "an assumed value"

    value: Number
    range: tuple[Number, Number] | None = None


Assumed = Annotated[
    Annotated[Number, Tag("scalar")] | Annotated[AssumedShape, Tag("mapping")],
    Discriminator(kind_tag),
]
"""A value that holds in all draws, or one with a range."""


class UntilShape(Shape):
    """How precise a difference is to be, and how many replications may be made for it."""

    noun = "a precision"

    outcome: Name
    half_width: Annotated[Number, Field(gt=0)]
    at_least: Annotated[Whole, Field(ge=2, le=10_000)] = 10
    at_most: Annotated[Whole, Field(ge=2, le=10_000)] = 200

    @model_validator(mode="after")
    def _room(self) -> UntilShape:
        if self.at_most < self.at_least:
            values = {"seen": str(self.at_most), "allowed": str(self.at_least)}
            raise DocumentError([Diagnostic("most-below-least", Place(""), values)])
        return self


class ReplicationsShape(Shape):
    """Replications that are made until a difference is as precise as is asked for."""

    noun = "the replications"

    until: UntilShape


Replications = Annotated[
    Annotated[Annotated[Whole, Field(ge=1, le=10_000)], Tag("scalar")]
    | Annotated[ReplicationsShape, Tag("mapping")],
    Discriminator(kind_tag),
]
"""How many, or how precise they are to be."""


class ScenarioShape(Shape):
    """A study: which laws and practices, on which workforce, for how long, judged by what."""

    noun = "a scenario"

    scenario: Name
    title: Title
    based_on: Text | None = None
    profile: Text
    organisation: Text
    start: Date
    step: Literal["month", "year"] = "month"
    years: Annotated[Whole, Field(ge=1, le=1000)]
    replications: Replications
    draws: Annotated[Whole, Field(ge=0, le=10_000)] = 0
    seed: Annotated[Whole, Field(ge=0, lt=2**63)]
    people: Positive | None = None
    engine: Literal["columnar", "durable"] = "columnar"
    workforce: Literal["fixed", "resampled"] = "resampled"
    roster: RosterShape | None = None
    laws: Annotated[dict[Name, LawShape], Field(min_length=1)]
    practices: Annotated[dict[Name, PracticeShape], Field(min_length=1)]
    arms: ArmsShape
    history: HistoryShape
    systems: MappingNode
    assumptions: Texts
    assume: dict[Name, Assumed] = {}
    outcomes: OutcomesShape
    windows: Annotated[dict[Name, WindowShape], Field(min_length=1)]
    groups: tuple[Name, ...] = ()
    facts: Text | None = None
