"""The pages on validation: what others have published beside what the studies of it found."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from policy_sim.report.likeness import result_line, result_table
from policy_sim.study.facts import Verdict

__all__ = ["unexplained", "validation_index", "validation_page"]

HEAD = """# Validation

What others have published, of a model or in an experiment, beside what policy-sim finds: a page
for each study. Written by `make validate`, which runs every study of `scenarios/published/`; each
can be run by itself with the command that stands above its table.

**What it shows.** That a published result is reproduced shows that the mechanics are right
(selection, vacancies, flows, keyed chance).

**What it does not show.** That a coefficient of behaviour holds for a particular civil service.
What a coefficient was fitted to says so; what is outside stands here as well, with what is known
of the reason.
"""

FOOT = "What this shows, and what it does not: [validation](index.md)."

_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_MATCHED = re.compile(r"^Published results: (\d+ of \d+) are matched\.$", re.MULTILINE)


def validation_index(pages: Mapping[str, str]) -> str:
    """Return the page that leads to *pages*, by the names of their files, each with its score."""
    rows = [
        _row([f"[{_found(_TITLE, page)}]({name})", _found(_MATCHED, page)])
        for name, page in pages.items()
    ]
    return "\n".join([HEAD, "| study | results matched |", "|---|---:|", *rows, ""])


def _found(pattern: re.Pattern[str], page: str) -> str:
    """Return what a page says of itself; a page that does not was not written here."""
    (said,) = pattern.findall(page)
    return str(said)


def unexplained(manifest: Mapping[str, Any]) -> int:
    """Return how many published results are not matched without a word on the reason."""
    facts = [fact for fact in manifest["likeness"] if fact["verdict"] != Verdict.INSIDE]
    return sum(not fact["explain"] for fact in facts)


def validation_page(path: str, manifest: Mapping[str, Any]) -> str:
    """Return what one study found: its command, its size, its table and its sources."""
    size = (
        f"{manifest['people_at_start']:,} people, {manifest['years']} years, "
        f"{manifest['replications']} replications"
    )
    headings, *rows = result_table(manifest)
    sources = dict.fromkeys(fact["evidence"] for fact in manifest["likeness"])
    notes = [f"* {f['title']}: {f['explain']}" for f in manifest["likeness"] if f["explain"]]
    return "\n".join(
        [
            f"# {manifest['title']}",
            "",
            f"`policy-sim run {path}` ({size})",
            "",
            result_line(manifest),
            "",
            _row([*headings[:-1], "stands"]),
            "|---|" + "---:|" * (len(headings) - 2) + "---|",
            *map(_row, rows),
            "",
            *(["Notes:", "", *notes, ""] if notes else []),
            "Sources:",
            "",
            *(f"* {source}" for source in sources),
            "",
            FOOT,
            "",
        ]
    )


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
