"""The pages on profiles and organisations are true: their blocks load, and name every key."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path

import pytest

from pages import ROOT, chapter
from policy_sim.chance import Chance
from policy_sim.policy.loading import load_vocabulary
from policy_sim.workforce import draw, load_organisation, load_profile, raw_stock
from policy_sim.workforce import organisation_document as organisations
from policy_sim.workforce import profile_form as profiles

PAGE = chapter("profiles")
ORGANISATION, LEVELS, PROFILE = re.findall(r"```yaml\n(.*?)```", PAGE, flags=re.DOTALL)
FORMS = [
    *(getattr(profiles, name) for name in profiles.__all__),
    organisations.OrganisationShape,
    organisations._UnitKind,
    organisations._Places,
    organisations._Classes,
    organisations._Carried,
    organisations._Responsibility,
]


def test_the_examples_make_a_place(tmp_path: Path) -> None:
    """The two documents of the page load, fit each other, and give a thousand people."""
    vocabulary = load_vocabulary(ROOT / "policies" / "asn" / "vocabulary.yaml")
    for name, text in (("profile", PROFILE), ("organisation", ORGANISATION)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    profile = load_profile(tmp_path / "profile.yaml", vocabulary)
    organisation = load_organisation(tmp_path / "organisation.yaml", vocabulary)
    chance = Chance(0, 0)
    stock = raw_stock(profile, organisation, vocabulary, chance)
    people, fit = draw(stock, profile, organisation, chance)
    assert people.size == 1_000
    assert fit.largest_error < 0.02


def test_the_levels_of_the_page_are_read(tmp_path: Path) -> None:
    """The organisation with levels loads, and says what the page says that it does."""
    vocabulary = load_vocabulary(ROOT / "policies" / "asn" / "vocabulary.yaml")
    (tmp_path / "levels.yaml").write_text(LEVELS, encoding="utf-8")
    levels = load_organisation(tmp_path / "levels.yaml", vocabulary).levels
    assert levels.by_level
    assert levels.weighed == "ability"
    assert levels.responsibility[0] == Fraction(1, 5)
    assert levels.assumptions == ("skill_carried_over", "skill_shift")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.noun))
def test_every_key_is_explained(form: type[profiles.ProfileForm]) -> None:
    """No key can be used that the page does not name in its text."""
    prose = re.sub(r"```yaml\n.*?```", "", PAGE, flags=re.DOTALL)
    assert [key for key in form.keys() if f"`{key}`" not in prose] == []  # noqa: SIM118
