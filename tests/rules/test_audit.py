"""The audit: a stratified sample by keyed chance, decided again in another process."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from policy_sim.chance import Chance
from policy_sim.errors import EngineError
from policy_sim.policy import ast
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.rule import Effect
from policy_sim.rules import audit
from policy_sim.rules.audit import AuditSample, near_threshold, redecide
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import Decision, decide
from policy_sim.rules.engine import engine_available
from policy_sim.rules.programs import compile_area
from policy_sim.rules.redecide import decided_apart
from small_law import amount, at_least, below, column, frame, rule, vintage

LAW = vintage(
    rule(
        "climb",
        at_least("service", 48),
        ast.Any((at_least("score", 80), ast.Member(column("grade"), ((1, 2), (5, 5))))),
        gives=[Effect("promote")],
        scope=below("age", 60),
    ),
    rule("freeze", at_least("bad", 1), area="", bars=["promote"]),
    rule("upheld", at_least("appeal", 1), area="", overrides=["freeze"]),
    key="audited law",
)
PROGRAM = compile_area(LAW, "promotion")


def decision(size: int = 400, seed: int = 1, order: list[int] | None = None) -> Decision:
    """Return a decision about *size* made-up people, in another order of rows if given."""
    people = np.arange(size) if order is None else np.array(order)
    luck = np.random.default_rng(seed)
    high = {"service": 96, "score": 100, "grade": 9, "age": 66, "bad": 2, "appeal": 2}
    columns = {name: luck.integers(0, top, size)[people].tolist() for name, top in high.items()}
    return decide(PROGRAM, frame(columns), ColumnarEngine())


def sampled(limit: int = 2000, months: int = 3) -> AuditSample:
    """Return a sample of a few months' decisions."""
    sample = AuditSample(Chance(7, 0), limit)
    ids = np.arange(400)
    for month in range(1, months + 1):
        sample.observe(decision(seed=month), ids, ids, date(2026, month, 1))
    return sample


def test_every_outcome_and_reason_is_in_the_sample() -> None:
    """Granted, each failing clause, and the bar all have a stratum."""
    outcomes = {stratum[1:] for stratum in sampled().strata}
    assert ("climb", "granted") in outcomes
    assert ("climb", "refused: barred by freeze") in outcomes
    assert ("climb", "refused: service >= 48") in outcomes
    assert len(outcomes) == 4


def test_the_sample_keeps_to_its_limit_and_takes_strata_in_turn() -> None:
    """With room for twelve cases each of four strata gets three."""
    sample = sampled(limit=12)
    cases = sample.cases()
    assert len(cases) == 12
    drawn = [sum(case in kept for case in cases) for kept in sample.strata.values()]
    assert drawn == [3, 3, 3, 3]


def test_the_order_of_rows_does_not_change_the_sample() -> None:
    """Cases are drawn by keyed chance: the same people in another order give the same cases."""
    order = np.random.default_rng(3).permutation(400)
    forward, shuffled = AuditSample(Chance(7, 0)), AuditSample(Chance(7, 0))
    day = date(2026, 1, 1)
    forward.observe(decision(), np.arange(400), np.arange(400), day)
    shuffled.observe(decision(order=order.tolist()), order, order, day)
    assert forward.cases() == shuffled.cases()
    other = AuditSample(Chance(8, 0))
    other.observe(decision(), np.arange(400), np.arange(400), day)
    assert forward.cases() != other.cases()


def test_cases_beside_a_threshold_are_drawn_more_often() -> None:
    """Within one unit of a threshold a case is several times likelier."""
    size = 4000
    columns = {"service": [46 + n % 40 for n in range(size)]}
    law = vintage(rule("climb", at_least("service", 48), gives=[Effect("promote")]))
    made = decide(compile_area(law, "promotion"), frame(columns), ColumnarEngine())
    sample = AuditSample(Chance(1, 0))
    ids = np.arange(size)
    for month in range(1, 13):
        sample.observe(made, ids, ids, date(2026, month, 1))
    granted = [case for key, kept in sample.strata.items() if key[2] == "granted" for case in kept]
    first = sorted(granted, key=lambda case: case.rank)[:60]
    near = sum(case.values[0] <= 49 for case in first) / len(first)
    # Two of 38 granted values are near: 5 % of cases, weighted eightfold about 31 %.
    assert 0.15 < near < 0.55


def test_near_a_threshold_means_within_one_unit_of_it() -> None:
    """Of a comparison with a number, with a column, or an end of a range."""
    law = vintage(
        rule(
            "climb",
            at_least("service", 48),
            ast.Member(column("grade"), ((10, 12),)),
            ast.Compare(Comparison.LT, column("a"), column("b")),
            gives=[Effect("promote")],
        )
    )
    logic = compile_area(law, "promotion").logic
    far = {"service": 0, "grade": 50, "a": 0, "b": 99}
    cases = [{}, {"service": 47}, {"service": 50}, {"grade": 13}, {"grade": 9}, {"a": 98}]
    people = [{**far, **case} for case in cases]
    made = decide(
        compile_area(law, "promotion"),
        frame({name: [person[name] for person in people] for name in far}),
        ColumnarEngine(),
    )
    near = near_threshold(logic, made.features)
    assert near.tolist() == [False, True, False, True, True, True]


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Decides again in a process of its own, as a study does."""
    monkeypatch.setattr(audit, "decided_apart", decided_apart)


def test_another_process_confirms_every_case(apart: None) -> None:
    """The columnar engine, asked again elsewhere, decides all cases the same."""
    result = redecide(sampled(limit=60), "columnar")
    assert (result.checked, result.confirmed, result.engine) == (60, 60, "columnar")
    assert result.disagreements == ()


@pytest.mark.durable
@pytest.mark.skipif(not engine_available("durable"), reason="durable-rules is not importable")
def test_durable_rules_confirms_every_case(apart: None) -> None:
    """N of n confirmed, on the other engine."""
    result = redecide(sampled())
    assert result.checked == result.confirmed > 150
    assert result.engine == "durable"


def test_a_wrong_decision_is_a_disagreement_that_names_person_and_rule() -> None:
    """A case whose recorded decision is altered is reported, and only that one."""
    sample = sampled(limit=60)
    stratum = next(key for key in sample.strata if key[2] == "granted")
    case = sample.strata[stratum][0]
    sample.strata[stratum][0] = replace(case, stands=())
    result = redecide(sample, "columnar")
    assert result.confirmed == result.checked - 1
    expected = f"person {case.person} on {case.day}, promotion: columnar differs on climb"
    assert result.disagreements[0].startswith(expected)


def test_an_empty_sample_is_confirmed_without_a_process() -> None:
    """Nothing was decided, nothing is checked."""
    result = redecide(AuditSample(Chance(1, 0)), "columnar")
    assert (result.checked, result.confirmed, result.disagreements) == (0, 0, ())


def test_an_engine_that_cannot_be_had_is_said_so(apart: None) -> None:
    """The other process's message comes through."""
    with pytest.raises(EngineError, match="no engine is called 'prolog'"):
        redecide(sampled(limit=5), "prolog")


def test_amounts_do_not_disturb_the_sample() -> None:
    """An effect with a value is a granted case like any other."""
    law = vintage(rule("bonus", area="rewards", gives=[Effect("pay", amount(5))]))
    made = decide(compile_area(law, "rewards"), frame({"a": [1, 2]}), ColumnarEngine())
    sample = AuditSample(Chance(1, 0))
    sample.observe(made, np.arange(2), np.arange(2), date(2026, 1, 1))
    assert list(sample.strata) == [("rewards", "bonus", "granted")]
