"""The table that answers whether the baseline looks like the place."""

from __future__ import annotations

from typing import Any

from policy_sim.report.likeness import likeness_line, likeness_rows


def fact(verdict: str, **told: Any) -> dict[str, Any]:
    """Return a fact as a manifest keeps it."""
    plain = {
        "title": "people in service",
        "unit": "persons",
        "low": 95.0,
        "high": 105.0,
        "value": 100.0,
        "as_of": "2025-12-31",
        "explain": "",
        "evidence": "Town 2025 (secondary)",
    }
    return plain | {"verdict": verdict} | told


def test_the_line_counts_what_is_matched_and_what_is_not() -> None:
    """Facts without data are told apart from those that are missed."""
    facts = [fact("inside"), fact("inside"), fact("outside"), fact("without data", value=None)]
    line = likeness_line({"likeness": facts})
    assert "2 of 3 published facts are matched" in line
    assert "1 are not; of 1 more there is no data" in line


def test_a_study_without_facts_claims_nothing() -> None:
    """No line and no rows where a scenario names no facts."""
    assert likeness_line({}) == ""
    assert likeness_rows({}) == []


def test_a_row_shows_the_range_that_counts_as_matched() -> None:
    """The published range with its day, the simulated value, and the verdict's tone."""
    (row,) = likeness_rows({"likeness": [fact("inside")]})
    assert row["published"] == "95.00 persons to 105 persons (2025-12-31)"
    assert (row["simulated"], row["verdict"], row["tone"]) == ("100 persons", "inside", "better")


def test_what_is_not_published_or_not_simulated_is_left_blank() -> None:
    """A missing figure is never shown as a number."""
    (row,) = likeness_rows({"likeness": [fact("without data", low=None, high=None, value=None)]})
    assert (row["published"], row["simulated"], row["tone"]) == ("not published", "", "")
