"""What is proposed, who may decide it and how well it is known, in sentences and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from policy_sim.catalogue.language import Language
from policy_sim.catalogue.stored import text_of
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.voice import Voice
from policy_sim.report.wording import ASKED_OF_OTHERS

__all__ = [
    "article_name",
    "authority_words",
    "item_rows",
    "mark_line",
    "mark_rows",
    "proposal_words",
]

Values = Mapping[str, Any]


def proposal_words(proposal: Values, language: Language) -> str:
    """Return what is proposed, in one sentence."""
    if "effective" not in proposal:
        return language.say(
            "A draft that would amend “{law}”. It does not hold together as it stands: what is "
            "wrong with it is listed below, and nothing more can be said of it.",
            law=text_of(proposal["amends"]),
        )
    day = language.day(date.fromisoformat(proposal["effective"]))
    return language.say(
        "“{title}” would amend “{law}” from {day} on.",
        title=text_of(proposal["title"]),
        law=text_of(proposal["amends"]),
        day=day,
    )


def authority_words(proposal: Values, language: Language) -> list[str]:
    """Return who may decide the draft, and for what the consent of a higher level is needed."""
    if "authority" not in proposal:
        return []
    level = language.text(proposal["authority"])
    if proposal["advocacy"]:
        return [language.say(ASKED_OF_OTHERS)]
    lines = [language.say("The draft is issued at this level: {level}.", level=level)]
    reserved = proposal["reserved"]
    if not reserved:
        lines.append(
            language.say(
                "Nothing in it touches what a higher level has reserved, as far as the documents "
                "state who decided what: no consent of a higher level is needed for it."
            )
        )
        return lines
    lines.append(
        language.count(
            len(reserved),
            "{number} item is reserved to a higher level, whose consent is needed first:",
            "{number} items are reserved to a higher level, whose consent is needed first:",
        )
    )
    for finding in reserved:
        values = finding["values"]
        lines.append(
            language.say(
                "{name}: reserved to this level: {level}.",
                name=values["name"],
                level=language.text(values["allowed"]),
            )
        )
    return lines


def item_rows(proposal: Values, names: ExampleWords) -> Iterator[dict[str, Any]]:
    """Yield one row an article, with a line for each item that it changes."""
    language = names.voice.language
    for article in proposal.get("articles", ()):
        changes = article["changes"]
        yield {
            "article": article_name(article["label"], language),
            "items": [_item(change, names) for change in changes],
            "levels": _distinct(language.text(change["authority"]) for change in changes),
            "marks": _distinct(_mark(change["status"], language) for change in changes),
        }


def article_name(label: str, language: Language) -> str:
    """Return an article as its source names it, or the item that has none."""
    section, _, name = label.partition(" ")
    if section in ("parameter", "table", "definition", "rule", "promise", "distinction"):
        return f"{language.text(section)} {name}"
    return Voice(language).source(label)


def _item(change: Values, names: ExampleWords) -> str:
    language = names.voice.language
    sentence = {
        "add": language.text("{section} {name} is added"),
        "replace": language.text("{section} {name} is replaced"),
        "repeal": language.text("{section} {name} is repealed"),
    }[change["act"]]
    told = sentence.format(
        section=language.text(change["section"]), name=names.rules((change["name"],))
    )
    return f"{told}: {change['title']}" if change["title"] else told


def _distinct(words: Iterator[str]) -> str:
    return ", ".join(dict.fromkeys(words))


def _mark(status: str, language: Language) -> str:
    return language.text(status) if status else language.say("no mark")


def mark_rows(marks: Values, language: Language) -> list[dict[str, str]]:
    """Return how many items bear each mark, of the draft and of the law that it amends."""
    draft, law = marks["draft"], marks["law"]
    return [
        {
            "mark": _mark(mark, language),
            "draft": language.number(draft.get(mark, 0)),
            "law": language.number(law.get(mark, 0)),
        }
        for mark in sorted({*draft, *law}, key=lambda mark: (mark != marks["confirmed"], mark))
    ]


def mark_line(marks: Values, language: Language) -> str:
    """Return how many items were compared with the text of their source."""
    draft, law, word = marks["draft"], marks["law"], marks["confirmed"]
    return language.say(
        "Compared with the text of their source: {mine} of {own} items of the draft, and {theirs} "
        "of {all} items of the law that it amends. All others rest on a second hand, on an "
        "assumption, or on what the drafter says.",
        mine=language.number(draft.get(word, 0)),
        own=language.number(sum(draft.values())),
        theirs=language.number(law.get(word, 0)),
        all=language.number(sum(law.values())),
    )
