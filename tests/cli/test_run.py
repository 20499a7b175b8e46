"""``run`` and ``verify`` on a study small enough to be simulated in a few seconds."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from command_line import Say
from office import office_in
from policy_sim.study.result import load_result
from small_study import altered, copied

TINY = ("--people", 120, "--years", 2, "--replications", 1, "--draws", 0, "--workers", 1)

pytestmark = [pytest.mark.whole_run, pytest.mark.xdist_group("cli-run")]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the run folder of this module stands once the first test has made it."""
    return tmp_path_factory.mktemp("runs") / "tiny"


@pytest.fixture
def folder(kept: Path, say: Say) -> Path:
    """A run folder, simulated when it is first asked for."""
    if not kept.exists():
        assert say("run", "scenarios/small.yaml", *TINY, "--out", kept).status == 0
    return kept


def manifest(folder: Path) -> dict[str, object]:
    """Return the manifest of a run folder."""
    told: dict[str, object] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return told


def test_a_run_tells_what_it_was_and_where_it_is(say: Say, tmp_path: Path) -> None:
    """The result is on standard output, and how it went on standard error."""
    out = tmp_path / "run"
    answer = say("run", "scenarios/small.yaml", *TINY, "--out", out)
    assert answer.status == 0
    assert answer.out.startswith("small: 2 years from 1 January 2026, 120 people")
    for part in ("Baseline:", "What this cannot tell", "Service quality", "audit:"):
        assert part in answer.out
    assert answer.out.endswith(f"report: {out / 'report.html'}\n")
    assert "tasks: 100%" in answer.err
    assert "tasks:" not in answer.out
    again = say("run", "scenarios/small.yaml", *TINY, "--out", out, "--lang", "id")
    assert "audit: 2.000 dari 2.000 dikonfirmasi oleh durable" in again.out


def test_a_study_of_one_arm_prints_what_it_came_to(say: Say, tmp_path: Path) -> None:
    """There is nothing to hold it against: a mean with its interval, of all and by group."""
    office_in(tmp_path)
    alone = tmp_path / "alone.yaml"
    text = "scenario: alone\ntitle: Alone\nbased_on: office.yaml\ngroups: [grade]\n"
    alone.write_text(f"{text}laws: {{generous: off}}\narms: {{laws: [rules]}}\n", "utf-8")
    answer = say("run", alone, "--out", tmp_path / "run", "--workers", 1)
    assert answer.status == 0
    lines = [line.split() for line in answer.out.splitlines()]
    start = lines.index(["Promotions"])
    assert lines[start + 1] == ["arm", "group", "window", "mean", "[95", "%]"]
    assert lines[start + 3][:4] == ["rules+as-written", "all", "year", "1"]
    assert lines[start + 4][1] == "grade=a"
    outcomes = load_result(tmp_path / "run").outcomes.query("outcome == 'promotions'")
    mean = outcomes[outcomes["group"] == "all"]["value"].mean()
    assert float(lines[start + 3][4]) == pytest.approx(mean, abs=0.005)


def test_draws_are_told_beside_the_simulation_error(say: Say, tmp_path: Path) -> None:
    """Two draws are made after the replication, and are called too few for a range."""
    out = tmp_path / "run"
    few = ("--people", 60, "--years", 1, "--replications", 1, "--draws", 2, "--workers", 1)
    answer = say("run", "scenarios/small.yaml", *few, "--out", out)
    assert answer.status == 0
    few = "2 draws were made, and fewer than 10 say too little."
    assert answer.out.count(few) == 1
    assert "(no interval: too few replications)" in answer.out
    assert "3/3" in answer.err
    page = (out / "report.html").read_text(encoding="utf-8")
    assert few in page
    assert say("verify", out).status == 0


def test_what_the_options_leave_out_is_told(folder: Path, say: Say) -> None:
    """A window beyond the years asked for is not dropped in silence."""
    answer = say("run", "scenarios/small.yaml", *TINY, "--out", folder)
    told = [line for line in answer.out.splitlines() if "warning[window-outside]" in line]
    assert told
    assert set(told) <= set(json.loads((folder / "manifest.json").read_text("utf-8"))["findings"])


def test_the_same_run_again_is_the_stored_one(folder: Path, say: Say) -> None:
    """Nothing is simulated twice: the folder's own result is printed, and says so."""
    before = (folder / "manifest.json").stat().st_mtime_ns
    answer = say("run", "scenarios/small.yaml", *TINY, "--out", folder)
    assert answer.status == 0
    assert "(stored result)" in answer.out.splitlines()[0]
    assert answer.err == ""
    assert (folder / "manifest.json").stat().st_mtime_ns == before


def test_the_result_as_json_is_the_folder_s_own(folder: Path, say: Say) -> None:
    """A program gets the manifest and every row of the comparison."""
    answer = say("run", "scenarios/small.yaml", *TINY, "--out", folder, "--format", "json")
    assert answer.status == 0
    assert answer.values["folder"] == str(folder)
    assert answer.values["stored"] is True
    assert answer.values["manifest"] == manifest(folder)
    rows = json.loads((folder / "comparison.json").read_text(encoding="utf-8"))
    assert answer.values["comparison"] == rows


def test_another_run_does_not_take_the_folder(folder: Path, say: Say) -> None:
    """Another seed is another run: it needs another folder, or leave to replace this one."""
    digest = manifest(folder)["digest"]
    answer = say("run", "scenarios/small.yaml", *TINY, "--seed", 0, "--out", folder)
    assert answer.status == 2
    assert "error[folder-taken]" in answer.err
    assert "--overwrite" in answer.err
    assert manifest(folder)["digest"] == digest


def test_another_profile_is_another_study(folder: Path, say: Say, tmp_path: Path) -> None:
    """``--workforce FILE`` replaces the people: another digest, other outcomes, kept inputs."""
    scenario = copied(tmp_path / "documents")
    profile = scenario.parent / "profiles" / "other.yaml"
    shutil.copyfile(scenario.parent / "profiles" / "medan.yaml", profile)
    altered(profile, ("people: 9726", "people: 6000"))
    out = tmp_path / "run"
    answer = say("run", scenario, *TINY, "--workforce", profile, "--out", out)
    assert answer.status == 0
    told, plain = manifest(out), manifest(folder)
    assert told["profile"] == "scenarios/profiles/other.yaml"
    assert plain["profile"] == "scenarios/profiles/medan.yaml"
    assert told["digest"] != plain["digest"]
    inputs = out / "inputs" / "scenarios" / "profiles"
    assert [path.name for path in inputs.iterdir()] == ["other.yaml"]
    outcomes = "outcomes.parquet"
    assert (out / outcomes).read_bytes() != (folder / outcomes).read_bytes()


def test_a_scenario_with_a_bad_policy_is_not_run(say: Say, tmp_path: Path) -> None:
    """All findings of the policy come at once, with 2, and no folder is made."""
    scenario = copied(tmp_path / "documents")
    policy = tmp_path / "documents" / "policies" / "medan" / "drafts" / "merit-reform.yaml"
    altered(
        policy, ("education >= d3", "eduction >= d3"), ("competence >= min", "competense >= min")
    )
    out = tmp_path / "run"
    answer = say("run", scenario, "--out", out, "--format", "json")
    assert answer.status == 2
    assert {"eduction", "competense"} <= {
        found["values"].get("seen") for found in answer.values["findings"]
    }
    assert not out.exists()


def test_a_run_folder_verifies(folder: Path, say: Say) -> None:
    """Every file bears its digest, and what was not checked is said."""
    answer = say("verify", folder)
    assert answer.status == 0
    count = len(manifest(folder)["files"])  # type: ignore[arg-type]
    assert f"{count} of {count} files confirmed" in answer.out
    assert "not checked: runtime.json" in answer.out


def test_a_folder_that_was_touched_does_not_verify(folder: Path, say: Say, tmp_path: Path) -> None:
    """A byte changed, a file gone and a file more are each named, with 1."""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    with (copy / "comparison.json").open("a", encoding="utf-8") as stream:
        stream.write(" ")
    (copy / "report.html").unlink()
    (copy / "better.txt").write_text("trust me", encoding="utf-8")
    answer = say("verify", copy)
    assert answer.status == 1
    for line in ("changed: comparison.json", "missing: report.html", "new: better.txt"):
        assert line in answer.out.splitlines()
    told = say("verify", copy, "--format", "json")
    assert told.status == 1
    assert told.values["holds"] is False
    assert told.values["changed"] == ["comparison.json"]
