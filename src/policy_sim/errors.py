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

from policy_sim.catalogue import asked, phrase, sentence
from policy_sim.catalogue.language import ENGLISH, Language
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

    def told(self, language: Language) -> str:
        """Return what is wrong, in *language* as far as it has the words."""
        return str(language.told(self.args[0])) if len(self.args) == 1 else str(self)

    def _render_traceback_(self) -> list[str]:
        """Return what a notebook shows of it: the sentences, without the calls that led there."""
        return [f"{type(self).__name__}:", *self.told(asked.language()).splitlines()]


class BadInput(PolicySimError, ValueError):
    """Input that cannot be used; all its findings at once, in :attr:`findings`."""

    def __init__(self, findings: Sequence[Diagnostic]) -> None:
        self.findings: tuple[Diagnostic, ...] = tuple(findings)
        super().__init__(self.findings)  # so that it survives the way out of a worker process

    def __str__(self) -> str:
        return self.told(ENGLISH)

    def told(self, language: Language) -> str:
        """Return the sentence of each finding on a line, in *language*."""
        lines = [sentence(finding, language) for finding in self.findings[:_MOST_TOLD]]
        if rest := len(self.findings) - len(lines):
            number = language.number(rest)
            lines.append(language.say("… and {number} more in .findings", number=number))
        return "\n".join(lines)


class DocumentError(BadInput):
    """A file is not readable as a document: its encoding, size, depth or YAML is wrong."""


class PolicyError(BadInput):
    """A regulation does not type, does not resolve, or amends something that is not there."""


class ScenarioError(BadInput):
    """A scenario, profile or organisation does not hold together."""


class Misnamed(PolicySimError, ValueError, LookupError):
    """What was asked for by name, in Python, is not there: the nearest name, and all there are."""

    @classmethod
    def unless(cls, name: object, what: str, known: Iterable[object]) -> None:
        """Raise that *name* is not *what*, if it is none of the *known* names."""
        names = list(map(str, known))
        if not isinstance(name, str) or name not in names:
            raise cls.among(name, what, names)

    @classmethod
    def among(cls, name: object, what: str, known: Iterable[object]) -> Self:
        """Return that *name* is not *what* (``phrase("an outcome")``), with the *known* names."""
        names = sorted(map(str, known))
        close, there = near(str(name), names), ", ".join(names)
        if close:
            meant = "'{seen}' is not {what}; did you mean '{near}'? There are: {names}."
            return cls(phrase(meant, seen=name, what=what, near=close, names=there))
        alone = "'{seen}' is not {what}. There are: {names}."
        return cls(phrase(alone, seen=name, what=what, names=there))


class RunError(PolicySimError, RuntimeError):
    """A run met a state that no rule allows, and stopped rather than go on silently."""


class EngineError(RunError):
    """A rules engine failed, or cannot be imported on this Python."""


class TaskError(RunError):
    """Tasks of a study failed; what the others found is kept, and the same run goes on there."""


class AuditError(PolicySimError, AssertionError):
    """Two engines decided one case differently."""
