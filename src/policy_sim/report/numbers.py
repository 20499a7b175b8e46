"""Numbers as people read them: a unit, three significant figures, an interval, a direction.

Counts that are whole have no decimals.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.simulation.measures.outcome import COUNTS, MONEY

__all__ = [
    "amount",
    "axis",
    "beside",
    "change",
    "difference",
    "direction",
    "fine",
    "level",
    "placed",
    "scaled",
    "sizes",
    "span",
    "verdict",
]

MOST_DECIMALS = 6
"""What is smaller is told as nought, with its sign."""

_MONEY_STEPS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


def amount(value: float, unit: str, symbol: str = "", language: Language = ENGLISH) -> str:
    """Return *value* in its unit: ``Rp 1.32 trillion``, ``21.43 %``, ``53.10 points``.

    *symbol* is that of the currency, for money.
    """
    if unit == MONEY:
        size, word = _money_step(value)
        number = f"{_significant(value / size, language)} {language.text(word)}".rstrip()
        return _money(number, symbol, language)
    word = _word(unit, language, one=value == 1)
    number = language.number(value) if _whole([value], unit) else _plain(value, language)
    return f"{number} {word}".rstrip()


def beside(
    value: float,
    ends: Sequence[float],
    unit: str,
    symbol: str = "",
    language: Language = ENGLISH,
) -> str:
    """Return *value* in its unit, with as many decimals as tell it from each of *ends*."""
    told = amount(value, unit, symbol, language)
    others = [end for end in ends if end != value]
    if unit == MONEY or told not in [amount(end, unit, symbol, language) for end in others]:
        return told
    for decimals in range(MOST_DECIMALS + 1):
        number = language.number(value, decimals)
        if number not in [language.number(end, decimals) for end in others]:
            break
    return f"{number} {_word(unit, language)}".rstrip()


def difference(
    value: float,
    low: float | None,
    high: float | None,
    unit: str,
    symbol: str = "",
    language: Language = ENGLISH,
) -> str:
    """Return a difference with its interval: ``+0.42 [+0.31, +0.53] points``.

    Differences of percentages are percentage points (``pp``). Without an interval (fewer than
    two pairs) it says so instead of showing none.
    """
    stated = [part for part in (value, low, high) if part is not None]
    (shown, *interval), before, word = scaled(stated, unit, symbol, language)
    if low is None or high is None:
        told = f"{placed(before, shown)} {word} {_no_interval(language)}"
        return told.replace("  ", " ")
    return f"{placed(before, shown)} {_ends(interval, language)} {word}".rstrip()


def change(value: float, unit: str, symbol: str = "", language: Language = ENGLISH) -> str:
    """Return a difference alone: ``-0.003 pp``."""
    (shown,), before, word = scaled([value], unit, symbol, language)
    return f"{placed(before, shown)} {word}".rstrip()


def sizes(
    stated: Sequence[tuple[float, float]],
    unit: str,
    symbol: str = "",
    language: Language = ENGLISH,
) -> list[str]:
    """Return how far things move a difference, each with its margin: ``0.017 ± 0.009 pp``.

    All have as many decimals as tell something of the largest.
    """
    flat = [abs(value) for pair in stated for value in pair]
    signed, before, word = scaled(flat, unit, symbol, language)
    told = [f"{before}{number.lstrip('+')}" for number in signed]
    return [
        f"{size} ± {margin} {word}".rstrip()
        for size, margin in zip(told[::2], told[1::2], strict=True)
    ]


def level(
    value: float,
    low: float | None,
    high: float | None,
    unit: str,
    symbol: str = "",
    language: Language = ENGLISH,
) -> str:
    """Return a mean with its interval: ``53.1 % [52.9 %, 53.3 %]``."""
    mean = amount(value, unit, symbol, language)
    if low is None or high is None:
        return f"{mean} {_no_interval(language)}"
    return f"{mean} {_ends([amount(end, unit, symbol, language) for end in (low, high)], language)}"


def span(low: float, high: float, unit: str, symbol: str = "", language: Language = ENGLISH) -> str:
    """Return a range of amounts, of one unit with as many decimals: ``46 to 101 persons``."""
    if unit == MONEY:
        ends = [amount(end, unit, symbol, language) for end in (low, high)]
        return language.say("{low} to {high}", low=ends[0], high=ends[1])
    decimals = 0 if _whole([low, high], unit) else _decimals(max(abs(low), abs(high)), least=2)
    low_told, high_told = (language.number(end, decimals) for end in (low, high))
    word = _word(unit, language)
    return f"{language.say('{low} to {high}', low=low_told, high=high_told)} {word}".rstrip()


def _word(unit: str, language: Language, *, one: bool = False) -> str:
    """Return the word of a unit; of *one* counted thing in English it has no plural."""
    if unit == "per cent":
        return "%"
    if not one or unit not in COUNTS or language != ENGLISH:
        return language.text(unit)
    return f"{unit[:-3]}y" if unit.endswith("ies") else unit.removesuffix("s")


def _ends(ends: Sequence[str], language: Language) -> str:
    return language.say("[{low}, {high}]", low=ends[0], high=ends[1])


def _no_interval(language: Language) -> str:
    return language.say("(no interval: too few replications)")


def _money(number: str, symbol: str, language: Language) -> str:
    """Return an amount with the symbol of its currency, or the word money if there is none."""
    if symbol:
        return placed(language.say("{symbol} {number}", symbol=symbol, number=""), number)
    return f"{number} {language.text(MONEY)}"


def placed(before: str, number: str) -> str:
    """Return *number* with what stands before it, its sign first: ``+Rp 2.50``."""
    digits = number.lstrip("+-")
    return f"{number[: len(number) - len(digits)]}{before}{digits}"


def scaled(
    values: Sequence[float], unit: str, symbol: str = "", language: Language = ENGLISH
) -> tuple[list[str], str, str]:
    """Return signed *values* of one unit, with as many decimals as tell something of the largest.

    With them come what stands before a value (``Rp``) and the word after it.
    """
    size, word, before = 1.0, language.text(unit), ""
    if unit == MONEY:
        size, step = _money_step(max(map(abs, values)))
        word = language.text(step)
        if symbol:
            before = language.say("{symbol} {number}", symbol=symbol, number="")
        else:
            word = f"{word} {language.text(MONEY)}".lstrip()
    elif unit == "per cent":
        word = language.text("pp")
    stated = [value / size for value in values]
    decimals = 0 if _whole(values, unit) else _decimals(max(map(abs, stated)))
    return [language.number(part, decimals, signed=True) for part in stated], before, word


def axis(
    values: Sequence[float],
    unit: str,
    symbol: str = "",
    language: Language = ENGLISH,
    *,
    signed: bool = False,
) -> tuple[float, str]:
    """Return by what to divide *values* to draw them, and what to write at their axis.

    Money is drawn in the step that the largest of them asks for; differences (*signed*) of
    percentages are percentage points.
    """
    if unit == MONEY:
        size, step = _money_step(max(map(abs, values), default=0.0))
        return size, f"{symbol or language.text(MONEY)} {language.text(step)}".rstrip()
    if signed and unit == "per cent":
        return 1.0, language.say("percentage points")
    return 1.0, language.text(unit)


def _whole(values: Sequence[float], unit: str) -> bool:
    """Return whether *values* are counts of which no part is left over: they have no decimals."""
    return unit in COUNTS and all(float(value).is_integer() for value in values)


def _significant(value: float, language: Language) -> str:
    """Return *value* with three significant figures; a longer whole number keeps all of its."""
    if abs(value) >= 999.5:
        return language.number(value)
    return language.number(value, len(f"{value:.3g}".partition(".")[2]))


def _plain(value: float, language: Language) -> str:
    """Return *value* with grouped thousands and the decimals that its size asks for.

    What rounds to zero keeps its sign: an interval that ends below zero does not touch it.
    """
    return language.number(value, _decimals(abs(value), least=2))


def fine(size: float) -> int:
    """Return how many decimals a table of values up to *size* needs: two, or more of small ones."""
    return max(2, _decimals(size))


def _decimals(size: float, least: int = 3) -> int:
    """Return how many decimals values up to *size* need, so that not all of them are nought."""
    if size >= 100:
        return 0
    if size >= 0.1 or size == 0:
        return 2
    return min(max(least, -math.floor(math.log10(size))), MOST_DECIMALS)


def _money_step(value: float) -> tuple[float, str]:
    """Return the size and the word in which an amount of money is said."""
    return next(((size, word) for size, word in _MONEY_STEPS if abs(value) >= size), (1.0, ""))


def direction(better: str, language: Language = ENGLISH) -> str:
    """Return which way is better, in words: of ``higher``, ``lower`` or ``neutral``."""
    if better == "neutral":
        return language.say("neither way is better")
    return language.say("{way} is better", way=language.text(better))


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
