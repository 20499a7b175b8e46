"""Rewards switched on, switched off, and varied, from documents alone."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from policy_sim.study.result import Result
from small_study import altered, copied, run_small

pytestmark = [pytest.mark.whole_run, pytest.mark.xdist_group("rewards")]

REWARDS = "  rewards: {months: [8], budget: Rp 500000000}\n"
OWN = {"awards", "medals", "reward_cost"}
SHORT = {"replications": 1, "years": 2, "people": 300, "ledger": "all"}


def outcomes(result: Result) -> pd.DataFrame:
    """Return the outcomes of the rules in force as an ordered table."""
    frame = pd.read_parquet(result.folder / "outcomes.parquet")
    frame = frame[frame["policy"] == "in-force+seniority"]
    return frame[["date", "outcome", "group", "value"]].reset_index(drop=True)


def total(frame: pd.DataFrame, outcome: str) -> float:
    """Return the sum of an outcome over the years, of everybody."""
    return float(frame.query("outcome == @outcome and group == 'all'")["value"].sum())


@pytest.fixture(scope="module")
def quiet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the small study with one arm, in which awards move nobody."""
    folder = tmp_path_factory.mktemp("rewards")
    scenario = altered(
        copied(folder),
        ("laws: [in-force, merit]", "laws: [in-force]"),
        ("practices: [seniority, closeness]", "practices: [seniority]"),
        ("history: {years: 5", "history: {years: 1"),
    )
    altered(
        folder / "scenarios" / "assumptions" / "rewards.yaml",
        ("value: 0.15", "value: 0"),
        ("value: 0.05", "value: 0"),
    )
    return scenario


@pytest.fixture(scope="module")
def on(quiet: Path) -> pd.DataFrame:
    """The outcomes of that study."""
    return outcomes(run_small(quiet.parents[1] / "on", quiet, **SHORT))


def test_off_is_on_without_its_outcomes(quiet: Path, on: pd.DataFrame, tmp_path: Path) -> None:
    """Where awards move nobody, a study without rewards has the same values of everything else."""
    off_path = quiet.with_name("off.yaml")
    off_path.write_text(quiet.read_text("utf-8"), encoding="utf-8")
    off_path = altered(
        off_path,
        (REWARDS, ""),
        ("  - assumptions/rewards.yaml\n", ""),
        ("scenario: small", "scenario: off"),
    )
    off = outcomes(run_small(tmp_path / "off", off_path, **SHORT))
    assert set(on["outcome"]) - set(off["outcome"]) == OWN
    rest = on[~on["outcome"].isin(OWN)].reset_index(drop=True)
    pd.testing.assert_frame_equal(rest, off)


def test_the_city_can_award_more_and_pay_less(
    quiet: Path, on: pd.DataFrame, tmp_path: Path
) -> None:
    """Half of those who may be chosen, a fifth of the sum; a small budget ends both."""
    few = on
    law = quiet.parents[1] / "policies" / "medan" / "rewards.yaml"
    text = law.read_text("utf-8")
    altered(law, ("value: 1%", "value: 50%"), ("Rp 5000000", "Rp 1000000"))
    many = outcomes(run_small(tmp_path / "many", quiet, **SHORT))
    assert total(many, "awards") > total(few, "awards") > 0
    assert total(many, "reward_cost") == total(many, "awards") * 1_000_000
    assert total(many, "medals") == total(few, "medals") > 0
    poor = quiet.with_name("poor.yaml")
    poor.write_text(quiet.read_text("utf-8"), encoding="utf-8")
    # The budget of 23,000 people, scaled to 300: enough for one award a year.
    altered(poor, ("Rp 500000000", "Rp 80000000"))
    broke = outcomes(run_small(tmp_path / "poor", poor, **SHORT))
    law.write_text(text, encoding="utf-8")
    assert total(broke, "awards") == 2
    assert total(broke, "medals") == total(few, "medals")
