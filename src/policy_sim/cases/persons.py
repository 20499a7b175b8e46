"""The named persons of a document, and those that are like another but for some changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policy_sim.cases.person import POST
from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import MappingNode, Node, Scalar, kind_of, place_of
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.policy.wording import undeclared

__all__ = ["Persons"]

_BASED_ON = "based_on"
_SECTIONS = ("record", "series", "events")
"""The parts of a case for ``explain``, in which the same keys may stand."""


@dataclass(frozen=True)
class Persons:
    """The persons of a document by name, as they are *written*."""

    written: Mapping[str, MappingNode]
    vocabulary: Vocabulary
    findings: list[Diagnostic]

    def described(self, who: Node, changes: MappingNode | None = None) -> dict[str, Node]:
        """Return everything stated of *who*, a name or a mapping, with *changes* on top.

        What is changed of a post or another subject leaves the rest of it as it was.
        """
        stated = self._described(who, ())
        if changes is not None:
            self.lay_over(stated, changes)
        return stated

    def _described(self, who: Node, before: tuple[str, ...]) -> dict[str, Node]:
        if isinstance(who, MappingNode):
            base = who.get(_BASED_ON)
            stated = {} if base is None else self._described(base, before)
            self.lay_over(stated, who)
            return stated
        if not isinstance(who, Scalar):
            values = {"seen": kind_of(who), "allowed": "a name or a mapping"}
            self.findings.append(Diagnostic("wrong-kind", place_of(who), values))
        elif who in before:
            values = {"seen": str(who)}
            self.findings.append(Diagnostic("person-based-on-itself", who.place, values))
        elif who in self.written:
            return self._described(self.written[who], (*before, str(who)))
        else:
            what = "a person of this document"
            self.findings.append(undeclared(what, who, self.written, who.place))
        return {}

    def lay_over(self, stated: dict[str, Node], changes: MappingNode) -> None:
        """Put *changes* in the place of what is *stated* of somebody."""
        for key, node in _flat(changes):
            before = stated.get(key)
            others = key == POST or key in self.vocabulary.relations
            if others and isinstance(before, MappingNode) and isinstance(node, MappingNode):
                stated[key] = MappingNode([*(before | node).items()], node.place)
                continue
            stated.pop(key, None)  # so that findings name the key that is in force
            stated[key] = node


def _flat(written: MappingNode) -> Iterator[tuple[str, Node]]:
    for key, node in written.items():
        if key in _SECTIONS and isinstance(node, MappingNode):
            yield from node.items()
        elif key != _BASED_ON:
            yield key, node
