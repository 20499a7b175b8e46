"""A transition on the command line: what ``diff`` says of it, and under which law one stands."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from command_line import ROOT, Say

EARLIER = """\
policy: {name}
amends: rules
effective: 2026-01-01
source: "a draft"
replace: {{rules: {{leaves-at-62: {{area: exit, when: age >= 40 years, then: retire}}}}}}
transition:
  older: {{for: age >= {age}, keep: [leaves-at-62], until: {until}}}
"""

CASE = """\
case: somebody of fifty
on: 2027-06-01
record: {grade: c, sex: f, age: 50 years, service: 20 years, time_in_grade: 3 years}
"""


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The service of five grades, with drafts by which people leave at forty, but for some."""
    folder = tmp_path_factory.mktemp("service")
    shutil.copytree(f"{ROOT}/policies/five_grades", folder, dirs_exist_ok=True)
    for name, age, until in (
        ("draft", "45 years", "2028-01-01"),
        ("words", "540 months", "2028-01-01"),
        ("longer", "45 years", "2029-01-01"),
        ("younger", "42 years", "2028-01-01"),
        ("nearly", "79 years", "2028-01-01"),
        ("oldest", "78 years", "2028-01-01"),
    ):
        said = EARLIER.format(name=name, age=age, until=until)
        (folder / f"{name}.yaml").write_text(said, encoding="utf-8")
    bare = EARLIER.partition("transition:")[0].format(name="bare")
    (folder / "bare.yaml").write_text(bare, encoding="utf-8")
    (folder / "somebody.yaml").write_text(CASE, encoding="utf-8")
    return folder


def test_a_draft_that_differs_in_a_transition_alone(service: Path, say: Say) -> None:
    """Two drafts of the same items are not the same text if only one has a transition."""
    bare, draft = service / "bare.yaml", service / "draft.yaml"
    said = say("diff", bare, draft, "--no-proof", "--on", "2026-02-01")
    assert said.status == 1
    assert "added transition older (a draft) until 1 January 2028" in said.out
    assert say("diff", draft, draft, "--no-proof").status == 0
    over = say("diff", bare, draft, "--no-proof", "--on", "2028-01-01")
    assert "the same text" in over.out


@pytest.mark.parametrize(("day", "kept"), [("2027-06-01", True), ("2028-01-01", False)])
def test_whoever_is_in_it_stands_under_the_old_law_until_it_ends(
    service: Path, say: Say, day: str, kept: bool
) -> None:
    """In the transition nobody of fifty has to leave; outside, or later, they have."""
    person = ("--person", service / "somebody.yaml", "--on", day, "--area", "exit")
    asked = ("explain", service / "draft.yaml", *person)
    assert "does not give" not in say(*asked).out
    within = say(*asked, "--transition", "older").out
    assert ("does not give" in within) is kept
    assert "in the transition older" in within


def test_a_transition_that_there_is_not(service: Path, say: Say) -> None:
    """An unknown name is told with those that there are."""
    person = ("--person", service / "somebody.yaml")
    said = say("explain", service / "draft.yaml", *person, "--transition", "odler")
    assert said.status == 2
    assert "did you mean 'older'" in said.err


def test_those_in_it_stand_beside_all_others(service: Path, say: Say) -> None:
    """What a transition saves people from is told with somebody whom it takes."""
    (one,) = say("diff", service / "draft.yaml", "--format", "json").values["transitions"]
    assert (one["name"], one["kind"], one["until"]) == ("older", "added", "2028-01-01")
    (change,) = one["changes"]
    assert (change["turn"], change["effect"], change["until"]) == ("loses", "retire", "2028-01-01")
    assert change["example"] == "on 2026-01-01: age 540 months"


@pytest.mark.parametrize(
    ("draft", "changes", "takes"),
    [
        ("words", [], None),
        ("longer", [("loses", "2028-01-01", "2029-01-01")], None),
        ("younger", [], "on 2025-12-01: age 504 months"),
    ],
)
def test_a_transition_that_is_changed(
    service: Path, say: Say, draft: str, changes: list[object], takes: str | None
) -> None:
    """Other words change nothing; a later end, and whom it takes as well, are told."""
    found = say("diff", service / "draft.yaml", service / f"{draft}.yaml", "--format", "json")
    (one,) = found.values["transitions"]
    assert [(c["turn"], c["from"], c["until"]) for c in one["changes"]] == changes
    assert (one["takes_now"], one["takes_no_longer"]) == (takes, None)
    assert found.values["reaches"] == ("no possible person" if draft == "words" else "somebody")


PEOPLE = ("--scenario", f"{ROOT}/scenarios/five_grades.yaml", "--people", 60, "--format", "json")


def test_people_are_counted_by_the_law_that_each_is_under(service: Path, say: Say) -> None:
    """Whoever is taken keeps what the old law gave; those who are not count as affected."""
    counted = say("diff", service / "draft.yaml", *PEOPLE).values["workforce"]
    (kept,) = counted["transitions"]
    saved = {one["turn"]: one["people"] for one in kept["counts"]}
    (gains,) = counted["counts"]
    assert kept["taken"] == saved["loses"] > 0
    assert gains["people"] == 12
    longer = say("diff", service / "draft.yaml", service / "longer.yaml", *PEOPLE).values
    assert longer["workforce"]["law"] == "2028-01-01"
    assert [one["turn"] for one in longer["workforce"]["counts"]] == ["loses"]


def test_a_change_of_a_transition_that_is_about_nobody_here(service: Path, say: Say) -> None:
    """Who is 78 could exist, and nobody here is: that is told apart from nobody at all."""
    found = say("diff", service / "nearly.yaml", service / "oldest.yaml", *PEOPLE).values
    assert found["reaches"] == "nobody in this workforce"
