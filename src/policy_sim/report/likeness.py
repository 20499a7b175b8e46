"""Published facts beside simulated figures, in words: does the baseline look like the place, and
what others have found beside what this study finds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import beside, span
from policy_sim.report.wording import is_told, symbol_of, titled
from policy_sim.simulation.assumptions.register import Mark
from policy_sim.study.facts import Verdict

__all__ = [
    "likeness_answer",
    "likeness_line",
    "likeness_rows",
    "result_line",
    "result_rows",
    "result_table",
]

_TONES = {Verdict.INSIDE: "matched", Verdict.OUTSIDE: "missed", Verdict.NO_DATA: ""}

_HEADINGS = ("published result", "published", "simulated", "difference", "counts as matched", "")


def likeness_line(manifest: Mapping[str, Any], language: Language = ENGLISH) -> str:
    """Return how many published facts the first year matches; nothing if none are stated."""
    facts = _facts(manifest, result=False)
    if not facts:
        return ""
    number = {verdict: _count(facts, verdict) for verdict in Verdict}
    held = number[Verdict.INSIDE] + number[Verdict.OUTSIDE]
    return language.say(
        "Does the baseline look like the place? {inside} of {held} published facts are matched by "
        "the first simulated year, {outside} are not; of {unknown} more there is no data.",
        inside=number[Verdict.INSIDE],
        held=held,
        outside=number[Verdict.OUTSIDE],
        unknown=number[Verdict.NO_DATA],
    )


def likeness_answer(manifest: Mapping[str, Any], language: Language = ENGLISH) -> str:
    """Return :func:`likeness_line` without its question, for where that is a heading."""
    line = likeness_line(manifest, language)
    return line.partition("? ")[2] or line


def result_line(manifest: Mapping[str, Any], language: Language = ENGLISH) -> str:
    """Return how many published results the study matches; nothing if none are stated."""
    facts = _facts(manifest, result=True)
    if not facts:
        return ""
    inside = _count(facts, Verdict.INSIDE)
    return language.say(
        "Published results: {inside} of {all} are matched.", inside=inside, all=len(facts)
    )


def likeness_rows(
    manifest: Mapping[str, Any], language: Language = ENGLISH
) -> list[dict[str, str]]:
    """Return the rows of the table: what is published, what is simulated, and how they stand."""
    return list(_rows(manifest, language, result=False))


def result_rows(manifest: Mapping[str, Any], language: Language = ENGLISH) -> list[dict[str, str]]:
    """Return the rows of published results, as those of :func:`likeness_rows`."""
    return list(_rows(manifest, language, result=True))


def result_table(
    manifest: Mapping[str, Any], language: Language = ENGLISH
) -> list[tuple[str, ...]]:
    """Return the published results line by line, under their headings; nothing if there are none.

    Published, simulated, the difference of the two, the span that counts as matched, the verdict.
    """
    facts = _facts(manifest, result=True)
    rows = [
        (
            titled(fact["title"], language),
            _plain(fact["published"], language),
            _with_unit(fact, language),
            _difference(fact, language),
            _span(fact, language),
            language.text(fact["verdict"]),
        )
        for fact in facts
    ]
    return [tuple(map(language.text, _HEADINGS)), *rows] if rows else []


def _facts(manifest: Mapping[str, Any], *, result: bool) -> list[Mapping[str, Any]]:
    return [f for f in manifest.get("likeness", []) if bool(f.get("result")) is result]


def _rows(
    manifest: Mapping[str, Any], language: Language, *, result: bool
) -> Iterator[dict[str, str]]:
    symbol = symbol_of(manifest)
    for fact in _facts(manifest, result=result):
        value = fact["value"]
        ends = [fact[end] for end in ("low", "high") if fact[end] is not None]
        yield {
            "title": titled(fact["title"], language),
            "published": _published(fact, symbol, language),
            "simulated": ""
            if value is None
            else beside(value, ends, fact["unit"], symbol, language),
            "verdict": language.text(fact["verdict"]),
            "tone": _TONES[Verdict(fact["verdict"])],
            "explain": titled(fact["explain"], language),
            "evidence": _evidence(titled(fact["evidence"], language), language),
            "evidence_in": language.code if is_told(fact["evidence"], language) else ENGLISH.code,
        }


def _evidence(evidence: str, language: Language) -> str:
    """Return a source, or an assumption, as its document tells it, and its mark in *language*."""
    assumed, sentence = evidence.split(": ", 1) if ": " in evidence else ("", "")
    if assumed == Mark.ASSUMPTION:
        return f"{language.text(assumed)}: {sentence}"
    source, bracket, mark = evidence.removesuffix(")").rpartition(" (")
    return f"{source} ({language.text(mark)})" if bracket else evidence


def _count(facts: list[Mapping[str, Any]], verdict: Verdict) -> int:
    return sum(fact["verdict"] == verdict for fact in facts)


def _published(fact: Mapping[str, Any], symbol: str, language: Language) -> str:
    """Return the published value as the range in which it counts as matched, with its day."""
    low, high = fact["low"], fact["high"]
    if low is None or high is None:
        return language.say("not published")
    told = span(low, high, fact["unit"], symbol, language)
    if not fact["as_of"]:
        return told
    day = language.day(date.fromisoformat(str(fact["as_of"])))
    return f"{told} ({day})"


def _with_unit(fact: Mapping[str, Any], language: Language) -> str:
    told = _plain(fact["value"], language)
    return f"{told} {language.text(fact['unit'])}".strip() if told else ""


def _difference(fact: Mapping[str, Any], language: Language) -> str:
    if fact["value"] is None or fact["published"] is None:
        return ""
    return language.number(fact["value"] - fact["published"], 2, signed=True)


def _span(fact: Mapping[str, Any], language: Language) -> str:
    low, high = (_plain(fact[end], language) for end in ("low", "high"))
    return language.say("{low} to {high}", low=low, high=high) if low and high else ""


def _plain(value: float | None, language: Language) -> str:
    return "" if value is None else language.number(value, 2)
