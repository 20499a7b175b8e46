"""Outcomes of training: by hand, on a small school, and without an answer where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from policy_sim.simulation.learning.skill import kept
from policy_sim.simulation.simulate import World, simulate
from pyramid_world import system
from training_world import SEWING, SEWING_COURSE, STEERING_COURSE, courses, school, school_law

SIZE = 80
DEAR = SEWING_COURSE.replace("hours:", "cost: Rp 10, hours:").replace("seats: 3", "seats: 40")
NAMES = (
    "training_cost",
    "training_gap",
    "training_hours",
    "training_seats",
    "training_share",
    "training_unfunded",
)


def values(world: World, months: int = 12) -> dict[tuple[str, str], float]:
    """Return the outcomes of the last year by name and group."""
    frame = simulate(world, months).outcomes
    last = frame[frame.date == frame.date.max()]
    return {(row.outcome, row.group): row.value for row in last.itertuples()}


def world(*texts: str, law: str = SEWING, **options: str) -> World:
    """Return a school of eighty with the courses in *texts*, and outcomes."""
    record = {"service": [24] * SIZE}
    taught = courses(*texts, target="20", **options)
    return school(SIZE, [system("outcomes"), taught], school_law(law), record)


def test_the_figures_of_a_year_by_hand() -> None:
    """Forty of eighty sew for twenty hours at ten rupiah each, and keep part of half of 0.4 SD."""
    found = values(world(DEAR))
    assert found["training_seats", "all"] == 40
    assert found["training_cost", "all"] == 400
    assert found["training_hours", "all"] == 10
    assert found["training_share", "all"] == 50
    assert found["training_unfunded", "all"] == 0
    assert found["acquired_ability", "all"] == pytest.approx(0.1 * kept(9, 12.0), abs=1e-6)
    assert ("acquired_leadership", "all") not in found


def test_zones_share_the_year() -> None:
    """What near and far have adds up, and the gap is the difference of their hours."""
    found = values(world(DEAR))
    for name in ("training_seats", "training_cost"):
        assert found[name, "zone=near"] + found[name, "zone=far"] == found[name, "all"]
    near, far = found["training_hours", "zone=near"], found["training_hours", "zone=far"]
    assert found["training_gap", "all"] == pytest.approx(abs(near - far))
    assert ("training_gap", "zone=near") not in found


def test_a_reserve_closes_the_gap() -> None:
    """With half of the seats kept for the far zone both have the same hours."""
    reserve = "rank_by: -service, cap: {share: far_share, for: zone == far}"
    law = SEWING.replace("rank_by: service", reserve.replace("cap:", "ties: [unit], reserve:"))
    open_to_all = values(world(DEAR, law=SEWING.replace("rank_by: service", "rank_by: unit")))
    kept_apart = values(world(DEAR, law=law.replace("ties: [unit], ", "")))
    assert open_to_all["training_gap", "all"] == 20
    assert kept_apart["training_gap", "all"] < 10


def test_seats_without_money_are_counted() -> None:
    """Money for half of the seats: twenty are taken, and twenty refused for want of it."""
    found = values(world(DEAR, budget="Rp 200"))
    assert (found["training_seats", "all"], found["training_unfunded", "all"]) == (20, 20)
    assert found["training_cost", "all"] == 200


def test_the_years_hours_are_the_years() -> None:
    """A year without a course has none, however many the year before had."""
    found = values(world(DEAR.replace("[3]", "[12]")), 23)
    assert found["training_hours", "all"] == 10
    rare = simulate(world(DEAR), 24).outcomes
    shares = rare[(rare.outcome == "training_share") & (rare.group == "all")].value
    assert shares.tolist() == [50, 50]


def test_a_course_under_way_has_cost_and_no_hours_yet() -> None:
    """Seats are paid at the beginning, hours count at the end."""
    late = STEERING_COURSE.replace("months: [2]", "months: [11]")
    law = "\n  all-steer: {then: {enrol: steering}}\n"
    found = values(world(late, law=law))
    assert found["training_cost", "all"] == 7
    assert found["training_hours", "all"] == 0


def test_without_courses_there_is_no_answer() -> None:
    """Not zero hours but none: an outcome of a system that is off is left out."""
    found = values(school(SIZE, [system("outcomes")]))
    assert not {name for name, _ in found} & {*NAMES, "acquired_ability", "acquired_leadership"}


def test_without_a_target_there_is_no_share() -> None:
    """How many hours are enough is the law's to say; unsaid, nobody has had enough."""
    record = {"service": [24] * SIZE}
    plain = school(SIZE, [system("outcomes"), courses(DEAR)], school_law(SEWING), record)
    assert ("training_share", "all") not in values(plain)


def test_the_gap_needs_zones() -> None:
    """A study that does not part people by zone has no gap between zones."""
    record = {"service": [24] * SIZE, "zone": np.zeros(SIZE, np.int64).tolist()}
    one = school(SIZE, [system("outcomes"), courses(DEAR)], school_law(SEWING), record, groups=())
    assert ("training_gap", "all") not in values(one)
