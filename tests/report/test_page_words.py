"""What a group of a report is called, and which of its tables a phone stacks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.policy.law import Law
from policy_sim.report.page.blocks import Column, Table
from policy_sim.report.page.html import _stacks
from policy_sim.report.page.material import Material
from policy_sim.report.page.words import group_words, law_words, word_of
from policy_sim.simulation.assumptions.register import Register
from small_office import law

INDONESIAN = Language("id")


def told(language: Language = ENGLISH, **words: str) -> Material:
    """Return what a report of nothing is written from."""
    return Material({}, (), Register({}), language, words=words)


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("20-29", "20 to 29 years"),
        ("0-29", "under 30 years"),
        ("50-", "50 years and older"),
        ("i_a..ii_d", "i a to ii d"),
        ("part_time", "part time"),
    ],
)
def test_a_span_of_years_ends_with_its_last_year(name: str, english: str) -> None:
    """Whoever is 29 is told of among the twenties, and among nobody else."""
    assert word_of(name, told()) == english


def test_documents_name_groups_before_the_catalogue_does() -> None:
    """A rule and a grade are told by the law's words; what it does not name, as the page says."""
    material = told(INDONESIAN, **{"zones.outer": "wilayah luar", "by-years": "kenaikan reguler"})
    assert group_words("zone=outer", material) == "wilayah: wilayah luar"
    assert group_words("rule=by-years", material) == "aturan: kenaikan reguler"
    assert group_words("reason=died", material) == "sebab: meninggal"
    assert group_words("all", material) == "semua"


def test_the_words_of_a_law_are_those_of_its_documents() -> None:
    """In the language that is asked for."""
    spoken = Law("a", "", law().vocabulary, (), words={"id": {"office": "jabatan"}})
    assert law_words([spoken], INDONESIAN) == {"office": "jabatan"}
    assert law_words([spoken], ENGLISH) == {}


@pytest.mark.parametrize(
    ("figures", "stacked"),
    [
        ([False, False, True, True], True),
        ([False, True, True, True], False),
        ([False, False, True], False),
        ([False] * 11, True),
        ([False] * 13, False),
    ],
)
def test_a_phone_stacks_tables_of_words(figures: list[bool], stacked: bool) -> None:
    """Figures alone, few columns and very many are read across."""
    columns = tuple(Column("x", figures=each) for each in figures)
    assert _stacks(Table("a table", columns, ())) is stacked


def test_a_phone_stacks_figures_under_long_headings_and_digests() -> None:
    """The title of an arm is no narrower than words, and a digest is as wide as a phone."""
    arm = Column("Rules in force · Seniority-leaning habit", figures=True)
    assert _stacks(Table("levels", (Column("year"), arm, arm, arm), ()))
    digest = Table("record", (Column("what"), Column("value")), (("file", "0a" * 32),))
    assert _stacks(digest)
    assert not _stacks(replace(digest, rows=(("seed", "2026"),)))
