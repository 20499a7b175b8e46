"""A monitoring plan finds a planted sign, and never one that an agency could not see."""

from __future__ import annotations

import re
from datetime import date

import numpy as np
import pytest

from policy_sim.catalogue.language import language_named
from policy_sim.report.sweep.monitoring import (
    draw_indicators,
    monitoring_told,
)
from policy_sim.report.sweep.parts import lines_of
from policy_sim.report.sweep.teller import Teller
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.observations import Observations
from policy_sim.sweep.foresight.monitoring import Ends, MonitoringPlan, monitoring
from policy_sim.sweep.foresight.signs import CHANGE, LEVEL, Sign, looks

YEARS = tuple(date(2026 + n, 12, 31) for n in range(6))
BASE, REFORM = "law+habit", "merit+habit"
START = date(2027, 1, 1)


def planted(cases: int, *, fails: bool = True, starts: int = 1000) -> Observations:
    """Return cases whose end hangs on the vacancies of 2028, and on hidden motivation wholly."""
    luck = np.random.default_rng(11)
    series: dict[tuple[str, int, str, str], tuple[float, ...]] = {}
    for n in range(cases):
        vacancies = 20 + 5 * luck.normal()
        gain = (20 - vacancies) / 5 + 0.3 * luck.normal() + (0 if fails else 50)
        early = 100 * luck.normal()
        for arm in (BASE, REFORM):
            end = 50 + luck.normal() * 0 + (gain if arm == REFORM else 0)
            rows = {
                "service_quality": (50.0,) * 5 + (end,),
                "mean_motivation": (gain,) * 6,
                "vacancies": (early, early, early + vacancies, 3.0, 3.0, 3.0),
                "headcount": tuple(luck.normal(size=6)),
                "hires": (5.0,) * 6,
            }
            for name, values in rows.items():
                series[arm, n, name, "all"] = tuple(map(float, values))
    return Observations(YEARS, tuple(range(cases)), series)


def plan(seen: Observations, limit: float | None = 0.0, base: str | None = BASE) -> MonitoringPlan:
    """Return the plan for the reform, after 12 to 24 months."""
    ends = Ends(REFORM, "service_quality", base, limit)
    return monitoring(seen, OUTCOMES, ends, (START, (12, 24)), list(seen.replications))


def test_the_planted_sign_comes_first() -> None:
    """The change of vacancies by 2028 foretells the end; its threshold is near the planted one."""
    found = plan(planted(120))
    best = found.indicators[0]
    assert best.sign == Sign("vacancies", date(2028, 12, 31), CHANGE)
    assert best.alarm is not None
    assert best.alarm.above
    assert best.alarm.value == pytest.approx(20, abs=1.5)
    assert best.explained > 0.85
    assert best.correlation < -0.9
    assert best.errors is not None
    assert best.errors.balanced < 0.15
    assert found.choosing is not None
    assert found.choosing.balanced < 0.15


def test_nothing_hidden_is_watched() -> None:
    """Motivation decides the end wholly here, and is no sign: nobody sees it."""
    found = plan(planted(40))
    watched = {one.sign.outcome for one in found.indicators}
    assert watched == {"vacancies", "headcount"}


def test_hidden_outcomes_say_so() -> None:
    """An outcome whose formula speaks of what is true, or of what nobody noticed, is hidden."""
    words = re.compile(r"\btrue (?!for)|\breally\b|noticed or not|found or not|, in SD\b")
    telling = {name for name, one in OUTCOMES.items() if words.search(one.formula)}
    assert {name for name in telling if not OUTCOMES[name].hidden} == set()
    assert not OUTCOMES["vacancies"].hidden


def test_looks_are_after_the_reform_and_before_the_end() -> None:
    """Year's ends within the months; the last year is no sign of itself."""
    assert [YEARS[look.at].year for look in looks(YEARS, START, (12, 24))] == [2027, 2028]
    assert [look.before for look in looks(YEARS, START, (12, 24))] == [0, 0]
    assert [YEARS[look.at].year for look in looks(YEARS, date(2026, 6, 1), (12, 24))] == [2027]
    assert [look.before for look in looks(YEARS, date(2026, 1, 1), (12, 12))] == [None]
    assert looks(YEARS, date(2031, 1, 1), (12, 24)) == ()


def test_an_end_is_the_last_year() -> None:
    """Foretold is the difference in the last year, and its limit parts the cases."""
    found = plan(planted(60))
    assert found.day == YEARS[-1]
    assert (found.limit, found.given) == (0.0, True)
    assert 10 < found.failed < 50


def test_a_limit_that_parts_nobody_becomes_the_worst_quarter() -> None:
    """Where the reform never fails, the worst quarter is told from the others, and that is said."""
    found = plan(planted(60, fails=False))
    assert (found.failed, found.given) == (15, False)
    assert any("worst quarter" in line for line in lines_of(monitoring_told([found]).parts))


def test_where_lower_is_better_high_ends_fail() -> None:
    """Of vacancies the highest quarter is the worst one."""
    seen = planted(40)
    for n in seen.replications:
        series = list(seen.series[REFORM, n, "vacancies", "all"])
        dict.__setitem__(seen.series, (REFORM, n, "vacancies", "all"), (*series[:5], float(n)))  # type: ignore[arg-type]
    ends = Ends(REFORM, "vacancies", None, None)
    found = monitoring(seen, OUTCOMES, ends, (START, (12, 24)), list(seen.replications))
    assert (found.failed, found.limit) == (10, pytest.approx(29.25))


def test_too_few_cases_give_no_indicator() -> None:
    """Under twenty cases nothing is held against the end."""
    found = plan(planted(19))
    assert found.indicators == ()
    assert any("Too few cases" in line for line in lines_of(monitoring_told([found]).parts))


def test_a_level_as_it_stands() -> None:
    """Without a baseline the reform's own figure is foretold."""
    assert plan(planted(40), None, None).limit == pytest.approx(49.3, abs=0.5)


def test_noise_is_not_relied_on() -> None:
    """Where no sign tells anything, the plan says so, though the best of many looks good."""
    luck = np.random.default_rng(5)
    names = [name for name in sorted(OUTCOMES) if not OUTCOMES[name].hidden][:40]
    series = {
        (arm, n, name, "all"): tuple(luck.normal(size=6).tolist())
        for arm in (BASE, REFORM)
        for n in range(30)
        for name in (*names, "service_quality")
    }
    found = plan(Observations(YEARS, tuple(range(30)), series))
    best = found.indicators[0].errors
    assert best is not None
    assert best.balanced < 0.35
    assert found.choosing is not None
    assert found.choosing.by_luck > 0.05
    assert any(
        "No sign can be relied on" in line for line in lines_of(monitoring_told([found]).parts)
    )


def test_the_plan_is_said_in_both_languages() -> None:
    """Table and sentences in English and Indonesian, with each language's numbers and dates."""
    found = plan(planted(120))
    english = "\n".join(lines_of(monitoring_told([found]).parts))
    assert "On 31 December 2028 look at 'change in vacancies since before the reform'" in english
    assert "failures missed" in english
    assert found.choosing is not None
    one = found.choosing
    assert one.alarms + one.quiet == one.failures + one.others
    assert f"So {one.found} of {one.alarms} cases with an alarm failed" in english
    indonesian = "\n".join(lines_of(monitoring_told([found], Teller(language_named("id"))).parts))
    assert "Pada 31 Desember 2028" in indonesian
    assert "failures" not in indonesian
    assert monitoring_told([found]).values["plans"][0]["day"] == "2031-12-31"


def test_the_figure_places_each_sign_by_its_errors() -> None:
    """Axes show shares missed and of false alarms, with a name for each sign."""
    found = plan(planted(120))
    axes = draw_indicators(found)
    labels = axes.get_legend_handles_labels()[1]
    assert labels[0] == "blind guessing"
    assert labels[1] == "1. change in vacancies since before the reform, 31 December 2028"
    errors = found.indicators[0].errors
    assert errors is not None
    assert axes.lines[1].get_xdata()[0] == pytest.approx(100 * errors.missed / errors.failures)  # type: ignore[index]


def test_levels_and_changes_are_both_looked_at() -> None:
    """Each outcome is looked at as it stands, and as it has changed."""
    forms = {one.sign.form for one in plan(planted(40)).indicators}
    assert forms == {LEVEL, CHANGE}
