"""Findings, domain, differences and who notices them, in sentences and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from pathlib import PurePath
from typing import Any

from policy_sim.catalogue import finding_of, parts, text_of
from policy_sim.catalogue.language import Language
from policy_sim.policy.effects import Bearing, kind_of_given
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.finding_words import in_words

__all__ = [
    "affected_rows",
    "conformity_words",
    "domain_words",
    "finding_line",
    "finding_rows",
    "reach_rows",
    "text_rows",
]

Values = Mapping[str, Any]

_ITSELF = ("title", "source", "authority", "status", "checked")
"""What an item says about itself, which the table of the proposal tells."""


def finding_line(part: Values, language: Language) -> str:
    """Return how many findings of each gravity there are."""
    found = [finding["severity"] for finding in part["findings"]]
    if not found:
        return language.say("Nothing was found.")
    errors, warnings, notes = (found.count(word) for word in ("error", "warning", "info"))
    counted = (
        (errors, language.count(errors, "{number} error", "{number} errors")),
        (warnings, language.count(warnings, "{number} warning", "{number} warnings")),
        (notes, language.count(notes, "{number} note", "{number} notes")),
    )
    return language.listed([words for number, words in counted if number]) + "."


def finding_rows(part: Values, names: ExampleWords) -> Iterator[dict[str, str]]:
    """Yield each finding, the gravest first: what is wrong, an example, how to mend it."""
    language = names.voice.language
    words = {
        "error": language.say("error"),
        "warning": language.say("warning"),
        "info": language.say("note"),
    }
    for finding in part["findings"]:
        told = parts(in_words(finding_of(finding["told"]), names), language)
        yield {
            "severity": finding["severity"],
            "word": words[finding["severity"]],
            "code": finding["code"],
            "message": told["message"],
            "mend": told["mend"],
            "place": f"{PurePath(finding['file']).name}:{finding['line']}:{finding['column']}",
        }


def conformity_words(part: Values, language: Language) -> str:
    """Return whether the draft was held against a statute, and what that showed."""
    if part["statute"] is None:
        return language.say("No statute was given, so that conformity was not examined.")
    statute = language.told(text_of(part["statute"]))
    codes = [finding["code"] for finding in part["findings"]]
    if part.get("statute_broken") or "unlawful" in codes:
        return language.say(
            "Held against “{statute}”: a promise of it is broken for somebody (see below).",
            statute=statute,
        )
    silent = language.say(
        "Held against “{statute}”: no promise of it was found broken.",
        statute=statute,
    )
    if "silent" in codes:
        silent += " " + language.say(
            "About part of what the draft decides the statute is silent, which is not the same as "
            "conforming."
        )
    return silent


def domain_words(part: Values, language: Language) -> list[str]:
    """Return what was proved, of whom, in which law, and where a proof ends."""
    examined = part["examined"]
    if examined is None:
        return [
            language.say(
                "Nothing was proved: the draft does not hold together, so that there is no law to "
                "prove anything of."
            )
        ]
    days = language.listed([language.day(date.fromisoformat(d)) for d in examined["versions"]])
    areas = ", ".join(language.text(area) for area in examined["areas"])
    return [
        language.say(
            "Not a sample: what is said below holds for everybody who could exist within the "
            "declared ranges and what the vocabulary says is always so."
        ),
        language.say(
            "Looked at: the law in its versions from {days}, with any value of its levers, in "
            "these areas: {areas}. {number} questions were put to the solver.",
            days=days,
            areas=areas,
            number=language.number(examined["questions"]),
        ),
        language.say(
            "Days are first days of months, for a hundred years if a version has no end; of events "
            "so many entries are looked at as the rules can ask for. An example of a person is "
            "shown only if every engine decides it in the same way. Of an amendment only what is "
            "not found without it is told."
        ),
    ]


def text_rows(part: Values, names: ExampleWords) -> Iterator[dict[str, Any]]:
    """Yield what is said otherwise, an item at a time: before and after."""
    language = names.voice.language
    verbs = {
        "added": language.say("added"),
        "removed": language.say("removed"),
        "changed": language.say("changed"),
    }
    for one in part["text"]:
        parts = [word for word in one["parts"] if word["part"] not in _ITSELF]
        read = one["read_by"]
        yield {
            "kind": verbs[one["kind"]],
            "item": f"{language.text(one['section'])} {names.rules((one['name'],))}",
            "from": one["from"],
            "before": list(_worded(parts, "before")),
            "after": list(_worded(parts, "after")),
            "read": "" if read is None else names.rules(tuple(read)) or language.say("no rule"),
        }


def _worded(parts: Sequence[Values], side: str) -> Iterator[str]:
    """Yield the texts of one side: clauses each by itself, other texts of one part together."""
    for part, group in groupby(parts, key=lambda word: word["part"]):
        texts = [word[side] for word in group if word[side]]
        if part == "when":
            yield from (f"{part}: {text}" for text in texts)
        elif texts:
            yield ", ".join(texts) if part == "value" else f"{part}: {', '.join(texts)}"


def affected_rows(part: Values, words: ExampleWords) -> Iterator[dict[str, str]]:
    """Yield each way in which somebody is treated otherwise, with an example: gains first."""
    rows = [_affected(one, "", words) for one in part["changes"]]
    for transition in part["transitions"]:
        rows += [_affected(one, transition["name"], words) for one in transition["changes"]]
    order = ("won", "lost", "")
    yield from sorted(rows, key=lambda row: order.index(row["tone"]))


def _affected(one: Values, transition: str, words: ExampleWords) -> dict[str, str]:
    language = words.voice.language
    tone = _tone(one["turn"], one["effect"])
    values = " → ".join(words.word(value) for value in (one["before"], one["after"]) if value)
    return {
        "tone": tone,
        "word": {
            "won": language.say("wins"),
            "lost": language.say("loses out"),
            "": language.say("otherwise"),
        }[tone],
        "area": _area(one["area"], transition, language),
        "what": f"{_turned(one['turn'], words.effect(one['effect']), language)} {values}".strip(),
        "rules": words.rules(tuple(one["rules"])),
        "example": words.told(text_of(one["told"]["example"])),
        "unmet": "; ".join(words.clause(text_of(why)) for why in one["told"]["unmet"]),
        "from": one["from"],
    }


def _area(area: str, transition: str, language: Language) -> str:
    """Return what an area is called; of those in a transition alone, with its name."""
    if not transition:
        return language.text(area)
    said = language.text(area)
    return language.say("{area}, in the transition {name}", area=said, name=transition)


def _tone(turn: str, effect: str) -> str:
    """Return whether a change is good for the person, bad, or neither."""
    bearing = kind_of_given(effect.rpartition(" of ")[2]).bearing
    up = {"gains": True, "higher": True, "loses": False, "lower": False}.get(turn)
    if up is None or bearing is Bearing.SUPPORT:
        return ""
    return "won" if up == (bearing is Bearing.GOOD) else "lost"


def _turned(turn: str, effect: str, language: Language) -> str:
    sentence = {
        "gains": language.text("gains “{effect}”"),
        "loses": language.text("loses “{effect}”"),
        "higher": language.text("“{effect}” higher"),
        "lower": language.text("“{effect}” lower"),
        "otherwise": language.text("“{effect}” otherwise"),
        "ranked": language.text("ranked otherwise for “{effect}”"),
        "tied": language.text("tied otherwise for “{effect}”"),
    }[turn]
    return sentence.format(effect=effect)


def reach_rows(part: Values, names: ExampleWords) -> Iterator[dict[str, str]]:
    """Yield how many of the workforce are treated otherwise, by way and by group."""
    language = names.voice.language
    few = language.say("fewer than five")
    counts = [("", one) for one in part["counts"]]
    for transition in part["transitions"]:
        counts += [(transition["name"], one) for one in transition["counts"]]
    for within, one in counts:
        people = one["people"]
        yield {
            "area": _area(one["area"], within, language),
            "what": _turned(one["turn"], names.effect(one["effect"]), language),
            "people": few if people is None else language.number(people),
            "groups": "; ".join(
                f"{names.voice.named(name)}: {told}"
                for name, cells in one["groups"].items()
                if (told := _cells(name, cells, names))
            ),
        }


def _cells(of: str, cells: Values, names: ExampleWords) -> str:
    language, told = names.voice.language, []
    for value, cell in cells.items():
        word = names.voice.word(value, of)
        if cell["people"] is None:
            told.append(language.say("{word} not told", word=word))
        elif cell["people"]:
            told.append(
                language.say(
                    "{word} {people} of {all}",
                    word=word,
                    people=language.number(cell["people"]),
                    all=language.number(cell["of"]),
                )
            )
    return ", ".join(told)
