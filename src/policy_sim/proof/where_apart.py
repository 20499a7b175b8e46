"""Where in a rule a finding stands: at the narrowest part that brings it about.

Of two people it is the first part that decides otherwise about the one than about the other, of
two schedules the first part that looks back on what is spread.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Place
from policy_sim.policy.ast import Column, Const, Lookup, Term
from policy_sim.policy.rule import Rule
from policy_sim.policy.rule_parts import Part, asked, given, parts
from policy_sim.policy.tables import TableRow
from policy_sim.proof.decided import Decided
from policy_sim.proof.finding import Places
from policy_sim.proof.logic import Truth
from policy_sim.proof.matter import Matter
from policy_sim.proof.told import read_by
from policy_sim.rules.reading import nodes_in

__all__ = [
    "Places",
    "Spot",
    "apart",
    "both_meant",
    "first_apart",
    "first_reading",
    "held_apart",
    "last_of",
]

Spot = tuple[Place, Places]
"""Where a finding stands, and the places beside it."""


def last_of(spots: Iterable[tuple[str, Place]]) -> Spot:
    """Return that what *spots* bring about together stands at the last of them, and the others
    beside it.
    """
    ordered = sorted(dict.fromkeys(spots), key=lambda spot: spot[1])
    *others, (_, last) = ordered
    return last, tuple(others)


def held_apart(matter: Matter, position: int, effect: str, name: str) -> Spot:
    """Return where the rule at *position* makes a difference in *effect* between the two people of
    the last example, who differ in *name*: a condition that only one of them meets, else a value.
    """
    rule, one, twin = matter.rules[position], matter.decided, matter.twin
    apart = matter.solver.holds(one.holds[position] != twin.holds[position])
    return first_apart(matter, rule, asked(rule) if apart else given(rule, effect), name)


def first_apart(matter: Matter, rule: Rule, among: Iterable[Part], name: str) -> Spot:
    """Return the first part *among* those of *rule* that is not the same for the two people of the
    last example, who differ in *name*, or an alternative inside it; else the rule.
    """
    for part in among:
        if matter.solver.holds(apart(matter, part)):
            inside = (one for one in part.inside if matter.solver.holds(apart(matter, one)))
            narrowest = next(inside, part)
            seen_through = (*_defined(matter, narrowest, name), *_looked_up(matter, narrowest))
            return narrowest.place, tuple(dict.fromkeys(seen_through))
    return rule.place, ()


def apart(matter: Matter, part: Part) -> Truth:
    """Return when *part* is not the same for the person and the twin."""
    one, other = both_meant(matter, part)
    return one != other


def both_meant(matter: Matter, part: Part) -> tuple[Any, Any]:
    """Return what *part* comes to of the person and of the twin: two numbers, or two truths."""
    return meant(matter.decided, part), meant(matter.twin, part)


def meant(decided: Decided, part: Part) -> Any:
    """Return what *part* comes to of whom it is *decided* about."""
    meaning = decided.person.meaning
    return meaning.term(part.said) if isinstance(part.said, Term) else meaning.condition(part.said)


def first_reading(matter: Matter, rule: Rule, name: str) -> Spot:
    """Return the first part of *rule* that reads *name*, or an alternative inside it; else the
    rule.
    """
    for part in parts(rule):
        if name in read_by(nodes_in([part.said])):
            inside = (one for one in part.inside if name in read_by(nodes_in([one.said])))
            narrowest = next(inside, part)
            return narrowest.place, tuple(_defined(matter, narrowest, name))
    return rule.place, ()


def _defined(matter: Matter, part: Part, name: str) -> Iterator[tuple[str, Place]]:
    """Yield the definitions through which *part* reads *name*."""
    inside = set(map(str, nodes_in([part.said])))
    for defined, said in sorted(matter.vintage.definitions.items()):
        place = matter.vintage.stated.get(defined)
        if place is None or isinstance(said, Column | Const) or str(said) not in inside:
            continue
        if name in read_by(nodes_in([said])):
            yield phrase("the definition"), place


def _looked_up(matter: Matter, part: Part) -> Iterator[tuple[str, Place]]:
    """Yield the rows in which *part* finds other cells for the twin than for the person."""
    for node in nodes_in([part.said]):
        if isinstance(node, Lookup):
            rows = [_row(matter, decided, node) for decided in (matter.decided, matter.twin)]
            if rows[0] != rows[1]:
                yield phrase("the table"), node.table.place if rows[1] is None else rows[1].place


def _row(matter: Matter, decided: Decided, lookup: Lookup) -> TableRow | None:
    """Return the row in which *lookup* finds the cell; None if it is what stands for all others."""
    meaning, value = decided.person.meaning, matter.solver.value
    key = [value(meaning.term(argument)) for argument in lookup.arguments]
    for row in lookup.table.rows:
        if all(low <= one <= high for one, (low, high) in zip(key, row.spans, strict=True)):
            return row
    return None
