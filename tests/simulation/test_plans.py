"""Plans: what is asked first of whom, and that nobody who meets a rule is lost on the way."""

from __future__ import annotations

import numpy as np
import pytest

from policy_sim.diagnostics import Place
from policy_sim.policy.ast import Column, Lookup
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.tables import Table, TableRow
from policy_sim.policy.values import Kind, ValueType
from policy_sim.rules.normal_form import Atom, Every, Form, Some, Within
from policy_sim.rules.programs import compile_area
from policy_sim.simulation import promotion
from policy_sim.simulation.books.ledger import Keeping
from policy_sim.simulation.careers.charts import MOST_COMBINATIONS, charted
from policy_sim.simulation.careers.concerned import granted
from policy_sim.simulation.careers.plans import plan_for
from policy_sim.simulation.careers.spans import LEAST, MOST, spans
from policy_sim.simulation.state import State
from promotion_world import APPRAISAL, EXAMS, crowd, promotion_world

NOWHERE = Place("")
RANK, MONTHS = ValueType(Kind.WHOLE, 0, 5), ValueType(Kind.WHOLE, 0, 900)
CEILING = Table(
    "ceiling", (RANK,), RANK, (TableRow(((0, 2),), 3, NOWHERE), TableRow(((3, 5),), 4, NOWHERE))
)
GAPS = Table("gaps", (RANK,), RANK, (TableRow(((0, 2),), 3, NOWHERE),))
TERMS = {
    "rank": Column(RANK, "rank"),
    "school": Column(RANK, "school"),
    "waited": Column(MONTHS, "waited"),
    "superior.rank": Column(RANK, "superior.rank"),
    "ceiling(school)": Lookup(RANK, CEILING, (Column(RANK, "school"),)),
    "gaps(school)": Lookup(RANK, GAPS, (Column(RANK, "school"),)),
}
BELOW = Atom(Comparison.LT, "rank", "ceiling(school)")


def state() -> State:
    """Return a state of a crowd of which no refusal is written down."""
    systems = {"appraisal": APPRAISAL, "exams": EXAMS, "promotion": "{}"}
    return promotion_world(crowd(), systems, keeping=Keeping.NONE).state()


@pytest.mark.parametrize(
    ("form", "span"),
    [
        (Atom(Comparison.GE, "waited", 48), (48, MOST)),
        (Atom(Comparison.GT, "waited", 48), (49, MOST)),
        (Atom(Comparison.LE, "waited", 48), (LEAST, 48)),
        (Atom(Comparison.EQ, "waited", 48), (48, 48)),
        (Atom(Comparison.NE, "waited", 48), (LEAST, MOST)),
        (Within("waited", ((2, 4), (8, 9))), (2, 9)),
        (Some((Atom(Comparison.GE, "waited", 48), Atom(Comparison.GE, "waited", 12))), (12, MOST)),
        (Every((Atom(Comparison.GE, "waited", 48), Atom(Comparison.LT, "waited", 60))), (48, 59)),
    ],
)
def test_a_span_holds_whoever_can_meet_a_condition(form: Form, span: tuple[int, int]) -> None:
    """The least and the greatest value are those of the condition, or of any alternative of it."""
    assert spans(form, TERMS)["waited"] == span


def test_a_look_up_bounds_what_is_compared_with_it() -> None:
    """Nobody of a rank above the highest ceiling lies below a ceiling."""
    assert spans(BELOW, TERMS) == {"rank": (LEAST, 3)}


def test_an_alternative_about_something_else_bounds_nothing() -> None:
    """Where one way leads past an attribute, nothing is known of it."""
    other = Atom(Comparison.GE, "rank", 2)
    assert spans(Some((Atom(Comparison.GE, "waited", 48), other)), TERMS) == {}
    assert spans(Atom(Comparison.GE, "superior.rank", 2), TERMS) == {}


def test_a_chart_answers_like_the_condition() -> None:
    """For every rank and schooling the chart says what the look-up says."""
    chart, left = charted([BELOW], TERMS, {})
    assert chart is not None
    assert left == ()
    rank, school = (part.ravel().astype(np.int8) for part in np.meshgrid(range(6), range(6)))
    answers = chart.of({"rank": rank, "school": school}, np.arange(36))
    assert answers.tolist() == (rank < np.where(school <= 2, 3, 4)).tolist()


def test_what_a_chart_cannot_hold_is_left() -> None:
    """Many values, another subject, or a table without a cell: these are asked as before."""
    many = Atom(Comparison.GE, "waited", "rank")
    related = Atom(Comparison.LT, "rank", "superior.rank")
    gap = Atom(Comparison.LT, "rank", "gaps(school)")
    assert MOST_COMBINATIONS < 901 * 6
    assert charted([many, related, gap], TERMS, {}) == (None, (many, related, gap))


def test_a_plan_is_worked_out_once() -> None:
    """The same program has the same plans."""
    program = compile_area(state().vintage, promotion.AREA)
    assert plan_for(program, 0) is plan_for(program, 0)


def test_a_decision_about_few_gives_what_one_about_all_gives() -> None:
    """Everything given, by the same rules and of the same value, is given to the same people."""
    office = state()
    few, whole = granted(office, promotion.AREA), office.decide(promotion.AREA)
    assert 0 < len(few.rows) < office.people.size // 2
    for effect, given in whole.decision.given.items():
        rows = np.flatnonzero(given.mask)
        mine = few.decision.given[effect]
        assert few.rows[mine.mask].tolist() == rows.tolist()
        assert mine.value[mine.mask].tolist() == given.value[rows].tolist()
        assert mine.rule[mine.mask].tolist() == given.rule[rows].tolist()


@pytest.mark.parametrize("count", [0, 3, 100])
def test_only_those_named_are_asked(count: int) -> None:
    """Of few rows, of many and of none: those of them who meet a rule."""
    office = state()
    rows = np.arange(count)
    everybody = granted(office, promotion.AREA).rows
    asked = granted(office, promotion.AREA, rows).rows
    assert asked.tolist() == np.intersect1d(everybody, rows).tolist()
