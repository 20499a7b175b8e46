"""Limits on grades: as many as the law allows keep theirs, ranked by what the raters saw."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from group_law import checked, loaded
from policy_sim.catalogue import entries
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.simulation.appraisal import Appraisal
from policy_sim.simulation.appraisal import Settings as AppraisalSettings
from policy_sim.simulation.collectives.deciding import decide_about
from policy_sim.simulation.collectives.limits import DISPLACED, enter_grades, within_limits
from policy_sim.simulation.state import State
from small_office import started
from steering_world import place

NONE, POOR, GOOD, VERY_GOOD = range(4)

FEW = """\
rules:
  few-very-good:
    subject: unit
    area: appraisal
    source: "art. 2"
    when: last(result) == good
    then: {limit: {grades: very_good, share: 40%, round: down}}
    select: {rank_by: score, ties: [service]}
"""

SOME = (
    FEW
    + """\
  few-good-where-it-is-poor:
    subject: unit
    when: last(result) == poor
    then: [{limit: {grades: very_good, count: 1}}, {limit: {grades: good.., share: 50%, round: up}}]
    select: {rank_by: score}
"""
)


def office(law: Law, units: list[int], scores: list[int], results: list[int]) -> State:
    """Return people with *scores* in *units* whose *results* are known."""
    record = {"unit": units, "score": scores, "service": [120] * len(units)}
    state = place(law, record)
    state.collectives["unit"].enter("result", np.array(results))
    return state


def given_grades(state: State, *grades: int) -> list[int]:
    """Return the grades that everybody gets of those given."""
    return list(within_limits(state, "verdict", np.arange(len(grades)), np.array(grades)).tolist())


def test_the_lowest_ranked_fall_to_the_next_grade(tmp_path: Path) -> None:
    """40 % of five, rounded down, are two: the two highest scores; other units are left alone."""
    state = office(loaded(tmp_path, FEW), [0] * 5 + [1] * 2, [50, 90, 70, 80, 60, 1, 2], [2, 3, 0])
    grades = given_grades(state, *[VERY_GOOD] * 7)
    assert grades == [GOOD, VERY_GOOD, GOOD, VERY_GOOD, GOOD, VERY_GOOD, VERY_GOOD]
    assert state.flows.total(DISPLACED) == 3


def test_each_who_falls_has_a_row_that_names_the_rule(tmp_path: Path) -> None:
    """Person, rule, grade lost, grade given, and how many were allowed of how many."""
    state = office(loaded(tmp_path, FEW), [0] * 5, [50, 90, 70, 80, 60], [2, 2, 2])
    enter_grades(state, "verdict", np.arange(5), np.array([VERY_GOOD] * 4 + [POOR]))
    rows = state.ledger.frame()
    assert rows["person"].tolist() == [0, 2]
    assert set(rows["rule"]) == {"few-very-good"}
    assert set(rows["law"]) == {"outranked"}
    assert set(rows["reason"]) == {"very_good → good: very_good for at most 2 of 5"}
    assert state.people.history.periods["verdict"].ring[0].tolist() == [2, 3, 2, 3, 1]


def test_who_falls_is_counted_where_he_falls_to(tmp_path: Path) -> None:
    """Limits go from the top down, so that one who falls from the first can fall from the next."""
    state = office(loaded(tmp_path, SOME), [0] * 5, [50, 90, 70, 80, 60], [1, 1, 1])
    # One very good; three of five good or better: the best of those who fell join the good ones.
    assert given_grades(state, 3, 3, 3, 3, 2) == [1, 3, 2, 2, 1]
    reasons = state.ledger.frame()["reason"].astype(str)
    assert sum(reasons.str.startswith("good → poor: good to very_good for at most 3 of 5")) == 2


def test_the_declared_order_breaks_ties_and_then_a_lot(tmp_path: Path) -> None:
    """Equal scores go by service; who is equal in that too by a lot that no row order changes."""
    state = office(loaded(tmp_path, FEW), [0] * 5, [70] * 5, [2, 2, 2])
    state.people.record["service"][:] = [10, 30, 20, 50, 40]
    assert given_grades(state, *[VERY_GOOD] * 5) == [2, 2, 2, 3, 3]
    state.people.record["service"][:] = 10
    grades = given_grades(state, *[VERY_GOOD] * 5)
    assert sorted(grades) == [2, 2, 2, 3, 3]
    backwards = np.arange(5)[::-1].copy()
    again = within_limits(state, "verdict", backwards, np.full(5, VERY_GOOD))
    assert again[::-1].tolist() == grades


@pytest.mark.parametrize(("rounding", "kept"), [("down", 1), ("up", 2), ("nearest", 1)])
def test_each_limit_states_its_rounding(tmp_path: Path, rounding: str, kept: int) -> None:
    """40 % of three are 1.2: one, or two if it is rounded up."""
    law = loaded(tmp_path, FEW.replace("round: down", f"round: {rounding}"))
    grades = given_grades(office(law, [0] * 3, [1, 2, 3], [2, 2, 2]), *[VERY_GOOD] * 3)
    assert grades.count(VERY_GOOD) == kept


def test_a_limit_may_be_a_lever(tmp_path: Path) -> None:
    """What the organisation may set, such as the share, is read as it is set."""
    rules = "parameters: {part: {value: 40%, lever: {range: 0%..100%}}}\n" + FEW.replace(
        "share: 40%", "share: part"
    )
    state = office(loaded(tmp_path, rules), [0] * 5, [1, 2, 3, 4, 5], [2, 2, 2])
    assert given_grades(state, *[VERY_GOOD] * 5).count(VERY_GOOD) == 2


def test_the_whole_organisation_can_be_limited(tmp_path: Path) -> None:
    """A rule about the organisation ranks everybody together."""
    rules = FEW.replace("subject: unit", "subject: organisation").replace(
        "last(result) == good", "demand >= 0"
    )
    state = office(loaded(tmp_path, rules), [0, 1, 2, 0, 1], [5, 4, 3, 2, 1], [0, 0, 0])
    assert given_grades(state, *[VERY_GOOD] * 5) == [3, 3, 2, 2, 2]


def test_without_a_limit_the_grades_are_those_given(tmp_path: Path) -> None:
    """No rule, or none that stands: nothing changes, and nothing is written."""
    state = office(loaded(tmp_path, FEW), [0] * 3, [1, 2, 3], [NONE, NONE, NONE])
    assert given_grades(state, 3, 3, 1) == [3, 3, 1]
    assert len(state.ledger.frame()) == 0
    state = office(loaded(tmp_path, "rules: {a: {then: promote}}\n"), [0], [1], [2])
    grades = np.array([3])
    assert within_limits(state, "verdict", np.arange(1), grades) is grades
    assert DISPLACED not in state.flows.kinds


PEOPLE = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 9), st.integers(0, 3)), min_size=1, max_size=25
)


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Law:
    """Return the law with several limits."""
    return loaded(tmp_path_factory.mktemp("law"), SOME)


@given(people=PEOPLE, results=st.tuples(*[st.integers(0, 3)] * 3))
def test_limits_are_met_and_nobody_passes_a_better_one(
    some: Law, people: list[tuple[int, int, int]], results: tuple[int, int, int]
) -> None:
    """Nobody rises; in each unit the limits hold, and of equals in grade the better score stays."""
    unit, score, grade = (list(column) for column in zip(*people, strict=True))
    state = office(some, unit, score, list(results))
    after = given_grades(state, *grade)
    assert all(new <= old for new, old in zip(after, grade, strict=True))
    for number, result in enumerate(results):
        own = [n for n, u in enumerate(unit) if u == number]
        top = sum(after[n] == VERY_GOOD for n in own)
        upper = sum(after[n] >= GOOD for n in own)
        if result == GOOD:
            assert top <= len(own) * 2 // 5
        if result == POOR:
            assert top <= 1
            assert upper <= (len(own) + 1) // 2
        if result in (NONE, VERY_GOOD):
            assert [after[n] for n in own] == [grade[n] for n in own]
        for one in own:
            for other in own:
                if grade[one] == grade[other] and score[one] > score[other]:
                    assert after[one] >= after[other]


@pytest.mark.parametrize(
    ("limit", "code"),
    [
        ("{grades: very_good, share: 40%}", "limit-without-rounding"),
        ("{grades: very_good, round: up}", "share-or-count"),
        ("{grades: very_good, share: 40%, count: 3, round: up}", "share-or-count"),
        ("{grades: none.., share: 40%, round: up}", "limit-of-all"),
        ("{grades: (none | good), share: 40%, round: up}", "limit-with-gaps"),
        ("{grades: god, share: 40%, round: up}", "unknown-value"),
        ("{grades: good, share: 140%, round: up}", "out-of-range"),
        ("{grades: good, share: 40%, round: up, series: result}", "undeclared"),
        ("{grade: good, share: 40%, round: up}", "unknown-key"),
        ("3", "expected-mapping"),
    ],
)
def test_limits_that_cannot_be_meant(tmp_path: Path, limit: str, code: str) -> None:
    """Each has a finding, with a sentence of its own."""
    rules = FEW.replace("{grades: very_good, share: 40%, round: down}", limit)
    found = [finding.code for finding in checked(tmp_path, rules)]
    assert code in found
    assert code in entries()


def test_a_limit_needs_a_ranking_that_only_ranks(tmp_path: Path) -> None:
    """Who keeps a grade must be said; pools, turns and quotas have no meaning there."""
    unranked = "".join(line for line in FEW.splitlines(True) if "select" not in line)
    assert [f.code for f in checked(tmp_path, unranked)] == ["limit-without-ranking"]
    pooled = FEW.replace("rank_by: score", "within: unit, rank_by: score")
    assert [f.code for f in checked(tmp_path, pooled)] == ["limit-ranks-only"]


def test_the_system_of_appraisal_keeps_the_limits(tmp_path: Path) -> None:
    """On, off and varied from YAML alone: what is entered in February is what the law allows."""
    counts = []
    for share in ("0%", "40%", "100%"):
        law = loaded(tmp_path, FEW.replace("40%", share))
        state = office(law, [0] * 10, [0] * 10, [2, 2, 2])
        settings = AppraisalSettings(cuts=(-3.0, -2.9))
        started(state, Appraisal(settings)).run(2)
        verdicts = state.people.history.periods["verdict"].ring[0]
        counts.append(int((verdicts == VERY_GOOD).sum()))
    assert counts == [0, 4, 10]
    plain = loaded(tmp_path, "rules: {a: {then: promote}}\n")
    state = office(plain, [0] * 10, [0] * 10, [2, 2, 2])
    started(state, Appraisal(AppraisalSettings(cuts=(-3.0, -2.9)))).run(2)
    assert int((state.people.history.periods["verdict"].ring[0] == VERY_GOOD).sum()) == 10


@cache
def national() -> Law:
    """Return the national pattern of yearly grades."""
    folder = Path(__file__).parents[2] / "policies" / "asn"
    return load_law(folder / "performance-distribution.yaml")


def test_the_national_pattern_holds_together() -> None:
    """Its limits are those of the circular, by the result that the citizens' marks make."""
    law = national()
    assert law.findings == ()
    vintage = law.on(date(2026, 1, 1))
    scale = law.vocabulary.series["predikat"].type.scale
    assert scale is not None
    told = {
        rule.id.removeprefix("distribution-when-"): [
            (scale.values[limit.grades[0]], scale.values[limit.falls_to], limit.most.share)
            for limit in rule.limits
        ]
        for rule in vintage.area("appraisal", "unit")
    }
    assert told["very-good"] == [("very_good", "good", 7000)]
    assert told["good"] == [("good", "needs_improvement", 7000)]
    assert told["improvement-is-needed"] == [
        ("very_good", "good", 1000),
        ("good", "needs_improvement", 4000),
    ]
    assert told["very-poor"][0] == ("very_good", "good", None)
    assert all(rule.status == "secondary" for rule in vintage.rules)


@pytest.mark.parametrize(
    ("marks", "limited"),
    [(0, 0), (1, 1), (2499, 1), (2500, 1), (7660, 1), (7661, 1), (8830, 1), (8831, 1)],
)
def test_a_unit_has_exactly_one_pattern_once_it_has_marks(marks: int, limited: int) -> None:
    """At, below and above each threshold one rule stands; without marks none does."""
    state = place(national(), {"unit": [0, 1, 2]})
    state.collectives["unit"].enter("citizen_marks", np.array([marks, 0, 0]))
    decision = decide_about(state, "unit", "appraisal", state.today)
    assert decision.stands[:, 0].sum() == limited
    assert decision.stands[:, 1].sum() == 0
