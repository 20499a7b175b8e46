"""Does the baseline look like the place? The table of published facts, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy_sim.report.numbers import amount
from policy_sim.report.wording import symbol_of
from policy_sim.study.facts import Verdict

__all__ = ["likeness_line", "likeness_rows"]

_TONES = {Verdict.INSIDE: "better", Verdict.OUTSIDE: "worse", Verdict.NO_DATA: ""}


def likeness_line(manifest: Mapping[str, Any]) -> str:
    """Return how many published facts the first year matches; nothing if none are stated."""
    facts = manifest.get("likeness", [])
    if not facts:
        return ""
    number = {verdict: _count(facts, verdict) for verdict in Verdict}
    held = number[Verdict.INSIDE] + number[Verdict.OUTSIDE]
    return (
        f"Does the baseline look like the place? {number[Verdict.INSIDE]} of {held} published "
        f"facts are matched by the first simulated year, {number[Verdict.OUTSIDE]} are not; of "
        f"{number[Verdict.NO_DATA]} more there is no data."
    )


def likeness_rows(manifest: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the rows of the table: what is published, what is simulated, and how they stand."""
    symbol = symbol_of(manifest)
    symbol = symbol_of(manifest)
    return [
        {
            "title": fact["title"],
            "published": _published(fact, symbol),
            "simulated": ""
            if fact["value"] is None
            else amount(fact["value"], fact["unit"], symbol),
            "verdict": fact["verdict"],
            "tone": _TONES[Verdict(fact["verdict"])],
            "explain": fact["explain"],
            "evidence": fact["evidence"],
        }
        for fact in manifest.get("likeness", [])
    ]


def _count(facts: list[Mapping[str, Any]], verdict: Verdict) -> int:
    return sum(fact["verdict"] == verdict for fact in facts)


def _published(fact: Mapping[str, Any], symbol: str) -> str:
    """Return the published value as the range in which it counts as matched, with its day."""
    low, high = fact["low"], fact["high"]
    if low is None or high is None:
        return "not published"
    span = f"{amount(low, fact['unit'], symbol)} to {amount(high, fact['unit'], symbol)}"
    return f"{span} ({fact['as_of']})" if fact["as_of"] else span
