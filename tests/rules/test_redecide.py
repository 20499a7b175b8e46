"""Decided again: the same standing from kept integers, and plain words if it cannot be done."""

from __future__ import annotations

import os
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest

from policy_sim.errors import EngineError
from policy_sim.policy.rule import Effect
from policy_sim.rules.programs import compile_area
from policy_sim.rules.redecide import Batch, decided_again, decided_apart
from small_law import at_least, below, rule, vintage

PROMOTE = (Effect("promote"),)
LAW = vintage(
    rule("rise", at_least("service", 10), gives=PROMOTE),
    rule("too-old", at_least("age", 50), overrides=("rise",)),
    rule("young", below("age", 30), gives=PROMOTE),
)


def batch(*cases: tuple[int, int]) -> Batch:
    """Return people of an age and a service as kept cases."""
    logic = compile_area(LAW, "promotion").logic
    values = {"age": [age for age, _ in cases], "service": [service for _, service in cases]}
    columns = [values[name] for name in logic.features]
    return Batch(logic, np.array(columns, dtype=np.int64).T.reshape(len(cases), len(columns)))


def test_kept_integers_decide_as_people_would() -> None:
    """Three people: only old, only long served, only young; the exception sets the rule aside."""
    standing = decided_again(batch((50, 10), (40, 10), (29, 9)), "columnar")
    assert standing.holds.tolist() == [
        [True, True, False],
        [True, False, False],
        [False, False, True],
    ]
    assert standing.stands.tolist() == [
        [False, True, False],
        [True, False, False],
        [False, False, True],
    ]


def test_nobody_is_decided_again() -> None:
    """A batch without cases has a standing without cases."""
    assert decided_again(batch(), "columnar").holds.shape == (3, 0)


def test_another_process_finds_the_same() -> None:
    """What is found apart is what is found here, batch by batch."""
    batches = [batch((50, 10), (40, 10)), batch((29, 9))]
    apart = decided_apart(batches, "columnar")
    for one, other in zip(batches, apart, strict=True):
        here = decided_again(one, "columnar")
        assert here.holds.tolist() == other.holds.tolist()
        assert here.stands.tolist() == other.stands.tolist()


def test_the_other_process_reads_no_documents() -> None:
    """Each task of a study starts such a process, so that what it need not import costs much."""
    told = "import sys, policy_sim.rules.redecide; print('pydantic' in sys.modules)"
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-c", told],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": paths},
    )
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        (b"a warning\nno such engine\n", "could not decide again: no such engine"),
        (b"", "could not decide again: no message"),
        (b"\xff\n", "could not decide again: \N{REPLACEMENT CHARACTER}"),
    ],
)
def test_a_process_that_fails_is_told_in_its_last_words(
    said: bytes, told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the other process wrote last is the reason; silence and rubbish are bearable."""
    failed = SimpleNamespace(returncode=1, stderr=said, stdout=b"")
    monkeypatch.setattr(subprocess, "run", lambda *_, **__: failed)
    with pytest.raises(EngineError, match=told):
        decided_apart([batch((40, 10))], "durable")
