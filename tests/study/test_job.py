"""A job that is sent away: made only by the same program, from the very documents."""

from __future__ import annotations

import pickle
import shutil
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from policy_sim.errors import RunError, ScenarioError
from policy_sim.study import job as module
from policy_sim.study.job import SentJob, StudyJob, WorkerDiffersError, program
from policy_sim.study.loading import load_scenario
from policy_sim.study.tasks import Kind, Task
from policy_sim.study.terms import settle
from small_study import ROOT

TASK = Task(Kind.REPLICATION, 0)


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> SentJob:
    """The job of the five grades as another machine gets it; the documents are gone here."""
    folder = tmp_path_factory.mktemp("documents")
    for name in ("policies", "scenarios"):
        shutil.copytree(ROOT / name, folder / name)
    scenario = load_scenario(folder / "scenarios" / "five_grades.yaml")
    job = StudyJob(scenario, settle(scenario, {"people": 20, "replications": 1}))
    came: SentJob = pickle.loads(pickle.dumps(job.sent()))  # noqa: S301 - our own bytes
    shutil.rmtree(folder)
    return came


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """A worker that has opened no documents yet."""
    module._opened.cache_clear()
    module._unpacked.cache_clear()
    yield
    module._opened.cache_clear()
    module._unpacked.cache_clear()


def test_the_documents_travel_with_the_job(sent: SentJob) -> None:
    """A machine that sees no file of the study reads it from what it was sent, and only once."""
    scenario = module._unpacked(sent)
    assert scenario.name == "five-grades"
    assert module._unpacked(sent) is scenario
    folder = scenario.path.parents[1]
    assert folder.name.startswith("policy-sim-sent-")
    assert len(list(folder.rglob("*.yaml"))) == len(sent.texts)


def test_documents_that_name_a_place_of_this_machine_are_not_sent(tmp_path: Path) -> None:
    """A base named from the root of the disk would be another there, or none: refused at once."""
    path = tmp_path / "study.yaml"
    base = f"based_on: {ROOT}/scenarios/five_grades.yaml"
    path.write_text(f"scenario: study\ntitle: Study\n{base}\n", encoding="utf-8")
    scenario = load_scenario(path)
    with pytest.raises(ScenarioError) as refused:
        StudyJob(scenario, settle(scenario, {})).sent()
    assert [finding.code for finding in refused.value.findings] == ["documents-apart"]


def test_a_job_carries_no_place_of_the_sender(sent: SentJob) -> None:
    """Documents are named by how they stand to each other."""
    assert all(not Path(name).is_absolute() for name in (*sent.opened, *sent.texts))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"numpy": "0.1"}, r"numpy .*, not 0\.1"),
        ({"policy-sim": "0.0.1"}, r"policy-sim .*, not 0\.0\.1"),
        ({"policy-sim source": "abc"}, r"\(policy-sim source\)"),
        ({"processor": "abacus"}, "processor .*, not abacus"),
        ({"cobol": "85"}, "cobol is missing, not 85"),
    ],
)
def test_another_program_makes_nothing(sent: SentJob, changed: dict[str, str], told: str) -> None:
    """A worker with another version of anything that takes part refuses, and says which."""
    other = replace(sent, made_with=program() | changed)
    with pytest.raises(WorkerDiffersError, match=f"{told}.*: install the same there"):
        other.make(TASK)


def test_everything_that_differs_is_told_at_once(sent: SentJob) -> None:
    """Whoever must install two things hears of both."""
    other = replace(sent, made_with=program() | {"numpy": "0.1", "scipy": "0.2"})
    with pytest.raises(WorkerDiffersError, match=r"numpy .*; scipy "):
        other.refuse_other_program()


def test_documents_that_arrive_otherwise_are_refused(sent: SentJob) -> None:
    """A policy that is not what was sent is found by its digest: nothing is simulated on it."""
    name = "policies/five_grades/rules.yaml"
    text = zlib.decompress(sent.texts[name]).replace(b"value: 20%", b"value: 30%")
    altered = replace(sent, texts={**sent.texts, name: zlib.compress(text)})
    with pytest.raises(RunError, match=r"five_grades\.yaml were changed while the study"):
        altered.make(TASK)
