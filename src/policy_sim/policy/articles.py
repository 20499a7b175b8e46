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
from policy_sim.policy.item_forms import RuleForm
from policy_sim.policy.rule import Rule
from policy_sim.policy.statute import Version

__all__ = ["typed_rule"]


def typed_rule(
    name: Scalar, form: RuleForm, version: Version, scope: Scope, findings: list[Diagnostic]
) -> Rule | None:
    """Return the rule that *form* writes, with what *version* inherits.

    ``post.`` can be read only by a rule with ``for_each: post``. A rule about units or the
    organisation reads what is known of these, but the people of a unit are ranked as people.
    """
    ranking = replace(scope, post=form.for_each == "post")
    scope = scope.about(form.subject) if form.subject != "person" else ranking
    before = len(findings)
    outcome = consequences(form.then, form.for_each, scope, findings)
    clauses = clauses_of(form.when, scope, findings)
    reach = condition_of(form.applies_to, scope, findings)
    chosen = None if form.select is None else selection(form.select, ranking, findings)
    if len(findings) == before:
        _check_outcome(name, form, outcome, findings)
        _check_subject(name, form, outcome, findings)
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
        scope_place=place_of(form.applies_to, name.place),
        subject=form.subject,
        limits=outcome.limits,
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


def _check_subject(
    name: Scalar, form: RuleForm, outcome: Consequences, findings: list[Diagnostic]
) -> None:
    """Report what a rule about this subject cannot do, or what it must say to do it."""
    for effect in (*(effect.name for effect in outcome.effects), *outcome.bars):
        subjects = EFFECTS[effect].subjects
        if form.subject not in subjects:
            values = {"seen": effect, "subject": form.subject, "allowed": ", ".join(subjects)}
            findings.append(Diagnostic("wrong-subject", name.place, values))
    if form.subject == "person":
        return
    if form.for_each:
        place = place_of(form.for_each, name.place)
        findings.append(Diagnostic("not-of-a-group", place, {"seen": "for_each"}))
    chosen = form.select
    if outcome.limits and chosen is None:
        findings.append(Diagnostic("limit-without-ranking", name.place, {"seen": name}))
    if chosen is None:
        return
    place = place_of(chosen.rank_by, name.place)
    if not outcome.limits:
        findings.append(Diagnostic("not-of-a-group", place, {"seen": "select"}))
    elif chosen.per or chosen.reserve or chosen.cap or chosen.turn or chosen.within != "city":
        findings.append(Diagnostic("limit-ranks-only", place, {"seen": name}))
