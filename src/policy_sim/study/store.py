"""The run folder: complete, citable, and the same bytes for the same study.

::

    manifest.json       what was run, on what, and the SHA-256 of every other file
    outcomes.parquet    yearly outcomes of every arm and replication
    comparison.json     reform minus baseline, with intervals
    careers.json        who gains and loses, how long people wait for a rise, and where they go
    ledger.parquet      decisions, and what became of them
    attainable.json     how much of what a choice can bring each arm realises (reference arms)
    draws.parquet       yearly outcomes of every arm and draw of the assumptions (draws)
    drawn.parquet       the assumptions of each draw
    hinges.json         how the differences go with each drawn assumption
    prospects.json      how often each policy is best over the draws, and what choosing it costs
    information.json    what it would be worth to know each drawn assumption
    inputs/…            the scenario and everything that it names, where they stood to each other
    runtime.json        times and machine; the one file that is not hashed

A folder is built beside its final place and moved there whole, so that a broken run leaves no
folder that looks finished.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Self

import pyarrow as pa
import pyarrow.parquet as pq

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import ScenarioError
from policy_sim.study.named_files import located
from policy_sim.study.own_titles import TITLES, spoken, titles_in

__all__ = [
    "ATTAINABLE",
    "COMPARISON",
    "DRAWN",
    "DRAWS",
    "HINGES",
    "INFORMATION",
    "INPUTS",
    "LEDGER",
    "MANIFEST",
    "OUTCOME_FILE",
    "PROSPECTS",
    "RUNTIME",
    "SCHEMA_VERSION",
    "TableFile",
    "canonical_json",
    "copy_inputs",
    "digest_of",
    "file_digests",
    "input_digests",
    "input_names",
    "publish",
    "read_manifest",
    "restore",
    "seal",
    "stored",
    "write_json",
    "write_table",
]

ATTAINABLE = "attainable.json"
COMPARISON = "comparison.json"
DRAWN = "drawn.parquet"
DRAWS = "draws.parquet"
HINGES = "hinges.json"
INFORMATION = "information.json"
INPUTS = "inputs"
LEDGER = "ledger.parquet"
MANIFEST = "manifest.json"
OUTCOME_FILE = "outcomes.parquet"
PROSPECTS = "prospects.json"
RUNTIME = "runtime.json"
SCHEMA_VERSION = 1
_CHUNK = 1 << 20
_ROWS = 1 << 17


class TableFile:
    """A Parquet file written piece by piece, whose bytes depend on nothing but its rows.

    Rows are regrouped, so that the pieces in which they arrive leave no trace. Use as a context.
    """

    def __init__(self, path: Path, schema: pa.Schema) -> None:
        self._schema = schema
        self._waiting: list[pa.Table] = []
        self._rows = 0
        self._writer = pq.ParquetWriter(
            path, schema, compression="zstd", compression_level=3, version="2.6", store_schema=False
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._flush(everything=True)
        self._writer.close()

    def append(self, table: pa.Table) -> None:
        """Add rows with the columns of the schema, after those already there."""
        self._waiting.append(table.select(self._schema.names).cast(self._schema))
        self._rows += table.num_rows
        self._flush(everything=False)

    def _flush(self, *, everything: bool) -> None:
        """Write every full group of rows, and the rest too at the end."""
        if self._rows < _ROWS and not everything:
            return
        waiting = pa.concat_tables(self._waiting) if self._waiting else self._schema.empty_table()
        full = waiting.num_rows if everything else waiting.num_rows - waiting.num_rows % _ROWS
        for start in range(0, full, _ROWS):
            group = waiting.slice(start, min(_ROWS, full - start)).combine_chunks()
            self._writer.write_table(group, row_group_size=_ROWS)
        self._waiting = [waiting.slice(full)]
        self._rows = waiting.num_rows - full


def write_table(path: Path, table: pa.Table) -> None:
    """Write one table; equal rows give equal bytes."""
    with TableFile(path, table.schema) as file:
        file.append(table)


def canonical_json(value: object) -> str:
    """Return *value* as JSON with sorted keys; a figure that is not a number is refused."""
    return json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def write_json(path: Path, value: object) -> None:
    """Write *value* as canonical JSON, in UTF-8."""
    path.write_text(canonical_json(value), encoding="utf-8")


def file_digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a run folder that is hashed, by its path in it.

    A run folder may lie in the folder: of that, too, the times are not hashed, but its manifest is.
    """
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    names = {path.relative_to(folder).as_posix(): path for path in paths}
    return {
        name: digest_of(path)
        for name, path in names.items()
        if name not in (MANIFEST, RUNTIME) and not _of_times(path)
    }


def _of_times(path: Path) -> bool:
    """Whether a file is the one of a run folder inside that differs from run to run."""
    return path.name == RUNTIME and (path.parent / MANIFEST).is_file()


def digest_of(path: Path) -> str:
    """Return the SHA-256 of one file, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while piece := stream.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def seal(folder: Path, manifest: Mapping[str, Any] | None = None) -> None:
    """Write the manifest with the digests of all files as they now are.

    Without *manifest* the one of the folder is renewed, after a file was added to it.
    """
    told = dict(read_manifest(folder) if manifest is None else manifest)
    told["files"] = file_digests(folder)
    titles = titles_in({name: part for name, part in told.items() if name != TITLES})
    if titles:
        told[TITLES] = titles
    draft = folder / f".{MANIFEST}"
    write_json(draft, told)
    draft.replace(folder / MANIFEST)


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a run folder; raise :exc:`ScenarioError` if it has none to read."""
    path = folder / MANIFEST
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        seen = getattr(error, "strerror", None) or str(error)
        finding = Diagnostic("no-manifest", Place(str(path), 0, 0), {"seen": seen})
        raise ScenarioError([finding]) from error
    if not isinstance(told, dict) or not isinstance(told.get("files"), dict):
        finding = Diagnostic(
            "no-manifest", Place(str(path), 0, 0), {"seen": phrase("not a manifest")}
        )
        raise ScenarioError([finding])
    return spoken(told)


def stored(folder: Path, digest: str, *, overwrite: bool) -> bool:
    """Return whether *folder* already holds the run with this digest, whole.

    Raises :exc:`ScenarioError` if it holds anything else, or a file of it is not as it was
    sealed, and it may not be overwritten.
    """
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return False
    try:
        held = str(read_manifest(folder).get("digest", ""))
    except ScenarioError:
        if overwrite:
            _refuse_foreign(folder)
        held = ""
    if held == digest and not overwrite:
        _refuse_damaged(folder)
        return True
    if not overwrite:
        values = {"seen": held or phrase("no run"), "folder": str(folder), "digest": digest}
        raise ScenarioError([Diagnostic("folder-taken", Place(str(folder)), values)])
    return False


def _refuse_foreign(folder: Path) -> None:
    """Raise for a folder that is no run folder: overwriting must not delete other work."""
    values = {"seen": str(folder)}
    raise ScenarioError([Diagnostic("folder-foreign", Place(str(folder)), values)])


def _refuse_damaged(folder: Path) -> None:
    """Raise for a run folder of which some file is gone or is not as it was sealed."""
    sealed, found = read_manifest(folder)["files"], file_digests(folder)
    names = sorted(name for name, digest in sealed.items() if found.get(name) != digest)
    if names:
        values = {"seen": str(folder), "files": ", ".join(names)}
        raise ScenarioError([Diagnostic("folder-damaged", Place(str(folder)), values)])


def publish(folder: Path, build: Callable[[Path], None]) -> None:
    """Build a run folder beside its place and move it there in one step.

    What stood there is removed only when the new one is complete; if *build* raises, it stays.
    """
    folder = folder.absolute()
    folder.parent.mkdir(parents=True, exist_ok=True)
    restore(folder)
    draft, past = _draft(folder), _past(folder)
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir()
    try:
        build(draft)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    if folder.exists():
        folder.rename(past)
    draft.rename(folder)
    shutil.rmtree(past, ignore_errors=True)


def restore(folder: Path) -> None:
    """Undo the moves of a run that was killed between them: what stood there stands there again."""
    folder = folder.absolute()
    past = _past(folder)
    if past.exists() and not folder.exists():
        past.rename(folder)
    shutil.rmtree(past, ignore_errors=True)


def _draft(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.draft")


def _past(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.past")


def input_names(files: Iterable[Path]) -> dict[str, Path]:
    """Return each input file by its path below the folder that all of them share."""
    placed = sorted({located(path) for path in files})
    shared = set.intersection(*(set(path.parents) for path in placed))
    common = max(shared, key=lambda path: len(path.parts))
    return {path.relative_to(common).as_posix(): path for path in placed}


def input_digests(files: Iterable[Path]) -> dict[str, str]:
    """Return the SHA-256 of each input file, by its name in the run folder."""
    return {name: digest_of(path) for name, path in input_names(files).items()}


def copy_inputs(files: Iterable[Path], into: Path) -> None:
    """Copy input files so that they stand to each other as they did.

    The scenario of the copy can be run again from the folder alone.
    """
    for name, path in input_names(files).items():
        target = into / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
