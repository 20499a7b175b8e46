"""Findings as SARIF 2.1.0, the format in which services for code review take them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from policy_sim.catalogue import parts
from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.cli.output import GRAVITY
from policy_sim.diagnostics import Diagnostic
from policy_sim.shipped import shipped

__all__ = ["sarif", "write_sarif"]

_CHECKS = "docs/checks"
"""The folder with a page on each code that only ``check`` finds, from the project's folder."""
_ANY_DOCUMENT = "docs/language/documents.md#findings"
"""Where it is explained what is found in any document."""


def write_sarif(findings: Sequence[Diagnostic], path: Path, language: Language = ENGLISH) -> None:
    """Write *findings* to *path*; raise :exc:`OSError` if that cannot be written."""
    text = json.dumps(sarif(findings, language), indent=2, ensure_ascii=False)
    path.write_text(text + "\n", encoding="utf-8")


def sarif(findings: Sequence[Diagnostic], language: Language = ENGLISH) -> dict[str, object]:
    """Return *findings* as one run of a tool, in the order given."""
    codes = sorted({finding.code for finding in findings})
    driver = {
        "name": "policy-sim",
        "version": version("policy-sim"),
        "rules": [
            {
                "id": code,
                "name": code.title().replace("-", ""),
                "help": {"text": _page(code)},
            }
            for code in codes
        ],
    }
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "results": [_result(finding, codes, language) for finding in findings],
            }
        ],
    }


def _page(code: str) -> str:
    """Return where *code* is explained: on a page of its own, if it has one."""
    page = f"{_CHECKS}/{code}.md"
    return page if (shipped("docs").parent / page).is_file() else _ANY_DOCUMENT


def _result(finding: Diagnostic, codes: Sequence[str], language: Language) -> dict[str, object]:
    told = parts(finding, language)
    result: dict[str, object] = {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": GRAVITY[finding.severity],
        "message": {"text": f"{told['message']}. {told['mend']}".strip()},
        "locations": [_location(told["file"], told["line"], told["column"])],
    }
    if told["related"]:
        result["relatedLocations"] = [
            {
                **_location(one["file"], one["line"], one["column"]),
                "message": {"text": one["label"]},
            }
            for one in told["related"]
        ]
    return result


def _location(file: str, line: int, column: int) -> dict[str, object]:
    physical: dict[str, object] = {"artifactLocation": {"uri": quote(Path(file).as_posix())}}
    if line:
        start = {"startLine": line, "startColumn": column}
        physical["region"] = {name: number for name, number in start.items() if number}
    return {"physicalLocation": physical}
