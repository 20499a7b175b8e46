"""The value that an effect is given: its type, from the vocabulary, and its term."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from policy_sim.catalogue import either
from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import Scalar
from policy_sim.policy.ast import Const, Term
from policy_sim.policy.effects import EffectKind, Given
from policy_sim.policy.expressions import Scope, parse, type_term
from policy_sim.policy.measures import on_scale, quantity
from policy_sim.policy.values import Kind, Scale, Unit, ValueType
from policy_sim.policy.vocabulary import Attribute, Vocabulary
from policy_sim.policy.wording import undeclared

__all__ = ["STEPS", "given_value", "ladder_of", "stated_on", "stepped"]

STEPS: Mapping[str, int] = MappingProxyType({"promote": 1, "demote": -1})
"""By how many steps of the ladder somebody moves to whom an effect is given without a value."""

_ATTRIBUTES = {
    Given.GRADE: ("grade", "office"),
    Given.UNIT: ("unit",),
    Given.AMOUNT: ("credit",),
    Given.STEP: ("pay_step",),
    Given.COURSE: ("course",),
    Given.EXAMINATION: ("examination",),
    Given.EMPLOYMENT: ("employment",),
}
"""The attributes, the first declared one first, on whose values an effect is stated."""

_NEEDED = {Given.SERIES: "a series", Given.EVENT: "an event of that name with values"}


def given_value(
    kind: EffectKind,
    given: Given,
    stated: Scalar,
    fields: dict[str, Term],
    scope: Scope,
    findings: list[Diagnostic],
) -> Term | None:
    """Return the value that is *stated* for an effect or one of its fields, typed as *given* asks.

    *fields* are those of the effect that are known already (the series that ``rate`` names).
    None, with a finding, if it cannot be typed or the vocabulary lacks what it needs.
    """
    if given in (Given.TRACK, Given.SERIES_NAME):
        vocabulary = scope.vocabulary
        names = vocabulary.tracks if given is Given.TRACK else vocabulary.series_of("person")
        return _named(given, stated, tuple(names), findings)
    expected = _expected(kind, given, stated, fields, scope, findings)
    if expected is None:
        return None
    syntax = parse(stated, findings)
    return None if syntax is None else type_term(syntax, scope, findings, expected)


def stated_on(given: Given, vocabulary: Vocabulary) -> Attribute | None:
    """Return the attribute on whose values an effect is stated, None if there is none.

    Of a promotion it is the grade; where people have none, the office.
    """
    names = (name for name in _ATTRIBUTES.get(given, ()) if name in vocabulary.attributes)
    name = next(names, None)
    return None if name is None else vocabulary.attributes[name]


def ladder_of(effect: str, vocabulary: Vocabulary) -> Attribute | None:
    """Return the ladder on which *effect* moves somebody by a step if it states no value."""
    return stated_on(Given.GRADE, vocabulary) if effect in STEPS else None


def stepped(effect: str, now: int, ladder: Attribute) -> int:
    """Return the step of *ladder* to which *effect* without a value leads from *now*."""
    return min(max(now + STEPS[effect], ladder.type.low), ladder.type.high)


def _named(
    given: Given, stated: Scalar, names: tuple[str, ...], findings: list[Diagnostic]
) -> Const | None:
    """Return the position of a name among those declared, as a word of a scale of names."""
    if stated not in names:
        findings.append(undeclared(given, stated, names, stated.place))
        return None
    scale = Scale(given, names, tuple(range(len(names))))
    return Const(on_scale(scale, Kind.CATEGORY), names.index(str(stated)))


def _expected(
    kind: EffectKind,
    given: Given,
    stated: Scalar,
    fields: dict[str, Term],
    scope: Scope,
    findings: list[Diagnostic],
) -> ValueType | None:
    """Return the type that the value must have, or None if the vocabulary has no such thing."""
    vocabulary = scope.vocabulary
    match given:
        case Given.MONEY:
            return quantity(Unit.MONEY)
        case Given.MONTHS:
            return quantity(Unit.MONTHS)
        case Given.SERIES:
            chosen = fields.get("series")
            names = [*vocabulary.series_of("person")]
            index = chosen.value if isinstance(chosen, Const) else 0
            found = vocabulary.series[names[index]].type if names else None
        case Given.EVENT:
            event = vocabulary.events.get(kind.name)
            found = None if event is None else event.type
        case _:
            attribute = stated_on(given, vocabulary)
            found = None if attribute is None else attribute.type
    if found is None:
        needed = _NEEDED.get(given) or either(_ATTRIBUTES.get(given, ()))
        values = {"seen": kind.name, "needed": needed}
        findings.append(Diagnostic("effect-undeclared", stated.place, values))
    return found
