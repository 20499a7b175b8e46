"""Cases held against the law, in words and as plain values: what is not as expected, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from policy_sim.cases.check import Cases, Check
from policy_sim.cases.record import cohort
from policy_sim.cases.sitting import Sitting
from policy_sim.cases.trial import Trial, Verdict
from policy_sim.catalogue import parts
from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.report.decisions import trace_lines, trace_values
from policy_sim.report.meanings import Meanings
from policy_sim.report.voice import Voice
from policy_sim.rules.frame import Frame
from policy_sim.rules.trace import Trace, laid_open

__all__ = ["document_lines", "ruling_lines", "trial_line", "trial_values"]


def document_lines(trial: Trial, language: Language = ENGLISH) -> Iterator[str]:
    """Yield a line for each document: what it is about, and how many checks are as expected."""
    for cases, verdicts in _by_document(trial):
        failed = sum(not verdict.passed for verdict in verdicts)
        checks = _checks(len(verdicts), language)
        told = _failed(failed, checks, language) if failed else checks
        title, law = language.told(cases.title), language.told(cases.law.title)
        yield f"{cases.file}: {title} ({law}): {told}"


def trial_line(trial: Trial, language: Language = ENGLISH) -> str:
    """Return the sum of it all."""
    checks, failed = _checks(len(trial.verdicts), language), len(trial.failed)
    if failed:
        return _failed(failed, checks, language)
    return language.say("{checks}, all as expected", checks=checks)


def _failed(failed: int, checks: str, language: Language) -> str:
    number = language.number(failed)
    return language.say("{failed} of {checks} not as expected", failed=number, checks=checks)


def _checks(number: int, language: Language) -> str:
    return language.count(number, "{number} check", "{number} checks")


def ruling_lines(trial: Trial, check: Check, language: Language = ENGLISH) -> Iterator[str]:
    """Yield the decisions about *check*, laid open as ``explain`` does it."""
    for found, meanings in _traces(trial, check):
        spoken = replace(meanings, voice=Voice(language))
        for line in trace_lines(found, spoken):
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


def trial_values(trial: Trial, language: Language = ENGLISH) -> dict[str, Any]:
    """Return everything that was found as plain values, for JSON."""
    return {
        "checks": len(trial.verdicts),
        "failed": len(trial.failed),
        "documents": [
            {
                "file": cases.file,
                "title": cases.title,
                "law": cases.law.title,
                "checks": [_verdict_values(trial, verdict, language) for verdict in verdicts],
            }
            for cases, verdicts in _by_document(trial)
        ],
    }


def _verdict_values(trial: Trial, verdict: Verdict, language: Language) -> dict[str, Any]:
    check = verdict.check
    values: dict[str, Any] = {
        "test": check.test,
        "on": check.on.isoformat(),
        "areas": list(check.areas),
        "passed": verdict.passed,
    }
    if not verdict.passed:
        values["findings"] = [parts(finding, language) for finding in verdict.findings]
        values["decisions"] = [trace_values(*found) for found in _traces(trial, check)]
    return values


def _by_document(trial: Trial) -> list[tuple[Cases, Sequence[Verdict]]]:
    grouped: dict[int, list[Verdict]] = {}
    for verdict in trial.verdicts:
        grouped.setdefault(id(verdict.cases), []).append(verdict)
    return [(verdicts[0].cases, verdicts) for verdicts in grouped.values()]
