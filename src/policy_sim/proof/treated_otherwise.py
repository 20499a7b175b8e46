"""Somebody who is treated otherwise by another law, in words: what changes, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from policy_sim.catalogue import listed, phrase
from policy_sim.policy.ast import ALWAYS, Condition
from policy_sim.policy.effects import Combine, kind_of_given
from policy_sim.policy.given_value import ladder_of, stepped
from policy_sim.policy.writing import written
from policy_sim.proof.changes import Turn, Way
from policy_sim.proof.pair import Pair, Shown
from policy_sim.proof.replay import as_case
from policy_sim.proof.standing_order import confirm_order
from policy_sim.proof.witness import Found
from policy_sim.rules.combination import BARE
from policy_sim.rules.features import Features
from policy_sim.rules.programs import Program

__all__ = ["Change", "change_by"]


@dataclass(frozen=True)
class Change:
    """Somebody who is treated otherwise, from *begins* until *ends* (None: for good).

    *rules* give the effect; *unmet* are the clauses which keep it from the person under the law
    under which it is not given. *before* and *after* are what is given, in words, where it has a
    value.
    """

    area: str
    subject: str
    turn: Turn
    effect: str
    rules: tuple[str, ...]
    example: str
    before: str
    after: str
    unmet: tuple[str, ...]
    begins: date
    ends: date | None


def change_by(pair: Pair, way: Way, preferred: Condition) -> Change:
    """Return a way in which people are treated otherwise, with somebody who is."""
    when = [way.when, pair.decided[0].person.meaning.condition(preferred)]
    if preferred == ALWAYS or not pair.possible(*when):
        when.pop()
    shown = pair.example(*when, rivals=way.turn in (Turn.RANKED, Turn.TIED))
    confirm_order(pair, way, shown)
    without = {Turn.GAINS: 0, Turn.LOSES: 1}.get(way.turn)
    unmet: tuple[str, ...] = ()
    rules = set(way.rules)
    if without is not None:
        program, seen = pair.programs[without], (shown.old, shown.new)[without]
        nearest = _nearest(pair, program, way, seen)
        if nearest is not None:
            unmet = tuple(_unmet(pair, program, nearest, seen))
            rules |= {nearest, *_against(program, nearest, seen)}
    before, after = _values(pair, way, shown)
    told = pair.told(shown, rules, preferred if len(when) > 1 else ALWAYS)
    effect = listed([way.effect, way.member], " ") if way.member else way.effect
    place = (pair.area, pair.subject, way.turn, effect, way.rules)
    return Change(*place, told, before, after, unmet, pair.begins, pair.ends)


def _nearest(pair: Pair, program: Program, way: Way, found: Found) -> str | None:
    """Return the rule that comes nearest to giving an effect which *program* does not give.

    That is the rule of the same name if there is one; else of those in scope the one with the
    fewest clauses unmet, the first by its name.
    """
    if way.rules[0] in program.positions:
        return way.rules[0]
    givers = sorted({program.rules[rule].id for rule, _ in program.gives.get(way.effect, ())})
    lacking = {name: list(_unmet(pair, program, name, found)) for name in givers}
    near = [name for name in givers if _scope(name) not in lacking[name]]
    return min(near, key=lambda name: (len(lacking[name]), name), default=None)


BARRED, OVERRIDDEN = "barred by {rule}", "overridden by {rule}"


def _scope(name: str) -> str:
    return phrase("to be in the scope of {name} (applies_to)", name=name)


def _unmet(pair: Pair, program: Program, name: str, found: Found) -> Iterator[str]:
    """Yield the clauses of a rule that somebody does not meet; or what else keeps it away."""
    position = program.positions[name]
    rule, case = program.rules[position], as_case(found, pair.vocabulary, pair.subject)
    features = Features(case.frame(), program.terms, program.grids)
    if not features.meets(rule.scope)[0]:
        yield _scope(name)
    for clause in rule.clauses:
        if not features.meets(clause.condition)[0]:
            yield clause.text
    yield from _against(program, name, found).values()


def _against(program: Program, name: str, found: Found) -> dict[str, str]:
    """Return the rules that keep a rule from giving anything to somebody, and how they do it."""
    position = program.positions[name]
    effects = [effect.given_as for effect in program.rules[position].effects]
    bars = (bar for effect in effects for bar in program.bars.get(effect, ()))
    ways = {
        **dict.fromkeys(bars, BARRED),
        **dict.fromkeys(program.logic.overriders[position], OVERRIDDEN),
    }
    standing = {program.rules[i].id: way for i, way in ways.items() if found.stands[i]}
    return {rule: phrase(way, rule=rule) for rule, way in standing.items()}


def _values(pair: Pair, way: Way, shown: Shown) -> tuple[str, str]:
    """Return what is given before and after, in words; nothing where it has no value."""
    words, symbol = [], pair.vocabulary.currency.symbol
    givers = [each for program in pair.programs for each in program.gives.get(way.effect, ())]
    types = [e.value.type for _, e in givers if e.value is not None]
    for found in (shown.old, shown.new):
        value = _reached(pair, way.effect, found) if types else BARE
        single = bool(types) and kind_of_given(way.effect).combine is not Combine.ALL
        valued = single and value != BARE
        words.append(written(value, types[0], symbol) if valued else "")
    return words[0], words[1]


def _reached(pair: Pair, effect: str, found: Found) -> int:
    """Return of what value *effect* is given; of a step of the ladder, where it leads to."""
    value, ladder = found.given.get(effect, BARE), ladder_of(effect, pair.vocabulary)
    if value != BARE or effect not in found.given or ladder is None:
        return value
    now = found.attributes.get(ladder.name)
    return BARE if now is None else stepped(effect, now, ladder)
