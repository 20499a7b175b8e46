"""The page of questions: what each study asks, and what a small run of it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from policy_sim.report.effects import told
from policy_sim.report.numbers import amount
from policy_sim.report.uncertainty import Ranges, central, difference_words, verdict_words
from policy_sim.report.wording import arm_words, outcome_words, symbol_of, window_words

__all__ = ["asked_in", "questions_page"]

Manifest = Mapping[str, Any]

HEAD = """# Twelve questions

What a city might ask of its personnel regulations: each question is a study that can be run as
it stands, and varied. Written by `make questions` from small runs (so many people, years
and replications as stand above each table): an interval tells of luck alone, and a full run
narrows it. Differences are from the baseline, at central assumptions. Practices of closeness are
hypothetical and say nothing about the place.
"""


def questions_page(studies: Iterable[tuple[str, str, Manifest, pd.DataFrame]]) -> str:
    """Return the page on *studies*: path, what is asked, manifest and comparison of each run."""
    return "\n".join([HEAD, *(_section(*study) for study in studies)])


def asked_in(text: str) -> str:
    """Return what the comment at the head of a scenario asks, in one line."""
    lines = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        lines.append(line.lstrip("# ").rstrip())
    return " ".join(lines)


def _section(path: str, asked: str, manifest: Manifest, comparison: pd.DataFrame) -> str:
    design = manifest["design"]
    size = f"--people {manifest['people']} --years {manifest['years']}"
    command = f"policy-sim run {path} {size} --replications {manifest['replications']} --draws 0"
    (window,) = [w for w in design["windows"] if w["name"] == design["primary_window"]]
    primary = design["primary"]
    headings = ["arm", *(outcome_words(name, manifest) for name in primary)]
    return "\n".join(
        [
            f"## {manifest['title']}",
            "",
            asked,
            "",
            f"`{command}`; {window_words(window)}",
            "",
            _row(headings),
            "|---|" + "---|" * len(primary),
            *_rows(comparison, manifest),
            "",
        ]
    )


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
