from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from policy_sim.errors import AuditError, RunError, ScenarioError
from policy_sim.study.audit import Audited, raise_disagreements
from policy_sim.study.job import _opened
from policy_sim.study.loading import load_scenario
from policy_sim.study.result import Result, load_result
from policy_sim.study.run import run
from policy_sim.study.store import input_digests, read_manifest
from policy_sim.study.verify import verify
from small_study import HASHED, ROOT, SMALL, altered, bytes_of, copied, run_small

pytestmark = [pytest.mark.whole_run, pytest.mark.xdist_group("the small study")]

TINY = {"replications": 1, "years": 1, "people": 60}
"""The least that is a run."""

COMPARED = {
    "policy", "baseline", "law", "practice", "effect", "outcome", "unit", "group", "window",
    "kind", "baseline_mean", "policy_mean", "difference", "low", "high", "n", "share_better",
    "better",
}  # fmt: skip


def test_the_folder_is_complete(small: Result) -> None:
    """Results, manifest, times and inputs are there, and every digest holds."""
    names = {path.name for path in small.folder.iterdir()}
    assert names == {*HASHED, "careers.json", "manifest.json", "runtime.json", "inputs"}
    assert verify(small.folder).holds


def test_the_manifest_says_what_was_run(small: Result) -> None:
    """Versions, seed, engine, digests by kind, divergence dates, audit and files are told."""
    told = small.manifest
    assert (told["schema_version"], told["seed"], told["replications"]) == (1, 2026, 2)
    assert (told["engine"], told["people"], told["years"]) == ("columnar", 300, 2)
    assert {"python", "numpy", "durable-rules", "policy-sim"} <= set(told["versions"])
    assert list(told["digests"]["scenario"]) == ["scenarios/small.yaml"]
    assert "policies/medan/drafts/merit-reform.yaml" in told["digests"]["policies"]
    assert "scenarios/profiles/medan.yaml" in told["digests"]["data"]
    assert told["divergence"] == {
        "in-force+closeness": "2026-01-01",
        "merit+closeness": "2026-01-01",
        "merit+seniority": "2027-01-01",
    }
    assert set(told["files"]) >= {*HASHED, "careers.json"}
    assert 0 < told["start_fit"]["largest_error"] < 0.1
    assert told["rest"]["at_rest"] is None


def test_the_audit_is_told_with_its_numbers(small: Result) -> None:
    """Either all sampled decisions were confirmed by the other engine, or it says why not."""
    audit = small.manifest["audit"]
    assert set(audit) == {"checked", "confirmed", "engine", "skipped_reason"}
    assert audit["engine"] == "durable"
    assert audit["checked"] == audit["confirmed"]
    assert (audit["checked"] > 500) != bool(audit["skipped_reason"])


def test_outcomes_are_yearly_and_by_group(small: Result) -> None:
    """One row an arm, replication, year, outcome and group, in canonical order."""
    frame = small.outcomes
    assert list(frame) == ["policy", "replication", "date", "outcome", "group", "value"]
    assert set(frame["policy"]) == set(small.arms)
    assert set(frame["date"].dt.date) == {date(year, 12, 31) for year in (2026, 2027)}
    assert {"all", "sex=f", "zone=outer", "family=teacher", "employment=pns"} <= set(frame["group"])
    keys = frame[["policy", "replication", "date", "outcome", "group"]]
    assert not keys.duplicated().any()
    assert keys.equals(keys.sort_values(list(keys), ignore_index=True))


def test_the_ledger_is_that_of_the_first_replication(small: Result) -> None:
    """By default one replication is written down, for every arm, with words and not codes."""
    frame = small.ledger
    assert list(frame) == [
        "policy", "replication", "date", "person", "area", "rule", "law", "actual", "deviation",
        "reason", "cause",
    ]  # fmt: skip
    assert set(frame["replication"]) == {0}
    assert set(frame["policy"]) == set(small.arms)
    assert set(frame["law"]) <= {"granted", "refused", "barred", "outranked", "no_budget"}
    assert set(frame["actual"]) == {"done", "not_done"}


def test_the_ledger_can_be_chosen_and_changes_nothing_else(
    small: Result, once: Result, tmp_path: Path
) -> None:
    """Writing down more or less leaves outcomes and comparison as they are."""
    every = run_small(tmp_path / "all", ledger="all")
    none = run_small(tmp_path / "none", ledger="none", replications=1)
    assert set(every.ledger["replication"]) == {0, 1}
    assert set(none.ledger["replication"]) == set()
    for name in HASHED[:2]:
        assert bytes_of(every, [name]) == bytes_of(small, [name])
        assert bytes_of(none, [name]) == bytes_of(once, [name])


def test_the_comparison_has_the_promised_columns(small: Result) -> None:
    """Every row of the JSON file has the columns by their names, and plain values."""
    rows = json.loads((small.folder / "comparison.json").read_text())
    assert set(rows[0]) >= COMPARED
    assert {row["effect"] for row in rows} == {"total", "law", "practice", "interaction"}
    assert {row["kind"] for row in rows} == {"simulation"}


def test_differences_are_those_of_the_outcomes(small: Result) -> None:
    """A row of the comparison is worked out again from the outcomes by other means."""
    (row,) = small.compare(
        law="merit", practice="seniority", outcome="headcount", effect="total", window="from-2027"
    ).to_dict("records")
    frame = small.outcomes
    year = frame[(frame["date"].dt.date == date(2027, 12, 31)) & (frame["group"] == "all")]
    heads = year[year["outcome"] == "headcount"].pivot_table(
        index="replication", columns="policy", values="value"
    )
    paired = heads["merit+seniority"] - heads["in-force+seniority"]
    assert row["difference"] == pytest.approx(paired.mean())
    assert row["baseline_mean"] == pytest.approx(heads["in-force+seniority"].mean())


def test_the_same_run_again_is_read_back(small: Result, tmp_path: Path) -> None:
    """The same study into the same folder is not simulated again, and nothing is touched."""
    folder = small.folder
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    again = run_small(folder)
    assert (again.stored, small.stored) == (True, False)
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    pd.testing.assert_frame_equal(again.comparison, small.comparison)


def test_another_run_needs_overwrite(tmp_path: Path) -> None:
    """Another seed into a folder that is taken is refused, and accepted with overwrite."""
    folder = tmp_path / "run"
    run_small(folder, **TINY)
    with pytest.raises(ScenarioError) as caught:
        run_small(folder, **TINY, seed=1)
    assert caught.value.findings[0].code == "folder-taken"
    result = run_small(folder, **TINY, seed=1, overwrite=True)
    assert result.manifest["seed"] == 1
    assert read_manifest(folder)["seed"] == 1


def test_without_a_folder_the_result_keeps_its_own() -> None:
    """A result without a run folder lasts as long as it is held, and leaves nothing behind."""
    result = run(load_scenario(SMALL), draws=0, workers=1, **TINY)
    folder = result.folder
    assert len(result.outcomes) > 0
    del result
    assert not folder.exists()


def test_a_cut_horizon_warns_in_the_manifest(tmp_path: Path) -> None:
    """Windows that the shortened years do not reach are reported; the last year stands in."""
    result = run_small(tmp_path / "run", **TINY)
    assert any("window-outside" in text for text in result.manifest["findings"])
    assert any("effective-beyond-horizon" in text for text in result.manifest["findings"])
    assert result.manifest["divergence"]["merit+seniority"] is None
    assert set(result.comparison["window"]) == {"last-year"}


def test_progress_and_provisional_are_told(tmp_path: Path) -> None:
    """The caller hears of each replication, and of a comparison before the last one."""
    steps: list[tuple[int, int]] = []
    early: list[tuple[int, set[int]]] = []
    run_small(
        tmp_path / "run",
        replications=5,
        years=1,
        people=60,
        progress=lambda done, total: steps.append((done, total)),
        provisional=lambda frame, n: early.append((n, set(frame["n"]))),
    )
    assert steps == [(n, 5) for n in range(6)]
    assert [n for n, _ in early] == [4]
    assert max(early[0][1]) == 4


def test_what_is_added_to_the_folder_is_sealed_with_it(tmp_path: Path) -> None:
    """Figures and a report made from the result are hashed like everything else."""

    def illustrate(result: Result) -> None:
        (result.folder / "report.html").write_text(f"{len(result.outcomes)} rows")

    result = run_small(tmp_path / "run", illustrate=illustrate, **TINY)
    assert "report.html" in result.manifest["files"]
    assert verify(result.folder).holds


def test_a_run_can_be_repeated_from_its_own_folder(once: Result, tmp_path: Path) -> None:
    """The inputs kept with a run are enough to make the same run elsewhere."""
    kept = once.folder / "inputs/scenarios/small.yaml"
    again = run_small(tmp_path / "again", kept, replications=1)
    assert bytes_of(again) == bytes_of(once)
    assert again.manifest["digest"] == once.manifest["digest"]


def test_comparing_picks_rows_and_refuses_what_is_not_there(small: Result) -> None:
    """Labels choose rows; a label that occurs nowhere is an error with those that do."""
    frame = small.compare(law="merit", outcome="service_quality")
    assert set(frame["law"]) == {"merit"}
    assert set(frame["group"]) == {"all"}
    assert set(small.compare(group=None)["group"]) > {"all", "sex=f"}
    for wrong in ({"law": "mreit"}, {"outcome": "x"}, {"baseline": "x"}, {"colour": "red"}):
        with pytest.raises(ValueError, match=r"is not an? (value of|arm of|column of) "):
            small.compare(**wrong)  # type: ignore[arg-type]


def test_any_arm_can_be_the_baseline_afterwards(small: Result) -> None:
    """Held against the rules in force under closeness, the law has its effect at closeness."""
    frame = small.compare(baseline="in-force+closeness", outcome="service_quality", law="merit")
    row = frame[(frame["practice"] == "closeness") & (frame["effect"] == "law")].iloc[0]
    split = small.compare(law="merit", practice="closeness", outcome="service_quality")
    parts = split[split["window"] == row["window"]].set_index("effect")["difference"]
    assert row["difference"] == pytest.approx(parts["law"] + parts["interaction"])
    assert row["baseline"] == "in-force+closeness"


def test_a_notebook_shows_the_primary_rows(small: Result) -> None:
    """In Jupyter a result is a table of its primary comparisons under its title."""
    shown = small._repr_html_()
    assert small.manifest["title"] in shown
    assert "service_quality" in shown
    assert "headcount" not in shown


def test_a_folder_can_be_loaded_later(small: Result) -> None:
    """A result read from its folder is the result of the run."""
    loaded = load_result(small.folder)
    assert loaded.stored
    pd.testing.assert_frame_equal(loaded.outcomes, small.outcomes)


def test_documents_changed_under_way_stop_the_run(tmp_path: Path) -> None:
    """Workers that find another scenario than the one started refuse to go on."""
    path = copied(tmp_path)
    scenario = load_scenario(path)
    altered(path, ("leniency: 4 points", "leniency: 5 points"))
    digests = tuple(sorted(input_digests(scenario.inputs).items()))
    altered(path, ("leniency: 5 points", "leniency: 6 points"))
    with pytest.raises(RunError, match="were changed"):
        _opened(scenario.documents, digests)


def test_a_disagreement_of_the_engines_is_an_error() -> None:
    """One decision that came out otherwise stops the run with its sentence."""
    told = Audited(10, 9, disagreements=("person 3 on 2026-04-01: promotion",)).as_dict()
    with pytest.raises(AuditError, match=r"9 of 10 decisions.*\nperson 3"):
        raise_disagreements(told)
    raise_disagreements(Audited(10, 10).as_dict())
    raise_disagreements(Audited(0, 0, "not installed").as_dict())


def test_shipped_scenarios_other_than_medan_run(tmp_path: Path) -> None:
    """Five grades and the pyramid run from documents alone, without a line of their own code."""
    for name in ("five_grades", "published/peter-principle"):
        scenario = load_scenario(ROOT / "scenarios" / f"{name}.yaml")
        result = run(scenario, out=tmp_path / name, replications=1, years=3, people=160, workers=1)
        assert result.manifest["audit"]["checked"] == result.manifest["audit"]["confirmed"]
        assert len(result.outcomes) > 0
