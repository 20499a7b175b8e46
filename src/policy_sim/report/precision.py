"""How precise a study is, in sentences: what was asked for, and what common luck is worth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.numbers import scaled
from policy_sim.report.uncertainty import Row
from policy_sim.report.wording import arm_words, outcome_words, symbol_of, window_title
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.comparison import SIMULATION_ERROR

__all__ = ["luck_lines", "luck_rows", "luck_words", "precision_line"]


def precision_line(manifest: Mapping[str, Any], language: Language = ENGLISH) -> str:
    """Return whether the precision that was asked for was reached; nothing if none was."""
    told = manifest.get("precision")
    if not told:
        return ""
    design = manifest["design"]
    window = next(one for one in design["windows"] if one["name"] == told["window"])
    widths = [arm["half_width"] for arm in told["arms"].values()]
    known = [width for width in widths if width is not None]
    words = {
        "outcome": outcome_words(told["outcome"], manifest, language),
        "window": window_title(window, language),
        "asked": _width(told["half_width"], manifest, language),
        "reached": _width(max(known, default=0.0), manifest, language),
        "first": language.number(told["at_least"]),
        "number": language.number(manifest["replications"]),
        "most": language.number(told["at_most"]),
    }
    if told["needed"] is None:
        return language.say(
            "Precision asked for: {outcome}, {window}, to within {asked}. It cannot be judged: too "
            "few of the first {first} replications have a value. {number} were made.",
            **words,
        )
    words["needed"] = language.number(told["needed"])
    if told["reached"]:
        return language.say(
            "Precision asked for: {outcome}, {window}, to within {asked}. Reached with {number} "
            "replications, for every arm to within {reached}; the first {first} said how many.",
            **words,
        )
    return language.say(
        "Precision asked for: {outcome}, {window}, to within {asked}. Not reached: by the first "
        "{first} replications {needed} are needed, and at most {most} were allowed; with {number} "
        "it is known to within {reached}.",
        **words,
    )


def _width(width: float, manifest: Mapping[str, Any], language: Language) -> str:
    """Return half the width of an interval in the unit of the outcome: ``±0.50 points``."""
    unit = OUTCOMES[manifest["precision"]["outcome"]].unit
    (shown,), before, word = scaled([width], unit, symbol_of(manifest), language)
    return f"±{before}{shown.lstrip('+')} {word}".rstrip()


def luck_rows(comparison: Iterable[Row]) -> list[Row]:
    """Return the rows that say what common luck is worth: each arm against the baseline."""
    return [
        row
        for row in comparison
        if row["kind"] == SIMULATION_ERROR
        and row["standing"] == "primary"
        and row["effect"] == "total"
        and row.get("variance_ratio") is not None
    ]


def luck_words(row: Row, language: Language = ENGLISH) -> str:
    """Return by how much common luck narrows a variance: ``7.7 [3.1, 21.0]``."""
    number = _ratio(row["variance_ratio"], language)
    if row["variance_ratio_low"] is None:
        return f"{number} {language.say('(no interval: too few replications)')}"
    low, high = (_ratio(row[f"variance_ratio_{end}"], language) for end in ("low", "high"))
    return f"{number} {language.say('[{low}, {high}]', low=low, high=high)}"


def _ratio(value: float, language: Language) -> str:
    return language.number(value, 1 if value < 100 else 0)


def luck_lines(
    comparison: Iterable[Row], manifest: Mapping[str, Any], language: Language = ENGLISH
) -> Iterator[str]:
    """Yield, for each primary outcome, what common luck is worth in each arm."""
    rows = luck_rows(comparison)
    for outcome in manifest["design"]["primary"]:
        ratios = ", ".join(
            f"{arm_words(row['policy'], manifest, language)} {luck_words(row, language)}"
            for row in rows
            if row["outcome"] == outcome
        )
        if ratios:
            yield language.say(
                "{outcome}, variance of the difference without common luck over that with it: "
                "{ratios}.",
                outcome=outcome_words(outcome, manifest, language),
                ratios=ratios,
            )
