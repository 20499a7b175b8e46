"""Figures of a dossier as people read them, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from policy_sim.catalogue.language import Language
from policy_sim.report.numbers import amount, placed, scaled, verdict
from policy_sim.report.uncertainty import one_of_many

__all__ = ["Figures"]


@dataclass(frozen=True, slots=True)
class Figures:
    """How figures are written: in which *language*, and with which *symbol* of the currency."""

    language: Language
    symbol: str

    def amount(self, value: float, unit: str) -> str:
        """Return a level: ``Rp 1.32 trillion``, ``21.43 %``, ``53.10 points``."""
        return amount(value, unit, self.symbol, self.language)

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
        (shown, *rest), before, word = scaled(values, row["unit"], self.symbol, self.language)
        told = iter(rest)
        low, high, least, most = (None if end is None else next(told) for end in ends)
        return (
            f"{placed(before, shown)} {word}".rstrip(),
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
            and found != "no clear difference"
            and not (found == "identical" and drawn["low"] == drawn["high"])
        )
        words = self.language.text(found)
        if turned:
            return self.language.say("{found} at central assumptions only", found=words)
        return words
