"""The start: drawn from a stock, people conserved, margins hit, posts held."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.chance import Chance
from policy_sim.workforce import (
    NO_POST,
    Fit,
    Organisation,
    Profile,
    Workforce,
    draw,
    load_organisation,
    load_profile,
    raw_stock,
)
from policy_sim.workforce.draw import systematic
from strategies_workforce import ORGANISATION, PROFILE, VOCABULARY

CHANCE = Chance(1, 0)
Place = tuple[Profile, Organisation]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    """Return the small profile and organisation."""
    for name, text in (("profile", PROFILE), ("organisation", ORGANISATION)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    return (
        load_profile(tmp_path / "profile.yaml", VOCABULARY),
        load_organisation(tmp_path / "organisation.yaml", VOCABULARY),
    )


def _start(place: Place, chance: Chance = CHANCE) -> tuple[Workforce, Workforce, Fit]:
    profile, organisation = place
    stock = raw_stock(profile, organisation, VOCABULARY, chance)
    return stock, *draw(stock, profile, organisation, chance)


@given(
    st.lists(st.integers(0, 9), min_size=1, max_size=30), st.integers(0, 60), st.floats(0.01, 0.99)
)
def test_systematic_drawing_gives_each_the_quota(
    weights: list[int], count: int, start: float
) -> None:
    """Everyone is drawn the quota's whole number of times, or once more; zero weight never."""
    values = np.array(weights, dtype=np.float64)
    drawn = systematic(values, count, start)
    if not values.any():
        assert len(drawn) == 0
        return
    assert len(drawn) == count
    times = np.bincount(drawn, minlength=len(weights))
    quotas = values * count / values.sum()
    assert (np.abs(times - quotas) < 1 + 1e-9).all()
    assert (times[values == 0] == 0).all()


def test_the_stock_holds_the_kinds_with_a_history(place: Place) -> None:
    """Three hundred permanent people; contract staff are younger than the history."""
    stock, _, _ = _start(place)
    assert stock.size == 300
    assert (stock.record["employment"] == 0).all()
    assert stock.ids.tolist() == list(range(300))


def test_the_first_leaders_are_the_most_senior_who_may(place: Place) -> None:
    """All eleven posts are held by clerks, and no clerk without one stands above a leader."""
    stock, _, _ = _start(place)
    leads = stock.post != NO_POST
    assert sorted(stock.post[leads].tolist()) == list(range(11))
    assert (stock.record["family"][leads] == 1).all()
    others = ~leads & (stock.record["family"] == 1)
    assert stock.record["grade"][leads].min() >= stock.record["grade"][others].max()
    assert (stock.record["time_in_office"][leads] <= 60).all()


def test_everyone_is_there_once(place: Place) -> None:
    """Four hundred people, new ids from 0, keys that differ."""
    _, people, _ = _start(place)
    assert people.size == 400
    assert people.ids.tolist() == list(range(400))
    assert len(set(people.keys.tolist())) == 400
    assert np.bincount(people.record["employment"]).tolist() == [300, 100]


def test_margins_are_hit(place: Place) -> None:
    """No margin of either kind is more than a point away, and no cell is empty."""
    _, _, fit = _start(place)
    assert fit.largest_error < 0.01
    assert fit.empty == ()
    assert {cell.attribute for cell in fit.cells} == {
        "sex", "family", "age", "grade", "office", "service",
    }  # fmt: skip


def test_a_kind_without_margins_is_drawn_as_the_stock_is(place: Place) -> None:
    """Where nothing is published of people but their number, everybody is as likely."""
    profile, organisation = place
    stock = raw_stock(profile, organisation, VOCABULARY, CHANCE)
    kinds = tuple(replace(kind, margins=()) for kind in profile.kinds if kind.from_history)
    people, _ = draw(stock, replace(profile, kinds=kinds, leaders=None), organisation, CHANCE)
    assert people.size == 300
    for name in ("sex", "age", "grade"):
        assert sorted(people.record[name].tolist()) == sorted(stock.record[name].tolist())


def test_posts_are_held_but_for_the_stated_vacancies(place: Place) -> None:
    """Eight of ten heads (a quarter of ten is missing, halves up) and the chief; no post twice."""
    _, people, _ = _start(place)
    profile, organisation = place
    held = people.post[people.post != NO_POST]
    assert len(set(held.tolist())) == len(held)
    assert np.bincount(organisation.post_office[held]).tolist() == [0, 8, 1]
    np.testing.assert_array_equal(
        people.record["office"][people.post != NO_POST], organisation.post_office[held]
    )
    assert (people.record["office"][people.post == NO_POST] == 0).all()
    assert profile.leaders is not None


def test_leaders_are_of_the_kind_that_leads(place: Place) -> None:
    """No contract staff hold an office."""
    _, people, _ = _start(place)
    assert (people.record["employment"][people.post != NO_POST] == 0).all()


def test_people_of_the_stock_keep_career_and_past(place: Place) -> None:
    """What is drawn is a whole person: record, truth and history of one row of the stock."""
    profile, organisation = place
    stock = raw_stock(profile, organisation, VOCABULARY, CHANCE)
    rows = np.arange(0, 300, 2)
    stock.history.record_period("mark", rows, 2)
    stock.history.record_event("promoted", rows, date(2020, 4, 1))
    people, _ = draw(stock, profile, organisation, CHANCE)
    by_ability = {value: row for row, value in enumerate(stock.truth["ability"].tolist())}
    drawn = [by_ability[value] for value in people.truth["ability"][:300].tolist()]
    assert len(set(drawn)) < 300, "somebody is drawn twice, or this test proves nothing"
    for name in ("age", "grade", "education", "service", "performance"):
        np.testing.assert_array_equal(people.record[name][:300], stock.record[name][drawn])
    np.testing.assert_array_equal(people.history.entered[:300], stock.history.entered[drawn])
    marked = people.history.periods["mark"].ring[0, :300] == 2
    np.testing.assert_array_equal(marked, np.array(drawn) % 2 == 0)
    entries = people.history.trails["promoted"].entries
    assert sorted(entries.row.tolist()) == np.flatnonzero(np.array(drawn) % 2 == 0).tolist()


def test_the_draw_leaves_the_stock_alone(place: Place) -> None:
    """A stock can be drawn from again."""
    profile, organisation = place
    stock = raw_stock(profile, organisation, VOCABULARY, CHANCE)
    before = stock.copy()
    draw(stock, profile, organisation, CHANCE)
    for name in stock.record:
        np.testing.assert_array_equal(stock.record[name], before.record[name])
    np.testing.assert_array_equal(stock.post, before.post)


def test_the_same_luck_gives_the_same_start(place: Place) -> None:
    """Repeatable to the bit; another replication is another start."""
    _, one, _ = _start(place)
    _, same, _ = _start(place)
    _, other, _ = _start(place, Chance(1, 1))
    for name in one.record:
        assert one.record[name].tobytes() == same.record[name].tobytes()
    assert one.post.tobytes() == same.post.tobytes()
    assert (one.record["age"] != other.record["age"]).any()


def test_an_office_that_nobody_in_the_stock_holds_stays_vacant(place: Place) -> None:
    """The stock has no chief: the fit reports it, and nobody is made one or lost."""
    profile, organisation = place
    stock = raw_stock(profile, organisation, VOCABULARY, CHANCE)
    stock.record["office"][stock.record["office"] == 2] = 0
    people, fit = draw(stock, profile, organisation, CHANCE)
    assert people.size == 400
    assert (people.record["office"] != 2).all()
    assert fit.empty == ("permanent: office chief",)


def test_staff_above_the_establishment_are_kept(place: Place) -> None:
    """Supernumeraries stay in service: fewer places do not make people vanish."""
    profile, organisation = place
    stock = raw_stock(profile, organisation, VOCABULARY, CHANCE)
    small = replace(organisation, establishment=organisation.establishment // 10)
    people, _ = draw(stock, profile, small, CHANCE)
    assert people.size == 400
    assert int(small.establishment.sum()) < 60


def test_a_large_place_is_drawn_from_a_small_stock(place: Place) -> None:
    """Three hundred lives make three thousand people, each with an id and a luck of its own."""
    profile, organisation = place
    stock = raw_stock(profile, organisation, VOCABULARY, CHANCE)
    large = profile.scaled(4_000)
    people, fit = draw(stock, large, organisation, CHANCE)
    assert people.size == 4_000
    assert len(set(people.keys.tolist())) == 4_000
    assert len(set(people.truth["ability"][:3_000].tolist())) <= 300
    assert fit.largest_error < 0.02
    assert people.history.size == 4_000


def test_a_small_place_is_drawn_from_a_large_stock(place: Place) -> None:
    """With more posts than people the highest posts are held first, and nobody is invented."""
    profile, organisation = place
    stock = raw_stock(profile, organisation, VOCABULARY, CHANCE)
    people, _ = draw(stock, profile.scaled(8), organisation, CHANCE)
    assert people.size == 8
    assert int((people.post != NO_POST).sum()) <= 6
    assert (people.record["office"] == 2).sum() == 1


def test_nobody_fits_and_the_fit_says_so(place: Place) -> None:
    """A stock of contract staff only leaves the permanent ones out, visibly."""
    profile, organisation = place
    stock = raw_stock(profile, organisation, VOCABULARY, CHANCE)
    stock.record["employment"][:] = 1
    people, fit = draw(stock, profile, organisation, CHANCE)
    assert people.size == 100
    assert len(fit.empty) == 11
    assert fit.largest_error > 0.5


def test_a_frame_of_the_fit_reads_well(place: Place) -> None:
    """One row a cell, with target, achieved, error and where the number comes from."""
    _, _, fit = _start(place)
    frame = fit.frame()
    assert len(frame) == len(fit.cells)
    women = frame[(frame.kind == "permanent") & (frame.cell == "f")].iloc[0]
    assert (women.target, women.source, women.mark) == (180.0, "Yearbook of the town", "secondary")
    assert abs(women.error - (women.achieved - 180) / 300) < 1e-12
    assert fit.worst is not None
    assert abs(frame.error).max() == fit.largest_error


def test_a_fit_without_margins() -> None:
    """Nothing asked is nothing missed."""
    assert Fit(()).largest_error == 0.0
    assert Fit(()).worst is None
