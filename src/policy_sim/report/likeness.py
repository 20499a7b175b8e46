"""Published facts beside simulated figures, in words: does the baseline look like the place, and
what others have found beside what this study finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policy_sim.report.numbers import amount
from policy_sim.report.wording import symbol_of
from policy_sim.study.facts import Verdict

__all__ = ["likeness_line", "likeness_rows", "result_line", "result_rows", "result_table"]

_TONES = {Verdict.INSIDE: "better", Verdict.OUTSIDE: "worse", Verdict.NO_DATA: ""}

_HEADINGS = ("published result", "published", "simulated", "difference", "counts as matched", "")


def likeness_line(manifest: Mapping[str, Any]) -> str:
    """Return how many published facts the first year matches; nothing if none are stated."""
    facts = _facts(manifest, result=False)
    if not facts:
        return ""
    number = {verdict: _count(facts, verdict) for verdict in Verdict}
    held = number[Verdict.INSIDE] + number[Verdict.OUTSIDE]
    return (
        f"Does the baseline look like the place? {number[Verdict.INSIDE]} of {held} published "
        f"facts are matched by the first simulated year, {number[Verdict.OUTSIDE]} are not; of "
        f"{number[Verdict.NO_DATA]} more there is no data."
    )


def result_line(manifest: Mapping[str, Any]) -> str:
    """Return how many published results the study matches; nothing if none are stated."""
    facts = _facts(manifest, result=True)
    if not facts:
        return ""
    inside = _count(facts, Verdict.INSIDE)
    return f"Published results: {inside} of {len(facts)} are matched."


def likeness_rows(manifest: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the rows of the table: what is published, what is simulated, and how they stand."""
    return list(_rows(manifest, result=False))


def result_rows(manifest: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the rows of published results, as those of :func:`likeness_rows`."""
    return list(_rows(manifest, result=True))


def result_table(manifest: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Return the published results line by line, under their headings; nothing if there are none.

    Published, simulated, the difference of the two, the span that counts as matched, the verdict.
    """
    facts = _facts(manifest, result=True)
    rows = [
        (
            fact["title"],
            _plain(fact["published"]),
            _with_unit(fact),
            _difference(fact),
            _span(fact),
            fact["verdict"],
        )
        for fact in facts
    ]
    return [_HEADINGS, *rows] if rows else []


def _facts(manifest: Mapping[str, Any], *, result: bool) -> list[Mapping[str, Any]]:
    return [f for f in manifest.get("likeness", []) if bool(f.get("result")) is result]


def _rows(manifest: Mapping[str, Any], *, result: bool) -> Iterator[dict[str, str]]:
    symbol = symbol_of(manifest)
    for fact in _facts(manifest, result=result):
        yield {
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


def _count(facts: list[Mapping[str, Any]], verdict: Verdict) -> int:
    return sum(fact["verdict"] == verdict for fact in facts)


def _published(fact: Mapping[str, Any], symbol: str) -> str:
    """Return the published value as the range in which it counts as matched, with its day."""
    low, high = fact["low"], fact["high"]
    if low is None or high is None:
        return "not published"
    span = f"{amount(low, fact['unit'], symbol)} to {amount(high, fact['unit'], symbol)}"
    return f"{span} ({fact['as_of']})" if fact["as_of"] else span


def _with_unit(fact: Mapping[str, Any]) -> str:
    return "" if fact["value"] is None else f"{_plain(fact['value'])} {fact['unit']}".strip()


def _difference(fact: Mapping[str, Any]) -> str:
    if fact["value"] is None or fact["published"] is None:
        return ""
    return f"{fact['value'] - fact['published']:+.2f}"


def _span(fact: Mapping[str, Any]) -> str:
    if fact["low"] is None or fact["high"] is None:
        return ""
    return f"{_plain(fact['low'])} to {_plain(fact['high'])}"


def _plain(value: float | None) -> str:
    return "" if value is None else f"{value:,.2f}"
