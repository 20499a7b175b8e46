"""What a conclusion hangs on, how much it brings of what can be had, and how precise it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.choosing import choice_lines
from policy_sim.report.precision import luck_lines, precision_line
from policy_sim.report.uncertainty import few_draws_line
from policy_sim.report.wording import arm_title, outcome_words, plain_words, titled
from policy_sim.simulation.assumptions.register import Register
from policy_sim.study.arms import Arm
from policy_sim.study.result import Result
from policy_sim.study.statistics import FEWEST_DRAWS

__all__ = ["assurance_lines", "attainable_lines", "hinge_line"]

Row = Mapping[str, Any]
NAMED = 2
"""How many of the assumptions that stand out are named."""


def assurance_lines(
    result: Result, language: Language = ENGLISH, register: Register | None = None
) -> Iterator[str]:
    """Yield what a run's conclusions hang on, what they are of the attainable, how precise.

    The *register* tells what its assumptions are called.
    """
    hinges = _records(result.hinges)
    for outcome in result.manifest["design"]["primary"]:
        for effect in ("law", "practice"):
            told = [_part(row, effect) for row in hinges if row["effect"] == effect]
            for label in dict.fromkeys(told):
                of = (outcome, effect, label)
                line = hinge_line(hinges, result.manifest, of, language, register)
                if line:
                    yield f"{outcome_words(outcome, result.manifest, language)}, {label}: {line}"
    if line := few_draws_line(result.manifest.get("draws", 0), language):
        yield line
    prospects = _own(result, _records(result.prospects))
    information = _own(result, _records(result.information))
    yield from choice_lines(prospects, information, result.manifest, language)
    yield from attainable_lines(_records(result.attainable), result.manifest, language)
    yield from luck_lines(_records(result.comparison), result.manifest, language)
    if line := precision_line(result.manifest, language):
        yield line


def _own(result: Result, rows: Sequence[Row]) -> list[Row]:
    """Return the rows of the choice under the baseline's own practice (or law)."""
    base = Arm.of(result.baseline)
    own = {"law": base.practice, "practice": base.law}
    return [row for row in rows if row["under"] == own[row["among"]]]


def _records(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a frame, with None for what is missing."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def hinge_line(
    hinges: Sequence[Row],
    manifest: Mapping[str, Any],
    of: tuple[str, str, str],
    language: Language = ENGLISH,
    register: Register | None = None,
) -> str:
    """Return what one effect on a primary outcome hangs on; nothing without enough draws.

    *of* is the outcome, the effect and the law (or the practice) whose effect it is.
    """
    if manifest.get("draws", 0) < FEWEST_DRAWS:
        return ""
    outcome, effect, label = of
    rows = [
        row
        for row in hinges
        if (row["outcome"], row["effect"], _part(row, effect)) == (outcome, effect, label)
    ]
    rows = [row for row in rows if row["policy"] == rows[0]["policy"]]
    named = [row for row in rows if row["stands_out"]][:NAMED]
    if not rows:
        return ""
    if not named:
        return language.say("No assumption stands out in {draws} draws.", draws=rows[0]["n"])
    told = language.say(" and ").join(_named(row, register, language) for row in named)
    return language.say(
        "It hangs on {assumptions}: with a plus, the higher that is the larger the difference; "
        "with a minus, the smaller (rank correlation in {draws} draws).",
        assumptions=told,
        draws=rows[0]["n"],
    )


def _named(row: Row, register: Register | None, language: Language) -> str:
    name = str(row["assumption"])
    entry = register.assumptions.get(name) if register else None
    called = titled((entry.title if entry else "") or name.replace("_", " "), language)
    correlation = language.number(row["correlation"], 2, signed=True)
    return f"{called} ({correlation})"


def _part(row: Row, effect: str) -> str:
    """Return whose effect a row tells of: the law's or the practice's of its arm, or the arm's."""
    arm = Arm.of(row["policy"])
    return {"law": arm.law, "practice": arm.practice}.get(effect, arm.name)


def attainable_lines(
    attainable: Sequence[Row], manifest: Mapping[str, Any], language: Language = ENGLISH
) -> Iterator[str]:
    """Yield, for each primary outcome, how much of the attainable gain each arm realises.

    *attainable* are the rows of ``attainable.json``.
    """
    without = []
    for outcome in dict.fromkeys(row["outcome"] for row in attainable):
        shares = "; ".join(
            f"{arm_title(row['policy'], manifest, language)} {_share(row, language)}"
            for row in attainable
            if row["outcome"] == outcome and row["share"] is not None
        )
        if shares:
            yield language.say(
                "{outcome}, share of the attainable gain that is realised: {shares}.",
                outcome=outcome_words(outcome, manifest, language),
                shares=shares,
            )
        else:
            without.append(plain_words(outcome, language))
    if attainable:
        yield language.say(
            "The attainable gain is that from choosing by lot (0 %) to choosing by the truth "
            "(100 %) among those eligible under the baseline's law."
        )
    if without:
        yield language.say(
            "No share is given for {outcomes}: choosing by the truth is not clearly better there "
            "than choosing by lot.",
            outcomes=_listed(without, language),
        )


def _listed(words: Sequence[str], language: Language) -> str:
    """Return *words* as a list: ``a, b and c``."""
    *first, last = words
    return f"{', '.join(first)}{language.say(' and ')}{last}" if first else last


def _share(row: Row, language: Language) -> str:
    """Return a share with its interval: ``31 % [24, 38]``."""
    share, low, high = (language.number(row[name] * 100) for name in ("share", "low", "high"))
    return f"{share} % {language.say('[{low}, {high}]', low=low, high=high)}"
