"""Field results: signs, order and rough size, of a few hundred people for a few years."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd
import pytest

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


@pytest.mark.parametrize(
    ("name", "least"), [("postings-by-rank", 0.3), ("postings-by-rank-cautious", 0.05)]
)
def test_inspectors_work_for_a_better_circle_where_performance_gives_it(
    name: str, least: float
) -> None:
    """Punjab 2019: a gain, and far too large a one with all of what health workers showed."""
    outcomes = last_year(name, 260, 2)
    gain = outcomes["as-before+rank", "effort", "all"]
    gain -= outcomes["as-before+connection", "effort", "all"]
    assert least < gain < 4 * least


def test_places_for_supporters_bring_in_less_able_staff() -> None:
    """Brazil 2020: more supporters, less able than the others and than without patronage."""
    outcomes = last_year("patronage-in-hiring", 2000, 2)

    def seen(practice: str, outcome: str, group: str = "all") -> float:
        return float(outcomes[f"by-test+{practice}", outcome, group])

    supporters, others = "supporter=mayors", "supporter=nobodys"
    assert (
        1.2 < seen("patronage", "hires", supporters) / seen("as-written", "hires", supporters) < 2
    )
    able = seen("patronage", "hired_ability", supporters)
    assert able < seen("patronage", "hired_ability", others)
    assert seen("patronage", "hired_ability") < seen("as-written", "hired_ability")


def test_hiring_for_exempt_posts_takes_part_of_what_examinations_gain() -> None:
    """US customs: the gain is smaller with a way round; newcomers to the others are better."""
    outcomes = last_year("exempt-posts", 1200, 6)
    cost = {
        law: float(outcomes[f"{law}+as-written", "output_cost", "all"])
        for law in ("before", "examinations", "shifted")
    }
    assert cost["examinations"] < cost["shifted"] < cost["before"]
    able = {
        law: outcomes[f"{law}+as-written", "hired_ability", "family=classified"]
        for law in ("before", "shifted")
    }
    assert able["shifted"] - able["before"] > 0.3
