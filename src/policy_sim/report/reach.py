"""How many of a workforce are treated otherwise under another law, in lines and plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from policy_sim.catalogue.language import Language
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.sentences import AREAS
from policy_sim.study.reach import FEWEST, Counted, Kept, Reach

__all__ = ["reach_lines", "reach_values"]

_VERBS: Mapping[str, str] = MappingProxyType(
    {
        "gains": "{who} gain {effect}",
        "loses": "{who} lose {effect}",
        "higher": "{effect} higher for {who}",
        "lower": "{effect} lower for {who}",
    }
)
"""What is said of each way."""


def reach_lines(found: Reach, symbol: str, words: ExampleWords) -> Iterator[str]:
    """Yield the lines about the people counted; *symbol* is that of the currency."""
    language = words.voice.language
    yield from _counted(found, symbol, words)
    for one in found.transitions:
        yield f"  {_taken(one, found.people, language)}"
        for line in _counted(one.reach, symbol, words):
            yield f"  {line}"
        if not one.reach.anybody:
            yield f"    {language.text(_ALIKE)}"
    for sentence in _remarks(found):
        yield "  " + language.say(sentence, fewest=FEWEST, day=found.recorded)


_ALIKE = "on that day they are treated as all others are"


def _taken(one: Kept, people: int, language: Language) -> str:
    """Return how many a transition takes, of how many."""
    values = {"name": one.name, "day": one.reach.law, "people": language.number(people)}
    if one.taken is None:
        few = "the transition {name} takes fewer than {fewest} of {people}; by the law of {day}:"
        return language.say(few, fewest=FEWEST, **values)
    some = (
        "the transition {name} takes {number} of {people}; beside all others, by the law of {day}:"
    )
    return language.say(some, number=language.number(one.taken), **values)


def _counted(found: Reach, symbol: str, words: ExampleWords) -> Iterator[str]:
    language = words.voice.language
    for one in found.counts:
        who = language.say("fewer than {fewest}", fewest=FEWEST)
        if one.people is not None:
            who = language.number(one.people)
        text = language.say(_VERBS[one.turn], who=who, effect=words.effect(one.effect))
        yield f"  {language.text(AREAS.get(one.area, one.area))}: {text}"
        for name, cells in one.groups.items():
            told, called = (
                _cells(name, cells, words),
                name if words.plain else words.voice.named(name),
            )
            yield "      " + language.say("by {attribute}: {cells}", attribute=called, cells=told)
    for name, (before, after) in found.sums.items():
        amounts = {"before": language.number(before), "after": language.number(after)}
        line = language.text("{name} of all: {symbol} {before} → {symbol} {after}")
        yield "  " + line.format(name=language.text(name), symbol=symbol, **amounts)
    for area, why in found.left_out.items():
        yield "  " + language.say("{area}: not counted: {why}", area=area, why=language.text(why))


_NOBODY = (
    "nobody in this workforce gains or loses anything on that day; what falls due later, and who "
    "wins places by rank or reserve, only a run tells"
)
_BY_SELECTION = "what is given by selection is gained or lost by who is eligible for it"
_DATED = "what hangs on the month of the decision is asked in that of {day}"
_FEW = "numbers under {fewest}, and what would give them away, are not told"


def _remarks(found: Reach) -> Iterator[str]:
    """Yield what a reader should know of these counts."""
    if not found.counts and not found.left_out:
        yield _NOBODY
    counts = [*found.counts, *(count for one in found.transitions for count in one.reach.counts)]
    if any(one.turn in ("gains", "loses") for one in counts):
        yield _BY_SELECTION
    if found.dated:
        yield _DATED
    if any(_hidden(one) for one in counts):
        yield _FEW


def _cells(of: str, cells: Mapping[str, tuple[int | None, int]], words: ExampleWords) -> str:
    language = words.voice.language
    told = {
        value if words.plain else words.voice.word(value, of): cell
        for value, cell in cells.items()
        if cell[0] != 0
    }
    return ", ".join(
        language.say("{word} not told", word=word)
        if count is None
        else language.say(
            "{word} {count} of {everyone}",
            word=word,
            count=language.number(count),
            everyone=language.number(everyone),
        )
        for word, (count, everyone) in told.items()
    )


def _hidden(one: Counted) -> bool:
    cells = (count for group in one.groups.values() for count, _ in group.values())
    return one.people is None or None in cells


def reach_values(found: Reach) -> dict[str, object]:
    """Return the count as plain values; what must not be told is null."""
    return {
        "people": found.people,
        "recorded": found.recorded.isoformat(),
        "law": found.law.isoformat(),
        "counts": [
            {
                "area": one.area,
                "turn": one.turn,
                "effect": one.effect,
                "people": one.people,
                "groups": {
                    name: {
                        word: {"people": count, "of": everyone}
                        for word, (count, everyone) in cells.items()
                    }
                    for name, cells in one.groups.items()
                },
            }
            for one in found.counts
        ],
        "sums": {
            name: {"before": before, "after": after} for name, (before, after) in found.sums.items()
        },
        "left_out": dict(found.left_out),
        "transitions": [
            {"name": one.name, "taken": one.taken, **reach_values(one.reach)}
            for one in found.transitions
        ],
    }
