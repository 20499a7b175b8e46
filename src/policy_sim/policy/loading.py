"""Load a regulation with its amendments, or a vocabulary, from its documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from os.path import normpath
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Place, Severity, near, worst
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
from policy_sim.errors import DocumentError, PolicyError
from policy_sim.policy.amending import Amendment, amended
from policy_sim.policy.declaration import Declared, declare
from policy_sim.policy.enactment import enact
from policy_sim.policy.law import Law
from policy_sim.policy.policy_document import AmendmentForm, PolicyForm
from policy_sim.policy.statute import Item, Name, Section, Statute
from policy_sim.policy.vintages import vintages_of
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.policy.vocabulary_document import VocabularyForm
from policy_sim.policy.wording import undeclared

__all__ = ["check_law", "load_law", "load_vocabulary"]

Form = VocabularyForm | PolicyForm | AmendmentForm


def load_law(path: Path | str, amendments: Sequence[Path | str] = ()) -> Law:
    """Return the regulation in *path* as *amendments* change it, cut into vintages.

    What it ``uses`` is looked for beside it. If *path* is itself an amendment, its base is
    loaded first. Raises :exc:`DocumentError` if a file cannot be read as a document, and
    :exc:`PolicyError` with all findings if the regulation does not hold together; warnings are
    in :attr:`Law.findings`.
    """
    law, findings = _load(Path(path), [Path(one) for one in amendments])
    if law is None or worst(findings) is Severity.ERROR:
        raise PolicyError(findings)
    return law


def check_law(path: Path | str, amendments: Sequence[Path | str] = ()) -> list[Diagnostic]:
    """Return everything found in the regulation in *path* with *amendments*, by place.

    Raises :exc:`DocumentError` only if a file named here cannot be read at all.
    """
    for one in (path, *amendments):
        read_document(Path(one))
    return _load(Path(path), [Path(one) for one in amendments])[1]


def load_vocabulary(path: Path | str) -> Vocabulary:
    """Return the vocabulary in *path* with those that it uses.

    Raises :exc:`DocumentError` for a file that is no document, :exc:`PolicyError` with all
    findings for one that does not hold together.
    """
    library = _Library()
    form = library.form(Path(path), None)
    if form is not None and not isinstance(form, VocabularyForm):
        library.expected("a vocabulary", form)
    vocabulary = declare(library.vocabularies, library.findings, library.incomplete)
    if worst(library.findings) is Severity.ERROR:
        raise PolicyError(_by_place(library.findings))
    return vocabulary


def _load(path: Path, amendments: Sequence[Path]) -> tuple[Law | None, list[Diagnostic]]:
    library = _Library()
    base = library.base(path)
    for one in amendments:
        library.amendment(one, base)
    before = len(library.findings)
    vocabulary = declare(library.vocabularies, library.findings, library.incomplete)
    words_missing = library.incomplete or len(library.findings) > before
    if base is None:
        return None, _by_place(library.findings)
    statute = amended(_united(library, base), library.amendments, library.findings)
    if words_missing:
        # Without the words that it uses, every name of a regulation would be a finding.
        return None, _by_place(library.findings)
    _check_shadowing(statute, vocabulary, library.findings)
    vintages = vintages_of(statute, vocabulary, library.findings)
    findings = _by_place(library.findings)
    last = library.amendments[-1].form if library.amendments else base
    law = Law(
        id=str(last.policy),
        title=str(last.title or last.policy),
        vocabulary=vocabulary,
        vintages=vintages,
        files=tuple(sorted(library.digests)),
        digest=sha256("".join(sorted(library.digests.values())).encode()).hexdigest(),
        findings=tuple(findings),
    )
    return law, findings


def _by_place(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    return sorted(findings, key=lambda finding: (finding.where, finding.code))


def _united(library: _Library, base: PolicyForm) -> Statute:
    """Return the items of the base and of all regulations that it uses, in one statute."""
    statutes = [enact(form, folder, library.findings) for form, folder in library.policies]
    items: dict[Name, Item] = {}
    for statute in statutes:
        for key, item in () if statute is None else statute.items.items():
            first = items.setdefault(key, item)
            if first is not item:
                related = (("the first", first.name.place),)
                values = {"seen": str(item.name)}
                library.findings.append(
                    Diagnostic("name-taken", item.name.place, values, related=related)
                )
    return Statute(str(base.policy), str(base.title or base.policy), items)


def _check_shadowing(statute: Statute, vocabulary: Vocabulary, findings: list[Diagnostic]) -> None:
    """Report names of parameters, tables and definitions that already mean something else."""
    taken = {*vocabulary.attributes, *vocabulary.series, *vocabulary.events, *vocabulary.tables}
    seen: dict[str, Scalar] = {}
    for item in statute.items.values():
        if item.section is Section.RULE:
            continue
        first = seen.setdefault(str(item.name), item.name)
        if str(item.name) in taken or first is not item.name:
            related = (("the first", first.place),) if first is not item.name else ()
            values = {"seen": str(item.name)}
            findings.append(Diagnostic("name-taken", item.name.place, values, related=related))


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


@dataclass(slots=True)
class _Library:
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
        form = self.form(path, None)
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
        form = self.form(path, None)
        if form is None:
            return
        if not isinstance(form, AmendmentForm):
            self.expected("an amendment", form)
            return
        known = {str(one.form.policy) for one in self.amendments}
        known |= {one.stem for one in self.forms}
        if base is not None:
            known.add(str(base.policy))
        if form.amends not in known:
            self.findings.append(
                undeclared("a policy loaded here", form.amends, known, form.amends.place)
            )
        self.amendments.append(Amendment(form, path.parent))

    def form(self, path: Path, named: Scalar | None) -> Form | None:
        """Return the document in *path* in its shape, once; then what it uses.

        A file named on a command line must be readable; one that a document names is a finding.
        """
        if path in self.forms:
            return self.forms[path]
        self.forms[path] = None
        try:
            document = read_document(path)
        except DocumentError as error:
            if named is None:
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
            inner = None if used is None else self.form(used, Scalar(used.stem))
            if isinstance(inner, AmendmentForm):
                self.expected("a vocabulary or a policy", inner)
            if isinstance(form, VocabularyForm) and isinstance(inner, PolicyForm):
                self.expected("a vocabulary", inner)
        for table in _tables_beside(document.root):
            file = path.parent / str(table)
            if file.is_file():
                self.digests[file.as_posix()] = sha256(file.read_bytes()).hexdigest()
        if isinstance(form, VocabularyForm):
            self.vocabularies.append(Declared(form, path.parent))
        elif isinstance(form, PolicyForm):
            self.policies.append((form, path.parent))

    def _named(self, name: Scalar, folder: Path) -> Path | None:
        """Return the file that *name* names in *folder*, or None with a finding."""
        path = Path(normpath(folder / f"{name}.yaml"))
        if path.is_file():
            return path
        self.incomplete = True
        names = [other.stem for other in sorted(folder.glob("*.yaml"))]
        self.findings.append(undeclared("a document beside this one", name, names, name.place))
        return None
