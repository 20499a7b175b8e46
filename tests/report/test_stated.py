"""What a clause asks for, in words of nobody in particular."""

from __future__ import annotations

from pathlib import Path

import pytest

from group_law import loaded
from policy_sim.catalogue.language import language_named
from policy_sim.policy.vintage import Vintage
from policy_sim.report.clause_words import clause_words
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.stated import stated_words
from policy_sim.report.voice import Voice

LAW = """\
parameters:
  windows: {value: (1..3 | 10)}
  always_open: {value: 1..12}
  twice: {value: 2}
tables:
  most: {input: service, bands: {0: 10, 48: 40}, output: hours}
rules:
  rise:
    when:
      - today.month in windows
      - today.month in always_open
      - not ever(moved over service)
      - streak(verdict >= good) >= twice
      - last(verdict) == very_good
      - hours >= most(service)
      - "{any: [ever(moved over service), hours >= 5 jp]}"
      - office == head
      - count(verdict == good over 2 years) >= 1
    then: promote
"""
INDONESIAN = Voice(
    language_named("id"),
    {
        "verdict": "penilaian",
        "moved": "kepindahan",
        "hours": "jam kerja",
        "most": "jam terbanyak",
        "service": "masa kerja",
        "windows": "periode",
        "always_open": "periode",
        "twice": "jumlah yang diperlukan",
        "office": "jabatan",
        "offices.head": "kepala",
        "verdicts.good": "baik",
        "verdicts.very_good": "baik sekali",
    },
)


@pytest.fixture
def vintage(tmp_path: Path) -> Vintage:
    """Return the law of a day."""
    (found,) = loaded(tmp_path, LAW.replace('"{any', "{any").replace(']}"', "]}")).vintages
    return found


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        (
            "not ever(moved over service)",
            "tidak benar bahwa kepindahan pernah tercatat selama masa kerja",
        ),
        (
            "streak(verdict >= good) >= twice",
            (
                "banyaknya penilaian berturut-turut yang sekurang-kurangnya baik "
                "sekurang-kurangnya 2 (jumlah yang diperlukan)"
            ),
        ),
        ("last(verdict) == very_good", "penilaian terakhir adalah baik sekali"),
        ("hours >= most(service)", "jam kerja sekurang-kurangnya jam terbanyak menurut masa kerja"),
        ("office == head", "jabatan adalah kepala"),
    ],
)
def test_no_function_of_the_language_is_left_in_a_sentence(
    clause: str, told: str, vintage: Vintage
) -> None:
    """The past, tables and words of scales are told as where a decision is explained."""
    assert stated_words(clause, vintage, INDONESIAN) == told


def test_what_is_no_comparison_stays_as_far_as_signs_can_be_put_into_words(
    vintage: Vintage,
) -> None:
    """A clause of alternatives, and one that no rule has, are told as before."""
    alternatives = "{any: [ever(moved over service), hours >= 5 jp]}"
    for clause in (alternatives, "last(verdict) >= poor"):
        assert stated_words(clause, vintage) == clause_words(clause, vintage)


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        (
            "today.month in windows",
            "bulan berjalan termasuk Januari sampai Maret atau Oktober (periode)",
        ),
        ("today.month in always_open", "bulan berjalan termasuk Januari sampai Desember (periode)"),
    ],
)
def test_months_of_a_parameter_have_their_names(clause: str, told: str, vintage: Vintage) -> None:
    """A reader need not know that 10 is October."""
    assert clause_words(clause, vintage, INDONESIAN) == told


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        (
            "hours >= 5 jp or service < 3 years and not (office == head)",
            (
                "jam kerja sekurang-kurangnya 5 JP atau masa kerja di bawah 3 tahun dan tidak "
                "(jabatan adalah kepala)"
            ),
        ),
        ("verdict not in (good, very_good)", "penilaian bukan salah satu dari (baik, baik sekali)"),
    ],
)
def test_what_joins_conditions_is_told_in_the_language(
    clause: str, told: str, vintage: Vintage
) -> None:
    """No English word is left between two Indonesian conditions."""
    assert clause_words(clause, vintage, INDONESIAN) == told


def test_a_word_that_ends_a_name_and_begins_the_next_is_said_once(vintage: Vintage) -> None:
    """A course of the name *Course at sea* is no *course Course at sea*."""
    called = {"verdict": "nilai baik", "verdicts.good": "Baik sekali"}
    told = stated_words(
        "count(verdict == good over 2 years) >= 1", vintage, Voice(INDONESIAN.language, called)
    )
    assert told == "banyaknya nilai Baik sekali dalam 2 tahun terakhir sekurang-kurangnya 1"


def test_what_stands_in_the_way_of_a_change_is_told_so_too(tmp_path: Path) -> None:
    """In a comparison of two laws; but a parameter by its name, since its value may be another."""
    law = loaded(tmp_path, LAW.replace('"{any', "{any").replace(']}"', "]}"))
    words = ExampleWords(law, INDONESIAN)
    assert words.clause("last(verdict) == very_good") == "penilaian terakhir adalah baik sekali"
    assert words.clause("streak(verdict >= good) >= twice").endswith(
        "sekurang-kurangnya jumlah yang diperlukan"
    )
