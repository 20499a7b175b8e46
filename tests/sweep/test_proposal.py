"""A proposal written out is the law that a sweep has simulated, and check, diff and run take it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_documents import Folder
from policy_sim.errors import ScenarioError
from policy_sim.policy.loading import load_law, load_regulation
from policy_sim.proof.checkup import Asked
from policy_sim.sweep.design.admissible import about, faults
from policy_sim.sweep.design.proposal import Proposed, stated_again, written_out
from policy_sim.sweep.design.space import Dimension, space_of

DAY = date(2027, 1, 1)

RULES = """policy: rules
title: Rules
authority: city
source: "invented"
from: 2000-01-01
uses: [town]
parameters:
  years: {value: 4 years, range: 2 years..6 years}
  share: {value: 20%}
  bonus: {value: 3 points, lever: {range: 0 points..9 points}}
  reserved: {value: 60 points, range: 50..80, authority: national}
rules:
  rise:
    when: [time_in_grade >= years, competence >= reserved]
    then: promote
    select: {rank_by: competence, cap: {share: share, round: down}}
  last:
    when: [service >= 300 months, competence >= bonus]
    then: promote
"""

DRAFT = """policy: draft
title: Draft
amends: rules
authority: city
source: "invented"
effective: 2027-01-01
add:
  parameters:
    least: {value: 65 points, range: 50..80, source: "art. 1"}
replace:
  parameters:
    share: {value: "30%", source: "art. 2"}
  rules:
    last:
      when: [service >= 300 months, competence >= bonus, competence >= least]
      then: promote
"""


@pytest.fixture
def proposed(tmp_path: Path) -> Proposed:
    """A law of two documents, and a folder for proposals."""
    folder = tmp_path / "laws"
    folder.mkdir()
    Folder(folder)
    (folder / "rules.yaml").write_text(RULES, "utf-8")
    (folder / "draft.yaml").write_text(DRAFT, "utf-8")
    return Proposed(folder / "rules.yaml", (folder / "draft.yaml",), DAY, "city")


def test_ranges_of_documents_become_dimensions(proposed: Proposed) -> None:
    """A stated range, a lever's and one asked for, in the words of the value in force."""
    read = load_regulation(proposed.policy, proposed.amendments)
    asked = {"years": "", "bonus": "", "share": "10%..30% by 10%", "least": "60..66"}
    space = space_of(read, proposed, asked)
    years, bonus, share, least = space.dimensions
    assert years.values[:2] == ("2 years", "27 months")
    assert years.values[-1] == "6 years"
    assert bonus == Dimension("bonus", tuple(f"{n} point{'s' * (n != 1)}" for n in range(10)))
    assert share.values == ("10%", "20%", "30%")
    assert least.values[0] == "60 points"
    assert space.size == 17 * 10 * 3 * 7
    assert space.at({"years": 0, "bonus": 1, "share": 2, "least": 0})["share"] == "30%"


def test_a_parameter_without_a_range_is_not_searched(proposed: Proposed) -> None:
    """Unknown names, missing ranges and ranges of another unit are all told at once."""
    read = load_regulation(proposed.policy, proposed.amendments)
    with pytest.raises(ScenarioError) as told:
        space_of(read, proposed, {"shore": "", "share": "", "years": "3 points..5 points"})
    codes = [finding.code for finding in told.value.findings]
    assert "amount" not in told.value.findings[0].values["mend"]
    assert codes[:2] == ["unknown-parameter", "search-without-range"]
    assert len(codes) == 3


def test_a_proposal_says_the_values_from_the_day_on(proposed: Proposed, tmp_path: Path) -> None:
    """What the draft states is changed in its copy, what the law states by an amendment."""
    read = load_regulation(proposed.policy, proposed.amendments)
    values = {"years": "3 years", "least": "70 points", "share": "40%", "bonus": "5 points"}
    files = written_out(read, proposed, values, "Candidate 1", tmp_path / "found" / "one")
    assert [file.name for file in files] == ["one-draft.yaml", "one.yaml"]
    law = load_law(proposed.policy, files)
    now = law.on(DAY).parameters
    assert {name: now[name].single for name in values} == {
        "years": 36,
        "least": 70,
        "share": now["share"].type.step.denominator * 40 // 100,
        "bonus": 5,
    }
    before = load_law(proposed.policy).on(date(2026, 12, 31)).parameters
    assert law.on(date(2026, 12, 31)).parameters == before


def test_an_amendment_that_is_not_touched_stays(proposed: Proposed, tmp_path: Path) -> None:
    """A proposal of the base's parameters alone names the draft as it is."""
    read = load_regulation(proposed.policy, proposed.amendments)
    files = written_out(read, proposed, {"years": "3 years"}, "One", tmp_path / "found" / "one")
    assert files == (proposed.amendments[0], tmp_path / "found" / "one.yaml")
    assert load_law(proposed.policy, files).on(DAY).parameters["years"].single == 36


def test_beyond_authority_is_a_fault(proposed: Proposed, tmp_path: Path) -> None:
    """A city may not change what is reserved to the nation; what it may change is no fault."""
    read = load_regulation(proposed.policy, proposed.amendments)
    asked = Asked(since=DAY, proof=False)
    for values, codes in (
        ({"reserved": "55 points"}, ["beyond-authority"]),
        ({"years": "3 years"}, []),
    ):
        files = written_out(read, proposed, values, "One", tmp_path / "found" / "one")
        assert [one.code for one in faults(proposed.policy, files, asked)] == codes


def test_faults_are_known_again_by_what_they_are_about(proposed: Proposed) -> None:
    """A file that is missing is a fault, and the same one wherever it is found."""
    asked = Asked(since=DAY, proof=False)
    (one,) = faults(proposed.policy.with_name("broken.yaml"), (), asked)
    (other,) = faults(proposed.policy.with_name("broken.yaml"), (), asked)
    assert one.code == "missing-file"
    assert about(one) == about(other)


LATER = DRAFT.replace("policy: draft", "policy: later").replace(
    "effective: 2027-01-01", "effective: 2028-01-01"
)
LATER = (
    LATER[: LATER.index("add:")]
    + """replace:
  parameters:
    least: {value: 70 points, source: "art. 1"}
"""
)


def test_what_several_amendments_state_in_turn_is_told(proposed: Proposed) -> None:
    """A parameter with one value after another is no single quantity that could be searched."""
    later = proposed.policy.with_name("later.yaml")
    later.write_text(LATER, encoding="utf-8")
    amendments = (*proposed.amendments, later)
    read = load_regulation(proposed.policy, amendments)
    staged = Proposed(proposed.policy, amendments, DAY, "city")
    again = stated_again(read, staged, ["least", "share"])
    assert {name: [str(text) for text in texts] for name, texts in again.items()} == {
        "least": ["65 points", "70 points"]
    }


def test_what_the_law_says_already_is_not_said_again(proposed: Proposed, tmp_path: Path) -> None:
    """To leave things as they are is a proposal too: the file says only what it changes."""
    read = load_regulation(proposed.policy, proposed.amendments)
    values = {"years": "48 months", "bonus": "5 points", "share": "20%"}
    files = written_out(read, proposed, values, "Candidate", tmp_path / "c" / "candidate")
    draft, added = (path.read_text(encoding="utf-8") for path in files)
    assert "years" not in added
    assert "bonus: {value: 5 points" in added
    assert "share" not in draft
    assert "last:" in draft
    law = load_law(proposed.policy, files)
    assert law.on(DAY).parameters["share"].text == "20%"
    (only,) = written_out(read, proposed, {"years": "4 years"}, "Same", tmp_path / "s" / "same")
    assert only == proposed.amendments[0]
    assert not list((tmp_path / "s").iterdir())
