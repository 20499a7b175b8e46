"""The audit of a run: decided again by the other engine, never by the one that decided."""

from __future__ import annotations

import operator
from pathlib import Path
from types import MappingProxyType

import pytest

from policy_sim.errors import AuditError
from policy_sim.policy.comparator import Comparison
from policy_sim.rules import columnar, durable
from policy_sim.rules.engine import engine_available
from policy_sim.study.audit import CHECKED_BY
from policy_sim.study.start import start_of
from policy_sim.study.terms import settle
from small_study import run_small, shipped

pytestmark = pytest.mark.skipif(
    not engine_available("durable"), reason="durable-rules cannot be imported"
)

SMALLEST = {"replications": 1, "years": 1, "people": 60}
FAULTS = MappingProxyType({"columnar": (columnar, "COMPARE"), "durable": (durable, "_OPERATORS")})


def test_a_run_is_checked_by_the_engine_that_did_not_decide_it(tmp_path: Path) -> None:
    """Decisions of durable-rules are confirmed by columns, as those of columns are by it."""
    told = run_small(tmp_path / "run", engine="durable", **SMALLEST).manifest["audit"]
    assert told["engine"] == "columnar"
    assert told["checked"] == told["confirmed"] > 100


@pytest.mark.parametrize("engine", sorted(CHECKED_BY))
def test_a_fault_planted_in_the_deciding_engine_ends_the_run(
    tmp_path: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An engine that takes *at least* for *more than* is found out by the run's own audit."""
    module, name = FAULTS[engine]
    faulty = {**getattr(module, name), Comparison.GE: operator.gt}
    scenario = shipped("small.yaml")
    start_of(scenario, settle(scenario, SMALLEST), 0)  # keeps the history, always columnar
    monkeypatch.setattr(module, name, MappingProxyType(faulty))
    monkeypatch.setattr(durable, "_RULESETS", {})
    with pytest.raises(AuditError, match="confirmed by"):
        run_small(tmp_path / "run", engine=engine, **SMALLEST)
