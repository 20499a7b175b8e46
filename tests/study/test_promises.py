"""What is promised of a whole run, on the small study."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from policy_sim.study.loading import load_scenario
from policy_sim.study.result import Result
from policy_sim.study.start import start_of
from policy_sim.study.terms import settle
from small_study import SMALL, altered, bytes_of, copied, run_small, scenarios_copied

pytestmark = [pytest.mark.whole_run, pytest.mark.xdist_group("the small study")]

DIVERGENCE = date(2027, 1, 1)
BASE, REFORM = "in-force+seniority", "merit+seniority"


def of(frame: pd.DataFrame, arm: str, until: date = date.max, since: date = date.min) -> object:
    """Return the rows of one arm in a stretch of time, without its name."""
    days = frame["date"].dt.date
    rows = frame[(frame["policy"] == arm) & (days < until) & (days >= since)]
    return rows.drop(columns="policy").reset_index(drop=True)


def test_arms_are_bit_identical_until_they_diverge(small: Result) -> None:
    """Outcomes and every ledger row before the reform takes effect are those of the baseline."""
    assert small.manifest["divergence"][REFORM] == DIVERGENCE.isoformat()
    for frame in (small.outcomes, small.ledger):
        before = of(frame, REFORM, until=DIVERGENCE)
        assert len(before) > 0
        pd.testing.assert_frame_equal(before, of(frame, BASE, until=DIVERGENCE))


def test_arms_do_diverge_then(small: Result) -> None:
    """From the effective date on, the ledger of the reform is another one."""
    assert not of(small.ledger, REFORM, since=DIVERGENCE).equals(
        of(small.ledger, BASE, since=DIVERGENCE)
    )


def test_the_number_of_workers_leaves_no_trace(small: Result, tmp_path: Path) -> None:
    """Two processes write the same bytes as one."""
    assert bytes_of(run_small(tmp_path / "run", workers=2)) == bytes_of(small)


def test_the_order_of_arms_and_systems_leaves_no_trace(once: Result, tmp_path: Path) -> None:
    """Laws, practices and systems stated in another order give the same bytes."""
    path = altered(
        scenarios_copied(tmp_path),
        ("laws: [in-force, merit]", "laws: [merit, in-force]"),
        ("practices: [seniority, closeness]", "practices: [closeness, seniority]"),
        ("  behaviour: {}\n", ""),
        ("  service: {}\n", "  behaviour: {}\n"),
        ("systems:\n", "systems:\n  service: {}\n"),
    )
    assert bytes_of(run_small(tmp_path / "run", path, replications=1)) == bytes_of(once)


def test_the_size_of_chunks_leaves_no_trace(
    once: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Luck worked out in chunks of 7 instead of 65,536 is the same luck."""
    monkeypatch.setattr("policy_sim.chance._CHUNK", 7)
    monkeypatch.setenv("POLICY_SIM_CACHE", "")
    assert bytes_of(run_small(tmp_path / "run", replications=1)) == bytes_of(once)


@pytest.mark.durable
def test_both_engines_write_the_same_bytes(tmp_path: Path) -> None:
    """The study decided by durable-rules is the study decided by columns, to the last byte."""
    runs = [
        run_small(tmp_path / engine, engine=engine, replications=1, people=60)
        for engine in ("columnar", "durable")
    ]
    assert runs[1].manifest["engine"] == "durable"
    assert bytes_of(runs[0]) == bytes_of(runs[1])


def test_a_placebo_is_exactly_zero(tmp_path: Path) -> None:
    """A law in which every city rule has another name changes nothing, not by a rounding."""
    path = copied(tmp_path)
    text = (tmp_path / "policies/medan/in-force.yaml").read_text()
    for rule in ("senior-supervisor", "senior-administrator", "high-leadership"):
        text = text.replace(f"  {rule}:", f"  renamed-{rule}:")
    (tmp_path / "policies/medan/renamed.yaml").write_text(text)
    reform = "    amendments: [../policies/medan/drafts/merit-reform.yaml]\n"
    in_force = "    policy: ../policies/medan/in-force.yaml\n"
    altered(path, (in_force + reform, in_force.replace("in-force", "renamed")))
    result = run_small(tmp_path / "run", path)
    frame = result.comparison
    placebo = frame[(frame["policy"] == REFORM)]
    assert len(placebo) > 20
    assert (placebo["difference"] == 0.0).all()
    several = placebo[placebo["n"] > 1]
    assert (several[["low", "high"]] == 0.0).all(axis=None)
    assert (frame[frame["policy"] == "in-force+closeness"]["difference"] != 0.0).any()


def test_replications_differ(small: Result) -> None:
    """Two replications of one arm are two draws of luck, not one twice."""
    frame = small.outcomes
    values = [frame[frame["replication"] == n]["value"].to_list() for n in (0, 1)]
    assert values[0] != values[1]


def test_seed_zero_works_and_is_another_seed(once: Result, tmp_path: Path) -> None:
    """Zero is as good a seed as any, and gives other people."""
    result = run_small(tmp_path / "run", seed=0, replications=1)
    assert result.manifest["seed"] == 0
    assert bytes_of(result)["outcomes.parquet"] != bytes_of(once)["outcomes.parquet"]


def test_a_kept_history_changes_no_byte(
    once: Result, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run that reads its stock from disk writes what one that simulates it writes."""
    monkeypatch.setenv("POLICY_SIM_CACHE", str(tmp_path / "stocks"))
    first = run_small(tmp_path / "first", replications=1)
    assert len(list((tmp_path / "stocks").iterdir())) == 1
    second = run_small(tmp_path / "second", replications=1)
    assert bytes_of(second) == bytes_of(first) == bytes_of(once)


def test_a_fixed_workforce_starts_every_replication_alike() -> None:
    """With workforce fixed all replications begin with the same people; resampled, with others."""
    scenario = load_scenario(SMALL)
    for workforce, alike in (("fixed", True), ("resampled", False)):
        terms = settle(scenario, {"workforce": workforce})
        one, other = (start_of(scenario, terms, number).people for number in (0, 1))
        assert (list(one.keys) == list(other.keys)) is alike


def test_what_the_first_replication_decides_does_not_depend_on_their_number(
    small: Result, once: Result
) -> None:
    """More replications add to a study and change nothing of those already there."""
    more = small.outcomes
    assert set(more["replication"]) == {0, 1}
    pd.testing.assert_frame_equal(
        more[more["replication"] < 1].reset_index(drop=True), once.outcomes
    )
