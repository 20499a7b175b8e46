"""The shipped places: Medan's published figures, and two that share no notion with Indonesia."""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from policy_sim.chance import Chance
from policy_sim.policy.loading import load_law, load_vocabulary
from policy_sim.policy.vocabulary import Vocabulary
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

ROOT = Path(__file__).parents[2]
CHANCE = Chance(2026, 0)
PLACES = ("medan", "five_grades", "published/pyramid")


@cache
def _place(name: str, people: int | None = None) -> tuple[Vocabulary, Profile, Organisation]:
    folder = ROOT / "policies" / name
    vocabulary = (
        load_law(folder / "in-force.yaml").vocabulary
        if name == "medan"
        else load_vocabulary(folder / "vocabulary.yaml")
    )
    folder = ROOT / "scenarios" / Path(name).parent
    profile = load_profile(folder / "profiles" / f"{Path(name).name}.yaml", vocabulary)
    scale = Fraction(1) if people is None else Fraction(people, profile.people)
    organisation = load_organisation(
        folder / "organisations" / f"{Path(name).name}.yaml", vocabulary, scale
    )
    return vocabulary, profile if people is None else profile.scaled(people), organisation


@cache
def _start(name: str, people: int | None = None) -> tuple[Workforce, Fit]:
    vocabulary, profile, organisation = _place(name, people)
    stock = raw_stock(profile, organisation, vocabulary, CHANCE)
    return draw(stock, profile, organisation, CHANCE)


def _word(name: str, word: str) -> int:
    scale = _place("medan")[0].attributes[name].type.scale
    assert scale is not None
    return scale.code(word)


def _count(people: Workforce, **words: str) -> int:
    chosen = np.ones(people.size, dtype=np.bool_)
    for name, word in words.items():
        chosen &= people.record[name] == _word(name, word)
    return int(chosen.sum())


def test_medan_has_the_published_staff() -> None:
    """9,726 PNS, 4,625 PPPK and 8,533 part-time PPPK at the end of 2025."""
    people, _ = _start("medan")
    counts = [_count(people, employment=word) for word in ("pns", "pppk", "part_time")]
    assert counts == [9_726, 4_625, 8_533]


def test_the_part_timers_are_those_appointed_in_november_2025() -> None:
    """7,808 technical, 724 teachers, 1 health worker; 5,405 men and 3,128 women."""
    people, _ = _start("medan")
    for family, number in (("technical", 7_808), ("teacher", 724), ("health", 1)):
        assert _count(people, employment="part_time", family=family) == number
    assert _count(people, employment="part_time", sex="m") == 5_405
    assert _count(people, employment="part_time", sex="f") == 3_128


def test_the_largest_margin_error_is_below_a_tenth_of_a_point() -> None:
    """From a stock of the same size every margin is hit to ten heads in ten thousand."""
    _, fit = _start("medan")
    assert fit.largest_error < 0.001
    assert fit.empty == ()


def test_every_number_says_where_it_comes_from() -> None:
    """Each fitted cell of each place has a source with its mark, or an assumption."""
    for name in PLACES:
        for cell in _start(name)[1].cells:
            evidence = cell.evidence
            assert (evidence.source and evidence.mark) or evidence.assumption, cell


def test_medan_has_about_250_units_in_two_zones() -> None:
    """20 dinas, 5 badan, 21 kecamatan, 151 kelurahan, 41 puskesmas and the rest."""
    _, _, organisation = _place("medan")
    kinds = dict(zip(organisation.kinds, np.bincount(organisation.unit_kind).tolist(), strict=True))
    assert 240 <= organisation.units <= 270
    assert kinds["service_office"] + 3 == 20
    assert (kinds["agency"], kinds["sub_district"], kinds["ward"]) == (5, 21, 151)
    outer = organisation.zone == _word("zone", "outer")
    districts = organisation.unit_kind == organisation.kinds.index("sub_district")
    assert int((outer & districts).sum()) == 4


def test_a_ward_stands_under_a_sub_district_of_its_zone() -> None:
    """The lines of command follow the map."""
    _, _, organisation = _place("medan")
    wards = organisation.unit_kind == organisation.kinds.index("ward")
    parents = organisation.parent[wards]
    district = organisation.kinds.index("sub_district")
    assert (organisation.unit_kind[parents] == district).all()
    np.testing.assert_array_equal(organisation.zone[parents], organisation.zone[wards])
    assert (organisation.superior_unit()[organisation.parent >= 0] >= 0).all()


def test_ten_high_posts_or_so_stand_vacant() -> None:
    """In January 2026 ten posts of high leadership were under acting heads."""
    people, _ = _start("medan")
    _, _, organisation = _place("medan")
    high = _word("office", "high_leadership")
    vacant = len(organisation.posts_of(high)) - int((people.record["office"] == high).sum())
    assert 8 <= vacant <= 10


@pytest.mark.parametrize("people", [None, 1_500])
def test_what_is_always_true_in_medan_is_true_of_everyone(people: int | None) -> None:
    """Only PNS hold grades and offices; nobody entered as a child; time in grade is in service."""
    start, _ = _start("medan", people)
    record = {name: column.astype(np.int64) for name, column in start.record.items()}
    pns = record["employment"] == _word("employment", "pns")
    assert (record["grade"][~pns] == 0).all()
    assert (record["grade"][pns] >= 1).all()
    assert (record["office"][~pns] == 0).all()
    assert (record["functional"][~pns] == 0).all()
    assert (record["time_in_grade"] <= record["service"]).all()
    assert (record["time_in_office"] <= record["service"]).all()
    assert (record["age"] >= record["service"] + 16 * 12).all()


@pytest.mark.parametrize("name", PLACES)
@pytest.mark.parametrize("people", [None, 400])
def test_a_place_of_any_size_holds_together(name: str, people: int | None) -> None:
    """Everyone is there, each in a unit that exists, no post twice, no post that is none."""
    _, profile, organisation = _place(name, people)
    start, fit = _start(name, people)
    assert start.size == profile.people == (people or profile.people)
    assert start.record["unit"].max() < organisation.units
    held = start.post[start.post != NO_POST]
    assert len(set(held.tolist())) == len(held) <= organisation.posts
    assert fit.largest_error < (0.02 if people else max(0.005, 1 / start.size))


def test_scaling_keeps_the_proportions_of_medan() -> None:
    """A tenth of the people has a tenth of the posts of each office and of the places."""
    _, _, full = _place("medan")
    _, profile, tenth = _place("medan", 2_288)
    assert [kind.people for kind in profile.kinds] == [973, 462, 853]
    for office in (1, 2, 3):
        assert abs(len(tenth.posts_of(office)) - len(full.posts_of(office)) / 10) <= 0.51
    np.testing.assert_allclose(
        tenth.establishment.sum(axis=0), full.establishment.sum(axis=0) / 10, atol=1
    )


def test_five_grades_knows_nothing_of_indonesia() -> None:
    """Six hundred people, five grades, no office, family or kind of employment."""
    people, _ = _start("five_grades")
    assert people.size == 600
    grades = np.bincount(people.record["grade"])
    np.testing.assert_allclose(grades, [210, 180, 120, 60, 30], atol=2)
    for name in ("office", "family", "employment", "zone", "education"):
        assert name not in people.record


def test_the_pyramid_is_that_of_the_paper() -> None:
    """1, 5, 11, 21, 41 and 81 places, all filled (Pluchino et al. 2010)."""
    people, _ = _start("published/pyramid")
    assert np.bincount(people.record["office"]).tolist() == [81, 41, 21, 11, 5, 1]
    assert people.record["age"].min() >= 18 * 12
    assert people.record["age"].max() < 60 * 12
