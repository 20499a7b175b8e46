"""Totals of past years are read from a CSV, and everything wrong with one is told at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_sim.errors import BadInput, ScenarioError
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.sweep.calibration.totals import Total, read_totals

YEARS = range(2021, 2026)


def written(folder: Path, text: str) -> Path:
    """Write a file of totals."""
    path = folder / "past.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_totals_are_read_in_order(tmp_path: Path) -> None:
    """Group and error may be left out; blanks around a word say nothing."""
    text = "year,outcome,value,group,error\n2022,exits,41,,\n2021, exits ,40,sex=f,2.5\n"
    assert read_totals(written(tmp_path, text), OUTCOMES, YEARS) == (
        Total(2021, "exits", "sex=f", 40.0, 2.5),
        Total(2022, "exits", "all", 41.0, 0.0),
    )


def test_everything_wrong_is_told_at_once(tmp_path: Path) -> None:
    """A misspelt outcome, one that nobody can count, a year outside, no number, and a double."""
    text = (
        "year,outcome,value\n2022,exit,41\n2022,mean_ability,0.1\n2019,exits,40\n"
        "2022,exits,many\n2023,hires,4\n2023,hires,5\nlast,hires,4\n"
    )
    with pytest.raises(ScenarioError) as told:
        read_totals(written(tmp_path, text), OUTCOMES, YEARS)
    assert [(one.code, one.where.line) for one in told.value.findings] == [
        ("unknown-outcome", 2),
        ("total-of-the-hidden", 3),
        ("total-outside-years", 4),
        ("not-a-number", 5),
        ("total-twice", 7),
        ("not-whole", 8),
    ]
    assert told.value.findings[0].values["near"] == "exits"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("year,outcome\n2022,exits\n", ["total-column-missing"]),
        ("year,outcome,value,colour\n2022,exits,4,red\n", ["total-column-unknown"]),
        ("year,outcome,value\n", ["no-totals"]),
        ("", ["total-column-missing"] * 3),
    ],
)
def test_a_file_of_another_shape(tmp_path: Path, text: str, codes: list[str]) -> None:
    """Missing and unknown columns, and a file without a row."""
    with pytest.raises(BadInput) as told:
        read_totals(written(tmp_path, text), OUTCOMES, YEARS)
    assert [one.code for one in told.value.findings] == codes
