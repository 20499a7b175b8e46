"""Load documents of cases with the laws that they ask."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from os.path import normpath
from pathlib import Path

from policy_sim.cases.areas import about_posts, asked_areas
from policy_sim.cases.check import Cases, Check
from policy_sim.cases.document import CaseForm, CasesForm
from policy_sim.cases.person import Person, person_of
from policy_sim.cases.persons import Persons
from policy_sim.cases.reading import Expecting
from policy_sim.cases.record import too_late
from policy_sim.cases.taken import taken
from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place, distinct
from policy_sim.documents import (
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    Text,
    kind_of,
    place_of,
    read_document,
    shape,
)
from policy_sim.documents.fields import read_date
from policy_sim.errors import BadInput, DocumentError
from policy_sim.policy.law import Law
from policy_sim.policy.loading import Regulation, load_regulation
from policy_sim.policy.rule import Rule
from policy_sim.policy.transition import Membership
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.wording import undeclared

__all__ = ["SUFFIX", "case_files", "load_cases"]

SUFFIX = ".cases.yaml"
"""How the files of cases in a folder end."""


def case_files(path: Path) -> list[Path]:
    """Return the file at *path*, or all files of cases in a folder and the folders in it.

    Raises :exc:`DocumentError` if a folder has none.
    """
    if not path.is_dir():
        return [path]
    found = sorted(path.rglob(f"*{SUFFIX}"))
    if not found:
        values = {"seen": path.as_posix(), "allowed": f"*{SUFFIX}"}
        raise DocumentError([Diagnostic("no-cases", Place(path.as_posix(), 0, 0), values)])
    return found


def load_cases(paths: Sequence[Path], amended_by: Sequence[Path] = ()) -> list[Cases]:
    """Return the documents of cases in *paths*; *amended_by* amends the law of each further.

    A law that several documents ask is loaded once. Raises :exc:`DocumentError` with every finding
    of every document, or :exc:`PolicyError` for a law that does not hold together.
    """
    laws = _Laws(tuple(amended_by))
    loaded, findings = list[Cases](), list[Diagnostic]()
    for path in paths:
        try:
            loaded.append(_loaded(path, laws))
        except BadInput as error:
            findings += error.findings
    if findings:
        raise DocumentError(distinct(findings))
    return loaded


@dataclass
class _Laws:
    """The laws loaded so far, each with its amendments."""

    amended_by: tuple[Path, ...]
    known: dict[tuple[Path, ...], Regulation] = field(default_factory=dict)

    def regulation(self, form: CasesForm, folder: Path) -> Regulation:
        """Return the law that a document asks."""
        names = (form.policy, *form.amendments)
        files = tuple(_beside(name, folder) for name in names) + self.amended_by
        if files not in self.known:
            self.known[files] = load_regulation(files[0], files[1:])
        return self.known[files]


def _beside(name: Text, folder: Path) -> Path:
    path = Path(normpath(folder / f"{name}.yaml"))
    if not path.is_file():
        names = [other.stem for other in path.parent.glob("*.yaml")]
        what = "a policy, named from the folder of this document"
        raise DocumentError([undeclared(what, path.stem, names, name.place)])
    return path


def _loaded(path: Path, laws: _Laws) -> Cases:
    document = read_document(path)
    form = shape(document.root, CasesForm)
    regulation = laws.regulation(form, path.parent)
    law = regulation.law
    findings: list[Diagnostic] = []
    reader = _Reader(law, Persons(form.persons, law.vocabulary, findings), findings)
    for name in form.persons:
        reader.person(Scalar(name, place_of(name)), None, place_of(name))
    checks = [check for name, case in form.tests.items() for check in reader.checks(name, case)]
    if findings:
        raise DocumentError(distinct(findings))
    return Cases(str(form.cases), document.file, law, tuple(checks), regulation)


@dataclass
class _Reader:
    """Reads the tests of one document under its law."""

    law: Law
    persons: Persons
    findings: list[Diagnostic]
    rules: dict[str, Rule] = field(init=False)

    def __post_init__(self) -> None:
        kept = (version for versions in self.law.kept.values() for version in versions)
        parts = (*kept, *self.law.vintages)
        self.rules = {rule.id: rule for part in parts for rule in part.rules}

    def person(self, who: Node, changes: MappingNode | None, place: Place) -> Person:
        """Return whom a test is about."""
        written = self.persons.described(who, changes)
        return person_of(written, place, self.law.vocabulary, self.findings)

    def checks(self, name: str, form: CaseForm) -> Iterator[Check]:
        """Yield the checks of one test, one for each of its days."""
        place = place_of(name)
        person = self.person(form.person, form.with_, place)
        within, before = self.within(form, place)
        for day, expect in self.days(form):
            vintage = self.vintage(day, place, within)
            if vintage is None:
                continue
            self.findings += too_late(person, day)
            expecting = Expecting(vintage, self.law.vocabulary, self.rules, person, self.findings)
            expectations = tuple(expecting.read(form, expect))
            post = person.asks_about_post
            areas = asked_areas(form, expect, vintage, self.rules, post, place, self.findings)
            self.about_a_post(person, areas, vintage, place)
            yield Check(str(name), day, person, areas, expectations, place, within, before)

    def within(self, form: CaseForm, place: Place) -> tuple[Membership, Person | None]:
        """Return the transitions that the person of a test is in, as stated or by ``before``, and
        who the person was before, if that is told.
        """
        stated = {str(name): name for name in form.transition}
        names = [one.name for one in self.law.transitions]
        for name in stated.values():
            if name not in names:
                self.findings.append(undeclared("a transition of the law", name, names, name.place))
        if form.before is None:
            return frozenset(stated) & frozenset(names), None
        if stated:
            self.findings.append(Diagnostic("judged-and-stated", place_of(form.before)))
        was = self.persons.described(form.person, form.with_)
        self.persons.lay_over(was, form.before)
        person = person_of(was, place, self.law.vocabulary, self.findings)
        return taken(self.law, person), person

    def days(self, form: CaseForm) -> Iterator[tuple[date, Node | None]]:
        """Yield the days of a test with what is expected of effects on each."""
        match form.on:
            case Scalar() as day:
                items: list[tuple[Node, Node | None]] = [(day, form.expect)]
            case SequenceNode() as days:
                items = [(day, form.expect) for day in days]
            case MappingNode() as by_day:
                items = [(Scalar(day, place_of(day)), expect) for day, expect in by_day.items()]
                if form.expect is not None:
                    where = place_of(form.expect)
                    self.findings.append(Diagnostic("expected-twice", where))
            case other:
                values = {"seen": kind_of(other), "allowed": phrase("a date")}
                self.findings.append(Diagnostic("wrong-kind", place_of(other), values))
                return
        if not items:
            self.findings.append(Diagnostic("nothing-expected", place_of(form.on)))
        for written, expect in items:
            try:
                yield read_date(written), expect
            except DocumentError as error:
                self.findings += error.findings

    def vintage(self, day: date, place: Place, within: Membership) -> Vintage | None:
        """Return the law in force on *day* of those *within* transitions, None after a finding."""
        try:
            return self.law.on(day, within=within)
        except ValueError:
            begins = self.law.vintages[0].begins.isoformat()
            values = {"seen": day.isoformat(), "law": self.law.title, "begins": begins}
            self.findings.append(Diagnostic("no-law-yet", place, values))
            return None

    def about_a_post(
        self, person: Person, areas: Sequence[str], vintage: Vintage, place: Place
    ) -> None:
        """Add a finding if an area decides about posts and the case has none."""
        if person.asks_about_post:
            return
        for area in areas:
            rules = about_posts(area, vintage)
            if rules:
                values = {"seen": rules[0], "area": area}
                self.findings.append(Diagnostic("case-without-post", place, values))
