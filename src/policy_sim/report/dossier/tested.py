"""The cases beside a draft: what they expect of it, and how much of it they have seen."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from policy_sim.cases import load_cases, tried
from policy_sim.cases.check import Cases
from policy_sim.cases.coverage import covered
from policy_sim.cases.trial import Trial, confirm
from policy_sim.catalogue import parts, stored_finding
from policy_sim.report.cases import trial_values
from policy_sim.report.coverage import coverage_values
from policy_sim.report.dossier.question import Question
from policy_sim.rules.engine import engine_available, engine_named

__all__ = ["case_part"]


def case_part(question: Question) -> dict[str, Any]:
    """Return the checks of all cases, decided on both engines, and their coverage of the draft.

    Cases about the law that the draft amends are asked of the law with the draft; those that name
    the draft themselves are asked of the law that they name. Without cases it is empty.
    """
    if not question.case_files:
        return {}
    documents = _documents(question.case_files, question.asked.draft)
    trial = tried(documents, engine_named("columnar"))
    own = {
        file
        for law in trial.laws
        for file in law.files
        if Path(file).resolve() == question.asked.draft.resolve()
    }
    told = trial_values(trial)
    coverage = coverage_values(covered(trial.laws, trial.sittings, sorted(own)))
    durable = engine_available("durable")
    return {
        "checks": told["checks"],
        "failed": told["failed"],
        "confirmed": confirm(trial, "durable") if durable else None,
        "documents": [_document(document, trial) for document in told["documents"]],
        "coverage": coverage["shares"],
        "unseen": [rule for rule in coverage["rules"] if rule["lacks"]],
    }


def _documents(files: Sequence[Path], draft: Path) -> list[Cases]:
    """Return the cases in *files*; the law of those that do not name the draft is amended by it."""
    naming = [path for path in files if _names(path, draft)]
    others = [path for path in files if path not in naming]
    return [
        *(load_cases(naming) if naming else ()),
        *(load_cases(others, [draft]) if others else ()),
    ]


def _names(path: Path, draft: Path) -> bool:
    (cases,) = load_cases([path])
    return draft.resolve() in {Path(file).resolve() for file in cases.law.files}


def _document(document: dict[str, Any], trial: Trial) -> dict[str, Any]:
    """Return a document without the decisions laid open, which the command ``test`` prints."""
    verdicts = [one for one in trial.verdicts if one.cases.file == document["file"]]
    checks = []
    for check, verdict in zip(document["checks"], verdicts, strict=True):
        kept = {name: check[name] for name in ("test", "on", "passed")}
        if verdict.findings:
            kept["findings"] = [
                {**parts(finding), "told": stored_finding(finding)} for finding in verdict.findings
            ]
        checks.append(kept)
    return {"title": document["title"], "file": Path(document["file"]).name, "checks": checks}
