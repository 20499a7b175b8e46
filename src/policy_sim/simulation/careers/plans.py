"""Plans: in which order it is found out who meets a rule, worked out once for each program.

First what the day alone says; then comparisons of an attribute with a number, over everybody;
then, among the few who are left, what has to be looked up or reckoned, the past and the superior
last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from policy_sim.policy.ast import Column, History, Term
from policy_sim.policy.comparator import Comparison
from policy_sim.rules.costs import cheapest_first
from policy_sim.rules.normal_form import Atom, Every, Form, Within, every, feature_names
from policy_sim.rules.programs import Program
from policy_sim.rules.reading import nodes_in
from policy_sim.simulation.careers.charts import Chart, charted
from policy_sim.simulation.careers.spans import LEAST, MOST, attribute_of, spans

__all__ = ["Plan", "plan_for", "plan_of"]


@dataclass(frozen=True)
class Plan:
    """What is asked, in turn, of those who may meet one condition.

    *day* reads the day alone. *tests* compare an attribute with a number; they are part of the
    condition, or follow from it. *chart* answers what hangs on attributes of few values. *near*
    and *dear* are what is left of it: *dear* reads the past or another subject.
    """

    day: Form
    tests: tuple[Atom, ...]
    chart: Chart | None
    near: tuple[Form, ...]
    dear: tuple[Form, ...]


@lru_cache(maxsize=4096)
def plan_for(program: Program, rule: int) -> Plan:
    """Return the plan of scope and clauses of the rule at the position *rule* of *program*."""
    logic = program.logic
    return plan_of(program, every((logic.scopes[rule], logic.conditions[rule])))


def plan_of(program: Program, condition: Form) -> Plan:
    """Return the plan of *condition*, of which *program* has the terms and the tables."""
    terms = program.terms
    ordered = cheapest_first(condition, terms)
    items = ordered.items if isinstance(ordered, Every) else (ordered,)
    day, near, dear = [], [], []
    tests = sorted(_tests(condition, terms), key=lambda test: test.operator != Comparison.EQ)
    for item in items:
        if _of_the_day(item, terms):
            day.append(item)
        elif _number_beside(item, terms):
            # The span of its attribute says the same, but for what is to be unequal.
            tests += [item] if isinstance(item, Atom) and item.operator is Comparison.NE else []
        elif _is_dear(item, terms):
            dear.append(item)
        else:
            near.append(item)
    chart, left = charted(near, terms, program.grids)
    return Plan(every(tuple(day)), tuple(tests), chart, left, tuple(dear))


def _tests(condition: Form, terms: Mapping[str, Term]) -> Iterator[Atom]:
    """Yield the comparisons with a number that *condition* implies, by attribute."""
    for name, (low, high) in spans(condition, terms).items():
        if low == high:
            yield Atom(Comparison.EQ, name, low)
            continue
        if low > LEAST:
            yield Atom(Comparison.GE, name, low)
        if high < MOST:
            yield Atom(Comparison.LE, name, high)


def _number_beside(form: Form, terms: Mapping[str, Term]) -> bool:
    """Whether *form* compares an attribute with a number, or asks whether it lies in one range."""
    if isinstance(form, Atom):
        return isinstance(form.right, int) and bool(attribute_of(terms[form.left]))
    return (
        isinstance(form, Within) and len(form.ranges) == 1 and bool(attribute_of(terms[form.left]))
    )


def _of_the_day(form: Form, terms: Mapping[str, Term]) -> bool:
    """Whether *form* reads nothing but the day."""
    return all(
        isinstance(node, Column) and node.name.startswith("today.") for node in _read(form, terms)
    )


def _is_dear(form: Form, terms: Mapping[str, Term]) -> bool:
    """Whether *form* reads the past, or another subject."""
    return any(
        isinstance(node, History) or (not attribute_of(node) and not node.name.startswith("today."))
        for node in _read(form, terms)
    )


def _read(form: Form, terms: Mapping[str, Term]) -> Iterator[Column | History]:
    """Yield what *form* reads of the record, of the past and of the day."""
    for name in feature_names(form):
        for node in nodes_in([terms[name]]):
            if isinstance(node, Column | History):
                yield node
