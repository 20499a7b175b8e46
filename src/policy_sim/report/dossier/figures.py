"""Figures of a dossier as people read them, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy_sim.catalogue.language import Language
from policy_sim.report.numbers import verdict
from policy_sim.simulation.measures.outcome import MONEY

__all__ = ["Figures"]

_STEPS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_PER_CENT = "per cent"


@dataclass(frozen=True, slots=True)
class Figures:
    """How figures are written: in which *language*, and with which *symbol* of the currency."""

    language: Language
    symbol: str

    def amount(self, value: float, unit: str) -> str:
        """Return a level: ``Rp 1.32 trillion``, ``21.43 %``, ``53.10 points``."""
        return self._told((value,), unit, signed=False)

    def difference(self, value: float, unit: str) -> str:
        """Return a difference, signed: ``+0.42 points``; of percentages in percentage points."""
        return self._told((value,), unit, signed=True)

    def range(self, low: float | None, high: float | None, unit: str) -> str:
        """Return both ends of an interval, nothing without one."""
        return "" if low is None or high is None else self._told((low, high), unit, signed=True)

    def reads(self, row: Mapping[str, Any], drawn: Mapping[str, Any] | None) -> str:
        """Return how a difference reads; what plausible assumptions can turn round says so."""
        found = verdict(row["low"], row["high"], row["better"])
        turned = (
            drawn is not None
            and drawn["low"] is not None
            and drawn["low"] <= 0 <= drawn["high"]
            and found not in ("identical", "no clear difference")
        )
        words = self.language.text(found)
        if turned:
            return self.language.say("{found} at central assumptions only", found=words)
        return words

    def _told(self, values: tuple[float, ...], unit: str, *, signed: bool) -> str:
        size, word = _step(max(map(abs, values))) if unit == MONEY else (1.0, "")
        parts = [value / size for value in values]
        decimals = _decimals(max(map(abs, parts)))
        shown = [self.language.number(part, decimals, signed=signed) for part in parts]
        text = shown[0]
        if len(shown) > 1:
            text = self.language.say("{low} to {high}", low=shown[0], high=shown[1])
        if unit == MONEY:
            return f"{self.symbol} {text} {self.language.text(word) if word else ''}".strip()
        if unit == _PER_CENT:
            word = self.language.say("percentage points") if signed else "%"
        else:
            word = self.language.text(unit)
        return f"{text} {word}".strip()


def _step(size: float) -> tuple[float, str]:
    """Return the size and the word in which an amount of money is said."""
    return next(((step, word) for step, word in _STEPS if size >= step), (1.0, ""))


def _decimals(size: float) -> int:
    """Return how many decimals tell something of values up to *size*."""
    if size >= 100:
        return 0
    return 2 if size >= 0.1 or size == 0 else 3
