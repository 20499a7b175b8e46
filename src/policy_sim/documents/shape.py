"""What keys a mapping of a document has, as a pydantic model, with the place of every mistake.

A layer declares its documents as subclasses of :class:`Shape` and reads a node with
:func:`shape`. Pydantic says what is wrong; this module says where, in the one form of finding
that every layer uses. Validators of fields raise :exc:`~policy_sim.errors.DocumentError` (or
another :exc:`~policy_sim.errors.BadInput`) with findings of their own; they pass through.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    ModelWrapValidatorHandler,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from policy_sim.diagnostics import Diagnostic, near
from policy_sim.documents.crowd import first_of
from policy_sim.documents.nodes import MappingNode, Node, kind_of, place_of
from policy_sim.documents.placing import placed
from policy_sim.errors import DocumentError

__all__ = ["Shape", "shape"]

_MOST_UNKNOWN = 20
"""Unknown keys of one mapping that are named; the rest are counted."""

M = TypeVar("M")


class Shape(BaseModel):
    """The keys of one kind of mapping: frozen, and closed to keys that it does not name.

    *noun* is what the mapping is, in the words of the document ("a rule"). A key that Python
    cannot name is given as the alias of its field (``from_: Date = Field(alias="from")``).
    *elsewhere* tells, of keys that are often written here, where they belong (:meth:`belongs`).
    """

    # What validates a document is built when one is read: few commands read documents of all kinds.
    model_config = ConfigDict(
        frozen=True, extra="forbid", arbitrary_types_allowed=True, defer_build=True
    )

    noun: ClassVar[str] = "this mapping"
    elsewhere: ClassVar[Mapping[str, str]] = MappingProxyType({})

    @classmethod
    def keys(cls) -> tuple[str, ...]:
        """Return the keys that such a mapping may have, in the order declared."""
        return tuple(field.alias or name for name, field in cls.model_fields.items())

    @classmethod
    def belongs(cls, key: str, part: Node) -> str:
        """Return below which keys *part* belongs, which stands at the unknown *key*, if known."""
        del part  # of most mappings the key alone tells
        return cls.elsewhere.get(key, "")

    @model_validator(mode="wrap")
    @classmethod
    def _with_places(cls, value: Any, handler: ModelWrapValidatorHandler[Any]) -> Any:
        if isinstance(value, cls) or type(value) is dict:
            return handler(value)  # made by code, not read from a document
        if not isinstance(value, MappingNode):
            values = {"seen": kind_of(value), "noun": cls.noun, "allowed": ", ".join(cls.keys())}
            raise DocumentError([Diagnostic("expected-mapping", place_of(value), values)])
        names = cls.keys()
        findings = _unknown(value, cls)
        known = MappingNode(((key, part) for key, part in value.items() if key in names))
        known.place = value.place
        try:
            read = handler(known)
        except ValidationError as error:
            others = _unexplained(placed(error, known, cls.noun), findings)
            raise DocumentError([*findings, *others]) from error
        if findings:
            raise DocumentError(findings)
        return read


def shape(node: Node, model: type[M]) -> M:
    """Return *node* read as *model*: a :class:`Shape`, or any type that pydantic knows.

    Raises :exc:`DocumentError` with every finding, in the order of their places: keys that are
    unknown (with the nearest allowed one) or missing, and values of the wrong kind.
    """
    try:
        # A class is hashable, which mypy does not see of a generic one.
        validated: M = _adapter(cast("Any", model)).validate_python(node)
    except ValidationError as error:
        noun = getattr(model, "noun", "this part")
        findings = sorted(placed(error, node, noun), key=lambda finding: finding.where)
        raise DocumentError(first_of(findings)) from None
    return validated


@cache
def _adapter(model: Any) -> TypeAdapter[Any]:
    """Return what validates *model*: built once, since a law reads hundreds of such nodes."""
    return TypeAdapter(model)


def _unknown(value: MappingNode, model: type[Shape]) -> list[Diagnostic]:
    """Return a finding for each key of *value* that *model* has not, and one for a crowd."""
    names, noun = model.keys(), model.noun
    unknown = [key for key in value if key not in names]
    findings = []
    for key in unknown[:_MOST_UNKNOWN]:
        values = {"seen": str(key), "noun": noun, "allowed": ", ".join(names)}
        if belongs := model.belongs(key, value[key]):
            values["allowed"] = belongs
            findings.append(Diagnostic("key-elsewhere", place_of(key), values))
            continue
        values["near"] = near(key, names)
        findings.append(Diagnostic("unknown-key", place_of(key), values))
    if len(unknown) > _MOST_UNKNOWN:
        more = {"seen": str(len(unknown) - _MOST_UNKNOWN), "noun": noun}
        where = place_of(unknown[_MOST_UNKNOWN])
        findings.append(Diagnostic("more-unknown-keys", where, more))
    return findings


def _unexplained(others: list[Diagnostic], unknown: list[Diagnostic]) -> list[Diagnostic]:
    """Return *others* without the missing keys that an unknown key was probably meant to be."""
    meant = {finding.values.get("near") for finding in unknown}
    return [
        finding
        for finding in others
        if finding.code != "missing-key" or finding.values["seen"] not in meant
    ]
