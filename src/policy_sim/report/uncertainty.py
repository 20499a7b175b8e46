"""Both uncertainties in words: simulation error and, never merged with it, the plausible range."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import difference, placed, scaled, verdict
from policy_sim.study.comparison import PLAUSIBLE_RANGE, SIMULATION_ERROR
from policy_sim.study.statistics import CONFIDENCE, FEWEST_DRAWS

__all__ = [
    "Ranges",
    "central",
    "difference_words",
    "few_draws_line",
    "holm_words",
    "one_of_many",
    "reading",
    "verdict_words",
]

Row = Mapping[Any, Any]
"""One row of ``comparison.json``."""

_UNCLEAR = "no clear difference"


def central(rows: Iterable[Row]) -> list[Row]:
    """Return the rows at central assumptions: those that are told."""
    return [row for row in rows if row["kind"] == SIMULATION_ERROR]


class Ranges:
    """The plausible range of each difference, found by the row at central assumptions.

    *symbol* is that of the currency in which amounts of money are shown. Too few draws give no
    range of anything, which is told once (:func:`few_draws_line`).
    """

    def __init__(self, rows: Iterable[Row], symbol: str = "") -> None:
        self.symbol = symbol
        self._rows = {
            _key(row): row
            for row in rows
            if row["kind"] == PLAUSIBLE_RANGE and row["low"] is not None
        }

    def __bool__(self) -> bool:
        return bool(self._rows)

    def of(self, row: Row) -> Row | None:
        """Return the row of the draws for the difference in *row*, None without draws."""
        return self._rows.get(_key(row))


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in ("policy", "effect", "outcome", "group", "window"))


def difference_words(row: Row, ranges: Ranges, language: Language = ENGLISH) -> str:
    """Return a difference with what is known of it.

    ``+3.10 points (simulation ±0.20; plausible -0.80 to +5.90; better in 87 % of draws)``; without
    draws ``+3.10 [+2.90, +3.30] points``.
    """
    drawn = ranges.of(row)
    if drawn is None:
        return difference(
            row["difference"], row["low"], row["high"], row["unit"], ranges.symbol, language
        )
    half = None if row["low"] is None else (row["high"] - row["low"]) / 2
    given = (row["difference"], half, drawn["low"], drawn["high"])
    shown, before, word = scaled(
        [part for part in given if part is not None], row["unit"], ranges.symbol, language
    )
    error = (
        language.say("simulation: no interval")
        if half is None
        else language.say("simulation ±{half}", half=shown[1].lstrip("+"))
    )
    parts = [error, *_plausible_words(drawn, shown[-2:], language)]
    return f"{placed(before, shown[0])} {word}".rstrip() + f" ({'; '.join(parts)})"


def few_draws_line(draws: int, language: Language = ENGLISH) -> str:
    """Return that no plausible range is given, if there were draws and too few of them."""
    if not 0 < draws < FEWEST_DRAWS:
        return ""
    return language.say(
        "No plausible range is given, nor what a difference hangs on: {made} draws were made, and "
        "fewer than {fewest} say too little.",
        made=draws,
        fewest=FEWEST_DRAWS,
    )


def _plausible_words(drawn: Row, ends: list[str], language: Language) -> list[str]:
    """Return what the draws say: the *ends* of the plausible range, and how often it is better."""
    if drawn["low"] == drawn["high"] == drawn["difference"] == 0:
        return [language.say("plausible: identical")]
    parts = [language.say("plausible {low} to {high}", low=ends[0], high=ends[1])]
    if drawn["share_better"] is not None:
        share = language.number(drawn["share_better"] * 100)
        parts.append(language.say("better in {share} % of draws", share=share))
    return parts


def reading(row: Row, ranges: Ranges) -> tuple[str, bool]:
    """Return how a difference reads (see :func:`verdict`), and whether assumptions can turn it.

    They can if it is clear, and the plausible range of its draws holds zero; or if it is nothing,
    and some draw makes something of it. A primary difference that is clear only as long as nobody
    asks how many outcomes are primary (Holm) is not clear.
    """
    found, drawn = verdict(row["low"], row["high"], row["better"]), ranges.of(row)
    if one_of_many(row, found):
        return _UNCLEAR, False
    if drawn is None or found == _UNCLEAR:
        return found, False
    if found == "identical":
        return found, any(drawn[name] != 0 for name in ("difference", "low", "high"))
    return found, bool(drawn["low"] <= 0 <= drawn["high"])


def one_of_many(row: Row, found: str) -> bool:
    """Whether a clear difference is not clear any more, adjusted for how many were looked at."""
    adjusted = row.get("p_holm")
    clear = found not in ("identical", _UNCLEAR)
    return clear and adjusted is not None and adjusted >= 1 - CONFIDENCE


def holm_words(row: Row, language: Language = ENGLISH) -> str:
    """Return the adjusted probability of a primary difference; of others that none is adjusted."""
    if row["standing"] != "primary":
        return language.text("exploratory")
    value = row["p_holm"]
    if value is None:
        return ""
    return f"< {language.number(0.001, 3)}" if value < 0.001 else language.number(value, 3)


def verdict_words(row: Row, ranges: Ranges, language: Language = ENGLISH) -> str:
    """Return how a difference reads: what plausible assumptions can turn round says so."""
    found, turns = reading(row, ranges)
    if one_of_many(row, verdict(row["low"], row["high"], row["better"])):
        return language.say("no clear difference after Holm's adjustment")
    words = language.text(found)
    return language.say("{verdict} at central assumptions", verdict=words) if turns else words
