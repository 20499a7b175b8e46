"""From a finding to its sentence, and to its parts for programs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from policy_sim.catalogue.entries import Entry, entry_of
from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.catalogue.phrase import Phrase
from policy_sim.diagnostics import Diagnostic, Severity

__all__ = ["FIXED", "Parts", "RelatedPlace", "parts", "sentence", "severity_word"]

FIXED = frozenset({"act", "noun", "reason", "section", "what", "why"})
"""The values that are words of the tool, to be told in its language, if it has them."""

_SEVERITIES = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "info"}

_LONGEST = {"seen": 120, "allowed": 600, "effects": 800, "example": 800}
_LONGEST_OTHER = 300
_NEAR = "; did you mean '{near}'?"
_NEAR_SEVERAL = "; did you mean {near}?"
"""What was probably meant; of several things that may be, each has its own quotes."""
_ALLOWED = "; allowed: {allowed}"
_ALLOWED_TOO = " Allowed: {allowed}"
"""What is allowed, after the one of it that was probably meant: a list may be long."""


class RelatedPlace(TypedDict):
    """A further place of a finding, such as where a key stood first."""

    label: str
    file: str
    line: int
    column: int


class Parts(TypedDict):
    """A finding taken apart for programs; every value is a text or a number."""

    code: str
    severity: str
    file: str
    line: int
    column: int
    message: str
    mend: str
    values: dict[str, str]
    related: list[RelatedPlace]


def sentence(finding: Diagnostic, language: Language = ENGLISH) -> str:
    """Return the one line that a person reads: place, severity, code, what is wrong, the mend.

    ::

        policies/x.yaml:12:5: error[unknown-key]: 'grde' is not a key of a rule; did you mean
        'grade'? Allowed: grade, office. Correct or delete the key.
    """
    entry = _entry(finding)
    where = _printable("where", str(finding.where))
    word = severity_word(finding.severity, language)
    line = f"{where}: {word}[{finding.code}]: {_message(finding, entry, language)}"
    span = finding.values.get("span")
    if span:
        line += f" ({language.told(span)})"
    mend = _filled(entry.mend, finding, language)
    if mend:
        line += f" {mend}" if line.endswith("?") else f". {mend}"
    places = "; ".join(f"{language.text(label)}: {place}" for label, place in finding.related)
    return f"{line} ({places})" if places else line


def severity_word(severity: Severity, language: Language = ENGLISH) -> str:
    """Return how grave a finding is, as the line about it says it."""
    return language.text(_SEVERITIES[severity])


def parts(finding: Diagnostic, language: Language = ENGLISH) -> Parts:
    """Return a finding as plain data, with its message and mend but without its place in them.

    Code, severity and values are the same in every language.
    """
    entry = _entry(finding)
    where = finding.where
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": where.file,
        "line": where.line,
        "column": where.column,
        "message": _message(finding, entry, language),
        "mend": _filled(entry.mend, finding, language),
        "values": {name: str(value) for name, value in finding.values.items()},
        "related": [
            {
                "label": language.text(label),
                "file": place.file,
                "line": place.line,
                "column": place.column,
            }
            for label, place in finding.related
        ],
    }


def _entry(finding: Diagnostic) -> Entry:
    """Return the entry of the finding's code; without one, its values must speak."""
    entry = entry_of(finding.code)
    if entry is not None:
        return entry
    return Entry(", ".join(f"{name}: {{{name}}}" for name in finding.values), "")


def _message(finding: Diagnostic, entry: Entry, language: Language) -> str:
    message = _filled(entry.says, finding, language)
    near, allowed = (
        bool(finding.values.get(name)) and f"{{{name}}}" not in entry.says
        for name in ("near", "allowed")
    )
    if near:
        several = isinstance(finding.values["near"], Phrase)
        message += _filled(_NEAR_SEVERAL if several else _NEAR, finding, language)
    if allowed:
        message += _filled(_ALLOWED_TOO if near else _ALLOWED, finding, language)
    return message


class _Shown(dict[str, str]):
    """The values of a finding as they are printed; one that is not given shows as its name."""

    def __missing__(self, name: str) -> str:
        return name


def _filled(template: str, finding: Diagnostic, language: Language) -> str:
    return language.text(template).format_map(_shown(finding.values, language))


def _shown(values: Mapping[str, str], language: Language) -> _Shown:
    told = {
        name: language.told(value)
        if isinstance(value, Phrase) or name not in FIXED
        else language.text(str(value))
        for name, value in values.items()
    }
    return _Shown({name: _printable(name, str(value)) for name, value in told.items()})


def _printable(name: str, value: str) -> str:
    """Return *value* on one line, without control characters, and no longer than is readable."""
    longest = _LONGEST.get(name, _LONGEST_OTHER)
    if len(value) > longest:
        value = value[: longest - 1] + "…"
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode()
        for character in value
    )
