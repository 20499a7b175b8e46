"""Expressions that a comma has cut in two inside ``[ ]`` or ``{ }``.

In ``[grade >= floor(a, b), married]`` YAML sees three items, the first of them
``grade >= floor(a``. A plain text with unbalanced parentheses inside a flow list or flow mapping
is therefore always a mistake, and is said to be one before anything tries to read it.
"""

from __future__ import annotations

from collections.abc import Sequence

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents.nodes import Node, Scalar

__all__ = ["split_expressions"]


def split_expressions(children: Sequence[Node]) -> list[Diagnostic]:
    """Return one finding per expression cut apart among the *children* of a flow collection.

    The children of a mapping are its keys and values in turn. The pieces of one expression,
    from the first open parenthesis to where all are closed again, make one finding.
    """
    findings: list[Diagnostic] = []
    pieces: list[Scalar] = []
    open_now = 0
    for child in children:
        if not isinstance(child, Scalar) or child.quoted or child.absent:
            continue
        open_now += child.count("(") - child.count(")")
        if open_now or pieces:
            pieces.append(child)
        if open_now <= 0 and pieces:
            findings.append(_finding(pieces))
            pieces, open_now = [], 0
    if pieces:
        findings.append(_finding(pieces[:1]))
    return findings


def _finding(pieces: Sequence[Scalar]) -> Diagnostic:
    return Diagnostic("split-expression", pieces[0].place, {"seen": ", ".join(pieces)})
