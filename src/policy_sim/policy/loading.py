"""Load a regulation with its amendments, or a vocabulary, from its documents."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import chain
from os.path import normpath
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, Severity, worst
from policy_sim.documents import MappingNode, Scalar, read_document
from policy_sim.errors import PolicyError
from policy_sim.policy.amending import Amendment, amended
from policy_sim.policy.amendment_document import AmendmentForm
from policy_sim.policy.currency import other_currencies
from policy_sim.policy.declaration import declare
from policy_sim.policy.idle import idle_replacements
from policy_sim.policy.item_forms import ADVOCACY
from policy_sim.policy.joining import joined, names_taken
from policy_sim.policy.keeping import keeping
from policy_sim.policy.law import Amended, Law, Stated
from policy_sim.policy.library import Library
from policy_sim.policy.overreach import beyond_authority
from policy_sim.policy.own_words import own_words
from policy_sim.policy.policy_document import PolicyForm
from policy_sim.policy.stated_range import outside_their_range
from policy_sim.policy.statute import Item, Name, Statute, Version
from policy_sim.policy.unread import unread_additions
from policy_sim.policy.vintages import vintages_of
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.policy.vocabulary_document import VocabularyForm

__all__ = [
    "Regulation",
    "amended_by",
    "check_law",
    "is_vocabulary",
    "load_law",
    "load_regulation",
    "load_unamended",
    "load_vocabulary",
    "read_regulation",
    "unamended",
]


@dataclass(frozen=True)
class Regulation:
    """A regulation as it is written, item by item, and the *law* that it makes.

    *base* is what its *amendments* change.
    """

    statute: Statute
    law: Law
    base: Statute
    amendments: tuple[Amendment, ...] = ()

    def without(self, names: Collection[Name]) -> Law | None:
        """Return the law as if its amendments said nothing about the items *names*.

        None if something else of them makes no sense then.
        """
        findings: list[Diagnostic] = []
        statute = amended(self.base, self.amendments, findings, names)
        vocabulary = self.law.vocabulary
        vintages = vintages_of(statute, vocabulary, findings)
        found = keeping(self.amendments, statute, vocabulary, vintages, findings)
        if worst(findings) is Severity.ERROR:
            return None
        return replace(
            self.law,
            vintages=vintages,
            transitions=found.transitions,
            judging=found.judging,
            kept=found.laws,
        )


def load_law(path: Path | str, amendments: Sequence[Path | str] = ()) -> Law:
    """Return the regulation in *path* as *amendments* change it, cut into vintages.

    What it ``uses`` is looked for beside it. If *path* is itself an amendment, its base is
    loaded first. Raises :exc:`DocumentError` if a file cannot be read as a document, and
    :exc:`PolicyError` with all findings if the regulation does not hold together; warnings are
    in :attr:`Law.findings`.
    """
    return load_regulation(path, amendments).law


def load_regulation(path: Path | str, amendments: Sequence[Path | str] = ()) -> Regulation:
    """Return the regulation in *path* as *amendments* change it, with the words of its items.

    Raises as :func:`load_law` does.
    """
    read, findings = _load(Path(path), [Path(one) for one in amendments])
    if read is None or worst(findings) is Severity.ERROR:
        raise PolicyError(findings)
    return read


def check_law(path: Path | str, amendments: Sequence[Path | str] = ()) -> list[Diagnostic]:
    """Return everything found in the regulation in *path* with *amendments*, by place.

    Raises :exc:`DocumentError` only if a file named here cannot be read at all.
    """
    return read_regulation(path, amendments)[1]


def read_regulation(
    path: Path | str, amendments: Sequence[Path | str] = ()
) -> tuple[Regulation | None, list[Diagnostic]]:
    """Return the regulation in *path* with *amendments*, and everything found in it, by place.

    There is none if it does not hold together. Raises as :func:`check_law` does.
    """
    for one in (path, *amendments):
        read_document(Path(one))
    read, findings = _load(Path(path), [Path(one) for one in amendments])
    if read is None:
        return None, findings
    found = _by_place([*findings, *read.law.overreach])
    return (None if worst(findings) is Severity.ERROR else read), found


def load_unamended(path: Path | str, amendments: Sequence[Path | str] = ()) -> Law | None:
    """Return the law in *path* as it is without *amendments*; without any, and if *path* is
    itself an amendment, what that amends. None if there is nothing that could be left out.

    Raises as :func:`load_law` does.
    """
    found = unamended(path, amendments)
    return None if found is None else found.law


def unamended(path: Path | str, amendments: Sequence[Path | str] = ()) -> Regulation | None:
    """Return the same with the words of its items."""
    if amendments:
        return load_regulation(path)
    base = amended_by(path)
    return None if base is None else load_regulation(base)


def amended_by(path: Path | str) -> Path | None:
    """Return the file of the regulation that the amendment in *path* amends, None if it is none.

    Raises :exc:`DocumentError` if the file in *path* cannot be read as a document.
    """
    root = read_document(Path(path)).root
    base = root.get("amends") if isinstance(root, MappingNode) else None
    if not isinstance(base, Scalar):
        return None
    return Path(normpath(Path(path).parent / f"{base}.yaml"))


def is_vocabulary(path: Path | str) -> bool:
    """Whether the document in *path* is a vocabulary.

    Raises :exc:`DocumentError` if the file cannot be read as a document.
    """
    root = read_document(Path(path)).root
    return isinstance(root, MappingNode) and root.get("vocabulary") is not None


def load_vocabulary(path: Path | str) -> Vocabulary:
    """Return the vocabulary in *path* with those that it uses.

    Raises :exc:`DocumentError` for a file that is no document, :exc:`PolicyError` with all
    findings for one that does not hold together.
    """
    library = Library()
    form = library.form(Path(path))
    if form is not None and not isinstance(form, VocabularyForm):
        library.expected("a vocabulary", form)
    vocabulary = declare(library.vocabularies, library.findings, library.incomplete)
    if not library.findings:
        forms = [one.form for one in library.vocabularies]
        own_words(forms, vocabulary, None, library.findings)
    if worst(library.findings) is Severity.ERROR:
        raise PolicyError(_by_place(library.findings))
    return vocabulary


def _load(path: Path, amendments: Sequence[Path]) -> tuple[Regulation | None, list[Diagnostic]]:
    library = Library()
    base = library.base(path)
    for one in amendments:
        library.amendment(one, base)
    before = len(library.findings)
    vocabulary = declare(library.vocabularies, library.findings, library.incomplete)
    words_missing = library.incomplete or len(library.findings) > before
    if base is None:
        return None, _by_place(library.findings)
    united = joined(library.policies, base, library.findings)
    statute = amended(united, library.amendments, library.findings)
    if words_missing:
        # Without the words that it uses, every name of a regulation would be a finding.
        return None, _by_place(library.findings)
    library.findings += names_taken(statute, vocabulary)
    library.findings += other_currencies(statute, vocabulary.currency)
    library.findings += outside_their_range(statute, vocabulary)
    words = own_words(_speaking(library), vocabulary, statute, library.findings)
    vintages = vintages_of(statute, vocabulary, library.findings)
    known = {(finding.code, finding.where) for finding in library.findings}
    library.findings += (
        finding
        for finding in idle_replacements(library.amendments, vintages, united)
        if (finding.code, finding.where) not in known
    )
    found = keeping(library.amendments, statute, vocabulary, vintages, library.findings)
    library.findings += unread_additions(library.amendments, statute, found.transitions)
    findings = _by_place(library.findings)
    last = library.amendments[-1].form if library.amendments else base
    law = Law(
        id=str(last.policy),
        title=last.title or str(last.policy),
        vocabulary=vocabulary,
        vintages=vintages,
        files=tuple(sorted(library.digests)),
        digest=sha256("".join(sorted(library.digests.values())).encode()).hexdigest(),
        findings=tuple(findings),
        amendments=tuple(_told(amendment.form) for amendment in library.amendments),
        overreach=tuple(
            beyond_authority(
                library.amendments,
                united,
                statute,
                [*vintages, *chain.from_iterable(found.laws.values())],
                found.transitions,
            )
        ),
        register=tuple(_stated(item, version) for item, version in statute.versions()),
        transitions=found.transitions,
        judging=found.judging,
        kept=found.laws,
        words=words,
    )
    return Regulation(statute, law, united, tuple(library.amendments)), findings


def _speaking(library: Library) -> list[VocabularyForm | PolicyForm | AmendmentForm]:
    """Return the documents that may say what their names are called, amendments last."""
    return [
        *(one.form for one in library.vocabularies),
        *(form for form, _ in library.policies),
        *(one.form for one in library.amendments),
    ]


def _told(form: AmendmentForm) -> Amended:
    return Amended(
        form.title or str(form.policy),
        form.effective,
        form.policy.place,
        str(form.authority or ""),
        form.source or "",
        form.status == ADVOCACY,
    )


def _stated(item: Item, version: Version) -> Stated:
    heading = version.heading
    return Stated(
        section=item.section,
        name=str(item.name),
        source=heading.source,
        status=heading.status,
        authority=heading.authority,
        checked=heading.checked,
        begins=version.begins,
        ends=version.ends,
        place=version.place,
    )


def _by_place(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    return sorted(findings, key=lambda finding: (finding.where, finding.code))
