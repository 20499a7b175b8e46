"""From the ``then`` of a rule to its effects and bars."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, near
from policy_sim.documents import MappingNode, Node, Scalar, SequenceNode, kind_of, place_of
from policy_sim.policy.ast import Const, Term
from policy_sim.policy.effects import EFFECTS, EffectKind, Given
from policy_sim.policy.expressions import Scope
from policy_sim.policy.given_value import given_value
from policy_sim.policy.group_effects import LIMIT, limits, settings
from policy_sim.policy.rule import Effect, Limit
from policy_sim.policy.wording import undeclared

__all__ = ["Consequences", "consequences"]

_NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Consequences:
    """What a standing rule does: effects given, effects barred, and limits put on grades."""

    effects: tuple[Effect, ...] = ()
    bars: tuple[str, ...] = ()
    limits: tuple[Limit, ...] = ()


def consequences(
    node: Node, for_each: str, scope: Scope, findings: list[Diagnostic]
) -> Consequences:
    """Return what ``then`` says: ``nothing``, effects by name with their fields, or ``bar``.

    *for_each* is ``post`` if the rule is evaluated for each vacant post; only then can it
    ``appoint``, or let somebody ``act``.
    """
    if isinstance(node, Scalar) and node == _NOTHING:
        return Consequences()
    effects: list[Effect] = []
    bars: list[str] = []
    limited: list[Limit] = []
    for part in node if isinstance(node, SequenceNode) else (node,):
        match part:
            case Scalar():
                effects += _bare(part, findings)
            case MappingNode():
                bars += _bars(part, findings)
                if LIMIT in part:
                    limited += limits(part[LIMIT], scope, findings)
                effects += _effects(part, for_each, scope, findings)
            case _:
                values = {"seen": kind_of(part), "allowed": phrase("an effect")}
                findings.append(Diagnostic("wrong-kind", place_of(part), values))
    if bars and effects:
        findings.append(Diagnostic("bar-with-effects", place_of(node), {"seen": bars[0]}))
    return Consequences(tuple(effects), tuple(dict.fromkeys(bars)), tuple(limited))


def _bare(name: Scalar, findings: list[Diagnostic]) -> list[Effect]:
    """Return an effect that is only named, such as ``promote``."""
    kind = _known(name, findings)
    if kind is None:
        return []
    if kind.value is not Given.NOTHING and not kind.optional:
        findings.append(_no_value(kind, name))
        return []
    return [Effect(kind.name, place=name.place)]


def _known(name: Scalar, findings: list[Diagnostic]) -> EffectKind | None:
    if name in EFFECTS:
        return EFFECTS[name]
    allowed = [*EFFECTS, "bar", _NOTHING]
    findings.append(undeclared("an effect", name, allowed, name.place))
    return None


def _bars(node: MappingNode, findings: list[Diagnostic]) -> Iterator[str]:
    """Yield the effects that ``bar`` takes away."""
    barred = node.get("bar")
    if barred is None:
        return
    for name in barred if isinstance(barred, SequenceNode) else (barred,):
        if isinstance(name, Scalar) and name in EFFECTS:
            yield str(name)
        else:
            seen = name if isinstance(name, Scalar) else Scalar(kind_of(name), place_of(name))
            findings.append(undeclared("an effect", seen, EFFECTS, place_of(name, node.place)))


def _effects(
    node: MappingNode, for_each: str, scope: Scope, findings: list[Diagnostic]
) -> Iterator[Effect]:
    """Yield the effects of one mapping; keys that are no effect are fields of those that are."""
    kinds = [EFFECTS[key] for key in node if key in EFFECTS]
    owned = {name for kind in kinds for name in kind.fields}
    for key in node:
        if key != "bar" and key not in EFFECTS and key not in owned:
            place = place_of(key, node.place)
            if kinds:
                findings.append(_unknown_field(Scalar(key, place), owned))
            else:
                _known(Scalar(key, place), findings)
    for kind in kinds:
        if kind.value is Given.LEVER:
            yield from settings(node[kind.name], scope, findings)
            continue
        if kind.value is Given.LIMIT:
            yield Effect(kind.name, place=place_of(node[kind.name], node.place))
            continue
        effect = _effect(kind, node, for_each, scope, findings)
        if effect is not None:
            yield effect


def _unknown_field(key: Scalar, owned: set[str]) -> Diagnostic:
    allowed = sorted({*owned, *EFFECTS, "bar"})
    values = {
        "seen": key,
        "noun": "the consequence of a rule",
        "allowed": ", ".join(allowed),
        "near": near(key, allowed),
    }
    return Diagnostic("unknown-key", key.place, values)


def _effect(
    kind: EffectKind,
    node: MappingNode,
    for_each: str,
    scope: Scope,
    findings: list[Diagnostic],
) -> Effect | None:
    stated = node[kind.name]
    place = place_of(stated, node.place)
    if not isinstance(stated, Scalar):
        values = {"seen": kind_of(stated), "allowed": phrase(kind.value)}
        findings.append(Diagnostic("wrong-kind", place, values))
        return None
    if stated.absent or kind.value is Given.NOTHING:
        return _valueless(kind, stated, findings)
    before = len(findings)
    fields = _fields(kind, node, scope, findings)
    if kind.value is Given.POST:
        _check_post(kind, stated, for_each, findings)
        return Effect(kind.name, None, fields, place=place) if len(findings) == before else None
    value = given_value(kind, kind.value, stated, fields, scope, findings)
    return Effect(kind.name, value, fields, place=place) if len(findings) == before else None


def _valueless(kind: EffectKind, stated: Scalar, findings: list[Diagnostic]) -> Effect | None:
    if kind.value is Given.NOTHING and not (stated.absent or stated == "yes"):
        values = {"seen": stated, "effect": kind.name}
        findings.append(Diagnostic("takes-no-value", stated.place, values))
        return None
    if kind.value is not Given.NOTHING and not kind.optional:
        findings.append(_no_value(kind, stated))
        return None
    return Effect(kind.name, place=stated.place)


def _no_value(kind: EffectKind, where: Scalar) -> Diagnostic:
    values = {"seen": kind.name, "allowed": phrase(kind.value)}
    return Diagnostic("needs-value", where.place, values)


def _check_post(
    kind: EffectKind, stated: Scalar, for_each: str, findings: list[Diagnostic]
) -> None:
    """Report an effect of posts that names something else, or has no post at hand."""
    if stated != "post":
        what = phrase("what {effect} takes", effect=kind.name)
        values = {"what": what, "seen": stated, "allowed": "post", "near": "post"}
        findings.append(Diagnostic("undeclared", stated.place, values))
    elif for_each != "post":
        values = {"seen": stated, "effect": kind.name}
        findings.append(Diagnostic("appoint-without-post", stated.place, values))


def _fields(
    kind: EffectKind, node: MappingNode, scope: Scope, findings: list[Diagnostic]
) -> dict[str, Term]:
    """Return the fields that the mapping states for *kind*."""
    fields: dict[str, Term] = {}
    for name, given in kind.fields.items():
        stated = node.get(name)
        if stated is None or given is Given.STAGE:
            continue
        if not isinstance(stated, Scalar):
            values = {"seen": kind_of(stated), "allowed": phrase(given)}
            findings.append(Diagnostic("wrong-kind", place_of(stated), values))
            continue
        term = given_value(kind, given, stated, {}, scope, findings)
        if term is not None:
            fields[name] = term
    stage = node.get("to") if "to" in kind.fields else None
    if isinstance(stage, Scalar):
        term = _stage(node, kind, stage, scope, findings)
        if term is not None:
            fields["to"] = term
    return fields


def _stage(
    node: MappingNode,
    kind: EffectKind,
    stage: Scalar,
    scope: Scope,
    findings: list[Diagnostic],
) -> Const | None:
    """Return the stage of the track that ``move`` names, as a word of ``NAME.stage``."""
    track = str(node[kind.name])
    words = scope.vocabulary.tracks.get(track, ())
    if stage not in words:
        findings.append(
            undeclared(phrase("a stage of {track}", track=track), stage, words, stage.place)
        )
        return None
    # The first word of the stage is "none": the person is on no such track.
    staged = scope.vocabulary.attributes[f"{track}.stage"].type
    return Const(staged, words.index(str(stage)) + 1)
