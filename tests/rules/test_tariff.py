"""A tariff pays what deciding person by person pays, and says so where it cannot be made."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.policy import ast
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.rule import Effect, Rule
from policy_sim.policy.tables import Table, TableRow
from policy_sim.policy.values import Kind, Unit, ValueType
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import decide
from policy_sim.rules.features import Features
from policy_sim.rules.programs import compile_area
from policy_sim.rules.tariff import part_of, tariff_of
from small_law import AT, frame, rule, vintage

MONEY = ValueType(Kind.WHOLE, 0, 10**9, Unit.MONEY)
GRADE = ValueType(Kind.ORDERED, 0, 3)
MONTHS = ValueType(Kind.WHOLE, 0, 120, Unit.MONTHS)

grade, service = ast.Column(GRADE, "grade"), ast.Column(MONTHS, "service")
SALARY = Table(
    "salary",
    (GRADE, MONTHS),
    MONEY,
    tuple(
        TableRow(((g, g), (first, last)), 100 * g + first, AT)
        for g in range(4)
        for first, last in ((0, 23 + g), (24 + g, 120))
    ),
)
GAPPED = Table("gapped", (GRADE,), MONEY, (TableRow(((0, 2),), 7, AT),))


def at_least(term: ast.Term, value: int) -> ast.Compare:
    """Return ``term >= value``."""
    return ast.Compare(Comparison.GE, term, ast.Const(term.type, value))


def pays(name: str, value: ast.Term, *conditions: ast.Condition, **more: tuple[str, ...]) -> Rule:
    """Return a rule of pay."""
    return rule(name, *conditions, area="pay", gives=[Effect("pay", value)], **more)


LAW = vintage(
    pays("basic", ast.Lookup(MONEY, SALARY, (grade, service))),
    pays("high", ast.Const(MONEY, 40), at_least(grade, 2), overrides=("low",)),
    pays("low", ast.Product(MONEY, grade, ast.Const(MONEY, 3)), at_least(service, 12)),
    rule("nothing-yet", ast.Not(at_least(service, 3)), bars=("pay",), area="discipline"),
    rule("step", at_least(service, 24), area="pay", gives=[Effect("increment", service)]),
)
PROGRAM = compile_area(LAW, "pay")

people = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 120)), min_size=1, max_size=20)


@settings(max_examples=100, deadline=None)
@given(people)
def test_the_tariff_is_what_deciding_gives(rows: list[tuple[int, int]]) -> None:
    """Overrides, bars, tables and comparisons: the same money by the same rules."""
    grades, months = zip(*rows, strict=True)
    record = frame({"grade": grades, "service": months})
    tariff = tariff_of(PROGRAM, "pay")
    assert tariff is not None
    listed = tariff.amounts(Features(record, PROGRAM.terms, PROGRAM.grids))
    decided = {
        PROGRAM.rules[part.rule].id: part.values.tolist()
        for part in decide(PROGRAM, record, ColumnarEngine()).given["pay"].parts
    }
    assert {name: column.tolist() for name, column in listed.items()} == decided


@settings(max_examples=50, deadline=None)
@given(people)
def test_a_part_of_the_law_gives_its_effect_to_the_same_people(
    rows: list[tuple[int, int]],
) -> None:
    """The rules of increments by themselves give what they give among all others."""
    grades, months = zip(*rows, strict=True)
    record = frame({"grade": grades, "service": months})
    part = part_of(PROGRAM, "increment")
    assert part is not None
    program = compile_area(part, "pay")
    assert [each.id for each in program.rules] == ["step"]
    alone = decide(program, record, ColumnarEngine()).given["increment"]
    whole = decide(PROGRAM, record, ColumnarEngine()).given["increment"]
    assert alone.value.tolist() == whole.value.tolist()


def test_a_part_keeps_who_overrides_it() -> None:
    """What overrides the rule, and what overrides that, goes with it: the first stands again."""
    law = vintage(
        pays("first", ast.Const(MONEY, 1)),
        pays("second", ast.Const(MONEY, 2), overrides=("first",)),
        pays("third", ast.Const(MONEY, 3), overrides=("second",)),
        pays("other", ast.Const(MONEY, 4)),
        rule("step", area="pay", gives=[Effect("increment", service)], overrides=("other",)),
    )
    program = compile_area(law, "pay")
    part = part_of(program, "increment")
    assert part is not None
    assert [each.id for each in part.rules] == ["step"]
    tariff = tariff_of(program, "pay")
    assert tariff is not None
    paid = tariff.amounts(Features(frame({"grade": [0], "service": [0]})))
    assert {name: column.tolist() for name, column in paid.items()} == {
        "first": [1],
        "third": [3],
    }


def test_a_law_without_the_effect_has_no_part() -> None:
    """Where no rule gives increments there is nothing to be decided about them."""
    assert part_of(compile_area(vintage(pays("basic", grade)), "pay"), "increment") is None


def test_some_laws_have_no_tariff() -> None:
    """A gap in a table, the day, and a rule that reads too much: decided person by person."""
    month = ast.Column(ValueType(Kind.WHOLE, 1, 12), "today.month")
    wide = ValueType(Kind.WHOLE, 0, 10**6)
    for value, condition in (
        (ast.Lookup(MONEY, GAPPED, (grade,)), ast.ALWAYS),
        (ast.Const(MONEY, 1), at_least(month, 6)),
        (ast.Column(wide, "hours"), ast.ALWAYS),
    ):
        law = vintage(pays("basic", value, condition))
        assert tariff_of(compile_area(law, "pay"), "pay") is None


def test_amounts_of_nothing_are_still_given() -> None:
    """An element of Rp 0 is an element; who is out of scope has none."""
    law = vintage(pays("free", ast.Const(MONEY, 0), at_least(grade, 2)))
    tariff = tariff_of(compile_area(law, "pay"), "pay")
    assert tariff is not None
    assert list(tariff.amounts(Features(frame({"grade": np.array([2])})))) == ["free"]
    assert not tariff.amounts(Features(frame({"grade": np.array([1])})))


def test_what_is_the_same_for_everybody_is_listed_once() -> None:
    """A condition that everybody meets leaves one class, which everybody is in."""
    law = vintage(pays("all", ast.Const(MONEY, 3), at_least(grade, 0), at_least(service, 0)))
    tariff = tariff_of(compile_area(law, "pay"), "pay")
    assert tariff is not None
    paid = tariff.amounts(Features(frame({"grade": [0, 3], "service": [5, 7]})))
    assert paid["all"].tolist() == [3, 3]
