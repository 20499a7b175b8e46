"""The page on validation: what others have published beside what the studies of it found."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from policy_sim.report.likeness import result_line, result_table
from policy_sim.study.facts import Verdict

__all__ = ["kept_sections", "unexplained", "validation_page", "validation_section"]

HEAD = """# Validation

What others have published, of a model or in an experiment, beside what policy-sim finds. Written
by `make validate`, which runs every study of `scenarios/published/`; each can be run by itself
with the command that stands above its table. That a published result is reproduced shows that the
mechanics are right (selection, vacancies, flows, keyed chance). It does not show that a coefficient
of behaviour holds for a particular civil service. What a coefficient was fitted to says so; what
is outside stands here as well, with what is known of the reason.
"""

_COMMAND = re.compile(r"^`policy-sim run (\S+)`", re.MULTILINE)


def validation_page(sections: Iterable[str]) -> str:
    """Return the page with the *sections* on the studies, in their order."""
    return "\n".join([HEAD, *sections])


def kept_sections(page: str) -> dict[str, str]:
    """Return the sections of a *page* that was written before, by the path of the scenario."""
    parts = [f"## {part}" for part in page.split("\n## ")[1:]]
    found = {part: _COMMAND.search(part) for part in parts}
    return {match.group(1): f"{part.rstrip()}\n" for part, match in found.items() if match}


def unexplained(manifest: Mapping[str, Any]) -> int:
    """Return how many published results are not matched without a word on the reason."""
    facts = [fact for fact in manifest["likeness"] if fact["verdict"] != Verdict.INSIDE]
    return sum(not fact["explain"] for fact in facts)


def validation_section(path: str, manifest: Mapping[str, Any]) -> str:
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
            f"## {manifest['title']}",
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
        ]
    )


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
