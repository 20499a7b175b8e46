"""What cases have seen of a transition: whom it takes, who is in it, what they keep, its end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from policy_sim.cases.sitting import Sitting
from policy_sim.catalogue import phrase
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Rule
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.transition import Transition
from policy_sim.rules.decided_by import decided_by

__all__ = ["TransitionSeen", "transitions_seen"]


@dataclass(frozen=True)
class TransitionSeen:
    """A transition, and of each thing to be seen of it whether it *was*."""

    transition: Transition
    was: Mapping[str, bool]

    @property
    def lacks(self) -> tuple[str, ...]:
        """What has not been seen of it."""
        return tuple(what for what, seen in self.was.items() if not seen)


def transitions_seen(
    laws: Sequence[Law], held: Sequence[Sitting], files: frozenset[str]
) -> Iterator[TransitionSeen]:
    """Yield each transition of *laws* with what the sittings *held* have seen of it.

    With *files*, only transitions written in these.
    """
    for law in laws:
        mine = [sitting for sitting in held if sitting.law is law]
        for one in law.transitions:
            if not files or one.place.file in files:
                yield TransitionSeen(one, _seen(one, law, mine))


def _seen(one: Transition, law: Law, held: Sequence[Sitting]) -> dict[str, bool]:
    checks = [check for sitting in held for check in sitting.checks]
    judged = [check for check in checks if check.before is not None]
    otherwise = dict(_otherwise(one, law))
    areas = {area for _, area in otherwise}
    # Who is in no transition counts only where that decides something.
    asked = [s.checks[0] for s in held if s.area in areas and one.open(s.checks[0].on)]
    within = [check for check in checks if one.name in check.within]
    seen: dict[str, bool] = {
        phrase("somebody whom it takes, by 'before'"): any(one.name in c.within for c in judged),
        phrase("somebody whom it does not take"): any(one.name not in c.within for c in judged),
        phrase("somebody in it"): any(one.open(check.on) for check in within),
        phrase("somebody not in it meanwhile"): any(one.name not in c.within for c in asked),
        phrase("somebody in it when it has ended"): any(c.on >= one.until for c in within),
    }
    for (name, area), kept in otherwise.items():
        told = phrase("{rule} kept", rule=name) if kept else phrase("{rule} suspended", rule=name)
        seen[told] = any(_asks(sitting, one, kept, area) for sitting in held)
    return seen


def _otherwise(one: Transition, law: Law) -> Iterator[tuple[tuple[str, str], Rule | None]]:
    """Yield the rules about people, with their area, that those in a transition have otherwise
    than all others: as they have it, None if they have not.
    """
    for version in law.kept[frozenset({one.name})]:
        if not one.open(version.begins):
            continue
        kept, stated = (
            {rule.id: rule for rule in v.rules} for v in (version, law.stated(version.begins))
        )
        for name in sorted({*kept, *stated}):
            mine, theirs = kept.get(name), stated.get(name)
            rule = mine or theirs
            same = mine and theirs and decided_by(mine) == decided_by(theirs)
            if rule is not None and not same and rule.subject == PERSON:
                yield (name, rule.area), mine


def _asks(sitting: Sitting, one: Transition, kept: Rule | None, area: str) -> bool:
    """Whether somebody in the transition *one*, while it is open, is asked by a rule as it is
    *kept*; of a rule that they have not, whether anything of its *area* is decided of them.
    """
    check = sitting.checks[0]
    if one.name not in check.within or not one.open(check.on):
        return False
    decision = sitting.decision
    if kept is None:
        return sitting.area == area or not area
    return any(
        rule.place == kept.place and bool(decision.scope[index].any())
        for index, rule in enumerate(decision.program.rules)
    )
