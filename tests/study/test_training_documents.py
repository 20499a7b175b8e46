"""The shipped documents of training: national rules, Medan's plan, and a draft that changes it."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from policy_sim.policy import load_law
from policy_sim.policy.law import Law
from policy_sim.simulation.amounts import part
from policy_sim.simulation.training import Training
from policy_sim.study.loading import load_scenario
from policy_sim.study.result import Result
from policy_sim.study.start import start_of
from policy_sim.study.terms import settle
from small_study import ROOT, altered, bytes_of, copied, run_small

MEDAN = ROOT / "policies" / "medan"
WITH_AND_WITHOUT = pytest.mark.xdist_group("training on and off")
PRIMARY = "  primary: [service_quality, leaderless_months, personnel_share]"


def without_training(path: Path) -> Path:
    """Delete the block of training, with its comment, from the scenario at *path*."""
    text = path.read_text(encoding="utf-8")
    begin = text.index("  # Hours a year: PP 11/2017")
    end = text.index("\noutcomes:", begin)
    path.write_text(text[:begin] + text[end:], encoding="utf-8")
    return path


def quick(path: Path, out: Path) -> Result:
    """Run a study of two hundred people for two years, once, without the habit of closeness."""
    altered(path, ("practices: [seniority, closeness]", "practices: [seniority]"))
    options = {"replications": 1, "people": 200, "years": 2}
    return run_small(out, load_scenario(path), **options)


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The study as it is."""
    folder = tmp_path_factory.mktemp("on")
    return quick(copied(folder), folder / "run")


@pytest.fixture(scope="module")
def off(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The study without training."""
    folder = tmp_path_factory.mktemp("off")
    return quick(without_training(copied(folder)), folder / "run")


def of(result: Result, *outcomes: str) -> dict[tuple[str, ...], list[float]]:
    """Return the yearly values in all of some outcomes of the baseline."""
    frame = result.outcomes
    frame = frame[(frame.policy == "in-force+seniority") & (frame.group == "all")]
    return {(name,): frame[frame.outcome == name].value.tolist() for name in outcomes}


def law_of(*amendments: str) -> Law:
    """Return Medan's law with *amendments* of its folder."""
    return load_law(MEDAN / "in-force.yaml", [MEDAN / "drafts" / name for name in amendments])


def test_the_documents_have_no_findings() -> None:
    """Rules, vocabulary, plan and draft load, alone and together, without a word of complaint."""
    assert load_law(ROOT / "policies" / "asn" / "training.yaml").findings == ()
    assert load_law(MEDAN / "training.yaml").findings == ()
    assert law_of("training-reform.yaml").findings == ()
    assert law_of("merit-reform.yaml", "training-reform.yaml").findings == ()


def test_the_draft_changes_seats_and_share() -> None:
    """From 2027 there are more seats, and four in ten of them are the outer zone's."""
    law = law_of("training-reform.yaml")
    before, after = law.on(date(2026, 12, 31)), law.on(date(2027, 1, 1))
    seats = [part("technical_seats", vintage) for vintage in (before, after)]
    assert seats == [Fraction(30, 100), Fraction(36, 100)]
    rules = [
        next(rule for rule in vintage.rules if rule.id == "yearly-training")
        for vintage in (before, after)
    ]
    quotas = [rule.select.reserves if rule.select else () for rule in rules]
    assert quotas[0] == ()
    assert [quota.share for quota in quotas[1]] == [4000]


def test_seats_and_budget_scale_with_the_people() -> None:
    """A study of a tenth of the people has a tenth of the seats."""
    scenario = load_scenario(ROOT / "scenarios" / "small.yaml")
    start = start_of(scenario, settle(scenario, {"people": 200}), 0)
    (training,) = [system for system in start.systems if isinstance(system, Training)]
    assert training.scale == pytest.approx(200 / scenario.profile.people)
    assert start.people.acquired.traits == ("ability", "leadership")
    held = start.people.acquired.of("ability")
    assert held is not None
    assert (held[start.people.record["employment"] != 0] == 0.0).all()
    assert 0.05 < held[start.people.record["employment"] == 0].mean() < 0.4


@pytest.mark.whole_run
@WITH_AND_WITHOUT
def test_off_the_study_has_no_training(on: Result, off: Result) -> None:
    """Without the block nobody acquires anything, nothing is spent, and no row tells of it."""
    names = ("training_hours", "training_cost", "acquired_ability")
    assert all(len(values) == 2 for values in of(on, *names).values())
    assert all(not values for values in of(off, *names).values())
    assert (on.ledger.area == "training").any()
    assert not (off.ledger.area == "training").any()


@pytest.mark.whole_run
@WITH_AND_WITHOUT
def test_an_effect_of_nothing_is_no_training(off: Result, tmp_path: Path) -> None:
    """Courses that teach nothing leave every other outcome exactly as it is without them."""
    still = copied(tmp_path / "still")
    register = still.parent / "assumptions" / "training.yaml"
    altered(register, ("value: 0.4", "value: 0.0"))
    with_courses = quick(still, tmp_path / "runs" / "still")
    told = {name for name in with_courses.outcomes.outcome if not name.startswith(("train", "acq"))}
    told -= {"places_by_lot"}
    one, other = (
        result.outcomes[result.outcomes.outcome.isin(told)].reset_index(drop=True)
        for result in (with_courses, off)
    )
    assert one.equals(other)


@pytest.mark.whole_run
@WITH_AND_WITHOUT
def test_a_renamed_course_is_a_placebo(on: Result, tmp_path: Path) -> None:
    """Another word for a course, wherever it stands, changes no outcome by one bit."""
    renamed = copied(tmp_path / "renamed")
    policies = tmp_path / "renamed" / "policies" / "asn"
    altered(renamed, ("technical:\n        {months", "skills:\n        {months"))
    altered(policies / "training.yaml", ("enrol: technical", "enrol: skills"))
    vocabulary = policies / "training-vocabulary.yaml"
    altered(vocabulary, ("[none, technical,", "[none, skills,"), ("technical: pel", "skills: pel"))
    other = quick(renamed, tmp_path / "runs" / "renamed")
    names = ("outcomes.parquet", "comparison.json")
    assert bytes_of(on, names) == bytes_of(other, names)
