"""Rules asked for each post: refused wherever a decision has no post to ask about."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_documents import Folder, codes

GIVEN = (
    "rules:\n"
    "  appointed: {for_each: post, applies_to: office < post.office, then: {appoint: post}}\n"
    "  raised: {then: promote}\n"
)
READS = "for_each: post, when: post.office == head"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder for small regulations."""
    return Folder(tmp_path)


@pytest.mark.parametrize(
    "rules",
    [
        f"  r: {{{READS}, then: promote}}\n",
        f"  r: {{{READS}, then: {{bar: [appoint, promote]}}}}\n",
        f"  r: {{{READS}, then: nothing, overrides: [raised]}}\n",
        (
            "  bar: {then: {bar: [appoint, promote]}}\n"
            f"  r: {{{READS}, then: nothing, overrides: [bar]}}\n"
        ),
        (
            "  bar: {then: {bar: [appoint, promote]}}\n"
            "  again: {then: nothing, overrides: [bar]}\n"
            f"  r: {{{READS}, then: nothing, overrides: [again]}}\n"
        ),
    ],
)
def test_a_rule_of_posts_is_refused_elsewhere(folder: Folder, rules: str) -> None:
    """By area, by bar or by override, however long the chain: no decision there has a post."""
    (finding,) = folder.base(GIVEN + rules).findings()
    assert finding.code == "post-rule-elsewhere"
    assert finding.values["seen"] == "r"
    assert finding.values["area"] == "promotion"


@pytest.mark.parametrize(
    "rules",
    [
        f"  r: {{{READS}, then: {{bar: [appoint]}}}}\n",
        f"  r: {{{READS}, then: nothing, overrides: [appointed]}}\n",
        f"  bar: {{then: {{bar: [appoint]}}}}\n  r: {{{READS}, then: nothing, overrides: [bar]}}\n",
    ],
)
def test_a_rule_of_posts_may_bar_and_override_appointments(folder: Folder, rules: str) -> None:
    """What concerns appointment alone may ask about the post."""
    assert codes(folder.base(GIVEN + rules).findings()) == []
