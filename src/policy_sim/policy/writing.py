"""How the integer of a value is written for a reader: ``18`` of months as ``18 months``."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from policy_sim.policy.unit_words import decimal
from policy_sim.policy.unit_words import written as with_unit
from policy_sim.policy.values import EXACT, Kind, Unit, ValueType

__all__ = ["written", "written_ranges"]


def written(value: int, kind: ValueType, symbol: str = "") -> str:
    """Return *value* as a policy would write it: a word, a date, yes or no, or a quantity.

    *symbol* is that of the currency, if there is one. A value outside of the words of its scale, or
    of the calendar, is written as its integer.
    """
    match kind.kind:
        case Kind.FLAG:
            return "yes" if value else "no"
        case Kind.DATE:
            dated = 0 < value <= date.max.toordinal()
            return date.fromordinal(value).isoformat() if dated else str(value)
        case Kind.CATEGORY | Kind.ORDERED if kind.scale is not None:
            words = kind.scale.values
            return words[value] if 0 <= value < len(words) else str(value)
        case _ if symbol and kind.unit is Unit.MONEY:
            return f"{symbol} {value}"
        case _:
            return with_unit(decimal(value * kind.step), kind.unit)


def written_ranges(ranges: Iterable[tuple[int, int]], kind: ValueType) -> str:
    """Return closed ranges as ``(4 | 8..10)``, without brackets if there is only one.

    What has no end that could be computed with is open: ``30 workdays..``.
    """
    spans = [_span(low, high, kind) for low, high in ranges]
    return spans[0] if len(spans) == 1 else f"({' | '.join(spans)})"


def _span(low: int, high: int, kind: ValueType) -> str:
    if low == high:
        return written(low, kind)
    return f"{written(low, kind)}..{'' if high >= EXACT - 1 else written(high, kind)}"
