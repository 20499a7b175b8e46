"""Items that a draft adds or changes and that nothing reads: their rule was forgotten."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.policy.amending import Amendment
from policy_sim.policy.keeping import statute_within
from policy_sim.policy.statute import Section, Statute
from policy_sim.policy.texts import names_in
from policy_sim.policy.transition import Transition

__all__ = ["unread_additions", "unread_changes"]

_READABLE = (Section.PARAMETER, Section.TABLE, Section.DEFINITION)


def unread_additions(
    amendments: Sequence[Amendment], statute: Statute, transitions: Sequence[Transition] = ()
) -> Iterator[Diagnostic]:
    """Yield ``added-unread`` for each parameter, table or definition that an amendment adds and
    that neither a rule nor a definition of the amended *statute* names from then on, for those in
    *transitions* neither.

    A base may hold what only its amendments read, so that nothing is said of its own items.
    """
    for amendment in amendments:
        form = amendment.form
        named = _named(statute, form.effective, transitions)
        for section in _READABLE:
            for name in getattr(form.add, f"{section}s"):
                if name not in named:
                    values = {"seen": str(name), "section": section}
                    yield Diagnostic("added-unread", name.place, values, Severity.WARNING)


def unread_changes(
    amendments: Sequence[Amendment],
    statute: Statute,
    beside: Collection[str] | None = None,
    transitions: Sequence[Transition] = (),
) -> Iterator[Diagnostic]:
    """Yield ``change-unread`` for each parameter, table or definition that an amendment replaces
    and that neither a rule nor a definition of the amended *statute* names from then on.

    The law alone cannot say whether a simulation reads it, so that it is a note. *beside* are the
    names that the systems of a study read: what these do not name changes nothing there, which is
    a warning.
    """
    severity = Severity.INFO if beside is None else Severity.WARNING
    for amendment in amendments:
        form = amendment.form
        named = _named(statute, form.effective, transitions)
        for section in _READABLE:
            for name in getattr(form.replace, f"{section}s"):
                if name not in named and name not in (beside or ()):
                    values = {"seen": str(name), "section": section}
                    yield Diagnostic("change-unread", name.place, values, severity)


def _named(statute: Statute, effective: date, transitions: Sequence[Transition]) -> frozenset[str]:
    """Return every name in a rule or definition that holds on *effective* or later for anybody."""
    laws = [statute, *(statute_within(statute, [one]) for one in transitions)]
    return frozenset(
        name
        for law in laws
        for item in law.items.values()
        for version in item.versions
        if version.ends is None or version.ends > effective
        for name in names_in(version.body)
    )
