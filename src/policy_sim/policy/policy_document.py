"""The shapes of a regulation: its opening, and its items by section."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Annotated, ClassVar, TypeVar

from pydantic import Field, PlainValidator

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import MappingNode, Node, Scalar, Shape, Text, shape
from policy_sim.documents.fields import Date, Title
from policy_sim.errors import DocumentError
from policy_sim.policy.item_forms import (
    DefinitionForm,
    DistinctionForm,
    ItemForm,
    ParameterForm,
    PromiseForm,
    RuleForm,
    Status,
    TableForm,
)
from policy_sim.policy.rule import Authority

__all__ = ["DocumentForm", "ItemsForm", "PolicyForm", "Unreadable", "item_of"]

Form = TypeVar("Form", bound=Shape)


@dataclass(frozen=True)
class Unreadable:
    """An item whose keys are wrong; the findings say how. Other items are still read."""

    findings: tuple[Diagnostic, ...]


def _alone(model: type[Form]) -> Callable[[Node], Form | Unreadable]:
    """Return a reader of one item that keeps its findings to itself."""

    def read(node: Node) -> Form | Unreadable:
        try:
            return shape(node, model)
        except DocumentError as error:
            return Unreadable(error.findings)

    return read


def item_of(model: type[Form]) -> PlainValidator:
    """Return what reads an item as a *model*: one that cannot be read does not hide the others."""
    return PlainValidator(_alone(model), json_schema_input_type=model)


def _definition(node: Node) -> DefinitionForm | Unreadable:
    """Read a definition: its expression alone, or with a source and dates of its own."""
    if isinstance(node, Scalar):
        node = MappingNode([(Scalar("value", node.place), node)], node.place)
    return _alone(DefinitionForm)(node)


ParameterItem = Annotated[ParameterForm | Unreadable, item_of(ParameterForm)]
TableItem = Annotated[TableForm | Unreadable, item_of(TableForm)]
DefinitionItem = Annotated[
    DefinitionForm | Unreadable,
    PlainValidator(_definition, json_schema_input_type=str | DefinitionForm),
]
RuleItem = Annotated[RuleForm | Unreadable, item_of(RuleForm)]
PromiseItem = Annotated[PromiseForm | Unreadable, item_of(PromiseForm)]
DistinctionItem = Annotated[DistinctionForm | Unreadable, item_of(DistinctionForm)]


class ItemsForm(Shape):
    """Items by section and name."""

    noun: ClassVar[str] = "a list of items"

    parameters: dict[Text, ParameterItem] = Field(default_factory=dict)
    tables: dict[Text, TableItem] = Field(default_factory=dict)
    definitions: dict[Text, DefinitionItem] = Field(default_factory=dict)
    rules: dict[Text, RuleItem] = Field(default_factory=dict)
    promises: dict[Text, PromiseItem] = Field(default_factory=dict)
    distinctions: dict[Text, DistinctionItem] = Field(default_factory=dict)

    @classmethod
    def belongs(cls, key: str, part: Node) -> str:
        """Return the sections into which an item fits that stands beside them, by its keys."""
        told = {*part} - {*ItemForm.keys()} if isinstance(part, MappingNode) else set()
        fitting = {name: len(told & {*form.keys()}) for name, form in _FORMS.items()}
        most = max(fitting.values())
        there = [name for name, number in fitting.items() if most and number == most]
        return ", ".join(there) or super().belongs(key, part)


_FORMS: Mapping[str, type[ItemForm]] = MappingProxyType(
    {
        "parameters": ParameterForm,
        "tables": TableForm,
        "definitions": DefinitionForm,
        "rules": RuleForm,
        "promises": PromiseForm,
        "distinctions": DistinctionForm,
    }
)
"""What an item is in each section."""


class DocumentForm(Shape):
    """The opening of a regulation or amendment; its items inherit what it states."""

    noun: ClassVar[str] = "a document"

    policy: Text
    title: Title | None = None
    authority: Authority | None = None
    source: Title | None = None
    status: Status | None = None
    checked: Date | None = None
    note: Text | None = None
    uses: tuple[Text, ...] = ()
    words: dict[Text, dict[Text, Text]] = Field(default_factory=dict)


class PolicyForm(DocumentForm, ItemsForm):
    """A regulation that stands by itself."""

    noun: ClassVar[str] = "a policy"

    begins: Date | None = Field(default=None, alias="from")
    ends: Date | None = Field(default=None, alias="until")
