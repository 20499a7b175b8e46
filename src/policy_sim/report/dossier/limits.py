"""What a dossier establishes, and what it does not: said on every one, whatever it found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policy_sim.catalogue.language import Language
from policy_sim.report.dossier.outcome_words import whose_study

__all__ = ["limits"]


def limits(parts: Mapping[str, Mapping[str, Any]], language: Language) -> dict[str, list[str]]:
    """Return what is established, and what is not, in sentences."""
    return {"is": list(_established(parts, language)), "not": list(_not(parts, language))}


def _established(parts: Mapping[str, Mapping[str, Any]], language: Language) -> list[str]:
    if parts["findings"]["examined"] is None:
        return [language.say("That the draft, as it is written, does not hold together, and why.")]
    lines = [
        language.say(
            "What the rules say, of everybody within the domain above: the findings, and who is "
            "treated otherwise, are proofs, each with an example that was decided again."
        ),
        language.say(
            "What follows from the rules and from the assumptions shown, for {whose}, "
            "with the uncertainty of each figure beside it.",
            whose=whose_study(parts.get("outcomes", {}).get("run", {}), language),
        ),
    ]
    if parts.get("cases"):
        lines.append(
            language.say(
                "That the draft decides the named cases as they expect, or where it does not."
            )
        )
    return lines


def _not(parts: Mapping[str, Mapping[str, Any]], language: Language) -> list[str]:
    lines = [
        language.say(
            "Whether the draft is lawful beyond the promises of the statute that it was held "
            "against, and whether it is wise or just: that is for those who decide."
        ),
        language.say(
            "Whether the documents say what the regulations say: they were written by hand, and "
            "what was not compared with its text is counted above."
        ),
    ]
    if "outcomes" not in parts:
        lines.append(language.say("Anything about its consequences: nothing was simulated."))
        return lines
    run = parts["outcomes"]["run"]
    lines.append(
        language.say(
            "What will happen: a simulation is no forecast. It evaluates no real person, unit or "
            "official, and no line of it may be used about one."
        )
    )
    lines.append(
        language.say(
            "What people would do otherwise than the model lets them, and whatever the systems of "
            "the study leave out."
        )
    )
    if run.get("placeholders"):
        lines.append(
            language.say(
                "Any total of money: the law contains placeholder amounts until the true ones are "
                "imported."
            )
        )
    return lines
