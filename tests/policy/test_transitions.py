"""Transitions: what an amendment keeps, for whom, until when, and what cannot be meant."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from policy_documents import Folder, codes
from policy_sim.policy.law import NO_TRANSITION, Law
from policy_sim.policy.loading import load_regulation
from policy_sim.policy.uniting import MEMBERSHIP, united
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Frame

BASE = (
    "parameters:\n"
    "  wait: {value: 4 years}\n"
    "  months: {value: (4 | 10)}\n"
    "tables:\n"
    "  step_of: {input: education, keyed: {master: 2}, else: 1}\n"
    "definitions: {due: time_in_grade >= wait}\n"
    "rules:\n"
    "  regular: {when: [due, today.month in months], then: promote}\n"
    "  other: {when: time_in_grade >= 10 years, then: promote}\n"
)
CHANGED = (
    "replace:\n"
    "  parameters: {wait: {value: 6 years}, months: {value: (1 | 4)}}\n"
    "repeal: [{rule: other}]\n"
    "add:\n"
    "  rules: {new: {when: sex == f and time_in_grade >= 1 year, then: promote}}\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder with a small regulation to amend."""
    return Folder(tmp_path).base(BASE)


def drafted(folder: Folder, *transitions: str) -> Law:
    """Return the law of a draft with *transitions*."""
    return folder.amend("2027-01-01", CHANGED + written(*transitions)).law()


def written(*transitions: str) -> str:
    """Return the section of *transitions*."""
    return "transition:\n" + "".join(f"  {one}\n" for one in transitions)


def said(law: Law, day: date, *within: str) -> tuple[int | None, list[str]]:
    """Return the wait, in months, and the rules of those *within* some transitions on *day*."""
    vintage = law.on(day, within=frozenset(within))
    return vintage.parameters["wait"].single, [rule.id for rule in vintage.rules]


NEAR = "near: {for: time_in_grade >= 3 years, keep: [wait, other], until: 2029-01-01}"


def test_what_is_kept_stays_as_it_was_until_the_day(folder: Folder) -> None:
    """From the effective date until the day before ``until``; what is not kept is the new law's."""
    law = drafted(folder, NEAR)
    for day, expected in {
        date(2026, 12, 31): (48, ["other", "regular"]),
        date(2027, 1, 1): (48, ["new", "other", "regular"]),
        date(2028, 12, 31): (48, ["new", "other", "regular"]),
        date(2029, 1, 1): (72, ["new", "regular"]),
    }.items():
        assert said(law, day, "near") == expected


def test_who_is_in_none_is_under_the_new_law(folder: Folder) -> None:
    """A transition changes nothing for others."""
    law = drafted(folder, NEAR)
    assert said(law, date(2027, 1, 1)) == (72, ["new", "regular"])
    plain = Folder(folder.path).base(BASE).amend("2027-01-01", CHANGED).law()
    assert [v.key for v in law.vintages] == [v.key for v in plain.vintages]


def test_what_was_added_is_kept_by_not_applying(folder: Folder) -> None:
    """The old version of what is new is that there was none."""
    law = drafted(folder, "out: {for: sex == f, keep: [new], until: 2029-01-01}")
    assert said(law, date(2027, 1, 1), "out") == (72, ["regular"])


def test_it_is_judged_on_the_day_before_under_the_law_of_that_day(folder: Folder) -> None:
    """``for`` reads what is in force then: here a definition with the old wait."""
    law = drafted(folder, "due: {for: [due, sex == f], keep: [wait], until: 2029-01-01}")
    (one,), (judging,) = law.transitions, law.judging
    assert one.judged == date(2026, 12, 31)
    clauses = [str(clause.condition) for clause in judging.rules[0].clauses]
    assert clauses == ["time_in_grade >= 48", "sex == 0"]


def test_of_two_transitions_each_keeps_its_own(folder: Folder) -> None:
    """Whoever is in both keeps what either keeps, each as long as it says."""
    law = drafted(
        folder,
        "near: {for: time_in_grade >= 3 years, keep: [wait], until: 2028-01-01}",
        "women: {for: sex == f, keep: [other], until: 2029-01-01}",
    )
    day, later = date(2027, 1, 1), date(2028, 1, 1)
    assert said(law, day, "near") == (48, ["new", "regular"])
    assert said(law, day, "women") == (72, ["new", "other", "regular"])
    assert said(law, day, "near", "women") == (48, ["new", "other", "regular"])
    assert said(law, later, "near", "women") == (72, ["new", "other", "regular"])
    assert law.memberships(later) == (NO_TRANSITION, frozenset({"women"}))


def test_of_what_two_amendments_keep_the_older_version_holds(folder: Folder) -> None:
    """While the first transition is open, its version; then the one that the second found."""
    folder.amend(
        "2027-01-01",
        "replace: {parameters: {wait: {value: 6 years}}}\n"
        + written("a: {for: sex == f, keep: [wait], until: 2029-01-01}"),
    )
    folder.amend(
        "2028-01-01",
        "replace: {parameters: {wait: {value: 8 years}}}\n"
        + written("b: {for: sex == f, keep: [wait], until: 2030-01-01}"),
    )
    law = folder.law()
    years = [date(year, 6, 1) for year in (2026, 2027, 2028, 2029, 2030)]
    waits = {
        within: [said(law, day, *within)[0] for day in years]
        for within in [(), ("a",), ("b",), ("a", "b")]
    }
    assert waits == {
        (): [48, 72, 96, 96, 96],
        ("a",): [48, 48, 48, 96, 96],
        ("b",): [48, 72, 72, 72, 96],
        ("a", "b"): [48, 48, 48, 72, 96],
    }


def test_a_kept_item_does_not_move_with_the_base(folder: Folder) -> None:
    """What the base had scheduled for later comes for those in none of the transitions only."""
    folder.base("parameters: {wait: {values: {2020-01-01: 4 years, 2028-01-01: 5 years}}}\n" + RULE)
    folder.amend(
        "2027-01-01",
        "replace: {parameters: {wait: {value: 6 years}}}\nkeep_later: [wait]\n"
        + written("a: {for: sex == f, keep: [wait], until: 2029-01-01}"),
    )
    law = folder.law()
    assert said(law, date(2028, 6, 1))[0] == 60
    assert said(law, date(2028, 6, 1), "a")[0] == 48


RULE = "rules: {regular: {when: time_in_grade >= wait, then: promote}}\n"


def test_an_item_left_out_is_kept_by_nobody_anew(folder: Folder) -> None:
    """Without one of its articles a draft keeps what else it keeps."""
    folder.amend("2027-01-01", CHANGED + written(NEAR))
    regulation = load_regulation(folder.path / "base.yaml", folder.paths)
    (key,) = [key for key in regulation.statute.items if key[1] == "wait"]
    law = regulation.without([key])
    assert law is not None
    assert said(law, date(2027, 1, 1)) == (48, ["new", "regular"])
    assert said(law, date(2027, 1, 1), "near") == (48, ["new", "other", "regular"])


@pytest.mark.parametrize(
    ("transition", "expected"),
    [
        ("t: {for: sex == f, keep: [wiat], until: 2029-01-01}", ["keeps-unchanged"]),
        ("t: {for: sex == f, keep: [regular], until: 2029-01-01}", ["keeps-unchanged"]),
        ("t: {for: sex == f, keep: [], until: 2029-01-01}", ["keeps-nothing"]),
        ("t: {for: sex == f, keep: [wait, wait], until: 2029-01-01}", ["keeps-twice"]),
        ("t: {for: sex == f, keep: [wait]}", ["missing-key"]),
        ("t: {keep: [wait], until: 2029-01-01}", ["missing-key"]),
        ("t: {for: sex == f, keep: [wait], until: 2027-01-01}", ["dates-out-of-order"]),
        ("t: {for: seks == f, keep: [wait], until: 2029-01-01}", ["unknown-name"]),
        ("t: {for: post.zone == centre, keep: [wait], until: 2029-01-01}", ["transition-of-post"]),
        ("T: {for: sex == f, keep: [wait], until: 2029-01-01}", ["not-a-name"]),
        ("t: {for: sex == f, keeps: [wait], until: 2029-01-01}", ["unknown-key"]),
    ],
)
def test_transitions_that_cannot_be_meant(
    folder: Folder, transition: str, expected: list[str]
) -> None:
    """Each is found, with the place in the draft that has to change."""
    folder.amend("2027-01-01", CHANGED + written(transition))
    found = folder.findings()
    assert sorted(codes(found)) == sorted(expected)
    assert {finding.where.file for finding in found} == {str(folder.paths[0])}
    assert {finding.where.line for finding in found} == {10}


def test_what_is_kept_must_find_what_it_reads(folder: Folder) -> None:
    """A kept rule that reads what is repealed and not kept has no meaning."""
    folder.base("parameters: {wait: {value: 4 years}}\n" + RULE)
    text = "repeal: [{rule: regular}, {parameter: wait}]\n"
    kept = "t: {for: sex == f, keep: [regular%s], until: 2029-01-01}"
    folder.amend("2027-01-01", text + written(kept % ""))
    (finding,) = folder.findings()
    assert finding.code == "dangling"
    assert finding.where.file.endswith("amendment0.yaml")
    assert finding.related[-1][1].file.endswith("base.yaml")
    assert "keep what it reads" in finding.values["span"]
    folder.paths.clear()
    folder.amend("2027-01-01", text + written(kept % ", wait"))
    assert folder.findings() == []


def test_only_the_law_of_people_can_be_kept(folder: Folder) -> None:
    """A lever has one value for all, and a rule about units asks for no person."""
    folder.base(
        "parameters: {wait: {value: 4 years, lever: {range: 1 year .. 9 years}}}\n" + RULE,
    )
    folder.amend(
        "2027-01-01",
        "replace: {parameters: {wait: {value: 5 years}}}\n"
        + written("t: {for: sex == f, keep: [wait], until: 2029-01-01}"),
    )
    assert codes(folder.findings()) == ["keeps-lever"]


def test_a_name_is_taken_once_and_there_are_not_too_many(folder: Folder) -> None:
    """Transitions of several drafts are known by their names; who is in which is one integer."""
    one = "t: {for: sex == f, keep: [wait], until: 2029-01-01}"
    folder.amend("2027-01-01", CHANGED + written(one))
    folder.amend("2028-01-01", "replace: {parameters: {wait: {value: 9 years}}}\n" + written(one))
    assert codes(folder.findings()) == ["name-taken"]
    folder.paths.clear()
    many = [one.replace("t:", f"t{number}:") for number in range(7)]
    folder.amend("2027-01-01", CHANGED + written(*many))
    assert codes(folder.findings()) == ["too-many-transitions"]


def test_only_an_amendment_has_a_transition(folder: Folder) -> None:
    """A regulation that stands by itself keeps nothing of what was before."""
    folder.base(BASE + written(NEAR))
    assert codes(folder.findings()) == ["unknown-key"]


def test_there_must_be_a_law_on_the_day_before(folder: Folder) -> None:
    """An amendment on the first day of its base has no record to judge."""
    folder.amend(
        "2020-01-01",
        "add: {rules: {new: {then: promote}}}\n"
        + written("t: {for: sex == f, keep: [new], until: 2029-01-01}"),
    )
    assert codes(folder.findings()) == ["judged-before-law"]


def test_a_definition_is_each_ones_own(folder: Folder) -> None:
    """What a system asks by the name of a definition is asked by the law that each is under."""
    law = drafted(folder, "near: {for: time_in_grade >= 3 years, keep: [wait], until: 2029-01-01}")
    whole = united(law, date(2027, 1, 1)).definitions["due"]
    columns = {"time_in_grade": np.array([50, 50, 80]), MEMBERSHIP: np.array([0, 1, 0])}
    frame = Frame(columns, None, date(2027, 1, 1), 3)  # type: ignore[arg-type]
    assert Features(frame).meets(whole).tolist() == [False, True, True]  # type: ignore[arg-type]
