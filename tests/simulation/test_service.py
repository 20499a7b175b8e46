"""Service: worked out by hand on three units, and moved by what should move it."""

from __future__ import annotations

import numpy as np
import pytest

from policy_sim.simulation import service
from policy_sim.simulation.calendar import Calendar
from policy_sim.simulation.measures.groups import Grouping, grouping
from policy_sim.simulation.measures.offices import leaderless_months
from policy_sim.simulation.measures.unit_service import service_quality
from policy_sim.simulation.measures.year_end import YearEnd
from policy_sim.simulation.state import State
from policy_sim.workforce.table import Workforce
from small_office import REGISTER, started, state_of, workforce

# Two heads (of units 0 and 1), then staff: two clerks, a clerk and a teacher, two teachers.
UNIT = [0, 1, 0, 0, 1, 1, 2, 2]
FAMILY = [0, 0, 0, 0, 0, 1, 1, 1]
POSTS = {0: 0, 1: 1}
ABILITY = [9.0, 9.0, 1.0, 0.0, -1.0, 2.0, 0.5, 0.5]
LEADERSHIP = [1.0, -1.0, 5.0, 5.0, 5.0, 5.0, 5.0, 5.0]

PLAIN = {"performance_motivation": 0.0}


def office(posts: dict[int, int] = POSTS, **register: float) -> State:
    """Return the office of eight people; performance is skill alone."""
    people = workforce(
        8,
        {"unit": UNIT, "family": FAMILY, "zone": [int(u == 2) for u in UNIT]},
        {"ability": ABILITY, "leadership": LEADERSHIP},
        posts,
    )
    return state_of(people, register={**PLAIN, **register})


def watched(state: State) -> Calendar:
    """Return a calendar in which the service system watches *state*."""
    return started(state, service.Service(service.Settings()))


def after(state: State, months: int) -> YearEnd:
    """Let the service system watch *months* months, and return the year's end."""
    watched(state).run(months)
    return YearEnd(state)


def quality(year: YearEnd, by: str = "") -> list[float]:
    """Return the service index of each part."""
    return service_quality(year, grouping(year.people, by)).tolist()


def test_the_formula_by_hand() -> None:
    """Units 0, 1, 2 serve by staff 0.5, (-1 and 2), 0.5; heads add half of +1 and of -1."""
    year = after(office(), 12)
    cells = year.service
    assert cells[0, 0] == pytest.approx(50 + 10 * (0.5 + 0.5))
    assert cells[1].tolist() == pytest.approx([50 + 10 * (-1 - 0.5), 50 + 10 * (2 - 0.5)])
    assert cells[2, 1] == pytest.approx(50 + 10 * 0.5)


def test_units_count_by_responsibility_and_families_by_places() -> None:
    """Weights 2, 1 (halved between two families), 1: (2*60 + 35/2 + 65/2 + 55) / 4 = 56.25."""
    year = after(office(), 12)
    assert quality(year) == pytest.approx([56.25])
    assert quality(year, "zone") == pytest.approx([(2 * 60 + 50) / 3, 55])
    assert quality(year, "family") == pytest.approx([(2 * 60 + 17.5) / 2.5, (32.5 + 55) / 1.5])


def test_the_whole_is_the_weighted_mean_of_its_parts() -> None:
    """Zones weigh 3 and 1, families 2.5 and 1.5: both give the same total."""
    year = after(office(), 12)
    zones, families = quality(year, "zone"), quality(year, "family")
    assert np.dot(zones, [3, 1]) / 4 == pytest.approx(quality(year)[0])
    assert np.dot(families, [2.5, 1.5]) / 4 == pytest.approx(quality(year)[0])


def test_a_year_without_a_head_loses_the_head_and_the_penalty() -> None:
    """Unit 0 without its head of +1: half an SD of leading and 0.3 SD of order are gone."""
    led, unled = after(office(), 12), after(office({1: 1}), 12)
    # The former head now serves as a clerk; the place is taken, so look at the lead alone.
    ability = np.mean([9.0, 1.0, 0.0])
    assert led.service[0, 0] == pytest.approx(60)
    assert unled.service[0, 0] == pytest.approx(50 + 10 * (ability - 0.3))


def test_delay_alone_costs_service() -> None:
    """The same head, appointed after six vacant months, serves half of the year."""
    state = office({1: 1})
    calendar = watched(state)
    calendar.run(6)
    state.posts.fill(np.array([0]), np.array([0]))
    state.people.post[0] = 0
    calendar.run(6)
    late = YearEnd(state)
    assert late.strength.vacant.tolist() == [6, 0, 0]
    assert late.service[0, 0] == pytest.approx(50 + 10 * (0.5 + 0.5 * 0.5 - 0.3 * 0.5))


def test_an_unfilled_place_costs_service() -> None:
    """Of two teachers' places in unit 2 one is empty: 2.5 SD times a half."""
    state = office()
    state.people.drop(np.arange(8) == 7)
    assert after(state, 12).service[2, 1] == pytest.approx(50 + 10 * (0.5 - 2.5 * 0.5))


def test_a_supernumerary_brings_no_bonus() -> None:
    """A third average clerk in unit 0 changes the mean only, never the shortage."""
    people = workforce(3, {"unit": [0, 0, 0]})
    year = YearEnd(state_of(people))
    assert service.index_of(year.strength, REGISTER)[0, 0] == pytest.approx(50 - 0.0)


def test_promoting_the_best_worker_lowers_service_without_transfer() -> None:
    """If leading is not the trait that made the best clerk, her promotion costs her work."""
    results = []
    for chosen in (2, 3):
        state = office({chosen: 0, 1: 1})
        state.people.truth["ability"][:] = [0, 0, 3, 0, 0, 0, 0, 0]
        state.people.truth["leadership"][:] = 0
        results += quality(after(state, 12))
    best, other = results
    assert best < other


def test_months_without_a_holder_are_counted_and_the_count_begins_anew() -> None:
    """Two vacant posts for fourteen months: 24 in the first year, 4 in January and February."""
    state = office({})
    calendar = watched(state)
    counts = []
    for _ in range(14):
        calendar.run(1)
        counts.append(leaderless_months(YearEnd(state), everybody(state.people))[0])
    assert counts[11] == 24
    assert counts[13] == 4


def everybody(people: Workforce) -> Grouping:
    """Return the people unparted."""
    return grouping(people, "")


def test_without_the_system_there_is_no_service_to_report() -> None:
    """A scenario that switches service off reports none, rather than a made-up index."""
    year = YearEnd(office())
    assert np.isnan(quality(year)).all()
    assert np.isnan(leaderless_months(year, everybody(year.people))).all()


def test_service_is_the_same_in_any_order_of_people() -> None:
    """Sums are exact: people entered in another order give the same bytes."""
    source = np.random.default_rng(6)
    ability = source.standard_normal(400)
    order = source.permutation(400)
    unit = source.integers(0, 3, 400)
    family = source.integers(0, 2, 400)
    tables = []
    for rows in (np.arange(400), order):
        people = workforce(
            400, {"unit": unit[rows], "family": family[rows]}, {"ability": ability[rows]}
        )
        tables.append(YearEnd(state_of(people)).service)
    assert np.array_equal(*tables)
