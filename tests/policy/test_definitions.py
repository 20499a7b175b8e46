"""Definitions: names for expressions, in whatever order they are written."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest

from policy_documents import Folder, codes
from policy_sim.policy.ast import Term

LINES = (
    "  rested: time_in_grade >= 4 years\n",
    "  ready: rested and able\n",
    "  able: {value: score >= 60 points, source: art. 5}\n",
    "  score: 0.5 * competence + 0.5 * performance\n",
)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder for small regulations."""
    return Folder(tmp_path)


def test_definitions_may_be_written_in_any_order(folder: Folder) -> None:
    """Every order of four definitions that read each other means the same."""
    meanings = set()
    for lines in permutations(LINES):
        law = folder.base("definitions:\n" + "".join(lines)).law()
        definitions = law.vintages[0].definitions
        meanings.add(tuple(sorted((name, str(value)) for name, value in definitions.items())))
    ((able, ready, rested, score),) = meanings
    assert ready == ("ready", f"({rested[1]} and {able[1]})")
    assert score == ("score", "(1 * competence + 1 * performance)")


def test_a_definition_is_a_condition_or_a_term(folder: Folder) -> None:
    """What compares, joins or names a condition is one; everything else has a value."""
    law = folder.base(
        "definitions:\n"
        "  condition: grade > i_a\n"
        "  named: condition\n"
        "  denied: not condition\n"
        "  inside: zone in (outer)\n"
        "  term: competence\n"
        "  chosen: if condition then 1 else 2\n"
        "  barred: ever(sanction >= cut_6m over service)\n"
    ).law()
    terms = {name for name, value in law.vintages[0].definitions.items() if isinstance(value, Term)}
    assert terms == {"term", "chosen", "barred"}


@pytest.mark.parametrize(
    ("text", "cycle"),
    [
        ("{a: a}", "a → a"),
        ("{a: b + 1, b: a}", "a → b → a"),
        ("{z: a, a: b, b: not c, c: t(b)}", "b → c → b"),
    ],
)
def test_a_circle_is_named(folder: Folder, text: str, cycle: str) -> None:
    """The finding names the definitions of the circle in the order in which they are read."""
    folder.base(f"definitions: {text}\n")
    (finding,) = folder.findings()
    assert (finding.code, finding.values["seen"]) == ("definition-cycle", cycle)


def test_a_definition_may_change_on_a_date(folder: Folder) -> None:
    """An amendment replaces it; what reads it follows on that day."""
    folder.base(
        "definitions: {wait: 4 years, due: time_in_grade >= wait}\n"
        "rules: {r: {when: due, then: promote}}\n"
    )
    folder.amend("2027-01-01", "replace: {definitions: {wait: 3 years}}\n")
    law = folder.law()
    said = [
        str(law.on(day).rules[0].clauses[0].condition)
        for day in (date(2026, 12, 31), date(2027, 1, 1))
    ]
    assert said == ["time_in_grade >= 48", "time_in_grade >= 36"]


def test_definitions_cannot_read_effects(folder: Folder) -> None:
    """The name of an effect is no name in an expression."""
    folder.base("definitions: {d: promote}\n")
    assert codes(folder.findings()) == ["unknown-name"]


def test_a_definition_that_reads_a_post_is_refused(folder: Folder) -> None:
    """A definition is about the person; only a rule for each post may ask for the post."""
    folder.base("definitions: {d: post.office == head}\n")
    assert codes(folder.findings()) == ["no-post-here"]
