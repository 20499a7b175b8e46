"""Dates that a law can tell apart: entries together, apart by a window, or by New Year.

What is added up over all months hangs on the dates of entries only through which windows show them
together, which New Year lies between them, and in which month it is decided. So a few patterns of
dates stand for all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from policy_sim.policy.ast import Column, Compare, Condition, Const, Member, Term
from policy_sim.proof.schedules import SPREAD

__all__ = ["months_named", "patterns"]

_DECEMBER, _JANUARY, _MARCH = 11, 12, 14
"""Months, counted from a January, of the newest entry: at the end of a year, and after it."""


def patterns(
    entries: int, windows: Iterable[int], named: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """Return the months of so many *entries*, the newest first, in each pattern of dates.

    Entries are together, in months on end, or as far apart as one of the *windows* is long, or a
    year; the newest of them at the end of the first year, after it, or in one of the months (1 to
    12) that the law has *named*.
    """
    ends = [_DECEMBER, _MARCH, _JANUARY, *(_JANUARY + month - 1 for month in named)]
    steps = sorted({0, 1, 12, *windows})
    found = [
        tuple(end - number * step for number in range(entries)) for step in steps for end in ends
    ]
    return tuple(dict.fromkeys(one for one in found if min(one) >= 0 and max(one) < SPREAD))


def months_named(parts: Iterable[Term | Condition]) -> tuple[int, ...]:
    """Return the first and the last month of the year that *parts* compare the day with."""
    months = sorted({month for part in parts for month in _named(part) if 1 <= month <= 12})
    return tuple(dict.fromkeys([months[0], months[-1]])) if months else ()


def _named(part: Term | Condition) -> Iterator[int]:
    if isinstance(part, Member) and _is_month(part.term):
        for low, high in part.ranges:
            yield from (low, high)
    if isinstance(part, Compare):
        for one, other in ((part.left, part.right), (part.right, part.left)):
            if _is_month(one) and isinstance(other, Const):
                yield other.value


def _is_month(term: Term) -> bool:
    return isinstance(term, Column) and term.name == "today.month"
