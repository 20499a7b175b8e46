"""A transition on the command line: what ``diff`` says of it, and under which law one stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import ROOT, Say

DRAFT = f"""\
policy: pool
title: The order of seniority ends
amends: {ROOT}/policies/medan/in-force
effective: 2027-01-01
authority: city
source: "draft art. 1"
status: assumption
checked: 2026-11-27
repeal: [{{rule: senior-administrator, source: "draft art. 9"}}]
"""
NEAR = """\
transition:
  near:
    for: time_in_grade >= 4 years
    keep: [senior-administrator]
    until: 2028-01-01
    source: "art. 12"
"""
CASE = f"{ROOT}/scenarios/cases/supervisor.yaml"


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A draft that repeals an article, but not yet for those who are near the post."""
    path = tmp_path_factory.mktemp("drafts") / "pool.yaml"
    path.write_text(DRAFT + NEAR, encoding="utf-8")
    return path


def test_a_draft_that_differs_in_a_transition_alone(draft: Path, say: Say, tmp_path: Path) -> None:
    """Two drafts of the same items are not the same text if only one has a transition."""
    bare = tmp_path / "bare.yaml"
    bare.write_text(DRAFT, encoding="utf-8")
    said = say("diff", bare, draft, "--no-proof", "--on", "2027-02-01")
    assert said.status == 1
    assert "added transition near (art. 12) until 2028-01-01" in said.out
    assert say("diff", draft, draft, "--no-proof").status == 0
    over = say("diff", bare, draft, "--no-proof", "--on", "2028-01-01")
    assert "the same text" in over.out


@pytest.mark.parametrize(("day", "given"), [("2027-06-01", True), ("2028-01-01", False)])
def test_whoever_is_in_it_stands_under_the_old_law_until_it_ends(
    draft: Path, say: Say, day: str, given: bool
) -> None:
    """In the transition the repealed article gives the post; outside, or later, nothing does."""
    asked = ("explain", draft, "--person", CASE, "--on", day, "--area", "appointment")
    assert "senior-administrator" not in say(*asked).out
    within = say(*asked, "--transition", "near").out
    assert ("senior-administrator" in within) is given
    assert "in the transition near" in within


def test_a_transition_that_there_is_not(draft: Path, say: Say) -> None:
    """An unknown name is told with those that there are."""
    said = say("explain", draft, "--person", CASE, "--transition", "naer")
    assert said.status == 2
    assert "did you mean 'near'" in said.err
