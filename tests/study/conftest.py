"""What tests of whole studies share: the small study, simulated once for all of them."""

from __future__ import annotations

import pytest

from planned_study import simulated
from policy_sim.study import job
from policy_sim.study.result import Result
from small_study import run_small


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The small study, two replications in one process."""
    return run_small(tmp_path_factory.mktemp("small") / "run")


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> Result:
    """The small study with its first replication alone."""
    return run_small(tmp_path_factory.mktemp("once") / "run", replications=1)


@pytest.fixture
def planned(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Let every task of a study in this process be drawn from a known distribution."""
    monkeypatch.setattr(job, "replicate", simulated)
    return monkeypatch
