"""Findings as data: places, near words, severities."""

from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from policy_sim.diagnostics import (
    Diagnostic,
    Place,
    Severity,
    distinct,
    near,
    nearest_first,
    worst,
)


def test_places_are_ordered_by_file_line_and_column() -> None:
    """Findings sorted by place read from the top of each file."""
    places = [Place("b", 1, 1), Place("a", 10, 1), Place("a", 2, 30), Place("a", 2, 4)]
    assert [str(place) for place in sorted(places)] == ["a:2:4", "a:2:30", "a:10:1", "b:1:1"]


@pytest.mark.parametrize(
    ("word", "closest"),
    [("grde", "grade"), ("offise", "office"), ("GRADE", "grade"), ("zone", ""), ("", "")],
)
def test_the_near_word_is_the_closest_or_none(word: str, closest: str) -> None:
    """A slip of one letter finds its word; something else finds nothing."""
    assert near(word, {"grade", "office", "service"}) == closest


def test_the_near_word_does_not_depend_on_the_order_of_the_allowed() -> None:
    """Of two equally close words the same one is always named."""
    words = ["grade_b", "grade_a", "grade_c"]
    assert near("grade_x", words) == near("grade_x", sorted(words)) == near("grade_x", words[::-1])


@pytest.mark.parametrize(
    ("word", "closest"), [("halo", "rating_halo"), ("hal", ""), ("alo", ""), ("it", "")]
)
def test_a_whole_part_of_a_name_is_near(word: str, closest: str) -> None:
    """Who remembers one word of a name is told the shortest name with it; half a word is none."""
    names = {"rating_halo", "rating_halo_of_superiors", "talent.it_reliability"}
    assert near(word, names) == closest


def test_what_is_spelt_alike_comes_first() -> None:
    """Names are listed by how much they are like the word; alike in this, by the alphabet."""
    assert nearest_first("wait", ["age", "zwait", "await", "office"])[:2] == ["await", "zwait"]


def test_a_word_of_a_million_letters_is_compared_quickly() -> None:
    """Only its beginning is looked at."""
    assert near("grade" + "x" * 10**6, ["grade"]) == ""


def test_the_worst_of_findings_decides() -> None:
    """An error outweighs a warning, a warning a remark; nothing has no severity."""
    place = Place("a")
    remark, warning, error = (
        Diagnostic("code", place, severity=severity)
        for severity in (Severity.INFO, Severity.WARNING, Severity.ERROR)
    )
    assert worst([]) is None
    assert worst([remark]) is Severity.INFO
    assert worst([remark, warning]) is Severity.WARNING
    assert worst(iter([warning, error, remark])) is Severity.ERROR


def test_a_finding_goes_to_another_process_and_back() -> None:
    """Workers return their findings, with or without values."""
    for finding in (Diagnostic("code", Place("a")), Diagnostic("code", Place("a"), {"seen": "x"})):
        assert pickle.loads(pickle.dumps(finding)) == finding  # noqa: S301


def test_findings_are_told_once_in_their_order() -> None:
    """What is found again, in another law or on another day, is not said again."""
    first = Diagnostic("undeclared", Place("b.yaml", 2), {"seen": "x"})
    second = Diagnostic("undeclared", Place("a.yaml", 1), {"seen": "x"})
    assert distinct([first, second, replace(first, values={"seen": "x"})]) == [first, second]
