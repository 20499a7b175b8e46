"""The shapes of the items of a regulation, before their expressions are typed."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator, Field, PlainValidator

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import MappingNode, Node, Scalar, SequenceNode, Shape, Text, place_of
from policy_sim.documents.fields import Date, Title
from policy_sim.errors import DocumentError
from policy_sim.policy.effects import AREAS
from policy_sim.policy.rule import Authority

__all__ = [
    "ADVOCACY",
    "DefinitionForm",
    "DistinctionForm",
    "ItemForm",
    "LeverForm",
    "MatrixForm",
    "ParameterForm",
    "Part",
    "PromiseForm",
    "QuotaForm",
    "RuleForm",
    "SelectForm",
    "Status",
    "TableForm",
]


def _part(node: object) -> Node:
    """Keep a part of a document unread, if there is one."""
    if isinstance(node, MappingNode | SequenceNode) or (
        isinstance(node, Scalar) and not node.absent
    ):
        return node
    raise DocumentError([Diagnostic("empty-value", place_of(node), {"seen": "nothing"})])


Part = Annotated[Node, PlainValidator(_part)]
"""Any part of a document, read later by the module that knows what it means."""

Status = Literal[
    "quoted text",
    "secondary",
    "unconfirmed",
    "derived",
    "assumption",
    "placeholder",
    "hypothetical",
    "draft",
    "transitional",
    "advocacy",
]
"""How well a fact of regulation is known, or how it stands: a *transitional* rule is applied
though its ground is reported repealed, *advocacy* is a change that another level would decide.
"""

ADVOCACY: Status = "advocacy"
"""The status of a document that only asks others to change the law."""


class ItemForm(Shape):
    """What every item of a regulation may state; else its document's word holds."""

    noun: ClassVar[str] = "an item"

    title: Title | None = None
    source: Title | None = None
    authority: Authority | None = None
    begins: Date | None = Field(default=None, alias="from")
    ends: Date | None = Field(default=None, alias="until")
    status: Status | None = None
    checked: Date | None = None
    note: Text | None = None


class LeverForm(Shape):
    """That rules may set a parameter, within a range."""

    noun: ClassVar[str] = "a lever"

    range: Text
    subject: Literal["unit", "organisation"] = "organisation"
    step: Text | None = None


class ParameterForm(ItemForm):
    """A value, or values by the date from which each holds."""

    noun: ClassVar[str] = "a parameter"

    value: Text | None = None
    values: dict[Text, Text] | None = None
    of: Text | None = None
    lever: LeverForm | None = None
    range: Text | None = None


class DefinitionForm(ItemForm):
    """A named expression."""

    noun: ClassVar[str] = "a definition"

    expression: Text = Field(alias="value")


class MatrixForm(Shape):
    """A table with two inputs, written as a grid: the cells of each row, in column order."""

    noun: ClassVar[str] = "a matrix"

    columns: tuple[Text, ...]
    rows: dict[Text, tuple[Text, ...]]


class TableForm(ItemForm):
    """A look-up in one of its five ways of writing."""

    noun: ClassVar[str] = "a table"

    input: Text | None = None
    inputs: tuple[Text, ...] = ()
    input_ranges: dict[Text, Text] = Field(default_factory=dict)
    output: Text | None = None
    step: Text | None = None
    keyed: dict[Text, Text] | None = None
    bands: dict[Text, Text] | None = None
    matrix: MatrixForm | None = None
    rows: tuple[tuple[Text, ...], ...] | None = None
    csv: Text | None = None
    columns: dict[Text, Text] = Field(default_factory=dict)
    units: dict[Text, Text] = Field(default_factory=dict)
    lower_bounds: Text | None = None
    hit: Literal["unique", "first"] = "unique"
    otherwise: Text | None = Field(default=None, alias="else")


class QuotaForm(Shape):
    """A reserve or a cap of a selection."""

    noun: ClassVar[str] = "a quota"

    whom: Part | None = Field(default=None, alias="for")
    share: Text | None = None
    count: Text | None = None
    rounding: Literal["up", "down", "nearest"] = Field(default="down", alias="round")
    filled: Literal["first", "last"] = "first"
    unused: Literal["release", "keep"] = "release"
    counted: Literal["competition", "year"] = "competition"


def _listed(node: object) -> object:
    """A single quota stands for a list of one."""
    return (node,) if isinstance(node, MappingNode) else node


Quotas = Annotated[tuple[QuotaForm, ...], BeforeValidator(_listed)]
"""One quota, or several."""


class SelectForm(Shape):
    """How scarce places are given."""

    noun: ClassVar[str] = "a selection"

    rank_by: Text
    ties: tuple[Text, ...] = ()
    per: Literal["post", "course", "unit", ""] = ""
    within: Literal["unit", "agency", "city"] = "city"
    turn: Literal["first", "last", ""] = ""
    reserve: Quotas = ()
    cap: Quotas = ()


class RuleForm(ItemForm):
    """One article."""

    noun: ClassVar[str] = "a rule"

    area: Literal[AREAS] | None = None  # type: ignore[valid-type]
    subject: Literal["person", "unit", "organisation"] = "person"
    applies_to: Part | None = None
    when: Part | None = None
    then: Part
    overrides: tuple[Text, ...] = ()
    select: SelectForm | None = None
    for_each: Literal["post", ""] = ""


class PromiseForm(ItemForm):
    """What the regulation promises of everybody: always, never, or within a time."""

    noun: ClassVar[str] = "a promise"

    when: Part | None = None
    always: Text | None = None
    never: Text | None = None
    path: dict[Text, Text] | None = None
    reach: Text | None = None
    within: Text | None = None


class DistinctionForm(ItemForm):
    """A protected attribute that may change an effect."""

    noun: ClassVar[str] = "a distinction"

    attribute: Text
    effect: Text
    ground: Text | None = None
    scope: Part | None = None
