"""The rules that decide one area under one vintage of the law, prepared for the engines.

A program holds the rules of its area, the bars on the effects they give, and, transitively,
every rule that overrides one of those. Conditions are brought to negation normal form and
overrides are ordered into levels, from the rules that nothing overrides downward.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from graphlib import TopologicalSorter
from types import MappingProxyType

from policy_sim.diagnostics import Diagnostic
from policy_sim.errors import PolicyError
from policy_sim.policy.ast import Term
from policy_sim.policy.effects import kind_of_given
from policy_sim.policy.rule import Effect, Rule
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.costs import cheapest_first
from policy_sim.rules.grids import Grid, grid_of
from policy_sim.rules.making import Terms
from policy_sim.rules.normal_form import (
    Every,
    Form,
    alternatives,
    every,
    feature_names,
    normal_form,
)
from policy_sim.rules.reading import tables_of

__all__ = ["MOST_ALTERNATIVES", "Logic", "Program", "compile_area"]

MOST_ALTERNATIVES = 64
"""The most items that one ``any`` (or one set) may have."""


@dataclass(frozen=True, slots=True)
class Logic:
    """What an engine decides: per rule its scope and its condition, and who overrides whom.

    Everything is by position in the program's rules. *deciding* lists the rules of the area;
    outside the scope of all of these there is no decision. *overriders* gives, per rule, the
    rules that override it; *levels* the rules in the order in which they are settled.
    *features* are the columns that scopes and conditions read, in alphabetical order.
    """

    scopes: tuple[Form, ...]
    conditions: tuple[Form, ...]
    deciding: tuple[int, ...]
    overriders: tuple[tuple[int, ...], ...]
    levels: tuple[tuple[int, ...], ...]
    features: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Program:
    """One area of one vintage, ready to be decided; rules are ordered by id.

    *clauses* are each rule's clauses in negation normal form. *gives* lists, per effect, the
    positions of the rules that give it with the effect; *bars*, per effect, the positions of
    the rules that take it away.
    """

    area: str
    key: str
    rules: tuple[Rule, ...]
    clauses: tuple[tuple[Form, ...], ...]
    logic: Logic
    terms: Terms
    grids: Mapping[str, Grid]
    gives: Mapping[str, tuple[tuple[int, Effect], ...]]
    bars: Mapping[str, tuple[int, ...]]
    positions: Mapping[str, int] = field(default_factory=dict)

    @cached_property
    def giving(self) -> tuple[int, ...]:
        """The positions of the rules of the area that give any effect."""
        return tuple(sorted({rule for given in self.gives.values() for rule, _ in given}))

    def level(self, rule: int) -> int:
        """Return the override level of the rule at *rule*; nothing overrides level 0."""
        return next(n for n, level in enumerate(self.logic.levels) if rule in level)


_COMPILED: dict[tuple[str, str, str], Program] = {}


def compile_area(vintage: Vintage, area: str, subject: str = "person") -> Program:
    """Return the program of *area* under *vintage*; the same object for the same law.

    It decides about people, or about another *subject*.

    Raises :exc:`PolicyError` if a rule has an ``any`` of more than 64 alternatives, or
    :exc:`ValueError` if overrides form a circle.
    """
    known = _COMPILED.get((vintage.key, area, subject)) if vintage.key else None
    if known is None:
        known = _compile(vintage, area, subject)
        if vintage.key:
            _COMPILED[vintage.key, area, subject] = known
    return known


def _compile(vintage: Vintage, area: str, subject: str) -> Program:
    own = vintage.area(area, subject)
    rules = _concerned(vintage, own)
    positions = {rule.id: index for index, rule in enumerate(rules)}
    terms: dict[str, Term] = {}
    clauses = tuple(
        tuple(normal_form(clause.condition, terms) for clause in rule.clauses) for rule in rules
    )
    overriders = tuple(
        tuple(positions[other.id] for other in rules if rule.id in other.overrides)
        for rule in rules
    )
    scopes = [normal_form(rule.scope, terms) for rule in rules]
    conditions = [every(items) for items in clauses]
    read = {name for form in scopes + conditions for name in feature_names(form)}
    kept: dict[Form, Form] = {}
    logic = Logic(
        scopes=tuple(_shared(cheapest_first(form, terms), kept) for form in scopes),
        conditions=tuple(_shared(cheapest_first(form, terms), kept) for form in conditions),
        deciding=tuple(positions[rule.id] for rule in own),
        overriders=overriders,
        levels=_levels(overriders),
        features=tuple(sorted(read)),
    )
    _check_alternatives(rules, logic)
    gives = _gives(own, positions)
    grids = _grids(rules)
    return Program(
        area=area,
        key=vintage.key if subject == PERSON or not vintage.key else f"{vintage.key} {subject}",
        rules=rules,
        clauses=clauses,
        logic=logic,
        terms=Terms(terms, grids),
        grids=grids,
        gives=gives,
        bars=_bars(rules, gives),
        positions=MappingProxyType(positions),
    )


def _shared(form: Form, kept: dict[Form, Form]) -> Form:
    """Return *form* with what several rules have in common being the same object in each."""
    if isinstance(form, Every):
        form = Every(tuple(kept.setdefault(item, item) for item in form.items))
    return kept.setdefault(form, form)


def _concerned(vintage: Vintage, own: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Return the rules of the area, the bars on what they give, and all their overriders."""
    given = {effect.name for rule in own for effect in rule.effects}
    chosen = {rule.id: rule for rule in own}
    chosen |= {rule.id: rule for rule in vintage.bars if given & set(rule.bars)}
    while True:
        more = {
            rule.id: rule
            for rule in vintage.rules
            if rule.id not in chosen and chosen.keys() & set(rule.overrides)
        }
        if not more:
            return tuple(chosen[name] for name in sorted(chosen))
        chosen |= more


def _levels(overriders: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
    order = TopologicalSorter(dict(enumerate(overriders)))
    order.prepare()
    levels = []
    while order.is_active():
        level = tuple(sorted(order.get_ready()))
        order.done(*level)
        levels.append(level)
    return tuple(levels)


def _gives(
    own: Iterable[Rule], positions: Mapping[str, int]
) -> Mapping[str, tuple[tuple[int, Effect], ...]]:
    gives: dict[str, tuple[tuple[int, Effect], ...]] = {}
    for rule in own:
        for effect in rule.effects:
            name = effect.given_as
            gives[name] = (*gives.get(name, ()), (positions[rule.id], effect))
    return MappingProxyType(gives)


def _bars(rules: tuple[Rule, ...], gives: Iterable[str]) -> Mapping[str, tuple[int, ...]]:
    return MappingProxyType(
        {
            name: tuple(i for i, rule in enumerate(rules) if kind_of_given(name).name in rule.bars)
            for name in gives
        }
    )


def _grids(rules: tuple[Rule, ...]) -> Mapping[str, Grid]:
    tables = {table.name: table for rule in rules for table in tables_of(rule)}
    return MappingProxyType({name: grid_of(table) for name, table in tables.items()})


def _check_alternatives(rules: tuple[Rule, ...], logic: Logic) -> None:
    findings = []
    for rule, *forms in zip(rules, logic.scopes, logic.conditions, strict=True):
        most = max(map(alternatives, forms))
        if most > MOST_ALTERNATIVES:
            values = {"seen": str(most), "allowed": str(MOST_ALTERNATIVES), "rule": rule.id}
            findings.append(Diagnostic("too-many-alternatives", rule.place, values))
    if findings:
        raise PolicyError(findings)
