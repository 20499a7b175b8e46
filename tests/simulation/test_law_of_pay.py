"""The law of pay in force in Medan, worked out by hand for single people, and month by month."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.chance import Chance
from policy_sim.policy import load_law
from policy_sim.policy.law import Law
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import decide
from policy_sim.rules.programs import compile_area
from policy_sim.simulation.books.flows import Flows
from policy_sim.simulation.books.ledger import Keeping, Ledger
from policy_sim.simulation.departures import leave
from policy_sim.simulation.pay import Pay, Settings, elements, pay
from policy_sim.simulation.posts import Posts
from policy_sim.simulation.practices.practice import DatedPractice
from policy_sim.simulation.state import State
from policy_sim.workforce.table import Workforce
from small_office import organisation, started

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "policies" / "asn" / "basic_pay.csv"
TODAY = date(2026, 1, 1)
MONTH = 2026 * 12
YEAR = 12

Person = Mapping[str, str | int]


@cache
def law() -> Law:
    """Return the rules in force in Medan."""
    return load_law(ROOT / "policies" / "medan" / "in-force.yaml")


def workforce(*people: Person) -> Workforce:
    """Return *people* with the attributes given, words or integers; else newcomers in III/a."""
    words = law().vocabulary.attributes
    ordinary: Person = {"employment": "pns", "grade": "iii_a", "family": "administrative"}
    record = {}
    for name, attribute in words.items():
        given = [{**ordinary, **person}.get(name, attribute.before_first) for person in people]
        scale = attribute.type.scale
        record[name] = np.array(
            [scale.code(v) if scale is not None and isinstance(v, str) else int(v) for v in given]
        )
    size = len(people)
    return Workforce.enter(
        law().vocabulary,
        np.arange(size),
        np.arange(size, dtype=np.uint64),
        record,
        {"motivation": np.zeros(size)},
        np.full(size, date(2010, 1, 1).toordinal()),
    )


def state_of(people: Workforce, keeping: Keeping = Keeping.NONE) -> State:
    """Return the state in January 2026 of a service that does nothing but pay."""
    places = organisation()
    return State(
        people=people,
        posts=Posts.founded(places.post_office, places.post_unit, MONTH),
        organisation=places,
        law=law(),
        practices=DatedPractice("as written", ()),
        engine=ColumnarEngine(),
        chance=Chance(1, 0),
        register={},
        ledger=Ledger(keeping),
        flows=Flows({"sex": 2, "employment": 3}),
        month=MONTH,
        next_id=people.size,
    )


def paid(**person: str | int) -> dict[str, int]:
    """Return the elements of one person's pay in January 2026, without those of zero."""
    people = workforce(person)
    program = compile_area(law().on(TODAY), "pay")
    found = elements(decide(program, people.frame(None, TODAY), ColumnarEngine()))
    return {name: int(column[0]) for name, column in found.items() if column[0]}


def rows_of_the_table() -> list[tuple[str, int, int]]:
    """Return grade, first month of MKG and salary of every row of the table of PP 5/2024."""
    with TABLE.open(encoding="utf-8") as file:
        return [
            (row["grade"], int(row["mkg"].split("..")[0] or 0), int(row["value"]))
            for row in csv.DictReader(file)
        ]


def test_every_row_of_the_salary_table_is_paid() -> None:
    """Whoever has the MKG with which a row begins is paid that row's salary, in all 272 rows."""
    rows = rows_of_the_table()
    people = workforce(*({"grade": g, "mkg": m, "pay_step": m} for g, m, _ in rows))
    program = compile_area(law().on(TODAY), "pay")
    found = elements(decide(program, people.frame(None, TODAY), ColumnarEngine()))
    assert found["basic-salary"].tolist() == [salary for _, _, salary in rows]
    assert len(rows) == 272


def test_a_step_of_the_table_is_a_factor_of_1_0315() -> None:
    """Each salary is the one before times 1.0315, to the hundred: no cell was mistyped.

    Only the first step of II/a comes after one year and is half as high.
    """
    rows = rows_of_the_table()
    for (grade, _, before), (next_grade, month, after) in pairwise(rows):
        if grade == next_grade:
            factor = 1.0315 if month != YEAR else 1.0315**0.5
            assert after / before == pytest.approx(factor, abs=2e-4)


def test_a_clerk_with_a_family() -> None:
    """III/a with 10 years, spouse and three children (two count), class 6, rated good.

    Salary 3,252,900; spouse 10 %; children 2 x 2 %; rice for four; general allowance of golongan
    III; performance allowance 6 x 500,000.
    """
    assert paid(mkg=120, pay_step=120, spouse=1, children=3, job_class=6, service=120) == {
        "basic-salary": 3_252_900,
        "spouse-allowance": 325_290,
        "child-allowance": 130_116,
        "rice-allowance": 4 * 72_420,
        "general-allowance": 185_000,
        "performance-allowance": 3_000_000,
    }


def test_a_candidate_is_paid_four_fifths() -> None:
    """80 % of 2,785,700 in the year of probation, and the spouse's tenth of that."""
    found = paid(standing="candidate", spouse=1, job_class=5)
    assert found["basic-salary"] == 2_228_560
    assert found["spouse-allowance"] == 222_856


def test_a_head_of_office_has_the_structural_allowance_alone() -> None:
    """An administrator has neither the general nor a functional allowance."""
    found = paid(grade="iv_a", office="administrator", functional="expert", job_class=12)
    assert found["structural-allowance"] == 1_260_000
    assert not {"general-allowance", "functional-allowance"} & set(found)


def test_a_certified_teacher_has_the_salary_once_more() -> None:
    """The professional allowance is one month's basic salary; it needs the certificate."""
    teacher = {"family": "teacher", "functional": "expert", "grade": "iii_c", "pay_step": 48}
    found = paid(**teacher, mkg=48, teaching_certificate=1)
    assert found["teacher-allowance"] == found["basic-salary"]
    assert "teacher-allowance" not in paid(**teacher, mkg=48)


def test_other_kinds_of_employment_have_their_one_wage() -> None:
    """Contract staff are paid by class, part-timers one wage, and nothing beside it."""
    contract = paid(employment="pppk", grade="none", contract_class=9, job_class=8)
    assert contract == {"contract-wage": 3_200_000}
    part_time = paid(employment="part_time", grade="none", job_class=6)
    assert part_time == {"part-time-wage": 2_000_000}


@pytest.mark.parametrize(
    ("predikat", "amount"),
    [("very_good", 3_000_000), ("good", 3_000_000), ("needs_improvement", 2_550_000),
     ("poor", 2_100_000), ("very_poor", 1_650_000)],
)  # fmt: skip
def test_the_performance_allowance_follows_the_last_appraisal(predikat: str, amount: int) -> None:
    """60 % of it hangs on the appraisal: class 6 x 500,000 x (60 % x share + 40 %)."""
    assert allowance(predikat, None) == amount


def test_a_medium_sanction_cuts_the_performance_allowance_by_a_quarter() -> None:
    """3,000,000 less 25 % while the sanction is in force; a reprimand cuts nothing."""
    assert allowance("good", "cut_6m") == 2_250_000
    assert allowance("good", "written") == 3_000_000


def allowance(predikat: str, sanction: str | None) -> int:
    """Return the performance allowance in class 6 after this appraisal, under this sanction."""
    people = workforce({"job_class": 6})
    row = np.array([0])
    series = law().vocabulary.series["predikat"].type.scale
    events = law().vocabulary.events["sanction"].type
    assert series is not None
    assert events is not None
    assert events.scale is not None
    people.history.record_period("predikat", row, series.code(predikat))
    if sanction is not None:
        value = np.array([events.scale.code(sanction)])
        people.history.record_event("sanction", row, TODAY, value, date(2026, 7, 1))
    program = compile_area(law().on(TODAY), "pay")
    found = elements(decide(program, people.frame(None, TODAY), ColumnarEngine()))
    return int(found["performance-allowance"][0])


def test_an_increment_every_two_years() -> None:
    """From MKG 0 to 4 years in III/a: the salary rises in the month of MKG 24 and 48, both
    entered in the ledger as increments granted.
    """
    state = state_of(workforce({}), Keeping.ALL)
    started(state, Pay(Settings())).run(49)
    spells = state.spells.spells(MONTH + 49)
    basic = spells.element == spells.elements.index("basic-salary")
    assert sorted(
        zip((spells.since[basic] - MONTH).tolist(), spells.amount[basic].tolist(), strict=True)
    ) == [(0, 2_785_700), (24, 2_873_500), (48, 2_964_000)]
    rows = state.ledger.frame().query("area == 'pay'")
    assert rows["rule"].tolist() == ["periodic-increment"] * 2
    assert rows["law"].tolist() == ["granted"] * 2


def test_an_insufficient_appraisal_holds_the_increment_back() -> None:
    """Rated poor, the person due is refused with the clause, and has the increment in the month
    in which a sufficient appraisal is on record.
    """
    people = workforce({"mkg": 24})
    scale = law().vocabulary.series["predikat"].type.scale
    assert scale is not None
    people.history.record_period("predikat", np.array([0]), scale.code("poor"))
    state = state_of(people, Keeping.ALL)
    calendar = started(state, Pay(Settings()))
    calendar.run(3)
    assert people.record["pay_step"].tolist() == [0]
    people.history.record_period("predikat", np.array([0]), scale.code("good"))
    calendar.run(1)
    assert people.record["pay_step"].tolist() == [27]
    rows = state.ledger.frame().query("area == 'pay'")
    assert rows[["law", "reason"]].values.tolist() == [
        ["refused", "last(predikat) not in (very_poor | poor)"],
        ["granted", "increment"],
    ]


@pytest.mark.parametrize(
    ("before", "after", "lost"), [("i_d", "ii_a", 6), ("ii_d", "iii_a", 5), ("iii_d", "iv_a", 0),
                                  ("ii_a", "ii_b", 0)]
)  # fmt: skip
def test_mkg_falls_with_the_golongan(before: str, after: str, lost: int) -> None:
    """A rise from I to II takes 6 years off the MKG, from II to III 5, any other none."""
    state = state_of(workforce({"grade": before, "mkg": 240, "pay_step": 228}))
    scale = law().vocabulary.attributes["grade"].type.scale
    assert scale is not None
    state.people.record["grade"][:] = scale.code(after)
    state.reset("promote", np.array([0]))
    assert state.people.record["mkg"].tolist() == [240 - lost * YEAR]
    assert state.people.record["pay_step"].tolist() == [228 - lost * YEAR]


def test_mkg_never_falls_below_nothing() -> None:
    """Who rises to golongan III after three years begins there at MKG 0."""
    state = state_of(workforce({"grade": "iii_a", "mkg": 36, "pay_step": 36}))
    state.reset("promote", np.array([0]))
    assert state.people.record["mkg"].tolist() == [0]


people_strategy = st.lists(
    st.fixed_dictionaries(
        {
            "employment": st.sampled_from(["pns", "pns", "pppk", "part_time"]),
            "grade": st.sampled_from(["ii_d", "iii_a", "iv_b"]),
            "mkg": st.integers(0, 60),
            "children": st.integers(0, 3),
            "contract_class": st.integers(0, 11),
            "job_class": st.integers(1, 14),
            "sex": st.sampled_from(["f", "m"]),
            "family": st.sampled_from(["teacher", "technical"]),
        }
    ),
    min_size=2,
    max_size=8,
)


@settings(max_examples=15, deadline=None)
@given(people_strategy, st.lists(st.tuples(st.integers(0, 7), st.integers(0, 4)), max_size=14))
def test_deciding_only_whose_situation_changed_is_deciding_everybody(
    who: list[dict[str, str | int]], happenings: list[tuple[int, int]]
) -> None:
    """Month after month, whatever happens to whom, pay is what deciding everybody would give.

    Money of the spells, the payroll and the flows of the year agree to the last rupiah.
    """
    people = workforce(*({**person, "grade": grade_of(person)} for person in who))
    state = state_of(people)
    bill = 0
    for row, what in happenings:
        happen(state, row % state.people.size, what)
        pay(state)
        now = elements(state.decide("pay").decision)
        due = sum(int(column.sum()) for column in now.values())
        assert state.payroll.total == due
        assert all(int(sums.sum()) == due for sums in state.payroll.by_group.values())
        bill += due
        state.close_month()
        state.month += 1
    assert state.flows.total("paid") == bill
    assert state.spells.spells(state.month).money == bill


def grade_of(person: Mapping[str, str | int]) -> str | int:
    """Return the grade, which only a PNS has."""
    return person["grade"] if person["employment"] == "pns" else "none"


def happen(state: State, row: int, what: int) -> None:
    """Let something happen to one person that can change pay, or the group it falls to."""
    record, rows = state.people.record, np.array([row])
    if what == 1 and state.people.size > 1:
        leave(state, {"left": np.arange(state.people.size) == row})
    elif what == 2:
        state.people.history.record_period("predikat", rows, row % 6)
    elif what == 3:
        record["sex"][row] = 1 - record["sex"][row]
    elif what == 4:
        state.enter(state.people.take(rows))
