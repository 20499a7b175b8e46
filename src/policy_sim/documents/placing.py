"""From what pydantic reports to findings with a code and a place."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from policy_sim.catalogue import both, either, phrase
from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.documents.nodes import NOWHERE, MappingNode, SequenceNode, kind_of, place_of
from policy_sim.errors import BadInput

__all__ = ["placed"]

_QUOTED = re.compile(r"'([^']*)'")

_CODES: Mapping[str, str] = {
    "dict_type": "expected-mapping",
    "model_type": "expected-mapping",
    "mapping_type": "expected-mapping",
    "list_type": "expected-list",
    "tuple_type": "expected-list",
    "set_type": "expected-list",
    "frozen_set_type": "expected-list",
    "string_type": "expected-text",
    "union_tag_invalid": "wrong-kind",
    "literal_error": "unknown-word",
    "enum": "unknown-word",
    "too_short": "wrong-length",
    "too_long": "wrong-length",
    "greater_than": "out-of-range",
    "greater_than_equal": "out-of-range",
    "less_than": "out-of-range",
    "less_than_equal": "out-of-range",
}

_BOUNDS: Mapping[str, str] = {
    "gt": "above {bound}",
    "ge": "at least {bound}",
    "lt": "below {bound}",
    "le": "at most {bound}",
    "min_length": "at least {bound}",
    "max_length": "at most {bound}",
}

_TAGS: Mapping[str, str] = {"scalar": "a text", "mapping": "a mapping", "sequence": "a list"}


def placed(error: ValidationError, root: object, noun: str) -> list[Diagnostic]:
    """Return the findings in *error*, raised while reading the node *root*, called *noun*."""
    findings: list[Diagnostic] = []
    for detail in error.errors(include_url=False):
        cause = detail.get("ctx", {}).get("error")
        if isinstance(cause, BadInput):
            findings += [_somewhere(finding, detail, root) for finding in cause.findings]
        else:
            findings.append(_finding(detail, root, noun))
    return findings


def _somewhere(finding: Diagnostic, detail: ErrorDetails, root: object) -> Diagnostic:
    """Give a finding without a place (of a value that code made) the nearest known one."""
    if finding.where != NOWHERE:
        return finding
    where = _place(detail, root)
    return Diagnostic(finding.code, where, finding.values, finding.severity, finding.related)


def _finding(detail: ErrorDetails, root: object, noun: str) -> Diagnostic:
    where = _place(detail, root)
    if detail["type"] == "missing":
        return Diagnostic("missing-key", where, {"seen": str(detail["loc"][-1]), "noun": noun})
    code = _CODES.get(detail["type"], "bad-value")
    values = {"seen": kind_of(detail["input"]), **_more(code, detail)}
    return Diagnostic(code, where, values)


def _more(code: str, detail: ErrorDetails) -> dict[str, str]:
    """Return the values that the sentence of *code* shows beside what was seen."""
    make = _VALUES.get(code)
    return make(detail) if make else {}


def _words(detail: ErrorDetails) -> dict[str, str]:
    words = _QUOTED.findall(str(detail.get("ctx", {}).get("expected", "")))
    return {"allowed": ", ".join(words), "near": near(str(detail["input"]), words)}


def _bound(detail: ErrorDetails) -> dict[str, str]:
    context = detail.get("ctx", {})
    bounds = [
        phrase(text, bound=context[name]) for name, text in _BOUNDS.items() if name in context
    ]
    return {"allowed": both(bounds)}


def _length(detail: ErrorDetails) -> dict[str, str]:
    return {**_bound(detail), "seen": str(detail.get("ctx", {}).get("actual_length", ""))}


def _kinds(detail: ErrorDetails) -> dict[str, str]:
    tags = _QUOTED.findall(str(detail.get("ctx", {}).get("expected_tags", "")))
    return {"allowed": either([phrase(_TAGS[tag]) if tag in _TAGS else tag for tag in tags])}


def _reason(detail: ErrorDetails) -> dict[str, str]:
    return {"reason": detail["msg"].removeprefix("Value error, ")}


_VALUES: Mapping[str, Callable[[ErrorDetails], dict[str, str]]] = {
    "unknown-word": _words,
    "out-of-range": _bound,
    "wrong-length": _length,
    "wrong-kind": _kinds,
    "bad-value": _reason,
}


def _place(detail: ErrorDetails, root: object) -> Place:
    """Return where the reported value stands, or the innermost part around it."""
    own = place_of(detail["input"])
    if own != NOWHERE:
        return own
    node: Any = root
    for step in detail["loc"]:
        if isinstance(node, MappingNode) and step in node:
            node = node[str(step)]
        elif isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node):
            node = node[step]
    return place_of(node)
