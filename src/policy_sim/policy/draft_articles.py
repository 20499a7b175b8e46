"""The articles of a draft: what each of them changes, and the law as it would be without one.

An item belongs to the article that its ``source`` names, without paragraph and remark: ``draft
art. 3 (2)`` is of ``draft art. 3``. One that has only the source of its document stands for itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.documents import Scalar, place_of
from policy_sim.errors import PolicyError
from policy_sim.policy.differences import readers
from policy_sim.policy.enactment import Enactment, opening
from policy_sim.policy.item_forms import RuleForm
from policy_sim.policy.law import Law
from policy_sim.policy.loading import Regulation
from policy_sim.policy.statute import Body, Heading, Name, Section
from policy_sim.policy.texts import names_in

__all__ = ["Article", "Change", "Omission", "articles_of", "law_without", "omission"]

_REMARK = re.compile(r"\s*[(:;,].*", re.DOTALL)
"""What follows the article in a source: its paragraph, or a remark."""


@dataclass(frozen=True, slots=True)
class Change:
    """One item that a draft adds, replaces or repeals, with what it says about itself."""

    act: str
    section: Section
    name: str
    heading: Heading
    place: Place
    body: Body | None = None

    @property
    def key(self) -> Name:
        """The section and the name of the item."""
        return self.section, self.name

    @property
    def decides(self) -> bool:
        """Whether a decision can hang on it alone: what is only added to be read does nothing."""
        if self.section in (Section.PROMISE, Section.DISTINCTION):
            return False
        return self.act != "add" or self.section is Section.RULE


@dataclass(frozen=True, slots=True)
class Article:
    """An article of a draft, or an item without one, and what it changes."""

    label: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Omission:
    """What becomes of the law if its draft has no such *article*: the *law* without *names*.

    *stays* are items of the article that others read, and that decide nothing by themselves;
    *falls* are other articles that hang on this one and are left out with it. There is no law if
    the article cannot be left out alone; *because* then says why, in a word: ``read`` (it only
    states what *others* read), ``decides nothing``, ``shared`` (an earlier amendment changes the
    same) or ``inseparable``.
    """

    article: Article
    law: Law | None = None
    names: frozenset[Name] = frozenset()
    stays: tuple[str, ...] = ()
    falls: tuple[str, ...] = ()
    because: str = ""
    others: tuple[str, ...] = ()


def articles_of(regulation: Regulation) -> tuple[Article, ...]:
    """Return the articles of the last amendment of *regulation*, as they are numbered.

    Items without an article come last. There are none if nothing amends the regulation.
    """
    found: dict[str, list[Change]] = {}
    for change in _changes(regulation):
        found.setdefault(_label(change, regulation), []).append(change)
    alone = {f"{c.section} {c.name}" for changes in found.values() for c in changes}
    labels = sorted(found, key=lambda label: (label in alone, _numbered(label)))
    return tuple(Article(label, tuple(found[label])) for label in labels)


def _numbered(label: str) -> list[tuple[int, str]]:
    """Return a key under which article 9 comes before article 10."""
    parts = re.split(r"(\d+)", label)
    return [(int(part), "") if part.isdigit() else (0, part) for part in parts]


def _changes(regulation: Regulation) -> Iterator[Change]:
    """Yield what the last amendment changes, by its place in the document."""
    if not regulation.amendments:
        return
    last = regulation.amendments[-1]
    form, ignored = last.form, list[Diagnostic]()
    head = opening(form)
    enactment = Enactment(head, form.effective, None, last.folder)
    found = [
        Change(act, item.section, str(item.name), v.heading, item.name.place, v.body)
        for act, items in (("add", form.add), ("replace", form.replace))
        for item in enactment.items(items, ignored)
        for v in item.versions[:1]
    ]
    for repeal in form.repeal:
        source = repeal.source or head.source
        for section in Section:
            name: Scalar | None = getattr(repeal, section)
            if name is not None:
                heading = replace(head, source=source)
                found.append(Change("repeal", section, str(name), heading, name.place))
    yield from sorted(found, key=lambda change: change.place)


def _label(change: Change, regulation: Regulation) -> str:
    whole = str(regulation.amendments[-1].form.source or "")
    source = change.heading.source
    stated = _REMARK.sub("", source).strip() if source != whole else ""
    return stated or f"{change.section} {change.name}"


def omission(regulation: Regulation, article: Article) -> Omission:
    """Return what becomes of *regulation* without *article*.

    If it does not hold together then, what the article only states for others to read stays;
    if that is not enough, what hangs on it is left out with it.
    """
    if not any(change.decides for change in article.changes):
        others = _reading(regulation, article)
        return Omission(article, because="read" if others else "decides nothing", others=others)
    whole = frozenset(change.key for change in article.changes)
    if whole & _named_before(regulation):
        return Omission(article, because="shared")
    deciding = frozenset(change.key for change in article.changes if change.decides)
    hanging = _hanging(regulation, whole)
    for names in (whole, deciding, hanging):
        law = regulation.without(names)
        if law is not None:
            stays = tuple(name for _, name in sorted(whole - names))
            falls = _labels(regulation, names - whole)
            return Omission(article, law, names, stays, falls)
    return Omission(article, because="inseparable", others=_labels(regulation, hanging - whole))


def _named_before(regulation: Regulation) -> frozenset[Name]:
    """Return what earlier amendments change: leaving that out too would say something else."""
    forms = [amendment.form for amendment in regulation.amendments[:-1]]
    added = {
        (section, str(name))
        for form in forms
        for section in Section
        for items in (form.add, form.replace)
        for name in getattr(items, f"{section}s")
    }
    instead = {
        (section, str(name))
        for amendment in regulation.amendments[:-1]
        for section, name in amendment.instead
    }
    return frozenset(added | instead)


def _reading(regulation: Regulation, article: Article) -> tuple[str, ...]:
    """Return the articles whose rules read what *article* states, or those rules of older law."""
    by_name = readers(regulation.statute, regulation.amendments[-1].form.effective)
    rules = {rule for change in article.changes for rule in by_name.get(change.name, ())}
    keys = {(Section.RULE, rule) for rule in rules}
    own = _labels(regulation, keys)
    known = {change.key for one in articles_of(regulation) for change in one.changes}
    older = sorted(name for section, name in keys if (section, name) not in known)
    return (*own, *(f"{Section.RULE} {name}" for name in older))


def _hanging(regulation: Regulation, names: frozenset[Name]) -> frozenset[Name]:
    """Return *names* and everything else that the draft says and that cannot stand without them."""
    changes = [change for one in articles_of(regulation) for change in one.changes]
    fallen = set(names)
    while True:
        words = {name for _, name in fallen}
        more = {c.key for c in changes if c.key not in fallen and _words(c.body) & words}
        if not more:
            return frozenset(fallen)
        fallen |= more


def _words(body: Body | None) -> frozenset[str]:
    """Return the names that an item says something of."""
    if body is None:
        return frozenset()
    overridden = body.overrides if isinstance(body, RuleForm) else ()
    return names_in(body) | set(map(str, overridden))


def _labels(regulation: Regulation, names: Collection[Name]) -> tuple[str, ...]:
    """Return the articles in which *names* stand."""
    return tuple(
        one.label
        for one in articles_of(regulation)
        if any(change.key in names for change in one.changes)
    )


def law_without(regulation: Regulation, labels: Sequence[str]) -> Law:
    """Return the law of *regulation* as if its last amendment had no articles called *labels*.

    Raises :exc:`~policy_sim.errors.PolicyError` for an article that there is not, or that cannot
    be left out.
    """
    known = {article.label: article for article in articles_of(regulation)}
    findings, names = list[Diagnostic](), set[Name]()
    for label in labels:
        values = {"seen": str(label), "allowed": "; ".join(known), "near": near(label, known)}
        if label not in known:
            findings.append(Diagnostic("unknown-article", place_of(label), values))
            continue
        left = omission(regulation, known[label])
        names |= left.names
        if left.law is None:
            findings.append(_inseparable(label, left))
    law = None if findings else regulation.without(names)
    if law is None:
        raise PolicyError(findings or [_inseparable("; ".join(labels), Omission(Article("", ())))])
    return law


def _inseparable(label: str, left: Omission) -> Diagnostic:
    others = ", ".join(left.others) or "what is left"
    return Diagnostic("article-inseparable", place_of(label), {"seen": str(label), "other": others})
