"""Cases held against the law, in words and as plain values: what is not as expected, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from policy_sim.cases.check import Cases, Check
from policy_sim.cases.record import cohort
from policy_sim.cases.sitting import Sitting
from policy_sim.cases.trial import Trial, Verdict
from policy_sim.catalogue import parts
from policy_sim.report.decisions import trace_lines, trace_values
from policy_sim.report.meanings import Meanings
from policy_sim.rules.frame import Frame
from policy_sim.rules.trace import Trace, laid_open

__all__ = ["document_lines", "ruling_lines", "trial_line", "trial_values"]


def document_lines(trial: Trial) -> Iterator[str]:
    """Yield a line for each document: what it is about, and how many checks are as expected."""
    for cases, verdicts in _by_document(trial):
        failed = sum(not verdict.passed for verdict in verdicts)
        checks = _counted(len(verdicts), "check")
        told = f"{failed} of {checks} not as expected" if failed else checks
        yield f"{cases.file}: {cases.title} ({cases.law.title}): {told}"


def trial_line(trial: Trial) -> str:
    """Return the sum of it all."""
    checks, failed = len(trial.verdicts), len(trial.failed)
    if failed:
        return f"{failed} of {_counted(checks, 'check')} not as expected"
    return f"{_counted(checks, 'check')}, all as expected"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def ruling_lines(trial: Trial, check: Check) -> Iterator[str]:
    """Yield the decisions about *check*, laid open as ``explain`` does it."""
    for found, meanings in _traces(trial, check):
        for line in trace_lines(found, meanings):
            yield f"  {line}"


def _traces(trial: Trial, check: Check) -> Iterator[tuple[Trace, Meanings]]:
    for sitting in trial.sittings:
        for row, one in enumerate(sitting.checks):
            if one is check:
                symbol = sitting.law.vocabulary.currency.symbol
                meanings = Meanings(sitting.vintage, _alone(sitting, check), symbol)
                yield laid_open(sitting.decision, row), meanings


def _alone(sitting: Sitting, check: Check) -> Frame:
    return cohort([check.person], [check.name], check.on, sitting.law.vocabulary)


def trial_values(trial: Trial) -> dict[str, Any]:
    """Return everything that was found as plain values, for JSON."""
    return {
        "checks": len(trial.verdicts),
        "failed": len(trial.failed),
        "documents": [
            {
                "file": cases.file,
                "title": cases.title,
                "law": cases.law.title,
                "checks": [_verdict_values(trial, verdict) for verdict in verdicts],
            }
            for cases, verdicts in _by_document(trial)
        ],
    }


def _verdict_values(trial: Trial, verdict: Verdict) -> dict[str, Any]:
    check = verdict.check
    values: dict[str, Any] = {
        "test": check.test,
        "on": check.on.isoformat(),
        "areas": list(check.areas),
        "passed": verdict.passed,
    }
    if not verdict.passed:
        values["findings"] = [parts(finding) for finding in verdict.findings]
        values["decisions"] = [trace_values(*found) for found in _traces(trial, check)]
    return values


def _by_document(trial: Trial) -> list[tuple[Cases, Sequence[Verdict]]]:
    grouped: dict[int, list[Verdict]] = {}
    for verdict in trial.verdicts:
        grouped.setdefault(id(verdict.cases), []).append(verdict)
    return [(verdicts[0].cases, verdicts) for verdicts in grouped.values()]
