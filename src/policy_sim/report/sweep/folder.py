"""The results of a sweep on disk: a page, tables, figures, and a manifest that ``verify`` takes.

::

    report.html          what was found, with figures and tables, as one self-contained page
    sweep.json           the same as plain values
    NAME.csv, .parquet   a row for each thing that was found
    NAME.png             the figures
    manifest.json        what was asked, on what, and the SHA-256 of every other file
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import csv

from policy_sim.catalogue.language import Language
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import ScenarioError
from policy_sim.report.page import Report
from policy_sim.report.page.blocks import Cell, Column, Command, Folded, Paragraph, Section, Table
from policy_sim.report.page.html import html_of
from policy_sim.report.sweep.axes import save
from policy_sim.report.sweep.parts import Rows, Told, blocks_of
from policy_sim.report.wording import run_line, titled
from policy_sim.study import store

__all__ = ["PAGE", "SWEEP", "cleared", "write_sweep"]

PAGE, VALUES = "report.html", "sweep.json"

SWEEP = "sweep"
"""The kind of a manifest that stands in the folder of a sweep."""


def cleared(folder: Path) -> Path:
    """Return *folder* without what an earlier sweep has written there and nobody has changed.

    Raises :exc:`~policy_sim.errors.ScenarioError` if it holds a run or anything else that is
    sealed: nothing may be added to that.
    """
    if (folder / store.MANIFEST).exists():
        told = store.read_manifest(folder)
        if told.get("kind") != SWEEP:
            found = Diagnostic("sweep-into-run", Place(str(folder), 0), {"seen": str(folder)})
            raise ScenarioError([found])
        found_now = store.file_digests(folder)
        for name, digest in told["files"].items():
            if found_now.get(name) == digest:
                (folder / name).unlink()
        (folder / store.MANIFEST).unlink()
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_sweep(
    told: Told, folder: Path, manifest: Mapping[str, Any], command: str, language: Language
) -> None:
    """Write everything that a sweep found into *folder*, and seal it.

    *manifest* says what was swept, *command* how to do it again.
    """
    for name, rows in told.tables.items():
        if rows:
            _write_table(folder / name, rows)
    for drawing in told.drawings:
        if not drawing.idle:
            save(drawing.draw(None), folder / f"{drawing.name}.png")
    store.write_json(folder / VALUES, told.values)
    own = dict(manifest) | {"kind": SWEEP, "sweep": told.name, "command": command}
    page = html_of(_page(told, own, language))
    (folder / PAGE).write_text(page, encoding="utf-8")
    store.seal(folder, own)


def _write_table(path: Path, rows: Rows) -> None:
    """Write one table for a spreadsheet and for a program."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    columns = [pa.array([row.get(name) for row in rows]) for name in names]
    # A column in which nothing is known has no type of its own.
    typed = [c.cast(pa.string()) if pa.types.is_null(c.type) else c for c in columns]
    table = pa.table(typed, names=names)
    store.write_table(path.with_name(f"{path.name}.parquet"), table)
    csv.write_csv(table, path.with_name(f"{path.name}.csv"))


def _page(told: Told, manifest: Mapping[str, Any], language: Language) -> Report:
    say = language.say
    study = titled(manifest["title"], language)
    found = Section("found", told.title, blocks_of(told.parts))
    return Report(
        f"{told.title}: {study}",
        run_line(manifest, language),
        language,
        (
            found,
            Section(
                "reproduce",
                say("How to reproduce it"),
                (
                    Paragraph(
                        say(
                            "The first command makes it again from the documents of the study; the "
                            "second checks offline that no file of this folder was changed."
                        )
                    ),
                    Command(str(manifest["command"])),
                    Command("policy-sim verify FOLDER"),
                    _record(manifest, language),
                ),
            ),
        ),
    )


def _record(manifest: Mapping[str, Any], language: Language) -> Folded:
    """Return what decides the result: versions, and the digest of every document."""
    caption = language.say("For the record")
    documents = [pair for part in manifest["digests"].values() for pair in part.items()]
    rows = [*manifest["versions"].items(), *documents]
    columns = (Column(language.say("what")), Column(language.say("value")))
    cells = tuple((Cell(name), Cell(str(value), foreign=True)) for name, value in rows)
    return Folded(caption, (Table(caption, columns, cells),))
