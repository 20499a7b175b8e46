"""The one option that says where the tasks of a study are made."""

from __future__ import annotations

import re

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import ScenarioError
from policy_sim.study.cluster import CONFIGURED, Cluster
from policy_sim.study.scheduler import Scheduler

__all__ = ["LOCAL", "scheduler_named"]

LOCAL = "local"
"""The processes of this machine."""

_ADDRESS = re.compile(r"(tcp|tls|ws|wss|ucx)://\S+|\S.*\.json")


def scheduler_named(text: str) -> Scheduler | None:
    """Return the cluster that *text* names; None for ``local``, the processes of this machine.

    *text* is ``local``, the address of a Dask scheduler (``tcp://10.0.0.5:8786``), the file into
    which it has written its address (``scheduler.json``), or ``dask``, if Dask's own
    configuration says where it is. Raises :exc:`~policy_sim.errors.ScenarioError` for another.
    """
    if text == LOCAL:
        return None
    if text == CONFIGURED or _ADDRESS.fullmatch(text):
        return Cluster(text)
    allowed = (LOCAL, CONFIGURED, "tcp://HOST:PORT", "FILE.json")
    values = {"seen": text, "allowed": ", ".join(allowed), "near": near(text, allowed)}
    raise ScenarioError([Diagnostic("bad-option", Place("--scheduler", 0, 0), values)])
