"""What a mapping document may hold: how the columns of a file become the record."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator, Discriminator, Field, Tag

from policy_sim.documents import Shape, Text, kind_tag
from policy_sim.documents.fields import Date, Exact, Name, Whole, one_or_more

__all__ = ["AttributeForm", "EventForm", "MappingForm", "SeriesForm"]

Unit = Literal["months", "years", "thousands", "millions"]
Words = dict[Text, Text]
Texts = Annotated[tuple[Text, ...], BeforeValidator(one_or_more)]


class AttributeForm(Shape):
    """Where one attribute comes from, as stated."""

    noun: ClassVar[str] = "the source of an attribute"

    column: Text | None = None
    since: Text | None = None
    words: Words = {}
    unit: Unit | None = None
    default: Text | None = None


class SeriesForm(Shape):
    """The columns of a series, one for each year, as stated."""

    noun: ClassVar[str] = "the source of a series"

    columns: Annotated[dict[Whole, Text], Field(min_length=1)]
    words: Words = {}


class EventForm(Shape):
    """The columns of one event, as stated."""

    noun: ClassVar[str] = "the source of an event"

    on: Text
    value: Text | None = None
    until: Text | None = None
    words: Words = {}


def _tag(node: Any) -> str:
    return "mapping" if isinstance(node, AttributeForm) else kind_tag(node)


Source = Annotated[
    Annotated[Text, Tag("scalar")] | Annotated[AttributeForm, Tag("mapping")],
    Discriminator(_tag),
]


class MappingForm(Shape):
    """A mapping document."""

    noun: ClassVar[str] = "a mapping of a workforce"

    mapping: Name
    title: Text | None = None
    as_of: Date
    id: Text | None = None
    drop: Texts = ()
    sheet: Text | None = None
    delimiter: Literal["comma", "semicolon", "tab", "bar"] | None = None
    encoding: Literal["utf-8", "utf-16", "windows-1252", "latin-1"] = "utf-8"
    dates: Literal["year-month-day", "day-month-year", "month-day-year", "compact"] = (
        "year-month-day"
    )
    decimal: Literal["point", "comma"] = "point"
    blank: Texts = ()
    attributes: Annotated[dict[Name, Source], Field(min_length=1)]
    series: dict[Name, SeriesForm] = {}
    events: dict[
        Name, Annotated[tuple[EventForm, ...], BeforeValidator(one_or_more), Field(min_length=1)]
    ] = {}
    as_newcomer: Texts = ()
    check: Texts = ()
    scale: Annotated[Exact, Field(gt=0, le=100)] = Field(default="100%", validate_default=True)
    from_profile: Texts = ()
