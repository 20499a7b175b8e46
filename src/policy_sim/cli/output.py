"""How commands print: findings, errors, JSON and colour."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from typing import TextIO

from policy_sim.catalogue import parts, sentence
from policy_sim.diagnostics import Diagnostic, Severity

__all__ = [
    "BAD_INPUT",
    "FINE",
    "FOUND",
    "GRAVITY",
    "UNFINISHED",
    "findings_values",
    "print_json",
    "show_error",
    "show_findings",
    "speak_plainly",
    "warn",
]

FINE, FOUND, BAD_INPUT, UNFINISHED = 0, 1, 2, 3

MOST_SHOWN = 201
"""So many findings are printed as text: two hundred faults, and the line that counts them."""

GRAVITY = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
"""What a reader calls a finding of each severity, the gravest first."""

_COLOURS = {Severity.ERROR: "\033[31m", Severity.WARNING: "\033[33m", Severity.INFO: "\033[36m"}


def speak_plainly() -> None:
    """Let a character that the terminal does not know be escaped, instead of ending the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _coloured(stream: TextIO) -> bool:
    return stream.isatty() and not os.environ.get("NO_COLOR")


def warn(text: str) -> None:
    """Print one line to standard error."""
    print(text, file=sys.stderr)


def print_json(value: object) -> None:
    """Print *value* as JSON to standard output."""
    print(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False))


def show_error(message: str, form: str, *, before: str = "") -> None:
    """Print what went wrong, after the text *before*, and as JSON if that was asked for."""
    warn(f"{before}error: {message}")
    if form == "json":
        print_json({"error": message})


def findings_values(findings: Sequence[Diagnostic]) -> list[object]:
    """Return *findings* as plain values, in the order of their places."""
    return [parts(finding) for finding in _ordered(findings)]


def show_findings(
    findings: Sequence[Diagnostic], form: str, *, stream: TextIO | None = None
) -> None:
    """Print *findings* in the order of their places: sentences to *stream*, or JSON.

    JSON always goes to standard output, and so do sentences without a *stream*.
    """
    if form == "json":
        print_json({"findings": findings_values(findings)})
        return
    target = sys.stdout if stream is None else stream
    for finding in _ordered(findings)[:MOST_SHOWN]:
        text = sentence(finding)
        if _coloured(target):
            word = f"{finding.severity}[{finding.code}]"
            text = text.replace(word, f"{_COLOURS[finding.severity]}{word}\033[0m", 1)
        print(text, file=target)
    if len(findings) > MOST_SHOWN:
        more = f"… and {len(findings) - MOST_SHOWN:,} more; --format json lists all of them"
        print(more, file=target)


def _ordered(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    return sorted(findings, key=lambda finding: (finding.where, finding.code))
