"""What is proved of a draft: the findings of a check, and who is treated otherwise by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from policy_sim.catalogue import parts, stored, stored_finding
from policy_sim.diagnostics import Diagnostic, Place, Severity
from policy_sim.policy.common_words import common_words
from policy_sim.policy.differences import Difference, differences, readers
from policy_sim.policy.law import Law
from policy_sim.policy.loading import Regulation
from policy_sim.policy.transition_differences import transition_differences
from policy_sim.proof.affected import Affected, affected
from policy_sim.proof.checkup import Asked, check_policy
from policy_sim.proof.in_transition import in_transitions
from policy_sim.report.affected import affected_values
from policy_sim.report.differences import difference_values
from policy_sim.report.dossier.question import Question
from policy_sim.report.in_transition import beside_values
from policy_sim.report.reach import reach_values
from policy_sim.study.reach import reach

__all__ = ["difference_part", "finding_breaks", "finding_part", "reach_part"]

_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)


def finding_part(question: Question) -> dict[str, Any]:
    """Return every finding of a check, the gravest first, and over what it was made.

    The proof of a draft that does not hold together has no domain: *examined* is None.
    """
    asked = Asked(since=question.since, statute=question.asked.statute)
    checkup = check_policy(question.asked.draft, [], asked)
    examined = checkup.examined
    return {
        "findings": [
            {**parts(one), "told": stored_finding(one)}
            for one in sorted(checkup.findings, key=_gravest_first)
        ],
        "statute": stored(question.statute.title) if question.statute else None,
        "statute_broken": any(map(finding_breaks(question.statute), checkup.findings)),
        "examined": None
        if examined is None
        else {
            "versions": [day.isoformat() for day in examined.versions],
            "areas": list(examined.areas),
            "questions": examined.questions,
        },
    }


def finding_breaks(statute: Law | None) -> Callable[[Diagnostic], bool]:
    """Return whether a finding says that a promise of *statute* is broken for somebody.

    One that the draft's own law repeats is told once, as the draft's: then its place tells.
    """
    vintages = () if statute is None else statute.vintages
    promised = {_line(promise.place) for vintage in vintages for promise in vintage.promises}

    def breaking(finding: Diagnostic) -> bool:
        places = (finding.where, *(place for _, place in finding.related))
        broken = finding.code in _BROKEN and finding.severity is not Severity.INFO
        return broken and not promised.isdisjoint(map(_line, places))

    return breaking


_BROKEN = ("unlawful", "gap", "trap")


def _line(place: Place) -> tuple[str, int]:
    return str(Path(place.file).resolve()), place.line


def _gravest_first(finding: Diagnostic) -> tuple[int, str, int, int, str]:
    where = finding.where
    return _ORDER.index(finding.severity), where.file, where.line, where.column, finding.code


def difference_part(question: Question) -> dict[str, Any]:
    """Return what the draft says otherwise, and who of everybody who could exist notices."""
    old, new = question.base, _whole(question)
    since = question.since
    words = common_words(old.law.vocabulary, new.law.vocabulary)
    found = differences(old.statute, new.statute, since)
    found += transition_differences(old.law.transitions, new.law.transitions, since)
    whom = affected(old.law, new.law, words, since)
    beside = list(in_transitions(old, new, found, words, since))
    return {
        "since": since.isoformat(),
        "text": difference_values(found, _read_by(old, new, found)),
        "anybody": whom.anybody or any(one.anybody for one in beside),
        **_told(affected_values(whom), whom),
        "transitions": [_told(beside_values(one), one.affected) for one in beside],
    }


def _told(values: dict[str, Any], found: Affected) -> dict[str, Any]:
    """Return *values* with the examples of *found* as they can be told in any language."""
    changes = [
        {**change, "told": {"example": stored(one.example), "unmet": [*map(stored, one.unmet)]}}
        for change, one in zip(values["changes"], found.changes, strict=True)
    ]
    return {**values, "changes": changes}


def _whole(question: Question) -> Regulation:
    if question.regulation is None:
        msg = "a draft that does not hold together cannot be compared"
        raise ValueError(msg)
    return question.regulation


def _read_by(
    old: Regulation, new: Regulation, found: list[Difference]
) -> dict[str, tuple[str, ...]]:
    """Return the rules that read each name under either law, on a day on which one changes."""
    read: dict[str, set[str]] = {}
    for statute in (old.statute, new.statute):
        for day in {one.begins for one in found}:
            for name, rules in readers(statute, day).items():
                read.setdefault(name, set()).update(rules)
    return {name: tuple(sorted(rules)) for name, rules in read.items()}


def reach_part(question: Question) -> dict[str, Any]:
    """Return how many people of the study are treated otherwise, as they are at its start."""
    new = _whole(question)
    found = differences(question.base.statute, new.statute, question.since)
    day = min((one.begins for one in found), default=question.since)
    return reach_values(reach(question.scenario, question.terms, question.base.law, new.law, day))
