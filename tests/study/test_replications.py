"""Replications: in order whoever makes them, each made once, and never from changed documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from datetime import date
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from policy_sim.errors import RunError
from policy_sim.simulation.books.ledger import Keeping, Ledger
from policy_sim.study import replications as module
from policy_sim.study.arms import Arm
from policy_sim.study.observations import OUTCOME_COLUMNS
from policy_sim.study.replications import LEDGER_COLUMNS, available_workers, replications
from policy_sim.study.terms import Terms

SCENARIO: Any = SimpleNamespace(path=Path("s.yaml"), profile_path=Path("p.yaml"), inputs={})


def terms(number: int) -> Terms:
    """Return the terms of so many replications."""
    return Terms(number, 1, 1, "columnar", "fixed")


@pytest.fixture
def sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Let threads stand for the worker processes; return the sizes of the pools asked for."""
    asked: list[int] = []

    def pool(size: int, mp_context: object) -> ThreadPoolExecutor:
        asked.append(size)
        return ThreadPoolExecutor(size)

    monkeypatch.setattr(module, "ProcessPoolExecutor", pool)
    monkeypatch.setattr(module, "input_digests", lambda inputs: {})
    monkeypatch.setattr(module, "_opened", lambda *of: SCENARIO)
    return asked


def made(
    monkeypatch: pytest.MonkeyPatch, replicate: Callable[[int], int], number: int, workers: int
) -> Iterator[Any]:
    """Return the replications that *replicate* makes."""
    monkeypatch.setattr(module, "replicate", lambda scenario, terms, of: replicate(of))
    return replications(SCENARIO, terms(number), workers, lambda: None)


def test_results_come_in_the_order_of_their_numbers(
    sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first replication is made last, and still comes first."""
    last = Event()

    def replicate(number: int) -> int:
        if number == 0:
            assert last.wait(20)
        if number == 2:
            last.set()
        return number

    assert list(made(monkeypatch, replicate, 3, 3)) == [0, 1, 2]
    assert sizes == [3]


@pytest.mark.parametrize(
    ("number", "workers", "pools"), [(3, 1, []), (1, 4, []), (2, 4, [2]), (4, 2, [2])]
)
def test_no_more_workers_than_replications(
    sizes: list[int], monkeypatch: pytest.MonkeyPatch, number: int, workers: int, pools: list[int]
) -> None:
    """One worker, or one replication, needs no other process; two replications need two."""
    assert list(made(monkeypatch, lambda of: 10 * of, number, workers)) == [
        10 * of for of in range(number)
    ]
    assert sizes == pools


@pytest.mark.parametrize("workers", [1, 3])
def test_each_replication_is_told_once(
    sizes: list[int], monkeypatch: pytest.MonkeyPatch, workers: int
) -> None:
    """``done`` is called once for each, whichever process makes it."""
    told: list[None] = []
    monkeypatch.setattr(module, "replicate", lambda *of: of[2])
    list(replications(SCENARIO, terms(5), workers, lambda: told.append(None)))
    assert len(told) == 5


def test_a_worker_that_dies_is_an_error_of_the_run(
    sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A process that is gone gives a sentence that names likely causes, after what was made."""

    def replicate(number: int) -> int:
        if number == 1:
            raise BrokenProcessPool
        return number

    found = made(monkeypatch, replicate, 3, 2)
    assert next(found) == 0
    with pytest.raises(RunError, match="a worker process died: is there enough memory") as stop:
        next(found)
    assert '__name__ == "__main__"' in str(stop.value)


def test_what_a_worker_raises_comes_through(
    sizes: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A finding in a worker is the same finding here."""

    def replicate(number: int) -> int:
        raise RunError("no places")  # noqa: EM101

    with pytest.raises(RunError, match="no places"):
        list(made(monkeypatch, replicate, 3, 2))


def test_changed_documents_are_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that reads other documents than were started refuses; the same ones it keeps."""
    digests = {"s.yaml": "1", "p.yaml": "2"}
    monkeypatch.setattr(module, "load_scenario", lambda path, profile: SCENARIO)
    monkeypatch.setattr(module, "input_digests", lambda inputs: digests)
    module._opened.cache_clear()
    started = (("p.yaml", "2"), ("s.yaml", "1"))
    paths = SCENARIO.path, SCENARIO.profile_path
    try:
        assert module._opened(*paths, started) is SCENARIO
        with pytest.raises(RunError, match=r"documents of s\.yaml were changed while the study"):
            module._opened(*paths, (("p.yaml", "2"), ("s.yaml", "0")))
    finally:
        module._opened.cache_clear()


def test_rows_are_labelled_with_arm_and_replication() -> None:
    """Arm and number come first; the order and kinds of the columns are those promised."""
    frame = pd.DataFrame(
        {
            "value": [1, 2],
            "group": ["all", "sex=f"],
            "outcome": ["a", "b"],
            "date": [date(2026, 12, 31)] * 2,
        }
    )
    rows = module._labelled(frame, Arm("old", "habit"), 7, OUTCOME_COLUMNS)
    assert rows.schema.equals(OUTCOME_COLUMNS)
    assert rows.to_pylist()[1] == {
        "policy": "old+habit",
        "replication": 7,
        "date": date(2026, 12, 31),
        "outcome": "b",
        "group": "sex=f",
        "value": 2.0,
    }


def test_an_empty_ledger_has_its_columns() -> None:
    """A replication whose decisions are not kept still has a table of the right form."""
    frame = Ledger(Keeping.NONE).frame()
    rows = module._labelled(frame, Arm("old", "habit"), 1, LEDGER_COLUMNS)
    assert rows.schema.equals(LEDGER_COLUMNS)
    assert rows.num_rows == 0


def test_there_is_at_least_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that does not tell its processors has one."""
    monkeypatch.setattr(module.os, "cpu_count", lambda: None)
    assert available_workers() == 1
    monkeypatch.setattr(module.os, "cpu_count", lambda: 6)
    assert available_workers() == 6
