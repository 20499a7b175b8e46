"""Numbers as people read them: a unit, three significant figures, an interval, a direction."""

from __future__ import annotations

__all__ = ["amount", "difference", "verdict"]

_MONEY_STEPS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def amount(value: float, unit: str, *, signed: bool = False) -> str:
    """Return *value* in its unit: ``Rp 1.32 trillion``, ``21.4 %``, ``53.1 points``.

    Differences of percentages are percentage points (``pp``); money is in trillions,
    billions or millions of rupiah, counts have their thousands separated.
    """
    sign = "+" if signed else ""
    if unit == "per cent":
        return f"{value:{sign}.2f} {'pp' if signed else '%'}"
    if unit == "rupiah":
        return _money(value, sign)
    shown = f"{value:{sign}.2f}" if abs(value) < 100 else f"{value:{sign},.0f}"
    return f"{shown} {unit}".rstrip()


def _money(value: float, sign: str) -> str:
    for size, word in _MONEY_STEPS:
        if abs(value) >= size:
            return f"Rp {value / size:{sign}.3g} {word}"
    return f"Rp {value:{sign},.0f}"


def difference(value: float, low: float | None, high: float | None, unit: str) -> str:
    """Return a difference with its interval: ``+0.42 [0.31, 0.53] points``.

    Without an interval (fewer than two pairs) it says so instead of showing none.
    """
    shown = amount(value, unit, signed=True)
    if low is None or high is None:
        return f"{shown} (no interval: too few replications)"
    return f"{shown} [{amount(low, unit, signed=True)}, {amount(high, unit, signed=True)}]"


def verdict(low: float | None, high: float | None, better: str) -> str:
    """Return ``better``, ``worse`` or ``no clear difference``; ``higher``/``lower`` if neutral.

    Zero inside the interval, or no interval, is no clear difference; an interval that is
    exactly zero is ``identical``.
    """
    if low is None or high is None:
        return "no clear difference"
    if low == high == 0:
        return "identical"
    if low <= 0 <= high:
        return "no clear difference"
    up = low > 0
    if better == "neutral":
        return "higher" if up else "lower"
    return "better" if up == (better == "higher") else "worse"
