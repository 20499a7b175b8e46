"""From text to nodes: YAML read event by event, never constructed.

Only mappings, sequences and texts exist. Anchors, aliases, tags, a second document and keys
that are not text are findings, so that no document can grow when read, build an object, or say
one thing twice. The reader keeps its own stack: depth cannot exhaust the interpreter's.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import yaml

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents.crowd import MOST_FINDINGS, first_of
from policy_sim.documents.files import MOST_BYTES, check_characters, decode, read_bytes
from policy_sim.documents.flow import split_expressions
from policy_sim.documents.nodes import Document, MappingNode, Node, Scalar, SequenceNode
from policy_sim.documents.runs import runs_of
from policy_sim.documents.slips import Slip, slip_of
from policy_sim.errors import DocumentError

__all__ = ["MOST_LEVELS", "read_document", "read_text"]

MOST_LEVELS = 100
"""How deep mappings and sequences may nest."""

_LOADER = getattr(yaml, "CLoader", yaml.Loader)  # events only: nothing is ever constructed
_TAB_INDENT = re.compile(r"[ ]*\t")


def read_document(path: Path) -> Document:
    """Return the document in the file *path*.

    Raises :exc:`DocumentError` with every finding: the file cannot be read, is over 5 MB or 100
    levels, is not UTF-8, is not YAML, or uses what a document may not (see the module).
    """
    file = Path(path).as_posix()
    content = read_bytes(Path(path), file)
    return _read(decode(content, file), file, content)


def read_text(text: str, file: str) -> Document:
    """Return the document in *text*; *file* names it in findings. Raises as for a file."""
    content = text.encode("utf-8", errors="surrogatepass")
    if len(content) > MOST_BYTES:
        seen = f"{len(content) / 1e6:.1f} MB"
        raise DocumentError([Diagnostic("document-too-large", Place(file), {"seen": seen})])
    return _read(text.removeprefix("\ufeff"), file, content)


def _read(text: str, file: str, content: bytes) -> Document:
    check_characters(text, file)
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    root = _Reader(lines, file).read()
    return Document(root, file, hashlib.sha256(content).hexdigest())


class _Mark(Protocol):
    """A position of the YAML reader, counted from zero."""

    index: int
    line: int
    column: int


class _Stop(Exception):  # noqa: N818 - not an error: the rest of the document is not read
    """Reading ends here; the findings say why."""


@dataclass
class _Open:
    """A mapping or sequence whose end has not been read yet."""

    place: Place
    mapping: bool
    flow: bool
    children: list[Node] = field(default_factory=list)


class _Reader:
    """Turns the events of one document into nodes, collecting what is wrong on the way."""

    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.findings: list[Diagnostic] = []
        self.stack: list[_Open] = []
        self.root: Node | None = None

    def read(self) -> Node:
        try:
            for event in self._events():
                self._take(event)
        except _Stop:
            pass
        if not self.findings and (self.root is None or _absent(self.root)):
            self.findings.append(Diagnostic("empty-document", Place(self.file)))
        if self.findings or self.root is None:
            findings = sorted(self.findings, key=lambda finding: finding.where)
            raise DocumentError(first_of(findings))
        return self.root

    def _events(self) -> Iterator[yaml.Event]:
        try:
            yield from yaml.parse(self.text, Loader=_LOADER)
        except yaml.MarkedYAMLError as error:
            self._not_yaml(error)
        except yaml.YAMLError as error:
            slip = Slip(str(error))
            self._find("not-yaml", Place(self.file), reason=slip.reason, mend=slip.mend)

    def _take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._start_document(event)
        elif isinstance(event, yaml.AliasEvent):
            place = self._place(event.start_mark)
            self._find("alias", place, seen=f"*{event.anchor}")
            self._add(Scalar("", place, quoted=True))
        elif isinstance(event, yaml.NodeEvent):
            self._take_node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._close()

    def _start_document(self, event: yaml.DocumentStartEvent) -> None:
        if self.root is not None:
            self._find("several-documents", self._place(event.start_mark))
            raise _Stop

    def _take_node(self, event: yaml.NodeEvent) -> None:
        place = self._place(event.start_mark)
        if event.anchor is not None:
            self._find("anchor", place, seen=f"&{event.anchor}")
        tag = getattr(event, "tag", None)
        if tag is not None:
            self._find("tag", place, seen=str(tag))
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._scalar(event, place))
            return
        if len(self.stack) == MOST_LEVELS:
            self._find("too-deep", place)
            raise _Stop
        mapping = isinstance(event, yaml.MappingStartEvent)
        self.stack.append(_Open(place, mapping, bool(getattr(event, "flow_style", False))))

    def _scalar(self, event: yaml.ScalarEvent, place: Place) -> Scalar:
        raw = self.text[_index(event.start_mark) : _index(event.end_mark)]
        style = event.style or None  # the fast reader says "" for plain
        return Scalar(
            event.value, place, style is not None, runs_of(event.value, raw, place, style)
        )

    def _add(self, node: Node) -> None:
        if self.stack:
            self.stack[-1].children.append(node)
        else:
            self.root = node

    def _close(self) -> None:
        done = self.stack.pop()
        if done.flow:
            self._keep(split_expressions(done.children))
        if not done.mapping:
            self._add(SequenceNode(done.children, done.place))
            return
        self._add(self._mapping(done))

    def _mapping(self, done: _Open) -> MappingNode:
        first: dict[str, Scalar] = {}
        items: list[tuple[str, Node]] = []
        for key, value in zip(done.children[::2], done.children[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._find("key-not-text", key.place)
            elif key in first:
                finding = Diagnostic(
                    "duplicate-key",
                    key.place,
                    {"seen": str(key)},
                    related=(("first", first[key].place),),
                )
                self._keep([finding])
            else:
                first[key] = key
                items.append((key, value))
        return MappingNode(items, done.place)

    def _not_yaml(self, error: yaml.MarkedYAMLError) -> None:
        place = self._inside(error.problem_mark or error.context_mark)
        line = self.text.split("\n")[place.line - 1]
        if _TAB_INDENT.match(line):
            self._find("tab-indent", Place(self.file, place.line, line.index("\t") + 1))
            return
        slip = slip_of(error, line)
        if slip.opened:
            place = self._inside(error.context_mark)
        self._find("not-yaml", place, reason=slip.reason, mend=slip.mend)

    def _inside(self, mark: _Mark | None) -> Place:
        """Return the place of *mark*; past the end of a text whose last line is not ended, that."""
        place, lines = self._place(mark), self.text.split("\n")
        return min(place, Place(self.file, len(lines), len(lines[-1]) + 1))

    def _place(self, mark: _Mark | None) -> Place:
        if mark is None:
            return Place(self.file)
        return Place(self.file, mark.line + 1, mark.column + 1)

    def _find(self, code: str, place: Place, **values: str) -> None:
        self._keep([Diagnostic(code, place, values)])

    def _keep(self, findings: list[Diagnostic]) -> None:
        self.findings += findings
        if len(self.findings) > MOST_FINDINGS:
            raise _Stop


def _index(mark: _Mark | None) -> int:
    return 0 if mark is None else mark.index


def _absent(node: Node) -> bool:
    return isinstance(node, Scalar) and node.absent
