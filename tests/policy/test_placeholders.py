"""What rests on a placeholder is known from the regulation alone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_sim.policy import load_law

DOCUMENT = """
policy: pay
from: 2000-01-01
uses: [words]
parameters:
  known: {value: Cr 5}
  guessed: {value: Cr 7, status: placeholder}
  replaced: {values: {2000-01-01: Cr 1}, status: placeholder, until: 2020-01-01}
tables:
  wages: {input: age, bands: {0: Cr 3}, status: placeholder}
definitions:
  twice: 2 * guessed
  four_times: 2 * twice
rules:
"""
WORDS = (
    "vocabulary: words\ncurrency: {symbol: Cr, name: crowns}\n"
    "attributes: {age: {type: whole, unit: months, range: 0..900}}\n"
)


def resting(folder: Path, rules: str, day: date = date(2026, 1, 1)) -> set[str]:
    """Return the rules that rest on placeholders on *day*."""
    (folder / "words.yaml").write_text(WORDS, encoding="utf-8")
    (folder / "pay.yaml").write_text(DOCUMENT + rules, encoding="utf-8")
    return set(load_law(folder / "pay.yaml").on(day).placeholders)


@pytest.mark.parametrize(
    ("rule", "rests"),
    [
        ("then: {pay: known}", False),
        ("status: placeholder, then: {pay: known}", True),
        ("then: {pay: guessed}", True),
        ("then: {pay: wages(age)}", True),
        ("then: {pay: four_times}", True),
        ("when: known < guessed, then: {pay: known}", True),
        ("applies_to: twice > known, then: {pay: known}", True),
        ("status: assumption, then: {pay: known}", False),
    ],
)
def test_a_rule_rests_on_what_it_reads(tmp_path: Path, rule: str, rests: bool) -> None:
    """Its own status, a parameter, a table, or a definition however deep; in any of its parts."""
    assert resting(tmp_path, f"  wage: {{{rule}}}\n") == ({"wage"} if rests else set())


def test_a_document_that_is_a_placeholder_marks_all_its_rules(tmp_path: Path) -> None:
    """The status of a document holds for whatever states none of its own."""
    path = tmp_path / "pay.yaml"
    (tmp_path / "words.yaml").write_text(WORDS, encoding="utf-8")
    text = (
        "policy: pay\nfrom: 2000-01-01\nstatus: placeholder\nuses: [words]\n"
        "rules: {a: {then: {pay: Cr 1}}, b: {status: derived, then: {pay: Cr 2}}}\n"
    )
    path.write_text(text, encoding="utf-8")
    assert load_law(path).vintages[0].placeholders == {"a"}


def test_it_is_a_matter_of_the_day(tmp_path: Path) -> None:
    """From the day on which the true figure replaces it nothing rests on the placeholder."""
    rules = (
        "  wage: {until: 2020-01-01, then: {pay: replaced}}\n"
        "  later: {from: 2020-01-01, then: {pay: known}}\n"
    )
    assert resting(tmp_path, rules, date(2019, 12, 31)) == {"wage"}
    assert resting(tmp_path, rules, date(2020, 1, 1)) == set()
