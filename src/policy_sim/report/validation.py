"""The page on validation: what others have published beside what the studies of it found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from policy_sim.report.likeness import result_line, result_table

__all__ = ["validation_page"]

HEAD = """# Validation

What others have published, of a model or in an experiment, beside what policy-sim finds. Written
by `make validate`, which runs every study of `scenarios/published/`; each can be run by itself
with the command that stands above its table. That a published result is reproduced shows that the
mechanics are right (selection, vacancies, flows, keyed chance). It does not show that a coefficient
of behaviour holds for a particular civil service.
"""


def validation_page(studies: Iterable[tuple[str, Mapping[str, Any]]]) -> str:
    """Return the page on *studies*: the path of each scenario, and the manifest of its run."""
    return "\n".join([HEAD, *(_section(path, manifest) for path, manifest in studies)])


def _section(path: str, manifest: Mapping[str, Any]) -> str:
    """Return what one study found: its command, its size, its table and its sources."""
    size = (
        f"{manifest['people_at_start']:,} people, {manifest['years']} years, "
        f"{manifest['replications']} replications"
    )
    headings, *rows = result_table(manifest)
    sources = dict.fromkeys(fact["evidence"] for fact in manifest["likeness"])
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
            "Sources:",
            "",
            *(f"* {source}" for source in sources),
            "",
        ]
    )


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"
