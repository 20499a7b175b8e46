"""People made from margins: every margin to one head, every person lawful."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.chance import Chance
from policy_sim.policy.vocabulary import Attribute, Moves
from policy_sim.workforce import Profile, Workforce, load_profile
from policy_sim.workforce.people import day_of_entry, staff
from policy_sim.workforce.profile import Cell, EmploymentKind, Margin, Traits
from strategies_workforce import PROFILE, VOCABULARY, shares

TODAY = date(2026, 1, 1)
CHANCE = Chance(5, 2)


@pytest.fixture
def profile(tmp_path: Path) -> Profile:
    """Return the small profile."""
    path = tmp_path / "town.yaml"
    path.write_text(PROFILE, encoding="utf-8")
    return load_profile(path, VOCABULARY)


def _staff(profile: Profile, kind: EmploymentKind, chance: Chance = CHANCE) -> Workforce:
    ids = np.arange(kind.people)
    return staff(kind, profile, VOCABULARY, ids, chance.key("test", ids), chance, TODAY)


def _counts(workforce: Workforce, name: str) -> list[int]:
    return np.bincount(workforce.record[name]).tolist()


def test_margins_are_hit_to_the_head(profile: Profile) -> None:
    """180 women and 120 men; 70 teachers and 230 clerks; half under forty."""
    made = _staff(profile, profile.kind("permanent"))
    assert _counts(made, "sex") == [180, 120]
    assert _counts(made, "family") == [70, 230]
    assert int((made.record["age"] < 480).sum()) == 150


@settings(max_examples=30)
@given(shares(4), st.integers(1, 400))
def test_any_margin_is_hit_within_one_head(parts: list[Fraction], number: int) -> None:
    """Whatever the shares and the size, no cell is a whole head away from its share."""
    cells = tuple(Cell(str(i), i, i, share) for i, share in enumerate(parts))
    kind = EmploymentKind("any", None, number, False, 216, (Margin("grade", cells),))
    made = _staff(Profile("p", "P", TODAY, (kind,), Traits((), ())), kind)
    counts = np.bincount(made.record["grade"], minlength=4)
    for count, share in zip(counts.tolist(), parts, strict=True):
        assert abs(count - share * number) < 1 + 1e-6


def test_a_table_holds_within_each_row(profile: Profile) -> None:
    """All teachers and a fifth of the clerks have been to college."""
    made = _staff(profile, profile.kind("permanent"))
    teachers = made.record["family"] == 0
    assert (made.record["education"][teachers] == 1).all()
    assert int(made.record["education"][~teachers].sum()) == 46


def test_values_follow(profile: Profile) -> None:
    """The class of contract staff follows from the family."""
    made = _staff(profile, profile.kind("contract"))
    assert _counts(made, "job_class") == [0, 0, 0, 0, 0, 99, 0, 0, 1]


def test_everyone_is_lawful(profile: Profile) -> None:
    """Nobody entered as a child, and nobody has been in grade longer than in service."""
    for kind in profile.kinds:
        record = _staff(profile, kind).record
        assert (record["age"] - record["service"] >= kind.youngest).all()
        assert (record["service"] >= 0).all()
        assert (record["time_in_grade"] <= record["service"]).all()
        assert (record["time_in_office"] <= record["service"]).all()


def test_a_career_steps_up_to_its_ceiling(profile: Profile) -> None:
    """Grade and time in grade follow from service: a step every six years, never past the end."""
    made = _staff(profile, profile.kind("permanent"))
    service = made.record["service"].astype(np.int64)
    ceiling = np.where(made.record["education"] == 1, 3, 2)
    steps = np.minimum(service // 72, ceiling - 1)
    np.testing.assert_array_equal(made.record["grade"], 1 + steps)
    np.testing.assert_array_equal(made.record["time_in_grade"], service - steps * 72)


def test_contract_staff_have_the_declared_tenure(profile: Profile) -> None:
    """Half have served less than a year, and no grade is theirs."""
    record = _staff(profile, profile.kind("contract")).record
    assert (record["grade"] == 0).all()
    assert abs(int((record["service"] < 12).sum()) - 50) <= 2
    assert record["service"].max() < 60


def test_whoever_is_younger_than_the_age_at_entry_entered_at_some_time(profile: Profile) -> None:
    """People under the age drawn are spread over the months since they were old enough."""
    kind = profile.kind("permanent")
    cells = (Cell("sixty", 720, 720, Fraction(1)),)
    made = _staff(profile, replace(kind, entry_age=Margin("age", cells), people=3000))
    longest = made.record["age"].astype(int) - kind.youngest
    share = (made.record["service"] + 0.5) / (longest + 1)
    assert made.record["service"].min() >= 0
    assert (made.record["service"] <= longest).all()
    assert abs(share.mean() - 0.5) < 4 * np.sqrt(1 / 12 / 3000)


def test_service_gives_way_to_age(profile: Profile) -> None:
    """A tenure longer than the working life of the young is cut, not their age."""
    margin = Margin("service", (Cell("long", 500, 500, Fraction(1)),))
    kind = replace(profile.kind("contract"), tenure=margin)
    record = _staff(profile, kind).record
    np.testing.assert_array_equal(
        record["service"], np.clip(record["age"].astype(np.int64) - 216, 0, 500)
    )


@pytest.mark.parametrize("on", [date(2026, 1, 1), date(2026, 3, 31), date(1996, 12, 1)])
def test_the_day_of_entry_agrees_with_service(on: date) -> None:
    """From the day of entry to the day looked at pass as many whole months as are served."""
    service = np.array([0, 1, 11, 12, 13, 480, 12])
    for months, day in zip(service.tolist(), day_of_entry(on, service).tolist(), strict=True):
        entered = date.fromordinal(day)
        assert entered.day == 1
        assert (on.year - entered.year) * 12 + on.month - entered.month == months


def test_entry_is_in_the_history(profile: Profile) -> None:
    """The log of the past begins with the day that service says."""
    made = _staff(profile, profile.kind("permanent"))
    expected = day_of_entry(TODAY, made.record["service"].astype(np.int64))
    np.testing.assert_array_equal(made.history.entered, expected)


def test_luck_is_keyed(profile: Profile) -> None:
    """The same seed gives the same people; another replication gives others."""
    kind = profile.kind("permanent")
    one, same, other = (
        _staff(profile, kind),
        _staff(profile, kind),
        _staff(profile, kind, Chance(5, 3)),
    )
    for name in one.record:
        np.testing.assert_array_equal(one.record[name], same.record[name])
    assert (one.record["age"] != other.record["age"]).any()
    assert (one.truth["ability"] != other.truth["ability"]).any()


def test_attributes_that_the_vocabulary_lacks_are_left_out(profile: Profile) -> None:
    """A service without grades has people without grades."""
    kept = {n: a for n, a in VOCABULARY.attributes.items() if n in ("age", "sex", "service")}
    bare = replace(VOCABULARY, attributes=kept)
    kind = replace(
        profile.kind("permanent"),
        code=None,
        career=None,
        tables=(),
        margins=profile.kinds[0].margins[:1],
    )
    ids = np.arange(kind.people)
    made = staff(
        kind, replace(profile, scores=()), bare, ids, CHANCE.key("test", ids), CHANCE, TODAY
    )
    assert set(made.record) == {"age", "sex", "service"}


def test_a_counter_of_months_begins_with_service(profile: Profile) -> None:
    """What counts months and is stated nowhere counts since entry; what stands still does not."""
    months = VOCABULARY.attributes["service"].type
    words = replace(
        VOCABULARY,
        attributes={
            **VOCABULARY.attributes,
            "years_for_pay": Attribute("years_for_pay", months, moves=Moves(1)),
            "pay_step": Attribute("pay_step", months),
        },
    )
    kind = profile.kind("permanent")
    ids = np.arange(kind.people)
    made = staff(kind, profile, words, ids, CHANCE.key("test", ids), CHANCE, TODAY)
    assert made.record["years_for_pay"].tolist() == made.record["service"].tolist()
    assert not made.record["pay_step"].any()
