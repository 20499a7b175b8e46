"""Items without a source, and items that nobody has confirmed for long."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_documents import Folder
from policy_sim.policy.confirmation import stale, unsourced

SINCE = date(2026, 1, 1)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with the vocabulary of the small town."""
    return Folder(tmp_path)


def test_items_without_source_are_named_together(folder: Folder) -> None:
    """One finding a document names all items; a source of the document holds for its items."""
    law = folder.base(
        "rules:\n"
        "  a: {when: grade == i_a, then: promote}\n"
        '  b: {source: "art. 2", when: grade == i_b, then: promote}\n'
        "  c: {when: grade == i_c, then: promote}\n"
    ).law()
    (finding,) = unsourced(law, SINCE)
    assert (finding.where.line, finding.values["seen"]) == (5, "a, c")
    sourced = folder.base('source: "a law"\nrules: {a: {then: promote}}\n').law()
    assert list(unsourced(sourced, SINCE)) == []


def test_what_has_ended_needs_no_source(folder: Folder) -> None:
    """Only what is in force on the day or later is looked at."""
    law = folder.base("rules: {a: {until: 2025-01-01, then: promote}}\n").law()
    assert list(unsourced(law, SINCE)) == []


def test_what_was_confirmed_long_ago_is_stale(folder: Folder) -> None:
    """Confirmed before the day, or never, is stale; on the day it is not."""
    law = folder.base(
        "checked: 2025-06-01\n"
        "rules:\n"
        "  a: {checked: 2026-01-01, then: promote}\n"
        "  b: {when: grade == i_b, then: promote}\n"
    ).law()
    (finding,) = stale(law, SINCE, date(2026, 1, 1))
    assert finding.values == {"seen": "b", "day": "2026-01-01"}
    assert list(stale(law, SINCE, date(2025, 6, 1))) == []
