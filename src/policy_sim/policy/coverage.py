"""Whether a table gives exactly one cell for every combination of its inputs.

The inputs' ranges are cut at every bound of every row. Inside one piece of the resulting grid
all combinations meet the same rows, so counting the rows of each piece is an exact answer.
"""

from __future__ import annotations

from math import prod

import numpy as np
from numpy.typing import NDArray

from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.policy.tables import Table
from policy_sim.policy.writing import written, written_ranges

__all__ = ["table_findings"]

_LARGEST_GRID = 2_000_000
"""Pieces of a grid that are still counted at load: 17 grades by 480 months are 8,160."""


def table_findings(table: Table) -> list[Diagnostic]:
    """Return what keeps *table* from giving one cell everywhere.

    ``table-gap`` names the first combination without a cell (never found with an ``else``),
    ``table-overlap`` the first with two; with ``hit: first`` rows may overlap, and
    ``table-row-unreached`` warns of one that no combination reaches. A table too large to be
    counted gives the note ``table-unchecked``.
    """
    cuts = _cuts(table)
    shape = tuple(len(edges) - 1 for edges in cuts)
    if prod(shape) > _LARGEST_GRID:
        values = {"seen": table.name, "allowed": str(_LARGEST_GRID)}
        return [Diagnostic("table-unchecked", table.place, values, Severity.INFO)]
    if 0 in shape:
        return []
    hits = np.zeros(shape, dtype=np.int32)
    findings = []
    for row in table.rows:
        piece = hits[_pieces(cuts, row.spans)]
        if table.first_hit and piece.size and bool(np.all(piece > 0)):
            values = {"seen": table.name}
            findings.append(Diagnostic("table-row-unreached", row.place, values, Severity.WARNING))
        piece += 1
    if table.otherwise is None:
        findings += _gap(table, cuts, hits)
    if not table.first_hit:
        findings += _overlap(table, cuts, hits)
    return findings


def _cuts(table: Table) -> list[list[int]]:
    """Return, per input, the ascending starts of its pieces and the end after the last one."""
    cuts = []
    for index, kind in enumerate(table.inputs):
        edges = {kind.low, kind.high + 1}
        for row in table.rows:
            low, high = row.spans[index]
            edges |= {max(low, kind.low), min(high, kind.high) + 1}
        cuts.append(sorted(edge for edge in edges if kind.low <= edge <= kind.high + 1))
    return cuts


def _pieces(cuts: list[list[int]], spans: tuple[tuple[int, int], ...]) -> tuple[slice, ...]:
    pieces = []
    for edges, (low, high) in zip(cuts, spans, strict=True):
        start = edges.index(max(low, edges[0])) if low < edges[-1] else len(edges) - 1
        stop = edges.index(min(high + 1, edges[-1])) if high + 1 >= edges[0] else 0
        pieces.append(slice(start, max(start, stop)))
    return tuple(pieces)


def _gap(table: Table, cuts: list[list[int]], hits: NDArray[np.int32]) -> list[Diagnostic]:
    empty = np.argwhere(hits == 0)
    if not len(empty):
        return []
    values = {"seen": table.name, "example": _combination(table, cuts, empty[0])}
    return [Diagnostic("table-gap", table.place, values)]


def _overlap(table: Table, cuts: list[list[int]], hits: NDArray[np.int32]) -> list[Diagnostic]:
    double = np.argwhere(hits > 1)
    if not len(double):
        return []
    point = [edges[i] for edges, i in zip(cuts, double[0], strict=True)]
    first, second = [
        row
        for row in table.rows
        if all(low <= x <= high for x, (low, high) in zip(point, row.spans, strict=True))
    ][:2]
    values = {"seen": table.name, "example": _combination(table, cuts, double[0])}
    related = (("the other row", first.place),)
    return [Diagnostic("table-overlap", second.place, values, related=related)]


def _combination(table: Table, cuts: list[list[int]], piece: NDArray[np.intp]) -> str:
    """Return one piece of the grid in words, such as ``iii_a, 24 months..47 months``."""
    words = []
    for kind, edges, index in zip(table.inputs, cuts, piece, strict=True):
        low, high = edges[index], edges[index + 1] - 1
        several = low != high and high != kind.high
        words.append(written_ranges([(low, high)], kind) if several else written(low, kind))
    return ", ".join(words)
