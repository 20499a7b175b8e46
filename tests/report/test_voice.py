"""A law's names in a language: what they are called, and where an article stands."""

from __future__ import annotations

import pytest

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.catalogue.phrase import Words
from policy_sim.report.voice import Voice

INDONESIAN = Language("id")
CALLED = {
    "office": "jenjang jabatan",
    "grade": "golongan ruang",
    "superior": "atasan",
    "vacant_months": "lama lowong",
}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("post.office", "jenjang jabatan yang dituju"),
        ("post.grade", "golongan ruang jabatan yang dituju"),
        ("post.vacant_months", "lama lowong jabatan yang dituju"),
        ("superior.grade", "golongan ruang atasan"),
    ],
)
def test_what_is_owned_names_its_owner_without_saying_a_word_twice(name: str, told: str) -> None:
    """Indonesian puts the owner last, so that one word may end the one and begin the other."""
    assert Voice(INDONESIAN, CALLED).named(name) == told


def test_in_english_the_owner_comes_first() -> None:
    """Nothing meets there that could be said twice."""
    assert Voice(ENGLISH).named("post.vacant_months") == "post's vacant months"


def test_a_source_is_told_in_the_language_in_which_its_document_gives_it() -> None:
    """One that is given in English only has at least its article in words of the language."""
    source = Words("PP 1 with PP 2 art. 3", {"id": "PP 1 jo. PP 2 Pasal 3"})
    assert Voice(INDONESIAN).source(source) == "PP 1 jo. PP 2 Pasal 3"
    assert Voice(ENGLISH).source(source) == "PP 1 with PP 2 art. 3"
    assert Voice(INDONESIAN).source("draft art. 3") == "rancangan Pasal 3"
    # Whose draft it is stands in English, and no half of it is told in another language.
    assert Voice(INDONESIAN).source("my draft art. 3") == "my draft Pasal 3"
