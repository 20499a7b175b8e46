"""Texts and findings as plain values from which they can be told again, in any language.

What a run folder or a dossier keeps is read by people of another language than that of whoever
made it, and long after: so the parts of a message are kept, and not only the message.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from policy_sim.catalogue.phrase import Phrase, Words
from policy_sim.diagnostics import Diagnostic, Place, Severity

__all__ = ["finding_of", "stored", "stored_finding", "text_of"]

Plain = Any
"""What JSON can hold."""

_SAYS, _WITH, _TEXT, _OTHERS, _DAY = "says", "with", "text", "in", "day"


def stored(value: object) -> Plain:
    """Return a text, or a number, as a plain value: of a phrase what it is made of."""
    if isinstance(value, Phrase):
        parts = {name: stored(part) for name, part in value.values.items()}
        return {_SAYS: value.sentence, _WITH: parts}
    if isinstance(value, Words):
        return {_TEXT: str(value), _OTHERS: dict(value.others)}
    if isinstance(value, date):
        return {_DAY: value.isoformat()}
    return value if isinstance(value, int | float) else str(value)


def text_of(plain: Plain) -> Any:
    """Return what *plain* was, as :func:`stored` gave it."""
    if not isinstance(plain, Mapping):
        return plain
    if _SAYS in plain:
        return Phrase(plain[_SAYS], **{name: text_of(part) for name, part in plain[_WITH].items()})
    return date.fromisoformat(plain[_DAY]) if _DAY in plain else Words(plain[_TEXT], plain[_OTHERS])


def stored_finding(finding: Diagnostic) -> dict[str, Plain]:
    """Return a finding as plain values."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "where": _stored_place(finding.where),
        "values": {name: stored(value) for name, value in finding.values.items()},
        "related": [[stored(label), *_stored_place(place)] for label, place in finding.related],
    }


def finding_of(plain: Mapping[str, Plain]) -> Diagnostic:
    """Return the finding that :func:`stored_finding` made *plain*."""
    return Diagnostic(
        plain["code"],
        Place(*plain["where"]),
        {name: text_of(value) for name, value in plain["values"].items()},
        Severity(plain["severity"]),
        tuple((text_of(label), Place(*place)) for label, *place in plain["related"]),
    )


def _stored_place(place: Place) -> list[str | int]:
    return [place.file, place.line, place.column]
