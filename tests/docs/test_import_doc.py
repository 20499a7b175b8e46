"""The pages on imports are true: their example is read, and they explain every key there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pages import DOCS, Row, blocks, tables
from policy_sim.chance import Chance
from policy_sim.documents import Shape
from policy_sim.workforce.roster import enlist
from policy_sim.workforce.roster.identifying import identifies
from policy_sim.workforce.roster.mapping_form import (
    AttributeForm,
    EventForm,
    MappingForm,
    SeriesForm,
)
from roster_files import people, written

PAGE = (DOCS / "import.md").read_text(encoding="utf-8")
MAPPING = (DOCS / "import-mapping.md").read_text(encoding="utf-8")
SHAPES = (MappingForm, AttributeForm, SeriesForm, EventForm)


def only(language: str) -> str:
    """Return the text of the page's one block in *language*."""
    (block,) = [block for block in blocks(PAGE) if block.language == language]
    return block.text


def rows_of(shape: type[Shape]) -> dict[str, Row]:
    """Return the row that explains each key of *shape*."""
    keyed = [
        {key: row for row in rows for key in re.findall(r"`([^`]+)`", row[0])}
        for rows in tables(MAPPING).values()
    ]
    (found,) = [table for table in keyed if set(table) == set(shape.keys())]
    return found


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.noun)
def test_every_key_is_explained(shape: type[Shape]) -> None:
    """One table has the keys of this mapping, and says "needed" of those that are."""
    for name, row in rows_of(shape).items():
        assert row[1]
        assert (row[2] == "needed") == shape.model_fields[name].is_required(), name


def test_the_example_is_read(tmp_path: Path) -> None:
    """The three people of the page take up their service."""
    roster = people(written(tmp_path, only("csv"), only("yaml")))
    assert roster.findings == ()
    staff = enlist(roster, Chance(1, 0), Chance(1, 0))
    assert staff.size == 3
    assert (staff.post >= 0).sum() == 1
    assert sorted(staff.record["service"].tolist()) == [46, 250, 289]


@pytest.mark.parametrize("header", ["nip", "nik", "nama", "name", "email", "phone"])
def test_the_telling_headers_of_the_page_are_refused(header: str) -> None:
    """What the page calls telling is."""
    assert header in PAGE
    assert identifies(header.upper(), [])
