"""Each distinct version of the law is examined for those in each transition, too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_documents import Folder
from policy_sim.policy import load_law
from policy_sim.policy.confirmation import stale
from policy_sim.proof.checkup import Asked, check_policy
from policy_sim.proof.conformity import conformity

SINCE = date(2026, 1, 1)
BASE = """\
parameters: {wait: {value: 4 years}, early: {value: 3 years}}
rules:
  regular: {when: time_in_grade >= wait, then: promote}
  quick: {when: [sex == f, time_in_grade >= early], then: promote}
"""
REFORM = """\
replace:
  parameters: {wait: {value: 6 years}}
  rules: {quick: {when: [education == master, time_in_grade >= early], then: promote}}
transition:
"""

SORTED = ("discriminates",)
"""What is said of a transition for women alone, too."""


def found(
    folder: Folder, transition: str, reform: str = REFORM, passed: tuple[str, ...] = ()
) -> list[tuple[str, int, str]]:
    """Return what checking the draft finds: code, line and span."""
    folder.base(BASE).amend("2027-01-01", reform + transition)
    checked = check_policy(folder.path / "base.yaml", folder.paths, Asked(SINCE))
    ignored = ("unsourced", *passed)
    return [
        (one.code, one.where.line, one.values.get("seen") or one.values.get("span", ""))
        for one in checked.findings
        if one.code not in ignored
    ]


@pytest.fixture
def folder(tmp_path: object) -> Folder:
    """Return a folder for small regulations."""
    return Folder(tmp_path)  # type: ignore[arg-type]


def test_a_sound_transition_has_no_findings(folder: Folder) -> None:
    """What only stays as it was before the draft is no finding of the draft."""
    kept = "  near: {for: time_in_grade >= 3 years, keep: [wait, quick], until: 2029-01-01}\n"
    assert found(folder, kept) == []


@pytest.mark.parametrize(
    ("transition", "named"),
    [
        ("  t: {for: [sex == f, sex == m], keep: [wait], until: 2029-01-01}\n", "t"),
        ("  t: {for: sex == f, keep: [wait, spare], until: 2029-01-01}\n", "spare"),
    ],
)
def test_what_is_kept_in_vain(folder: Folder, transition: str, named: str) -> None:
    """A transition that takes nobody, and an item that makes no difference, where they stand."""
    reform = REFORM.replace(
        "transition:", "add: {definitions: {spare: age + 1 month}}\ntransition:"
    )
    vain = [(name, line) for _, line, name in found(folder, transition, reform, SORTED)]
    assert vain == [("spare", 7), (named, 9)]


def test_a_transition_that_makes_no_difference(folder: Folder) -> None:
    """What is kept decides for nobody: they are promoted by the other article anyway."""
    reform = (
        "repeal: [{rule: quick}]\nreplace: {parameters: {wait: {value: 2 years}}}\ntransition:\n"
    )
    kept = "  t: {for: sex == f, keep: [quick], until: 2029-01-01}\n"
    assert ("no-effect", 7, "t") in found(folder, kept, reform)


def test_what_is_wrong_only_in_a_transition_says_so(folder: Folder) -> None:
    """A kept article and a new one contradict each other for those who keep it, and nobody else."""
    reform = (
        "replace:\n"
        "  rules:\n"
        "    regular: {when: time_in_grade >= wait, then: {promote: i_b}}\n"
        "    quick: {when: [sex == f, time_in_grade < 1 year], then: {promote: i_c}}\n"
        "transition:\n"
        "  near: {for: sex == f, keep: [quick], until: 2029-01-01}\n"
    )
    base = BASE.replace("early], then: promote", "early], then: {promote: i_c}")
    base = base.replace("wait, then: promote", "wait, then: {promote: i_c}")
    folder.base(base).amend("2027-01-01", reform)
    checked = check_policy(folder.path / "base.yaml", folder.paths, Asked(SINCE))
    (conflict,) = [one for one in checked.findings if one.code == "conflict"]
    assert conflict.values["span"] == "in transition near, from 2027-01-01 until 2029-01-01"
    assert checked.examined is not None
    assert checked.examined.transitions == ("near",)


def statute(folder: Folder, promise: str, begins: str = "2027-01-01") -> Path:
    """Write a statute that promises something of promotion."""
    path = folder.path / "statute.yaml"
    opening = f"policy: statute\nfrom: {begins}\nuses: [town]\nsource: s\npromises:\n"
    path.write_text(f"{opening}  promised: {promise}\n", encoding="utf-8")
    return path


def unlawful(folder: Folder, promise: str) -> list[tuple[str, str]]:
    """Return code and span of what breaks a promise of the statute."""
    found = conformity(folder.law(), load_law(statute(folder, promise)), SINCE)
    return [(f.code, str(f.values.get("span", ""))) for f in found if f.code != "silent"]


@pytest.mark.parametrize(
    ("promise", "spans"),
    [
        ("{when: time_in_grade < 3 years, never: promote}", []),
        (
            "{when: time_in_grade < 5 years, never: promote}",
            ["in transition near, from 2027-01-01 until 2029-01-01"],
        ),
        ("{when: time_in_grade < 7 years, never: promote}", ["from 2027-01-01"]),
    ],
)
def test_what_is_unlawful_says_for_whom_and_when(
    folder: Folder, promise: str, spans: list[str]
) -> None:
    """Of what is so for everybody no transition is named; what began with the statute says so."""
    folder.base("rules: {r: {when: time_in_grade >= 4 years, then: promote}}\n")
    folder.amend(
        "2027-01-01",
        "replace: {rules: {r: {when: time_in_grade >= 6 years, then: promote}}}\ntransition:\n"
        "  near: {for: time_in_grade >= 3 years, keep: [r], until: 2029-01-01}\n",
    )
    assert unlawful(folder, promise) == [("unlawful", span) for span in spans]


def test_a_path_of_the_statute_is_gone_under_the_kept_law(folder: Folder) -> None:
    """Those in a transition keep to what the statute asks and rise when it says, or do not."""
    folder.base("rules: {r: {when: time_in_grade >= 9 years, then: promote}}\n")
    folder.amend(
        "2027-01-01",
        "replace: {rules: {r: {when: time_in_grade >= 2 years, then: promote}}}\ntransition:\n"
        "  near: {for: time_in_grade >= 1 year, keep: [r], until: 2032-01-01}\n",
    )
    promise = "{when: time_in_grade >= 1 year, path: {}, reach: promote, within: 3 years}"
    (trap,) = unlawful(folder, promise)
    assert trap == ("trap", "in transition near, from 2027-01-01 until 2032-01-01")


AUTHORITY = """\
policy: nation
amends: base
effective: 2027-06-01
authority: national
replace: {rules: {r: {when: time_in_grade >= 5 years, then: promote}}}
"""


@pytest.mark.parametrize(("until", "lines"), [("2027-06-01", []), ("2028-01-01", [6])])
def test_a_transition_does_not_outlast_a_higher_level(
    folder: Folder, until: str, lines: list[int]
) -> None:
    """What the nation puts in force later a city cannot keep from anybody, until its own end."""
    folder.base("rules: {r: {when: time_in_grade >= 4 years, then: promote}}\n")
    folder.amend(
        "2027-01-01",
        "replace: {rules: {r: {when: time_in_grade >= 6 years, then: promote}}}\ntransition:\n"
        f"  near: {{for: time_in_grade >= 3 years, keep: [r], until: {until}}}\n",
    )
    (folder.path / "nation.yaml").write_text(AUTHORITY, encoding="utf-8")
    folder.paths.append(folder.path / "nation.yaml")
    beyond = folder.law().overreach
    assert [(one.where.line, one.values["act"]) for one in beyond] == [
        (line, "suspends in a transition") for line in lines
    ]


@pytest.mark.parametrize(
    ("whom", "said"),
    [
        ("sex == f", [("discriminates", 6)]),
        ("competence < 60 points", [("not-monotone", 6)]),
        ("[time_in_grade >= 3 years, competence >= 60 points]", []),
    ],
)
def test_whom_a_transition_takes_is_asked_about_too(
    folder: Folder, whom: str, said: list[object]
) -> None:
    """Nobody is taken for their sex, nor for a worse record: who is not would be worse off."""
    reform = (
        "replace: {rules: {regular: {when: time_in_grade >= 6 years, then: promote}}}\n"
        f"transition:\n  t: {{for: {whom}, keep: [regular], until: 2029-01-01}}\n"
    )
    told = found(folder, "", reform)
    assert [(code, line) for code, line, _ in told] == said
    assert {span for _, _, span in told} <= {"because of the transition t"}


def test_what_is_kept_is_not_stale_before_it_ends(folder: Folder) -> None:
    """A version that some still stand under is asked when it was last confirmed."""
    folder.base("rules: {r: {when: time_in_grade >= 4 years, then: promote, source: a}}\n")
    folder.amend(
        "2027-01-01",
        "source: b\nreplace: {rules: {r: {when: time_in_grade >= 6 years, then: promote}}}\n"
        "transition:\n"
        "  near: {for: time_in_grade >= 3 years, keep: [r], until: 2029-01-01}\n",
    )
    law = folder.law()
    for day, files in ((date(2028, 1, 1), 2), (date(2029, 1, 1), 1)):
        assert len(list(stale(law, day, date(2026, 1, 1)))) == files


def test_what_only_a_kept_rule_reads_is_read(folder: Folder) -> None:
    """A parameter that is replaced for a rule which some keep is no change in vain."""
    reform = (
        "repeal: [{rule: quick}]\nreplace: {parameters: {early: {value: 2 years}}}\n"
        "transition:\n  t: {for: time_in_grade >= 1 year, keep: [quick], until: 2029-01-01}\n"
    )
    assert found(folder, "", reform) == []


def test_who_is_in_another_transition_anyway_is_kept_in_vain(folder: Folder) -> None:
    """Whoever has three years has two: one transition keeps for all what the other one keeps."""
    kept = (
        "  two: {for: time_in_grade >= 2 years, keep: [wait], until: 2029-01-01}\n"
        "  three: {for: time_in_grade >= 3 years, keep: [wait], until: 2028-01-01}\n"
    )
    reform = "replace: {parameters: {wait: {value: 6 years}}}\ntransition:\n"
    assert found(folder, kept, reform) == [("no-effect", 7, "three")]


def test_a_transition_that_ends_before_it_can_matter_is_in_vain(folder: Folder) -> None:
    """Promotions are in April only; a transition until then lets nobody rise."""
    folder.base("rules: {r: {when: [today.month == 4, service >= 4 years], then: promote}}\n")
    folder.amend(
        "2027-01-01",
        "source: b\nreplace: {rules: {r: {when: [today.month == 4, service >= 6 years],"
        " then: promote}}}\ntransition:\n"
        "  near: {for: service >= 3 years, keep: [r], until: 2027-04-01}\n",
    )
    checked = check_policy(folder.path / "base.yaml", folder.paths, Asked(SINCE))
    assert [(one.code, one.where.line) for one in checked.findings if one.where.line > 1] == [
        ("no-effect", 7)
    ]


def test_what_a_changed_parameter_brings_about_stands_there(folder: Folder) -> None:
    """A rule of the base that breaks a promise because of the draft is told at the draft's line."""
    promise = "promises: {late: {when: time_in_grade < 3 years, never: promote}}\n"
    folder.base(promise + "parameters: {wait: {value: 4 years}}\n" + RULE)
    folder.amend("2027-01-01", "replace: {parameters: {wait: {value: 2 years}}}\n")
    checked = check_policy(folder.path / "base.yaml", folder.paths, Asked(SINCE))
    (gap,) = [one for one in checked.findings if one.code == "gap"]
    assert (Path(gap.where.file).name, gap.where.line) == ("amendment0.yaml", 4)
    assert [label for label, _ in gap.related] == ["the promise", "the rule"]


RULE = "rules: {regular: {when: time_in_grade >= wait, then: promote}}\n"
