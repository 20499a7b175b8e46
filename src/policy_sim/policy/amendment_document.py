"""The shape of an amendment, before its expressions are typed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import Field

from policy_sim.documents import Shape, Text
from policy_sim.documents.fields import Date, Title
from policy_sim.policy.item_forms import Part
from policy_sim.policy.policy_document import DocumentForm, ItemsForm, Unreadable, item_of

__all__ = ["AmendmentForm", "RepealForm", "TransitionForm"]


class RepealForm(Shape):
    """The name of one item that ends."""

    noun: ClassVar[str] = "a repeal"

    parameter: Text | None = None
    table: Text | None = None
    definition: Text | None = None
    rule: Text | None = None
    promise: Text | None = None
    distinction: Text | None = None
    source: Title | None = None
    note: Text | None = None


class TransitionForm(Shape):
    """For whom an amendment keeps items as they were, and until when."""

    noun: ClassVar[str] = "a transition"

    whom: Part = Field(alias="for")
    keep: tuple[Text, ...]
    until: Date
    title: Text | None = None
    source: Title | None = None
    note: Text | None = None


TransitionItem = Annotated[TransitionForm | Unreadable, item_of(TransitionForm)]


class AmendmentForm(DocumentForm):
    """A regulation that changes another from its effective date."""

    noun: ClassVar[str] = "an amendment"
    elsewhere: ClassVar[Mapping[str, str]] = MappingProxyType(
        dict.fromkeys(ItemsForm.keys(), "add, replace")
    )

    amends: Text
    effective: Date
    add: ItemsForm = Field(default_factory=ItemsForm)
    replace: ItemsForm = Field(default_factory=ItemsForm)
    repeal: tuple[RepealForm, ...] = ()
    keep_later: tuple[Text, ...] = ()
    drop_later: tuple[Text, ...] = ()
    transition: dict[Text, TransitionItem] = Field(default_factory=dict)
