"""Raters: weights, eyes and leanings of several people who judge the same work."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from policy_sim.documents import shape
from policy_sim.documents.reader import read_text
from policy_sim.errors import ScenarioError
from policy_sim.simulation.appraisal import Appraisal, Settings
from policy_sim.simulation.behaviour import performance
from policy_sim.simulation.citizens import CITIZEN_INDEX, CLIENTELE
from policy_sim.simulation.practices.practice import Practice, Ratings
from policy_sim.simulation.raters import Panel, judge
from policy_sim.simulation.state import State
from small_office import REGISTER, started, state_of, workforce

SIZE = 20_000
EYES = {
    "superior_reliability": 0.45,
    "peer_reliability": 0.37,
    "keen": 1.0,
    "mild": 4.0,
    "for_men": 2.0,
    "hard": 4.0,
}


def office(practice: Practice | None = None, **register: float) -> State:
    """Return people of both sexes with independent traits, in three units."""
    source = np.random.default_rng(5)
    names = ("ability", "leadership", "motivation", "integrity", "connection")
    traits = dict(zip(names, source.standard_normal((5, SIZE)), strict=True))
    record = {"sex": [n % 2 for n in range(SIZE)], "unit": [n % 3 for n in range(SIZE)]}
    people = workforce(SIZE, record, traits)
    return state_of(people, practice=practice, register={**EYES, **register})


def settings(raters: str) -> Settings:
    """Return the settings of an appraisal by *raters*, written as a scenario does."""
    return shape(read_text(f"raters: {raters}\n", "scenario.yaml").root, Settings)


def panel(state: State, raters: str) -> Panel:
    """Return what *raters* see of everybody."""
    works = performance(state.people, state.register)
    everybody = np.arange(state.people.size)
    return judge(settings(raters).raters, state, works, everybody, 2025)


def appraised(state: State, raters: str) -> Mapping[str, Any]:
    """Return the record after an appraisal by *raters*."""
    made = settings(raters) if raters else Settings()
    started(state, Appraisal(made)).run(2)
    return state.people.record


def validity(seen: np.ndarray, state: State) -> float:
    """Return the correlation of what is seen with work as it is."""
    return float(np.corrcoef(seen, performance(state.people, state.register))[0, 1])


ONE = "{superior: {weight: 100%, reliability: superior_reliability}}"
TWO = (
    "{superior: {weight: 60%, reliability: superior_reliability},"
    " peers: {weight: 40%, reliability: peer_reliability}}"
)


def test_one_rater_sees_by_the_root_of_the_reliability() -> None:
    """A superior alone sees as well as an appraisal without raters does."""
    state = office()
    seen = panel(state, ONE).seen
    assert validity(seen, state) == pytest.approx(0.45**0.5, abs=0.015)
    assert seen.std() == pytest.approx(1, abs=0.02)


def test_two_raters_see_more_than_one() -> None:
    """The validity of a weighted mean is that of classical test theory."""
    state, weights = office(), np.array([0.6, 0.4])
    true = np.sqrt(np.array([0.45, 0.37]))
    signal, noise = weights @ true, (weights**2) @ (1 - true**2)
    expected = signal / np.sqrt(signal**2 + noise)
    assert expected > 0.45**0.5
    assert validity(panel(state, TWO).seen, state) == pytest.approx(expected, abs=0.015)


def test_a_rater_of_no_weight_is_no_rater() -> None:
    """The panel sees exactly what it sees without them."""
    state = office()
    more = ONE[:-1] + ", peers: {weight: 0%, reliability: peer_reliability}}"
    assert (panel(state, more).seen == panel(state, ONE).seen).all()


def test_weights_count_against_each_other() -> None:
    """Six to four is the same as three to two."""
    state = office()
    other = TWO.replace("60%", "30%").replace("40%", "20%")
    assert np.allclose(panel(state, TWO).seen, panel(state, other).seen)


def test_leniency_lifts_everybody_by_its_weight() -> None:
    """Four points of one of two equal raters are two points of the rating."""
    state = office()
    lenient = (
        TWO.replace("60%", "1")
        .replace("40%", "1")
        .replace("peer_reliability", "peer_reliability, leniency: mild")
    )
    plain = lenient.replace(", leniency: mild", "")
    lift = (panel(state, lenient).seen - panel(state, plain).seen) * REGISTER["score_spread"]
    assert np.allclose(lift, 2.0)


def test_a_rater_may_lean_towards_an_attribute() -> None:
    """Two points for men, at the whole weight, and none for women."""
    state = office()
    leaning = ONE.replace("}}", ", leanings: [{of: sex, assumption: for_men}]}}")
    lift = (panel(state, leaning).seen - panel(state, ONE).seen) * REGISTER["score_spread"]
    men = state.people.record["sex"] == 1
    assert np.allclose(lift[men], 2.0)
    assert np.allclose(lift[~men], 0.0)


def test_citizens_mark_down_those_who_serve_hard_ones() -> None:
    """One SD of clientele costs its points, wherever the clientele is known to be so."""
    state = office()
    citizens = ONE.replace("}}", ", clientele: hard}}")
    assert (panel(state, citizens).seen == panel(state, ONE).seen).all()
    state.units[CLIENTELE] = np.array([1.0, 0.0, -0.5])
    lift = (panel(state, citizens).seen - panel(state, ONE).seen) * REGISTER["score_spread"]
    expected = np.array([-4.0, 0.0, 2.0])[state.people.record["unit"]]
    assert np.allclose(lift, expected)


def test_the_survey_of_a_unit_counts_alike_for_all_in_it() -> None:
    """Points above the mean of units; before the first survey nobody is above another."""
    state = office()
    unit = "{a: {weight: 1, reliability: keen}, survey: {weight: 1, unit: yes}}"
    before = panel(state, unit).seen
    state.units[CITIZEN_INDEX] = np.array([90.0, 80.0, 70.0])
    lift = (panel(state, unit).seen - before) * 2 * REGISTER["score_spread"]
    assert np.allclose(lift, np.array([10.0, 0.0, -10.0])[state.people.record["unit"]])


def test_where_a_rater_does_not_rate_the_others_have_the_whole_weight() -> None:
    """In other kinds of unit the panel is what it is without that rater."""
    state = office()
    elsewhere = TWO.replace("peer_reliability", "peer_reliability, kinds: [unit]")
    assert np.allclose(panel(state, elsewhere).seen, panel(state, TWO).seen)


def test_the_practice_acts_on_those_inside() -> None:
    """Leniency of the office lifts the part of a rating that is given in the office."""
    lenient = Practice(ratings=Ratings(leniency=4))
    outside = TWO.replace("peer_reliability", "peer_reliability, inside: no")
    plain = appraised(office(), outside)["performance"].astype(float)
    lifted = appraised(office(lenient), outside)["performance"].astype(float)
    assert (lifted - plain)[(plain < 950) & (plain > 50)].mean() == pytest.approx(24, abs=1)


def test_scores_and_ratings_come_from_the_panel() -> None:
    """Two raters make scores that vary less, and fewer that are above expectation."""
    alone, together = appraised(office(), ONE), appraised(office(), TWO)
    assert together["performance"].std() < 0.9 * alone["performance"].std()
    assert (together["result_rating"] == 2).sum() < (alone["result_rating"] == 2).sum()


@pytest.mark.parametrize(
    ("raters", "said"),
    [
        ("{a: {weight: 1}}", "reliability"),
        ("{a: {weight: 1, reliability: keen, unit: yes}}", "reliability"),
        ("{a: {weight: 0, reliability: keen}}", "nobody rates"),
        ("{a: {weight: 1, reliability: keen, kinds: [unit]}}", "nobody rates"),
        ("{a: {weight: 1, reliability: keen, kinds: [untis]}}", "untis"),
        ("{a: {weight: mark, reliability: keen}}", "mark"),
        ("{a: {weight: 1, reliability: keen, leanings: [{of: abilty, assumption: keen}]}}", "abil"),
    ],
)
def test_what_is_wrong_with_raters_is_told(raters: str, said: str) -> None:
    """Each mistake is a finding that names it, at its place in the scenario."""
    with pytest.raises(ScenarioError, match=said) as caught:
        appraised(office(), raters)
    assert all(finding.where.file for finding in caught.value.findings)


def test_the_assumptions_of_raters_are_those_of_the_appraisal() -> None:
    """What a rater brings in is read from the register, and so must stand in it."""
    made = Appraisal(settings(TWO.replace("peer_reliability", "peer_reliability, leniency: mild")))
    assert {"superior_reliability", "peer_reliability", "mild"} <= set(made.assumptions)
