"""Refusals and traces: which rule came nearest, which clause failed, what stood in the way."""

from __future__ import annotations

import numpy as np
import pytest

from policy_sim.policy import ast
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.rule import Effect, Rule, Selection
from policy_sim.policy.tables import Table, TableRow
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import Decision, decide, meets, scores, ties
from policy_sim.rules.frame import Frame
from policy_sim.rules.programs import compile_area
from policy_sim.rules.refusal import reason_of
from policy_sim.rules.trace import trace
from small_law import AT, WHOLE, amount, at_least, below, column, frame, rule, vintage

GIVES = [Effect("promote")]


def decided(record: Frame, *rules: Rule) -> Decision:
    """Return what the rules decide about promotion."""
    return decide(compile_area(vintage(*rules), "promotion"), record, ColumnarEngine())


def test_the_rule_with_the_fewest_failing_clauses_refuses() -> None:
    """Rule b fails one clause where rule a fails two; its own failing clause is named."""
    refused = decided(
        frame({"service": [1], "score": [5], "age": [30]}),
        rule("a", at_least("service", 4), at_least("score", 9), gives=GIVES),
        rule("b", at_least("age", 20), at_least("age", 40), gives=GIVES),
    ).refusals()
    assert refused.rule.tolist() == [1]
    assert refused.clause.tolist() == [1]
    assert refused.reason_text(0) == "age >= 40"


def test_equal_counts_go_to_the_first_rule_and_its_first_failing_clause() -> None:
    """Ties are broken by the rule's id, then by document order."""
    refused = decided(
        frame({"service": [1], "score": [5]}),
        rule("z", at_least("service", 4), at_least("score", 9), gives=GIVES),
        rule("m", at_least("score", 8), at_least("service", 3), gives=GIVES),
    ).refusals()
    assert refused.reason_text(0) == "score >= 8"
    assert refused.program.rules[refused.rule[0]].id == "m"


def test_an_any_counts_as_one_clause() -> None:
    """Two failing alternatives are one failing clause."""
    either = ast.Any((at_least("service", 4), at_least("score", 9)))
    refused = decided(
        frame({"service": [1], "score": [5]}),
        rule("a", at_least("service", 4), at_least("score", 9), gives=GIVES),
        rule("b", either, gives=GIVES),
    ).refusals()
    assert refused.program.rules[refused.rule[0]].id == "b"


def test_rules_out_of_scope_and_rules_that_give_nothing_do_not_refuse() -> None:
    """Only a rule of the area that could have given something is named."""
    refused = decided(
        frame({"service": [1], "teacher": [0]}),
        rule("a-nothing", at_least("service", 9)),
        rule("b-teachers", gives=GIVES, scope=at_least("teacher", 1)),
        rule("c-all", at_least("service", 4), gives=GIVES),
    ).refusals()
    assert refused.program.rules[refused.rule[0]].id == "c-all"


def test_a_rule_that_holds_was_overridden_or_barred() -> None:
    """No clause fails; the reason names what stood in the way."""
    decision = decided(
        frame({"service": [5, 5, 5], "bad": [0, 1, 0], "moved": [0, 0, 1]}),
        rule("climb", at_least("service", 4), gives=GIVES),
        rule("freeze", at_least("bad", 1), area="", bars=["promote"]),
        rule("transfer-first", at_least("moved", 1), area="", overrides=["climb"]),
    )
    refused = decision.refusals()
    assert [refused.reason_text(n) for n in range(3)] == [
        "",
        "barred by freeze",
        "overridden by transfer-first",
    ]
    assert refused.clause.tolist() == [-1, -1, -1]


def test_reasons_are_coded_alike_in_any_order_of_rows() -> None:
    """A code stands for the same text whichever way the subjects are ordered."""
    rules = (
        rule("climb", at_least("service", 4), below("age", 50), gives=GIVES),
        rule("freeze", at_least("bad", 1), area="", bars=["promote"]),
    )
    service, age, bad = [5, 1, 5, 5], [30, 30, 60, 30], [0, 0, 0, 1]
    codes, texts = (
        decided(frame({"service": service, "age": age, "bad": bad}), *rules).refusals().reasons()
    )
    again, same = (
        decided(frame({"service": service[::-1], "age": age[::-1], "bad": bad[::-1]}), *rules)
        .refusals()
        .reasons()
    )
    assert texts == same == ("", "barred by freeze", "service >= 4", "age < 50")
    assert codes.tolist() == again.tolist()[::-1] == [0, 2, 3, 1]


def test_refusals_of_chosen_rows_leave_the_others_out() -> None:
    """Only the subjects asked about are looked at."""
    decision = decided(
        frame({"service": [1, 1, 9]}), rule("climb", at_least("service", 4), gives=GIVES)
    )
    assert decision.refusals(np.array([1, 2])).refused.tolist() == [False, True, False]


SPANS = Table("span", (WHOLE,), WHOLE, (TableRow(((0, 9),), 4, AT),))


def test_a_trace_shows_every_rule_with_clauses_and_inputs() -> None:
    """The looked-up cell and the attribute it was looked up by are both shown."""
    looked_up = ast.Lookup(WHOLE, SPANS, (column("grade"),))
    shown = ast.Compare(Comparison.GE, column("service"), looked_up)
    law = vintage(
        rule("climb", shown, below("age", 50), gives=GIVES),
        rule("freeze", at_least("bad", 1), area="", bars=["promote"]),
        rule("upheld", at_least("appeal", 1), area="", overrides=["freeze"]),
    )
    record = frame(
        {"service": [9, 3], "grade": [2, 2], "age": [30, 60], "bad": [1, 0], "appeal": [0, 0]},
        ids=[70, 71],
    )
    program = compile_area(law, "promotion")
    barred = trace(program, record, 0, ColumnarEngine())
    climb, freeze, upheld = barred.rules
    assert [clause.fulfilled for clause in climb.clauses] == [True, True]
    inputs = {item.name: item.value for item in climb.clauses[0].inputs}
    assert inputs == {"service": 9, "span(grade)": 4, "grade": 2}
    assert (climb.holds, climb.stands, climb.barred_by) == (True, True, {"promote": ("freeze",)})
    assert (freeze.level, upheld.level) == (1, 0)
    assert (barred.subject, barred.reason, barred.given) == ("person 70", "barred by freeze", {})
    refused = trace(program, record, 1, ColumnarEngine())
    assert [clause.fulfilled for clause in refused.rules[0].clauses] == [False, False]
    assert (refused.refused_by, refused.reason) == ("climb", "service >= span(grade)")


def test_a_trace_of_what_is_granted_names_the_value_and_who_was_overridden() -> None:
    """Nothing refuses; the overridden rule names the one that overrides it."""
    law = vintage(
        rule("usual", area="appraisal", gives=[Effect("rate", amount(1))]),
        rule("special", area="appraisal", gives=[Effect("rate", amount(3))], overrides=["usual"]),
    )
    shown = trace(compile_area(law, "appraisal"), frame({"a": [0]}), 0, ColumnarEngine())
    special, usual = shown.rules
    assert shown.given == {"rate": 3}
    assert (shown.refused_by, shown.reason) == ("", "")
    assert (usual.overridden_by, special.overridden_by) == (("special",), ())
    assert (usual.values, special.values) == ({"rate": 1}, {"rate": 3})


def test_a_selection_scores_and_breaks_ties_exactly() -> None:
    """Scores and ties are columns; a rule that selects nobody has none."""
    weighted = ast.Sum(WHOLE, ((5, column("performance")), (3, column("competence"))))
    selecting = Rule(
        "fill",
        "appointment",
        (),
        (Effect("appoint"),),
        select=Selection(weighted, (column("age"),)),
    )
    program = compile_area(vintage(selecting, rule("x", area="appointment")), "appointment")
    record = frame({"performance": [10, 20], "competence": [7, 1], "age": [40, 50]})
    assert scores(program, 0, record).tolist() == [71, 103]
    assert [tie.tolist() for tie in ties(program, 0, record)] == [[40, 50]]
    assert meets(program, at_least("age", 45), record).tolist() == [False, True]
    with pytest.raises(ValueError, match="rule x selects nobody"):
        scores(program, 1, record)


def test_a_code_tells_rule_and_reason_apart() -> None:
    """Each code that occurs stands for the rule and the text that the positions stand for."""
    decision = decided(
        frame({"service": [5, 5, 5, 1, 3], "bad": [0, 1, 0, 0, 0], "moved": [0, 0, 1, 0, 0]}),
        rule("climb", at_least("service", 4), at_least("service", 2), gives=GIVES),
        rule("freeze", at_least("bad", 1), area="", bars=["promote"]),
        rule("transfer-first", at_least("moved", 1), area="", overrides=["climb"]),
    )
    refused = decision.refusals()
    reasons = [reason_of(refused.program, code) for code in refused.code[1:].tolist()]
    assert refused.code[0] == -1
    assert {why.rule for why in reasons} == {"climb"}
    assert [why.text for why in reasons] == [refused.reason_text(row) for row in range(1, 5)]
    assert [why.barred for why in reasons] == [True, False, False, False]
    assert refused.clause.tolist() == [-1, -1, -1, 0, 0]
    assert refused.barred_by.tolist() == [-1, 1, -1, -1, -1]
    assert refused.overridden_by.tolist() == [-1, -1, 2, -1, -1]
