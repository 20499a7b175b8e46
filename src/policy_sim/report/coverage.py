"""What cases have seen of a law, in words and as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policy_sim.cases.coverage import Coverage, RuleSeen

__all__ = ["coverage_lines", "coverage_values"]

_MEANT = {
    "rules": "seen standing, failing and defeated, as far as they can be",
    "clauses": "failed alone, all others being fulfilled",
    "cells": "of tables looked up",
    "versions": "of rules asked about somebody",
    "articles": "of whose rules everything was seen",
}
_MOST_CELLS = 8
"""So many cells of one table are named that were not looked up."""


def coverage_lines(coverage: Coverage) -> Iterator[str]:
    """Yield the shares, then what has not been seen, each with its place."""
    yield "coverage:"
    for name, share in coverage.shares.items():
        counted = f"{share.seen} of {share.of}"
        yield f"  {name:<9} {counted:>12}  {share.percent:5.1f} %  {_MEANT[name]}"
    for seen in coverage.rules:
        yield from _rule_lines(seen)
    for table in coverage.tables:
        if table.unseen:
            told = "; ".join(table.unseen[:_MOST_CELLS])
            more = len(table.unseen) - _MOST_CELLS
            rest = f"; and {more} more" if more > 0 else ""
            yield f"{table.place}: cells of {table.name} not looked up: {told}{rest}"


def _rule_lines(seen: RuleSeen) -> Iterator[str]:
    """Yield what has not been seen of one rule."""
    name, place = seen.rule.id, seen.rule.place
    if not seen.asked:
        yield f"{place}: {name} was asked about nobody"
        return
    if seen.lacks:
        yield f"{place}: {name} was not seen {', '.join(seen.lacks)}"
    for clause in seen.clauses:
        if not clause.decided:
            yield f"{clause.place}: '{clause.text}' of {name} never failed alone"
    if seen.asked < seen.versions:
        yield f"{place}: of {seen.versions} versions of {name} {seen.asked} were asked"


def coverage_values(coverage: Coverage) -> dict[str, Any]:
    """Return the same as plain values, for JSON."""
    return {
        "shares": {
            name: {"seen": share.seen, "of": share.of, "percent": round(share.percent, 2)}
            for name, share in coverage.shares.items()
        },
        "rules": [
            {
                "rule": seen.rule.id,
                "source": seen.rule.source,
                "place": str(seen.rule.place),
                "lacks": list(seen.lacks),
                "clauses": [
                    {"text": clause.text, "place": str(clause.place), "decided": clause.decided}
                    for clause in seen.clauses
                ],
                "versions": seen.versions,
                "versions_asked": seen.asked,
            }
            for seen in coverage.rules
        ],
        "tables": [
            {
                "table": table.name,
                "place": str(table.place),
                "cells": len(table.cells),
                "not_looked_up": list(table.unseen),
            }
            for table in coverage.tables
        ],
        "articles": coverage.articles,
    }
