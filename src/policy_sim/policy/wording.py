"""Names in a document: which may be given, and what to say of one that nothing has."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

from policy_sim.catalogue import phrase
from policy_sim.catalogue.phrase import reworded
from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.documents import Scalar
from policy_sim.policy.lexer import KEYWORDS

__all__ = [
    "article",
    "check_name",
    "undeclared",
    "unknown_parameter",
]

_MEND = phrase("Correct the name, or declare the parameter in a policy")
_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_RULE_NAME = re.compile(r"[a-z][a-z0-9_-]*\Z")
_RESERVED = KEYWORDS | {"all", "none", "no", "post", "this_year", "today", "yes"}


def article(name: str, source: str) -> str:
    """Return how a finding names an item: by its name, with its source if it states one."""
    return reworded(source, lambda told: f"{name} ({told})") if source else name


def undeclared(what: str, seen: str, allowed: Collection[str], place: Place) -> Diagnostic:
    """Return the finding that *seen* is none of the *allowed* words for *what*."""
    values = {
        "what": what,
        "seen": seen,
        "allowed": ", ".join(sorted(allowed)) or phrase("(none declared)"),
        "near": near(seen, allowed),
    }
    return Diagnostic("undeclared", place, values)


def unknown_parameter(
    seen: str, day: date, parameters: Iterable[str], place: Place, mend: str = _MEND
) -> Diagnostic:
    """Return the finding that *seen* is none of the *parameters* of the law of *day*."""
    values = {"seen": str(seen), "day": day.isoformat(), "near": near(seen, parameters)}
    return Diagnostic("unknown-parameter", place, {**values, "mend": mend})


def check_name(
    name: Scalar,
    findings: list[Diagnostic],
    rule: bool = False,
    taken: Collection[str] = (),
) -> bool:
    """Return whether *name* may name something: snake_case, and no word of the language
    or of *taken*.

    The name of a rule is never read by an expression, so that it may also hold hyphens.
    """
    if not (_RULE_NAME if rule else _NAME).match(name):
        findings.append(Diagnostic("not-a-name", name.place, {"seen": f"'{name}'"}))
        return False
    if name in taken or (name in _RESERVED and not rule):
        findings.append(Diagnostic("reserved-name", name.place, {"seen": name}))
        return False
    return True
