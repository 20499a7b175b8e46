"""The shape of a vocabulary document, before its words are given a meaning."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Discriminator, Field, Tag

from policy_sim.documents import Shape, Text, kind_tag
from policy_sim.documents.fields import Flag, Title, Whole
from policy_sim.policy.item_forms import Status, TableForm
from policy_sim.policy.values import Kind, Unit

__all__ = [
    "AttributeForm",
    "CurrencyForm",
    "EventForm",
    "GroupForm",
    "MovesForm",
    "QuantityForm",
    "ScaleForm",
    "SeriesForm",
    "Tie",
    "TrackForm",
    "VocabularyForm",
]


Tie = Annotated[
    Annotated[Text, Tag("scalar")] | Annotated[tuple[Text, ...], Tag("sequence")],
    Discriminator(kind_tag),
]
"""A word of a scale, or several words of one rank."""


class ScaleForm(Shape):
    """A scale with labels, as declared."""

    noun: ClassVar[str] = "a scale"

    values: tuple[Tie, ...]
    labels: dict[Text, Text] = Field(default_factory=dict)
    title: Title | None = None
    source: Text | None = None
    status: Status | None = None
    note: Text | None = None


Words = Annotated[
    Annotated[tuple[Tie, ...], Tag("sequence")] | Annotated[ScaleForm, Tag("mapping")],
    Discriminator(kind_tag),
]
"""A scale: its words from low to high, alone or with labels."""


class MovesForm(Shape):
    """How an attribute moves by itself."""

    noun: ClassVar[str] = "moves"

    each_month: Whole = 0
    reset_by: tuple[Text, ...] = ()
    cut_by: dict[Text, Text] = Field(default_factory=dict)
    earned_by: dict[Text, Text] = Field(default_factory=dict)


class QuantityForm(Shape):
    """What attributes, series and events share: the values that they can take."""

    noun: ClassVar[str] = "a quantity"

    type: Kind | None = None
    values: tuple[Tie, ...] | None = None
    labels: dict[Text, Text] = Field(default_factory=dict)
    unit: Unit | None = None
    step: Text | None = None
    range: Text | None = None
    title: Title | None = None
    source: Text | None = None
    status: Status | None = None
    note: Text | None = None


class AttributeForm(QuantityForm):
    """A column of the record, as declared."""

    noun: ClassVar[str] = "an attribute"

    of: Text | None = Field(default=None, alias="scale")
    typical: Text | None = None
    before_first: Text | None = None
    merit: Literal["higher", "lower", ""] = ""
    protected: Flag = False
    subject: Literal["person", "post", "unit", "organisation"] = "person"
    moves: MovesForm | None = None


Periods = Annotated[Whole, Field(ge=1, le=1_200)]
"""How many periods of a series are remembered: a hundred years of months are the most."""


class SeriesForm(QuantityForm):
    """A periodic record, as declared."""

    noun: ClassVar[str] = "a series"

    of: Text | None = None
    subject: Literal["person", "unit", "organisation"] = "person"
    every: Literal["year", "month"] = "year"
    keep: Periods = 10
    merit: Literal["higher", "lower", ""] = ""
    if_missing: Text | None = None


class EventForm(QuantityForm):
    """A dated occurrence, as declared."""

    noun: ClassVar[str] = "an event"

    of: Text | None = None
    expires: Flag = False


class GroupForm(Shape):
    """A figure of a group, as declared."""

    noun: ClassVar[str] = "a group"

    subject: Literal["unit", "organisation"]
    every: Literal["year", "month"] = "year"
    formula: Text = Field(alias="is")
    step: Text | None = None
    keep: Periods = 10
    if_missing: Text | None = None
    title: Title | None = None
    source: Text | None = None
    status: Status | None = None
    note: Text | None = None


class TrackForm(Shape):
    """A procedure of several stages, as declared."""

    noun: ClassVar[str] = "a track"

    stages: tuple[Text, ...]
    title: Title | None = None
    source: Text | None = None


class CurrencyForm(Shape):
    """The currency, as declared."""

    noun: ClassVar[str] = "a currency"

    symbol: Text
    name: Text


class VocabularyForm(Shape):
    """A whole vocabulary document."""

    noun: ClassVar[str] = "a vocabulary"

    vocabulary: Text
    title: Title | None = None
    source: Text | None = None
    note: Text | None = None
    uses: tuple[Text, ...] = ()
    currency: CurrencyForm | None = None
    scales: dict[Text, Words] = Field(default_factory=dict)
    attributes: dict[Text, AttributeForm] = Field(default_factory=dict)
    series: dict[Text, SeriesForm] = Field(default_factory=dict)
    events: dict[Text, EventForm] = Field(default_factory=dict)
    relations: dict[Text, Text] = Field(default_factory=dict)
    groups: dict[Text, GroupForm] = Field(default_factory=dict)
    tables: dict[Text, TableForm] = Field(default_factory=dict)
    always: tuple[Text, ...] = ()
    tracks: dict[Text, TrackForm] = Field(default_factory=dict)
    words: dict[Text, dict[Text, Text]] = Field(default_factory=dict)
