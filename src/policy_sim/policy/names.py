"""What a name means in one vintage of the law: a column, a parameter, a definition, a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from policy_sim.policy.ast import Column, Condition, Term
from policy_sim.policy.site import Site
from policy_sim.policy.tables import Table
from policy_sim.policy.values import Kind, Scale, ValueType
from policy_sim.policy.vintage import Parameter
from policy_sim.policy.vocabulary import Attribute, Vocabulary

__all__ = [
    "GROUPS",
    "NO",
    "OF_UNITS",
    "TODAY",
    "YES",
    "Scope",
    "Word",
    "column_of",
    "known_names",
    "refuse_other",
    "told_of",
    "words_of",
]

YES, NO = "yes", "no"

GROUPS = ("unit", "organisation")
"""The subjects of rules that are not about a person."""

OF_UNITS = ("zone",)
"""Attributes of people that a unit has by itself."""

_OTHER_SUBJECT_CODES: Mapping[str, str] = {
    "person": "other-subject",
    "unit": "not-of-the-unit",
    "organisation": "not-of-the-organisation",
}
"""What a rule about each subject is told of a name that is about another one."""

TODAY: Mapping[str, ValueType] = {
    "today.year": ValueType(Kind.WHOLE, 1900, 2200),
    "today.month": ValueType(Kind.WHOLE, 1, 12),
}
"""What is known of the day of the decision."""


@dataclass(frozen=True)
class Scope:
    """Everything that the names of an expression can mean in one vintage.

    *definitions* are already typed, in the order of their dependence; *post* says whether
    ``post.`` may be asked (the rule is evaluated for each post). *subject* is whom a name without
    a dot is about: ``person``, ``unit`` or ``organisation``; *elsewhere* gives the subjects of
    definitions that are about another one.
    """

    vocabulary: Vocabulary
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    tables: Mapping[str, Table] = field(default_factory=dict)
    definitions: Mapping[str, Term | Condition] = field(default_factory=dict)
    post: bool = False
    subject: str = "person"
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, Mapping[str, Term | Condition]] = field(default_factory=dict)
    """The definitions that a rule about another subject may read, by subject."""

    def about(self, subject: str) -> Scope:
        """Return what names mean in a rule about *subject*, a unit or the organisation."""
        own = self.others.get(subject, {})
        elsewhere = {**dict.fromkeys(self.definitions, "person"), **self.elsewhere}
        away = {name: whose for name, whose in elsewhere.items() if name not in own}
        return replace(self, subject=subject, definitions=own, elsewhere=away, post=False)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of some scale, or yes or no, until the other side says of which."""

    word: str


def words_of(vocabulary: Vocabulary) -> frozenset[str]:
    """Return every word of every scale, and yes and no."""
    words = {YES, NO}
    for scale in _scales(vocabulary):
        words.update(scale.values)
    return frozenset(words)


def _scales(vocabulary: Vocabulary) -> Iterator[Scale]:
    yield from vocabulary.scales.values()
    types = [attribute.type for attribute in vocabulary.attributes.values()]
    types += [series.type for series in vocabulary.series.values()]
    types += [event.type for event in vocabulary.events.values() if event.type is not None]
    yield from (kind.scale for kind in types if kind.scale is not None)


def known_names(scope: Scope) -> list[str]:
    """Return the names that may stand alone, for "did you mean"."""
    names = [a.name for a in scope.vocabulary.attributes.values() if told_of(a, scope.subject)]
    names += [*scope.parameters, *scope.definitions, *TODAY]
    return [*sorted(names), *sorted(words_of(scope.vocabulary))]


def column_of(name: str, scope: Scope, site: Site) -> Column | None:
    """Return the column that *name* reads, or None if it reads none.

    A finding is recorded only for a name that has a dot or belongs to another subject: a plain
    unknown name may still be a parameter, a definition or a word.
    """
    attribute = scope.vocabulary.attributes.get(name)
    if attribute is not None:
        if told_of(attribute, scope.subject):
            return Column(attribute.type, name)
        refuse_other(attribute.subject, name, scope, site)
        return None
    if name in TODAY:
        return Column(TODAY[name], name)
    if "." in name:
        return _hop(name, scope, site)
    return None


def refuse_other(subject: str, name: str, scope: Scope, site: Site) -> None:
    """Record that *name* is about another *subject* than the rule, and how it is reached."""
    paths = _paths_to(subject, name, scope)
    code = _OTHER_SUBJECT_CODES[scope.subject]
    site.refuse(code, seen=name, allowed=paths, mend=paths[0] if paths else "")


def told_of(attribute: Attribute, subject: str) -> bool:
    """Whether a rule about *subject* reads *attribute*; a unit lies in a zone as people do."""
    return attribute.subject == subject or (
        subject == "unit" and attribute.name in OF_UNITS and attribute.subject == "person"
    )


def _paths_to(subject: str, name: str, scope: Scope) -> list[str]:
    relations = scope.vocabulary.relations.values()
    if scope.subject != "person":
        return [f"{r.name}.{name}" for r in relations if r.to == subject == "organisation"]
    return [f"{r.name}.{name}" for r in relations if r.to == subject] + (
        [f"post.{name}"] if subject == "post" else []
    )


def _hop(name: str, scope: Scope, site: Site) -> Column | None:
    first, rest = name.split(".", maxsplit=1)
    fields = _fields(first, scope, site)
    if fields is None:
        return None
    if rest not in fields:
        site.refuse("unknown-name", seen=name, allowed=[f"{first}.{known}" for known in fields])
        return None
    relation = scope.vocabulary.relations.get(first)
    if relation is not None and relation.to in GROUPS:
        # Whatever the relation is called: there is one unit of each, and one organisation.
        return Column(fields[rest], f"{relation.to}.{rest}")
    return Column(fields[rest], name)


def _fields(first: str, scope: Scope, site: Site) -> dict[str, ValueType] | None:
    """Return what can be asked of the subject that *first* leads to."""
    vocabulary = scope.vocabulary
    if first == "post":
        if scope.post:
            return _attributes(vocabulary, ("post", "person"))
        site.refuse("no-post-here")
        return None
    if first == "today":
        return {name.removeprefix("today."): kind for name, kind in TODAY.items()}
    relation = vocabulary.relations.get(first)
    if relation is not None and scope.subject != "person" and relation.to != "organisation":
        refuse_other(relation.to, f"{first}.", scope, site)
        return None
    if relation is None:
        allowed = [*vocabulary.relations, "today", *(["post"] if scope.post else [])]
        site.refuse("unknown-relation", seen=first, allowed=allowed)
        return None
    series = {name: entry.type for name, entry in vocabulary.series_of(relation.to).items()}
    return series | {
        name: attribute.type
        for name, attribute in vocabulary.attributes.items()
        if told_of(attribute, relation.to)
    }


def _attributes(vocabulary: Vocabulary, subjects: tuple[str, ...]) -> dict[str, ValueType]:
    return {
        name: attribute.type
        for name, attribute in vocabulary.attributes.items()
        if attribute.subject in subjects
    }
