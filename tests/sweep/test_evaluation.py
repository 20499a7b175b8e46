"""Points: what is set is set, everything else is the same people and luck, and nothing is lost."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from policy_sim.errors import ScenarioError
from policy_sim.simulation.simulate import simulate
from policy_sim.study import replication as made
from policy_sim.study.arms import Arm
from policy_sim.study.at_point import as_read, scenario_at, since, terms_at
from policy_sim.study.points import STATED, Point, Setting
from policy_sim.study.replications import replications
from policy_sim.study.scenario import Scenario
from policy_sim.study.start import start_of
from policy_sim.study.tasks import Kind, Task
from policy_sim.study.terms import settle
from policy_sim.sweep import evaluation
from policy_sim.sweep.evaluation import Evaluated, sweeping

SHARE = "laws.generous.promoted_share"
REFORM = Arm("generous", "as-written")
POINTS = (
    STATED,
    Point.of({SHARE: "100%"}),
    Point.of({SHARE: "20%"}),
    Point.of({SHARE: "50%"}),
    Point.of({"assume.rating_reliability": "0.1"}),
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the tasks of these tests are kept."""
    return tmp_path_factory.mktemp("sweep") / "office"


@pytest.fixture(scope="module")
def evaluated(office: Scenario, folder: Path) -> tuple[Evaluated, ...]:
    """The points above, in two replications each."""
    with sweeping(office, folder, workers=1) as sweep:
        return sweep.evaluate(POINTS, 2)


def test_a_parameter_of_a_law_is_set_in_that_law_alone(evaluated: tuple[Evaluated, ...]) -> None:
    """As many as the baseline's share promotes gives no difference at all, more give more."""
    stated, all_of_them, as_before, the_same, _ = (
        one.differences(REFORM, "promotions") for one in evaluated
    )
    assert as_before == (0.0, 0.0)
    assert the_same == stated
    assert all(more > some > 0 for more, some in zip(all_of_them, stated, strict=True))


def test_every_point_has_the_same_baseline(evaluated: tuple[Evaluated, ...]) -> None:
    """Arms that a point does not touch are those of the study as stated, to the last bit."""
    base = [
        {key: values for key, values in one.seen.series.items() if key[0] == "rules+as-written"}
        for one in evaluated
    ]
    assert base[0]
    assert base[1] == base[0] == base[2]
    assert base[4] != base[0]


def test_a_sweep_makes_only_what_is_missing(
    office: Scenario, folder: Path, evaluated: tuple[Evaluated, ...], monkeypatch: Any
) -> None:
    """Finished tasks are read back; a further replication of one point makes its two tasks."""
    asked: list[Task] = []

    def counted(scenario: Scenario, terms: Any, plan: Any, store: Any) -> Any:
        asked.extend(plan.missing)
        return replications(scenario, terms, plan, store)

    monkeypatch.setattr(evaluation, "replications", counted)
    with sweeping(office, folder, workers=1) as sweep:
        assert sweep.evaluate(POINTS, 2) == evaluated
        assert asked == []
        sweep.evaluate(POINTS[2:3], [2])
    assert {(task.number, task.point) for task in asked} == {(2, POINTS[2]), (2, STATED)}


def test_points_share_their_people(office: Scenario, monkeypatch: Any) -> None:
    """A start is made under what is stated; a system set otherwise finds the same people."""
    terms = settle(office, {})
    begun: list[Any] = []

    def watched(world: Any, months: int) -> Any:
        begun.append(world)
        return simulate(world, 1)

    monkeypatch.setattr(made, "simulate", watched)
    point = Point.of({"systems.recruitment.applicants": "7"})
    made.replicate(office, terms, Task(Kind.REPLICATION, 1, point, (REFORM.name,)))
    start = start_of(office, terms, 1)
    (world,) = begun
    assert (world.people.keys == start.people.keys).all()
    applicants = {s.name: s for s in world.systems}["recruitment"].settings.applicants
    assert applicants == 7
    assert {s.name: s for s in start.systems}["recruitment"].settings.applicants == 3


def test_a_point_with_other_people_has_another_start(office: Scenario) -> None:
    """How many people there are, and the history, are settings of the start."""
    assert STATED.of_the_start == STATED
    fewer = Point.of({"people": "50", "assume.rating_reliability": "0.1"})
    assert fewer.of_the_start == Point.of({"people": "50"})
    assert terms_at(settle(office, {}), fewer).people == 50


def test_a_document_that_a_point_brings_in_is_part_of_its_key(
    office: Scenario, folder: Path
) -> None:
    """Another profile, once changed, is another point: what was found under it is not read back.

    It is not among the documents that a cluster is sent, so that such a point is refused there.
    """
    profile = office.path.with_name("few.yaml")
    point = Point.of({"profile": str(profile)})
    profile.write_bytes(office.profile_path.read_bytes())
    first = as_read(office, point)
    profile.write_text(profile.read_text(encoding="utf-8") + "\n# Another.\n", encoding="utf-8")
    assert len({point.key, first.key, as_read(office, point).key}) == 3
    assert as_read(office, POINTS[1]).key == POINTS[1].key
    with (
        sweeping(office, folder, scheduler="tcp://127.0.0.1:1") as sweep,
        pytest.raises(ScenarioError) as error,
    ):
        sweep.evaluate([point], 1)
    assert [finding.code for finding in error.value.findings] == ["point-stays-here"]


@pytest.mark.parametrize(
    ("what", "value", "code"),
    [
        ("assume.rating_reliabilty", "0.5", "unknown-assumption"),
        ("assume.rating_reliability", "much", "not-a-number"),
        ("assume", "0.5", "not-settable"),
        ("laws.generous", "0.5", "not-settable"),
        ("laws.generos.promoted_share", "10%", "unknown-law"),
        ("laws.generous.promoted_shares", "10%", "unknown-parameter"),
        ("laws.generous.promoted_share", "200%", "parameter-outside"),
        ("systems.recruitment.aplicants", "7", "unknown-key"),
        ("replications", "7", "not-settable"),
        ("people", "0", "bad-option"),
    ],
)
def test_what_cannot_be_set_is_said(office: Scenario, what: str, value: str, code: str) -> None:
    """Each fault names what was to be set, before anything is simulated."""
    with pytest.raises(ScenarioError) as error:
        scenario_at(office, Point.of({what: value}))
    assert code in [finding.code for finding in error.value.findings]
    assert error.value.findings[0].where.file == what


def test_all_faults_of_a_point_are_told_at_once(office: Scenario) -> None:
    """A misspelt assumption does not hide a misspelt law."""
    point = Point.of({"assume.rating": "1", "laws.g.x": "1"})
    with pytest.raises(ScenarioError) as error:
        scenario_at(office, point)
    assert len(error.value.findings) == 2


def test_a_parameter_is_set_from_the_first_day_of_the_reform(office: Scenario) -> None:
    """In the law in force it is set from the start of the study on."""
    assert since(office, "generous").isoformat() == "2026-06-01"
    assert since(office, "rules") == office.stated.start
    law = scenario_at(office, Point.of({SHARE: "30%"})).laws["generous"]
    stated = office.laws["generous"]
    before, after = since(office, "generous").replace(month=5), since(office, "generous")
    assert law.on(before).key == stated.on(before).key
    assert law.on(after).parameters["promoted_share"].text == "30%"
    assert law.on(after).key != stated.on(after).key


def test_the_name_of_a_task_tells_its_point_and_arms() -> None:
    """Two points, or two choices of arms, never share a file; a run's tasks keep their names."""
    assert Task(Kind.REPLICATION, 3).name == "replication-00003"
    names = {
        Task(Kind.REPLICATION, 3, point, arms).name
        for point in (STATED, Point.of({"people": "5"}), Point.of({"people": "6"}))
        for arms in (("a+b",), ("a+b", "c+b"))
    }
    assert len(names) == 6


def test_the_order_in_which_a_point_is_said_is_forgotten() -> None:
    """A point is what it sets."""
    one, other = {"people": "5", "assume.x": "1"}, {"assume.x": "1", "people": "5"}
    assert Point.of(one) == Point.of(other)
    assert Point.of(one).settings[0] == Setting("assume.x", "1")


def test_a_point_touches_the_arms_that_it_is_about() -> None:
    """A law's parameter the arms of that law, a practice's setting its own, others all."""
    arm = Arm("merit", "habit")
    assert Point.of({"laws.merit.x": "1"}).touches(arm)
    assert not Point.of({"laws.other.x": "1"}).touches(arm)
    assert Point.of({"practices.habit.order.share": "1%"}).touches(arm)
    assert not Point.of({"practices.other.order.share": "1%"}).touches(arm)
    assert Point.of({"assume.x": "1"}).touches(arm)
    assert not STATED.touches(arm)
