"""The audit of a run: a sample of its own decisions, decided again by durable-rules.

It goes on beside the replications, because it needs nothing but the sample.
"""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Self

from policy_sim.errors import AuditError, EngineError
from policy_sim.rules.audit import AuditSample, redecide

__all__ = ["Audit", "Audited", "audited", "raise_disagreements"]

ENGINE = "durable"


@dataclass(frozen=True, slots=True)
class Audited:
    """How many sampled decisions were made again, how many came out the same.

    *skipped_reason* is empty unless the engine could not be used; *disagreements* names each
    decision that came out otherwise.
    """

    checked: int
    confirmed: int
    skipped_reason: str = ""
    disagreements: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """Return the audit for the manifest."""
        told: dict[str, Any] = {
            "checked": self.checked,
            "confirmed": self.confirmed,
            "engine": ENGINE,
            "skipped_reason": self.skipped_reason or None,
        }
        if self.disagreements:
            told["disagreements"] = list(self.disagreements)
        return told


class Audit:
    """An audit under way; the engine itself runs in a process of its own. Use as a context."""

    def __init__(self) -> None:
        self._waiting = ThreadPoolExecutor(1)
        self._found: Future[Audited] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._waiting.shutdown(wait=True, cancel_futures=True)

    def begin(self, sample: AuditSample) -> None:
        """Start deciding the cases of *sample* again."""
        self._found = self._waiting.submit(audited, sample)

    def result(self) -> Audited:
        """Wait for the audit and return what it found."""
        if self._found is None:
            return Audited(0, 0, "no decision was sampled")
        return self._found.result()


def audited(sample: AuditSample) -> Audited:
    """Decide the cases of *sample* again, and return what came of it."""
    try:
        found = redecide(sample, ENGINE)
    except EngineError as error:
        return Audited(0, 0, str(error))
    return Audited(found.checked, found.confirmed, disagreements=found.disagreements)


def raise_disagreements(told: dict[str, Any]) -> None:
    """Raise :exc:`~policy_sim.errors.AuditError` if a manifest's audit found a disagreement."""
    disagreements = told.get("disagreements", [])
    if disagreements:
        checked, confirmed = told["checked"], told["confirmed"]
        msg = f"{confirmed} of {checked} decisions confirmed by {told['engine']}"
        raise AuditError("\n".join([msg, *disagreements]))
