"""The articles of a draft, and the law as it would be without one of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_documents import Folder
from policy_sim.errors import PolicyError
from policy_sim.policy.draft_articles import Omission, articles_of, law_without, omission
from policy_sim.policy.loading import Regulation, load_regulation

BASE = """
parameters:
  wait: {value: 4 years}
  least: {value: 60 points}
rules:
  regular: {when: time_in_grade >= wait, then: promote}
"""

DRAFT = """source: the draft
replace:
  parameters:
    wait: {value: 3 years, source: "draft art. 10"}
repeal:
  - {rule: regular, source: "draft art. 9"}
add:
  parameters:
    mark: {value: 70 points, source: "draft art. 2 (1)"}
    far: {value: 2 years, source: "draft art. 1"}
  definitions:
    able: competence >= mark
  rules:
    by-mark: {source: "draft art. 2 (2): the able", when: able, then: promote}
    outer: {source: "draft art. 3", when: [able, zone == outer, service >= far], then: transfer}
"""

DAY = date(2028, 1, 1)


def drafted(path: Path, text: str = DRAFT) -> Regulation:
    """Return the base as a draft amends it."""
    folder = Folder(path).base(BASE).amend("2027-01-01", text)
    return load_regulation(folder.path / "base.yaml", folder.paths)


def without(regulation: Regulation, label: str) -> Omission:
    """Return what becomes of the law without one article."""
    return omission(regulation, next(a for a in articles_of(regulation) if a.label == label))


def rules(left: Omission) -> set[str]:
    """Return the rules in force without the article."""
    assert left.law is not None
    return {rule.id for rule in left.law.on(DAY).rules}


def test_items_belong_to_the_article_that_they_name(tmp_path: Path) -> None:
    """Paragraphs and remarks are no part of it; articles are numbered, items alone come last."""
    found = articles_of(drafted(tmp_path))
    assert [article.label for article in found] == [
        "draft art. 1",
        "draft art. 2",
        "draft art. 3",
        "draft art. 9",
        "draft art. 10",
        "definition able",
    ]
    second = found[1]
    assert [(c.act, c.section, c.name) for c in second.changes] == [
        ("add", "parameter", "mark"),
        ("add", "rule", "by-mark"),
    ]
    assert found[3].changes[0].act == "repeal"


def test_a_law_that_nothing_amends_has_no_articles(tmp_path: Path) -> None:
    """Articles are those of a draft."""
    folder = Folder(tmp_path).base(BASE)
    assert articles_of(load_regulation(folder.path / "base.yaml")) == ()


def test_without_a_repeal_the_old_rule_stands(tmp_path: Path) -> None:
    """What the article ended is in force again, and the rest of the draft too."""
    assert rules(without(drafted(tmp_path), "draft art. 9")) == {"regular", "by-mark", "outer"}


def test_without_a_replacement_the_old_value_holds(tmp_path: Path) -> None:
    """The parameter is what it was before the draft."""
    regulation = drafted(tmp_path)
    left = without(regulation, "draft art. 10").law
    assert left is not None
    old, new = (law.on(DAY).parameters["wait"] for law in (left, regulation.law))
    assert old.ranges != new.ranges


def test_what_others_read_stays(tmp_path: Path) -> None:
    """The rule of the article falls; its mark stays, since another article reads it."""
    left = without(drafted(tmp_path), "draft art. 2")
    assert rules(left) == {"outer"}
    assert left.stays == ("mark",)
    assert left.falls == ()


def test_what_only_is_read_cannot_be_left_out(tmp_path: Path) -> None:
    """An article of added values decides nothing by itself, and says who reads it."""
    regulation = drafted(tmp_path)
    left = without(regulation, "draft art. 1")
    assert (left.law, left.because, left.others) == (None, "read", ("draft art. 3",))
    able = without(regulation, "definition able")
    assert able.others == ("draft art. 2", "draft art. 3")


def test_what_hangs_on_an_article_falls_with_it(tmp_path: Path) -> None:
    """A rule that overrides a rule of the article makes no sense without it."""
    text = """source: the draft
add:
  rules:
    able: {source: art. 1, when: competence >= least, then: promote}
    outer: {source: art. 2, when: zone == outer, then: promote, overrides: [able]}
"""
    left = without(drafted(tmp_path, text), "art. 1")
    assert rules(left) == {"regular"}
    assert left.falls == ("art. 2",)


def test_a_promise_decides_nothing(tmp_path: Path) -> None:
    """Leaving it out changes no decision, so that nothing need be simulated."""
    text = """source: the draft
add:
  promises:
    waited: {source: art. 5, when: time_in_grade >= 9 years, always: promote}
"""
    left = without(drafted(tmp_path, text), "art. 5")
    assert (left.law, left.because) == (None, "decides nothing")


def test_what_an_earlier_amendment_changes_too_is_shared(tmp_path: Path) -> None:
    """Leaving it out of both would be another law than the one without the article."""
    folder = Folder(tmp_path).base(BASE)
    folder.amend("2026-01-01", "replace: {parameters: {wait: {value: 5 years}}}\n")
    folder.amend("2027-01-01", DRAFT)
    regulation = load_regulation(folder.path / "base.yaml", folder.paths)
    assert without(regulation, "draft art. 10").because == "shared"


def test_several_articles_are_left_out_together(tmp_path: Path) -> None:
    """The law without two articles has neither."""
    law = law_without(drafted(tmp_path), ["draft art. 2", "draft art. 9"])
    assert {rule.id for rule in law.on(DAY).rules} == {"regular", "outer"}


@pytest.mark.parametrize(
    ("label", "code", "said"),
    [
        ("draft art. 22", "unknown-article", "did you mean 'draft art. 2'"),
        ("draft art. 1", "article-inseparable", "draft art. 3"),
    ],
)
def test_what_cannot_be_left_out_is_a_finding(
    tmp_path: Path, label: str, code: str, said: str
) -> None:
    """An unknown article is told with the nearest one, an inseparable one with what reads it."""
    with pytest.raises(PolicyError, match=said) as raised:
        law_without(drafted(tmp_path), [label])
    assert [finding.code for finding in raised.value.findings] == [code]
