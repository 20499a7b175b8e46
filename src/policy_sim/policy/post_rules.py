"""Rules asked for each vacant post: they decide who is appointed, who acts, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from policy_sim.diagnostics import Diagnostic
from policy_sim.policy.effects import EFFECTS
from policy_sim.policy.rule import Rule

__all__ = ["POST_AREAS", "misplaced_post_rules"]

POST_AREAS = ("appointment", "acting")
"""The areas whose decisions are about a person and a vacant post."""


def misplaced_post_rules(rules: Sequence[Rule]) -> Iterator[Diagnostic]:
    """Yield a finding for each rule with ``for_each: post`` that takes part in another area.

    It does so by its own area, by barring an effect that is given elsewhere too, or by
    overriding a rule that takes part elsewhere. No post is at hand there.
    """
    areas = _areas(rules)
    for rule in rules:
        elsewhere = sorted(areas[rule.id] - {*POST_AREAS})
        if rule.for_each == "post" and elsewhere:
            values = {"seen": rule.id, "area": ", ".join(elsewhere)}
            values["allowed"] = " or ".join(POST_AREAS)
            yield Diagnostic("post-rule-elsewhere", rule.place, values)


def _areas(rules: Sequence[Rule]) -> Mapping[str, set[str]]:
    """Return the areas in whose decisions each rule takes part, by its id."""
    areas = {rule.id: _own_areas(rule) for rule in rules}
    growing = True
    while growing:
        growing = False
        for rule in rules:
            overridden = set().union(*(areas.get(name, set()) for name in rule.overrides))
            if not overridden <= areas[rule.id]:
                areas[rule.id] |= overridden
                growing = True
    return areas


def _own_areas(rule: Rule) -> set[str]:
    barred = {area for name in rule.bars for area in EFFECTS[name].areas}
    return barred | ({rule.area} if rule.area else set())
