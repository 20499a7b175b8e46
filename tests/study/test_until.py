"""A study that says how precise it is to be: as many replications as that takes, and no others."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from command_line import said
from pages import DOCS, blocks
from planned_study import asking, simulated
from policy_sim.diagnostics import Diagnostic
from policy_sim.errors import BadInput, ScenarioError
from policy_sim.study import job
from policy_sim.study.arms import Arm, Grid
from policy_sim.study.comparison import Design
from policy_sim.study.loading import load_scenario
from policy_sim.study.observations import Observations, observe
from policy_sim.study.precision import Until, precision_of
from policy_sim.study.replication import Replication
from policy_sim.study.result import Result, load_result
from policy_sim.study.run import run
from policy_sim.study.scenario import Scenario
from policy_sim.study.statistics import paired, stein_total
from policy_sim.study.task_store import tasks_folder
from policy_sim.study.tasks import Kind, Task, tasks_of
from policy_sim.study.terms import Terms, settle
from policy_sim.study.verify import verify
from policy_sim.study.windows import Reach, Window
from policy_sim.sweep.evaluation import sweeping
from policy_sim.sweep.foresight import run_folder
from small_study import altered, scenarios_copied

BASE, ONE, OTHER = Arm("old", "habit"), Arm("one", "habit"), Arm("two", "habit")
GRID = Grid((BASE, ONE, OTHER), BASE)
DESIGN = Design((Window("end", Reach.YEAR, number=1),), ("service_quality",), "end", 10)
DAY = date(2026, 12, 31)


def seen(**differences: list[float]) -> Observations:
    """Return replications in which each arm differs from the baseline by so much."""
    series = {}
    for law, values in differences.items():
        for number, value in enumerate(values):
            series[BASE.name, number, "service_quality", "all"] = (50.0,)
            series[f"{law}+habit", number, "service_quality", "all"] = (50.0 + value,)
    most = max(map(len, differences.values()))
    return Observations((DAY,), tuple(range(most)), series)


def differences(result: Result, arm: str) -> list[float]:
    """Return the differences of an arm by replication, from the outcomes on file."""
    found = observe(pq.read_table(result.folder / "outcomes.parquet"))
    subject = ("service_quality", "all")
    sides = [
        [found.years(name, n, subject, [1, 2]) or () for n in found.replications]
        for name in (arm, result.baseline)
    ]
    return [sum(p) / 2 - sum(b) / 2 for p, b in zip(*sides, strict=True)]


def test_the_arm_that_needs_most_says_how_many() -> None:
    """Every arm is held against the baseline, and the largest number wins."""
    one, two = [0.1 * (-1) ** n for n in range(10)], [1.0 * (-1) ** n for n in range(10)]
    found = precision_of(
        seen(one=one, two=two), GRID, DESIGN, Until("service_quality", 0.5, 10, 99)
    )
    needed = stein_total([50 + value - 50 for value in two], 0.5)
    assert [arm.needed for arm in found.arms] == [10, needed]
    assert needed > 10
    assert (found.needed, found.replications, found.reached) == (needed, needed, False)
    capped = precision_of(
        seen(one=one, two=two), GRID, DESIGN, Until("service_quality", 0.5, 10, 12)
    )
    assert (capped.needed, capped.replications) == (needed, 12)


def test_what_has_no_value_is_not_judged() -> None:
    """An arm without values in the first stage leaves the width unknown, and says so."""
    values = [1.0 * (-1) ** n for n in range(10)]
    found = precision_of(seen(one=values), GRID, DESIGN, Until("service_quality", 0.9, 10, 99))
    assert (found.needed, found.reached) == (None, False)
    assert found.arms[1].half_width is None
    assert found.replications == found.arms[0].needed


def test_the_interval_of_the_rule_covers_as_often_as_it_says() -> None:
    """Of 3,000 studies by the rule, 95 ± 1 % have the true difference in their interval.

    The interval of all replications, taken as if their number had been stated, covers less.
    """
    chance, first, width, number = np.random.default_rng(3), 5, 0.8, 3_000
    held = naive = 0
    for _ in range(number):
        sample = chance.normal(0.7, 1.0, first).tolist()
        total = stein_total(sample, width)
        sample += chance.normal(0.7, 1.0, total - first).tolist()
        told, plain = paired(sample, first=first), paired(sample)
        assert (told.high or 0.0) - told.mean <= width + 1e-9
        held += (told.low or 0.0) <= 0.7 <= (told.high or 0.0)
        naive += (plain.low or 0.0) <= 0.7 <= (plain.high or 0.0)
    assert held / number == pytest.approx(0.95, abs=0.01)
    assert naive / number < 0.94


def test_a_first_stage_that_never_varied_says_nothing_of_what_does_later() -> None:
    """Then the variance of all is taken: no interval of no width is made up."""
    late = [0.0] * 4 + [1.0, -1.0, 2.0]
    assert paired(late, first=4) == paired(late)
    assert paired([1.0, 2.0], first=1).low is None
    assert paired([1.0, 2.0, 4.0], first=3) == paired([1.0, 2.0, 4.0])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """A study asked for ±0.5 points, in one go."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(job, "replicate", simulated)
        return run(asking(), out=tmp_path_factory.mktemp("whole") / "run", workers=1, years=3)


def test_a_study_has_the_replications_that_its_first_stage_asks_for(whole: Result) -> None:
    """Replications 0 to N-1, N by Stein's rule from the first ten alone; the manifest says so."""
    told, arms = whole.manifest["precision"], [a for a in whole.arms if a != whole.baseline]
    first = {arm: differences(whole, arm)[:10] for arm in arms}
    needed = max(stein_total(values, 0.5) for values in first.values())
    assert 10 < needed < 200
    assert whole.manifest["replications"] == told["needed"] == needed
    assert set(whole.outcomes["replication"]) == set(range(needed))
    assert told["reached"] is True
    assert {arm: told["arms"][arm]["needed"] for arm in arms} == {
        arm: stein_total(values, 0.5) for arm, values in first.items()
    }
    assert all(0 < told["arms"][arm]["half_width"] <= 0.5 for arm in arms)
    assert verify(whole.folder).holds


def test_the_comparison_has_the_interval_that_was_asked_for(whole: Result) -> None:
    """The half width of every arm in the primary window is what the manifest says."""
    frame = whole.compare(outcome="service_quality", effect="total", window="from-2027")
    for row in frame.to_dict("records"):
        stated = whole.manifest["precision"]["arms"][row["policy"]]["half_width"]
        assert row["high"] - row["difference"] == pytest.approx(stated)
        assert row["variance_ratio_low"] <= 19 <= row["variance_ratio_high"]
    turned = whole.compare(baseline="merit+seniority", outcome="service_quality", effect="total")
    assert turned["n"].iloc[0] == whole.manifest["replications"]


def test_a_study_that_was_broken_off_goes_on_to_the_same_bytes(
    whole: Result, tmp_path: Path, planned: pytest.MonkeyPatch
) -> None:
    """In the first stage or beyond it: what is finished is not made again, and N is the same."""
    made: list[int] = []

    def failing(limit: int) -> Any:
        def one(scenario: Scenario, terms: Terms, task: Task) -> Replication:
            if task.number >= limit:
                raise OSError(28, "No space left on device")
            made.append(task.number)
            return simulated(scenario, terms, task)

        return one

    folder, number = tmp_path / "run", whole.manifest["replications"]
    for limit in (4, 13):
        planned.setattr(job, "replicate", failing(limit))
        with pytest.raises(ScenarioError, match="No space left"):
            run(asking(), out=folder, workers=1, years=3)
        assert len(list(tasks_folder(folder).glob("*.task"))) == limit
    planned.setattr(job, "replicate", failing(10_000))
    told: list[Diagnostic] = []
    steps: list[tuple[int, int]] = []
    again = run(
        asking(), out=folder, workers=1, years=3, findings=told.extend,
        progress=lambda *step: steps.append(step),
    )  # fmt: skip
    assert made == list(range(number))
    assert [finding.code for finding in told] == ["tasks-finished", "first-stage"]
    assert told[0].values == {"seen": "13", "all": "at most 200"}
    assert (told[1].values["needed"], told[1].values["number"]) == (str(number), str(number))
    assert (steps[0], steps[-1]) == ((13, 13), (number, number))
    assert all(one <= other for one, other in pairwise(steps))
    files = {path.relative_to(folder) for path in folder.rglob("*") if path.is_file()}
    for name in sorted(files - {Path("runtime.json")}):
        assert (again.folder / name).read_bytes() == (whole.folder / name).read_bytes(), name
    assert run(asking(), out=folder, workers=1, years=3).stored


def test_a_stated_number_takes_the_place_of_the_precision(
    tmp_path: Path, planned: pytest.MonkeyPatch
) -> None:
    """With --replications the study has so many, its intervals those of a stated number."""
    result = run(asking(), out=tmp_path / "run", workers=1, replications=3, years=3)
    assert (result.manifest["replications"], result.manifest["precision"]) == (3, None)
    assert result.manifest["design"]["first_stage"] is None


def test_a_width_out_of_reach_is_said(tmp_path: Path, planned: pytest.MonkeyPatch) -> None:
    """At most so many are made, and the manifest says that it was not reached."""
    result = run(asking(0.1, 3, 5), out=tmp_path / "run", workers=1, draws=6, years=3)
    told = result.manifest["precision"]
    assert (result.manifest["replications"], told["reached"]) == (5, False)
    assert told["needed"] > 5
    assert max(arm["half_width"] for arm in told["arms"].values()) > 0.1
    assert set(result.draws["draw"]) == {0, 1, 2, 3, 4, 5}
    found: list[list[int]] = []
    planned.setattr(run_folder, "monitoring", lambda *asked: found.append(asked[-1]))
    run_folder.monitoring_plans(result)
    assert all(starts == [0, 1, 2, 0, 1, 2] for starts in found)
    assert found


def test_draws_go_round_the_first_stage() -> None:
    """A draw waits for no replication of the second stage to know its start and luck."""
    terms = settle(asking(at_least=3), {"draws": 5})
    draws = [task for task in tasks_of(9, 5) if task.kind is Kind.DRAW]
    assert [terms.replication(task) for task in draws] == [0, 1, 2, 0, 1]
    assert terms.replication(Task(Kind.REPLICATION, 8)) == 8
    assert terms.as_dict()["replications"] == "until service_quality ±0.5 (3 to 200)"


def test_a_sweep_must_be_told_how_many(tmp_path: Path) -> None:
    """A sweep compares points with the same replications: it refuses a precision, and says how."""
    with (
        pytest.raises(ScenarioError, match=r"sweep-until.*--replications N"),
        sweeping(asking(), tmp_path / "sweep"),
    ):
        pass
    with sweeping(asking(), tmp_path / "sweep", replications=2) as sweep:
        assert (sweep.terms.replications, sweep.terms.until) == (2, None)


UNTIL = "{until: {outcome: service_quality, half_width: 0.5, at_least: 10, at_most: 200}}"


@pytest.mark.parametrize(
    ("old", "new", "code", "near"),
    [
        (
            "outcome: service_quality",
            "outcome: servce_quality",
            "unknown-outcome",
            "service_quality",
        ),
        ("half_width: 0.5", "half_width: 0", "out-of-range", ""),
        ("at_most: 200", "at_most: 5", "most-below-least", ""),
        ("at_least: 10", "at_least: 1", "out-of-range", ""),
        ("outcome: service_quality, ", "", "missing-key", ""),
        ("half_width", "halfwidth", "unknown-key", "half_width"),
        (UNTIL, "[1, 2]", "wrong-kind", ""),
        ("{mean_from: 2027-01-01}", "{total_from: 2027-01-01}", "precision-of-no-flow", ""),
    ],
)
def test_what_cannot_be_asked_for_is_a_finding(
    tmp_path: Path, old: str, new: str, code: str, near: str
) -> None:
    """Every mistake is found where it stands, with what is allowed and the nearest match."""
    path = altered(
        scenarios_copied(tmp_path), ("replications: 4\n", f"replications: {UNTIL}\n"), (old, new)
    )
    with pytest.raises(BadInput) as caught:
        load_scenario(path)
    found = [finding for finding in caught.value.findings if finding.code == code]
    assert found, caught.value.findings
    lines = path.read_text("utf-8").splitlines()
    assert lines[found[0].where.line - 1].startswith("replications:")
    assert found[0].values.get("near", "") == near


def test_the_command_line_says_what_was_asked_and_whether_it_was_reached(
    tmp_path: Path, planned: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The scenario of the page *How many replications*: what came of it stands in the table.

    On standard error stands how many there will be; the report has its sections.
    """
    path = scenarios_copied(tmp_path).with_name("precise.yaml")
    page = (DOCS / "how-to" / "replications.md").read_text(encoding="utf-8")
    (document,) = [block.text for block in blocks(page) if block.language == "yaml"]
    path.write_text(document, encoding="utf-8")
    few = ("--draws", 60, "--workers", 1)
    answer = said(capsys, "run", path, "--out", tmp_path / "run", *few)
    assert answer.status == 0
    result = load_result(tmp_path / "run")
    needed = result.manifest["precision"]["needed"]
    assert needed > 30
    told = f"{needed} replications are needed by the first stage; 30 are made in all"
    assert told in answer.err
    assert f"by the first 6 replications {needed} are needed, and at most 30" in answer.out
    assert "p (Holm)" in answer.out
    assert "Service quality, best law in the practice seniority: in-force+seniority" in answer.out
    report = (tmp_path / "run" / "report.html").read_text(encoding="utf-8")
    for heading in ("How precise it is", "Which policy is best", "what each assumption is worth"):
        assert heading in report
    assert "--replications" not in report
    assert set(result.information["assumption"]) == set(result.drawn["assumption"])
    assert result.information["stands_out"].iloc[0]
    assert verify(tmp_path / "run").holds
