"""A scenario that starts from another one: it states only what is different.

What is a mapping in both is joined, key by key; anything else takes the place of what the base
says; ``off`` takes it out. Assumptions are registers added to those of the base. Files are looked
for beside the document in which they are named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from os.path import normpath
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, near
from policy_sim.documents import MappingNode, Scalar, place_of, read_document, shape
from policy_sim.documents.nodes import Node, SequenceNode, Text
from policy_sim.errors import DocumentError, ScenarioError
from policy_sim.study.named_files import at_their_names, beside
from policy_sim.study.scenario_document import ScenarioShape

__all__ = ["OFF", "StatedScenario", "read_stated"]

BASED_ON, REGISTERS, OFF = "based_on", "assumptions", "off"
TITLE = "title"


@dataclass(frozen=True)
class StatedScenario:
    """A scenario as stated, and the *files* that state it: its own first, then its bases."""

    shape: ScenarioShape
    files: tuple[Path, ...]

    @property
    def is_based(self) -> bool:
        """Whether it starts from another scenario."""
        return len(self.files) > 1


def read_stated(path: Path, over: MappingNode | None = None) -> StatedScenario:
    """Return the scenario of the document *path*, joined with those that it is based on.

    What *over* holds is laid on it like a document that is based on it.

    Raises :exc:`~policy_sim.errors.DocumentError` if a document cannot be read or the whole has
    not the shape of a scenario, and :exc:`~policy_sim.errors.ScenarioError` if one is based on
    itself or switches off what its base does not have.
    """
    findings: list[Diagnostic] = []
    root, files = _joined(path, (), findings)
    if over is not None and isinstance(root, MappingNode):
        root = MappingNode(_entries(root, over, findings), root.place)
    try:
        stated = shape(root, ScenarioShape)
    except DocumentError as error:
        if findings:
            raise ScenarioError([*findings, *error.findings]) from error
        raise
    if findings:
        raise ScenarioError(findings)
    return StatedScenario(stated, files)


def _joined(
    path: Path, above: tuple[Path, ...], findings: list[Diagnostic]
) -> tuple[Node, tuple[Path, ...]]:
    """Return what the document *path* states on its bases, and the files read for it.

    *above* are the documents that are based on it.
    """
    own = read_document(path).root
    base = own.get(BASED_ON) if isinstance(own, MappingNode) else None
    if not isinstance(own, MappingNode) or base is None:
        return own, (path,)
    base = shape(base, Text)
    below = Path(normpath(beside(base, path)))
    line = (*above, path)
    if below.resolve() in {file.resolve() for file in line}:
        raise ScenarioError([Diagnostic("based-on-itself", base.place, {"seen": str(base)})])
    try:
        root, files = _joined(below, line, findings)
    except DocumentError as error:
        named = {below.as_posix(): base.place}
        raise DocumentError(list(at_their_names(error.findings, named))) from error
    if not isinstance(root, MappingNode):
        return root, files
    whole = MappingNode(_entries(root, own, findings), own.place)
    _add_registers(whole, root, own)
    return whole, (path, *files)


def _entries(
    base: MappingNode, own: MappingNode, findings: list[Diagnostic]
) -> Iterable[tuple[str, Node]]:
    """Yield the entries of *own* laid on those of *base*, in the order of the base."""
    for key, part in base.items():
        if key not in own:
            yield key, part
        elif key == TITLE and not _is_off(own[key]):
            # Whole: a title of the base in another language would name another thing.
            yield next(name for name in own if name == key), own[key]
        elif (joined := _over(part, own[key], findings)) is not None:
            yield next(name for name in own if name == key), joined
    for key, part in own.items():
        if key in base:
            continue
        if _is_off(part):
            values = {"seen": str(key), "allowed": ", ".join(base), "near": near(key, base)}
            findings.append(Diagnostic("off-without-base", place_of(key), values))
        else:
            yield key, part


def _over(base: Node, own: Node, findings: list[Diagnostic]) -> Node | None:
    """Return *own* laid on *base*; None if it switches it off."""
    if _is_off(own):
        return None
    if isinstance(base, MappingNode) and isinstance(own, MappingNode):
        return MappingNode(_entries(base, own, findings), own.place)
    return own


def _is_off(part: Node) -> bool:
    return isinstance(part, Scalar) and not part.quoted and part == OFF


def _add_registers(whole: MappingNode, base: MappingNode, own: MappingNode) -> None:
    """Let the registers of *own* be read after those of *base*."""
    if REGISTERS in base and REGISTERS in own and REGISTERS in whole:
        added = (*_list(base[REGISTERS]), *_list(own[REGISTERS]))
        whole[REGISTERS] = SequenceNode(added, place_of(own[REGISTERS]))


def _list(part: Node) -> tuple[Node, ...]:
    return tuple(part) if isinstance(part, SequenceNode) else (part,)
