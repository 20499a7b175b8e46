"""Whether what a regulation says can be looked up, and when somebody last did."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.policy.law import Law, Stated
from policy_sim.policy.rule import Authority
from policy_sim.policy.transition import Transition

__all__ = ["stale", "unsourced"]

_MEANT = ("parameter", "table", "rule", "distinction")
"""Items that take their meaning from outside; definitions and promises may be the drafter's own."""

_NAMED = 6


def unsourced(law: Law, since: date) -> Iterator[Diagnostic]:
    """Yield, for each document, what is in force on *since* or later and names no source."""
    items = (*_of(law, since), *_transitions(law, since))
    for first, names in _by_document(item for item in items if not item.source):
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


def _of(law: Law, since: date) -> Iterator[Stated]:
    """Yield what is in force on *since* or later, be it only for those in a transition."""
    for item in law.register:
        if item.section in _MEANT:
            ends = item.ends
            if ends is not None:
                ends = max((ends, *(one.until for one in law.transitions if _kept(item, one))))
            if ends is None or ends > since:
                yield item


def _transitions(law: Law, since: date) -> Iterator[Stated]:
    for one in law.transitions:
        if one.until > since:
            said = (one.name, one.source, "", Authority.CITY, None)
            yield Stated("transition", *said, one.effective, one.until, one.place)


def _kept(item: Stated, one: Transition) -> bool:
    """Whether the transition *one* keeps this version of an item."""
    named = any((kept.section, kept.name) == (item.section, item.name) for kept in one.keep)
    ended = item.ends is not None and item.ends <= one.judged
    return named and item.begins <= one.judged and not ended
