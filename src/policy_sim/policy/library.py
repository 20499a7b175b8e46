"""The documents of a regulation: each read once, with all that it uses, in its shape."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from os.path import normpath
from pathlib import Path, PurePosixPath

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.documents import (
    Document,
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    Shape,
    place_of,
    read_document,
    shape,
)
from policy_sim.errors import DocumentError
from policy_sim.policy.amending import Amendment
from policy_sim.policy.amendment_document import AmendmentForm
from policy_sim.policy.declaration import Declared
from policy_sim.policy.policy_document import PolicyForm
from policy_sim.policy.vocabulary_document import VocabularyForm
from policy_sim.policy.wording import undeclared

__all__ = ["Form", "Library"]

Form = VocabularyForm | PolicyForm | AmendmentForm
"""A document of the policy layer."""


@dataclass(slots=True)
class Library:
    """The documents read so far, each once, and what was found in them."""

    vocabularies: list[Declared] = field(default_factory=list)
    policies: list[tuple[PolicyForm, Path]] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    forms: dict[Path, Form | None] = field(default_factory=dict)
    incomplete: bool = False

    def base(self, path: Path) -> PolicyForm | None:
        """Read the regulation in *path*; of an amendment, its base and itself."""
        form = self.form(path)
        if isinstance(form, AmendmentForm):
            base = self._named(form.amends, path.parent)
            if base is None or base in self.forms:
                if base is not None:
                    values = {"seen": form.amends}
                    self.findings.append(Diagnostic("amends-itself", form.amends.place, values))
                return None
            found = self.base(base)
            self.amendments.append(Amendment(form, path.parent))
            return found
        if isinstance(form, VocabularyForm):
            self.expected("a policy", form)
            return None
        return form

    def amendment(self, path: Path, base: PolicyForm | None) -> None:
        """Read the amendment in *path*, which must amend *base* or an amendment of it."""
        form = self.form(path)
        if form is None:
            return
        if not isinstance(form, AmendmentForm):
            self.expected("an amendment", form)
            return
        known = {str(one.form.policy) for one in self.amendments}
        known |= {one.stem for one in self.forms}
        if base is not None:
            known.add(str(base.policy))
        if PurePosixPath(form.amends).name not in known:
            self.findings.append(
                undeclared("a policy loaded here", form.amends, known, form.amends.place)
            )
        self.amendments.append(Amendment(form, path.parent))

    def form(self, path: Path, named: bool = False) -> Form | None:
        """Return the document in *path* in its shape, once; then what it uses.

        A file that cannot be read raises :exc:`DocumentError`, unless it is *named* by another
        document: then it is a finding.
        """
        path = Path(normpath(path))
        if path in self.forms:
            return self.forms[path]
        self.forms[path] = None
        try:
            document = read_document(path)
        except DocumentError as error:
            if not named:
                raise
            self.findings += error.findings
            self.incomplete = True
            return None
        self.digests[document.file] = document.text_digest
        form = self._shaped(document)
        self.forms[path] = form
        self._use(document, form, path)
        return form

    def expected(self, what: str, form: Form) -> None:
        """Report a document that is of another kind than its use asks."""
        head = form.vocabulary if isinstance(form, VocabularyForm) else form.policy
        values = {"seen": str(head), "allowed": what}
        self.findings.append(Diagnostic("wrong-document", head.place, values))

    def _shaped(self, document: Document) -> Form | None:
        root = document.root
        keys = root if isinstance(root, MappingNode) else {}
        models: dict[str, type[Shape]] = {"vocabulary": VocabularyForm, "policy": PolicyForm}
        if "policy" in keys and ("amends" in keys or "effective" in keys):
            models = {"policy": AmendmentForm}
        model = next((models[key] for key in models if key in keys), None)
        if model is None:
            values = {"allowed": "vocabulary, policy", "near": near(next(iter(keys), ""), models)}
            values["seen"] = next(iter(keys), "")
            self.findings.append(Diagnostic("no-opening", place_of(root), values))
            self.incomplete = True
            return None
        form, findings = _tolerant(root, model)
        self.findings += findings
        if (findings and model is VocabularyForm) or form is None:
            self.incomplete = True
        return form  # type: ignore[return-value]

    def _use(self, document: Document, form: Form | None, path: Path) -> None:
        """Read what a document uses, even one that cannot be used, then file it."""
        names = document.root.get("uses", ()) if isinstance(document.root, MappingNode) else ()
        for name in names if isinstance(names, SequenceNode) else ():
            used = self._named(name, path.parent) if isinstance(name, Scalar) else None
            inner = None if used is None else self.form(used, named=True)
            if isinstance(inner, AmendmentForm):
                self.expected("a vocabulary or a policy", inner)
            if isinstance(form, VocabularyForm) and isinstance(inner, PolicyForm):
                self.expected("a vocabulary", inner)
        for table in _tables_beside(document.root):
            file = path.parent / str(table)
            if _is_file(file):
                self.digests[file.as_posix()] = sha256(file.read_bytes()).hexdigest()
        if isinstance(form, VocabularyForm):
            self.vocabularies.append(Declared(form, path.parent))
        elif isinstance(form, PolicyForm):
            self.policies.append((form, path.parent))

    def _named(self, name: Scalar, folder: Path) -> Path | None:
        """Return the file that *name* names in *folder*, or None with a finding."""
        path = Path(normpath(folder / f"{name}.yaml"))
        if _is_file(path):
            return path
        self.incomplete = True
        there = PurePosixPath(name).parent
        names = [str(there / other.stem) for other in sorted(path.parent.glob("*.yaml"))]
        what = phrase("a document beside this one")
        if there != PurePosixPath():
            what = phrase("a document in {folder}", folder=there)
        self.findings.append(undeclared(what, name, names, name.place))
        return None


def _is_file(path: Path) -> bool:
    """Whether there is such a file; a name too long to be one is none."""
    try:
        return path.is_file()
    except OSError:
        return False


def _tolerant(root: Node, model: type[Shape]) -> tuple[Shape | None, Sequence[Diagnostic]]:
    """Return *root* read as *model*, if need be without the entries that have findings."""
    try:
        return shape(root, model), ()
    except DocumentError as error:
        findings = error.findings
    try:
        return shape(_without(root, [finding.where for finding in findings]), model), findings
    except DocumentError:
        return None, findings


def _without(root: Node, places: Sequence[Place], depth: int = 2) -> Node:
    """Return a mapping without the entries, or entries of entries, that hold one of *places*.

    A document is written from top to bottom, so an entry reaches up to the next key.
    """
    if not isinstance(root, MappingNode) or not places:
        return root
    kept: list[tuple[str, Node]] = []
    keys = list(root)
    starts = [place_of(key, root.place) for key in keys]
    for index, key in enumerate(keys):
        last = index + 1 == len(keys)
        inside = [p for p in places if starts[index] <= p and (last or p < starts[index + 1])]
        deeper = [p for p in inside if p > starts[index]]
        if deeper and len(deeper) == len(inside) and depth > 1:
            part = root[key]
            if isinstance(part, MappingNode):
                kept.append((key, _without(part, deeper, depth - 1)))
        elif not inside:
            kept.append((key, root[key]))
    return MappingNode(kept, root.place)


def _tables_beside(root: Node) -> Iterator[Scalar]:
    """Yield the name of every table file (``csv:``) that a document names, wherever it does."""
    waiting: list[Node] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, MappingNode):
            named = node.get("csv")
            if isinstance(named, Scalar):
                yield named
            waiting += node.values()
        elif isinstance(node, SequenceNode):
            waiting += node
