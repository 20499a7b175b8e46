"""The parts of a rule stand where they are written, whatever form they are written in."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_documents import Folder
from policy_sim.policy.rule import Rule
from policy_sim.policy.rule_parts import asked, capped, given, parts, ranked, reserved

RULES = """
parameters: {few: {value: 20%}}
rules:
  rise:
    area: promotion
    applies_to: zone == outer
    when:
      - time_in_grade >= 2 years and service >= 4 years
      - any:
          - performance >= 60 points
          - education >= bachelor
    then:
      promote: i_b
    select:
      rank_by: performance
      ties:
        - service
        - time_in_grade
      reserve:
        - share: few
          for: office == none
      cap:
        for: education == primary
        count: 5
  bare:
    then: promote
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with the vocabulary of the small town."""
    return Folder(tmp_path)


def rule(folder: Folder, name: str) -> tuple[Rule, list[str]]:
    """Return a rule of those above, and the lines of its document."""
    law = folder.base(RULES).law()
    (found,) = (one for one in law.vintages[-1].rules if one.id == name)
    return found, (folder.path / "base.yaml").read_text(encoding="utf-8").splitlines()


def test_each_part_stands_at_what_it_says(folder: Folder) -> None:
    """Scope, clauses, values, score, ties and quotas: each at its own line and column."""
    rise, lines = rule(folder, "rise")
    written = [lines[one.place.line - 1][one.place.column - 1 :] for one in parts(rise)]
    assert written == [
        "zone == outer",
        "time_in_grade >= 2 years and service >= 4 years",
        "service >= 4 years",
        "any:",
        "i_b",
        "performance",
        "service",
        "time_in_grade",
        "office == none",
        "education == primary",
    ]


def test_alternatives_stand_inside_their_clause(folder: Folder) -> None:
    """Those of an ``any`` have lines of their own; another clause has none."""
    rise, lines = rule(folder, "rise")
    inside = [[lines[one.place.line - 1].strip() for one in part.inside] for part in asked(rise)]
    assert inside == [[], [], [], ["- performance >= 60 points", "- education >= bachelor"]]


def test_a_quota_stands_at_its_number_and_at_whom_it_is_for(folder: Folder) -> None:
    """How many may be wrong at another line than for whom."""
    rise, lines = rule(folder, "rise")
    assert rise.select is not None
    quotas = (*rise.select.reserves, *rise.select.caps)
    assert [lines[one.place.line - 1].strip() for one in quotas] == ["- share: few", "count: 5"]
    whom = [*reserved(rise), *capped(rise)]
    assert [one.place for one in whom] == [one.whom_place for one in quotas]


def test_what_is_not_said_has_no_part(folder: Folder) -> None:
    """A rule about everybody, that gives one bare effect, has no part but itself."""
    bare, _ = rule(folder, "bare")
    assert [*parts(bare)] == [*ranked(bare)] == [*given(bare, "promote")] == []
    assert bare.scope_place == bare.place


def test_places_make_no_other_law(folder: Folder) -> None:
    """The same text further down is the same rule: places never count."""
    one, _ = rule(folder, "rise")
    folder.base("\n\n" + RULES)
    (other,) = (each for each in folder.law().vintages[-1].rules if each.id == "rise")
    assert one == other
    assert one.place != other.place
