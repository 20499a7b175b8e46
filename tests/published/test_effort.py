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
def last_year(name: str, people: int, years: int, replications: int = 1) -> pd.Series:
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
    outcomes = last_year("merit-and-pay", 3720, 1)

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
    outcomes = last_year(name, 520, 2)
    gain = outcomes["as-before+rank", "effort", "all"]
    gain -= outcomes["as-before+connection", "effort", "all"]
    assert least < gain < 4 * least


def test_places_for_supporters_bring_in_less_able_staff() -> None:
    """Brazil 2020: more supporters, less able than the others and than without patronage."""
    outcomes = last_year("patronage-in-hiring", 4000, 1)

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
    outcomes = last_year("exempt-posts", 1200, 5)
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


def test_doubled_pay_contents_teachers_and_moves_no_work() -> None:
    """Indonesia 2018: more content, and as much work as before, but for a smaller prize."""
    outcomes = last_year("doubled-pay", 1100, 3)
    before, doubled = (outcomes[f"{law}+as-written"] for law in ("before", "doubled"))
    assert before["contentment", "all"] == 0.0 < doubled["contentment", "all"]
    assert doubled["output", "all"] / before["output", "all"] == pytest.approx(1.0, abs=0.016)


def test_a_string_that_is_verified_does_more_than_a_scorecard() -> None:
    """Indonesia 2020: a scorecard alone does little, presence that pay hangs on does more."""
    outcomes = last_year("pay-for-presence", 1100, 2)
    before, scorecards, presence = (
        outcomes[f"{law}+as-written"] for law in ("before", "scorecards", "presence")
    )
    assert scorecards["absence_days", "all"] == before["absence_days", "all"]
    assert presence["absence_days", "all"] < 0.8 * before["absence_days", "all"]
    gains = [one["output", "all"] - before["output", "all"] for one in (scorecards, presence)]
    assert 1.0 < gains[0] < gains[1] < 4 * gains[0]
