"""The law cut by its change dates into vintages, each typed once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import chain, pairwise
from typing import Any, TypeVar

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar, place_of
from policy_sim.policy.articles import typed_rule
from policy_sim.policy.content import Said, content_with
from policy_sim.policy.dated_value import typed_parameter
from policy_sim.policy.definitions import typed_definitions
from policy_sim.policy.expressions import Scope
from policy_sim.policy.item_forms import DistinctionForm, PromiseForm, RuleForm, TableForm
from policy_sim.policy.order import dependency_order
from policy_sim.policy.placeholders import resting_on_placeholders
from policy_sim.policy.post_rules import misplaced_post_rules
from policy_sim.policy.promising import typed_distinction, typed_promise
from policy_sim.policy.retyping import Kept
from policy_sim.policy.rule import Rule
from policy_sim.policy.statute import Item, Section, Statute, ValueForm, Version
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.tables import Table
from policy_sim.policy.tabulation import tabulate
from policy_sim.policy.vintage import Parameter, Vintage
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.policy.wording import undeclared

__all__ = ["Memory", "vintages_of"]

T = TypeVar("T")
U = TypeVar("U")

_UNKNOWN = ("unknown-name", "unknown-function", "unknown-value")
"""What typing says of a name that has no meaning in its scope."""


class Memory:
    """What was typed of some statutes, for others that have versions in common with them."""

    def __init__(self) -> None:
        self.made: dict[int, tuple[Any, list[Diagnostic]]] = {}
        self.kept = Kept()
        self.said: Said = {}
        # Versions are known by their identity: they must live as long as what is known of them.
        self.statutes: list[Statute] = []


def vintages_of(
    statute: Statute,
    vocabulary: Vocabulary,
    findings: list[Diagnostic],
    memory: Memory | None = None,
    span: tuple[date, date] | None = None,
) -> tuple[Vintage, ...]:
    """Return the vintages of *statute*, ascending; what is the same in several is typed once.

    Every finding of every vintage is reported, but each only once. *memory* knows what has been
    typed before; only the law from the first day of *span* until its last is typed, if stated.
    """
    memory = memory or Memory()
    memory.statutes.append(statute)
    days = statute.change_dates()
    if span is not None:
        days = sorted({*span, *(day for day in days if span[0] < day < span[1])})
    compiler = _Compiler(statute, vocabulary, memory.made, memory.kept, memory.said)
    vintages = []
    found: dict[tuple[object, ...], Diagnostic] = {}
    for begins, ends in pairwise(days if span else [*days, None]):
        if begins is None:
            continue
        fresh: list[Diagnostic] = []
        vintages.append(compiler.vintage(begins, ends, fresh))
        for finding in fresh:
            found.setdefault((finding.code, finding.where, finding.values.get("seen")), finding)
    findings += found.values()
    return tuple(vintages)


@dataclass(frozen=True, slots=True)
class _Compiler:
    """Types the versions in force on a date; what is the same in several vintages is kept.

    Parameters and tables are kept by version, with what was found in them; texts are kept by
    what they say.
    """

    statute: Statute
    vocabulary: Vocabulary
    made: dict[int, tuple[Any, list[Diagnostic]]]
    kept: Kept
    said: Said

    def vintage(self, begins: date, ends: date | None, findings: list[Diagnostic]) -> Vintage:
        """Return the law in force from *begins*, with its key."""
        parameters = self._parameters(begins, findings)
        tables = {**self.vocabulary.tables, **self._tables(begins, findings)}
        scope = Scope(self.vocabulary, parameters, tables, {})
        typing: list[Diagnostic] = []
        scope = self._defined(begins, scope, typing)
        groups = (own.items() for own in scope.others.values())
        definitions = {**dict(chain.from_iterable(groups)), **scope.definitions}
        rules = self._rules(begins, scope, typing)
        in_force = begins, scope, typing
        promises = tuple(self._stated(Section.PROMISE, PromiseForm, typed_promise, *in_force))
        distinctions = tuple(
            self._stated(Section.DISTINCTION, DistinctionForm, typed_distinction, *in_force)
        )
        meant = {**parameters, **tables, **definitions}
        findings += self._explained(typing, meant, begins)
        rules = _overriding(rules, self.statute, begins, findings)
        findings += misplaced_post_rules(rules)
        levers = tuple(sorted(n for n, one in parameters.items() if one.lever is not None))
        vintage = Vintage(begins, ends, rules, parameters, tables, definitions, levers=levers)
        said = content_with((vintage.rules, parameters, tables, definitions), self.said)
        return replace(
            vintage,
            key=sha256(said.encode()).hexdigest(),
            placeholders=resting_on_placeholders(self.statute, begins),
            promises=promises,
            distinctions=distinctions,
            stated={
                item.name: place_of(version.body)
                for item, version in self._on(Section.DEFINITION, begins)
            },
        )

    def _on(self, section: Section, day: date) -> Iterator[tuple[Item, Version]]:
        for item in self.statute.items.values():
            version = item.on(day) if item.section is section else None
            if version is not None:
                yield item, version

    def _parameters(self, day: date, findings: list[Diagnostic]) -> dict[str, Parameter]:
        parameters = {}
        for item, version in self._on(Section.PARAMETER, day):
            body = version.body
            if isinstance(body, ValueForm):
                make = partial(
                    typed_parameter, _stated_name(item, version), body, version, self.vocabulary
                )
                parameter = self._once(version, make, findings)
                if parameter is not None:
                    parameters[parameter.name] = parameter
        return parameters

    def _tables(self, day: date, findings: list[Diagnostic]) -> dict[str, Table]:
        tables = {}
        for item, version in self._on(Section.TABLE, day):
            body = version.body
            if isinstance(body, TableForm):
                make = partial(
                    tabulate, _stated_name(item, version), body, self.vocabulary, version.folder
                )
                table = self._once(version, make, findings)
                if table is not None:
                    tables[table.name] = table
        return tables

    def _once(
        self,
        version: Version,
        make: Callable[[list[Diagnostic]], T | None],
        findings: list[Diagnostic],
    ) -> T | None:
        """Return what *make* makes of *version*, once for all vintages, and what it finds."""
        if id(version) not in self.made:
            found: list[Diagnostic] = []
            self.made[id(version)] = (make(found), found)
        made, found = self.made[id(version)]
        findings += found
        thing: T | None = made
        return thing

    def _defined(self, day: date, scope: Scope, findings: list[Diagnostic]) -> Scope:
        """Return *scope* with the definitions in force on *day*."""
        texts = {
            item.name: version.body
            for item, version in self._on(Section.DEFINITION, day)
            if isinstance(version.body, Scalar)
        }
        return typed_definitions(texts, scope, findings, self.kept)

    def _rules(self, day: date, scope: Scope, findings: list[Diagnostic]) -> tuple[Rule, ...]:
        rules = []
        for item, version in self._on(Section.RULE, day):
            if isinstance(version.body, RuleForm):
                make = partial(typed_rule, _stated_name(item, version), version.body, version)
                # What a rule about a group reads is not noted, so that it is typed each time.
                personal = version.body.subject == PERSON
                typing = self.kept.typed(version, scope, findings, make) if personal else None
                rule = typing if personal else make(scope, findings)
                if rule is not None:
                    rules.append(rule)
        return tuple(sorted(rules, key=lambda rule: rule.id))

    def _stated(
        self,
        section: Section,
        form: type[T],
        make: Callable[[Scalar, T, Version, Scope, list[Diagnostic]], U | None],
        day: date,
        scope: Scope,
        findings: list[Diagnostic],
    ) -> Iterator[U]:
        """Yield what *make* makes of each item of a *section* in force on *day*."""
        for item, version in self._on(section, day):
            if isinstance(version.body, form):
                made = partial(make, _stated_name(item, version), version.body, version)
                stated = self.kept.typed(version, scope, findings, made)
                if stated is not None:
                    yield stated

    def _explained(
        self, found: Sequence[Diagnostic], meant: Collection[str], day: date
    ) -> Iterator[Diagnostic]:
        """Yield the findings of typing, with those about items that have no meaning on *day*
        explained: not yet or no longer in force, or silent if the item has its own finding.
        """
        explained: dict[Place, Diagnostic | None] = {}
        for finding in found:
            item = self._unmeant(finding, meant)
            if item is not None:
                in_force = item.on(day) is not None
                reason = None if in_force else _out_of_force(item, finding, day)
                explained[finding.where] = reason
        yield from (reason for reason in explained.values() if reason is not None)
        yield from (finding for finding in found if finding.where not in explained)

    def _unmeant(self, finding: Diagnostic, meant: Collection[str]) -> Item | None:
        """Return the item that *finding* says is unknown, if the regulation has it."""
        name = finding.values.get("seen", "")
        if finding.code not in _UNKNOWN or name in meant:
            return None
        kinds = (Section.PARAMETER, Section.TABLE, Section.DEFINITION)
        items = (self.statute.items.get((kind, name)) for kind in kinds)
        return next((item for item in items if item is not None), None)


def _stated_name(item: Item, version: Version) -> Scalar:
    """Return the name of *item* where the document of *version* states it."""
    if version.place.file == item.name.place.file:
        return item.name
    return Scalar(str(item.name), version.place)


def _out_of_force(item: Item, finding: Diagnostic, day: date) -> Diagnostic:
    """Return the finding that *item* is read on a *day* on which it is not in force."""
    first = item.versions[0]
    values = {"seen": str(item.name), "day": day.isoformat(), "from": first.begins.isoformat()}
    if day < first.begins:
        related = (("declared", first.place),)
        return Diagnostic("read-before-first-date", finding.where, values, related=related)
    if item.repealed is not None and item.repealed.file != finding.where.file:
        # What an amendment leaves hanging is told where it does.
        return Diagnostic("dangling", item.repealed, values, related=(("used", finding.where),))
    related = (("ended", item.repealed or item.versions[-1].place),)
    return Diagnostic("dangling", finding.where, values, related=related)


def _overriding(
    rules: tuple[Rule, ...], statute: Statute, day: date, findings: list[Diagnostic]
) -> tuple[Rule, ...]:
    """Return *rules* overriding only rules of the vintage; check names and cycles."""
    active = {rule.id: rule for rule in rules}
    checked = []
    for rule in rules:
        for name in _override_names(rule, statute, day):
            item = statute.items.get((Section.RULE, str(name)))
            if item is None:
                allowed = statute.names(Section.RULE)
                findings.append(undeclared("a rule", name, allowed, name.place))
            elif item.repealed is not None and item.on(day) is None:
                values = {"seen": str(name), "day": day.isoformat(), "from": ""}
                related = (("ended", item.repealed),)
                findings.append(Diagnostic("dangling", name.place, values, related=related))
            elif str(name) in active and active[str(name)].subject != rule.subject:
                values = {"seen": str(name), "subject": active[str(name)].subject}
                findings.append(Diagnostic("overrides-other-subject", name.place, values))
        kept = tuple(sorted(name for name in rule.overrides if name in active))
        checked.append(rule if kept == rule.overrides else replace(rule, overrides=kept))
    _, cycle = dependency_order({rule.id: rule.overrides for rule in checked})
    if cycle:
        place = next(rule.place for rule in checked if rule.id == cycle[0])
        values = {"seen": " → ".join([*cycle, cycle[0]])}
        findings.append(Diagnostic("override-cycle", place, values))
    return tuple(checked)


def _override_names(rule: Rule, statute: Statute, day: date) -> tuple[Scalar, ...]:
    item = statute.items.get((Section.RULE, rule.id))
    version = None if item is None else item.on(day)
    body = None if version is None else version.body
    return body.overrides if isinstance(body, RuleForm) else ()
