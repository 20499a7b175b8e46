from __future__ import annotations

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from policy_sim.errors import ScenarioError
from policy_sim.study.store import (
    MANIFEST,
    TableFile,
    canonical_json,
    copy_inputs,
    file_digests,
    input_names,
    publish,
    read_manifest,
    seal,
    stored,
    write_json,
    write_table,
)
from policy_sim.study.verify import verify

TABLE = pa.table({"person": pa.array(range(1000), pa.int64()), "law": ["granted"] * 1000})


def folder_of(path: Path, digest: str = "abc") -> Path:
    """Return a small sealed run folder."""

    def build(draft: Path) -> None:
        write_table(draft / "outcomes.parquet", TABLE)
        write_json(draft / "comparison.json", [])
        write_json(draft / "runtime.json", {"seconds": 1.5})
        seal(draft, {"digest": digest})

    publish(path, build)
    return path


def test_equal_rows_give_equal_bytes(tmp_path: Path) -> None:
    """A table file's bytes depend on its rows alone: not on the pieces in which they came."""
    write_table(tmp_path / "whole", TABLE)
    with TableFile(tmp_path / "pieces", TABLE.schema) as file:
        for start in range(0, 1000, 77):
            file.append(TABLE.slice(start, 77))
    assert (tmp_path / "whole").read_bytes() == (tmp_path / "pieces").read_bytes()
    assert pq.read_table(tmp_path / "whole").equals(TABLE)


def test_many_row_groups_do_not_depend_on_the_pieces(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same holds when the rows fill several groups and pieces straddle their borders."""
    monkeypatch.setattr("policy_sim.study.store._ROWS", 64)
    write_table(tmp_path / "whole", TABLE)
    with TableFile(tmp_path / "pieces", TABLE.schema) as file:
        for start in range(0, 1000, 130):
            file.append(TABLE.slice(start, 130))
    assert (tmp_path / "whole").read_bytes() == (tmp_path / "pieces").read_bytes()
    assert pq.ParquetFile(tmp_path / "whole").metadata.num_row_groups == 16


def test_an_empty_table_can_be_stored(tmp_path: Path) -> None:
    """A run without a ledger still has the file, with its columns and no rows."""
    write_table(tmp_path / "empty", TABLE.slice(0, 0))
    assert pq.read_table(tmp_path / "empty").schema.names == ["person", "law"]


def test_json_refuses_what_is_not_a_number() -> None:
    """NaN is not JSON; a missing figure must be null, never a word that parsers differ on."""
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"low": float("nan")})


def test_json_does_not_depend_on_the_order_of_keys() -> None:
    """Two mappings with the same content are the same text."""
    assert canonical_json({"b": 1, "a": "é"}) == canonical_json({"a": "é", "b": 1})


def test_a_sealed_folder_verifies_and_says_what_it_skipped(tmp_path: Path) -> None:
    """Every hashed file is confirmed; the manifest and the times are skipped with a reason."""
    found = verify(folder_of(tmp_path / "run"))
    assert found.holds
    assert found.confirmed == ("comparison.json", "outcomes.parquet")
    assert {name for name, _ in found.skipped} == {MANIFEST, "runtime.json", "simulation"}


def test_one_changed_byte_is_found(tmp_path: Path) -> None:
    """Turning a single bit of the outcomes is seen, and the file is named."""
    folder = folder_of(tmp_path / "run")
    path = folder / "outcomes.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    found = verify(folder)
    assert not found.holds
    assert found.changed == ("outcomes.parquet",)


def test_missing_and_added_files_are_found(tmp_path: Path) -> None:
    """A file that is gone, and one that nobody vouched for, both break the verification."""
    folder = folder_of(tmp_path / "run")
    (folder / "comparison.json").unlink()
    (folder / "notes.txt").write_text("mine")
    found = verify(folder)
    assert (found.missing, found.added) == (("comparison.json",), ("notes.txt",))
    assert not found.holds


def test_times_may_change_without_breaking_the_verification(tmp_path: Path) -> None:
    """The runtime file is outside the digests: two machines give the same verified folder."""
    folder = folder_of(tmp_path / "run")
    write_json(folder / "runtime.json", {"seconds": 99})
    assert verify(folder).holds


def test_resealing_takes_in_a_figure(tmp_path: Path) -> None:
    """A report added after the run is hashed too once the folder is sealed again."""
    folder = folder_of(tmp_path / "run")
    (folder / "figures").mkdir()
    (folder / "figures" / "service.svg").write_text("<svg/>")
    seal(folder)
    assert "figures/service.svg" in read_manifest(folder)["files"]
    assert read_manifest(folder)["digest"] == "abc"
    assert verify(folder).holds


def test_a_skipped_audit_is_listed_with_its_reason(tmp_path: Path) -> None:
    """Where the audit was not made, the verification repeats why."""
    folder = folder_of(tmp_path / "run")
    seal(folder, {"digest": "abc", "audit": {"skipped_reason": "durable-rules is missing"}})
    assert ("audit", "durable-rules is missing") in verify(folder).skipped


@pytest.mark.parametrize("content", [None, "", "[]", "{", '{"files": 3}', "\udcff"])
def test_a_folder_without_a_readable_manifest_is_a_finding(
    tmp_path: Path, content: str | None
) -> None:
    """No manifest, rubbish, or another kind of JSON: one finding, never a traceback."""
    if content is not None:
        (tmp_path / MANIFEST).write_bytes(content.encode("utf-8", "surrogateescape"))
    with pytest.raises(ScenarioError) as caught:
        verify(tmp_path)
    assert [f.code for f in caught.value.findings] == ["no-manifest"]


def test_the_same_digest_again_is_the_stored_result(tmp_path: Path) -> None:
    """A folder that holds this run need not be run again, unless it is asked for."""
    folder = folder_of(tmp_path / "run", "abc")
    assert stored(folder, "abc", overwrite=False)
    assert not stored(folder, "abc", overwrite=True)


@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_a_damaged_run_is_not_taken_for_the_stored_result(tmp_path: Path, damage: str) -> None:
    """The same digest is no result if a file is not as it was sealed; overwriting mends it."""
    folder = folder_of(tmp_path / "run")
    if damage == "gone":
        (folder / "comparison.json").unlink()
    else:
        (folder / "comparison.json").write_text("[1]\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as error:
        stored(folder, "abc", overwrite=False)
    (finding,) = error.value.findings
    assert (finding.code, finding.values["files"]) == ("folder-damaged", "comparison.json")
    assert not stored(folder, "abc", overwrite=True)


def test_another_digest_needs_overwrite(tmp_path: Path) -> None:
    """Another study's results are never replaced unasked."""
    folder = folder_of(tmp_path / "run", "abc")
    with pytest.raises(ScenarioError) as caught:
        stored(folder, "xyz", overwrite=False)
    assert [f.code for f in caught.value.findings] == ["folder-taken"]
    assert not stored(folder, "xyz", overwrite=True)


def test_a_folder_of_other_work_is_never_overwritten(tmp_path: Path) -> None:
    """Even with overwrite, a folder that is no run folder is refused."""
    (tmp_path / "thesis.txt").write_text("years of work")
    for overwrite in (False, True):
        with pytest.raises(ScenarioError):
            stored(tmp_path, "abc", overwrite=overwrite)
    assert (tmp_path / "thesis.txt").exists()


def test_a_new_or_empty_folder_is_free(tmp_path: Path) -> None:
    """Nothing there, or an empty folder there, asks for no overwriting."""
    assert not stored(tmp_path / "new", "abc", overwrite=False)
    assert not stored(tmp_path, "abc", overwrite=False)


def test_a_broken_run_leaves_what_was_there(tmp_path: Path) -> None:
    """If building fails, the earlier folder stands untouched and no draft is left behind."""
    folder = folder_of(tmp_path / "run", "abc")

    def build(draft: Path) -> None:
        (draft / "half").write_text("half")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        publish(folder, build)
    assert verify(folder).holds
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_publishing_replaces_the_whole_folder(tmp_path: Path) -> None:
    """Nothing of the earlier run remains in the new one."""
    folder = folder_of(tmp_path / "run", "abc")
    (folder / "old.txt").write_text("old")
    seal(folder)
    folder_of(folder, "xyz")
    assert read_manifest(folder)["digest"] == "xyz"
    assert not (folder / "old.txt").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["run"]


def test_inputs_keep_their_places_to_each_other(tmp_path: Path) -> None:
    """The copied scenario finds its policy by the same relative path as the original."""
    for name in ("scenarios/a.yaml", "policies/city/b.yaml"):
        path = tmp_path / "work" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    originals = [tmp_path / "work/scenarios/a.yaml",
                 tmp_path / "work/scenarios/../policies/city/b.yaml"]  # fmt: skip
    copy_inputs(originals, tmp_path / "inputs")
    assert sorted(file_digests(tmp_path / "inputs")) == ["policies/city/b.yaml", "scenarios/a.yaml"]
    copied = tmp_path / "inputs/scenarios/../policies/city/b.yaml"
    assert copied.read_text() == "policies/city/b.yaml"


def test_inputs_behind_a_link_keep_their_places_too(tmp_path: Path) -> None:
    """A folder that is a link stands where it is named; nobody sees where it leads."""
    elsewhere, study = tmp_path / "elsewhere" / "laws", tmp_path / "study"
    for folder in (elsewhere, study):
        folder.mkdir(parents=True)
    (elsewhere / "law.yaml").write_text("law", encoding="utf-8")
    (study / "scenario.yaml").write_text("scenario", encoding="utf-8")
    (study / "policies").symlink_to(elsewhere)
    files = [study / "scenario.yaml", study / "policies" / "law.yaml"]
    assert set(input_names(files)) == {"scenario.yaml", "policies/law.yaml"}
    # Out of the link again by two points: what is there is not what stands beside the link.
    (elsewhere.parent / "other.yaml").write_text("other", encoding="utf-8")
    out = study / "policies" / ".." / "other.yaml"
    assert input_names([*files, out])["elsewhere/other.yaml"].samefile(out)


def test_the_manifest_is_json_with_sorted_keys(tmp_path: Path) -> None:
    """The manifest can be read by anything, and compared line by line."""
    text = (folder_of(tmp_path / "run") / MANIFEST).read_text()
    assert list(json.loads(text)) == ["digest", "files"]
