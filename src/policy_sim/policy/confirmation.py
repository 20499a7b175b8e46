"""Whether what a regulation says can be looked up, and when somebody last did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.policy.law import Law, Stated

__all__ = ["stale", "unsourced"]

_MEANT = ("parameter", "table", "rule", "distinction")
"""Items that take their meaning from outside; definitions and promises may be the drafter's own."""

_NAMED = 6


def unsourced(law: Law, since: date) -> Iterator[Diagnostic]:
    """Yield, for each document, what is in force on *since* or later and names no source."""
    for first, names in _by_document(item for item in _of(law, since) if not item.source):
        yield Diagnostic("unsourced", first.place, {"seen": names}, Severity.WARNING)


def stale(law: Law, since: date, confirmed: date) -> Iterator[Diagnostic]:
    """Yield, for each document, what is in force on *since* or later and was last confirmed before
    the day *confirmed*, or never.
    """
    old = (item for item in _of(law, since) if item.checked is None or item.checked < confirmed)
    for first, names in _by_document(old):
        values = {"seen": names, "day": confirmed.isoformat()}
        yield Diagnostic("stale", first.place, values, Severity.WARNING)


def _by_document(items: Iterable[Stated]) -> Iterator[tuple[Stated, str]]:
    """Yield the first of *items* in each document, and the names of all of these."""
    ordered = sorted(items, key=lambda item: item.place)
    for _, group in groupby(ordered, key=lambda item: item.place.file):
        inside = list(group)
        yield inside[0], _named(inside)


def _named(items: Sequence[Stated]) -> str:
    names = list(dict.fromkeys(item.name for item in items))
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _of(law: Law, since: date) -> Iterable[Stated]:
    return (
        item
        for item in law.register
        if item.section in _MEANT and (item.ends is None or item.ends > since)
    )
