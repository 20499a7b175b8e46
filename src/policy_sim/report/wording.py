"""The sentences at the top of a report and of a run's printed summary."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.simulation.measures.year_end import FEWEST_CASES
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.arms import Arm

__all__ = [
    "ASKED_OF_OTHERS",
    "arm_title",
    "arm_words",
    "decision_lines",
    "is_told",
    "labelled_words",
    "law_title",
    "laws_and_practices",
    "outcome_words",
    "plain_words",
    "practice_title",
    "practice_words",
    "run_line",
    "symbol_of",
    "titled",
    "window_title",
    "window_words",
    "without_value",
]


def run_line(manifest: Mapping[str, Any], language: Language = ENGLISH) -> str:
    """Return what was run, in one line."""
    count = language.count
    return language.say(
        "{scenario}: {years} from {start}, {people} people, {arms}, {replications}, seed {seed}, "
        "{engine} engine, policy-sim {version}, run {digest}",
        scenario=manifest["scenario"],
        years=count(manifest["years"], "{number} year", "{number} years"),
        start=language.day(date.fromisoformat(manifest["start"])),
        people=language.number(manifest["people_at_start"]),
        arms=count(len(manifest["arms"]), "{number} arm", "{number} arms"),
        replications=count(
            manifest["replications"], "{number} replication", "{number} replications"
        ),
        seed=manifest["seed"],
        engine=manifest["engine"],
        version=manifest["versions"]["policy-sim"],
        digest=manifest["digest"][:12],
    )


ASKED_OF_OTHERS = (
    "The draft asks another level to change the law. By itself it changes nothing; its "
    "consequences are shown as if the change were made."
)
"""What is said of advocacy."""


def decision_lines(manifest: Mapping[str, Any], language: Language = ENGLISH) -> list[str]:
    """Return what would be decided, against what, and from when it can matter."""
    base = Arm.of(manifest["baseline"])
    law, practice = _law(base.law, manifest, language), _practice(base.practice, manifest, language)
    lines = [language.say("Baseline: {law}, {practice}.", law=law, practice=practice)]
    compared = language.text("Compared with it: {what}, {since}.")
    laws, practices = laws_and_practices(manifest)
    for name in laws:
        if name != base.law:
            since = _since(manifest["divergence"].get(Arm(name, base.practice).name), language)
            lines.append(compared.format(what=_law(name, manifest, language), since=since))
    for name in practices:
        if name != base.practice:
            since = _since(manifest["divergence"].get(Arm(base.law, name).name), language)
            lines.append(compared.format(what=_practice(name, manifest, language), since=since))
    return lines


def laws_and_practices(manifest: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return the names of the laws and of the practices that some arm has been run under.

    A scenario may state more of both; nothing is known of those.
    """
    arms = [Arm.of(name) for name in manifest["arms"]]
    laws, practices = {arm.law for arm in arms}, {arm.practice for arm in arms}
    return (
        [name for name in manifest["laws"] if name in laws],
        [name for name in manifest["practices"] if name in practices],
    )


def _since(day: str | None, language: Language) -> str:
    if day is None:
        return language.say("which never differs")
    return language.say("which can differ from {day} on", day=date.fromisoformat(day))


def _law(name: str, manifest: Mapping[str, Any], language: Language) -> str:
    return _titled(language.text("law"), titled(manifest["laws"][name], language), name)


def _practice(name: str, manifest: Mapping[str, Any], language: Language) -> str:
    return _titled(language.text("practice"), practice_title(name, manifest, language), name)


def _titled(what: str, title: str, name: str) -> str:
    """Return a title with the name that tables use, unless that is all there is."""
    return f"{what} '{title}'" if title == name else f"{what} '{title}' ({name})"


def arm_words(arm: str, manifest: Mapping[str, Any], language: Language = ENGLISH) -> str:
    """Return an arm by name, labelled where its practice is hypothetical."""
    way = Arm.of(arm)
    return Arm(way.law, practice_words(way.practice, manifest, language)).name


def arm_title(arm: str, manifest: Mapping[str, Any], language: Language = ENGLISH) -> str:
    """Return an arm by the titles of its law and its practice; of the two, what varies in the run.

    ::

        Talent-pool reform · Closeness (hypothetical)
    """
    way, run = Arm.of(arm), [Arm.of(name) for name in manifest["arms"]]
    parts = []
    if len({one.law for one in run}) > 1:
        parts.append(law_title(way.law, manifest, language))
    if len({one.practice for one in run}) > 1 or not parts:
        parts.append(practice_title(way.practice, manifest, language))
    return " · ".join(parts)


def law_title(name: str, manifest: Mapping[str, Any], language: Language = ENGLISH) -> str:
    """Return the title of a law."""
    return titled(manifest["laws"].get(name, name), language)


def practice_title(name: str, manifest: Mapping[str, Any], language: Language = ENGLISH) -> str:
    """Return the title of a practice, labelled if it is hypothetical and does not say so itself."""
    practice = manifest["practices"].get(name, {"title": name, "hypothetical": False})
    told = titled(practice["title"], language)
    if not practice["hypothetical"] or "hypothetical" in practice["title"].casefold():
        return told
    return language.say("{practice} (hypothetical)", practice=told)


def practice_words(name: str, manifest: Mapping[str, Any], language: Language = ENGLISH) -> str:
    """Return a practice by name, labelled if it is hypothetical."""
    if manifest["practices"][name]["hypothetical"]:
        return language.say("{practice} (hypothetical)", practice=name)
    return name


def outcome_words(name: str, manifest: Mapping[str, Any], language: Language = ENGLISH) -> str:
    """Return what an outcome is called, labelled where placeholders of the law are part of it."""
    words = labelled_words(name, manifest, language)
    return words[:1].upper() + words[1:]


def labelled_words(name: str, manifest: Mapping[str, Any], language: Language = ENGLISH) -> str:
    """Return what an outcome is called within a sentence, labelled as :func:`outcome_words`."""
    words = plain_words(name, language)
    if _holds_place(name, manifest):
        return language.say("{outcome} (placeholder amounts)", outcome=words)
    return words


def without_value(outcomes: Sequence[str], language: Language = ENGLISH) -> str:
    """Return that *outcomes*, in words, were asked for and have no figure; nothing if all have."""
    if not outcomes:
        return ""
    return language.say(
        "No figure in this run of: {outcomes}. What it is measured on was not there in a year that "
        "is compared, or was too little: a share of fewer than {fewest} cases has no figure. "
        "Simulate more people.",
        outcomes="; ".join(dict.fromkeys(outcomes)),
        fewest=FEWEST_CASES,
    )


def plain_words(name: str, language: Language = ENGLISH) -> str:
    """Return what an outcome is called within a sentence."""
    return language.text(name.replace("_", " "))


def titled(text: str, language: Language) -> str:
    """Return what a document says (a title, a reason) in *language*, if it is said in it.

    What a document says in one language only is told as the catalogue has it, else as it stands.
    """
    told = str(language.told(text))
    return language.text(told) if told == text else told


def is_told(text: str, language: Language) -> bool:
    """Return whether a document says *text* in *language*, or the catalogue does."""
    return language == ENGLISH or titled(text, language) != str(text)


def symbol_of(manifest: Mapping[str, Any]) -> str:
    """Return the symbol of the currency of a run, empty if its vocabulary declares none."""
    return str(manifest.get("currency", {}).get("symbol", ""))


def _holds_place(name: str, manifest: Mapping[str, Any]) -> bool:
    return bool(manifest.get("placeholders")) and name in OUTCOMES and OUTCOMES[name].of_money


_REACHES = {"mean_from": "mean from", "at": "at", "total_from": "total from"}


def window_words(window: Mapping[str, Any], language: Language = ENGLISH) -> str:
    """Return a window shortly: ``mean from 1 January 2027``, ``year 10``."""
    reach = str(window["reach"])
    if reach == "year":
        return language.say("year {number}", number=window["number"])
    day = language.day(date.fromisoformat(str(window["day"])))
    return f"{language.text(_REACHES[reach])} {day}"


def window_title(window: Mapping[str, Any], language: Language) -> str:
    """Return a window as a reader calls it: ``mean from 1 January 2027``, ``in year 10``."""
    reach = str(window["reach"])
    if reach == "year":
        return language.say("in year {number}", number=window["number"])
    day = language.day(date.fromisoformat(str(window["day"])))
    if reach == "at":
        return language.say("on {day}", day=day)
    if reach == "mean_from":
        return language.say("mean of the years from {day}", day=day)
    return language.say("total from {day}", day=day)
