"""Audits cut the money that goes missing, open meetings hardly do (Olken 2007)."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_sim.study.loading import load_scenario
from policy_sim.study.run import run

STUDY = Path(__file__).parents[2] / "scenarios" / "published" / "audits-of-villages.yaml"


def test_audits_lower_what_goes_missing_by_eight_points_and_meetings_little() -> None:
    """300 villages for a year: sizes within what so few incidents leave to chance."""
    result = run(
        load_scenario(STUDY), replications=2, years=2, people=300, workers=1, ledger="none"
    )
    frame = result.outcomes
    last = frame[(frame["outcome"] == "missing_share") & (frame["date"] == frame["date"].max())]
    share = last.groupby("policy", observed=True)["value"].mean()
    before, audits, meetings = (
        share[f"{law}+as-written"] for law in ("before", "audits", "meetings")
    )
    assert before == pytest.approx(27.7, abs=4.0)
    assert before - audits == pytest.approx(8.0, abs=3.0)
    assert 0.0 <= before - meetings < (before - audits) / 2
