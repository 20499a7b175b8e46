"""A run folder made by hand: a small law, a habit of seniority, and a ledger of a few people."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pyarrow as pa

from policy_sim.study.ledger_rows import LEDGER_COLUMNS
from policy_sim.study.store import LEDGER, MANIFEST, write_table
from small_study import ROOT, altered

__all__ = ["BASELINE", "REFORM", "made_run"]

BASELINE, REFORM = "rules+habit", "seniority+habit"

Row = tuple[str, date, int, str, str, str, str, str, str, str]

WRITTEN = """practices:
  as-written:
    title: {en: As the rules are written, id: Sebagaimana tertulis dalam peraturan}
"""
"""What the shipped study says of its practice."""

HABIT = """practices:
  habit:
    title: What is usual
    order: {share: 30%, by: service}
"""
POST = "post 4 vacant since 2026-06"
ANY = "{any: [grade < a, {all: [service >= least, box in (7 | 8 | 9)]}]}"


def _rows() -> list[Row]:
    """Return rows of two arms that differ from the second decision of person 7 on."""
    may, june, july = date(2026, 5, 1), date(2026, 6, 1), date(2027, 7, 1)
    both: list[Row] = []
    for arm in (BASELINE, REFORM):
        both += [
            (arm, may, 7, "promotion", "examination", "refused", "not_done", "none", ANY, ""),
            (arm, july, 3, "exit", "leaves-at-62", "granted", "done", "none", "retired", ""),
            (arm, july, 4, "exit", "", "granted", "done", "none", "died", "hazard"),
            (arm, july, 12, "recruitment", "entry-examination", "granted", "done", "none",
             "hired", "places opened 2026-01"),
        ]  # fmt: skip
    both += [
        (BASELINE, june, 7, "appointment", "post", "granted", "not_done", "order", "", POST),
        (BASELINE, june, 2, "appointment", "post", "outranked", "done", "order", "", POST),
        (BASELINE, june, 5, "appointment", "post", "outranked", "not_done", "none",
         "rank 3 of 9, score 71.5, last winner 80.25", POST),
        (BASELINE, june, 6, "appointment", "post", "refused", "done", "compliance", "", POST),
        (BASELINE, june, 8, "appointment", "post", "granted", "not_done", "compliance", "", POST),
        (BASELINE, july, 7, "promotion", "examination", "barred", "not_done", "none",
         "barred by cut_6m", ""),
        (BASELINE, july, 8, "promotion", "examination", "granted", "not_done", "compliance",
         "", ""),
        (BASELINE, july, 9, "rewards", "medal", "no_budget", "not_done", "none", "", ""),
        (BASELINE, july, 9, "rewards", "medal", "granted", "done", "none", "bronze", ""),
        (REFORM, june, 7, "appointment", "post", "granted", "done", "delay", "", POST),
        (REFORM, july, 7, "promotion", "examination", "granted", "done", "none", "", ""),
    ]  # fmt: skip
    return sorted(both, key=lambda row: (row[0], row[1], row[2]))


def made_run(folder: Path, written: Sequence[Row] | None = None, **manifest: object) -> Path:
    """Make the run folder; *written* is another ledger, *manifest* other values of its own."""
    for part in ("policies", "scenarios"):
        shutil.copytree(ROOT / part, folder / "inputs" / part)
    altered(
        folder / "inputs" / "scenarios" / "five_grades.yaml",
        (WRITTEN, HABIT),
        ("as-written", "habit"),
    )
    altered(
        folder / "inputs" / "policies" / "five_grades" / "rules.yaml",
        (
            "examination_month: {value: 9}",
            "examination_month: {value: 9}\n  least: {value: 4 years}",
        ),
    )
    names = LEDGER_COLUMNS.names
    rows = _rows() if written is None else list(written)
    data = [dict(zip(names, (row[0], 0, *row[1:]), strict=True)) for row in rows]
    write_table(folder / LEDGER, pa.Table.from_pylist(data, schema=LEDGER_COLUMNS))
    told = {
        "files": {},
        "baseline": BASELINE,
        "arms": [BASELINE, REFORM],
        "laws": {"rules": "The rules of the service", "seniority": "Promotion by service"},
        "practices": {"habit": {"title": "What is usual", "hypothetical": False}},
        "digests": {"scenario": {"scenarios/five_grades.yaml": ""}},
        "people_at_start": 10,
        "ledger": "first",
        "imported": None,
    }
    (folder / MANIFEST).write_text(json.dumps(told | manifest), encoding="utf-8")
    return folder
