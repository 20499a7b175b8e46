"""Replacements that change nothing are told; whatever changes anything, now or later, is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_documents import Folder

BASE = (
    "parameters: {wait: {value: 4 years}, later: {values: {2020-01-01: 1, 2025-01-01: 2}}}\n"
    "definitions: {long: {value: service >= wait}}\n"
    "tables: {t: {input: zone, keyed: {centre: 1, outer: 2}}}\n"
    "rules: {rise: {when: [long, grade >= i_b], then: promote, source: art. 1}}\n"
)


def told(folder: Path, replacement: str) -> list[tuple[str, str, int]]:
    """Return what is said of an amendment of 2022 that replaces one item."""
    base = Folder(folder).base(BASE).amend("2022-01-01", f"replace:\n  {replacement}\n")
    return [(f.code, f.values["seen"], f.where.line) for f in base.findings()]


@pytest.mark.parametrize(
    ("replacement", "name"),
    [
        ("parameters: {wait: {value: 48 months}}", "wait"),
        ("parameters: {wait: {value: 4 years, source: another}}", "wait"),
        ("definitions: {long: {value: wait <= service}}", "long"),
        ("tables: {t: {inputs: [zone], rows: [[centre, 1], [outer, 2]]}}", "t"),
        ("rules: {rise: {when: long and grade > i_a, then: promote}}", None),
        ("rules: {rise: {when: [long, grade >= i_b], then: promote, title: A rise}}", "rise"),
        ("rules: {rise: {when: long and grade >= i_b, then: promote}}", "rise"),
    ],
)
def test_the_same_in_other_words_changes_nothing(
    tmp_path: Path, replacement: str, name: str | None
) -> None:
    """Four years are 48 months, a turned comparison is the same, and titles and sources are no
    meaning. ``grade > i_a`` is another text of the typed tree, and is left alone.
    """
    expected = [] if name is None else [("changes-nothing", name, 5)]
    assert told(tmp_path, replacement) == expected


@pytest.mark.parametrize(
    "replacement",
    [
        "parameters: {wait: {value: 47 months}}",
        "parameters: {wait: {value: 4 years, authority: national}}",
        "parameters: {wait: {values: {2022-01-01: 4 years, 2023-01-01: 3 years}}}",
        "definitions: {long: {value: service > wait}}",
        "tables: {t: {input: zone, keyed: {centre: 1, outer: 3}}}",
        "rules: {rise: {when: [long, grade >= i_b], then: promote, until: 2030-01-01}}",
        "rules: {rise: {when: [long, grade >= i_b], then: dismiss}}",
        "rules: {rise: {when: long, then: promote}}",
        "parameters: {later: {value: 1}}",
    ],
)
def test_whatever_changes_anything_is_not_told(tmp_path: Path, replacement: str) -> None:
    """Another value, authority, later day, end, effect or condition; and a value that stays where
    the base would have changed it in 2025.
    """
    assert "changes-nothing" not in [code for code, _, _ in told(tmp_path, replacement)]
