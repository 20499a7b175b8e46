"""Published facts: read with their evidence, and held against the first simulated year."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages import ROOT
from policy_sim.errors import BadInput
from policy_sim.simulation.measures.outcome import COUNTS
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.facts import (
    Fact,
    Figure,
    Likeness,
    Verdict,
    compare_facts,
    fact_findings,
    place_findings,
)
from policy_sim.study.facts_document import load_facts
from policy_sim.study.observations import Observations
from policy_sim.study.windows import Reach, Window

ARM = "old+habit"
UNITS = {"heads": "persons", "share": "per cent"}

HEAD = """
facts: town
title: Facts of a town
tolerance: 10%
assumption: figures of a year before
published:
"""
STAFF = """
  staff:
    title: people in service
    simulated: {outcome: headcount}
    published: 200
    source: Town 2025
    mark: secondary
"""


def seen(**first: float) -> Observations:
    """Return one replication with these first-year values, each twice as large a year later."""
    series = {(ARM, 0, name, "all"): (value, 2 * value) for name, value in first.items()}
    return Observations((date(2026, 12, 31), date(2027, 12, 31)), (0,), series)


def fact(outcome: str | None, low: float | None, high: float | None, over: str = "") -> Fact:
    """Return a fact about one outcome, or about none."""
    return Fact(
        name="fact",
        title="A fact",
        figure=Figure(outcome, "all") if outcome else None,
        over=Figure(over, "all") if over else None,
        low=low,
        high=high,
        unit="",
        as_of=None,
        flow=False,
        explain="",
        evidence="",
    )


def verdict(one: Fact, observations: Observations, scale: float = 1.0) -> Verdict:
    """Return how one fact stands."""
    (like,) = compare_facts([one], observations, ARM, UNITS, scale)
    return like.verdict


def written(folder: Path, text: str) -> Path:
    """Return a document of facts with *text* after its head."""
    path = folder / "facts.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return path


@given(value=st.integers(0, 300), low=st.integers(0, 300), width=st.integers(0, 50))
def test_inside_is_between_the_two_ends(value: int, low: int, width: int) -> None:
    """Both ends belong to what counts as matched; the second year plays no part."""
    expected = Verdict.INSIDE if low <= value <= low + width else Verdict.OUTSIDE
    assert verdict(fact("heads", low, low + width), seen(heads=value)) is expected


def test_without_a_figure_or_a_publication_there_is_no_data() -> None:
    """Neither a fact that the model cannot answer nor one that nobody published is judged."""
    observations = seen(heads=100)
    assert verdict(fact(None, 1, 2), observations) is Verdict.NO_DATA
    assert verdict(fact("heads", None, None), observations) is Verdict.NO_DATA
    assert verdict(fact("posts", 1, 2), observations) is Verdict.NO_DATA


def test_a_ratio_is_in_per_cent_of_the_other_outcome() -> None:
    """Five leavers of a hundred are 5, and a whole that is zero gives no figure."""
    five = fact("leavers", 5, 5, over="heads")
    (like,) = compare_facts([five], seen(leavers=5, heads=100), ARM, UNITS)
    assert (like.value, like.unit, like.verdict) == (5.0, "per cent", Verdict.INSIDE)
    assert verdict(five, seen(leavers=5, heads=0)) is Verdict.NO_DATA


def test_counts_follow_the_people_simulated_and_shares_do_not() -> None:
    """A tenth of the people is held against a tenth of a published head-count."""
    assert verdict(fact("heads", 90, 110), seen(heads=10), scale=0.1) is Verdict.INSIDE
    assert verdict(fact("share", 90, 110), seen(share=10), scale=0.1) is Verdict.OUTSIDE


@pytest.mark.parametrize("unit", sorted(COUNTS | {"money"}))
def test_whatever_is_counted_follows_the_people_simulated(unit: str) -> None:
    """Of a tenth of the people a tenth of the published workdays, complaints or rupiah is held."""
    published = fact("counted", 900, 1100)
    (like,) = compare_facts([published], seen(counted=100), ARM, {"counted": unit}, 0.1)
    assert (like.low, like.high, like.verdict) == (90.0, 110.0, Verdict.INSIDE)


def test_a_document_states_a_value_with_the_tolerance_of_all(tmp_path: Path) -> None:
    """Without a tolerance of its own a fact has the document's, to both sides."""
    (staff,) = load_facts(written(tmp_path, STAFF))
    assert (staff.low, staff.high, staff.evidence) == (180.0, 220.0, "Town 2025 (secondary)")
    own = STAFF.replace("published: 200", "published: 200\n    within: 1%")
    (staff,) = load_facts(written(tmp_path, own))
    assert (staff.low, staff.high) == (198.0, 202.0)


@pytest.mark.parametrize(
    ("replaced", "by", "code"),
    [
        ("published: 200", "published: 200\n    between: [1, 2]", "published-twice"),
        ("published: 200", "within: 5%\n    explain: none", "within-of-nothing"),
        ("published: 200", "between: [2, 1]", "between-turned-round"),
        ("simulated: {outcome: headcount}", "explain: x\n    over: {outcome: exits}", "over-of"),
        ("simulated: {outcome: headcount}", "", "without-data-unexplained"),
        ("    mark: secondary\n", "", "no-evidence"),
    ],
)
def test_a_fact_that_contradicts_itself_is_refused(
    tmp_path: Path, replaced: str, by: str, code: str
) -> None:
    """Each contradiction is named, with its place in the document."""
    with pytest.raises(BadInput) as caught:
        load_facts(written(tmp_path, STAFF.replace(replaced, by)))
    (finding,) = caught.value.findings
    assert finding.code.startswith(code)
    assert finding.where.line > 0


def test_a_fact_about_no_outcome_is_found_with_the_nearest(tmp_path: Path) -> None:
    """A slip in the name of an outcome is told, in what is divided and in what it is divided by."""
    text = STAFF.replace("headcount}", "headcout}\n    over: {outcome: exit}")
    findings = fact_findings(load_facts(written(tmp_path, text)), OUTCOMES)
    assert [finding.values["near"] for finding in findings] == ["headcount", "exits"]


def test_the_shipped_facts_are_of_outcomes_that_there_are() -> None:
    """Every fact of Medan is held against a declared outcome, or says why it is not."""
    facts = load_facts(ROOT / "scenarios" / "facts" / "medan.yaml")
    assert fact_findings(facts, OUTCOMES) == []
    assert sum(fact.flow for fact in facts) >= 2


OTHER = "new+habit"


def both() -> Observations:
    """Return two replications of two arms over two years."""
    series = {
        (ARM, 0, "heads", "all"): (10.0, 20.0),
        (ARM, 1, "heads", "all"): (12.0, 26.0),
        (OTHER, 0, "heads", "all"): (10.0, 50.0),
        (OTHER, 1, "heads", "all"): (12.0, 58.0),
    }
    return Observations((date(2026, 12, 31), date(2027, 12, 31)), (0, 1), series)


def held(one: Fact) -> Likeness:
    """Return a fact beside what two replications of two arms say."""
    windows = {"second": Window("second", Reach.YEAR, number=2)}
    (like,) = compare_facts([one], both(), ARM, UNITS, 1.0, windows)
    return like


def test_a_figure_may_be_of_another_window_and_another_arm() -> None:
    """Without either it is the first year of the baseline, and no result."""
    plain = fact("heads", 0, 100)
    there = replace(plain, figure=Figure("heads", "all", "second", OTHER))
    assert (held(plain).value, held(plain).result) == (11, False)
    assert (held(there).value, held(there).result) == (54, True)


def test_a_figure_may_be_taken_off_another_replication_by_replication() -> None:
    """The difference of two arms in one window, with its own standard error."""
    one = replace(
        fact("heads", 0, 100),
        figure=Figure("heads", "all", "second", OTHER),
        less=Figure("heads", "all", "second"),
    )
    assert held(one).value == 31
    assert held(one).error == pytest.approx(1.0)


def test_standard_errors_are_those_of_the_simulation() -> None:
    """Two of them around 10 hold a mean of 11 whose error is 1; half of one does not."""
    wide = replace(fact("heads", 10, 10), published=10.0, errors=2.0)
    assert (held(wide).low, held(wide).high) == (8, 12)
    assert held(wide).verdict is Verdict.INSIDE
    assert held(replace(wide, errors=0.5)).verdict is Verdict.OUTSIDE


def test_an_arm_or_a_window_that_there_is_not_is_found() -> None:
    """The nearest name is told."""
    one = replace(fact("heads", 0, 1), figure=Figure("heads", "all", "secnd", "old+habits"))
    found = place_findings([one], [ARM, OTHER], ["second"])
    assert [(f.code, f.values["near"]) for f in found] == [
        ("unknown-arm", ARM),
        ("unknown-window", "second"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("published: 200", "published: 200\n    within: 5%\n    give_or_take: 3", "tolerances"),
        ("published: 200", "between: [1, 2]\n    give_or_take: 3", "within-of-nothing"),
        (
            "simulated: {outcome: headcount}",
            "less: {outcome: headcount}\n    explain: why",
            "less-of-nothing",
        ),
    ],
)
def test_a_tolerance_is_stated_once_and_of_something(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    """Two tolerances, a tolerance of nothing, a figure taken off nothing."""
    with pytest.raises(BadInput) as raised:
        load_facts(written(tmp_path, STAFF.replace(old, new)))
    assert code in {finding.code for finding in raised.value.findings}


def test_give_or_take_is_in_the_unit_of_the_figure(tmp_path: Path) -> None:
    """Three persons either way, whatever the document's tolerance."""
    text = STAFF.replace("published: 200", "published: 200\n    give_or_take: 3")
    (one,) = load_facts(written(tmp_path, text))
    assert (one.low, one.high, one.published) == (197, 203, 200)
