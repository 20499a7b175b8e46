"""One law for everybody: that of those in no transition and of those in each, in one.

Who is in which transitions is an integer of the record, :data:`MEMBERSHIP`. A rule of which
there are two versions reads it: each clause, and each amount, is for those whose law says so. So
a decision stays one decision, whoever competes with whom.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from hashlib import sha256

from policy_sim.policy.ast import All, Any, Column, Condition, Lookup, Member, Term
from policy_sim.policy.content import content
from policy_sim.policy.idle import meaning_of_rule
from policy_sim.policy.law import Law
from policy_sim.policy.merging import either_of, merged, shape, spans
from policy_sim.policy.rule import Rule
from policy_sim.policy.substitution import substituted
from policy_sim.policy.tables import Table
from policy_sim.policy.transition import Membership, Transition
from policy_sim.policy.values import Kind, ValueType
from policy_sim.policy.vintage import Vintage

__all__ = ["MEMBERSHIP", "united"]

MEMBERSHIP = "transition.groups"
"""The column that tells in which transitions a person is; no vocabulary can declare it."""


def united(law: Law, day: date) -> Vintage:
    """Return the law of everybody on *day*, its levers open; the same object for the same law.

    It decides about a person whose :data:`MEMBERSHIP` is that of some transitions as the law of
    those in them does. Of a selection only eligibility, score and ties are the person's: seats,
    reserves, caps, pools and turns are those of the law as it stands. Raises :exc:`ValueError`
    before the first date of the law.
    """
    plain = law.stated(day)
    if not law.transitions:
        return plain
    laws = {within: law.stated(day, within) for within in law.memberships(day)}
    if len({one.key for one in laws.values()}) == 1:
        return plain
    names = tuple(one.name for one in law.transitions)
    said = tuple((tuple(sorted(within)), one.key) for within, one in laws.items())
    asked = (plain.begins, names, said)
    known = _UNITED.get(asked) if all(one.key for one in laws.values()) else None
    if known is None:
        made = _united(plain, _Uniting(law.transitions, day), laws)
        key = sha256(f"{names} {said}".encode()).hexdigest()
        known = _UNITED[asked] = replace(made, key=key)
    return known


_UNITED: dict[tuple[object, ...], Vintage] = {}


@dataclass(frozen=True)
class _Version:
    """A rule as it is for those in some combinations of transitions.

    *beside* names, for each combination, the rules that their law has.
    """

    rule: Rule
    within: tuple[Membership, ...]
    beside: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class _Part:
    """A rule of the united law, and the combinations of transitions for which it is made."""

    rule: Rule
    within: frozenset[Membership]


@dataclass(frozen=True)
class _Uniting:
    """Tells those in some of the *transitions*, of which some are open on *day*, from others."""

    transitions: Sequence[Transition]
    day: date

    def among(self, within: Iterable[Membership]) -> Member:
        """Return the condition that a person is in one of these combinations."""
        wanted, most = {*within}, (1 << len(self.transitions)) - 1
        codes = [code for code in range(most + 1) if self._of(code) in wanted]
        column = Column(ValueType(Kind.WHOLE, 0, most), MEMBERSHIP)
        return Member(column, spans(codes))

    def _of(self, code: int) -> Membership:
        """Return the open transitions of those whose integer is *code*."""
        return frozenset(
            one.name
            for place, one in enumerate(self.transitions)
            if code >> place & 1 and one.open(self.day)
        )


def _united(plain: Vintage, uniting: _Uniting, laws: Mapping[Membership, Vintage]) -> Vintage:
    tables, apart = _tables_apart(laws)
    versions: dict[str, dict[str, _Version]] = {}
    for within, rules in apart.items():
        known = frozenset(rule.id for rule in rules)
        for rule in rules:
            same = versions.setdefault(rule.id, {})
            meant = f"{meaning_of_rule(rule)} {sorted(known & set(rule.overrides))}"
            before = same.get(meant, _Version(rule, (), ()))
            within_all, beside = (*before.within, within), (*before.beside, known)
            same[meant] = replace(before, within=within_all, beside=beside)
    made = {name: _parts(tuple(same.values()), uniting, laws) for name, same in versions.items()}
    names = {name: tuple(part.rule.id for part in parts) for name, parts in made.items()}
    united_rules = [_overriding(part, made) for parts in made.values() for part in parts]
    placeholders = frozenset().union(*(law.placeholders for law in laws.values()))
    return replace(
        plain,
        definitions={**plain.definitions, **dict(_definitions(plain, uniting, laws))},
        rules=tuple(sorted(united_rules, key=lambda rule: rule.id)),
        tables=tables,
        placeholders=frozenset(n for name in placeholders for n in names.get(name, (name,))),
    )


def _definitions(
    plain: Vintage, uniting: _Uniting, laws: Mapping[Membership, Vintage]
) -> Iterator[tuple[str, Term | Condition]]:
    """Yield each definition of the law as it stands that is another for somebody, for everybody:
    what systems ask of people by its name is then each one's own.
    """
    for name, stated in plain.definitions.items():
        versions: dict[str, tuple[Term | Condition, list[Membership]]] = {}
        for within, law in laws.items():
            own = law.definitions.get(name, stated)
            versions.setdefault(content(own), (own, []))[1].append(within)
        cases = [(own, uniting.among(within)) for own, within in versions.values()]
        terms = [(own, whose) for own, whose in cases if not isinstance(own, Condition)]
        conditions = [(own, whose) for own, whose in cases if isinstance(own, Condition)]
        if len(cases) > 1 and not terms:
            yield name, Any(tuple(All((whose, own)) for own, whose in conditions))
        elif len(cases) > 1 and not conditions:
            yield name, either_of(terms)


def _overriding(part: _Part, made: Mapping[str, Sequence[_Part]]) -> Rule:
    """Return a rule overriding, of each rule that it overrides, the parts for its own people."""
    over = {
        other.rule.id
        for name in part.rule.overrides
        for other in made[name]
        if other.within & part.within
    }
    overrides = tuple(sorted(over))
    return (
        part.rule if overrides == part.rule.overrides else replace(part.rule, overrides=overrides)
    )


def _tables_apart(
    laws: Mapping[Membership, Vintage],
) -> tuple[dict[str, Table], dict[Membership, tuple[Rule, ...]]]:
    """Return all tables, each under a name of its own, and the rules of each law as they name
    them: where laws have other tables of one name, all but the first are called otherwise.
    """
    tables: dict[str, Table] = {}
    rules: dict[Membership, tuple[Rule, ...]] = {}
    said: dict[str, str] = {}
    for within, law in laws.items():
        renamed: dict[str, str] = {}
        for name, table in law.tables.items():
            text = content(table)
            if said.setdefault(name, text) != text:
                renamed[name] = name_within(name, within)
            tables.setdefault(renamed.get(name, name), table)
        rules[within] = substituted(law.rules, _renaming(renamed)) if renamed else law.rules
    return tables, rules


def name_within(name: str, within: Membership) -> str:
    """Return what an item *name* is called in the version of those *within* some transitions."""
    return f"{name} [{'+'.join(sorted(within))}]"


def _renaming(names: Mapping[str, str]) -> Callable[[object], object | None]:
    def swap(part: object) -> object | None:
        if isinstance(part, Lookup) and part.table.name in names:
            table = replace(part.table, name=names[part.table.name])
            return replace(part, table=table, arguments=substituted(part.arguments, swap))
        return None

    return swap


def _parts(
    versions: Sequence[_Version], uniting: _Uniting, laws: Collection[Membership]
) -> list[_Part]:
    """Return the rule, or rules, that decide as each of *versions* of one rule does."""
    within = frozenset(one for version in versions for one in version.within)
    if len(versions) == 1 and within == {*laws}:
        return [_Part(versions[0].rule, within)]
    cases = [(version.rule, uniting.among(version.within)) for version in versions]
    overrides = frozenset(name for rule, _ in cases for name in rule.overrides)
    if len({shape(rule) for rule, _ in cases}) == 1 and all(
        overrides & beside == {*version.rule.overrides}
        for version in versions
        for beside in version.beside
    ):
        rule = merged(cases, within == {*laws})
        return [_Part(replace(rule, overrides=tuple(sorted(overrides))), within)]
    return [
        _Part(
            replace(
                rule,
                id=rule.id if number == 0 else name_within(rule.id, versions[number].within[0]),
                scope=All((rule.scope, whose)),
            ),
            frozenset(versions[number].within),
        )
        for number, (rule, whose) in enumerate(cases)
    ]
