"""What a decision hangs on: in the same situation the same answer comes out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.policy import ast
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.rule import Effect, Rule
from policy_sim.policy.tables import Table, TableRow
from policy_sim.policy.values import Kind, Unit, ValueType
from policy_sim.rules.classed import Cells, Input
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import decide
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Frame
from policy_sim.rules.inputs import inputs
from policy_sim.rules.programs import Program, compile_area
from small_law import AT, clauses, frame, rule, vintage

MONEY = ValueType(Kind.WHOLE, 0, 10**9, Unit.MONEY)
GRADE = ValueType(Kind.ORDERED, 0, 3)
MONTHS = ValueType(Kind.WHOLE, 0, 120, Unit.MONTHS)
SPAN = ValueType(Kind.WHOLE, -5, 5)

grade, service, offset = (
    ast.Column(kind, name)
    for kind, name in ((GRADE, "grade"), (MONTHS, "service"), (SPAN, "offset"))
)
SALARY = Table(
    "salary",
    (GRADE, MONTHS),
    MONEY,
    tuple(
        TableRow(((g, g), (first, last)), 100 * g + first, AT)
        for g in range(4)
        for first, last in ((0, 23 + g), (24 + g, 59), (60, 120))
    ),
)
ALLOWANCE = Table("allowance", (SPAN,), MONEY, (TableRow(((-5, -1),), 7, AT),), otherwise=0)


def pays(name: str, value: ast.Term, *conditions: ast.Condition) -> Rule:
    """Return a rule of pay."""
    return rule(name, *conditions, area="pay", gives=[Effect("pay", value)])


def at_least(term: ast.Term, value: int) -> ast.Compare:
    """Return ``term >= value``."""
    return ast.Compare(Comparison.GE, term, ast.Const(term.type, value))


LAW = vintage(
    pays("salary", ast.Lookup(MONEY, SALARY, (grade, service))),
    pays("long-service", ast.Const(MONEY, 5), at_least(service, 36)),
    pays(
        "by-grade",
        ast.Product(MONEY, grade, ast.Const(MONEY, 7)),
        ast.Any((ast.Not(at_least(grade, 2)), ast.Member(service, ((10, 12), (50, 50))))),
    ),
    pays("outside", ast.Lookup(MONEY, ALLOWANCE, (offset,))),
    pays(
        "growing",
        ast.Choice(MONEY, at_least(service, 100), ast.Const(MONEY, 9), ast.Const(MONEY, 1)),
    ),
)
PROGRAM = compile_area(LAW, "pay")
MOVING = ("service",)

person = st.tuples(st.integers(0, 3), st.integers(0, 120), st.integers(-5, 5))


def people(rows: list[tuple[int, int, int]]) -> Frame:
    """Return a record of people of grade, service and offset."""
    columns = zip(*rows, strict=True)
    return frame(dict(zip(("grade", "service", "offset"), columns, strict=True)))


Situation = tuple[int, ...]


def situations(read: Iterable[Input | Cells], program: Program, who: Frame) -> list[Situation]:
    """Return the classes in which each subject is: they tell all that the answer hangs on."""
    features = Features(who, program.terms, program.grids)
    columns = [np.broadcast_to(each.classed(features), features.size) for each in read]
    return list(zip(*(column.tolist() for column in columns), strict=True))


def told(rows: list[tuple[int, int, int]], program: Program = PROGRAM) -> list[Situation]:
    """Return each person's situation."""
    return situations(inputs(program, ("pay",), MOVING), program, people(rows))


def paid(rows: list[tuple[int, int, int]]) -> list[int]:
    """Return what each person is paid."""
    return decide(PROGRAM, people(rows), ColumnarEngine()).given["pay"].value.tolist()


@settings(max_examples=200, deadline=None)
@given(st.lists(person, min_size=2, max_size=40))
def test_the_same_situation_is_the_same_pay(rows: list[tuple[int, int, int]]) -> None:
    """Whoever shares a situation is paid alike: so that nobody need be asked again in it."""
    by_situation: dict[Situation, set[int]] = {}
    for situation, money in zip(told(rows), paid(rows), strict=True):
        by_situation.setdefault(situation, set()).add(money)
    assert all(len(amounts) == 1 for amounts in by_situation.values())


def test_months_of_service_matter_where_the_law_looks() -> None:
    """From 0 to 120 months a person of grade 1 is in nine situations: at the table's bands for
    that grade (25, 60), at 36 and 100 months, and around 10 to 12 and 50.
    """
    rows = [(1, months, 0) for months in range(121)]
    changes = [m for m in range(1, 121) if told(rows)[m] != told(rows)[m - 1]]
    assert changes == [10, 13, 25, 36, 50, 51, 60, 100]


def test_a_look_up_of_something_that_moves_is_told_by_its_cell() -> None:
    """The salary is one input of 11 different cells, not a grade and a band apart."""
    found = inputs(PROGRAM, ("pay",), MOVING)
    (cells,) = [each for each in found if isinstance(each, Cells)]
    assert cells.classes == len({row.value for row in SALARY.rows})


def test_what_stands_still_is_told_by_value() -> None:
    """An attribute that only events move is compared as it stands."""
    found = {str(each.term): each for each in inputs(PROGRAM, ("pay",), MOVING)}
    assert isinstance(found["grade"], Input)
    assert found["grade"].cuts is None
    assert found["service"].cuts == (10, 13, 36, 50, 51, 100)


def test_values_of_other_effects_are_left_out() -> None:
    """How far an increment goes does not decide who is given one."""
    moving = ast.Column(MONTHS, "service")
    law = vintage(rule("step", at_least(grade, 1), area="pay", gives=[Effect("increment", moving)]))
    found = inputs(compile_area(law, "pay"), ("pay",), MOVING)
    assert [str(each.term) for each in found] == ["grade"]


def test_the_day_is_an_input_too() -> None:
    """A bonus of December puts everybody in another situation in December, and only then."""
    month = ast.Column(ValueType(Kind.WHOLE, 1, 12), "today.month")
    law = vintage(pays("bonus", ast.Const(MONEY, 1), ast.Member(month, ((12, 12),))))
    program = compile_area(law, "pay")
    found = inputs(program, ("pay",), ("today.month",))
    codes = [
        situations(found, program, frame({"grade": [0, 0]}, today=date(2026, m, 1)))
        for m in (10, 11, 12)
    ]
    assert codes[0] == codes[1] != codes[2]


def test_clauses_of_bars_and_overrides_count() -> None:
    """Who is barred from pay is in another situation than who is not."""
    bar = Rule("bar", "discipline", clauses(at_least(grade, 3)), bars=("pay",))
    law = vintage(pays("basic", ast.Const(MONEY, 1)), bar)
    found = inputs(compile_area(law, "pay"), ("pay",))
    assert [str(each.term) for each in found] == ["grade"]
