from __future__ import annotations

import math
from typing import Any

import pandas as pd

from policy_sim.report.summary import comparison_table

MANIFEST: dict[str, Any] = {
    "start": "2026-01-01",
    "years": 10,
    "design": {
        "windows": [
            {"name": "end", "reach": "at", "day": "2029-12-31", "number": 0},
            {"name": "last", "reach": "year", "day": None, "number": 10},
        ],
        "primary_window": "end",
        "primary": ["service_quality"],
    },
    "practices": {"habit": {"hypothetical": False}, "closeness": {"hypothetical": True}},
}


def row(**changed: object) -> dict[str, object]:
    """Return one row of a comparison."""
    plain = {
        "policy": "merit+habit",
        "effect": "law",
        "outcome": "service_quality",
        "unit": "points",
        "group": "all",
        "kind": "simulation",
        "window": "end",
        "baseline_mean": 48.0,
        "difference": 0.5,
        "low": 0.25,
        "high": 0.75,
        "better": "higher",
        "standing": "primary",
        "p_holm": 0.0004,
    }
    return plain | changed


def table(*rows: dict[str, object]) -> str:
    """Return what a terminal shows of *rows*."""
    return comparison_table(pd.DataFrame(rows), MANIFEST)


def test_each_primary_outcome_is_one_block_of_aligned_lines() -> None:
    """A terminal shows effect, window, baseline, difference with interval, and how it reads."""
    text = table(row(), row(window="last", difference=12.0, low=-1.0, high=25.0))
    assert text.splitlines()[0] == "Service quality"
    assert "+0.50 [+0.25, +0.75] points" in text
    assert text.splitlines()[3].endswith("better")
    assert text.splitlines()[4].endswith("no clear difference")
    assert "year 10" in text


def test_the_adjusted_probability_stands_beside_what_is_primary() -> None:
    """Another window was not named beforehand: nothing of it is adjusted, and that is said."""
    text = table(row(p_holm=0.012), row(window="last", standing="exploratory", p_holm=math.nan))
    assert "p (Holm)" in text.splitlines()[1]
    assert "0.012" in text.splitlines()[3]
    assert "exploratory" in text.splitlines()[4]
    assert "< 0.001" in table(row())


def test_what_is_clear_only_before_the_adjustment_is_not_clear() -> None:
    """An interval beyond zero of one among several primary outcomes claims no more than Holm."""
    assert table(row(p_holm=0.08)).endswith("no clear difference after Holm's adjustment")
    assert table(row(p_holm=0.08, low=-0.1)).endswith("no clear difference")
    assert table(row(p_holm=0.049)).endswith("better")


def test_a_hypothetical_practice_is_labelled_in_every_line() -> None:
    """Nobody can quote a line about closeness without the word hypothetical."""
    assert "merit+closeness (hypothetical)" in table(row(policy="merit+closeness"))


def test_money_that_holds_a_place_is_labelled_where_it_stands() -> None:
    """A bill with placeholder amounts says so beside its name; other outcomes do not."""
    told = MANIFEST | {
        "design": MANIFEST["design"] | {"primary": ["pay_bill", "service_quality"]},
        "currency": {"symbol": "Cr", "name": "crowns"},
        "placeholders": {"wage": "Monthly wage"},
    }
    rows = [row(outcome="pay_bill", unit="money", baseline_mean=2e9), row()]
    text = comparison_table(pd.DataFrame(rows), told)
    assert text.startswith("Pay bill (placeholder amounts)\n")
    assert "Cr 2 billion" in text
    assert "\nService quality\n" in text
    assert "placeholder" not in comparison_table(pd.DataFrame(rows), told | {"placeholders": {}})


def test_groups_and_other_outcomes_stay_out_of_the_headline() -> None:
    """Only what was named beforehand, for everybody, is printed; without it, that it is missing."""
    told = table(row(group="sex=f"), row(outcome="hires"))
    assert told.startswith("No figure in this run of: Service quality.")


def test_a_single_replication_prints_no_interval() -> None:
    """A missing interval is said, not shown as nan."""
    text = table(row(low=math.nan, high=math.nan))
    assert "too few replications" in text
    assert "nan" not in text


def test_a_window_of_the_same_years_is_not_told_again() -> None:
    """In a study of four years the last one is the end of the term, which was chosen beforehand."""
    windows = [
        {"name": "last", "reach": "year", "day": None, "number": 4},
        *MANIFEST["design"]["windows"][:1],
    ]
    short = MANIFEST | {"years": 4, "design": MANIFEST["design"] | {"windows": windows}}
    text = comparison_table(pd.DataFrame([row(), row(window="last")]), short)
    assert text.count("merit+habit") == 1
    assert "at 2029-12-31" in text
