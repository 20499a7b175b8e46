"""Citizens: satisfaction follows service under a ceiling, and complaints need a channel."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.chance import Chance
from policy_sim.errors import ScenarioError
from policy_sim.simulation.assumptions.register import load_register
from policy_sim.simulation.behaviour import performance
from policy_sim.simulation.citizens import (
    CITIZEN_INDEX,
    COMPLAINTS,
    GRIEVANCES,
    PRAISE,
    RESOLVED,
    SATISFACTION,
    Citizens,
    Settings,
)
from policy_sim.simulation.measures.groups import grouping
from policy_sim.simulation.measures.public import (
    citizen_satisfaction,
    complaints,
    complaints_in_time,
    grievances,
    praise,
)
from policy_sim.simulation.measures.year_end import YearEnd
from policy_sim.simulation.outcomes import Outcomes
from policy_sim.simulation.outcomes import Settings as NoSettings
from policy_sim.simulation.public.satisfaction import Curve, log_odds
from policy_sim.simulation.public.voices import poisson, rounded_by_lot
from policy_sim.simulation.service import Service
from policy_sim.simulation.service import Settings as ServiceSettings
from policy_sim.simulation.state import State
from small_office import REGISTER, started, state_of, workforce
from small_study import ROOT

CITIZENS = dict(load_register(ROOT / "scenarios" / "assumptions" / "citizens.yaml"))
IKM = Curve(25, 100, 89.96, 50, 0.3)
YEAR = 12


def office(ability: float = 0.0, register: Mapping[str, float] | None = None) -> State:
    """Return the small office, whose places are all filled by people of one ability."""
    record = {"unit": [0, 0, 1, 1, 2, 2], "family": [0, 0, 0, 1, 1, 1], "zone": [0, 0, 0, 0, 1, 1]}
    people = workforce(6, record, {"ability": [ability] * 6})
    return state_of(people, register={"acting_penalty": 0.0, **CITIZENS, **(register or {})})


def after_a_year(state: State, **settings: object) -> State:
    """Let a year pass in which citizens are asked and heard."""
    scale = {"lowest": 25.0, "highest": 100.0}
    started(state, Citizens(Settings(**{**scale, **settings}))).run(YEAR)  # type: ignore[arg-type]
    return state


def test_satisfaction_is_as_measured_where_service_is_at_the_anchor() -> None:
    """An average office is exactly as well liked as the survey found."""
    state = after_a_year(office())
    assert np.allclose(state.units[SATISFACTION], 89.96)


@given(st.floats(0, 100), st.floats(0.1, 50))
def test_better_service_satisfies_more_and_never_beyond_the_scale(
    index: float, more: float
) -> None:
    """Satisfaction rises with service, between the ends of the scale."""
    before, after = IKM.at(np.array([index, index + more]))
    assert 25 <= before < after <= 100


def test_near_the_ceiling_better_service_shows_less() -> None:
    """Ten points of service lift 89.96 by less than they lift what stood in the middle."""
    low, high = Curve(25, 100, 62.5, 50, 0.3), IKM
    gains = [np.diff(curve.at(np.array([50.0, 60.0])))[0] for curve in (low, high)]
    assert gains[0] > 2 * gains[1] > 0
    # The slope of a logistic curve is s (1 - s) of its span; 89.96 is a share of 0.866.
    assert gains[1] == pytest.approx(75 * 0.3 * 0.866 * 0.134, rel=0.15)


def test_hard_citizens_are_less_satisfied_with_the_same_service() -> None:
    """An SD of clientele costs what the assumption says, in log odds, and nothing at zero."""
    kind = {"unit": 1.0}
    usual = after_a_year(office()).units[SATISFACTION]
    hard = after_a_year(office(), clientele=kind).units[SATISFACTION]
    odds = [log_odds((float(cells[0, 0]) - 25) / 75) for cells in (usual, hard)]
    assert odds[0] - odds[1] == pytest.approx(CITIZENS["clientele_effect"])
    without = after_a_year(office(register={"clientele_effect": 0.0}), clientele=kind)
    assert (without.units[SATISFACTION] == usual).all()


def test_who_does_not_notice_service_is_never_moved() -> None:
    """With a slope of zero, satisfaction is that of an average office whatever the staff."""
    register = {"satisfaction_slope": 0.0}
    poor, good = (after_a_year(office(x, register)).units[SATISFACTION] for x in (-2.0, 2.0))
    assert (poor == good).all()


def test_a_survey_errs_by_its_sample() -> None:
    """The error is the spread of single answers over the root of their number."""
    units = np.arange(20_000)
    one = 12 * Chance(1, 0).normal("survey of citizens", units, 2026)
    assert one.std() == pytest.approx(12, rel=0.02)
    few, many = (after_a_year(office(), respondents=n).units[CITIZEN_INDEX] for n in (4, 400))
    assert (many - 89.96).tolist() == pytest.approx(((few - 89.96) / 10).tolist(), abs=1e-9)


def test_what_is_measured_stays_on_the_scale() -> None:
    """No sample leads beyond the ends."""
    state = after_a_year(office(register={"survey_spread": 500.0}), respondents=1)
    assert ((state.units[CITIZEN_INDEX] >= 25) & (state.units[CITIZEN_INDEX] <= 100)).all()


def test_channels_bring_complaints_about_the_same_service() -> None:
    """Grievances are what they are; without a channel nobody complains, with all everybody does."""
    many = {"grievance_rate": 40.0}
    none, some, every = (
        after_a_year(office(register=many), channels=share) for share in ("0%", "25%", "100%")
    )
    assert none.units[COMPLAINTS].sum() == 0
    assert (every.units[COMPLAINTS] == every.units[GRIEVANCES]).all()
    assert 0 < some.units[COMPLAINTS].sum() < some.units[GRIEVANCES].sum()
    assert (some.units[RESOLVED] <= some.units[COMPLAINTS]).all()


def test_worse_service_gives_more_reason_to_complain_and_less_praise() -> None:
    """By the ratios of the register, in each unit at the same luck."""
    many = {"grievance_rate": 40.0, "praise_rate": 40.0}
    poor, good = (after_a_year(office(x, many)) for x in (-1.0, 1.0))
    assert (poor.units[GRIEVANCES] > good.units[GRIEVANCES]).all()
    assert (poor.units[PRAISE] < good.units[PRAISE]).all()
    index = (0.8 * 1.0 - 0.0) * 10  # ability counts 0.8 beside motivation
    expected = 0.7 ** (2 * index / 10)
    ratio = good.units[GRIEVANCES].sum() / poor.units[GRIEVANCES].sum()
    assert ratio == pytest.approx(expected, rel=0.2)


@given(st.floats(0, 400), st.integers(0, 2**30))
def test_poisson_numbers_are_inverted_exactly(mean: float, seed: int) -> None:
    """They rise with luck and with the mean, and lie where the distribution has its mass."""
    luck = np.sort(Chance(seed, 0).uniform("test", np.arange(50)))
    number = poisson(luck, np.full(50, mean))
    assert (np.diff(number) >= 0).all()
    assert (poisson(luck, np.full(50, mean + 1.0)) >= number).all()
    assert number.max() <= mean + 8 * mean**0.5 + 12


@pytest.mark.parametrize("mean", [0.3, 4.0, 60.0, 199.0, 201.0, 3000.0])
def test_poisson_numbers_have_the_mean_and_the_variance(mean: float) -> None:
    """Both equal the mean, below and above the mean where the inversion changes."""
    number = poisson(Chance(3, 0).uniform("test", np.arange(40_000)), np.full(40_000, mean))
    assert number.mean() == pytest.approx(mean, rel=0.02)
    assert number.var() == pytest.approx(mean, rel=0.03)


def test_a_part_of_a_case_is_a_lot() -> None:
    """Two and a half are two for the one half of the units and three for the other."""
    assert rounded_by_lot(np.array([2.5, 2.5, 2.0]), np.array([0.4, 0.6, 0.99])).tolist() == [
        2,
        3,
        2,
    ]


def test_a_scorecard_lifts_staff_by_what_was_found_and_no_more() -> None:
    """All units shown: 0.09 SD for everybody (Gaduh et al. 2020); none shown: nothing at all."""
    usual = performance(office().people, REGISTER)
    shown, hidden = (after_a_year(office(), scorecards=share) for share in ("100%", "0%"))
    assert (performance(shown.people, REGISTER) - usual).tolist() == pytest.approx([0.09] * 6)
    assert (performance(hidden.people, REGISTER) == usual).all()


def test_without_effect_a_scorecard_changes_nothing() -> None:
    """At an effort of zero satisfaction is exactly that without scorecards."""
    idle = after_a_year(office(register={"scorecard_effort": 0.0}), scorecards="100%")
    assert (idle.units[SATISFACTION] == after_a_year(office()).units[SATISFACTION]).all()


def test_some_units_are_shown_their_marks() -> None:
    """A share of units, the same in every arm, and with a larger share only more of them."""
    few, more = (
        after_a_year(office(), scorecards=share).people.standing for share in ("40%", "80%")
    )
    lower, higher = few.of("scorecard"), more.of("scorecard")
    assert lower is not None
    assert higher is not None
    assert (higher >= lower).all()


def test_outcomes_by_zone_and_family_or_none() -> None:
    """Satisfaction by family and zone, cases by zone; without the system there is no answer."""
    state = after_a_year(office(register={"grievance_rate": 200.0, "praise_rate": 9.0}))
    year = YearEnd(state)
    everybody, zone, family, sex = (
        grouping(state.people, name) for name in ("", "zone", "family", "sex")
    )
    assert citizen_satisfaction(year, everybody)[0] == pytest.approx(89.96)
    assert citizen_satisfaction(year, zone).tolist() == pytest.approx([89.96, 89.96])
    assert citizen_satisfaction(year, family).tolist() == pytest.approx([89.96, 89.96])
    assert np.isnan(citizen_satisfaction(year, sex)).all()
    for measure in (complaints, grievances, praise):
        assert measure(year, zone).sum() == measure(year, everybody)[0] > 0
    assert 40 < complaints_in_time(year, everybody)[0] < 95
    nothing = YearEnd(office())
    for measure in (citizen_satisfaction, complaints, complaints_in_time, grievances, praise):
        assert np.isnan(measure(nothing, everybody)).all()


def test_the_yearbook_is_the_same_but_for_what_citizens_say() -> None:
    """Without scorecards the public only watches: every other outcome is as without it."""
    on, off = office(), office()
    systems = (Service(ServiceSettings()), Outcomes(NoSettings()))
    started(on, Citizens(Settings(lowest=25.0)), *systems).run(2 * YEAR)
    started(off, *systems).run(2 * YEAR)
    said = {"citizen_satisfaction", "complaints", "complaints_in_time", "grievances", "praise"}
    both = [state.yearbook.frame().set_index(["date", "outcome", "group"]) for state in (on, off)]
    with_them, without = (frame[~frame.index.get_level_values(1).isin(said)] for frame in both)
    assert with_them.equals(without)
    assert said <= set(both[0].dropna().index.get_level_values(1)) | {"complaints_in_time"}


def test_kinds_and_parameters_are_known() -> None:
    """Each mistake in the settings is a finding that names it."""
    with pytest.raises(ScenarioError, match="unti"):
        after_a_year(office(), clientele={"unti": 1.0})
    with pytest.raises(ScenarioError, match="open_doors"):
        after_a_year(office(), channels="open_doors")
    with pytest.raises(ScenarioError, match="scale"):
        after_a_year(office(), highest=80.0)
