"""What cases have seen of a law, in words and as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policy_sim.cases.coverage import Coverage, RuleSeen
from policy_sim.catalogue import listed
from policy_sim.catalogue.language import ENGLISH, Language

__all__ = ["coverage_lines", "coverage_values"]

_MEANT = {
    "rules": "seen standing, failing and defeated, as far as they can be",
    "clauses": "failed alone, all others being fulfilled",
    "cells": "of tables looked up",
    "versions": "of rules asked about somebody",
    "articles": "of whose rules everything was seen",
    "transitions": "seen taking people, deciding what they keep, and ended",
}
_MOST_CELLS = 8
"""So many cells of one table are named that were not looked up."""


def coverage_lines(coverage: Coverage, language: Language = ENGLISH) -> Iterator[str]:
    """Yield the shares, then what has not been seen, each with its place."""
    say, number = language.say, language.number
    yield say("coverage:")
    width = 11 if coverage.transitions else 9
    for name, share in coverage.shares.items():
        counted = say("{number} of {total}", number=share.seen, total=share.of)
        percent, meant = number(share.percent, 1), say(_MEANT[name])
        yield f"  {say(name):<{width}} {counted:>12}  {percent:>5} %  {meant}"
    for seen in coverage.rules:
        yield from _rule_lines(seen, language)
    for one in coverage.transitions:
        if one.lacks:
            words = say(
                "of the transition {name} was not seen: {lacks}",
                name=one.transition.name,
                lacks=listed(one.lacks),
            )
            yield f"{one.transition.place}: {words}"
    for table in coverage.tables:
        if table.unseen:
            told = "; ".join(table.unseen[:_MOST_CELLS])
            more = len(table.unseen) - _MOST_CELLS
            rest = say("; and {number} more", number=more) if more > 0 else ""
            words = say("cells of {table} not looked up: {cells}", table=table.name, cells=told)
            yield f"{table.place}: {words}{rest}"


def _rule_lines(seen: RuleSeen, language: Language) -> Iterator[str]:
    """Yield what has not been seen of one rule."""
    name, place, say = seen.rule.id, seen.rule.place, language.say
    if not seen.asked:
        yield f"{place}: {say('{rule} was asked about nobody', rule=name)}"
        return
    if seen.lacks:
        lacks = listed(seen.lacks)
        yield f"{place}: {say('{rule} was not seen {lacks}', rule=name, lacks=lacks)}"
    for clause in seen.clauses:
        if not clause.decided:
            told = say("'{clause}' of {rule} never failed alone", clause=clause.text, rule=name)
            yield f"{clause.place}: {told}"
    if seen.asked < seen.versions:
        told = say(
            "of {versions} versions of {rule} {asked} were asked",
            versions=seen.versions,
            rule=name,
            asked=seen.asked,
        )
        yield f"{place}: {told}"


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
        "transitions": [
            {
                "transition": one.transition.name,
                "place": str(one.transition.place),
                "lacks": list(one.lacks),
            }
            for one in coverage.transitions
        ],
    }
