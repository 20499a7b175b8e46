"""What a transition decides for those in it, in lines and in plain values."""

from __future__ import annotations

from collections.abc import Iterator

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.policy.differences import Kind
from policy_sim.policy.law import Law
from policy_sim.proof.in_transition import Beside
from policy_sim.report.affected import affected_lines, affected_values
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.voice import Voice

__all__ = ["beside_lines", "beside_values"]

_HEADINGS = {
    Kind.ADDED: "Because of the transition {name}, until {ends}: who is in it beside all others",
    Kind.REMOVED: "Without the transition {name}, until {ends}: who was in it, now as all others",
    Kind.CHANGED: "In the transition {name}, until {ends}: who is in it, as it was and as it is",
}


def beside_lines(found: Beside, law: Law, language: Language = ENGLISH) -> Iterator[str]:
    """Yield the lines about one transition that is not the same."""
    say, words = language.say, ExampleWords(law, Voice.of(law, language))
    yield say(_HEADINGS[found.kind], name=found.name, ends=found.ends)
    yield from affected_lines(found.affected, found.begins, law, language)
    if found.joining:
        yield f"  {say('it takes now: {person}', person=words.told(found.joining))}"
    if found.leaving:
        yield f"  {say('it takes no longer: {person}', person=words.told(found.leaving))}"
    if found.unclear:
        why = language.text("the proof took too much work")
        yield f"  {say('whom it takes: not decided: {why}', why=why)}"
    if not found.anybody:
        nobody = "no possible person: those in it are decided alike, and it takes the same people"
        yield f"  {language.text(nobody)}"


def beside_values(found: Beside) -> dict[str, object]:
    """Return the same as plain values."""
    return {
        "name": found.name,
        "kind": str(found.kind),
        "from": found.begins.isoformat(),
        "until": found.ends.isoformat(),
        "takes_now": found.joining or None,
        "takes_no_longer": found.leaving or None,
        **affected_values(found.affected),
    }
