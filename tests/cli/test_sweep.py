"""``sweep``: what a lever brings, where a reform stops paying, and what is asked in vain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from command_line import Say
from office import office_in


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scenario of the hundred people."""
    return office_in(tmp_path_factory.mktemp("office"))


def test_what_each_value_of_a_lever_brings(office: Path, say: Say, tmp_path: Path) -> None:
    """The share that the law in force has too brings nothing; a larger one promotes more."""
    out = tmp_path / "sweep"
    lever = "laws.generous.promoted_share=20%,60%"
    said = say("sweep", office, "--vary", lever, "--out", out, "--workers", 1, "--format", "json")
    assert said.status == 0
    rows = json.loads(said.out)["responses"]
    promoted = [row for row in rows if row["outcome"] == "promotions"]
    by_value = {row["value"]: row["difference"] for row in promoted}
    assert by_value["20%"] == 0
    assert by_value["60%"] > by_value[""] > 0
    assert len(list(out.glob("levers/*.png"))) == 2
    again = say("sweep", office, "--vary", lever, "--out", out, "--workers", 1, "--lang", "id")
    assert "selang 95 %" in again.out


def test_a_reform_that_always_promotes_more_has_no_threshold(
    office: Path, say: Say, tmp_path: Path
) -> None:
    """Where the difference keeps its sign over the whole range, that is what is said.

    Service is the same at every share, since nobody leads: the lever does not touch it.
    """
    lever = "laws.generous.promoted_share=40%..60%:2"
    said = say("sweep", office, "--threshold", lever, "--out", tmp_path / "s", "--workers", 1)
    assert said.status == 0
    assert "does not change its sign from 40% to 60%" in said.out
    assert "laws.generous.promoted_share does not touch it: it is the same everywhere." in said.out


@pytest.mark.parametrize("asked", ["--threshold", "--vary"])
def test_an_outcome_without_a_figure_is_told(
    asked: str, office: Path, say: Say, tmp_path: Path
) -> None:
    """A year of a hundred people has no spread of times between two promotions."""
    lever = "laws.generous.promoted_share=40%..60%:2"
    outcome = ("--outcome", "promotion_time_spread", "--outcome", "promotions")
    said = say("sweep", office, asked, lever, *outcome, "--out", tmp_path / "s", "--workers", 1)
    assert said.status == 0
    assert "ome run has no value of it" in said.out
    assert "Half are promoted: promotions" in said.out


def test_words_have_no_threshold(office: Path, say: Say, tmp_path: Path) -> None:
    """A threshold is looked for in a range; values one by one are refused with the form."""
    lever = "laws.generous.promoted_share=40%,60%"
    said = say("sweep", office, "--threshold", lever, "--out", tmp_path / "s", "--workers", 1)
    assert said.status == 2
    assert "NAME=LOW..HIGH" in said.err


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (("--vary", "promotd_share=20%"), "did you mean 'promoted_share'"),
        (("--vary", "promoted_share=20%", "--outcome", "promotoins"), "did you mean 'promotions'"),
        (("--sensitivity", "--runs", 3), "too-few-runs"),
        (("--design", "generous", "--limit", "pay_bill"), "OUTCOME=MOST"),
        (("--design", "generus"), "generus"),
        (("--calibrate", "nowhere.csv"), "nowhere.csv"),
        ((), "--vary"),
    ],
)
def test_what_is_asked_in_vain(
    asked: tuple[object, ...], told: str, office: Path, say: Say, tmp_path: Path
) -> None:
    """Each mistake is told with what was seen and what would do, never as a traceback."""
    said = say("sweep", office, *asked, "--out", tmp_path / "s", "--workers", 1)
    assert said.status == 2
    assert told in said.err
    assert "Traceback" not in said.err


def test_indicators_need_a_run(say: Say, tmp_path: Path) -> None:
    """A folder without a run is no run folder."""
    said = say("sweep", tmp_path, "--indicators")
    assert said.status == 2
    assert "Traceback" not in said.err
