"""A frame without rows has the types of one with rows: numbers are numbers, not text."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import polars as pl
import pytest

import policy_sim as ps
from policy_sim.study.hinges import Hinge
from policy_sim.study.store import seal, write_json

NUMBERS = {
    "comparison": ["baseline_mean", "difference", "low", "high", "share_better", "p", "n"],
    "hinges": ["correlation", "p", "p_holm", "n"],
    "prospects": ["mean", "probability_best", "expected_regret", "n"],
    "information": ["value", "by_chance", "n"],
    "attainable": ["share", "low", "high", "gain", "n"],
}


@pytest.fixture
def result(tmp_path: Path) -> ps.Result:
    """A run folder in which nothing was concluded."""
    seal(tmp_path, {"digest": "", "draws": 0})
    return ps.load_result(tmp_path)


@pytest.mark.parametrize("name", NUMBERS)
def test_an_empty_frame_has_numbers_where_a_full_one_has(result: ps.Result, name: str) -> None:
    """So that two frames can be put together, and a sum of none is zero."""
    frame = getattr(result, name)
    assert frame.is_empty()
    for column in NUMBERS[name]:
        assert frame.schema[column].is_numeric(), column
        assert frame[column].sum() == 0
    words = [column for column, kind in frame.schema.items() if kind == pl.String]
    assert "outcome" in words
    assert not set(words) & set(NUMBERS[name])


def test_an_empty_frame_and_a_full_one_go_together(result: ps.Result, tmp_path: Path) -> None:
    """The types of a frame do not hang on what was found."""
    empty = result.hinges
    row = Hinge("merit+habit", "law", "service_quality", "end", "luck", 0.5, 0.1, 0.1, 20, True)
    write_json(tmp_path / "hinges.json", [asdict(row)])
    full = ps.load_result(tmp_path).hinges
    assert full.schema == empty.schema
    assert pl.concat([empty, full]).height == 1


def test_a_column_in_which_nothing_is_known_is_one_of_numbers(tmp_path: Path) -> None:
    """A study of one replication has no interval anywhere: its ends are numbers that lack."""
    seal(tmp_path, {"digest": "", "draws": 0})
    row = {"policy": "a+b", "outcome": "exits", "window": "end", "share": None, "low": None}
    write_json(tmp_path / "attainable.json", [row | {"high": None, "gain": 1.0, "n": 1}])
    frame = ps.load_result(tmp_path).attainable
    assert frame.schema["low"] == pl.Float64
    assert frame["low"].null_count() == 1
