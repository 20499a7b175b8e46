"""A sweep tells of what it found by the names that a study gives, and in the reader's language."""

from __future__ import annotations

from typing import Any

import pytest

from policy_sim.catalogue.language import language_named
from policy_sim.catalogue.phrase import Words
from policy_sim.report.page.blocks import Picture
from policy_sim.report.sweep.levers import draw_responses, draw_swings, levers_told
from policy_sim.report.sweep.parts import blocks_of, lines_of
from policy_sim.report.sweep.teller import ENGLISH_TELLER, Teller
from policy_sim.sweep.lever import Lever
from policy_sim.sweep.responses import Response, Swing

MANIFEST: dict[str, Any] = {
    "arms": ["old+usual", "old+favour", "new+usual", "new+favour"],
    "laws": {
        "old": Words("In force", {"id": "Yang berlaku"}),
        "new": Words("Reform", {"id": "Reformasi"}),
    },
    "practices": {
        "usual": {"title": "Usual", "hypothetical": False},
        "favour": {"title": Words("Favour", {"id": "Pilih kasih"}), "hypothetical": True},
    },
    "currency": {"symbol": "Rp"},
    "placeholders": {"allowance": "allowance"},
}
INDONESIAN = Teller(
    language_named("id"),
    MANIFEST,
    {"resignation_rate": Words("resignation rate", {"id": "tingkat pengunduran diri"})},
    {"min_competence": "nilai kompetensi minimum", "age": "usia"},
)
LEVER = Lever("laws.new.min_competence", ("60 points", "72.5 points"))


def response(value: str, difference: float, outcome: str = "personnel_share") -> Response:
    """Return a difference at one value, half a unit about its mean."""
    ends = (difference, difference - 0.5, difference + 0.5)
    return Response(LEVER.what, value, "new+favour", outcome, "all", *ends, 4)


def swing(least: float, most: float, outcome: str = "personnel_share") -> Swing:
    """Return how far the lever moves a difference; nowhere if both ends are the same."""
    at = LEVER.values if most > least else (LEVER.values[0],) * 2
    ends = (least, at[0], most, at[1], most - least)
    return Swing(LEVER.what, "new+favour", outcome, least, *ends, 0.0, 1.0)


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("60 points", "60 poin"),
        ("0.375", "0,375"),
        ("40%", "40%"),
        ("Rp 1500000", "Rp 1500000"),
        ("2 years", "2 tahun"),
        ("iii_c", "iii_c"),
        ("", ""),
    ],
)
def test_a_value_is_told_in_the_language(value: str, told: str) -> None:
    """Its unit and its decimal comma are those of the language; in English it stays as it was."""
    assert INDONESIAN.value(value) == told
    assert ENGLISH_TELLER.value(value) == value


def test_arms_are_told_by_their_titles_and_what_is_hypothetical_says_so() -> None:
    """No reader has to know the short names, or to guess that a practice is made up."""
    assert INDONESIAN.arm("new+favour") == "Reformasi · Pilih kasih (pengandaian)"
    assert INDONESIAN.arm("old+usual") == "Yang berlaku · Usual"
    assert ENGLISH_TELLER.arm("new+favour") == "new+favour"


def test_money_of_placeholders_is_labelled() -> None:
    """As in the report: what is reckoned with amounts that only hold a place says so."""
    assert INDONESIAN.outcome("pay_bill") == "belanja pegawai (besaran sementara)"
    assert INDONESIAN.outcome("exits") == "pegawai yang berhenti"


def test_levers_and_assumptions_have_a_title_and_the_name_that_a_command_knows() -> None:
    """What says no more than the name is not said twice."""
    assert INDONESIAN.lever(LEVER.what) == f"nilai kompetensi minimum ({LEVER.what})"
    named = "tingkat pengunduran diri (assume.resignation_rate)"
    assert INDONESIAN.lever("assume.resignation_rate") == named
    assert INDONESIAN.assumption("resignation_rate").endswith(" (resignation_rate)")
    assert INDONESIAN.lever("history.years") == "history.years"
    english = Teller(titles={"resignation_rate": "resignation rate"})
    assert english.lever("assume.resignation_rate") == "assume.resignation_rate"


def test_a_figure_of_a_group_is_told_in_words() -> None:
    """No group stands as it is written in a file."""
    assert (
        INDONESIAN.figure("headcount", "age=20-29") == "jumlah pegawai (usia: 20 sampai 29 tahun)"
    )
    assert INDONESIAN.figure("headcount", "all") == "jumlah pegawai"


def test_a_tornado_is_read_in_the_language() -> None:
    """Title, units, ticks, the levers and the values at the ends of their bars."""
    axes = draw_swings([swing(1.5, 2.25), swing(1.5, 1.5)], teller=INDONESIAN)
    axes.get_figure(root=True).draw_without_rendering()  # type: ignore[union-attr]
    title = axes.get_title(loc="left").replace("\n", " ")
    assert title.startswith("Reformasi · Pilih kasih (pengandaian): porsi belanja pegawai")
    assert axes.get_xlabel() == "selisih (poin persen); garis titik-titik: sebagaimana tertulis"
    assert "nilai kompetensi" in axes.get_yticklabels()[0].get_text()
    assert all("." not in tick.get_text() for tick in axes.get_xticklabels())
    # A bar without length has no values, which would stand one over the other.
    assert [text.get_text() for text in axes.texts] == ["60 poin", "72,5 poin"]


def test_no_title_is_cut_off() -> None:
    """A long title has as many lines as the width of its figure asks for."""
    for axes in (
        draw_swings([swing(1.5, 2.25)], teller=INDONESIAN),
        draw_responses(LEVER, [response(v, 1) for v in LEVER.values], teller=INDONESIAN),
    ):
        figure = axes.get_figure(root=True)
        assert figure is not None
        figure.draw_without_rendering()
        drawn = axes.title, axes._left_title, axes.xaxis.label  # type: ignore[attr-defined]
        assert all(part.get_window_extent().x1 <= figure.bbox.x1 for part in drawn)
        assert all(part.get_window_extent().x0 >= 0 for part in drawn)


def test_money_is_drawn_in_the_step_that_it_asks_for() -> None:
    """Millions of rupiah are drawn as millions, not as ones with seven noughts."""
    rows = [response(value, 2.5e6, "pay_bill") for value in LEVER.values]
    axes = draw_responses(LEVER, rows, teller=INDONESIAN)
    assert axes.get_ylabel() == "selisih (Rp juta)"
    assert list(axes.lines[0].get_ydata()) == [2.5, 2.5]  # type: ignore[arg-type]


def test_what_nothing_moves_has_no_figure_on_the_page() -> None:
    """A figure of noughts says no more than the sentence that says so."""
    rows = [Response(LEVER.what, v, "new+favour", "exits", "all", 0, 0, 0, 4) for v in LEVER.values]
    told = levers_told([LEVER], rows, [swing(0, 0, "exits")], INDONESIAN)
    assert all(one.idle for one in told.drawings)
    assert len(told.drawings) == 2
    assert not [block for block in blocks_of(told.parts) if isinstance(block, Picture)]
    assert any("tidak menggesernya" in line for line in lines_of(told.parts))
    moved = levers_told([LEVER], [response(v, 1) for v in LEVER.values], [swing(1, 2)], INDONESIAN)
    assert len([one for one in moved.drawings if not one.idle]) == 2
