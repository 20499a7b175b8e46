"""What several rules amount to: overrides, bars, and how each effect combines."""

from __future__ import annotations

import numpy as np
import pytest

from policy_sim.errors import RunError
from policy_sim.policy.rule import Effect, Rule
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.combination import BARE
from policy_sim.rules.decision import Decision, decide
from policy_sim.rules.frame import Frame
from policy_sim.rules.programs import compile_area
from small_law import WHOLE, amount, at_least, column, frame, rule, vintage

PROMOTE = Effect("promote")
LONG = at_least("service", 5)


def decided(record: Frame, *rules: Rule, area: str = "promotion") -> Decision:
    """Return what the rules decide in *area*."""
    return decide(compile_area(vintage(*rules), area), record, ColumnarEngine())


def test_two_rules_that_promote_are_one_promotion_credited_to_both() -> None:
    """The first rule by id is named, and both are kept as parts."""
    given = decided(
        frame({"service": [5, 1]}),
        rule("late", at_least("service", 2), gives=[PROMOTE]),
        rule("early", gives=[PROMOTE]),
    ).given["promote"]
    assert given.mask.tolist() == [True, True]
    assert given.value.tolist() == [BARE, BARE]
    assert given.rule.tolist() == [0, 0]
    assert [part.mask.tolist() for part in given.parts] == [[True, True], [True, False]]


def test_different_values_of_a_single_effect_stop_the_run() -> None:
    """The message names both rules, the person and the date."""
    message = "rules one and two both rate person 41 on 2026-04-01, to different values"
    with pytest.raises(RunError, match=message):
        decided(
            frame({"service": [1, 9]}, ids=[40, 41]),
            rule("one", area="appraisal", gives=[Effect("rate", amount(3))]),
            rule(
                "two", at_least("service", 5), area="appraisal", gives=[Effect("rate", amount(2))]
            ),
            area="appraisal",
        )


def test_the_strongest_sanction_wins_with_its_own_fields() -> None:
    """The value, the credited rule and its ``for`` come from one rule."""
    given = decided(
        frame({"days": [3, 20]}),
        rule(
            "a-mild", area="discipline", gives=[Effect("sanction", amount(1), {"for": amount(6)})]
        ),
        rule(
            "b-hard",
            at_least("days", 10),
            area="discipline",
            gives=[Effect("sanction", column("days"), {"for": amount(12)})],
        ),
        area="discipline",
    ).given["sanction"]
    assert given.value.tolist() == [1, 20]
    assert given.rule.tolist() == [0, 1]
    assert given.fields["for"].tolist() == [6, 12]


def test_amounts_of_pay_add_up_and_each_element_is_kept() -> None:
    """The rule is the pay element: its own amount stays visible."""
    given = decided(
        frame({"class": [1, 2]}),
        rule("basic", area="pay", gives=[Effect("pay", amount(100))]),
        rule("office", at_least("class", 2), area="pay", gives=[Effect("pay", column("class"))]),
        area="pay",
    ).given["pay"]
    assert given.value.tolist() == [100, 102]
    assert [int(part.values[part.mask].sum()) for part in given.parts] == [200, 2]


def test_what_contradicts_is_never_given_together() -> None:
    """Dismissal and a credit at once: both rules and the person are named."""
    message = r"rules gain \(credit\) and thief \(dismiss\) contradict each other for person 7"
    with pytest.raises(RunError, match=message):
        decided(
            frame({"service": [1]}, ids=[7]),
            rule("thief", area="appraisal", gives=[Effect("dismiss")]),
            rule("gain", area="appraisal", gives=[Effect("credit", amount(1))]),
            area="appraisal",
        )


def _appeal(record: Frame) -> Decision:
    return decided(
        record,
        rule("climb", at_least("service", 4), gives=[PROMOTE]),
        rule("sanctioned", at_least("sanction", 1), area="", bars=["promote"]),
        rule("upheld", at_least("appeal", 1), area="", overrides=["sanctioned"]),
        rule("fraud", at_least("fraud", 1), area="", overrides=["upheld"]),
    )


def test_a_bar_takes_the_effect_from_whatever_rule_gives_it() -> None:
    """Barred, freed by an appeal, and barred again where the exception is overridden."""
    record = frame(
        {
            "service": [4, 4, 4, 4, 3],
            "sanction": [0, 1, 1, 1, 0],
            "appeal": [0, 0, 1, 1, 1],
            "fraud": [0, 0, 0, 1, 0],
        }
    )
    decision = _appeal(record)
    assert decision.given["promote"].mask.tolist() == [True, False, True, False, False]
    barring = decision.program.positions["sanctioned"]
    assert decision.barred["promote"].tolist() == [-1, barring, -1, barring, -1]


def test_an_exception_to_an_exception_revives_the_first_rule() -> None:
    """Overrides are decided from the top, and an overridden rule overrides nothing."""
    decision = decided(
        frame({"a": [1, 1, 1], "b": [0, 1, 1], "c": [0, 0, 1]}),
        rule("first", at_least("a", 1), gives=[PROMOTE]),
        rule("exception", at_least("b", 1), overrides=["first"]),
        rule("counter", at_least("c", 1), overrides=["exception"]),
    )
    assert decision.given["promote"].mask.tolist() == [True, False, True]
    first = decision.program.positions["first"]
    assert decision.stands[first].tolist() == [True, False, True]
    assert decision.holds[first].all()


def test_outside_every_scope_nothing_is_decided() -> None:
    """Out of scope nobody is granted, refused or recorded, not even by a bar."""
    decision = decided(
        frame({"pns": [1, 0], "service": [1, 9]}),
        rule("climb", at_least("service", 4), gives=[PROMOTE], scope=at_least("pns", 1)),
        rule("freeze", area="", bars=["promote"]),
    )
    assert decision.scope[:, 1].tolist() == [False, False]
    assert decision.stands[:, 1].tolist() == [False, False]
    assert decision.refusals().refused.tolist() == [True, False]


def test_a_bar_on_another_area_has_no_say() -> None:
    """Only bars on effects that the area gives are part of its program."""
    program = compile_area(
        vintage(rule("climb", gives=[PROMOTE]), rule("x", area="", bars=["appoint"])), "promotion"
    )
    assert [each.id for each in program.rules] == ["climb"]


def test_a_decision_about_nobody_is_empty() -> None:
    """No subjects: every mask is empty, and nothing fails."""
    decision = decided(frame({"service": []}), rule("climb", gives=[PROMOTE]))
    assert decision.size == 0
    assert decision.given["promote"].mask.shape == (0,)
    assert decision.refusals().reasons()[0].shape == (0,)


def test_values_are_computed_per_person() -> None:
    """An effect's value may be any term."""
    given = decided(
        frame({"score": [3, 4]}),
        rule("bonus", area="rewards", gives=[Effect("pay", column("score", WHOLE))]),
        area="rewards",
    ).given["pay"]
    assert np.array_equal(given.value, [3, 4])
