"""Everything that can be said of a regulation before anybody is governed by it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.errors import PolicyError
from policy_sim.policy import load_law
from policy_sim.policy.confirmation import stale, unsourced
from policy_sim.policy.law import Law
from policy_sim.policy.loading import Regulation, is_vocabulary, load_vocabulary, unamended
from policy_sim.policy.unread import unread_changes
from policy_sim.proof.brought_about import where_brought_about
from policy_sim.rules.checking import check_regulation

if TYPE_CHECKING:
    from policy_sim.proof.examination import Examined

__all__ = ["Asked", "Checkup", "check_policy"]


@dataclass(frozen=True)
class Asked:
    """What a check looks at: from which day on, and beside what.

    *statute* is a law whose promises must be kept; *confirmed* a day before which nothing should
    have been confirmed last. Without *proof* only what loading finds is told.
    """

    since: date
    statute: Path | None = None
    confirmed: date | None = None
    proof: bool = True


@dataclass(frozen=True)
class Checkup:
    """What was found; *examined* says over what it was proved, None if nothing was.

    *law* is what was looked at, None if it does not hold together or there are only words.
    """

    findings: tuple[Diagnostic, ...]
    examined: Examined | None
    law: Law | None = None


def check_policy(path: Path, amendments: Sequence[Path], asked: Asked) -> Checkup:
    """Return everything found in the regulation in *path* with *amendments*, by place.

    Of an amendment only what is not found without it is told. It may be a vocabulary, too. Raises
    :exc:`~policy_sim.errors.DocumentError` only if a file named here cannot be read, or the
    statute does not hold together.
    """
    if is_vocabulary(path) and not amendments:
        return _of_words(path, asked)
    new, findings = check_regulation(path, amendments)
    if new is None:
        return Checkup(tuple(findings), None)
    base = unamended(path, amendments)
    law, before = new.law, None if base is None else base.law
    findings += _unconfirmed(law, before, asked)
    if base is not None:
        own = [one for one in new.amendments if one not in base.amendments]
        findings += unread_changes(own, new.statute, transitions=law.transitions)
    examined = None
    if asked.proof:
        examined, proved = _proved(new, base, asked)
        findings += proved
    if asked.proof and base is not None:
        findings = where_brought_about(findings, new, base, asked.since)
    findings.sort(key=lambda finding: (finding.where, finding.code))
    return Checkup(tuple(findings), examined, law)


def _of_words(path: Path, asked: Asked) -> Checkup:
    """Return everything found in a vocabulary that is looked at for itself."""
    try:
        vocabulary = load_vocabulary(path)
    except PolicyError as error:
        return Checkup(error.findings, None)
    if not asked.proof:
        return Checkup((), None)
    # Here, since the solver is not needed for what loading finds.
    from policy_sim.proof.examination import Examined
    from policy_sim.proof.invariants import invariant_breaches

    return Checkup(tuple(invariant_breaches(vocabulary, asked.since)), Examined())


def _proved(
    new: Regulation, base: Regulation | None, asked: Asked
) -> tuple[Examined, list[Diagnostic]]:
    """Return over what it was proved, and everything that was found by proof."""
    # Here, since the solver is not needed for what loading finds.
    from policy_sim.proof.conformity import conformity
    from policy_sim.proof.examination import examine

    law, before = new.law, None if base is None else base.law
    examined = examine(law, asked.since, before)
    findings = list(examined.findings)
    if base is not None:
        from policy_sim.proof.kept_in_vain import kept_in_vain
        from policy_sim.proof.no_effect import changes_in_vain
        from policy_sim.proof.taken_apart import taken_apart

        findings += changes_in_vain(new, base, asked.since)
        findings += kept_in_vain(new, base, asked.since)
        findings += taken_apart(law, before, asked.since)
    if asked.statute is not None:
        broken = conformity(law, load_law(asked.statute), asked.since)
        # Of one promise that is the regulation's own as well, it is told once.
        told = {_promised(one) for one in broken if one.severity is Severity.ERROR}
        findings = [one for one in findings if one.code != "gap" or _promised(one) not in told]
        known = {(one.code, one.where) for one in findings}
        findings += [one for one in broken if (one.code, one.where) not in known]
    return examined, findings


def _promised(finding: Diagnostic) -> tuple[object, ...]:
    """Return what tells a broken promise from others: which it is, and all its places."""
    places = frozenset({finding.where, *(place for _, place in finding.related)})
    return finding.values.get("promise"), places


def _unconfirmed(law: Law, before: Law | None, asked: Asked) -> list[Diagnostic]:
    """Return what cannot be looked up, or was not lately; of an amendment, in its own files."""
    found = list(unsourced(law, asked.since))
    if asked.confirmed is not None:
        found += stale(law, asked.since, asked.confirmed)
    others = frozenset() if before is None else frozenset(before.files)
    return [finding for finding in found if finding.where.file not in others]
