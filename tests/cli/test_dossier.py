"""``dossier`` on a draft so small that its study takes seconds: made, read back, tampered with."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from command_line import ROOT, Said, Say
from small_study import altered

FOLDER = "tests/golden/dossier"
SUMMARY = ROOT / FOLDER / "summary.txt"
STUDY = ("--scenario", f"{FOLDER}/study.yaml")
SMALL = (*STUDY, "--workers", 1, "--cases", f"{FOLDER}/draft.cases.yaml")

pytestmark = [pytest.mark.whole_run, pytest.mark.xdist_group("cli-dossier")]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the dossier of this module stands once the first test has made it."""
    return tmp_path_factory.mktemp("dossiers") / "small"


def made(say: Say, out: Path, *more: object) -> Said:
    """Make the small dossier, or read it back."""
    return say("dossier", f"{FOLDER}/draft.yaml", *SMALL, "--out", out, *more)


@pytest.fixture
def folder(kept: Path, say: Say) -> Path:
    """A dossier, made when it is first asked for."""
    if not kept.exists():
        assert made(say, kept).status == 0
    return kept


def part(folder: Path, name: str) -> Any:
    """Return a part of a dossier."""
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def test_a_dossier_in_a_few_lines(folder: Path, say: Say, update: bool) -> None:
    """What is printed was read and approved; made again it is only read back."""
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}
    answer = made(say, folder)
    assert (answer.status, answer.err) == (0, "")
    text = answer.out.replace(str(folder), "FOLDER")
    if update:
        SUMMARY.write_text(text, encoding="utf-8")
    assert text == SUMMARY.read_text(encoding="utf-8")
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_the_articles_add_up(folder: Path) -> None:
    """Each deciding article has an effect, and with the interaction they are the whole draft."""
    rows = [row for row in part(folder, "outcomes")["articles"] if row["outcome"] == "pay_bill"]
    assert [row["article"] or row["part"] for row in rows] == [
        *("draft art. 1", "draft art. 2", "draft art. 3"),
        *("remainder", "whole"),
    ]
    *parts, whole = [row["difference"] for row in rows]
    assert sum(parts) == pytest.approx(whole)
    assert rows[2]["difference"] > 0


def test_a_dossier_verifies_and_shows_what_was_tampered_with(
    folder: Path, say: Say, tmp_path: Path
) -> None:
    """Every file bears its digest; changed, lost and new ones are told, and what is skipped."""
    answer = say("verify", folder)
    assert answer.status == 0
    assert "not checked: proofs and cases" in answer.out
    assert "not checked: study/runtime.json" in answer.out
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    altered(copy / "dossier.html", ("Draft: examinations", "Draft: no examinations"))
    (copy / "study" / "outcomes.parquet").unlink()
    (copy / "note.txt").write_text("added")
    tampered = say("verify", copy)
    assert tampered.status == 1
    for line in ("changed: dossier.html", "missing: study/outcomes.parquet", "new: note.txt"):
        assert line in tampered.out


def test_another_language_is_another_page_only(folder: Path, say: Say) -> None:
    """Nothing is proved or simulated again for it, and the dossier still verifies."""
    answer = made(say, folder, "--lang", "id")
    assert answer.err == ""
    assert "akan mengubah" in answer.out
    assert '<html lang="id">' in (folder / "dossier.html").read_text(encoding="utf-8")
    assert say("verify", folder).status == 0
    made(say, folder)


def test_a_broken_dossier_goes_on_where_it_was(folder: Path, say: Say, tmp_path: Path) -> None:
    """Of what was finished nothing is made again, and the end is the same bytes."""
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    whole = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    told = whole | {"finished": False, "files": {}}
    (copy / "manifest.json").write_text(json.dumps(told), encoding="utf-8")
    for name in ("dossier.html", "outcomes.json", "cases.json"):
        (copy / name).unlink()
    assert say("verify", copy).status == 1
    answer = made(say, copy)
    assert answer.err.split() == ["cases", "…", "outcomes", "…"]
    again = json.loads((copy / "manifest.json").read_text(encoding="utf-8"))
    assert again == whole


def test_another_question_does_not_take_its_place(folder: Path, say: Say, tmp_path: Path) -> None:
    """A folder that holds another dossier, or something else, is refused."""
    answer = made(say, folder, "--on", "2027-06-01")
    assert answer.status == 2
    assert "no-dossier-folder" in answer.err
    (tmp_path / "letter.txt").write_text("mine")
    answer = made(say, tmp_path, "--overwrite")
    assert answer.status == 2
    assert (tmp_path / "letter.txt").exists()


def test_the_documents_make_the_study_again(folder: Path, say: Say) -> None:
    """The study of the dossier is a scenario like any other, with the draft's articles as laws."""
    from policy_sim.study.loading import load_scenario

    found = list((folder / "documents").rglob("*.dossier.yaml"))
    assert len(found) == 1
    laws = load_scenario(found[0]).laws
    assert list(laws) == ["rules", *(f"examinations-in-march{n}" for n in _SUFFIXES)]
    assert len({tuple(v.key for v in law.vintages) for law in laws.values()}) == len(laws)


_SUFFIXES = ("", "-without-1", "-without-2", "-without-3")


def test_a_draft_that_cannot_be_read_still_has_its_dossier(say: Say, tmp_path: Path) -> None:
    """Its findings are the dossier; nothing is simulated, and the status says that it is grave."""
    text = (ROOT / FOLDER / "draft.yaml").read_text(encoding="utf-8")
    draft = tmp_path / "draft.yaml"
    law = (ROOT / "policies" / "five_grades" / "rules").as_posix()
    draft.write_text(
        text.replace("../../../policies/five_grades/rules", law).replace(">= meets", ">= mets"),
        encoding="utf-8",
    )
    out = tmp_path / "dossier"
    answer = say("dossier", draft, *STUDY, "--out", out)
    assert answer.status == 1
    assert "does not hold together" in answer.out
    assert not (out / "study").exists()
    assert "mets" in (out / "dossier.html").read_text(encoding="utf-8")
    assert say("verify", out).status == 0


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["policies/five_grades/rules.yaml", *STUDY], "amends-no-law"),
        (["policies/medan/drafts/pay-flat.yaml", *STUDY], "draft-of-another-law"),
        ([f"{FOLDER}/draft.yaml", *STUDY, "--years", 0], "bad-option"),
        ([f"{FOLDER}/no-draft.yaml", *STUDY], "missing-file"),
    ],
)
def test_what_makes_no_dossier(say: Say, tmp_path: Path, arguments: list[str], code: str) -> None:
    """A law that amends nothing, or another one, an option and a file that cannot be used."""
    answer = say("dossier", *arguments, "--out", tmp_path / "none")
    assert answer.status == 2
    assert code in answer.err
