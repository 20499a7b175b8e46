"""Figures of a dossier as people read them, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy_sim.catalogue.language import Language
from policy_sim.report.numbers import verdict
from policy_sim.report.uncertainty import one_of_many
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
        return self._told(value, unit, self._scale([value], unit, signed=False))

    def effect(
        self, row: Mapping[str, Any], drawn: Mapping[str, Any] | None
    ) -> tuple[str, str, str]:
        """Return a difference, its simulation error and its plausible range, each by itself.

        All three are in one scale, which stands with the first: ``+0.42 points``, ``-0.10 to
        +0.94``. Without an interval, or a range, its text is empty.
        """
        ends = [row["low"], row["high"]]
        ends += [None, None] if drawn is None else [drawn["low"], drawn["high"]]
        values = [row["difference"], *(end for end in ends if end is not None)]
        scale = self._scale(values, row["unit"])
        low, high, least, most = (None if end is None else self._number(end, scale) for end in ends)
        return (
            self._told(row["difference"], row["unit"], scale),
            self._between(low, high),
            self._between(least, most),
        )

    def _between(self, low: str | None, high: str | None) -> str:
        if low is None or high is None:
            return ""
        return self.language.say("{low} to {high}", low=low, high=high)

    def reads(self, row: Mapping[str, Any], drawn: Mapping[str, Any] | None) -> str:
        """Return how a difference reads; what plausible assumptions can turn round says so."""
        found = verdict(row["low"], row["high"], row["better"])
        if one_of_many(row, found):
            return self.language.say("no clear difference after Holm's adjustment")
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

    def _scale(self, values: list[float], unit: str, *, signed: bool = True) -> _Scale:
        """Return in what all of *values* are told."""
        size, word = _step(max(map(abs, values))) if unit == MONEY else (1.0, "")
        return _Scale(size, word, _decimals(max(abs(value) / size for value in values)), signed)

    def _number(self, value: float, scale: _Scale) -> str:
        return self.language.number(value / scale.size, scale.decimals, signed=scale.signed)

    def _told(self, value: float, unit: str, scale: _Scale) -> str:
        text = self._number(value, scale)
        if unit == MONEY:
            word = self.language.text(scale.word) if scale.word else ""
            return f"{self.symbol} {text} {word}".strip()
        if unit == _PER_CENT:
            return f"{text} {'pp' if scale.signed else '%'}"
        return f"{text} {self.language.text(unit)}".strip()


@dataclass(frozen=True, slots=True)
class _Scale:
    """In what figures are told: divided by *size* (said by *word*), with so many *decimals*."""

    size: float
    word: str
    decimals: int
    signed: bool


def _step(size: float) -> tuple[float, str]:
    """Return the size and the word in which an amount of money is said."""
    return next(((step, word) for step, word in _STEPS if size >= step), (1.0, ""))


def _decimals(size: float) -> int:
    """Return how many decimals tell something of values up to *size*."""
    if size >= 100:
        return 0
    return 2 if size >= 0.1 or size == 0 else 3
