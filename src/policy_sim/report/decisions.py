"""A decision about one person in words: what is given, by which article, or what was missing."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Any

from policy_sim.policy.rule import Rule
from policy_sim.policy.values import ValueType
from policy_sim.report.meanings import Meanings, value_words
from policy_sim.report.sentences import AREAS
from policy_sim.report.voice import PLAIN, Voice
from policy_sim.rules.trace import ClauseTrace, RuleTrace, Trace

__all__ = [
    "authority",
    "holds_place",
    "kinds_given",
    "reason_words",
    "trace_lines",
    "trace_values",
]


def trace_lines(found: Trace, meanings: Meanings | None = None) -> Iterator[str]:
    """Yield the lines that lay a decision open, the answer first.

    *meanings* tells what parameters and definitions that are named in a clause stand for.
    """
    area = _voice(meanings).language.text(AREAS.get(found.area, found.area))
    yield f"{area}: {_answer(found, meanings)}"
    for rule in found.rules:
        if rule.in_scope:
            yield from _rule_lines(rule, meanings)


def _symbol(meanings: Meanings | None) -> str:
    return meanings.symbol if meanings else ""


def _voice(meanings: Meanings | None) -> Voice:
    return meanings.voice if meanings else PLAIN


def _answer(found: Trace, meanings: Meanings | None) -> str:
    say = _voice(meanings).language.say
    if not found.in_scope:
        return say("no rule applies to this person")
    if found.given:
        gifts = _gifts(found, _symbol(meanings), _voice(meanings)).items()
        told = ", ".join(f"{effect} {words}" if words else effect for effect, words in gifts)
        held = meanings.vintage.placeholders if meanings else ()
        if holds_place(found, held):
            return say("{gifts} (contains placeholder amounts)", gifts=told)
        return told
    reason = reason_words(found.reason, _voice(meanings))
    return say("nothing is given ({rule}: {reason})", rule=found.refused_by, reason=reason)


_DEFEATS = {"overridden by ": "overridden by {rule}", "barred by ": "barred by {rule}"}


def reason_words(reason: str, voice: Voice) -> str:
    """Return the reason of a refusal: a clause as the law writes it, or the rule that defeats."""
    for start, sentence in _DEFEATS.items():
        if reason.startswith(start):
            return voice.language.say(sentence, rule=reason.removeprefix(start))
    return reason


def holds_place(found: Trace, held: Collection[str]) -> bool:
    """Return whether money is given by one of the rules *held*, which rest on placeholders."""
    return any(
        rule.stands and rule.rule.id in held and "pay" in rule.values for rule in found.rules
    )


def _gifts(found: Trace, symbol: str, voice: Voice = PLAIN) -> dict[str, str | None]:
    """Return the effects that are given, each with its value in words if it states one."""
    kinds = kinds_given(found)
    return {
        effect: value_words(value, kinds[effect], symbol, voice) if effect in kinds else None
        for effect, value in sorted(found.given.items())
    }


def kinds_given(found: Trace) -> Mapping[str, ValueType]:
    """Return the types of the values that the standing rules give, by effect."""
    return {
        part.given_as: part.value.type
        for rule in found.rules
        if rule.stands
        for part in rule.rule.effects
        if part.value is not None
    }


def authority(rule: Rule, voice: Voice = PLAIN) -> str:
    """Return where a rule stands, and what it is besides; in brackets, after a space."""
    parts = (voice.source(rule.source), voice.language.text(rule.status) if rule.status else "")
    told = "; ".join(part for part in parts if part)
    return f" ({told})" if told else ""


def _rule_lines(rule: RuleTrace, meanings: Meanings | None) -> Iterator[str]:
    """Yield one rule with its article and place, its clauses and what became of it."""
    voice = _voice(meanings)
    fate = _fate(rule, _symbol(meanings), voice)
    yield f"  {rule.rule.id}{authority(rule.rule, voice)}: {fate}"
    if rule.rule.place.file:
        yield voice.language.say("    at   {place}", place=rule.rule.place)
    for clause in rule.clauses:
        read = [f"{name} = {words}" for name, words in _read(clause, meanings).items()]
        shown = f"   [{', '.join(read)}]" if read else ""
        met = voice.language.text("yes" if clause.fulfilled else "NO ")
        yield f"    {met:<3}  {clause.text}{shown}"


def _fate(rule: RuleTrace, symbol: str, voice: Voice) -> str:
    say = voice.language.say
    if rule.overridden_by:
        return say("overridden by {rule}", rule=", ".join(rule.overridden_by))
    barring = sorted({name for names in rule.barred_by.values() for name in names})
    if rule.holds and barring:
        return say("holds, but is barred by {rule}", rule=", ".join(barring))
    if rule.holds:
        return ": ".join((say("holds"), *_stated(rule, symbol, voice)))
    missing = sum(not clause.fulfilled for clause in rule.clauses)
    number = len(rule.clauses)
    return say(
        "does not hold; {missing} of {number} clauses not fulfilled", missing=missing, number=number
    )


def _stated(rule: RuleTrace, symbol: str, voice: Voice) -> list[str]:
    """Return the effects of a rule that state a value, with it, and those that it bars."""
    kinds = {part.name: part.value.type for part in rule.rule.effects if part.value is not None}
    stated = [
        f"{effect} {value_words(value, kinds[effect], symbol, voice)}"
        for effect, value in rule.values.items()
        if value is not None
    ]
    stated += [voice.language.say("bars {effect}", effect=effect) for effect in rule.rule.bars]
    return [", ".join(stated)] if stated else []


def _read(clause: ClauseTrace, meanings: Meanings | None) -> dict[str, str]:
    """Return what a clause reads, in words: the names in it first, then what is below them."""
    named = meanings.of(clause.text) if meanings else {}
    return named | {
        read.name: value_words(read.value, read.type, _symbol(meanings), _voice(meanings))
        for read in clause.inputs
    }


def trace_values(found: Trace, meanings: Meanings | None = None) -> dict[str, Any]:
    """Return a decision as plain values, for JSON; *meanings* as in :func:`trace_lines`.

    Values are the same in every language.
    """
    meanings = None if meanings is None else replace(meanings, voice=PLAIN)
    return {
        "area": found.area,
        "in_scope": found.in_scope,
        "given": _gifts(found, _symbol(meanings)),
        "refused_by": found.refused_by,
        "reason": found.reason,
        "rules": [_rule_values(rule, meanings) for rule in found.rules if rule.in_scope],
    }


def _rule_values(rule: RuleTrace, meanings: Meanings | None) -> dict[str, Any]:
    return {
        "rule": rule.rule.id,
        "source": rule.rule.source,
        "status": rule.rule.status,
        "file": str(rule.rule.place),
        "holds": rule.holds,
        "stands": rule.stands,
        "overridden_by": list(rule.overridden_by),
        "barred_by": {effect: list(names) for effect, names in rule.barred_by.items() if names},
        "clauses": [
            {
                "text": clause.text,
                "fulfilled": clause.fulfilled,
                "read": _read(clause, meanings),
            }
            for clause in rule.clauses
        ],
    }
