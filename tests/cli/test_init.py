"""A working folder made from what is shipped."""

from __future__ import annotations

from pathlib import Path

import pytest

from command_line import ROOT, Say
from policy_sim import shipped as shipping
from policy_sim.shipped import FOLDERS, shipped


def test_a_working_folder_holds_what_is_shipped(say: Say, tmp_path: Path) -> None:
    """Every policy, scenario and notebook is copied byte for byte, and nothing hidden."""
    folder = tmp_path / "study"
    answer = say("init", folder, "--format", "json")
    assert answer.status == 0
    files = [path for path in folder.rglob("*") if path.is_file()]
    assert answer.values["files"] == sorted(str(path.relative_to(folder)) for path in files)
    assert {path.relative_to(folder).parts[0] for path in files} == set(FOLDERS)
    for path in files:
        assert path.read_bytes() == (ROOT / path.relative_to(folder)).read_bytes()
        assert not path.name.startswith(".")


def test_a_working_folder_works(say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The regulations of a new folder are found sound from inside of it, as its text says."""
    folder = tmp_path / "study"
    assert f"next: cd {folder}, then docs/tutorial.md from step 3 on" in say("init", folder).out
    tutorial = (folder / "docs" / "tutorial.md").read_text(encoding="utf-8")
    assert tutorial.index("policy-sim init") < tutorial.index("## 3. Read the rule")
    monkeypatch.chdir(folder)
    answer = say("check", "policies/medan/drafts/merit-reform.yaml", "--no-proof")
    assert answer.status == 0
    assert answer.out.startswith("policies/medan/drafts/merit-reform.yaml: no findings\n")


def test_an_empty_folder_is_taken(say: Say, tmp_path: Path) -> None:
    """A folder that was made beforehand serves, as long as nothing is in it."""
    assert say("init", tmp_path).status == 0
    assert (tmp_path / "scenarios" / "medan.yaml").is_file()


@pytest.mark.parametrize("form", ["text", "json"])
def test_nothing_is_ever_copied_over(form: str, say: Say, tmp_path: Path) -> None:
    """A folder that holds anything is refused, and stays as it was."""
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    answer = say("init", tmp_path, "--format", form)
    assert answer.status == 2
    assert "is not an empty folder" in (answer.values["error"] if form == "json" else answer.err)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_a_file_is_no_folder(say: Say, tmp_path: Path) -> None:
    """Neither a file, nor a folder below a file, can become a working folder."""
    file = tmp_path / "notes.txt"
    file.write_text("mine", encoding="utf-8")
    assert say("init", file).status == 2
    below = say("init", file / "study")
    assert (below.status, below.out) == (2, "")
    assert "Not a directory" in below.err


def test_an_installation_that_carries_nothing_says_so(
    say: Say, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its regulations an installation fails with a sentence, not with a traceback."""
    monkeypatch.setattr(shipping, "_PACKAGE", tmp_path / "a" / "b" / "c")
    with pytest.raises(FileNotFoundError, match="carries no policies"):
        shipped("policies")
    answer = say("init", tmp_path / "study")
    assert answer.status == 2
    assert "this installation of policy-sim carries no policies" in answer.err
