"""Tracks: stages, months, and the law of each case."""

from __future__ import annotations

from datetime import date

import numpy as np

from conduct_world import conduct_people, conduct_world
from policy_sim.rules.features import Features
from policy_sim.simulation.casework.tracks import laws_of_cases, on_any_track, tracks_of
from policy_sim.simulation.relations import Relations
from policy_sim.simulation.state import State
from pyramid_world import pyramid_world


def state() -> State:
    """Return the hamlet in July 2026 with cases of March 2025, January and June 2026, and none."""
    people = conduct_people(5)
    people.record["improvement.stage"][:4] = [1, 1, 2, 3]
    people.record["improvement.months"][:4] = [6, 1, 0, 24]
    for row, day in ((0, date(2026, 1, 1)), (1, date(2026, 6, 1)), (2, date(2025, 3, 1))):
        people.history.record_event("improvement_opened", np.array([row]), day)
    return conduct_world(people, start=date(2026, 7, 1)).state()


def test_the_record_holds_stage_and_months() -> None:
    """The track is read and written on the record itself; whoever is on none is left out."""
    world = state()
    track = tracks_of(world)["improvement"]
    assert on_any_track(world).tolist() == [0, 1, 2, 3]
    assert [track.code(stage) for stage in ("improve", "waiting", "nowhere")] == [1, 3, 0]
    track.move(np.array([0, 3]), 2)
    assert world.people.record["improvement.stage"].tolist() == [2, 1, 2, 2, 0]
    assert world.people.record["improvement.months"].tolist() == [0, 1, 0, 0, 0]


def test_months_pass_on_the_track_and_end_at_the_longest() -> None:
    """Everybody on the track is a month older, none beyond what the attribute can hold."""
    world = state()
    track = tracks_of(world)["improvement"]
    track.grow_older(24)
    assert track.months.tolist() == [7, 2, 1, 24, 0]


def test_cases_are_parted_by_the_law_of_their_opening() -> None:
    """Two began under the law before June 2026, one under the present; one has no day."""
    world = state()
    parts = {
        law.begins: rows.tolist()
        for law, rows in laws_of_cases(world, on_any_track(world), "improvement_opened")
    }
    assert parts == {date(2000, 1, 1): [0, 2], date(2026, 6, 1): [1, 3]}


def test_without_such_an_event_cases_go_by_the_law_of_today() -> None:
    """One part, under the law in force."""
    world = state()
    ((law, rows),) = laws_of_cases(world, on_any_track(world), "opened")
    assert (law.begins, rows.tolist()) == (date(2026, 6, 1), [0, 1, 2, 3])


def test_where_no_track_is_declared_nobody_is_on_one() -> None:
    """A vocabulary without tracks has no cases."""
    world = pyramid_world().state()
    assert tracks_of(world) == {}
    assert on_any_track(world).tolist() == []


def test_a_stage_is_a_column_of_the_record_and_no_relation() -> None:
    """A rule reads improvement.stage from the record, whether relations are at hand or not."""
    world = state()
    related = Relations(world.people, world.posts, world.organisation)
    rows = np.array([3, 0])
    for asked in (None, related):
        frame = world.people.frame(rows, world.today, related=asked)
        assert Features(frame).read("improvement.stage").tolist() == [3, 1]
