"""A parameter may state its range: no value of it lies outside, whoever writes the value."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_documents import Folder, codes
from policy_sim.catalogue import sentence
from policy_sim.diagnostics import Diagnostic
from policy_sim.policy import check_law

SHARE = "parameters:\n  share: {value: 4%, range: 0%..100%}\n"
OUTSIDE = "parameter-outside"
MEDAN = Path(__file__).parents[2] / "policies" / "medan"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder for small regulations."""
    return Folder(tmp_path)


def found(folder: Folder, *values: str) -> list[Diagnostic]:
    """Return the findings when the share is replaced by each of *values*, year after year."""
    folder.base(SHARE)
    for year, value in enumerate(values, 2027):
        folder.amend(f"{year}-01-01", f"replace: {{parameters: {{share: {value}}}}}\n")
    return folder.findings()


def test_a_draft_is_told_by_the_range_of_the_base(folder: Folder) -> None:
    """The value, the range and where that stands; the amendment need not repeat it."""
    (finding,) = found(folder, "{value: 140%}")
    assert (finding.code, finding.where.file) == (OUTSIDE, str(folder.paths[0]))
    assert "'share' is 140%, outside its range 0%..100%" in sentence(finding)
    ((label, where),) = finding.related
    assert (label, where.file) == ("the range", str(folder.path / "base.yaml"))


def test_both_ends_are_inside(folder: Folder) -> None:
    """Nothing is said of the ends themselves."""
    assert found(folder, "{value: 0%}", "{value: 100%}") == []


def test_every_dated_value_is_looked_at(folder: Folder) -> None:
    """Of several values those outside are found, each at its own place."""
    folder.base("parameters:\n  p: {range: 1..12, values: {2020-01-01: 4, 2022-01-01: 13,"
                " 2024-01-01: 0}}\n")  # fmt: skip
    assert [(f.code, f.values["seen"]) for f in folder.findings()] == [
        (OUTSIDE, "13"),
        (OUTSIDE, "0"),
    ]


def test_a_set_lies_inside_as_a_whole(folder: Folder) -> None:
    """The windows of a year are months: 13 is none, wherever in the set it stands."""
    folder.base(
        "parameters:\n  p: {value: (2 | 8), range: 1..12}\n  q: {value: 2..13, range: 1..12}\n"
    )
    assert [(f.code, f.values["name"]) for f in folder.findings()] == [(OUTSIDE, "q")]


def test_an_amendment_may_state_another_range(folder: Folder) -> None:
    """From then on that one holds, for later amendments too."""
    assert found(folder, "{value: 140%, range: 0%..200%}", "{value: 150%}") == []


def test_another_range_binds_later_amendments(folder: Folder) -> None:
    """What a wider range allowed is found again once it is narrowed."""
    told = found(folder, "{value: 5%, range: 0%..10%}", "{value: 50%}")
    assert codes(told) == [OUTSIDE]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{value: 4%, range: 50%}", OUTSIDE),
        ("{value: 4%, range: (1% | 5%)}", "lever-range"),
        ("{value: 4%, range: 0 years..2 years}", "mixed-units"),
        ("{value: good, range: 0..3}", "mixed-values"),
        ("{value: good, range: poor..good}", "lever-range"),
        ("{value: 4%, range: 1%..}", ""),
    ],
)
def test_a_range_that_is_none_is_found(folder: Folder, text: str, code: str) -> None:
    """A set, another unit, words: the range itself is at fault; an open end is bearable."""
    folder.base(f"parameters:\n  p: {text}\n")
    told = codes(folder.findings())
    assert told == ([code] if code else []), folder.findings()


def test_a_value_that_cannot_be_read_is_found_once(folder: Folder) -> None:
    """Nothing is said of a range to which nothing can be held."""
    folder.base("parameters:\n  p: {value: fourr yers, range: 0..3}\n")
    assert OUTSIDE not in codes(folder.findings())
    assert len(folder.findings()) == 1


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 300), st.integers(0, 150), st.integers(0, 150))
def test_outside_is_outside(folder: Folder, value: int, one: int, other: int) -> None:
    """A value is found exactly if it is below the lower or above the higher end."""
    low, high = sorted((one, other))
    folder.base(f"parameters:\n  p: {{value: {value}%, range: {low}%..{high}%}}\n")
    outside = not low <= value <= high
    assert (OUTSIDE in codes(folder.findings())) == outside


def test_a_draft_of_medan_is_told(tmp_path: Path) -> None:
    """More than all audited: the shipped parameter has a range, and ``check`` says so."""
    text = (MEDAN / "drafts" / "audits-everywhere.yaml").read_text(encoding="utf-8")
    assert "value: 100%" in text
    draft = tmp_path / "audits.yaml"
    draft.write_text(text.replace("value: 100%", "value: 140%"), encoding="utf-8")
    told = check_law(MEDAN / "oversight.yaml", [draft])
    assert OUTSIDE in codes(told)
