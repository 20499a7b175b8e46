"""From the form of a rule to the rule, typed in the scope of one vintage."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar, place_of
from policy_sim.policy.clauses import clauses_of, condition_of
from policy_sim.policy.competition import selection
from policy_sim.policy.consequences import Consequences, consequences
from policy_sim.policy.effects import EFFECTS, incompatible
from policy_sim.policy.expressions import Scope
from policy_sim.policy.law import Rule
from policy_sim.policy.policy_document import RuleForm
from policy_sim.policy.statute import Version

__all__ = ["typed_rule"]


def typed_rule(
    name: Scalar, form: RuleForm, version: Version, scope: Scope, findings: list[Diagnostic]
) -> Rule | None:
    """Return the rule that *form* writes, with what *version* inherits.

    ``post.`` can be read only by a rule with ``for_each: post``. A rule about units or the
    organisation is a finding: it comes later.
    """
    if form.subject != "person":
        place = place_of(form.subject, name.place)
        findings.append(Diagnostic("comes-later", place, {"seen": f"subject: {form.subject}"}))
        return None
    scope = replace(scope, post=form.for_each == "post")
    before = len(findings)
    outcome = consequences(form.then, form.for_each, scope, findings)
    clauses = clauses_of(form.when, scope, findings)
    reach = condition_of(form.applies_to, scope, findings)
    chosen = None if form.select is None else selection(form.select, scope, findings)
    if len(findings) == before:
        _check_outcome(name, form, outcome, findings)
    area = _area(name, form, outcome, findings)
    if len(findings) > before or area is None:
        return None
    heading = version.heading
    return Rule(
        id=str(name),
        area=area,
        clauses=clauses,
        effects=outcome.effects,
        scope=reach,
        overrides=tuple(map(str, form.overrides)),
        bars=outcome.bars,
        select=chosen,
        for_each=form.for_each,
        title=heading.title,
        source=heading.source,
        authority=heading.authority,
        status=heading.status,
        place=name.place,
    )


def _area(
    name: Scalar, form: RuleForm, outcome: Consequences, findings: list[Diagnostic]
) -> str | None:
    """Return the area stated, else that of the effects; a bar has none."""
    if outcome.bars:
        if form.area is not None:
            place = place_of(form.area, name.place)
            findings.append(Diagnostic("bar-with-area", place, {"seen": form.area}))
        return ""
    area = form.area or next((EFFECTS[effect.name].area for effect in outcome.effects), "")
    for effect in outcome.effects:
        areas = EFFECTS[effect.name].areas
        if area not in areas:
            values = {"seen": area, "effect": effect.name, "allowed": ", ".join(areas)}
            findings.append(Diagnostic("wrong-area", name.place, values))
            return None
    return area


def _check_outcome(
    name: Scalar, form: RuleForm, outcome: Consequences, findings: list[Diagnostic]
) -> None:
    """Report a rule that could have no consequence at all, or two that contradict each other."""
    if not outcome.effects and not outcome.bars and not form.overrides:
        findings.append(Diagnostic("rule-without-effect", name.place, {"seen": name}))
    names = [effect.name for effect in outcome.effects]
    pair = next((p for p in combinations(names, 2) if incompatible(*p)), None)
    if pair is not None:
        values = {"seen": pair[0], "other": pair[1]}
        findings.append(Diagnostic("effects-contradict", name.place, values))
    if form.select is not None and form.select.per == "post" and form.for_each != "post":
        findings.append(Diagnostic("per-post-without-post", name.place, {"seen": name}))
    if form.select is not None and not outcome.effects:
        findings.append(Diagnostic("select-without-effect", name.place, {"seen": name}))
