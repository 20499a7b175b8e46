"""The engines, one by one: thresholds, what durable-rules was seen to get wrong, its absence."""

from __future__ import annotations

import sys
import threading
from collections.abc import Sequence

import numpy as np
import pytest

from policy_sim.errors import EngineError
from policy_sim.policy import ast
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.rule import Effect
from policy_sim.rules import durable
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.columns import FixedColumns
from policy_sim.rules.decision import decide
from policy_sim.rules.durable import INSTALL, DurableEngine
from policy_sim.rules.engine import Engine, engine_available, engine_named
from policy_sim.rules.normal_form import FALSE, TRUE, Atom, Every, Form, Some, Within
from policy_sim.rules.programs import compile_area
from small_law import amount, at_least, below, column, frame, rule, vintage

needs_durable = [
    pytest.mark.durable,
    pytest.mark.skipif(not engine_available("durable"), reason="durable-rules is not importable"),
]
ENGINES = ["columnar", pytest.param("durable", marks=needs_durable)]
HUGE = 2**53 - 1


@pytest.fixture(name="engine", params=ENGINES)
def _engine(request: pytest.FixtureRequest) -> Engine:
    return engine_named(request.param)


def asked(engine: Engine, forms: Sequence[Form], **columns: list[int]) -> list[list[bool]]:
    """Return the truth of *forms* for the subjects of *columns*."""
    values = {name: np.array(column, dtype=np.int64) for name, column in columns.items()}
    size = len(next(iter(columns.values())))
    return engine.truths(forms, FixedColumns(size, values)).tolist()


@pytest.mark.parametrize("threshold", [0, 48, -7, HUGE - 1, 1 - HUGE])
def test_every_comparison_on_and_beside_its_threshold(engine: Engine, threshold: int) -> None:
    """One below, on, one above: each of the six comparisons decides as integers do."""
    values = [threshold - 1, threshold, threshold + 1]
    forms = [Atom(operator, "x", threshold) for operator in Comparison]
    assert asked(engine, forms, x=values) == [
        [True, False, False],
        [True, True, False],
        [False, True, False],
        [True, False, True],
        [False, True, True],
        [False, False, True],
    ]


def test_two_columns_are_compared_with_each_other(engine: Engine) -> None:
    """A feature against a feature, and against itself."""
    forms = [Atom(Comparison.LT, "x", "y"), Atom(Comparison.GE, "x", "x")]
    assert asked(engine, forms, x=[1, 2, 3], y=[2, 2, 2]) == [
        [True, False, False],
        [True, True, True],
    ]


def test_ranges_include_both_ends(engine: Engine) -> None:
    """2 to 4, exactly 7, and nothing between."""
    form = Within("x", ((2, 4), (7, 7)))
    inside = [False, True, True, False, False, True, False]
    assert asked(engine, [form], x=[1, 2, 4, 5, 6, 7, 8]) == [inside]


def test_alternatives_nest_to_any_depth(engine: Engine) -> None:
    """(a and (b or (c and (d or e)))), all 32 cases."""
    a, b, c, d, e = (Atom(Comparison.EQ, name, 1) for name in "abcde")
    form = Every((a, Some((b, Every((c, Some((d, e))))))))
    bits = {name: [(n >> k) & 1 for n in range(32)] for k, name in enumerate("abcde")}
    expected = [
        bool(bits["a"][n] and (bits["b"][n] or (bits["c"][n] and (bits["d"][n] or bits["e"][n]))))
        for n in range(32)
    ]
    assert asked(engine, [form], **bits) == [expected]


def test_many_alternatives_do_not_multiply(engine: Engine) -> None:
    """Twelve ORs joined by AND fire once, not 4,096 times; sixteen OR-ed pairs load."""
    pairs = [Some((Atom(Comparison.EQ, "x", n), Atom(Comparison.GE, "y", n))) for n in range(12)]
    wide = Some(
        tuple(Every((Atom(Comparison.EQ, "x", n), Atom(Comparison.EQ, "y", n))) for n in range(16))
    )
    assert asked(engine, [Every(tuple(pairs)), wide], x=[0, 0, 15], y=[11, 10, 15]) == [
        [True, False, True],
        [False, False, True],
    ]


def test_what_needs_no_fact_is_decided_without_one(engine: Engine) -> None:
    """Always and never are true and false of everybody, and of nobody."""
    assert asked(engine, [TRUE, FALSE], x=[1, 2]) == [[True, True], [False, False]]
    assert asked(engine, [TRUE, Atom(Comparison.EQ, "x", 1)], x=[]) == [[], []]


def test_overrides_are_settled_from_the_top(engine: Engine) -> None:
    """A chain of four: each standing rule silences the next, which frees the one after."""
    overriders = ((1,), (2,), (3,), ())
    levels = ((3,), (2,), (1,), (0,))
    holds = np.array([[1, 1, 1, 1], [0, 1, 1, 1], [0, 0, 1, 1], [0, 0, 0, 1]], dtype=np.bool_)
    assert engine.survivors(levels, overriders, holds).tolist() == [
        [True, False, True, False],
        [False, True, False, True],
        [False, False, True, False],
        [False, False, False, True],
    ]


def test_deciding_for_a_few_in_scope_equals_deciding_for_all(engine: Engine) -> None:
    """When few are in scope, conditions are asked of those only, with the same result."""
    law = vintage(
        rule(
            "climb",
            at_least("service", 4),
            gives=[Effect("promote")],
            scope=ast.Compare(Comparison.EQ, column("family"), amount(2)),
        ),
        rule("freeze", at_least("bad", 1), area="", bars=["promote"]),
        rule("upheld", below("bad", 3), area="", overrides=["freeze"]),
    )
    family = [2, 0, 0, 2, 0, 0, 0, 2, 0]
    record = frame({"family": family, "service": [4] * 8 + [9], "bad": [0, 5, 5, 4] + [1] * 5})
    decision = decide(compile_area(law, "promotion"), record, engine)
    granted = decision.given["promote"].mask
    assert np.flatnonzero(granted).tolist() == [0, 7]
    assert np.flatnonzero(decision.scope.any(axis=0)).tolist() == [0, 3, 7]


def test_the_answer_for_those_concerned_is_the_answer_for_all(engine: Engine) -> None:
    """Saying whom a form concerns changes no answer about them, only what may be left unread."""
    forms = [Atom(Comparison.GE, "grade", 3), Atom(Comparison.LT, "grade", 5)]
    columns = FixedColumns(4, {"grade": np.array([1, 3, 4, 6])})
    concerned = np.array([[False] * 4, [True, False, True, True]])
    told, all_ = engine.truths(forms, columns, concerned), engine.truths(forms, columns)
    assert told[concerned].tolist() == all_[concerned].tolist() == [True, True, False]


class TestColumnar:
    """What the columnar engine leaves unread."""

    columns = FixedColumns(2, {"grade": np.array([1, 2])})

    def test_a_form_that_concerns_nobody_is_not_read(self) -> None:
        """A feature that only such a form reads need not even exist."""
        forms = [Atom(Comparison.EQ, "unknown", 1), Atom(Comparison.EQ, "grade", 2)]
        concerned = np.array([[False, False], [True, True]])
        told = ColumnarEngine().truths(forms, self.columns, concerned)
        assert told.tolist() == [[False, False], [False, True]]

    def test_once_nobody_is_left_the_rest_is_not_read(self) -> None:
        """After a clause that everyone fails, and only then, the next is left unread."""
        unknown = Atom(Comparison.EQ, "unknown", 1)
        nobody = Every((Atom(Comparison.GT, "grade", 2), unknown))
        assert ColumnarEngine().truths([nobody], self.columns).tolist() == [[False, False]]
        somebody = Every((Atom(Comparison.GT, "grade", 1), unknown))
        with pytest.raises(KeyError, match="unknown"):
            ColumnarEngine().truths([somebody], self.columns)


def test_an_unknown_engine_is_refused_by_name() -> None:
    """The message lists the engines there are."""
    with pytest.raises(EngineError, match="no engine is called 'prolog'; there are columnar and"):
        engine_named("prolog")
    assert not engine_available("prolog")
    assert engine_available("columnar")
    assert isinstance(engine_named("columnar"), ColumnarEngine)


def test_without_durable_rules_the_message_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The need for a compiler and the exact command, flag included; columnar still works."""
    monkeypatch.setitem(sys.modules, "durable", None)
    monkeypatch.setitem(sys.modules, "durable.lang", None)
    with pytest.raises(EngineError) as caught:
        engine_named("durable")
    assert "needs a C compiler and the Python headers" in str(caught.value)
    assert str(caught.value).endswith(
        "CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject "
        "pip install --no-cache-dir --no-binary durable-rules durable-rules"
    )
    assert str(caught.value).endswith(INSTALL)
    assert not engine_available("durable")
    assert engine_available("columnar")


@pytest.mark.durable
@pytest.mark.skipif(not engine_available("durable"), reason="durable-rules is not importable")
class TestDurable:
    """What concerns durable-rules alone."""

    def test_equal_rulesets_are_built_once(self) -> None:
        """Rulesets are never freed, so asking again, of other columns too, builds none."""
        engine = DurableEngine()
        asked(engine, [Atom(Comparison.GE, "x", 12345)], x=[1])
        built = len(durable._RULESETS)
        asked(engine, [Atom(Comparison.GE, "other", 12345)], other=[12345, 2])
        assert len(durable._RULESETS) == built

    def test_equal_cases_are_asked_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A thousand subjects with two different records are two cases."""
        cases: list[list[int]] = []
        fire = durable._Ruleset.fire

        def counting(ruleset: durable._Ruleset, case: list[int]) -> list[int]:
            cases.append(case)
            return fire(ruleset, case)

        monkeypatch.setattr(durable._Ruleset, "fire", counting)
        fired = asked(DurableEngine(), [Atom(Comparison.GE, "x", 7)], x=[3, 9] * 500)
        assert fired == [[False, True] * 500]
        assert sorted(cases) == [[3], [9]]

    def test_no_case_leaves_anything_behind(self) -> None:
        """Facts are retracted: the same case gives the same answer a thousand times."""
        ruleset = durable._Ruleset("left behind", ((durable._Test(Comparison.GE, 0, 5, True),),))
        assert [ruleset.fire([n % 10]) for n in range(1000)] == [
            [0] if n % 10 >= 5 else [] for n in range(1000)
        ]

    def test_it_does_nothing_that_it_was_not_asked(self) -> None:
        """No thread goes round the rulesets: hundreds of them would take a core for ever."""
        ruleset = durable._Ruleset("quiet", ((durable._Test(Comparison.GE, 0, 5, True),),))
        assert ruleset.fire([5]) == [0]
        assert not any(isinstance(one, threading.Timer) for one in threading.enumerate())

    def test_a_failure_of_the_engine_is_no_decision(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Any other exception of durable-rules becomes an EngineError that names the case."""
        from durable import lang

        def failing(name: str, fact: dict[str, int]) -> None:
            msg = "observed"
            raise RuntimeError(msg)

        ruleset = durable._Ruleset("fails", ((durable._Test(Comparison.GE, 0, 5, True),),))
        monkeypatch.setattr(lang, "assert_fact", failing)
        with pytest.raises(EngineError, match=r"failed on fails, case \{'f0': 9\}: observed"):
            ruleset.fire([9])
