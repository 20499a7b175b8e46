"""What a law decides and no system of the study carries out, and posts that no law fills: said at
once, lest they pass for law that changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from types import MappingProxyType

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Severity
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Effect, Rule
from policy_sim.workforce.organisation import Plan

__all__ = ["CARRIED_OUT", "unfilled_posts", "unheeded_effects"]

CARRIED_OUT: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("acting", "act"): "acting",
        ("appointment", "appoint"): "appointment",
        ("appraisal", "credit"): "appraisal",
        ("appraisal", "limit"): "appraisal",
        ("appraisal", "rate"): "appraisal",
        ("discipline", "demote"): "discipline",
        ("discipline", "dismiss"): "discipline",
        ("discipline", "release"): "discipline",
        ("discipline", "sanction"): "discipline",
        ("examination", "admit"): "exams",
        ("exit", "dismiss"): "exits",
        ("exit", "retire"): "exits",
        ("pay", "increment"): "pay",
        ("pay", "pay"): "pay",
        ("promotion", "credit"): "promotion",
        ("promotion", "promote"): "promotion",
        ("recruitment", "hire"): "recruitment",
        ("regularisation", "regularise"): "regularisation",
        ("remediation", "close"): "remediation",
        ("remediation", "coach"): "remediation",
        ("remediation", "demote"): "remediation",
        ("remediation", "dismiss"): "remediation",
        ("remediation", "move"): "remediation",
        ("remediation", "release"): "remediation",
        ("remediation", "start"): "remediation",
        ("rewards", "award"): "rewards",
        ("rewards", "pay"): "rewards",
        ("training", "enrol"): "training",
        ("steering", "set"): "steering",
        ("transfer", "transfer"): "transfers",
    }
)
"""The system that carries out an effect given in an area, by (area, effect)."""


def unheeded_effects(law: Law, systems: Collection[str]) -> Iterator[Diagnostic]:
    """Yield a warning for each rule of *law* with an effect that none of *systems* carries out.

    A rule is named once, whatever its vintages.
    """
    told = set()
    for vintage in law.vintages:
        for rule in vintage.rules:
            idle = [effect.name for effect in rule.effects if _by(rule, effect) not in systems]
            if idle and rule.id not in told:
                told.add(rule.id)
                needed = {_by(rule, effect) for effect in rule.effects} - {""}
                values = {
                    "seen": rule.id,
                    "effect": ", ".join(idle),
                    "area": rule.area,
                    "allowed": ", ".join(sorted(needed)) or phrase("none in this version"),
                }
                yield Diagnostic("effect-unheeded", rule.place, values, Severity.WARNING)


def unfilled_posts(law: Law, plan: Plan, systems: Collection[str]) -> Iterator[Diagnostic]:
    """Yield a warning if *plan* has posts that no rule of *law* ever appoints anybody to.

    Without the system that appoints there is nobody to ask the law.
    """
    offices = [
        office
        for number, office in enumerate(plan.offices)
        if any(kind.posts[number] for kind in plan.kinds if kind.posts)
    ]
    appoints = any(
        effect.name == "appoint"
        for vintage in law.vintages
        for rule in vintage.rules
        for effect in rule.effects
    )
    if offices and not appoints and "appointment" in systems:
        values = {"seen": ", ".join(offices), "law": law.title}
        yield Diagnostic("posts-unfilled", plan.where, values, Severity.WARNING)


def _by(rule: Rule, effect: Effect) -> str:
    """Return the system that carries out an effect of a rule, empty if there is none."""
    return CARRIED_OUT.get((rule.area, effect.name), "")
