"""Deciding kept cases again in a process of its own, as ``python -m policy_sim.rules.redecide``.

Rulesets of durable-rules are never freed; a short-lived process takes them with it. The process
reads its work from its input and writes the answers to its output, both pickled by ourselves.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from policy_sim.errors import EngineError
from policy_sim.rules.columns import FixedColumns
from policy_sim.rules.engine import Standing, engine_named, stand
from policy_sim.rules.frame import Integers
from policy_sim.rules.programs import Logic

__all__ = ["Batch", "decided_again", "decided_apart"]


@dataclass(frozen=True)
class Batch:
    """Cases of one program: *values* is cases by features, in the order of the logic's."""

    logic: Logic
    values: Integers


def decided_again(batch: Batch, engine: str) -> Standing:
    """Return which rules are in scope, hold and stand (rules by cases) for *batch*."""
    named = dict(zip(batch.logic.features, batch.values.T, strict=True))
    return stand(batch.logic, FixedColumns(len(batch.values), named), engine_named(engine))


def decided_apart(batches: Sequence[Batch], engine: str) -> list[Standing]:
    """Return what :func:`decided_again` does of each batch, found by another process.

    Raises :exc:`EngineError` with that process's last line if it does not succeed.
    """
    paths = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-m", "policy_sim.rules.redecide"],
        input=pickle.dumps((list(batches), engine)),
        capture_output=True,
        env={**os.environ, "PYTHONPATH": paths},
        check=False,
    )
    if done.returncode != 0:
        lines = done.stderr.decode(errors="replace").strip().splitlines()
        msg = f"the {engine} engine could not decide again: {lines[-1] if lines else 'no message'}"
        raise EngineError(msg)
    answers: list[Standing] = pickle.loads(done.stdout)  # noqa: S301 - written by this module
    return answers


def _main() -> int:
    batches, engine = pickle.load(sys.stdin.buffer)  # noqa: S301 - written by this module
    try:
        answers = [decided_again(batch, engine) for batch in batches]
    except EngineError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the message of this process
        return 1
    sys.stdout.buffer.write(pickle.dumps(answers))
    return 0


if __name__ == "__main__":
    # Under its own name, so that what is pickled is the same class for both processes.
    from policy_sim.rules.redecide import _main as main

    sys.exit(main())
