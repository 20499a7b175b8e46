"""Where in an expression a finding belongs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from policy_sim.catalogue import listed
from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.policy.syntax import Syntax

__all__ = ["Site"]

_SHOWN = 60
"""So many characters of a text are shown in a finding."""

_LISTED = 24
"""So many allowed words are listed in a finding."""


@dataclass(frozen=True, slots=True)
class Site:
    """A place, the text that stands there, and the list that its findings go to."""

    findings: list[Diagnostic]
    place: Place
    text: str

    @classmethod
    def of(cls, syntax: Syntax, findings: list[Diagnostic]) -> Site:
        """Return the site of one node."""
        return cls(findings, syntax.place, syntax.text)

    def refuse(
        self, code: str, *, seen: str = "", allowed: Iterable[str] = (), mend: str = ""
    ) -> None:
        """Record a finding here; *seen* is the text of the site unless given.

        *mend* is what was probably meant; what is unknown may be misspelt, so there it is the
        closest allowed word unless given.
        """
        words = list(dict.fromkeys(allowed))
        shown = seen or self.text
        closest = mend or (near(shown, words) if code.startswith("unknown-") else "")
        more = ["…"] if len(words) > _LISTED else []
        values = {
            "seen": _short(shown),
            "allowed": listed([*words[:_LISTED], *more]),
            "near": _short(closest),
        }
        self.findings.append(Diagnostic(code, self.place, values))


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
