"""Secondment: who is away for a course does not serve, and comes back with more than a skill."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest

from policy_sim.errors import ScenarioError
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.simulation.simulate import Record, World, simulate
from policy_sim.workforce.layout import lay_out
from policy_sim.workforce.organisation import Plan, UnitKind
from pyramid_world import system
from training_world import POLICY, REGISTER, VOCABULARY, courses, school

WORK = {
    **REGISTER,
    "acting_penalty": 0.3,
    "leader_weight": 0.5,
    "learning_gain": 0.0,
    "learning_half_life": 24.0,
    "office_learning_gain": 0.0,
    "office_learning_half_life": 9.0,
    "performance_motivation": 0.6,
    "resignation_rate": 0.6,
    "bond_leaving_ratio": 0.5,
    "shortage_penalty": 0.0,
}
STUDY = """
  study:
    applies_to: education == school and bond == 0 months
    then: {enrol: steering}
    select: {per: course, rank_by: service}
"""
COURSE = "steering: {months: [2], seats: 3, hours: 60, duration: 6 months, effect: steering_effect}"
LEAVE = "{leaves: {steering: {records: {education: master}, stay: stay_on}}}"
AWAY = "{leaves: {steering: {}}}"
EXITS = "{hazards: {resigned: {assumption: resignation_rate, ratios: [%s]}}}"
BOUND = "{of: bond, assumption: bond_leaving_ratio}"


@cache
def study_law() -> Law:
    """Return the law of the school, where three of the schooled may study for half a year."""
    words = VOCABULARY.replace("  offices: [none, head]", "  offices: [none, head]\n"
                               "  schooling: [school, bachelor, master]").replace(
        "attributes:\n",
        "attributes:\n  education: {scale: schooling}\n"
        "  bond: {type: whole, unit: months, range: 0..48, moves: {each_month: -1}}\n",
    )  # fmt: skip
    rules = POLICY.replace("parameters:\n", "parameters:\n  stay_on: {value: 10 months}\n")
    with TemporaryDirectory() as folder:
        Path(folder, "vocabulary.yaml").write_text(words, encoding="utf-8")
        Path(folder, "rules.yaml").write_text(rules + STUDY, encoding="utf-8")
        return load_law(Path(folder, "rules.yaml"))


def world(leave: str = LEAVE, *systems: str, size: int = 8, **register: float) -> World:
    """Return the school with its course as a leave."""
    used = [courses(COURSE), *([system("secondment", leave)] if leave else [])]
    used += [system(*text.split(": ", 1)) for text in systems]
    service = (24 + np.arange(size) % 600).tolist()
    return school(
        size,
        [*used, system("outcomes")],
        study_law(),
        {"service": service},
        register={**WORK, **register},
    )


def lived(months: int, leave: str = LEAVE, *systems: str, **register: float) -> Record:
    """Return so many months of the school."""
    return simulate(world(leave, *systems, **register), months)


def found(record: Record, outcome: str, year: int = 0) -> float:
    """Return an outcome of everybody at the end of a year."""
    frame = record.outcomes.dropna()
    chosen = frame[(frame["outcome"] == outcome) & (frame["group"] == "all")]["value"]
    return float(chosen.iloc[year]) if len(chosen) else float("nan")


@pytest.mark.parametrize(("months", "away"), [(1, 0), (2, 3), (7, 3), (8, 0)])
def test_they_are_away_for_as_long_as_the_course_lasts(months: int, away: int) -> None:
    """Three seats from February, for six months: back to serve in August."""
    assert lived(months).state.away().sum() == away


def test_months_away_and_diplomas_are_counted() -> None:
    """Three people for six months in the first year, and three masters at its end."""
    record = lived(12)
    assert found(record, "months_away") == 18
    assert found(record, "diplomas") == 3
    assert found(record, "people_away") == 0
    education = record.state.people.record["education"]
    assert np.flatnonzero(education == 2).tolist() == [5, 6, 7]


def test_a_higher_diploma_is_never_lost() -> None:
    """Who has more than the course gives keeps it, and is not counted."""
    record = lived(12, LEAVE.replace("master", "school"))
    assert found(record, "diplomas") == 0
    assert not record.state.people.record["education"].any()


def test_what_is_learned_is_what_any_such_course_teaches() -> None:
    """The skill is that of training, to the last digit: leave adds no second effect."""
    skills = [lived(10, leave).state.people.acquired.of("ability") for leave in (LEAVE, "")]
    assert skills[0] is not None
    assert skills[0].tolist() == skills[1].tolist()  # type: ignore[union-attr]
    assert (skills[0] > 0).sum() == 3


def test_whoever_is_away_does_not_serve() -> None:
    """Their places count as short, and only the work of the others is seen."""
    served = {}
    for leave in (AWAY, ""):
        used = [courses(COURSE.replace("6 months", "20 months")), system("service")]
        used += [system("secondment", leave)] if leave else []
        register = {**WORK, "shortage_penalty": 2.0}
        start = school(8, [*used, system("outcomes")], study_law(), register=register)
        start.people.truth["ability"][:] = [0, 0, 0, 0, 0, 1, 1, 1]
        served[leave] = found(simulate(start, 12), "service_quality")
    # The three who are away are the able ones: one in four of the first unit, half of the second.
    able = 10 * 0.8 * (1 / 4 + 2 / 4) / 2
    short = 10 * 2.0 * (1 / 4 + 2 / 4) / 2
    assert served[""] == pytest.approx(50 + able)
    assert served[AWAY] == pytest.approx(50 - short)


def test_whoever_is_away_cannot_be_absent() -> None:
    """All eight leave in February: days of absence without leave are those of January."""
    lost = []
    for months in (1, 4):
        used = [courses(COURSE.replace("seats: 3", "seats: 8")), system("secondment", AWAY)]
        used += [system("attendance", "{absences: {assumption: absence_rate}}")]
        register = {"absence_rate": 600.0, "absence_days": 1.0, "absence_noted": 0.0}
        start = school(8, used, study_law(), register={**WORK, **register})
        lost.append(simulate(start, months).state.flows.total("absence_days"))
    assert lost == [8, 8]


def test_the_places_of_those_away_are_still_theirs() -> None:
    """Nobody is hired in their stead: places that nobody holds stay as many as without leave."""
    during = [simulate(world(leave, size=8), 12) for leave in (LEAVE, "")]
    assert found(during[0], "unfilled_places") == found(during[1], "unfilled_places")


def test_a_bond_lasts_from_the_return_on() -> None:
    """Ten months from August, one less every month; then nothing holds them any more."""
    assert lived(8).state.people.record["bond"].tolist() == [0, 0, 0, 0, 0, 9, 9, 9]
    assert lived(12).state.people.record["bond"].tolist() == [0, 0, 0, 0, 0, 5, 5, 5]
    assert not lived(17).state.people.record["bond"][5:].any()


@pytest.mark.parametrize(("ratio", "left"), [(0.9, 0.9**20), (1.0, 1.0)])
def test_whoever_is_bound_stays(ratio: float, left: float) -> None:
    """With 20 months left 0.9 a month is a hazard ratio of 0.12; at 1 it is no bond at all."""
    start = world(AWAY, f"exits: {EXITS % BOUND}", size=8000, bond_leaving_ratio=ratio)
    start.people.record["bond"][:4000] = 20
    leavers = simulate(start, 1).leavers["person"].to_numpy()
    bound, free = (leavers < 4000).sum(), (leavers >= 4000).sum()
    assert bound / free == pytest.approx(left, abs=4 * left * np.sqrt(1 / bound + 1 / free))


@pytest.mark.parametrize(("releases", "kept"), [("yes", False), ("no", True)])
def test_a_post_of_office_is_given_up_unless_the_leave_lets_one_keep_it(
    releases: str, kept: bool
) -> None:
    """The holder who goes in February loses the post, or leads nobody for the time being."""
    kind = UnitKind("house", (1, 1), "", 1, (0, 1), (Fraction(1),))
    plan = Plan(
        "school", "", ("near", "far"), ("none", "head"), ("staff",), (kind,), (8,), (0, 0), (0,)
    )
    start = world(f"{{leaves: {{steering: {{releases: {releases}}}}}}}")
    start.people.post[7] = 1
    record = simulate(replace(start, organisation=lay_out(plan)), 3)
    assert record.state.away()[7]
    assert (record.state.people.post[7] >= 0) == kept
    assert record.state.posts.vacant.tolist() == [True, not kept]
    assert bool(record.state.people.record["office"][7]) == kept


def test_names_are_checked() -> None:
    """A course, a diploma, an attribute and a parameter that do not exist are findings."""
    with pytest.raises(ScenarioError) as refused:
        lived(1, "{leaves: {sailing: {records: {education: doctor}, stay: stay_of}}, bond: bound}")
    told = [(f.code, f.values["seen"].strip("'")) for f in refused.value.findings]
    assert told == [
        ("unknown-word", "sailing"),
        ("unknown-attribute", "bound"),
        ("unknown-parameter", "stay_of"),
        ("unknown-word", "doctor"),
    ]


def test_on_off_and_varied() -> None:
    """Without a leave, or with none that anybody takes, all is as without the system; with more
    seats there are more away.
    """

    def outcomes(leave: str, seats: int) -> pd.Series:
        used = [courses(COURSE.replace("seats: 3", f"seats: {seats}")), system("service")]
        used += [system("secondment", leave)] if leave else []
        start = school(8, [*used, system("outcomes")], study_law(), register=WORK)
        frame = simulate(start, 12).outcomes.dropna()
        return frame.set_index(["outcome", "group"])["value"]

    own = {"months_away", "diplomas", "people_away"}
    off = outcomes("", 0)
    pd.testing.assert_series_equal(outcomes("{}", 0), off, check_exact=True)
    none = outcomes(LEAVE, 0)
    rest = none[~none.index.get_level_values(0).isin(own)]
    pd.testing.assert_series_equal(rest, off, check_exact=True)
    assert none["months_away", "all"] == 0
    assert outcomes(LEAVE, 5)["months_away", "all"] == 30
