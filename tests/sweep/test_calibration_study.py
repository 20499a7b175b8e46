"""A calibration of a study: planted values are found again in totals that a run has counted."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from policy_sim.catalogue.language import language_named
from policy_sim.errors import ScenarioError
from policy_sim.report.page.blocks import Table
from policy_sim.report.sweep.calibration import calibration_told, draw_fit
from policy_sim.report.sweep.parts import lines_of
from policy_sim.report.sweep.teller import Teller
from policy_sim.study.loading import load_scenario
from policy_sim.study.points import Point
from policy_sim.study.scenario import Scenario
from policy_sim.sweep.calibration.document import calibrated_scenario
from policy_sim.sweep.calibration.study import Calibration, calibrated, years_of
from policy_sim.sweep.calibration.totals import Total
from policy_sim.sweep.evaluation import Sweep, sweeping

FREE = ["resignation_rate", "rating_reliability"]


def counted(sweep: Sweep, rate: str) -> tuple[Total, ...]:
    """Return the exits of each year at another rate, on average over the histories."""
    (there,) = sweep.evaluate([Point.of({"assume.resignation_rate": rate})], 2)
    arm = sweep.grid.baseline.name
    return tuple(
        Total(
            year,
            "exits",
            "all",
            sum(there.seen.series[arm, n, "exits", "all"][i] for n in range(2)) / 2,
            0.0,
        )
        for i, year in enumerate(years_of(sweep))
    )


@pytest.fixture(scope="module")
def found(office: Scenario, tmp_path_factory: pytest.TempPathFactory) -> Calibration:
    """Three years of exits at the highest rate of the range; the last year is held out."""
    folder = tmp_path_factory.mktemp("calibration") / "office"
    high = office.register.assumptions["resignation_rate"].high
    with sweeping(office, folder, workers=1, years=3, people=200, replications=2) as sweep:
        totals = counted(sweep, f"{high:g}")
        return calibrated(sweep, totals, only=FREE, steps=1)


def test_the_planted_rate_is_found(found: Calibration, office: Scenario) -> None:
    """Exits tell the rate of resignation, and nothing of how reliable ratings are."""
    by_name = {one.entry.name: one for one in found.parameters}
    high = office.register.assumptions["resignation_rate"].high
    rate = by_name["resignation_rate"]
    assert rate.value > rate.entry.value
    assert abs(high - rate.value) < abs(high - rate.entry.value) / 2
    ratings = by_name["rating_reliability"]
    assert ratings.value == pytest.approx(ratings.entry.value)
    assert not ratings.identified


def test_fitted_and_held_out_are_apart(found: Calibration) -> None:
    """The last of three years takes no part, and is met better too."""
    assert found.held_out == (2028,)
    assert [one.fitted for one in found.figures] == [True, True, False]
    for fitted in (True, False):
        before = found.misfit(fitted=fitted, after=False)
        after = found.misfit(fitted=fitted, after=True)
        assert before is not None
        assert after is not None
        assert after < before


def test_the_result_is_a_scenario(found: Calibration, office: Scenario, tmp_path: Path) -> None:
    """What is identified is assumed, with its range; the rest is told and left."""
    path = tmp_path / "calibrated.yaml"
    text = calibrated_scenario(found, office, path, "past.csv")
    path.write_text(text, encoding="utf-8")
    scenario = load_scenario(path)
    identified = [one for one in found.parameters if one.identified]
    assert "left as they were: rating_reliability" in text
    for one in identified:
        assert scenario.register[one.entry.name] == pytest.approx(one.value, rel=1e-3)
    same = scenario.register.assumptions["rating_reliability"]
    assert same == office.register.assumptions["rating_reliability"]


def test_a_total_without_a_value_is_told(office: Scenario, tmp_path: Path) -> None:
    """A group that the study does not count, by year and outcome."""
    total = Total(2026, "exits", "zone=moon", 3.0, 0.0)
    with (
        sweeping(office, tmp_path / "office", workers=1) as sweep,
        pytest.raises(ScenarioError) as told,
    ):
        calibrated(sweep, [total], only=FREE, steps=0)
    assert told.value.findings[0].code == "total-without-value"


def test_ages_and_parts_of_a_total_are_found(office: Scenario, tmp_path: Path) -> None:
    """Exits by their reason, and how old people are: the decades add up to the headcount."""
    decades = [f"age={n}-{n + 9}" for n in range(0, 90, 10)]
    totals = [
        Total(2026, "exits", "reason=retired", 3.0, 0.0),
        Total(2026, "mean_age", "all", 40.0, 0.0),
        Total(2026, "headcount", "all", 100.0, 0.0),
        *(Total(2026, "headcount", decade, 10.0, 0.0) for decade in decades),
    ]
    with sweeping(office, tmp_path / "office", workers=1) as sweep:
        found = calibrated(sweep, totals, only=["resignation_rate"], steps=0)
    (_, age, heads), ages = (one.before for one in found.figures[:3]), found.figures[3:]
    assert found.figures[0].total is totals[0]
    assert sum(one.before for one in ages) == pytest.approx(heads)
    assert sum(one.before > 0 for one in ages) > 3
    middle = sum(one.before * (10 * n + 5) for n, one in enumerate(ages)) / heads
    assert age == pytest.approx(middle, abs=2.5)


def test_no_year_may_be_left_to_fit(office: Scenario, tmp_path: Path) -> None:
    """Holding all years out is refused."""
    total = Total(2026, "exits", "all", 3.0, 0.0)
    with (
        sweeping(office, tmp_path / "office", workers=1) as sweep,
        pytest.raises(ScenarioError) as told,
    ):
        calibrated(sweep, [total], only=FREE, held_out=1)
    assert told.value.findings[0].where.file == "--hold-out"


def test_it_is_told_in_both_languages(found: Calibration) -> None:
    """Which assumptions are not identified, and the misfit of the year held out."""
    english = "\n".join(lines_of(calibration_told(found).parts))
    assert "Not identified by these figures, and left as they were: rating_reliability." in english
    assert "Misfit of the figures held out" in english
    indonesian = "\n".join(lines_of(calibration_told(found, Teller(language_named("id"))).parts))
    assert "Misfit of" not in indonesian
    assert calibration_told(found).values["held_out"] == [2028]


def test_the_figure_shows_observed_before_and_after(found: Calibration) -> None:
    """With the year held out on grey; an outcome without totals is refused."""
    axes = draw_fit(found, "exits")
    labels = {"observed", "before", "after; bars: two standard deviations of one history"}
    assert labels <= set(axes.get_legend_handles_labels()[1])
    assert len(axes.patches) == 1
    with pytest.raises(ValueError, match="no totals of 'hires'"):
        draw_fit(found, "hires")


def test_each_figure_has_its_own_data_and_a_phone_stacks_what_was_fitted(
    found: Calibration,
) -> None:
    """The table below a figure holds what the figure shows, and nothing of the others."""
    others = [replace(one, total=replace(one.total, outcome="hires")) for one in found.figures]
    told = calibration_told(replace(found, figures=(*found.figures, *others)))
    assert len(told.drawings) == 2
    for drawing in told.drawings:
        assert {row[1] for row in drawing.data.rows} == {drawing.alt.partition(" by year")[0]}
    (fitted,) = (part for part in told.parts if isinstance(part, Table) and len(part.columns) == 6
                 and part.rows[0][0] in FREE)  # fmt: skip
    assert [column.figures for column in fitted.columns] == [False, *[True] * 4, False]
