"""What a reform changed: the rules of an area before and after the day on which it took effect."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from policy_sim.policy.law import Law
from policy_sim.policy.rule import Rule
from policy_sim.policy.uniting import MEMBERSHIP, united
from policy_sim.policy.vintage import Setting, Vintage
from policy_sim.rules.reading import columns_in

__all__ = ["Reform", "reforms_of"]


@dataclass(frozen=True)
class Reform:
    """Amendments that took effect on the day *since*.

    *areas* are those whose rules they changed; *falls_back_on* is the figure by which decisions
    are taken in their place, or empty where it is the order of the law *before*; *left_undone* is
    the share of resisted decisions that are not taken at all.
    """

    since: date
    before: Vintage
    areas: frozenset[str]
    falls_back_on: str = ""
    left_undone: float = 0.0

    def changed(self, rule: Rule) -> bool:
        """Return whether the law before did not hold *rule* as it stands now.

        A version that is kept for those in a transition is no change of it.
        """
        return not any(_stands_in(old, rule) for old in self.before.area(rule.area))


def _stands_in(old: Rule, rule: Rule) -> bool:
    """Whether *rule* is *old*, for everybody or for those in some transitions."""
    if old.stated_id != rule.stated_id:
        return False
    said = [(one.clauses, one.effects, one.bars, one.select) for one in (old, rule)]
    kept = rule.id != rule.stated_id or MEMBERSHIP in columns_in(rule.scope)
    return old == rule or (kept and said[0] == said[1])


def reforms_of(law: Law, start: date) -> tuple[Reform, ...]:
    """Return the reforms of *law* after *start*, by date: days on which amendments changed rules.

    What a base law schedules by itself is no reform, and neither is an amendment that changes
    parameters which no rule reads, nor that a transition ends. The law is that of everybody, those
    in transitions included.
    """
    days = sorted({amendment.effective for amendment in law.amendments})
    found = []
    for day in days:
        if day <= start:
            continue
        before, after = (
            united(law, one).settled(Setting()) for one in (day - timedelta(days=1), day)
        )
        areas = {rule.area for rule in (*before.rules, *after.rules)}
        touched = frozenset(area for area in areas if before.area(area) != after.area(area))
        if touched:
            found.append(Reform(day, before, touched))
    return tuple(found)
