"""What a profile document may say: its keys, part by part."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from policy_sim.documents import Shape, Text
from policy_sim.documents.fields import Date, Exact, Months, Name, Number, Share, Title, Whole
from policy_sim.workforce.wording import EvidenceShape

__all__ = [
    "CareerForm",
    "KindForm",
    "LeadersForm",
    "MarginForm",
    "NormalForm",
    "ProfileForm",
    "ScaleForm",
    "ScoreForm",
    "TableForm",
    "TraitsForm",
    "ValuesForm",
]

People = Annotated[Whole, Field(ge=1, le=10_000_000)]
Cells = dict[Text, Exact]


class NormalForm(Shape):
    """A normal distribution in the unit of its margin, clipped to the ends of *within*."""

    noun: ClassVar[str] = "a normal distribution"

    mean: Number
    sd: Annotated[Number, Field(gt=0)]
    within: Text


class MarginForm(EvidenceShape):
    """How one attribute is distributed, as stated: by cells, or normally."""

    noun: ClassVar[str] = "a margin"

    unit: Literal["months", "years"] | None = None
    cells: Cells = {}
    normal: NormalForm | None = None


class TableForm(EvidenceShape):
    """How one attribute is distributed given another, as stated."""

    noun: ClassVar[str] = "a table"

    by: Name
    unit: Literal["months", "years"] | None = None
    cells: dict[Text, Cells]


class ValuesForm(EvidenceShape):
    """Values that follow from another attribute, as stated."""

    noun: ClassVar[str] = "values that follow"

    by: Name
    cells: dict[Text, Text]


class CareerForm(EvidenceShape):
    """The crude ladder of a raw stock, as stated."""

    noun: ClassVar[str] = "a career"

    ladder: Name
    by: Name | None = None
    entry: dict[Name, Name]
    ceiling: dict[Name, Name]
    every: Annotated[Months, Field(ge=1)]


class KindForm(EvidenceShape):
    """A kind of employment, as stated."""

    noun: ClassVar[str] = "a kind of employment"

    people: People
    made_from: Literal["history", "margins"] = "history"
    youngest: Months = 18 * 12
    margins: dict[Name, MarginForm] = {}
    tables: dict[Name, TableForm] = {}
    values: dict[Name, ValuesForm] = {}
    entry_age: MarginForm | None = None
    tenure: MarginForm | None = None
    career: CareerForm | None = None


class LeadersForm(EvidenceShape):
    """Who holds offices at the start, as stated."""

    noun: ClassVar[str] = "the leaders"

    kind: Name
    families: list[Name] = []
    vacant: dict[Name, Share] = {}
    held: Months = 60
    sets: dict[Name, Text] = {}


class ScaleForm(Shape):
    """The points of a trait: mean and SD of the people, and the two ends of the range."""

    noun: ClassVar[str] = "the scale of a trait"

    mean: Number
    sd: Annotated[Number, Field(gt=0)]
    within: tuple[Number, Number]


class TraitsForm(EvidenceShape):
    """The true traits, their correlations and scales, as stated."""

    noun: ClassVar[str] = "the traits"

    names: list[Name]
    scales: dict[Name, ScaleForm] = {}
    correlations: dict[Name, dict[Name, Annotated[Number, Field(gt=-1, lt=1)]]] = {}


class ScoreForm(EvidenceShape):
    """An assessed score as a reading of a trait, as stated."""

    noun: ClassVar[str] = "a score"

    of: Name
    reliability: Annotated[Number, Field(ge=0, le=1)]
    mean: Number
    sd: Annotated[Number, Field(ge=0)]


class DriftForm(Shape):
    """Outcomes that the profile itself expects to move from the start on, and why."""

    noun: ClassVar[str] = "an expected drift"

    outcomes: Annotated[list[Name], Field(min_length=1)]
    because: Title


class ProfileForm(EvidenceShape):
    """A profile document."""

    noun: ClassVar[str] = "a profile"

    profile: Name
    title: Text
    as_of: Date
    kinds: dict[Name, KindForm]
    traits: TraitsForm
    scores: dict[Name, ScoreForm] = {}
    leaders: LeadersForm | None = None
    expected_drifts: list[DriftForm] = []
