"""How commands print: findings, JSON, warnings and colour."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from policy_sim.catalogue import parts, sentence
from policy_sim.diagnostics import Diagnostic, Severity

__all__ = ["BAD_INPUT", "FINE", "FOUND", "print_json", "show_findings", "warn"]

FINE, FOUND, BAD_INPUT = 0, 1, 2

_COLOURS = {Severity.ERROR: "\033[31m", Severity.WARNING: "\033[33m", Severity.INFO: "\033[36m"}


def _coloured(stream: TextIO) -> bool:
    return stream.isatty() and "NO_COLOR" not in os.environ


def warn(text: str) -> None:
    """Print one line to standard error."""
    print(text, file=sys.stderr)


def print_json(value: object) -> None:
    """Print *value* as JSON to standard output."""
    print(json.dumps(value, indent=2, ensure_ascii=False, allow_nan=False))


def show_findings(findings: Sequence[Diagnostic], form: str) -> None:
    """Print *findings* as sentences or as a JSON list, in the order of their places."""
    ordered = sorted(findings, key=lambda finding: (finding.where, finding.code))
    if form == "json":
        print_json({"findings": [parts(finding) for finding in ordered]})
        return
    for finding in ordered:
        text = sentence(finding)
        if _coloured(sys.stdout):
            word = f"{finding.severity}[{finding.code}]"
            text = text.replace(word, f"{_COLOURS[finding.severity]}{word}\033[0m", 1)
        print(text)
