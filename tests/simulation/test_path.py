"""The career path: what the law would grant who waits, who sees it, and what it does to work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path as File

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pages import ROOT
from policy_sim.chance import Chance
from policy_sim.errors import ScenarioError
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.rules.audit import AuditSample
from policy_sim.simulation.assumptions.register import load_register
from policy_sim.simulation.behaviour import performance
from policy_sim.simulation.path import BLOCKED, NO_LADDER, Path
from policy_sim.simulation.prospects.reach import Steps, on_a_ladder, reachable
from policy_sim.simulation.simulate import World, simulate
from policy_sim.simulation.state import State
from posts_world import REGISTER, port

VOCABULARY = """
vocabulary: quay
scales:
  offices: [none, deputy, head]
  grades: [c, b, a]
  schools: [basic, college]
  verdicts: [none, poor, good]
attributes:
  office: {type: ordered, scale: offices}
  family: {values: [clerk, guard]}
  unit: {type: whole, range: 0..99}
  zone: {values: [core, outer]}
  grade: {scale: grades}
  school: {scale: schools}
  exam: {type: flag}
  temporary: {type: flag}
  age: {type: whole, unit: months, range: 0..900, moves: {each_month: 1}}
  service: {type: whole, unit: months, range: 0..900, moves: {each_month: 1}}
  time_in_grade: {type: whole, unit: months, range: 0..900,
                  moves: {each_month: 1, reset_by: [promote]}}
  time_in_office: {type: whole, unit: months, range: 0..900,
                   moves: {each_month: 1, reset_by: [appoint, hire]}}
  time_in_level: {type: whole, unit: months, range: 0..900,
                  moves: {each_month: 1, reset_by: [hire]}}
  performance: {type: decimal, step: 0.1, unit: points, range: 0..100, merit: higher}
  vacant_months: {type: whole, unit: months, range: 0..900, subject: post}
series: {verdict: {of: verdicts, every: year, keep: 3, if_missing: none}}
events: {appointed: {}, warned: {}}
always: [time_in_grade <= service]
"""
LAW = """
policy: quay-rules
from: 1900-01-01
uses: [quay]
parameters:
  told: {values: {1900-01-01: 100%, 2027-01-01: 0%}}
  retiring: {value: 60 years}
tables:
  ceiling: {input: school, output: grade, keyed: {basic: b, college: a}}
rules:
  rise:
    area: promotion
    applies_to: not temporary
    when:
      - today.month == 10
      - time_in_grade >= 4 years
      - grade < ceiling(school)
      - last(verdict) >= good
    then: promote
  farewell: {area: promotion, applies_to: not temporary, when: age >= 708 months, then: promote}
  deputies:
    area: appointment
    for_each: post
    applies_to: not temporary and post.office == deputy
    when: [office == none, exam, age <= 50 years, months_since(warned) >= 2 years]
    then: {appoint: post}
    select: {per: post, rank_by: performance}
  retirement: {area: exit, when: age >= retiring, then: retire}
"""
COEFFICIENTS = {"blocked_path_effort": 0.3, "no_ladder_effort": 0.1, "open_path_effort": 0.2}
PLAIN: Mapping[str, int] = {
    "grade": 0,
    "school": 1,
    "age": 480,
    "service": 240,
    "time_in_grade": 24,
    "exam": 0,
    "temporary": 0,
}
STEPS = Steps(60, frozenset({"verdict"}), frozenset({"farewell"}))


@pytest.fixture(scope="module")
def law(tmp_path_factory: pytest.TempPathFactory) -> Law:
    """The law of a quay: a rise every four years up to the ceiling of the school."""
    folder = tmp_path_factory.mktemp("quay")
    (folder / "quay.yaml").write_text(VOCABULARY, encoding="utf-8")
    (folder / "rules.yaml").write_text(LAW, encoding="utf-8")
    found = load_law(folder / "rules.yaml")
    assert found.findings == ()
    return found


def quay(law: Law, *systems: str, stated: str = "{}", **changed: object) -> World:
    """Return the quay, in which everybody is plain; *changed* replaces any field of the world."""
    register = {**REGISTER, **COEFFICIENTS}
    world = port(law, *systems, settings={"path": stated}, register=register, **changed)  # type: ignore[arg-type]
    for name, value in PLAIN.items():
        world.people.record[name][:] = value
    return world


def state_with(law: Law, **record: int | list[int]) -> State:
    """Return the quay's state; the staff have *record*, the first of them differing if lists."""
    world = quay(law)
    staff = np.flatnonzero(world.people.post < 0)
    for name, values in record.items():
        world.people.record[name][staff] = np.resize(np.array(values), len(staff))
    return world.state()


def staff_reaching(state: State, steps: Steps = STEPS, first: int = 1) -> list[bool]:
    """Return whether the *first* of the staff have a step within reach."""
    staff = np.flatnonzero(state.people.post < 0)
    return [bool(flag) for flag in reachable(state, steps)[staff[:first]]]


def test_who_only_has_to_wait_has_a_step_within_reach(law: Law) -> None:
    """Two years of four are served: three years ahead it is granted, one year ahead it is not."""
    state = state_with(law)
    assert staff_reaching(state) == [True]
    assert staff_reaching(state, replace(STEPS, months=12)) == [False]
    assert staff_reaching(state, replace(STEPS, months=24)) == [True]


def test_a_ceiling_of_schooling_blocks_the_path(law: Law) -> None:
    """With basic school the second grade is the last, however long one waits."""
    state = state_with(law, grade=1, school=[0, 1])
    assert staff_reaching(state, first=2) == [False, True]


def test_retirement_before_the_next_step_blocks_the_path(law: Law) -> None:
    """Whoever retires in a year and lacks two years of the term will not rise any more."""
    state = state_with(law, age=[708, 690, 480])
    assert staff_reaching(state, first=3) == [False, True, True]


def test_a_later_retirement_opens_paths(tmp_path: File) -> None:
    """Who was blocked by retirement at 60 has a step within reach if it comes at 65."""
    (tmp_path / "quay.yaml").write_text(VOCABULARY, encoding="utf-8")
    later = LAW.replace("retiring: {value: 60 years}", "retiring: {value: 65 years}")
    (tmp_path / "rules.yaml").write_text(later, encoding="utf-8")
    assert staff_reaching(state_with(load_law(tmp_path / "rules.yaml"), age=708)) == [True]


def test_an_age_limit_that_comes_is_no_bar_to_a_step_before(law: Law) -> None:
    """Somebody of 49 with the exam can be appointed at once, and at 55 no more: a step is there."""
    state = state_with(law, grade=2, exam=1, age=[588, 660], service=240)
    state.people.history.entered[:] = 700_000
    assert staff_reaching(state, first=2) == [True, False]


def test_a_thing_of_the_past_grows_old_by_waiting(law: Law) -> None:
    """A warning last month stands in the way for two years: longer than the next, not than five."""
    state = state_with(law, grade=2, exam=1)
    everybody = np.arange(state.people.size)
    state.people.history.record_event("warned", everybody, state.today)
    assert staff_reaching(state, replace(STEPS, months=12)) == [False]
    assert staff_reaching(state) == [True]


def test_what_one_can_attain_is_no_bar(law: Law) -> None:
    """An exam not passed blocks the way to an office, unless it counts as one's own effort."""
    state = state_with(law, grade=2, exam=0)
    assert staff_reaching(state) == [False]
    assert staff_reaching(state, replace(STEPS, effort=frozenset({"exam"}))) == [True]


def test_a_poor_record_stays_if_it_is_not_called_effort(law: Law) -> None:
    """Waiting alone mends no rating: nobody here has one, so that nobody would rise."""
    assert staff_reaching(state_with(law), replace(STEPS, effort=frozenset())) == [False]


def test_a_rank_for_the_farewell_is_no_step(law: Law) -> None:
    """The rule that gives everybody a last grade counts only where it is not left out."""
    state = state_with(law, grade=1, school=0, age=690)
    assert staff_reaching(state) == [False]
    assert staff_reaching(state, replace(STEPS, left_out=frozenset())) == [True]


def test_holders_of_an_office_need_a_higher_one(law: Law) -> None:
    """The law of deputies is no step for heads; no rule leads from deputy to head."""
    world = quay(law)
    world.people.record["grade"][:] = 2
    world.people.record["exam"][:] = 1
    state = world.state()
    found = reachable(state, STEPS)
    assert not found[state.people.record["office"] > 0].any()
    assert found[state.people.record["office"] == 0].all()


def test_an_audited_run_sees_the_same_paths(law: Law) -> None:
    """Where decisions are sampled for an audit the whole law is asked, and says the same."""
    world = quay(law)
    world.people.record["exam"][::2] = 1
    world.people.record["school"][::3] = 0
    world.people.record["grade"][:] = 1
    plain = world.state()
    audited = replace(world, audit=AuditSample(Chance(1, 0))).state()
    for state in (plain, audited):
        state.people.record["temporary"][::5] = 1
    assert np.array_equal(reachable(plain, STEPS), reachable(audited, STEPS))
    assert np.array_equal(on_a_ladder(plain, STEPS), on_a_ladder(audited, STEPS))


def test_who_is_on_no_ladder_is_told_apart(law: Law) -> None:
    """Of temporary staff no rule of rising speaks, met or not."""
    state = state_with(law, temporary=[0, 1])
    staff = np.flatnonzero(state.people.post < 0)[:2]
    assert on_a_ladder(state, STEPS)[staff].tolist() == [True, False]


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 60), st.integers(0, 60), st.integers(216, 719), st.integers(0, 2), st.booleans()
)
def test_looking_further_never_shows_less(
    law: Law, months: int, more: int, age: int, grade: int, exam: bool
) -> None:
    """Whatever lies within reach in some years lies within reach in more, if years are whole."""
    state = state_with(law, age=age, grade=grade, exam=int(exam), time_in_grade=months)
    near = reachable(state, replace(STEPS, months=12 * (months // 12)))
    far = reachable(state, replace(STEPS, months=12 * (months // 12 + more // 12)))
    assert not (near & ~far).any()


STATED = "{within: 5 years, by_effort: [verdict], leaving_out: [farewell], transparency: told}"


def ahead(law: Law, stated: str = STATED, months: int = 1, **coefficients: float) -> State:
    """Return the quay after the first look ahead: open, blocked and temporary staff in turn."""
    world = quay(law, "path", stated=stated)
    staff = np.flatnonzero(world.people.post < 0)
    world.people.record["temporary"][staff[2::3]] = 1
    world.people.record["school"][staff[1::3]] = 0
    world.people.record["grade"][staff] = 1
    register = {**world.register, **coefficients}
    return simulate(replace(world, register=register), months).state


def efforts(state: State) -> set[float]:
    """Return what the path adds to the work of the staff, each value once."""
    staff = np.flatnonzero(state.people.post < 0)
    return {round(float(value), 9) for value in state.people.standing.amounts["path"][staff]}


def test_work_follows_what_is_seen(law: Law) -> None:
    """An open path adds its coefficient, a blocked one takes its own, no ladder another one."""
    state = ahead(law)
    assert efforts(state) == {0.2, -0.3, -0.1}
    plain = quay(law).people
    moved = performance(state.people, REGISTER) - performance(plain, REGISTER)
    staff = np.flatnonzero(state.people.post < 0)
    assert moved[staff[:3]] == pytest.approx([0.2, -0.3, -0.1])


def test_without_effect_nobody_works_otherwise(law: Law) -> None:
    """With coefficients of 0 work is, to the last bit, what it is without the system."""
    nothing = dict.fromkeys(COEFFICIENTS, 0.0)
    state, plain = ahead(law, **nothing), quay(law).people
    assert np.array_equal(performance(state.people, REGISTER), performance(plain, REGISTER))


def test_who_is_told_nothing_sees_no_path(law: Law) -> None:
    """From 2027 on the law tells nobody: what was seen before is seen no more."""
    assert efforts(ahead(law, months=13)) == {0.0}


def test_transparency_tells_the_same_people_first(law: Law) -> None:
    """Half of the people told are among those told when more are."""
    half, most = (
        ahead(law, STATED.replace("told}", f"{share}%}}")).people.standing.amounts["path"] != 0
        for share in (50, 80)
    )
    assert 0 < half.sum() < most.sum() < len(most)
    assert not (half & ~most).any()


def outcomes(law: Law, *systems: str) -> pd.Series:
    """Return the year's outcomes by (outcome, group)."""
    world = quay(law, *systems, "outcomes", stated=STATED, groups=("family",), heads=((30, 2),) * 3)
    staff = np.flatnonzero(world.people.post < 0)
    world.people.record["school"][staff[:30]] = 0
    world.people.record["grade"][staff] = 1
    frame = simulate(world, 12).outcomes.dropna()
    return frame.set_index(["outcome", "group"])["value"]


def test_on_off_and_by_group(law: Law) -> None:
    """On, the share of blocked paths is reported, by group too; off, it has no value."""
    on, off = outcomes(law, "path"), outcomes(law)
    blocked = 30
    assert on["blocked_paths", "all"] == pytest.approx(100 * blocked / (6 + 96))
    assert on["without_ladder", "all"] == 0
    assert "blocked_paths" not in off.index.get_level_values(0)
    assert off.equals(on.drop(["blocked_paths", "without_ladder"]))


def test_figures_are_of_the_last_look(law: Law) -> None:
    """Each year's look replaces the one before."""
    state = ahead(law, months=13)
    staff = np.flatnonzero(state.people.post < 0)
    ids = state.people.ids[staff]
    assert state.personal.of(BLOCKED, ids).max() == 1.0
    assert state.personal.of(NO_LADDER, ids).sum() == len(staff[2::3])


def test_unknown_names_are_findings_all_at_once(law: Law) -> None:
    """A mistyped series, rule and parameter are told together, with the nearest match."""
    stated = "{by_effort: [verdct], leaving_out: [farwell], transparency: tolds}"
    with pytest.raises(ScenarioError) as refused:
        simulate(quay(law, "path", stated=stated), 1)
    found = {(f.code, str(f.values["near"])) for f in refused.value.findings}
    assert found == {
        ("unknown-word", "verdict"),
        ("unknown-word", "farewell"),
        ("unknown-parameter", "told"),
    }


def test_transparency_is_a_share(law: Law) -> None:
    """A parameter that holds no share cannot say how many people are told."""
    with pytest.raises(ScenarioError) as refused:
        simulate(quay(law, "path", stated="{transparency: retiring}"), 1)
    assert {f.code for f in refused.value.findings} == {"parameter-of-other-unit"}


def test_the_shipped_register_holds_what_is_read() -> None:
    """The register of paths holds the coefficients of the system, and nothing else."""
    register = load_register(File(ROOT) / "scenarios" / "assumptions" / "path.yaml")
    assert set(register) == set(Path.assumptions)
