"""What a name means in one vintage of the law: a column, a parameter, a definition, a word."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from policy_sim.diagnostics import near, nearest_first
from policy_sim.policy.ast import Column, Condition, Term
from policy_sim.policy.site import Site
from policy_sim.policy.tables import Table
from policy_sim.policy.values import FLAG, Kind, Scale, ValueType
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
    "fitting_names",
    "known_names",
    "refuse_other",
    "refuse_unknown",
    "told_of",
    "words_of",
]

YES, NO = "yes", "no"

_LISTED = 12
"""So many names are listed where none of them is probably meant."""

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
    """Return the names and words that may stand alone, for "did you mean"."""
    return [*sorted(_types(scope)), *sorted(words_of(scope.vocabulary))]


def fitting_names(scope: Scope, expected: ValueType | None) -> list[str]:
    """Return the names that may stand where a value of the *expected* type may, if one is."""
    types = _types(scope)
    if expected is None:
        return [*types]
    return [name for name, kind in types.items() if _fits(kind, expected)]


def _types(scope: Scope) -> dict[str, ValueType]:
    """Return the type of what each name means that may stand alone."""
    attributes = scope.vocabulary.attributes.values()
    types = {one.name: one.type for one in attributes if told_of(one, scope.subject)}
    types |= {name: one.type for name, one in scope.parameters.items()}
    for name, meant in scope.definitions.items():
        types[name] = meant.type if isinstance(meant, Term) else FLAG
    return types | {**TODAY}


def _fits(kind: ValueType, expected: ValueType) -> bool:
    if expected.numeric:
        return kind.numeric and kind.unit == expected.unit
    return kind.kind is expected.kind and kind.scale == expected.scale


def refuse_unknown(name: str, names: list[str], fitting: list[str], site: Site) -> None:
    """Record that *name* is none of the *names*: with the one that was probably meant, or else with
    those that are *fitting* and spelt most like it.
    """
    meant = near(name, names)
    listed = [] if meant else nearest_first(name, fitting)
    more = ["…"] if len(listed) > _LISTED else []
    site.refuse("unknown-name", seen=name, allowed=[*listed[:_LISTED], *more], mend=meant)


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
        names = [f"{first}.{known}" for known in fields]
        refuse_unknown(name, names, names, site)
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
