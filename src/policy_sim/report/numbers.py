"""Numbers as people read them: a unit, three significant figures, an interval, a direction."""

from __future__ import annotations

from collections.abc import Sequence

from policy_sim.simulation.measures.outcome import MONEY

__all__ = ["amount", "difference", "scaled", "verdict"]

_MONEY_STEPS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def amount(value: float, unit: str, symbol: str = "") -> str:
    """Return *value* in its unit: ``Rp 1.32 trillion``, ``21.43 %``, ``53.10 points``.

    *symbol* is that of the currency, for money.
    """
    if unit == MONEY:
        size, word = _money_step(value)
        return _money(f"{_significant(value / size)} {word}".rstrip(), symbol)
    return f"{_plain(value)} {'%' if unit == 'per cent' else unit}".rstrip()


def difference(
    value: float, low: float | None, high: float | None, unit: str, symbol: str = ""
) -> str:
    """Return a difference with its interval: ``+0.42 [+0.31, +0.53] points``.

    Differences of percentages are percentage points (``pp``). Without an interval (fewer than
    two pairs) it says so instead of showing none.
    """
    stated = [part for part in (value, low, high) if part is not None]
    (shown, *interval), before, word = scaled(stated, unit, symbol)
    if low is None or high is None:
        return f"{before}{shown} {word} (no interval: too few replications)".replace("  ", " ")
    return f"{before}{shown} [{', '.join(interval)}] {word}".rstrip()


def _money(number: str, symbol: str) -> str:
    """Return an amount with the symbol of its currency, or the word money if there is none."""
    return f"{symbol} {number}" if symbol else f"{number} {MONEY}"


def scaled(values: Sequence[float], unit: str, symbol: str = "") -> tuple[list[str], str, str]:
    """Return signed *values* of one unit, with as many decimals as tell something of the largest.

    With them come what stands before a value (``Rp``) and the word after it.
    """
    size, word, before = 1.0, unit, ""
    if unit == MONEY:
        size, word = _money_step(max(map(abs, values)))
        before, word = (f"{symbol} ", word) if symbol else ("", f"{word} {MONEY}".lstrip())
    elif unit == "per cent":
        word = "pp"
    stated = [value / size for value in values]
    decimals = _decimals(max(map(abs, stated)))
    return [_plain(part, "+", decimals) for part in stated], before, word


def _significant(value: float) -> str:
    """Return *value* with three significant figures; a longer whole number keeps all of its."""
    return f"{value:,.0f}" if abs(value) >= 999.5 else f"{value:.3g}"


def _plain(value: float, sign: str = "", decimals: int | None = None) -> str:
    """Return *value* with grouped thousands and *decimals*: by its size, if nothing is said.

    What rounds to zero keeps its sign: an interval that ends below zero does not touch it.
    """
    places = _decimals(abs(value), least=2) if decimals is None else decimals
    return f"{value:{sign},.{places}f}"


def _decimals(size: float, least: int = 3) -> int:
    """Return how many decimals tell something of values up to *size*."""
    if size >= 100:
        return 0
    return 2 if size >= 0.1 or size == 0 else least


def _money_step(value: float) -> tuple[float, str]:
    """Return the size and the word in which an amount of money is said."""
    return next(((size, word) for size, word in _MONEY_STEPS if abs(value) >= size), (1.0, ""))


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
