"""Programs: which rules decide an area, in which order, and what is refused at once."""

from __future__ import annotations

from graphlib import CycleError

import pytest

from policy_sim.errors import PolicyError
from policy_sim.policy import ast
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.rule import Effect, Quota, Rule, Selection
from policy_sim.policy.tables import Table, TableRow
from policy_sim.rules.programs import MOST_ALTERNATIVES, compile_area
from small_law import AT, WHOLE, amount, at_least, column, rule, vintage

GIVES = [Effect("promote")]


def test_a_program_holds_its_area_its_bars_and_all_who_override_them() -> None:
    """Overriders of overriders belong to it, whatever their area; other areas do not."""
    law = vintage(
        rule("climb", gives=GIVES),
        rule("freeze", area="", bars=["promote", "appoint"]),
        rule("no-training", area="", bars=["enrol"]),
        rule("upheld", area="", overrides=["freeze"]),
        rule("late", area="discipline", overrides=["upheld"]),
        rule("unrelated", area="discipline", gives=[Effect("demote")]),
    )
    program = compile_area(law, "promotion")
    assert [each.id for each in program.rules] == ["climb", "freeze", "late", "upheld"]
    assert program.logic.deciding == (program.positions["climb"],)
    assert program.bars == {"promote": (program.positions["freeze"],)}
    assert [program.level(program.positions[n]) for n in ("late", "upheld", "freeze")] == [0, 1, 2]


def test_only_rules_of_the_area_give_anything() -> None:
    """An overrider of another area is evaluated, but its own effect is not given here."""
    law = vintage(
        rule("climb", gives=GIVES),
        rule("guilty", area="discipline", gives=[Effect("demote")], overrides=["climb"]),
    )
    program = compile_area(law, "promotion")
    assert set(program.gives) == {"promote"}
    assert program.giving == (program.positions["climb"],)


def test_the_order_of_rules_in_the_file_never_matters() -> None:
    """Rules are taken by id."""
    rules = [rule(name, at_least(name, 1), gives=GIVES) for name in "cab"]
    forward = compile_area(vintage(*rules), "promotion")
    backward = compile_area(vintage(*rules[::-1]), "promotion")
    assert forward.rules == backward.rules
    assert forward.logic == backward.logic


def test_equal_law_is_compiled_once() -> None:
    """The key of the vintage stands for its content; without a key nothing is kept."""
    law = vintage(rule("climb", gives=GIVES), key="digest-of-this-law")
    again = vintage(rule("climb", gives=GIVES), key="digest-of-this-law")
    assert compile_area(law, "promotion") is compile_area(again, "promotion")
    assert compile_area(law, "promotion") is not compile_area(law, "appointment")
    keyless = vintage(rule("climb", gives=GIVES))
    assert compile_area(keyless, "promotion") is not compile_area(keyless, "promotion")


def test_an_area_without_rules_is_an_empty_program() -> None:
    """Nothing decides, and nothing is read."""
    program = compile_area(vintage(rule("climb", gives=GIVES)), "training")
    assert (program.rules, program.logic.features, program.giving) == ((), (), ())


def test_too_many_alternatives_are_findings_that_name_each_rule() -> None:
    """Sixty-four alternatives are allowed; one more is refused with its place."""
    most = ast.Any(tuple(at_least("service", n) for n in range(MOST_ALTERNATIVES)))
    more = ast.Any(tuple(at_least("service", n) for n in range(MOST_ALTERNATIVES + 1)))
    wide = ast.Member(column("month"), tuple((2 * n, 2 * n) for n in range(70)))
    assert compile_area(vintage(rule("fits", most, gives=GIVES)), "promotion").rules
    with pytest.raises(PolicyError) as caught:
        compile_area(
            vintage(rule("a", more, gives=GIVES), rule("b", wide, gives=GIVES)), "promotion"
        )
    assert [f.code for f in caught.value.findings] == ["too-many-alternatives"] * 2
    assert [f.values["rule"] for f in caught.value.findings] == ["a", "b"]
    assert [f.values["seen"] for f in caught.value.findings] == ["65", "70"]


def test_overrides_in_a_circle_are_refused() -> None:
    """Two rules that override each other have no level."""
    law = vintage(rule("a", gives=GIVES, overrides=["b"]), rule("b", gives=GIVES, overrides=["a"]))
    with pytest.raises(CycleError):
        compile_area(law, "promotion")


def _table(name: str) -> Table:
    return Table(name, (WHOLE,), WHOLE, (TableRow(((0, 9),), 4, AT),), 0)


def _cell(name: str) -> ast.Lookup:
    return ast.Lookup(WHOLE, _table(name), (column("grade"),))


def test_every_table_that_a_rule_looks_up_is_prepared() -> None:
    """In scope, clauses, effects with their fields, scores, ties, and quotas; at any depth."""

    def needs(name: str) -> ast.Compare:
        return ast.Compare(Comparison.GE, _cell(name), amount(1))

    nested = ast.Not(ast.Any((ast.Constant(True), ast.All((ast.Member(_cell("a"), ((1, 2),)),)))))
    inside = ast.Choice(WHOLE, needs("b"), ast.Rank(WHOLE, _cell("c")), amount(0))
    arithmetic = ast.Extreme(
        WHOLE,
        True,
        (
            ast.Product(WHOLE, _cell("d"), amount(2)),
            ast.Quotient(WHOLE, _cell("e"), _cell("f"), ast.Rounding.FLOOR),
        ),
    )
    select = Selection(
        rank_by=ast.Sum(WHOLE, ((2, _cell("i")),)),
        ties=(ast.Moved(WHOLE, _cell("j"), 1),),
        reserves=(Quota(needs("k"), 2000, None),),
        caps=(Quota(needs("l"), None, 3),),
    )
    law = vintage(
        Rule(
            "all-of-them",
            "promotion",
            rule("x", nested, ast.Compare(Comparison.LT, inside, arithmetic)).clauses,
            (Effect("promote", _cell("g"), {"for": _cell("h")}),),
            needs("m"),
            select=select,
        )
    )
    assert sorted(compile_area(law, "promotion").grids) == list("abcdefghijklm")
