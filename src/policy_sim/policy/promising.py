"""From the forms of promises and distinctions to what they mean in one version of the law."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar
from policy_sim.policy.ast import Term
from policy_sim.policy.clauses import condition_of
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.effects import EFFECTS, EffectKind, Given
from policy_sim.policy.expressions import Scope, parse_literal, parse_ranges
from policy_sim.policy.given_value import given_value
from policy_sim.policy.item_forms import DistinctionForm, PromiseForm
from policy_sim.policy.measures import quantity
from policy_sim.policy.promises import Conduct, Distinction, EffectTest, Promise
from policy_sim.policy.statute import Version
from policy_sim.policy.values import Unit, ValueType
from policy_sim.policy.wording import undeclared

__all__ = ["typed_distinction", "typed_promise"]

_FORMS = ("always", "never", "path")
_EFFECT = re.compile(r"([a-z_]+)\s*(<=|>=|==|!=|<|>)?\s*(.*)", re.DOTALL)
_NO_VALUE = (Given.NOTHING, Given.POST, Given.LEVER, Given.LIMIT)


def typed_promise(
    name: Scalar, form: PromiseForm, version: Version, scope: Scope, findings: list[Diagnostic]
) -> Promise | None:
    """Return the promise that *form* writes; None, with findings, if it cannot be typed."""
    before = len(findings)
    stated = [key for key in _FORMS if getattr(form, key) is not None]
    if len(stated) != 1:
        values = {"seen": ", ".join(stated) or phrase("none of them"), "allowed": ", ".join(_FORMS)}
        findings.append(Diagnostic("one-promise-form", name.place, values))
        return None
    told = form.reach if stated == ["path"] else getattr(form, stated[0])
    if told is None or (form.within is None) == (stated == ["path"]):
        findings.append(Diagnostic("path-needs", name.place, {"seen": str(name)}))
        return None
    effect = _effect(told, scope, findings)
    posts = effect is not None and EFFECTS[effect.effect].value is Given.POST
    when = condition_of(form.when, replace(scope, post=posts), findings)
    conduct = _conduct(form.path or {}, scope, findings)
    within = 0
    if form.within is not None:
        within = parse_literal(form.within, quantity(Unit.MONTHS), findings) or 0
    if effect is None or len(findings) > before:
        return None
    heading = version.heading
    return Promise(
        name=str(name),
        form=stated[0],
        when=when,
        effect=effect,
        conduct=conduct,
        within=within,
        source=heading.source,
        status=heading.status,
        place=name.place,
    )


def typed_distinction(
    name: Scalar, form: DistinctionForm, version: Version, scope: Scope, findings: list[Diagnostic]
) -> Distinction | None:
    """Return the distinction that *form* writes; None, with findings, if it cannot be typed."""
    before = len(findings)
    attributes = scope.vocabulary.attributes
    protected = [one for one, declared in attributes.items() if declared.protected]
    if form.attribute not in protected:
        findings.append(
            undeclared("a protected attribute", form.attribute, protected, form.attribute.place)
        )
    if form.effect not in EFFECTS:
        findings.append(undeclared("an effect", form.effect, EFFECTS, form.effect.place))
    posts = form.effect in EFFECTS and EFFECTS[form.effect].value is Given.POST
    within = condition_of(form.scope, replace(scope, post=posts), findings)
    if len(findings) > before:
        return None
    ground = str(form.ground or version.heading.source)
    return Distinction(str(name), str(form.attribute), str(form.effect), ground, within, name.place)


def _effect(text: Scalar, scope: Scope, findings: list[Diagnostic]) -> EffectTest | None:
    """Return the effect, and the value it is compared with, of ``sanction >= cut_6m``."""
    match = _EFFECT.fullmatch(text.strip())
    kind = None if match is None else EFFECTS.get(match[1])
    if match is None or kind is None:
        seen = text if match is None else Scalar(match[1], text.place)
        findings.append(undeclared("an effect", seen, EFFECTS, text.place))
        return None
    operator = Comparison(match[2] or "==")
    if not match[3]:
        return EffectTest(kind.name, operator, None, str(text))
    value = _compared(kind, Scalar(match[3], text.place_at(match.start(3))), scope, findings)
    return None if value is None else EffectTest(kind.name, operator, value, str(text))


def _compared(
    kind: EffectKind, stated: Scalar, scope: Scope, findings: list[Diagnostic]
) -> Term | None:
    if kind.value in _NO_VALUE:
        values = {"seen": stated, "effect": kind.name}
        findings.append(Diagnostic("takes-no-value", stated.place, values))
        return None
    return given_value(kind, kind.value, stated, {}, scope, findings)


def _conduct(
    path: Mapping[Scalar, Scalar], scope: Scope, findings: list[Diagnostic]
) -> tuple[Conduct, ...]:
    vocabulary = scope.vocabulary
    conduct = []
    for name, text in path.items():
        plain = str(name).rpartition(".")[2]
        if name in vocabulary.series:
            ranges = parse_ranges(text, vocabulary.series[name].type, findings)
            conduct.append(Conduct(str(name), "series", ranges or ()))
        elif name in vocabulary.events:
            conduct.append(_of_event(name, text, scope, findings))
        elif name in vocabulary.attributes or plain in vocabulary.attributes:
            kind: ValueType = vocabulary.attributes.get(name, vocabulary.attributes[plain]).type
            ranges = parse_ranges(text, kind, findings)
            conduct.append(Conduct(str(name), "attribute", ranges or ()))
        else:
            known = [*vocabulary.series, *vocabulary.events, *vocabulary.attributes]
            findings.append(undeclared("on record", name, known, name.place))
    return tuple(conduct)


def _of_event(name: Scalar, text: Scalar, scope: Scope, findings: list[Diagnostic]) -> Conduct:
    """Return what a path says of an event: ``none``, or the values that it may have."""
    kind = scope.vocabulary.events[name].type
    if text == "none":
        return Conduct(str(name), "event", ())
    if kind is None:
        findings.append(undeclared("said of an event without values", text, ["none"], text.place))
        return Conduct(str(name), "event", ())
    ranges = parse_ranges(text, kind, findings) or ()
    beyond = tuple((low, high) for low, high in ranges if high > kind.low)
    return Conduct(str(name), "event", beyond)
