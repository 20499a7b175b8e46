"""What the model cannot tell, and how far its start is at rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.wording import laws_and_practices, plain_words, titled
from policy_sim.simulation.assumptions.register import Register

__all__ = ["drift_lines", "limit_lines"]


def limit_lines(
    manifest: Mapping[str, Any], register: Register, language: Language = ENGLISH
) -> list[str]:
    """Return what the model cannot tell, which no reader should have to look for."""
    assumed = sum(entry.mark == "assumption" for entry in register.assumptions.values())
    lines = [
        _first_limit(manifest, language),
        language.say(
            "{assumed} of {all} coefficients are assumptions without published support.",
            assumed=assumed,
            all=len(register),
        ),
    ]
    practices = laws_and_practices(manifest)[1]
    hypothetical = [name for name in practices if manifest["practices"][name]["hypothetical"]]
    if hypothetical:
        lines.append(
            language.say(
                "Hypothetical practice, shown to compare and no finding about any place: {names}.",
                names="; ".join(
                    titled(manifest["practices"][n]["title"], language) for n in hypothetical
                ),
            )
        )
    return [
        *lines,
        *_placeholder_lines(manifest, language),
        *_rest_lines(manifest, language),
    ]


def _first_limit(manifest: Mapping[str, Any], language: Language) -> str:
    if manifest.get("imported"):
        return language.say(
            "What this cannot tell: it says what follows from the rules and assumptions shown, not "
            "what will happen. It starts from real records, but ability, motivation and closeness "
            "are drawn by chance: it evaluates no person, unit or official, and no line of it may "
            "be used about one."
        )
    return language.say(
        "What this cannot tell: it is a model of synthetic people. It says what follows from the "
        "rules and assumptions shown, not what will happen; it evaluates no real person, unit or "
        "official."
    )


def _placeholder_lines(manifest: Mapping[str, Any], language: Language) -> Iterator[str]:
    """Yield what of the law's amounts only holds a place, if anything does."""
    held = manifest.get("placeholders", {})
    if held:
        yield language.say(
            "Contains placeholder amounts: {names}. Until the true ones are imported, no total of "
            "money is a finding; what is reckoned with them is labelled.",
            names="; ".join(titled(held[rule], language) for rule in sorted(held)),
        )


def _rest_lines(manifest: Mapping[str, Any], language: Language) -> Iterator[str]:
    """Yield what the rest test of the baseline found, if it was made."""
    rest = manifest.get("rest", {})
    if rest.get("at_rest") is True:
        yield language.say(
            "The start is at rest: no outcome of the baseline moves more early on than later, "
            "but for what the profile expects."
        )
    elif rest.get("at_rest") is False:
        reasons = "; ".join(_unrest(manifest, language))
        yield language.say("The start is not at rest: {reasons}.", reasons=reasons)


def _unrest(manifest: Mapping[str, Any], language: Language) -> Iterator[str]:
    """Yield why a start is not at rest."""
    rest = manifest["rest"]
    facts = {fact["name"]: fact["title"] for fact in manifest.get("likeness", ())}
    jumps = {jump["outcome"] for jump in rest["jumps"] if not jump["expected"]}
    if jumps:
        yield language.say(
            "in the first two years more than later moves: {outcomes}",
            outcomes=", ".join(sorted(plain_words(name, language) for name in jumps)),
        )
    if rest["flows_missed"]:
        yield language.say(
            "the first year misses what is published of {flows}",
            flows="; ".join(
                titled(facts[name], language) if name in facts else plain_words(name, language)
                for name in rest["flows_missed"]
            ),
        )


def drift_lines(manifest: Mapping[str, Any], language: Language = ENGLISH) -> Iterator[str]:
    """Yield the drifts that were expected and came: outcomes, and why."""
    rest = manifest.get("rest", {})
    came = {jump["outcome"] for jump in rest.get("jumps", ()) if jump["expected"]}
    for drift in rest.get("expected_drifts", ()):
        moved = [plain_words(name, language) for name in drift["outcomes"] if name in came]
        if moved:
            yield language.say(
                "Expected to move early on: {outcomes}, because {reason}.",
                outcomes=", ".join(moved),
                reason=titled(drift["because"], language),
            )
