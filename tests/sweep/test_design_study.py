"""A design: candidates judged, unlawful ones excluded, the front twice, and files that run."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from policy_sim.catalogue.language import language_named
from policy_sim.errors import ScenarioError
from policy_sim.report.sweep.design import design_told, draw_front
from policy_sim.report.sweep.parts import lines_of
from policy_sim.report.sweep.teller import Teller
from policy_sim.study.arms import Arm
from policy_sim.study.loading import load_scenario
from policy_sim.study.points import Point
from policy_sim.study.scenario import Scenario
from policy_sim.sweep.design.documents import write_front
from policy_sim.sweep.design.study import Design, Wanted, design
from policy_sim.sweep.evaluation import sweeping

WANTED = Wanted(
    law="generous",
    parameters={"promoted_share": "10%..90% by 40%"},
    objectives=("pay_bill", "service_quality"),
    candidates=3,
    replications=2,
    fresh=2,
    authority="national",
    proof=False,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the design is kept."""
    return tmp_path_factory.mktemp("design")


@pytest.fixture(scope="module")
def found(office: Scenario, folder: Path) -> Design:
    """Three shares of those promoted, in two replications each."""
    with sweeping(office, folder / "office", workers=1) as sweep:
        return design(sweep, WANTED, folder / "office")


def test_the_whole_small_space_is_judged(found: Design) -> None:
    """Three candidates, each by both objectives, none excluded."""
    assert [one.values["promoted_share"] for one in found.candidates] == ["10%", "50%", "90%"]
    assert all(len(one.found) == 2 and not one.excluded for one in found.candidates)
    assert found.front
    assert set(found.kept) <= set(found.front)


def test_a_candidate_with_the_stated_value_is_the_law_as_it_stands(found: Design) -> None:
    """Half are promoted as the draft says: the same differences to the last bit."""
    assert found.candidate(2).found == found.stated.found


def test_the_front_is_estimated_again_on_other_replications(found: Design) -> None:
    """The fresh value is another one, of as many pairs as asked for."""
    for number in found.front:
        one = found.candidate(number)
        assert [paired.n for paired in one.fresh] == [2, 2]
        assert one.fresh != one.found
    assert (
        not found.candidate(({1, 2, 3} - set(found.front)).pop()).fresh
        if len(found.front) < 3
        else True
    )


def test_policies_of_the_front_run_as_they_were_judged(
    found: Design, office: Scenario, folder: Path
) -> None:
    """The scenario of a candidate gives the differences that the search has found."""
    paths = write_front(found, office, folder / "office")
    number = found.front[-1]
    scenario = load_scenario(paths[-1])
    assert scenario.name == f"office-candidate-{number:03d}"
    with sweeping(scenario, folder / "again", workers=1) as sweep:
        (again,) = sweep.evaluate([Point()], 2)
    differences = again.differences(Arm("generous", "as-written"), "service_quality")
    assert sum(differences) / 2 == pytest.approx(found.candidate(number).found[1].mean, abs=0)


def test_a_limit_excludes(office: Scenario, tmp_path: Path) -> None:
    """Whoever exceeds it is run, and excluded."""
    wanted = replace(WANTED, limits={"promotions": -1000.0}, candidates=3, fresh=1)
    with sweeping(office, tmp_path / "office", workers=1) as sweep:
        told = design(sweep, wanted, tmp_path / "office")
    assert {one.excluded for one in told.candidates} == {("promotions > -1000",)}


def test_wrong_wishes_are_told_at_once(office: Scenario, tmp_path: Path) -> None:
    """A law that is no reform, and an outcome of which neither way is better."""
    wanted = replace(WANTED, law="rules", objectives=("promotions",))
    with (
        sweeping(office, tmp_path / "office", workers=1) as sweep,
        pytest.raises(ScenarioError) as told,
    ):
        design(sweep, wanted, tmp_path / "office")
    assert [one.code for one in told.value.findings] == ["no-reform", "no-objective"]


def test_it_is_told_in_both_languages(found: Design) -> None:
    """Both values of the front, and the warning about whoever was chosen."""
    english = "\n".join(lines_of(design_told(found).parts))
    assert "in fresh replications" in english
    assert "promoted_share" in english
    indonesian = "\n".join(lines_of(design_told(found, Teller(language_named("id"))).parts))
    assert "dalam pencarian" in indonesian
    assert design_told(found).values["front"] == list(found.front)


def test_the_figure_shows_each_of_the_front_twice(found: Design) -> None:
    """The searched value, the fresh one, and a line between them."""
    axes = draw_front(found)
    named = {line.get_label(): line for line in axes.lines}
    assert len(named["in the search"].get_xdata()) == len(found.front)  # type: ignore[arg-type]
    assert named["in fresh replications"].get_xdata()[0] == pytest.approx(  # type: ignore[index]
        found.candidate(found.front[0]).fresh[0].mean
    )
