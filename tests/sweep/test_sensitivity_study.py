"""The sensitivity of a study: budgets, what is run, and how it is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_sim.catalogue.language import language_named
from policy_sim.errors import ScenarioError
from policy_sim.report.sweep.parts import lines_of
from policy_sim.report.sweep.sensitivity import (
    draw_screening,
    sensitivity_told,
)
from policy_sim.report.sweep.teller import Teller
from policy_sim.study.scenario import Scenario
from policy_sim.sweep.evaluation import sweeping
from policy_sim.sweep.sensitivity.study import (
    Sensitivity,
    budget_of,
    sensitivity,
    targets_of,
    written_value,
)


@pytest.fixture(scope="module")
def found(office: Scenario, tmp_path_factory: pytest.TempPathFactory) -> tuple[Sensitivity, ...]:
    """The small office: three assumptions within twenty runs."""
    folder = tmp_path_factory.mktemp("sensitivity") / "office"
    with sweeping(office, folder, workers=1, replications=2) as sweep:
        targets = targets_of(sweep, sweep.design.primary)
        return sensitivity(sweep, 20, targets, only=["resignation_rate", "rating_reliability"])


def test_a_budget_goes_to_the_screening_first() -> None:
    """Ten trajectories, then shares of variance if at least 32 rows can be paid for."""
    assert budget_of(12 * 4, 10).trajectories == 4
    large = budget_of(12 * 10 + 64 * 11, 10)
    assert (large.trajectories, large.base, large.strongest) == (10, 64, 8)
    assert budget_of(12 * 10 + 32 * 11 - 1, 10).base == 0


def test_too_few_runs_are_refused_with_the_number_needed() -> None:
    """Four trajectories are the least."""
    with pytest.raises(ScenarioError) as told:
        budget_of(47, 10)
    assert told.value.findings[0].values["needed"] == "48"


def test_an_unknown_assumption_is_named(office: Scenario, tmp_path: Path) -> None:
    """The nearest one that has a range is told."""
    with (
        sweeping(office, tmp_path / "office", workers=1) as sweep,
        pytest.raises(ScenarioError) as told,
    ):
        sensitivity(sweep, 20, (), only=["resignation_rat"])
    assert told.value.findings[0].values["near"] == "resignation_rate"


def test_every_primary_outcome_of_the_reform_is_screened(found: tuple[Sensitivity, ...]) -> None:
    """Runs are as budgeted, and luck is among the factors."""
    assert [one.target.outcome for one in found] == ["service_quality", "promotions"]
    for one in found:
        assert one.screening is not None
        assert one.screening.runs == 20
        assert {row.factor for row in one.screening.rows} == {
            "resignation_rate",
            "rating_reliability",
            "seed",
        }


def test_it_is_told_in_both_languages(found: tuple[Sensitivity, ...]) -> None:
    """A small budget says so, and says what more would cost."""
    english = "\n".join(lines_of(sensitivity_told(found).parts))
    assert "40 runs would give the usual 10 trajectories in place of 5" in english
    assert "(luck: another replication)" in english
    indonesian = "\n".join(lines_of(sensitivity_told(found, Teller(language_named("id"))).parts))
    assert "replications" not in indonesian
    assert "replikasi" in indonesian
    assert sensitivity_told(found).values["sensitivity"][0]["budget"]["base"] == 0


def test_the_figure_has_a_bar_for_each_assumption(found: tuple[Sensitivity, ...]) -> None:
    """And a line for luck."""
    axes = draw_screening(found[1])
    assert len(axes.patches) == 2
    assert found[1].screening is not None
    assert axes.lines[0].get_xdata()[0] == found[1].screening.luck.effect  # type: ignore[index]


@pytest.mark.parametrize(
    ("value", "text"), [(0.25, "0.25"), (1e-7, "0.0000001"), (3.0, "3"), (0.0, "0"), (120.0, "120")]
)
def test_values_are_written_without_an_exponent(value: float, text: str) -> None:
    """As documents hold numbers."""
    assert written_value(value) == text
