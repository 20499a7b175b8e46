"""The parts of a document: texts, mappings and sequences, each with the place where it stands.

Every scalar stays text. YAML itself would turn ``no`` into false, ``010`` into 8 and ``60:40``
into 3640, which no regulation means.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, NoReturn, Self, TypeAlias

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import DocumentError

__all__ = [
    "NOWHERE",
    "Document",
    "MappingNode",
    "Node",
    "Scalar",
    "SequenceNode",
    "Text",
    "kind_of",
    "kind_tag",
    "place_of",
]

NOWHERE = Place("")
"""The place of what came from no document, such as a default."""


class Scalar(str):
    """A text of a document, with the place of its first character.

    *quoted* is true for every style but the plain one, so that an empty plain scalar (a key
    without a value) differs from ``""``. *lines* gives, for a text that does not stand in its
    file as one unbroken run, the place of the first character of each run, by offset.
    """

    __slots__ = ("lines", "place", "quoted")

    place: Place
    quoted: bool
    lines: tuple[tuple[int, Place], ...]

    def __new__(
        cls,
        text: str,
        place: Place = NOWHERE,
        quoted: bool = False,
        lines: tuple[tuple[int, Place], ...] = (),
    ) -> Self:
        """Keep *text* with its place."""
        scalar = super().__new__(cls, text)
        scalar.place = place
        scalar.quoted = quoted
        scalar.lines = lines
        return scalar

    def __getnewargs__(self) -> tuple[str, Place, bool, tuple[tuple[int, Place], ...]]:  # type: ignore[override]
        return (str(self), self.place, self.quoted, self.lines)

    @property
    def absent(self) -> bool:
        """Whether this is a key without a value: an empty plain scalar."""
        return not self and not self.quoted

    def place_at(self, offset: int) -> Place:
        """Return the place in the file of the character at *offset* of this text."""
        start, first = 0, self.place
        if self.lines:
            at = bisect_right(self.lines, offset, key=lambda line: line[0]) - 1
            start, first = self.lines[max(at, 0)]
        return Place(first.file, first.line, first.column + max(offset - start, 0))

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let a field of this type keep the scalar itself, place and all."""
        return core_schema.no_info_plain_validator_function(
            _text, json_schema_input_schema=core_schema.str_schema()
        )


class MappingNode(dict[str, "Node"]):
    """A mapping of a document in the order written; its keys are :class:`Scalar`. Read only."""

    def __init__(self, items: Iterable[tuple[str, Node]] = (), place: Place = NOWHERE) -> None:
        super().__init__(items)
        self.place = place

    def place_of_key(self, name: str) -> Place:
        """Return where the key *name* stands, or where the mapping begins if it is not there."""
        return next((place_of(key, self.place) for key in self if key == name), self.place)

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let a field of this type keep the mapping itself, unread."""
        return core_schema.no_info_plain_validator_function(
            _mapping, json_schema_input_schema=core_schema.dict_schema()
        )


class SequenceNode(tuple["Node", ...]):
    """A sequence of a document."""

    place: Place

    def __new__(cls, items: Iterable[Node] = (), place: Place = NOWHERE) -> Self:
        """Keep *items* with the place where the sequence begins."""
        node = super().__new__(cls, items)
        node.place = place
        return node

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Let a field of this type keep the sequence itself, unread."""
        return core_schema.no_info_plain_validator_function(
            _sequence, json_schema_input_schema=core_schema.list_schema()
        )


Node: TypeAlias = Scalar | MappingNode | SequenceNode
"""Any part of a document; as the type of a field, a part that is kept unread."""

Text: TypeAlias = Scalar
"""A text that must be there, kept with its place."""


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its root, its file as it is named in findings, the SHA-256 of its bytes."""

    root: Node
    file: str
    text_digest: str


def place_of(node: object, otherwise: Place = NOWHERE) -> Place:
    """Return where *node* stands, or *otherwise* if it did not come from a document."""
    place = getattr(node, "place", otherwise)
    return place if isinstance(place, Place) else otherwise


def kind_of(node: object) -> str:
    """Return what *node* is, in words for a finding."""
    if isinstance(node, dict):
        return phrase("a mapping")
    if isinstance(node, str):
        return f"'{node}'" if node or getattr(node, "quoted", False) else phrase("nothing")
    return phrase("a list") if isinstance(node, (list, tuple)) else repr(node)


def kind_tag(node: Any) -> str:
    """Return ``scalar``, ``mapping`` or ``sequence``: the discriminator of a field with forms.

    ::

        Annotated[
            Annotated[Text, Tag("scalar")] | Annotated[RuleShape, Tag("mapping")],
            Discriminator(kind_tag),
        ]
    """
    if isinstance(node, dict):
        return "mapping"
    return "scalar" if isinstance(node, str) else "sequence"


def _refuse(code: str, node: object) -> NoReturn:
    raise DocumentError([Diagnostic(code, place_of(node), {"seen": kind_of(node)})])


def _text(node: object) -> Scalar:
    if not isinstance(node, str):
        _refuse("expected-text", node)
    text = node if isinstance(node, Scalar) else Scalar(node, quoted=True)
    if text.absent:
        _refuse("empty-value", node)
    return text


def _mapping(node: object) -> MappingNode:
    if not isinstance(node, MappingNode):
        _refuse("expected-mapping", node)
    return node


def _sequence(node: object) -> SequenceNode:
    if not isinstance(node, SequenceNode):
        _refuse("expected-list", node)
    return node
