"""What a conclusion hangs on, and how much of what could be had it brings, in sentences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from policy_sim.report.wording import arm_words, outcome_words
from policy_sim.study.arms import Arm
from policy_sim.study.result import Result
from policy_sim.study.statistics import FEWEST_DRAWS

__all__ = ["assurance_lines", "attainable_lines", "hinge_line"]

Row = Mapping[str, Any]
NAMED = 2
"""How many of the assumptions that stand out are named."""


def assurance_lines(result: Result) -> Iterator[str]:
    """Yield what a run's conclusions hang on, and what share of the attainable they are."""
    hinges = _records(result.hinges)
    for outcome in result.manifest["design"]["primary"]:
        for effect in ("law", "practice"):
            told = [_part(row, effect) for row in hinges if row["effect"] == effect]
            for label in dict.fromkeys(told):
                line = hinge_line(hinges, result.manifest, (outcome, effect, label))
                yield f"{outcome_words(outcome, result.manifest)}, {label}: {line}"
    yield from attainable_lines(_records(result.attainable), result.manifest)


def _records(frame: pd.DataFrame) -> list[Row]:
    """Return the rows of a frame, with None for what is missing."""
    plain = frame.astype(object).where(frame.notna(), None)
    return [{str(name): value for name, value in row.items()} for row in plain.to_dict("records")]


def hinge_line(hinges: Sequence[Row], manifest: Mapping[str, Any], of: tuple[str, str, str]) -> str:
    """Return what one effect on a primary outcome hangs on; nothing without draws.

    *of* is the outcome, the effect and the law (or the practice) whose effect it is.
    """
    draws = manifest.get("draws", 0)
    if not draws:
        return ""
    if draws < FEWEST_DRAWS:
        return f"{draws} draws are too few to say on which assumptions it hangs."
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
        return f"No assumption stands out in {rows[0]['n']} draws."
    told = " and ".join(
        f"{row['assumption'].replace('_', ' ')} ({row['correlation']:+.2f})" for row in named
    )
    return f"It hangs on {told}: rank correlation with the difference in {rows[0]['n']} draws."


def _part(row: Row, effect: str) -> str:
    """Return whose effect a row tells of: the law's or the practice's of its arm, or the arm's."""
    arm = Arm.of(row["policy"])
    return {"law": arm.law, "practice": arm.practice}.get(effect, arm.name)


def attainable_lines(attainable: Sequence[Row], manifest: Mapping[str, Any]) -> Iterator[str]:
    """Yield, for each primary outcome, how much of the attainable gain each arm realises.

    *attainable* are the rows of ``attainable.json``.
    """
    without = []
    for outcome in dict.fromkeys(row["outcome"] for row in attainable):
        shares = ", ".join(
            f"{arm_words(row['policy'], manifest)} {_share(row)}"
            for row in attainable
            if row["outcome"] == outcome and row["share"] is not None
        )
        if shares:
            words = outcome_words(outcome, manifest)
            yield f"{words}, share of the attainable gain that is realised: {shares}."
        else:
            without.append(outcome.replace("_", " "))
    if attainable:
        yield (
            "The attainable gain is that from choosing by lot (0 %) to choosing by the truth "
            "(100 %) among those eligible under the baseline's law."
        )
    if without:
        yield (
            f"No share is given for {_listed(without)}: choosing by the truth is not clearly "
            "better there than choosing by lot."
        )


def _listed(words: Sequence[str]) -> str:
    """Return *words* as a list: ``a, b and c``."""
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _share(row: Row) -> str:
    """Return a share with its interval: ``31 % [24, 38]``."""
    return f"{row['share'] * 100:.0f} % [{row['low'] * 100:.0f}, {row['high'] * 100:.0f}]"
