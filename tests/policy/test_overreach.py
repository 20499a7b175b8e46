"""Documents that change what is reserved to a higher level."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_documents import Folder

BASE = """\
authority: national
source: "a statute, art. 4"
parameters: {wait: {value: 4 years}}
rules:
  regular: {when: time_in_grade >= wait, then: promote}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with a national regulation."""
    return Folder(tmp_path).base(BASE)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("replace: {parameters: {wait: {value: 3 years}}}\n", "replaces"),
        ("repeal: [{rule: regular}]\n", "repeals"),
        ("add: {rules: {x: {when: sex == f, then: {bar: [promote]}}}}\n", "bars what is given by"),
        ("add: {rules: {x: {then: nothing, overrides: [regular]}}}\n", "overrides"),
    ],
)
def test_a_city_cannot_change_national_law(folder: Folder, text: str, act: str) -> None:
    """Replacing, repealing, overriding and barring are told, with the article that is reserved."""
    (finding,) = [f for f in folder.amend("2027-01-01", text).findings() if f.code[0] == "b"]
    assert (finding.code, finding.values["act"]) == ("beyond-authority", act)
    assert "a statute, art. 4" in finding.values["name"]
    assert finding.related[0][1].file.endswith("base.yaml")


@pytest.mark.parametrize("opening", ["authority: national\n", "status: advocacy\n"])
def test_who_may_change_it_or_asks_for_it_is_not_blamed(folder: Folder, opening: str) -> None:
    """A national amendment may change national law; advocacy changes nothing by itself."""
    text = f"{opening}replace: {{parameters: {{wait: {{value: 3 years}}}}}}\n"
    assert folder.amend("2027-01-01", text).findings() == []


def test_a_city_may_add_what_is_its_own(folder: Folder) -> None:
    """A rule of its own, which touches none of a higher level, is within its authority."""
    text = "add: {rules: {x: {when: competence >= 70 points, then: promote}}}\n"
    assert folder.amend("2027-01-01", text).findings() == []


def test_what_bars_several_rules_is_told_once(folder: Folder) -> None:
    """One bar is one finding, which names every article that it reaches."""
    folder.base(BASE + "  early: {when: grade == i_a, then: promote}\n")
    folder.amend("2027-01-01", "add: {rules: {x: {when: sex == f, then: {bar: [promote]}}}}\n")
    (finding,) = folder.findings()
    assert finding.values["name"] == "early (a statute, art. 4), regular (a statute, art. 4)"


def test_a_what_if_may_change_everything(folder: Folder) -> None:
    """Loading for a simulation raises nothing: what is beyond authority is kept with the law."""
    law = folder.amend("2027-01-01", "repeal: [{rule: regular}]\n").law()
    assert [finding.code for finding in law.overreach] == ["beyond-authority"]
