from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from policy_sim.errors import Misnamed, ScenarioError
from policy_sim.simulation.books.ledger import Keeping
from policy_sim.study.tasks import tasks_of
from policy_sim.study.terms import Terms, settle

STATED = SimpleNamespace(
    stated=SimpleNamespace(
        replications=20,
        years=10,
        seed=7,
        engine="columnar",
        workforce="resampled",
        people=None,
        draws=0,
    ),
    roster=None,
)


def settled(**asked: Any) -> Terms:
    """Return the terms of a plain scenario with what was asked for."""
    return settle(STATED, asked)  # type: ignore[arg-type]


def test_what_is_not_asked_for_stays_as_stated() -> None:
    """An option left out, or None, leaves the scenario's own value."""
    assert settled() == Terms(20, 10, 7, "columnar", "resampled")
    assert settled(seed=None, years=3) == Terms(20, 3, 7, "columnar", "resampled")


def test_seed_zero_is_a_seed() -> None:
    """Zero is asked for and given; it is not taken for nothing."""
    assert settled(seed=0).seed == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("replications", 0),
        ("years", -1),
        ("people", 0),
        ("seed", -1),
        ("seed", 2**63),
        ("replications", 2.5),
        ("replications", True),
        ("engine", "durble"),
        ("workforce", "random"),
        ("ledger", "everything"),
    ],
)
def test_what_cannot_be_run_is_a_finding(name: str, value: object) -> None:
    """Each unusable option is refused by name, never run as something else."""
    with pytest.raises(ScenarioError) as caught:
        settled(**{name: value})
    (finding,) = caught.value.findings
    assert (finding.code, finding.where.file) == ("bad-option", f"--{name}")


def test_a_misspelt_engine_is_recognised() -> None:
    """The finding names the engine that was probably meant."""
    with pytest.raises(ScenarioError) as caught:
        settled(engine="durble")
    assert caught.value.findings[0].values["near"] == "durable"


def test_all_findings_come_at_once() -> None:
    """Two unusable options are two findings of one error."""
    with pytest.raises(ScenarioError) as caught:
        settled(years=0, engine="x")
    assert len(caught.value.findings) == 2


def test_the_ledger_is_that_of_the_first_replication_by_default() -> None:
    """The default writes down one replication; all, sample and none apply to every one."""
    tasks = tasks_of(10, 0)
    assert [settled().keeping(task) for task in tasks[:2]] == [Keeping.ALL, Keeping.NONE]
    assert settled(ledger="sample").keeping(tasks[5]) is Keeping.SAMPLE
    assert settled(ledger="none").keeping(tasks[0]) is Keeping.NONE
    assert settled(ledger="all").keeping(tasks[9]) is Keeping.ALL


def test_a_sample_is_as_large_as_it_is_asked_to_be() -> None:
    """One person in twenty if nothing is said, or one in so many; never one in none."""
    task = tasks_of(1, 0)[0]
    assert settled(ledger="sample").sampled == 20
    assert settled(ledger="sample:50").keeping(task) is Keeping.SAMPLE
    assert settled(ledger="sample:50").sampled == 50
    for size in ("sample:0", "sample:", "sample:-3", "sample:ten"):
        with pytest.raises(ScenarioError) as caught:
            settled(ledger=size)
        assert "sample:N" in caught.value.findings[0].values["allowed"]


def test_terms_are_told_in_plain_values() -> None:
    """What goes into the manifest is text and numbers."""
    told = settled(people=300).as_dict()
    assert told["people"] == 300
    assert set(map(type, told.values())) <= {int, str, type(None)}


def test_an_option_that_does_not_exist_is_an_error_with_those_that_do() -> None:
    """A misspelt option is never ignored: the run would not be the one that was asked for."""
    with pytest.raises(Misnamed, match=r"'replicatons' is not an option of a run; did you mean"):
        settled(replicatons=3)
