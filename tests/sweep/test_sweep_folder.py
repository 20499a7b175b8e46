"""The folder of a sweep: a page that needs nothing else, tables, figures, and a manifest."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from policy_sim.catalogue.language import ENGLISH, language_named
from policy_sim.errors import ScenarioError
from policy_sim.report.page.blocks import Note, Paragraph, Subheading
from policy_sim.report.sweep.axes import new_axes
from policy_sim.report.sweep.folder import cleared, write_sweep
from policy_sim.report.sweep.parts import Drawing, Told, lines_of, table_of
from policy_sim.study.store import seal
from policy_sim.study.verify import verify

MANIFEST: dict[str, Any] = {
    "scenario": "town",
    "title": "A town",
    "years": 1,
    "start": "2026-01-01",
    "people_at_start": 60,
    "arms": ["rules", "draft"],
    "replications": 2,
    "seed": 5,
    "engine": "columnar",
    "versions": {"policy-sim": "1.0"},
    "digest": "abc",
    "digests": {"policies": {"rules.yaml": "123"}},
}
TABLE = table_of("Two rows", ["set", "difference"], [("wait", "+1.0"), ("share", "-2.0")])
TOLD = Told(
    "levers",
    "What each value brings",
    (
        Subheading("draft: pay bill"),
        Paragraph("One <sentence>."),
        Note(("Mind this.",)),
        TABLE,
        Drawing("tornado", lambda axes: axes or new_axes(), "A figure", TABLE),
    ),
    {"responses": [1, 2]},
    {
        "responses": [{"what": "wait", "low": None, "n": 2}, {"what": "share", "low": 0.5}],
        "nothing": [],
    },
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder into which a sweep has been written."""
    found = cleared(tmp_path / "out" / TOLD.name)
    write_sweep(TOLD, found, MANIFEST, "policy-sim sweep town.yaml", ENGLISH)
    return found


def test_everything_is_there_and_sealed(folder: Path) -> None:
    """Page, values, tables in both forms, figures; of a table without rows there is none."""
    names = {path.name for path in folder.iterdir()}
    assert names == {
        "report.html", "sweep.json", "responses.csv", "responses.parquet", "tornado.png",
        "manifest.json",
    }  # fmt: skip
    assert verify(folder).holds
    assert json.loads((folder / "sweep.json").read_text(encoding="utf-8")) == TOLD.values
    (folder / "responses.csv").write_text("edited", encoding="utf-8")
    assert verify(folder).changed == ("responses.csv",)


def test_the_page_needs_nothing_else(folder: Path) -> None:
    """Figures are inside, texts are escaped, and what would be fetched is not there."""
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "One &lt;sentence&gt;." in page
    assert "data:image/svg+xml;base64," in page
    assert "policy-sim sweep town.yaml" in page
    assert "<script" not in page
    assert "<nav" not in page
    assert 'src="http' not in page


def test_both_tables_hold_the_same(folder: Path) -> None:
    """A row for each thing found; what is not known is empty."""
    with (folder / "responses.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    assert rows == [
        {"what": "wait", "low": "", "n": "2"},
        {"what": "share", "low": "0.5", "n": ""},
    ]
    assert pq.read_table(folder / "responses.parquet").to_pylist() == [
        {"what": "wait", "low": None, "n": 2},
        {"what": "share", "low": 0.5, "n": None},
    ]


def test_a_later_sweep_replaces_what_nobody_has_changed(folder: Path) -> None:
    """Old figures do not stay beside new ones; what somebody wrote into the folder does."""
    (folder / "responses.csv").write_text("edited", encoding="utf-8")
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert cleared(folder) == folder
    assert {path.name for path in folder.iterdir()} == {"responses.csv", "notes.txt"}


def test_nothing_is_written_into_a_run(tmp_path: Path) -> None:
    """A sealed folder of another kind would no longer be what its manifest says."""
    seal(tmp_path, {"digest": "abc"})
    with pytest.raises(ScenarioError) as refused:
        cleared(tmp_path)
    assert [finding.code for finding in refused.value.findings] == ["sweep-into-run"]
    assert verify(tmp_path).holds


def test_a_terminal_shows_the_same_parts() -> None:
    """Headings stand apart, tables are aligned, figures are left out, long texts are lines."""
    assert lines_of(TOLD.parts) == [
        "",
        "draft: pay bill",
        "One <sentence>.",
        "Mind this.",
        "  set    difference\n  -----  ----------\n  wait   +1.0\n  share  -2.0",
    ]
    long = table_of("Findings", ["number", "finding"], [("1", "x" * 200)])
    assert lines_of([long]) == ["Findings:", f"  1  {'x' * 200}"]


def test_the_page_speaks_indonesian(tmp_path: Path) -> None:
    """How to do it again is told in the language of the result."""
    folder = cleared(tmp_path / "levers")
    write_sweep(TOLD, folder, MANIFEST, "policy-sim sweep town.yaml", language_named("id"))
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert '<html lang="id">' in page
    assert "Perintah pertama membuatnya lagi" in page
