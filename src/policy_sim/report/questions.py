"""The pages of questions: what each study asks, and what a small run of it found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from policy_sim.report.effects import told
from policy_sim.report.numbers import amount
from policy_sim.report.uncertainty import Ranges, central, difference_words, verdict_words
from policy_sim.report.wording import (
    arm_words,
    law_title,
    laws_and_practices,
    outcome_words,
    practice_title,
    symbol_of,
    window_words,
)

__all__ = ["asked_in", "question_page", "questions_index"]

Manifest = Mapping[str, Any]

HEAD = """# Twelve questions

What a city might ask of its personnel regulations: each question is a study that can be run as it
stands, and [varied](../how-to/own-question.md). What was found is written by `make questions`
from small runs: a full run narrows the intervals. Each page says what its arms are, and what each
changes against the baseline.
"""

FOOT = """Differences are from the baseline, at central assumptions, in bold where they are clear.
An interval tells of luck alone, in so small a run. A share of fewer than 30 cases a year has no
figure. Practices of closeness are hypothetical and say nothing about the place. What *SD*, *pp* and
other words mean, the [glossary](../glossary.md) says.

Next: [the other questions](index.md), or [one of your own](../how-to/own-question.md).
"""

_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_ASKED = re.compile(r"^Question \d+\. (.+)$", re.MULTILINE)


def questions_index(pages: Mapping[str, str]) -> str:
    """Return the page that leads to *pages*, by the names of their files, with what each asks."""
    told = []
    for name, page in pages.items():
        title, asked = _TITLE.search(page), _ASKED.search(page)
        if title and asked:
            told.append(f"1. [{title[1]}]({name}). {asked[1]}")
        elif title:
            told += ["", f"Beyond the twelve: [{title[1]}]({name})."]
    return "\n".join([HEAD, *told, ""])


def asked_in(text: str) -> str:
    """Return what the comment at the head of a scenario asks, in one line."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# ").rstrip())
    return " ".join(lines)


def question_page(path: str, asked: str, manifest: Manifest, comparison: pd.DataFrame) -> str:
    """Return the page on one study: its path, what is asked, what its arms are, what was found."""
    design = manifest["design"]
    size = f"--people {manifest['people']} --years {manifest['years']}"
    command = f"policy-sim run {path} {size} --replications {manifest['replications']} --draws 0"
    (window,) = [w for w in design["windows"] if w["name"] == design["primary_window"]]
    primary = design["primary"]
    headings = ["arm", *(outcome_words(name, manifest) for name in primary)]
    return "\n".join(
        [
            f"# {manifest['title']}",
            "",
            asked,
            "",
            *_arms(manifest),
            "",
            f"`{command}`; {window_words(window)}",
            "",
            _row(headings),
            "|---|" + "---|" * len(primary),
            *_rows(comparison, manifest),
            "",
            FOOT,
        ]
    )


def _arms(manifest: Manifest) -> Iterator[str]:
    """Yield what the names in the table mean: an arm is a law and a practice."""
    baseline = manifest["baseline"]
    law, _, practice = baseline.partition("+")
    laws, practices = laws_and_practices(manifest)
    yield f"An arm is a law + a practice; the baseline is `{baseline}`."
    yield ""
    for name in (law, *sorted({*laws} - {law})):
        yield f"* law `{name}`: {law_title(name, manifest)}"
    for name in (practice, *sorted({*practices} - {practice})):
        yield f"* practice `{name}`: {practice_title(name, manifest)}"


def _rows(comparison: pd.DataFrame, manifest: Manifest) -> list[str]:
    """Return a line for the baseline and one for each other arm: total, or the one part of it."""
    design, symbol = manifest["design"], symbol_of(manifest)
    chosen = comparison[
        (comparison["group"] == "all") & (comparison["window"] == design["primary_window"])
    ]
    records = [
        {name: None if pd.isna(value) else value for name, value in row.items()}
        for row in chosen.to_dict("records")
    ]
    shown = [row for row in told(central(records)) if row["effect"] != "interaction"]
    cells: dict[str, dict[str, str]] = {}
    base: dict[str, str] = {}
    ranges = Ranges([], symbol)
    for row in shown:
        name, arm = row["outcome"], row["policy"]
        base[name] = amount(row["baseline_mean"], row["unit"], symbol)
        if row["effect"] == "total" or name not in cells.get(arm, {}):
            cells.setdefault(arm, {})[name] = _cell(row, ranges)
    lines = [("baseline", base), *((arm_words(arm, manifest), of) for arm, of in cells.items())]
    return [_row([arm, *(of.get(name, "") for name in design["primary"])]) for arm, of in lines]


def _cell(row: Mapping[Any, Any], ranges: Ranges) -> str:
    """Return a difference, in bold type where it is clear."""
    words, reads = difference_words(row, ranges), verdict_words(row, ranges)
    if reads == "identical":
        return reads
    return words if reads == "no clear difference" else f"**{words}**"


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"
