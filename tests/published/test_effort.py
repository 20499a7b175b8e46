"""Field results on effort: signs, order and rough size, of a few hundred people for a year."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

from policy_sim.study.loading import load_scenario
from policy_sim.study.run import run

FOLDER = Path(__file__).parents[2] / "scenarios" / "published"


@cache
def last_year(name: str, people: int, years: int, replications: int = 2) -> pd.Series:
    """Return the outcomes at the end of a small run, by arm, outcome and group."""
    result = run(
        load_scenario(FOLDER / f"{name}.yaml"),
        replications=replications,
        years=years,
        people=people,
        workers=1,
        ledger="none",
    )
    frame = result.outcomes
    last = frame[frame["date"] == frame["date"].max()]
    return last.groupby(["policy", "outcome", "group"], observed=True)["value"].mean()


def test_steep_pay_helps_where_the_best_rise_and_hurts_where_connection_decides() -> None:
    """Sierra Leone 2025: the order of the four cells, and the rough size of their ratios."""
    outcomes = last_year("merit-and-pay", 1860, 2)

    def output(practice: str, zone: str) -> float:
        return float(outcomes[f"by-performance+{practice}", "output", f"zone={zone}"])

    cells = [
        output("merit", "told"),
        output("merit", "untold"),
        output("discretion", "untold"),
        output("discretion", "told"),
    ]
    assert cells == sorted(cells, reverse=True)
    assert 1.15 < cells[0] / cells[1] < 1.35
    assert 0.65 < cells[3] / cells[2] < 0.8
    assert 1.1 < cells[1] / cells[2] < 1.4
