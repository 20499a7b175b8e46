"""Where a finding of a report stands: in a document of the study, not on somebody's disk."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from command_line import Say
from policy_sim.cli import report
from policy_sim.cli.report import _placed
from policy_sim.diagnostics import Diagnostic, Place


def test_a_finding_of_a_report_names_the_document_of_the_study(tmp_path: Path) -> None:
    """The folder in which a run lies is nobody's business who reads its report."""
    inputs = tmp_path / "run" / "inputs"
    draft, law = inputs / "policies" / "draft.yaml", inputs / "policies" / "law.yaml"
    finding = Diagnostic("x", Place(str(draft), 4, 5), {}, related=(("it", Place(str(law), 7)),))
    placed = _placed(finding, inputs)
    assert placed.where == Place("policies/draft.yaml", 4, 5)
    assert placed.related == (("it", Place("policies/law.yaml", 7)),)


def test_what_stands_elsewhere_keeps_its_place(tmp_path: Path) -> None:
    """A document that the run does not keep is named as it was."""
    elsewhere = Diagnostic("x", Place("/policies/other.yaml", 1), {})
    assert _placed(elsewhere, tmp_path / "inputs") == elsewhere


def test_where_the_report_is_stands_in_the_language_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, say: Say
) -> None:
    """An Indonesian report is announced in Indonesian."""
    result = SimpleNamespace(manifest={"scenario": "town"})
    monkeypatch.setattr(report, "load_result", lambda _folder: result)
    monkeypatch.setattr(report, "stored_register", lambda _result: None)
    monkeypatch.setattr(report, "written", lambda *_: None)
    monkeypatch.setattr(report, "_write", lambda *_: None)
    page = tmp_path / "laporan.html"
    done = say("report", str(tmp_path), "--lang", "id", "--out", str(page))
    assert (done.status, done.out) == (0, f"laporan: {page}\n")
