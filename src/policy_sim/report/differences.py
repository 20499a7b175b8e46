"""What two regulations say otherwise, in lines and in plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.diagnostics import Place
from policy_sim.policy.common_words import CommonWords
from policy_sim.policy.differences import Difference, Kind, Wording
from policy_sim.policy.statute import Section
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.voice import Voice

__all__ = ["difference_lines", "difference_values", "span_words", "word_lines"]

Readers = Mapping[str, tuple[str, ...]]
"""The rules that read an item, by the name of the item."""

_READ = (Section.PARAMETER, Section.TABLE, Section.DEFINITION)

_UNREAD = "no rule reads it: what it changes can only show in a simulation"


def difference_lines(
    found: Sequence[Difference], read_by: Readers, since: date, words: ExampleWords
) -> Iterator[str]:
    """Yield the lines about the items that are not the same; *read_by* gives their readers."""
    language = words.voice.language
    for one in found:
        if not _only_first_day(one):
            yield from _lines(one, read_by, since, words)
    dated = [one for one in found if _only_first_day(one)]
    if dated:
        items = ", ".join(
            f"{language.text(one.section)} {words.rules((one.name,))}" for one in dated
        )
        yield language.say("  first day only: {items}", items=items)


def _only_first_day(one: Difference) -> bool:
    return one.kind is Kind.CHANGED and [wording.part for wording in one.parts] == ["from"]


def _lines(one: Difference, read_by: Readers, since: date, words: ExampleWords) -> Iterator[str]:
    language = words.voice.language
    place = one.places[1] or one.places[0]
    source = "" if one.kind is Kind.CHANGED else _source(one.parts, words.voice)
    span = span_words(one.begins, one.ends, since, language)
    kind, section = language.text(one.kind), language.text(one.section)
    head = language.say(
        "  {kind} {section} {name}", kind=kind, section=section, name=words.rules((one.name,))
    )
    head += f"{source}{span}"
    yield f"{head}, {place}" if place else head
    for wording in one.parts:
        if one.kind is Kind.CHANGED:
            yield f"      {_worded(wording, language)}"
        elif wording.part == "value":
            yield f"      {wording.after or wording.before}"
    if one.section in _READ:
        rules = read_by.get(one.name, ())
        read = language.say("read by {rules}", rules=words.rules(rules))
        yield f"      {read if rules else language.text(_UNREAD)}"


def _source(parts: Sequence[Wording], voice: Voice) -> str:
    texts = [part.after or part.before for part in parts if part.part == "source"]
    return f" ({voice.source(texts[0])})" if texts else ""


def _worded(wording: Wording, language: Language) -> str:
    values = {"part": wording.part, "before": wording.before, "after": wording.after}
    if not wording.before:
        return language.say("{part}: now also '{after}'", **values)
    if not wording.after:
        return language.say("{part}: no longer '{before}'", **values)
    return language.say("{part}: '{before}' → '{after}'", **values)


def span_words(begins: date, ends: date | None, since: date, language: Language = ENGLISH) -> str:
    """Return from when to when, as far as that is not from *since* on for good."""
    told = []
    if begins > since:
        told.append(language.say("from {begins}", begins=begins))
    if ends:
        told.append(language.say("until {ends}", ends=ends))
    return "".join(f" {part}" for part in told)


def word_lines(words: CommonWords, language: Language = ENGLISH) -> Iterator[str]:
    """Yield the lines about words that only one vocabulary has, or that mean something else."""
    for verb, changed in (
        (language.text("added"), words.added),
        (language.text("removed"), words.removed),
        (language.text("declared otherwise"), words.changed),
    ):
        for section, own in groupby(changed, key=lambda name: name.partition(": ")[0]):
            names = ", ".join(name.partition(": ")[2] for name in own)
            yield f"  {verb} {section}: {names}"


def difference_values(found: Sequence[Difference], read_by: Readers) -> list[dict[str, object]]:
    """Return the differences as plain values."""
    return [
        {
            "section": str(one.section),
            "name": one.name,
            "kind": str(one.kind),
            "from": one.begins.isoformat(),
            "until": one.ends.isoformat() if one.ends else None,
            "parts": [
                {"part": part.part, "before": part.before, "after": part.after}
                for part in one.parts
            ],
            "before": _place(one.places[0]),
            "after": _place(one.places[1]),
            "read_by": list(read_by.get(one.name, ())) if one.section in _READ else None,
        }
        for one in found
    ]


def _place(place: Place | None) -> str | None:
    return None if place is None else str(place)
