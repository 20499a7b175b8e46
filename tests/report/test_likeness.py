"""The table that answers whether the baseline looks like the place."""

from __future__ import annotations

from typing import Any

from policy_sim.catalogue.language import language_named
from policy_sim.catalogue.phrase import Words
from policy_sim.report.likeness import (
    likeness_line,
    likeness_rows,
    result_line,
    result_rows,
    result_table,
)
from policy_sim.report.validation import unexplained, validation_index, validation_page


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
    assert row["published"] == "95 to 105 persons (31 December 2025)"
    assert (row["simulated"], row["verdict"], row["tone"]) == ("100 persons", "inside", "matched")


def test_what_is_not_published_or_not_simulated_is_left_blank() -> None:
    """A missing figure is never shown as a number."""
    (row,) = likeness_rows({"likeness": [fact("without data", low=None, high=None, value=None)]})
    assert (row["published"], row["simulated"], row["tone"]) == ("not published", "", "")


def result(verdict: str, **told: Any) -> dict[str, Any]:
    """Return a published result as a manifest keeps it."""
    return fact(verdict, result=True, published=98.0, title="hires", **told)


def test_results_are_told_apart_from_facts_about_the_place() -> None:
    """The one line is of the first year, the other of what others have found."""
    manifest = {"likeness": [fact("inside"), result("inside"), result("outside", value=110.0)]}
    assert "1 of 1 published facts" in likeness_line(manifest)
    assert result_line(manifest) == "Published results: 1 of 2 are matched."
    assert [row["title"] for row in likeness_rows(manifest)] == ["people in service"]
    assert [row["title"] for row in result_rows(manifest)] == ["hires", "hires"]


def test_the_table_of_results_shows_published_beside_simulated() -> None:
    """With the difference, and the span that counts as matched; empty where there is no figure."""
    manifest = {"likeness": [result("inside"), result("without data", value=None)]}
    _, first, second = result_table(manifest)
    assert first == ("hires", "98.00", "100.00 persons", "+2.00", "95.00 to 105.00", "inside")
    assert second[2:4] == ("", "")


def test_published_results_are_told_in_the_language_asked_for() -> None:
    """Headings, units, verdicts and numbers are Indonesian; so is a title that has its words."""
    told = result("inside") | {"title": Words("hires", {"id": "pegawai baru"})}
    headings, row = result_table({"likeness": [told]}, language_named("id"))
    assert headings[:3] == ("hasil yang diterbitkan", "diterbitkan", "simulasi")
    assert row == ("pegawai baru", "98,00", "100,00 orang", "+2,00", "95,00 sampai 105,00", "cocok")


def test_a_study_without_results_has_no_table() -> None:
    """Nothing is printed where nothing is published."""
    assert result_table({"likeness": [fact("inside")]}) == []
    assert result_line({"likeness": [fact("inside")]}) == ""


def test_the_page_on_validation_names_study_command_and_sources() -> None:
    """One page a study, each source once, and the way back to what it shows."""
    manifest = {
        "title": "A study",
        "people_at_start": 1_600,
        "years": 5,
        "replications": 2,
        "likeness": [result("inside"), result("inside")],
    }
    page = validation_page("scenarios/published/a.yaml", manifest)
    assert page.startswith("# A study\n")
    assert page.endswith("[validation](index.md).\n")
    assert (
        "`policy-sim run scenarios/published/a.yaml` (1,600 people, 5 years, 2 replications)"
        in page
    )
    assert page.count("* Town 2025 (secondary)") == 1
    assert "| hires | 98.00 | 100.00 persons | +2.00 | 95.00 to 105.00 | inside |" in page


def test_the_index_tells_the_title_and_the_score_of_each_study() -> None:
    """Both are read from the pages, so that those of studies that are not run again stay."""
    manifest = {"title": "A", "people_at_start": 1, "years": 1, "replications": 1}
    manifest |= {"likeness": [result("inside"), result("outside", value=110.0)]}
    index = validation_index({f"{name}.md": validation_page(name, manifest) for name in "ab"})
    rows = [line for line in index.splitlines() if line.startswith("| [")]
    assert rows == ["| [A](a.md) | 1 of 2 |", "| [A](b.md) | 1 of 2 |"]


def test_a_result_that_is_missed_stands_with_its_reason() -> None:
    """Only a miss of which nothing is said counts as a failure."""
    manifest = {"title": "A", "people_at_start": 1, "years": 1, "replications": 1}
    manifest |= {"likeness": [result("outside"), result("outside", explain="two grades only")]}
    assert unexplained(manifest) == 1
    section = validation_page("a.yaml", manifest)
    assert "* hires: two grades only" in section
    plain = {**manifest, "likeness": [result("inside")]}
    assert "Notes:" not in validation_page("a.yaml", plain)
