"""Who is treated otherwise under another law, in lines and in plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType

from policy_sim.catalogue import Phrase, phrase
from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.policy.law import Law
from policy_sim.proof.affected import Affected, Extent
from policy_sim.proof.changes import Turn
from policy_sim.proof.told import BESIDE
from policy_sim.proof.treated_otherwise import Change
from policy_sim.report.differences import span_words
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.sentences import AREAS
from policy_sim.report.voice import Voice

__all__ = ["affected_lines", "affected_values"]

_MOVED: Mapping[Turn, str] = MappingProxyType(
    {
        Turn.HIGHER: "{effect} higher by {by}",
        Turn.LOWER: "{effect} lower by {by}",
        Turn.OTHERWISE: "{effect} otherwise by {by}",
    }
)


def affected_lines(
    found: Affected, since: date, law: Law, language: Language = ENGLISH
) -> Iterator[str]:
    """Yield the lines about everybody who is treated otherwise, by area, in the words of *law*."""
    words = ExampleWords(law, Voice.of(law, language))
    for (area, subject), extent in found.extents.items():
        at, say = (area, subject), language.say
        whom = language.text(AREAS.get(area, area))
        if subject != "person":
            whom = f"{whom} ({language.text(subject)})"
        mine = [one for one in found.changes if (one.area, one.subject) == at]
        for one in mine:
            span = span_words(one.begins, one.ends, since, language)
            yield f"  {whom}: {_told(one, words)}{span}"
            yield from _example(one, words)
        for rule in found.shared.get(at, ()):
            by = words.rules((rule,))
            told = say("places by {rule} are shared out otherwise among those eligible", rule=by)
            yield f"  {whom}: {told}"
        if at in found.unclear:
            yield f"  {whom}: {say('not decided: {why}', why=found.unclear[at])}"
        elif extent is Extent.NOBODY:
            yield f"  {whom}: {say('the rules say something else, but no possible person notices')}"


def _told(one: Change, words: ExampleWords) -> str:
    say = words.voice.language.say
    values = {"by": words.rules(one.rules), "effect": words.effect(one.effect)}
    if one.turn in (Turn.GAINS, Turn.LOSES):
        values["effect"] = words.effect(one.effect, one.after or one.before)
        if one.turn is Turn.GAINS:
            return say("gains {effect} by {by}", **values)
        return say("loses {effect} by {by}", **values)
    if one.turn is Turn.RANKED:
        return say("ranked otherwise for {effect} by {by}", **values)
    if one.turn is Turn.TIED:
        return say("tied otherwise for {effect} by {by}", **values)
    moved = say(_MOVED[one.turn], **values)
    if not (one.before and one.after):
        return moved
    return f"{moved}, {words.worth(one.before)} → {words.worth(one.after)}"


def _example(one: Change, words: ExampleWords) -> Iterator[str]:
    language, example = words.voice.language, one.example
    say = language.say
    if one.turn is Turn.RANKED:
        ahead: object = example
        behind: object = phrase("nothing else")
        if isinstance(example, Phrase) and example.sentence == BESIDE:
            ahead, behind = example.values["one"], example.values["other"]
        yield f"      {say('ahead before, behind now: {person}', person=words.told(ahead))}"
        same = say("behind before, ahead now: the same with {person}", person=words.told(behind))
        yield f"      {same}"
        return
    yield f"      {words.told(example)}"
    if one.turn is Turn.TIED:
        lot = "one of the two comes first under one law, and the lot decides under the other"
        yield f"      {language.text(lot)}"
    if one.unmet:
        unmet = "; ".join(words.clause(part) for part in one.unmet)
        if one.turn is Turn.GAINS:
            yield f"      {say('what stood in the way: {unmet}', unmet=unmet)}"
        else:
            yield f"      {say('what stands in the way: {unmet}', unmet=unmet)}"


def affected_values(found: Affected) -> dict[str, object]:
    """Return what was proved as plain values."""
    return {
        "versions": [day.isoformat() for day in found.versions],
        "areas": [
            {
                "area": area,
                "subject": subject,
                "extent": str(extent),
                "places_shared_otherwise": list(found.shared.get((area, subject), ())),
                "undecided": found.unclear.get((area, subject)),
            }
            for (area, subject), extent in found.extents.items()
        ],
        "changes": [
            {
                "area": one.area,
                "subject": one.subject,
                "turn": str(one.turn),
                "effect": one.effect,
                "rules": list(one.rules),
                "from": one.begins.isoformat(),
                "until": one.ends.isoformat() if one.ends else None,
                "example": one.example,
                "before": one.before or None,
                "after": one.after or None,
                "unmet": list(one.unmet),
            }
            for one in found.changes
        ],
    }
