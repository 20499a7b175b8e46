"""A file of invented people of Medan with faults of ten kinds, to time and to test an import.

``python benchmarks/importing.py`` writes 50,000 people of whom 200 are faulty, reads them, and says
how long it took and whether every faulty row was named.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter

from policy_sim.errors import ScenarioError
from policy_sim.study.loading import load_scenario

__all__ = ["FAULTS", "MAPPING", "named", "write"]

MEDAN = Path(__file__).resolve().parent.parent / "scenarios" / "medan.yaml"

MAPPING = """mapping: invented
as_of: 2025-12-01
id: NUMBER
drop: [NAME]
dates: day-month-year
attributes:
  employment: {column: STATUS, words: {PNS: pns, PPPK: pppk}}
  family:
    column: FAMILY
    words: {guru: teacher, medis: health, teknis: technical, umum: administrative}
  grade: GOLONGAN
  education: EDUCATION
  sex: {column: SEX, words: {L: m, P: f}}
  age: {since: BORN}
  service: {since: ENTERED}
  time_in_grade: {since: RANKED}
  performance: SKP
  unit: UNIT
series:
  predikat: {columns: {2023: P2023, 2024: P2024, 2025: P2025}}
events:
  sanction: {on: SANCTIONED, value: SANCTION, until: ENDED}
as_newcomer: all
check: [grade <= education_ceiling(education)]
"""
"""How the file is read; the check is a table of the law in force."""

Row = dict[str, str]

FAULTS: Mapping[str, tuple[str, Callable[[Row], None]]] = {
    "unknown word": ("cell-unknown-word", lambda row: row.update(GOLONGAN="III/g")),
    "out of range": ("cell-out-of-range", lambda row: row.update(SKP="120")),
    "not a number": ("cell-not-a-number", lambda row: row.update(SKP="eighty")),
    "missing": ("cell-missing", lambda row: row.update(SEX="")),
    "impossible date": ("cell-no-such-day", lambda row: row.update(BORN="31/02/1980")),
    "wrong format": ("cell-not-a-date", lambda row: row.update(ENTERED="May 2010")),
    "in the future": ("cell-in-future", lambda row: row.update(RANKED="01/01/2031")),
    "unknown unit": ("cell-unknown-word", lambda row: row.update(UNIT="warrd_7")),
    "end before begin": (
        "event-ends-before",
        lambda row: row.update(SANCTIONED="01/03/2024", SANCTION="written", ENDED="01/02/2024"),
    ),
    "breach of always": ("row-breaks-always", lambda row: row.update(RANKED="01/01/1991")),
    "education below grade": (
        "row-breaks-always",
        lambda row: row.update(STATUS="PNS", GOLONGAN="IV/e", EDUCATION="SMA"),
    ),
    "duplicate id": ("id-twice", lambda row: row.update(NUMBER="0000000001")),
}
"""What may be wrong with a row: the code of its finding, and how the row becomes so."""


def write(folder: Path, people: int, faulty: int) -> tuple[Path, dict[int, str]]:
    """Write a file of *people* and its mapping; return it, and the code of each faulty row."""
    folder.mkdir(parents=True, exist_ok=True)
    luck = Random(7)  # noqa: S311 - the luck of a benchmark
    rows = [_person(number, luck) for number in range(1, people + 1)]
    step = people // max(faulty, 1)
    expected = {}
    kinds = list(FAULTS.values())
    for fault in range(faulty):
        position = (fault + 1) * step - 1
        code, spoil = kinds[fault % len(kinds)]
        spoil(rows[position])
        expected[position + 2] = code
    path = folder / "people.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    path.with_suffix(".mapping.yaml").write_text(MAPPING, encoding="utf-8")
    return path, expected


def _person(number: int, luck: Random) -> Row:
    civil = luck.random() < 0.7
    entered = luck.randint(1992, 2020)
    born, ranked = entered - luck.randint(20, 27), luck.randint(entered, 2024)
    row = {
        "NUMBER": f"{number:010d}",
        "NAME": f"Person {number}",
        "STATUS": "PNS" if civil else "PPPK",
        "FAMILY": luck.choice(["guru", "medis", "teknis", "umum"]),
        "GOLONGAN": luck.choice(["III/a", "III/b", "III/c", "III/d"]) if civil else "none",
        "EDUCATION": luck.choice(["S1/D4", "S2"]),
        "SEX": luck.choice(["L", "P"]),
        "BORN": f"{luck.randint(1, 28):02d}/{luck.randint(1, 12):02d}/{born}",
        "ENTERED": f"01/{luck.randint(1, 6):02d}/{entered}",
        "RANKED": f"01/{luck.randint(7, 12):02d}/{ranked}",
        "SKP": f"{luck.randint(600, 990) / 10}",
        "UNIT": luck.choice(["inspectorate", "hospital", "ward_7", "ward_100", "12"]),
        "SANCTIONED": "",
        "SANCTION": "",
        "ENDED": "",
    }
    row |= {f"P{year}": luck.choice(["baik", "sangat baik"]) for year in (2023, 2024, 2025)}
    return row


def named(path: Path, scenario: Path = MEDAN) -> tuple[dict[int, str], float]:
    """Return the code found in each row of the file at *path*, and the seconds that it took."""
    begun = perf_counter()
    try:
        load_scenario(scenario, workforce=path)
    except ScenarioError as error:
        seconds = perf_counter() - begun
        return {f.where.line: f.code for f in error.findings if f.where.line > 1}, seconds
    return {}, perf_counter() - begun


def main() -> None:
    """Say how long an import of 50,000 people takes, and whether all faults are named."""
    with TemporaryDirectory() as folder:
        path, expected = write(Path(folder), 50_000, 200)
        found, seconds = named(path)
    missed = {line for line, code in expected.items() if found.get(line) != code}
    sys.stdout.write(
        f"50,000 rows, {len(expected)} faulty, {len(found)} named, {len(missed)} of them missed or "
        f"called otherwise, in {seconds:.1f} s\n"
    )


if __name__ == "__main__":
    main()
