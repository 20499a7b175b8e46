"""A study with both uncertainties and reference arms: beside each other, never merged."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from policy_sim.simulation.assumptions.register import Register
from policy_sim.simulation.practices.practice import LOTTERY, ORACLE
from policy_sim.study.arms import Arm, Grid
from policy_sim.study.loading import load_scenario
from policy_sim.study.result import Result
from policy_sim.study.run import run
from policy_sim.study.scenario import Scenario
from policy_sim.study.verify import verify
from small_study import SMALL, altered, bytes_of, copied, run_small

SMALLEST = {"people": 60, "years": 1, "replications": 2}
pytestmark = pytest.mark.xdist_group("both uncertainties")

REFERENCE = "  reference: [oracle, lottery]\n"
LAST = {"outcome": "service_quality", "window": "last-year"}


@pytest.fixture(scope="module")
def scenario(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """The small study with reference arms, and two arms that are compared."""
    path = altered(
        copied(tmp_path_factory.mktemp("documents")),
        ("  baseline: in-force+seniority\n", f"  baseline: in-force+seniority\n{REFERENCE}"),
        ("  laws: [in-force, merit]\n", "  laws: [in-force]\n"),
    )
    return load_scenario(path)


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory, scenario: Scenario) -> Result:
    """Two replications and ten draws of it."""
    return run_small(tmp_path_factory.mktemp("run") / "drawn", scenario, draws=10, **SMALLEST)


def test_reference_arms_stand_beside_the_grid(scenario: Scenario) -> None:
    """They are run under the baseline's law, and are no part of what is compared."""
    grid = scenario.grid
    assert grid.references == (Arm("in-force", LOTTERY), Arm("in-force", ORACLE))
    assert set(grid.everyone) == {*grid.arms, *grid.references}
    assert not set(grid.references) & set(grid.reforms())
    assert grid.against(grid.arms[0]).references == grid.references
    own = Grid.of(["law"], ["habit", "lottery"], Arm("law", "habit"), ["lottery"])
    assert [arm.name for arm in own.everyone] == ["law+habit", "law+lottery"]


def test_a_reference_arm_differs_from_the_baseline_in_its_order_alone(scenario: Scenario) -> None:
    """By lot or by the truth, in every competition; ratings and all else are the baseline's."""
    base = scenario.practice_of(scenario.grid.baseline)
    for arm in scenario.grid.references:
        practice = scenario.practice_of(arm)
        assert (practice.name, practice.hypothetical) == (arm.practice, False)
        for (day, part), (stated_day, stated) in zip(
            practice.stretches, base.stretches, strict=True
        ):
            assert day == stated_day
            assert part.order is not None
            assert (part.order.share, part.order.by, part.order.offices) == (1, arm.practice, ())
            assert part.model_copy(update={"order": stated.order}) == stated


def test_a_practice_that_the_scenario_states_is_taken(scenario: Scenario) -> None:
    """A scenario's own practice of the name ``lottery`` is the lottery of its study."""
    stated = replace(scenario.practices["closeness"], name="lottery")
    own = replace(scenario, practices={**scenario.practices, "lottery": stated})
    assert own.practice_of(Arm("in-force", "lottery")) is stated


@pytest.mark.whole_run
def test_the_central_results_are_those_without_draws(drawn: Result, tmp_path: Path) -> None:
    """Draws add to a study: outcomes, ledger and every simulation row stay as they are."""
    documents = drawn.folder / "inputs/scenarios/small.yaml"
    plain = run_small(tmp_path / "plain", documents, **SMALLEST)
    names = ["outcomes.parquet", "ledger.parquet"]
    assert bytes_of(drawn, names) == bytes_of(plain, names)
    central = drawn.comparison[drawn.comparison["kind"] == "simulation"]
    pd.testing.assert_frame_equal(central.reset_index(drop=True), plain.comparison)
    with pytest.raises(ValueError, match="no draws of its assumptions"):
        _ = plain.draws
    with pytest.raises(ValueError, match="no draws of its assumptions"):
        _ = plain.drawn
    assert plain.hinges.empty
    assert "draws" not in plain.compare()


@pytest.mark.whole_run
def test_rows_of_draws_are_worked_out_again_by_other_means(drawn: Result) -> None:
    """Mean, range and share over draws are those of the draws' own outcomes."""
    (row,) = [
        row
        for row in json.loads((drawn.folder / "comparison.json").read_text())
        if (row["kind"], row["effect"], row["group"]) == ("plausible", "practice", "all")
        and all(row[name] == value for name, value in LAST.items())
    ]
    frame = drawn.draws
    chosen = frame[(frame["outcome"] == "service_quality") & (frame["group"] == "all")]
    values = chosen.pivot_table(index="draw", columns="policy", values="value")
    gaps = values["in-force+closeness"] - values["in-force+seniority"]
    assert row["n"] == len(gaps) == 10
    assert row["difference"] == pytest.approx(gaps.mean())
    assert (row["low"], row["high"]) == pytest.approx(tuple(np.quantile(gaps, [0.05, 0.95])))
    assert row["share_better"] == pytest.approx((gaps > 0).mean())
    assert (row["p"], row["p_holm"]) == (None, None)


@pytest.mark.whole_run
def test_comparing_shows_both_in_one_row(drawn: Result) -> None:
    """A row has its interval and, in columns of their own, the range; against any baseline."""
    (row,) = drawn.compare(practice="closeness", effect="practice", **LAST).to_dict("records")
    rows = drawn.comparison
    (plausible,) = rows[
        (rows["kind"] == "plausible")
        & (rows["effect"] == "practice")
        & (rows["group"] == "all")
        & (rows["outcome"] == LAST["outcome"])
    ].to_dict("records")
    assert row["kind"] == "simulation"
    assert (row["plausible_low"], row["plausible_high"]) == (plausible["low"], plausible["high"])
    assert (row["plausible_better"], row["draws"]) == (plausible["share_better"], 10)
    turned = drawn.compare(baseline="in-force+closeness", effect="practice", **LAST)
    assert turned["plausible_low"].iloc[0] == pytest.approx(-row["plausible_high"])
    assert "plausible_low" in drawn._repr_html_()


@pytest.mark.whole_run
def test_every_draw_lies_within_the_register(drawn: Result, scenario: Scenario) -> None:
    """Each assumption that a system reads is drawn, within its range, and kept with its draw."""
    frame = drawn.drawn
    entries = {entry.name: entry for entry in scenario.ranges}
    assert set(frame["assumption"]) == set(entries)
    assert (frame.groupby("assumption")["draw"].nunique() == 10).all()
    for name, values in frame.groupby("assumption")["value"]:
        assert entries[name].low <= values.min() < values.max() <= entries[name].high
    assert "injustice_motivation" in entries


@pytest.mark.whole_run
def test_the_run_folder_holds_and_verifies_it_all(drawn: Result) -> None:
    """Draws, drawn values, hinges and shares are files of the run, under its digests."""
    added = {"draws.parquet", "drawn.parquet", "hinges.json", "attainable.json"}
    added |= {"prospects.json", "information.json"}
    assert added <= set(verify(drawn.folder).confirmed)
    assert verify(drawn.folder).holds
    assert (drawn.manifest["draws"], len(drawn.hinges)) == (10, len(drawn.hinges))
    assert set(drawn.hinges["assumption"]) == set(drawn.drawn["assumption"])
    assert set(drawn.prospects["policy"]) == set(drawn.arms)
    assert set(drawn.prospects["among"]) == {"practice"}
    assert drawn.information.empty
    (drawn.folder / "drawn.parquet").rename(drawn.folder / "aside")
    try:
        assert verify(drawn.folder).missing == ("drawn.parquet",)
    finally:
        (drawn.folder / "aside").rename(drawn.folder / "drawn.parquet")


@pytest.mark.whole_run
def test_reference_arms_are_run_but_not_compared(drawn: Result) -> None:
    """Their outcomes are kept, in the replications only; the split of law and practice is not
    theirs.
    """
    references = {"in-force+lottery", "in-force+oracle"}
    assert set(drawn.manifest["references"]) == references
    assert references <= set(drawn.outcomes["policy"])
    assert not references & set(drawn.draws["policy"])
    assert not references & (set(drawn.comparison["policy"]) | set(drawn.arms))
    shares = drawn.attainable
    assert set(shares["policy"]) == set(drawn.arms)
    assert set(shares["outcome"]) <= set(drawn.manifest["design"]["primary"])


@pytest.mark.whole_run
def test_draws_without_ranges_are_the_replications(tmp_path: Path, scenario: Scenario) -> None:
    """Where nothing can be drawn, draw n is replication n: same start, same luck, same bytes."""
    certain = Register(
        replace(entry, low=entry.value, high=entry.value)
        for entry in scenario.register.assumptions.values()
    )
    fixed = replace(scenario, register=certain)
    result = run(fixed, out=tmp_path / "run", draws=2, workers=1, **SMALLEST)
    outcomes = result.outcomes[result.outcomes["policy"].isin(result.arms)]
    pd.testing.assert_frame_equal(
        result.draws.rename(columns={"draw": "replication"}), outcomes.reset_index(drop=True)
    )
    assert result.drawn.empty


@pytest.mark.whole_run
def test_draws_do_not_depend_on_who_makes_them(tmp_path: Path) -> None:
    """One process or two, a study with draws has the same bytes."""
    options = {**SMALLEST, "replications": 1, "draws": 2}
    names = ("outcomes.parquet", "comparison.json", "draws.parquet", "drawn.parquet", "hinges.json")
    one = run_small(tmp_path / "one", **options)
    two = run_small(tmp_path / "two", **options, workers=2)
    assert bytes_of(one, names) == bytes_of(two, names)
    assert set(one.drawn["draw"]) == {0, 1}


def test_the_shipped_studies_ask_for_draws() -> None:
    """The small study and that of Medan state how often their assumptions are drawn."""
    assert load_scenario(SMALL).stated.draws == 2
    medan = load_scenario(SMALL.with_name("medan.yaml"))
    assert medan.stated.draws == 20
    assert {arm.practice for arm in medan.grid.references} == {LOTTERY, ORACLE}
    assert len(medan.ranges) > 15
