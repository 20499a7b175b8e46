"""Appraisal: truth enters the record late, noisily, and by what practice makes of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from policy_sim.errors import ScenarioError
from policy_sim.policy.ast import Column, Compare, Const, History
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.rule import Effect
from policy_sim.policy.vocabulary import Series
from policy_sim.rules.history import HistoryLog
from policy_sim.simulation.appraisal import Appraisal, Score, Settings
from policy_sim.simulation.practices.practice import DatedPractice, Practice, Ratings
from policy_sim.simulation.state import State
from small_office import EXPECTATION, VERDICT, category, rule, started, state_of, workforce

SIZE = 20_000
POOR, GOOD, VERY_GOOD = 1, 2, 3

rated_very_good = rule(
    "very-good-above",
    "appraisal",
    Effect("rate", Const(VERDICT, VERY_GOOD)),
    scope=Compare(Comparison.EQ, Column(EXPECTATION, "result_rating"), Const(EXPECTATION, 2)),
)
rated_good = rule(
    "good-otherwise",
    "appraisal",
    Effect("rate", Const(VERDICT, GOOD)),
    scope=Compare(Comparison.NE, Column(EXPECTATION, "result_rating"), Const(EXPECTATION, 2)),
)
LAW = (rated_good, rated_very_good)


def drawn(size: int = SIZE, **record: list[int]) -> State:
    """Return people with independent true traits, under a law that rates by results."""
    source = np.random.default_rng(9)
    names = ("ability", "leadership", "motivation", "integrity", "connection")
    traits = dict(zip(names, source.standard_normal((5, size)), strict=True))
    return state_of(workforce(size, record, traits), *LAW)


def appraised(state: State, months: int = 2, settings: Settings | None = None) -> State:
    """Let *months* months pass with the appraisal on, and return the state."""
    started(state, Appraisal(settings or Settings())).run(months)
    return state


def correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Return the correlation of two columns."""
    return float(np.corrcoef(first, second)[0, 1])


def true_work(state: State) -> np.ndarray:
    """Return performance as it is with the register's loadings of 0.8 and 0.6."""
    truth = state.people.truth
    return 0.8 * truth["ability"] + 0.6 * truth["motivation"]


def test_the_record_is_as_reliable_as_the_register_says() -> None:
    """Scores correlate with the truth by the square root of their reliability."""
    state = appraised(drawn())
    performance = state.people.record["performance"]
    assert correlation(performance, true_work(state)) == pytest.approx(0.45**0.5, abs=0.015)
    assert performance.mean() == pytest.approx(750, abs=2)
    assert performance.std() == pytest.approx(80, abs=2)


def test_two_years_of_appraisal_agree_by_their_reliability() -> None:
    """The same truth, appraised again a year later: noise is fresh, agreement is .45."""
    state = appraised(drawn())
    first = state.people.record["performance"].copy()
    state.month += 1
    started(state, Appraisal(Settings())).run(12)
    assert correlation(first, state.people.record["performance"]) == pytest.approx(0.45, abs=0.02)


def test_assessments_take_turns() -> None:
    """A third of the people are assessed each year; after three years everybody was once."""
    state = drawn(3000)
    calendar = started(state, Appraisal(Settings()))
    shares = []
    for months in (2, 12, 12):
        calendar.run(months)
        shares.append(np.mean(state.people.record["competence"] != 650))
    assert shares == pytest.approx([1 / 3, 2 / 3, 1], abs=0.04)


def test_competence_and_potential_measure_their_own_traits() -> None:
    """Where assessed, competence follows ability and potential follows leadership."""
    state = appraised(drawn())
    record, truth = state.people.record, state.people.truth
    turn = record["competence"] != 650
    seen = correlation(record["competence"][turn], truth["ability"][turn])
    assert seen == pytest.approx(0.25**0.5, abs=0.03)
    seen = correlation(record["potential"][turn], truth["leadership"][turn])
    assert seen == pytest.approx(0.17**0.5, abs=0.03)
    assert abs(correlation(record["potential"][turn], truth["ability"][turn])) < 0.03


def test_without_signal_the_record_says_nothing() -> None:
    """All reliabilities 0: turning every truth upside down changes no record."""
    names = ("rating_reliability", "competence_reliability", "potential_reliability")
    silent = dict.fromkeys(names, 0.0)
    records = []
    for sign in (1, -1):
        state = drawn(500)
        state.register = {**state.register, **silent}
        truth = state.people.truth
        state.people.truth = {name: sign * trait for name, trait in truth.items()}
        records.append(appraised(state).people.record)
    for name in ("performance", "competence", "potential", "result_rating", "behaviour_rating"):
        assert np.array_equal(records[0][name], records[1][name])


def test_the_law_gives_the_yearly_grade_from_the_ratings() -> None:
    """Who is rated above expectation is very good, the others good, as the rules say."""
    state = appraised(drawn(2000))
    above = state.people.record["result_rating"] == 2
    latest = verdicts(state)
    assert np.array_equal(latest == VERY_GOOD, above)
    assert np.array_equal(latest == GOOD, ~above)
    assert above.mean() == pytest.approx(0.227, abs=0.03)


def verdicts(state: State, series: str = "verdict") -> np.ndarray:
    """Return everyone's last yearly grade."""
    use = History(VERDICT, "last", series)
    return state.people.history.past(np.arange(state.people.size)).column(use, state.today)


def test_the_grade_enters_the_series_that_the_law_names() -> None:
    """A rule that rates a second series leaves the first one as it was."""
    people = drawn(50).people
    conduct = Series("conduct", VERDICT)
    people.vocabulary = replace(
        people.vocabulary, series={**people.vocabulary.series, "conduct": conduct}
    )
    people.history = HistoryLog.empty(people.vocabulary, 50, people.history.entered)
    second = Const(category("series", "verdict", "conduct"), 1)
    rated = Effect("rate", Const(VERDICT, GOOD), {"series": second})
    state = appraised(state_of(people, rule("conduct", "appraisal", rated)))
    assert not verdicts(state).any()
    assert (verdicts(state, "conduct") == GOOD).all()


def test_without_a_law_the_scenario_cuts_the_scale() -> None:
    """Cuts at -1 and +1 SD of what is seen: 16 % poor, 68 % good, 16 % very good."""
    state = drawn()
    bare = state_of(state.people)
    appraised(bare, settings=Settings(cuts=(-1.0, 1.0)))
    shares = np.bincount(verdicts(bare), minlength=4) / SIZE
    assert shares.tolist() == pytest.approx([0, 0.159, 0.683, 0.159], abs=0.01)


def test_without_law_and_cuts_no_grade_is_given() -> None:
    """The scores are written all the same."""
    state = appraised(state_of(drawn(50).people))
    assert not verdicts(state).any()
    assert (state.people.record["performance"] != 700).any()


def test_leniency_lifts_every_rating_and_no_assessment() -> None:
    """Four points are four points in performance; an assessment centre is not lenient."""
    strict, kind = appraised(drawn(2000)), drawn(2000)
    people, lenient = kind.people, Practice(ratings=Ratings(leniency=4.0))
    kind = appraised(state_of(people, *LAW, practice=lenient))
    gain = kind.people.record["performance"] - strict.people.record["performance"]
    assert np.median(gain) == 40
    assert np.array_equal(kind.people.record["potential"], strict.people.record["potential"])
    better = (kind.people.record["result_rating"] == 2).mean()
    assert better == pytest.approx(0.40, abs=0.03)


def test_bias_lifts_the_favoured() -> None:
    """Eight points a standard deviation of closeness is as much as all that is seen."""
    close = Practice(ratings=Ratings(bias=8.0, favours="connection"))
    people = drawn().people
    state = appraised(state_of(people, *LAW, practice=close))
    seen = correlation(state.people.record["performance"], people.truth["connection"])
    assert seen == pytest.approx(0.5**0.5, abs=0.02)


def test_an_appraisal_enters_in_its_month_for_those_who_served_the_year() -> None:
    """Until February nothing is written; who came in January waits for the next year."""
    state = drawn(3, service=[0, 1, 100])
    calendar = started(state, Appraisal(Settings()))
    calendar.run(1)
    assert state.people.record["performance"].tolist() == [700, 700, 700]
    calendar.run(1)
    scores = state.people.record["performance"]
    assert scores[0] == 700
    assert 700 not in scores[1:]


def test_a_scenario_can_add_an_examination() -> None:
    """Any attribute can be a yearly score of any trait, by an assumption of the register."""
    scores = {"potential": Score(of="integrity", reliability="exam", years=1)}
    state = drawn(2000)
    state.register = {**state.register, "exam": 1.0}
    appraised(state, settings=Settings(scores=scores))
    exact = 720 + 80 * state.people.truth["integrity"]
    assert np.abs(state.people.record["potential"] - np.clip(exact, 0, 1000)).max() <= 0.5


def test_noise_belongs_to_the_person() -> None:
    """The first hundred of two hundred people are appraised as they are alone."""
    many, few = drawn(200), drawn(200)
    few.people.drop(np.arange(200) >= 100)
    scores = [appraised(state).people.record["performance"][:100] for state in (many, few)]
    assert np.array_equal(*scores)


def test_a_score_of_a_trait_that_nobody_has_is_refused() -> None:
    """A slip in the name of a trait is found before the first month, with the nearest name."""
    scores = {"potential": Score(of="leadershp", reliability="exam")}
    with pytest.raises(ScenarioError) as refused:
        started(drawn(5), Appraisal(Settings(scores=scores)))
    assert refused.value.findings[0].values["near"] == "leadership"


def test_bias_may_favour_by_the_record() -> None:
    """Eight points for one step of an attribute: one SD between the two sexes on record."""
    favours_men = Practice(ratings=Ratings(bias=8.0, favours="sex"))
    half = [i % 2 for i in range(SIZE)]
    people = drawn(SIZE, sex=half).people
    state = appraised(state_of(people, *LAW, practice=favours_men))
    score, men = state.people.record["performance"], np.array(half) == 1
    assert score[men].mean() - score[~men].mean() == pytest.approx(80, abs=3)


def test_noise_takes_reliability_away() -> None:
    """Half of it leaves half of the reliability; all of it ratings that tell nothing."""
    for share, left in (("50%", 0.5), ("100%", 0.0)):
        state = drawn()
        noisy = Practice(ratings=Ratings(noise=share))
        state.practices = DatedPractice("noisy", ((date(1900, 1, 1), noisy),))
        performance = appraised(state).people.record["performance"]
        seen = correlation(performance, true_work(state))
        assert seen == pytest.approx((0.45 * left) ** 0.5, abs=0.015)
        assert performance.std() == pytest.approx(80, abs=2)
