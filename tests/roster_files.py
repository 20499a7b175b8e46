"""Files of invented people of Medan, as tests of an import need them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from policy_sim.errors import BadInput
from policy_sim.policy import load_law
from policy_sim.workforce.organisation_document import load_plan
from policy_sim.workforce.profile_document import load_profile
from policy_sim.workforce.roster import Roster, load_mapping, read_roster
from policy_sim.workforce.roster.mapping import Against
from small_study import ROOT

__all__ = ["MAPPING", "PERSON", "START", "against", "codes", "csv_of", "people", "written"]

START = date(2026, 1, 1)

PERSON: Mapping[str, str] = {
    "NUMBER": "1",
    "NAME": "Invented Person",
    "STATUS": "PNS",
    "FAMILY": "umum",
    "GOLONGAN": "III/d",
    "JABATAN": "none",
    "EDUCATION": "S2",
    "SEX": "P",
    "BORN": "03/02/1980",
    "ENTERED": "01/03/2005",
    "RANKED": "01/04/2020",
    "SKP": "81,5",
    "UNIT": "inspectorate",
    "P2023": "",
    "P2024": "baik",
    "P2025": "sangat baik",
    "SANCTIONED": "",
    "SANCTION": "",
    "ENDED": "",
}
"""A person of whom nothing is wrong."""

MAPPING = """mapping: staff
as_of: 2025-12-01
id: NUMBER
drop: [NAME]
dates: day-month-year
decimal: comma
attributes:
  employment: {column: STATUS, words: {PNS: pns, PPPK: pppk}}
  family: {column: FAMILY, words: {guru: teacher, umum: administrative}}
  grade: GOLONGAN
  office: JABATAN
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
check: [grade <= education_ceiling(education) or functional != none or grade < iv_a]
"""


@cache
def against() -> Against:
    """Return what a mapping of Medan's people is held against."""
    law = load_law(ROOT / "policies" / "medan" / "in-force.yaml")
    words = law.vocabulary
    return (
        words,
        law.on(START),
        load_profile(ROOT / "scenarios" / "profiles" / "medan.yaml", words),
        load_plan(ROOT / "scenarios" / "organisations" / "medan.yaml", words),
    )


def csv_of(*rows: Mapping[str, str], separator: str = ";") -> str:
    """Return rows as CSV; what a row leaves out is as in :data:`PERSON`, but for its number."""
    lines = [separator.join(PERSON)]
    for number, row in enumerate(rows, start=1):
        lines.append(separator.join({**PERSON, "NUMBER": str(number), **row}.values()))
    return "\n".join(lines) + "\n"


def written(
    folder: Path, content: str | bytes, mapping: str = MAPPING, name: str = "p.csv"
) -> Path:
    """Write a file and its mapping; return the file."""
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    path.with_suffix(".mapping.yaml").write_text(mapping, encoding="utf-8")
    return path


def people(path: Path) -> Roster:
    """Return the people in the file at *path*, read with the mapping beside it."""
    return read_roster(path, load_mapping(path.with_suffix(".mapping.yaml"), START, against()))


def codes(path: Path) -> list[tuple[int, str]]:
    """Return line and code of every finding about the file at *path*, none if it can be used."""
    try:
        people(path)
    except BadInput as error:
        return [(f.where.line, f.code) for f in error.findings if f.code != "roster-faults"]
    return []
