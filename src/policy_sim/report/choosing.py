"""The choice between policies under uncertain assumptions, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import scaled
from policy_sim.report.uncertainty import Row
from policy_sim.report.wording import (
    arm_title,
    arm_words,
    law_title,
    outcome_words,
    practice_title,
    practice_words,
    symbol_of,
)
from policy_sim.study.information import FEWEST_FOR_INFORMATION
from policy_sim.study.statistics import FEWEST_DRAWS

__all__ = [
    "TITLES",
    "Called",
    "choice_lines",
    "choice_words",
    "grouped",
    "knowing_line",
    "probability",
    "worth_words",
]

NAMED = 3
"""How many of the assumptions that are worth knowing are named."""

Key = tuple[str, str, str]
"""An outcome, what there is a choice among, and what the policies share."""


_Caller = Callable[[str, Mapping[str, Any], Language], str]


class Called(NamedTuple):
    """What arms, practices and laws are called: by their names, or by their titles."""

    arm: _Caller
    practice: _Caller
    law: _Caller


NAMES = Called(arm_words, practice_words, lambda name, _manifest, _language: name)
TITLES = Called(arm_title, practice_title, law_title)


def choice_lines(
    prospects: Sequence[Row],
    information: Sequence[Row],
    manifest: Mapping[str, Any],
    language: Language = ENGLISH,
) -> Iterator[str]:
    """Yield which policy is best how often, and what it would be worth to know; by outcome.

    *prospects* and *information* are the rows of the files of these names. Nothing without draws.
    """
    draws = manifest.get("draws", 0)
    if draws and not prospects and draws < FEWEST_DRAWS:
        yield language.say("{draws} draws are too few to say which policy is best.", draws=draws)
    known = grouped(information)
    for key, rows in grouped(prospects).items():
        policies = "; ".join(_policy(row, manifest, language) for row in rows)
        told = choice_words(key, manifest, language)
        yield f"{told}: {policies}. {knowing_line(rows, known.get(key, ()), manifest, language)}"


def grouped(rows: Sequence[Row]) -> dict[Key, list[Row]]:
    """Return the rows of each choice, in their order."""
    found: dict[Key, list[Row]] = {}
    for row in rows:
        found.setdefault((row["outcome"], row["among"], row["under"]), []).append(row)
    return found


def choice_words(
    key: Key, manifest: Mapping[str, Any], language: Language = ENGLISH, called: Called = NAMES
) -> str:
    """Return what is chosen by which outcome: ``Service quality, best law in the practice X``."""
    outcome, among, under = key
    words = outcome_words(outcome, manifest, language)
    if among == "law":
        practice = called.practice(under, manifest, language)
        return language.say(
            "{outcome}, best law in the practice {practice}", outcome=words, practice=practice
        )
    law = called.law(under, manifest, language)
    return language.say("{outcome}, best practice under the law {law}", outcome=words, law=law)


def probability(row: Row, language: Language = ENGLISH) -> str:
    """Return how often a policy is best, with its standard error: ``87 % (±7)``."""
    share, error = (language.number(row[n] * 100) for n in ("probability_best", "standard_error"))
    return f"{share} % (±{error})"


def worth_words(
    value: float, unit: str, manifest: Mapping[str, Any], language: Language = ENGLISH
) -> str:
    """Return what is gained or forgone, without a sign, in the unit of the outcome."""
    (shown,), before, word = scaled([value], unit, symbol_of(manifest), language)
    return f"{before}{shown.lstrip('+')} {word}".rstrip()


def _policy(row: Row, manifest: Mapping[str, Any], language: Language) -> str:
    return language.say(
        "{policy} best in {probability} of {draws} draws, expected regret {regret}",
        policy=arm_words(row["policy"], manifest, language),
        probability=probability(row, language),
        draws=row["n"],
        regret=worth_words(row["expected_regret"], row["unit"], manifest, language),
    )


def knowing_line(
    prospects: Sequence[Row],
    information: Sequence[Row],
    manifest: Mapping[str, Any],
    language: Language = ENGLISH,
    called: Called = NAMES,
) -> str:
    """Return what it would be worth to know beforehand: everything, and single assumptions."""
    least = min(prospects, key=lambda row: row["expected_regret"])
    unit, draws = least["unit"], least["n"]
    if least["expected_regret"] == 0:
        return language.say(
            "In no draw is a policy better than {policy}: to know more changes nothing.",
            policy=called.arm(least["policy"], manifest, language),
        )
    everything = language.say(
        "To know everything beforehand, luck included, would be worth {value}.",
        value=worth_words(least["expected_regret"], unit, manifest, language),
    )
    if not information:
        few = language.say(
            "{draws} draws are too few to say which assumption is worth knowing: that takes "
            "{fewest}.",
            draws=draws,
            fewest=FEWEST_FOR_INFORMATION,
        )
        return f"{everything} {few}" if draws < FEWEST_FOR_INFORMATION else everything
    by_chance = worth_words(information[0]["by_chance"], unit, manifest, language)
    named = [row for row in information if row["stands_out"]][:NAMED]
    if not named:
        none = language.say(
            "No single assumption is worth more than chance alone would show ({chance}).",
            chance=by_chance,
        )
        return f"{everything} {none}"
    told = ", ".join(
        f"{language.text(row['assumption'].replace('_', ' '))} "
        f"{worth_words(row['value'], unit, manifest, language)}"
        for row in named
    )
    single = language.say(
        "Of single assumptions: {assumptions} (by chance alone up to {chance}).",
        assumptions=told,
        chance=by_chance,
    )
    return f"{everything} {single}"
