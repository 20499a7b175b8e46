"""The raw stock: lawful people, placed, with leaders who stand highest and have served longest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from policy_sim.chance import Chance
from policy_sim.workforce import (
    NO_POST,
    Organisation,
    Profile,
    Workforce,
    load_organisation,
    load_profile,
    raw_stock,
)
from strategies_workforce import ORGANISATION, PROFILE, VOCABULARY

CHANCE = Chance(3, 1)


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    """Return the town's organisation: one chief, two heads in the hall and one per bureau."""
    path = tmp_path / "organisation.yaml"
    path.write_text(ORGANISATION, encoding="utf-8")
    return load_organisation(path, VOCABULARY)


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """Return the town's profile."""
    path = tmp_path / "profile.yaml"
    path.write_text(PROFILE, encoding="utf-8")
    return load_profile(path, VOCABULARY)


def stock(profile: Profile, organisation: Organisation, on: date | None = None) -> Workforce:
    """Return the stock of a profile."""
    return raw_stock(profile, organisation, VOCABULARY, CHANCE, on)


def test_only_kinds_with_a_history_are_in_it(profile: Profile, organisation: Organisation) -> None:
    """The 300 permanent people, with ids from 0 and a key of their own; no contract staff."""
    people = stock(profile, organisation)
    assert people.ids.tolist() == list(range(300))
    assert len(set(people.keys.tolist())) == 300
    assert set(people.record["employment"].tolist()) == {0}


def test_every_post_has_one_leader(profile: Profile, organisation: Organisation) -> None:
    """Eleven posts (a chief, two and eight heads) are each held once, by clerks, in their unit."""
    people = stock(profile, organisation)
    held = np.flatnonzero(people.post != NO_POST)
    posts = people.post[held]
    assert sorted(posts.tolist()) == list(range(11))
    assert set(people.record["family"][held].tolist()) == {1}
    assert people.record["unit"][held].tolist() == organisation.post_unit[posts].tolist()
    assert people.record["office"][held].tolist() == organisation.post_office[posts].tolist()


def test_leaders_stand_above_those_who_lead_nothing(
    profile: Profile, organisation: Organisation
) -> None:
    """No clerk without a post has a higher grade, or as high a grade and longer service; the
    chief stands above every head.
    """
    people = stock(profile, organisation)
    rank = people.record["grade"].astype(int) * 10_000 + people.record["service"]
    clerks = people.record["family"] == 1
    leads = people.post != NO_POST
    assert rank[leads].min() >= rank[clerks & ~leads].max()
    office = people.record["office"]
    assert rank[office == 2].min() >= rank[office == 1].max()


@pytest.mark.parametrize("longest", [0, 60, 1000])
def test_time_in_office_is_within_service(
    profile: Profile, organisation: Organisation, longest: int
) -> None:
    """Nobody has led for longer than they have served, nor longer than leaders do at most."""
    assert profile.leaders is not None
    people = stock(replace(profile, leaders=replace(profile.leaders, held=longest)), organisation)
    held = people.post != NO_POST
    months = people.record["time_in_office"][held]
    assert (months <= people.record["service"][held]).all()
    assert (months <= longest).all()


def test_a_profile_without_leaders_leaves_posts_empty(
    profile: Profile, organisation: Organisation
) -> None:
    """Everybody is staff then, and works somewhere."""
    people = stock(replace(profile, leaders=None), organisation)
    assert (people.post == NO_POST).all()
    assert (people.record["office"] == 0).all()


def test_any_family_may_lead_if_none_is_named(profile: Profile, organisation: Organisation) -> None:
    """Without a restriction the most senior of all lead, teachers among them."""
    assert profile.leaders is not None
    people = stock(replace(profile, leaders=replace(profile.leaders, families=())), organisation)
    rank = people.record["grade"].astype(int) * 10_000 + people.record["service"]
    leads = people.post != NO_POST
    assert rank[leads].min() >= rank[~leads].max()
    assert int(leads.sum()) == 11


def test_too_few_people_fill_the_highest_posts(
    profile: Profile, organisation: Organisation
) -> None:
    """Of two permanent people, both clerks, one is the chief; posts left over stay empty."""
    few = replace(profile.kind("permanent"), people=2)
    assert profile.leaders is not None
    people = stock(
        replace(profile, kinds=(few,), leaders=replace(profile.leaders, families=())), organisation
    )
    assert sorted(people.record["office"].tolist()) == [1, 2]


def test_the_day_moves_entries_and_nothing_else(
    profile: Profile, organisation: Organisation
) -> None:
    """Thirty years earlier the same people have the same record, and entered thirty years
    before, so that their months of service agree with the day.
    """
    now = stock(profile, organisation)
    before = stock(profile, organisation, date(1995, 12, 31))
    assert {n: c.tolist() for n, c in now.record.items()} == {
        n: c.tolist() for n, c in before.record.items()
    }
    days = [[date.fromordinal(n) for n in p.history.entered.tolist()] for p in (now, before)]
    assert [day.replace(year=day.year - 30) for day in days[0]] == days[1]
    served = [(2025 - day.year) * 12 + 12 - day.month for day in days[0]]
    assert served == now.record["service"].tolist()


def test_luck_is_the_replications(profile: Profile, organisation: Organisation) -> None:
    """The same chance gives the same people to the bit, another replication others."""
    one, same = stock(profile, organisation), stock(profile, organisation)
    other = raw_stock(profile, organisation, VOCABULARY, Chance(3, 2))
    assert {n: t.tolist() for n, t in one.truth.items()} == {
        n: t.tolist() for n, t in same.truth.items()
    }
    assert one.truth["ability"].tolist() != other.truth["ability"].tolist()


def test_the_job_class_follows_office_and_family(
    profile: Profile, organisation: Organisation
) -> None:
    """The chief has class 12, heads 9, teachers 8; clerks, for whom none is stated, their own."""
    people = stock(profile, organisation)
    classes = people.record["job_class"]
    office, family = people.record["office"], people.record["family"]
    assert set(classes[office == 2].tolist()) == {12}
    assert set(classes[office == 1].tolist()) == {9}
    assert set(classes[(office == 0) & (family == 0)].tolist()) == {8}
    assert set(classes[(office == 0) & (family == 1)].tolist()) == {1}
