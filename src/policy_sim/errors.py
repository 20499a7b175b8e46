"""The exceptions of policy-sim.

::

    PolicySimError
    ├── BadInput             a document, file or option cannot be used; carries findings
    │   ├── DocumentError    not readable as a document: encoding, size, depth, YAML
    │   ├── PolicyError      a regulation does not type, resolve or amend
    │   └── ScenarioError    a scenario, profile or organisation does not hold together
    ├── Misnamed             what was asked for by name in Python is not there
    ├── RunError             a run could not go on: contradiction, broken invariant
    │   ├── EngineError      an engine failed or is not installed
    │   └── TaskError        tasks of a study failed; what the others found is kept
    └── AuditError           the engines disagree about a decision
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Self

from policy_sim.catalogue import sentence
from policy_sim.diagnostics import Diagnostic, near

__all__ = [
    "AuditError",
    "BadInput",
    "DocumentError",
    "EngineError",
    "Misnamed",
    "PolicyError",
    "PolicySimError",
    "RunError",
    "ScenarioError",
    "TaskError",
]


_MOST_TOLD = 201
"""So many findings make the text of an error; all of them are in its findings."""


class PolicySimError(Exception):
    """Anything that policy-sim raises on purpose; catch this one to catch them all."""

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows of it: the sentences, without the calls that led there."""
        return [f"{type(self).__name__}:", *str(self).splitlines()]


class BadInput(PolicySimError, ValueError):
    """Input that cannot be used; all its findings at once, in :attr:`findings`."""

    def __init__(self, findings: Sequence[Diagnostic]) -> None:
        self.findings: tuple[Diagnostic, ...] = tuple(findings)
        super().__init__(self.findings)  # so that it survives the way out of a worker process

    def __str__(self) -> str:
        told = [sentence(finding) for finding in self.findings[:_MOST_TOLD]]
        if len(self.findings) > _MOST_TOLD:
            told.append(f"… and {len(self.findings) - _MOST_TOLD:,} more in .findings")
        return "\n".join(told)


class DocumentError(BadInput):
    """A file is not readable as a document: its encoding, size, depth or YAML is wrong."""


class PolicyError(BadInput):
    """A regulation does not type, does not resolve, or amends something that is not there."""


class ScenarioError(BadInput):
    """A scenario, profile or organisation does not hold together."""


class Misnamed(PolicySimError, ValueError, LookupError):
    """What was asked for by name, in Python, is not there: the nearest name, and all there are."""

    @classmethod
    def among(cls, name: object, what: str, known: Iterable[object]) -> Self:
        """Return that *name* is not *what* (``an outcome``), with the *known* names."""
        names = sorted(map(str, known))
        close = near(str(name), names)
        meant = f"; did you mean {close!r}?" if close else "."
        return cls(f"{name!r} is not {what}{meant} There are: {', '.join(names)}.")


class RunError(PolicySimError, RuntimeError):
    """A run met a state that no rule allows, and stopped rather than go on silently."""


class EngineError(RunError):
    """A rules engine failed, or cannot be imported on this Python."""


class TaskError(RunError):
    """Tasks of a study failed; what the others found is kept, and the same run goes on there."""


class AuditError(PolicySimError, AssertionError):
    """Two engines decided one case differently."""
