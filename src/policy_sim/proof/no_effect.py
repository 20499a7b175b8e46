"""What a draft changes in vain: an amendment, or an item of it, that no decision hangs on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar
from policy_sim.policy.amending import Amendment
from policy_sim.policy.common_words import common_words
from policy_sim.policy.differences import Difference, Kind, differences, readers
from policy_sim.policy.law import Law
from policy_sim.policy.loading import Regulation
from policy_sim.policy.statute import Name, Section
from policy_sim.policy.transition import Membership
from policy_sim.proof.affected import differ
from policy_sim.proof.finding import SEVERITY

__all__ = ["changes_in_vain"]

_RULE = Section.RULE


def changes_in_vain(new: Regulation, before: Regulation, since: date) -> Iterator[Diagnostic]:
    """Yield ``no-effect`` where *new* changes no possible decision that *before* would make.

    Of amendments that change none at all it is said once: at their item, if there is but one, else
    at the last of them. Otherwise it is said of each item that they replace or repeal and could as
    well have left as it is. What no rule reads is passed over, for only a simulation shows what it
    does; so are promises and distinctions, which decide nothing, what another authority is to
    decide from now on, and what is repealed since nothing reads it any more.
    """
    changed = differences(before.statute, new.statute, since)
    others = {_name(one) for one in changed if not _can_matter(one, new, before)}
    names = {_name(one) for one in changed} - others
    if not names:
        return
    effective, own = _differs(before.law, new.law, since), _own(new, before)
    if not effective and not others:
        stated = [name for amendment in own for _, name in amendment.stated]
        yield _finding(stated[0] if len(stated) == 1 else new.amendments[-1].form.policy)
        return
    tidied = {_name(one) for one in changed if one.kind is Kind.REMOVED and one.section != _RULE}
    for section, name in (item for amendment in own for item in amendment.instead):
        item = section, str(name)
        if item in names - tidied and not (effective and _matters(new, item, since)):
            yield _finding(name)


def _name(one: Difference) -> Name:
    return Section(one.section), one.name


def _can_matter(one: Difference, new: Regulation, before: Regulation) -> bool:
    """Whether some rule hangs on an item, and its authority stays."""
    if one.kind is Kind.CHANGED and any(part.part == "authority" for part in one.parts):
        return False
    match one.section:
        case Section.RULE:
            return True
        case Section.PROMISE | Section.DISTINCTION:
            return False
        case _:
            statutes = before.statute, new.statute
            return any(one.name in readers(statute, one.begins) for statute in statutes)


def _own(new: Regulation, before: Regulation) -> list[Amendment]:
    """Return the amendments of *new* that *before* is without."""
    known = {str(one.form.policy) for one in before.amendments}
    return [one for one in new.amendments if str(one.form.policy) not in known]


def _matters(new: Regulation, name: Name, since: date) -> bool:
    """Whether any decision hangs on what the amendments say about the item *name*."""
    left = new.without({name})
    return left is None or _differs(left, new.law, since)


def _differs(old: Law, new: Law, since: date) -> bool:
    """Whether anybody is decided otherwise, be it only one of those in some transitions."""
    words = common_words(old.vocabulary, new.vocabulary)
    if differ(old, new, words, since):
        return True
    return any(
        differ(_of(old, within), _of(new, within), words, since)
        for within in dict.fromkeys((*old.kept, *new.kept))
    )


def _of(law: Law, within: Membership) -> Law:
    """Return the law of those *within* some transitions, as far as it has them."""
    return law.of(within & {one.name for one in law.transitions})


def _finding(seen: Scalar) -> Diagnostic:
    return Diagnostic("no-effect", seen.place, {"seen": str(seen)}, SEVERITY["no-effect"])
