"""Rules and clauses that matter to nobody who could exist."""

from __future__ import annotations

from collections.abc import Iterator

from policy_sim.catalogue import both, either, phrase
from policy_sim.diagnostics import Place
from policy_sim.policy.ast import Any, Condition, Not
from policy_sim.policy.rule import Rule
from policy_sim.proof.finding import Finding, article
from policy_sim.proof.logic import negated
from policy_sim.proof.matter import Matter

__all__ = ["dead_parts"]


def dead_parts(matter: Matter) -> Iterator[Finding]:
    """Yield what never matters in the rules that decide an area.

    ``dead-rule``: nobody is in its scope and meets its conditions, or wherever somebody does
    another rule overrides it, bars what it gives, or there is nothing for it to bar or override.
    ``dead-clause``: a clause that nobody in scope meets, or an
    alternative of one on which nothing ever hangs. ``always-true``: a clause that everybody meets
    who meets the others.
    """
    for position, rule in enumerate(matter.rules):
        if not matter.possible(matter.decided.holds[position]):
            yield from _never_holds(matter, position)
            continue
        if not matter.possible(matter.decided.stands[position]):
            names = (matter.rules[i].id for i in matter.program.logic.overriders[position])
            why: str = phrase("wherever it holds, {rules} overrides it", rules=either([*names]))
            yield _finding("dead-rule", rule, rule.place, why=why)
        elif why := _to_no_end(matter, position):
            yield _finding("dead-rule", rule, rule.place, why=why)
        yield from _always_true(matter, position)
        yield from _idle_alternatives(matter, position)


def _never_holds(matter: Matter, position: int) -> Iterator[Finding]:
    """Yield that a rule never holds, and which of its clauses keep it from holding."""
    rule, decided = matter.rules[position], matter.decided
    scope = decided.scopes[position]
    if not matter.possible(scope):
        yield _finding("dead-rule", rule, rule.place, why=phrase("nobody can be in its scope"))
        return
    never = [
        clause
        for clause, met in zip(rule.clauses, decided.clauses[position], strict=True)
        if not matter.possible(scope, met)
    ]
    for clause in never:
        why: str = phrase("is met by nobody in its scope, so that the rule applies to nobody")
        yield _finding("dead-clause", rule, clause.place, seen=f"'{clause.text}'", why=why)
    together = [rule.clauses[i] for i in _contradicting(matter, position)]
    if not never:
        texts = both([f"'{clause.text}'" for clause in together])
        why = phrase("nobody meets {clauses} together", clauses=texts)
        yield _finding("dead-rule", rule, together[-1].place, why=why)


def _to_no_end(matter: Matter, position: int) -> str:
    """Return why a rule that stands for somebody changes nothing, or nothing if it does.

    It matters if something that it gives is not barred, if it bars what would be given, or if a
    rule that it overrides would stand.
    """
    decided, program = matter.decided, matter.program
    overridden = [i for i, over in enumerate(program.logic.overriders) if position in over]
    if any(matter.possible(decided.stands[position], decided.holds[i]) for i in overridden):
        return ""
    own = [(name, one) for name in decided.shares for one in decided.shares[name]]
    given = [(name, share) for name, share in own if share.rule == position]
    if given:
        if any(matter.possible(share.given) for _, share in given):
            return ""
        bars = {matter.rules[bar].id for name, _ in given for bar in program.bars[name]}
        rules = either(sorted(bars))
        return phrase("wherever it stands, {rules} bars what it gives", rules=rules)
    barred = [share for name, share in own if position in program.bars[name]]
    if any(
        matter.possible(decided.stands[position], decided.stands[share.rule]) for share in barred
    ):
        return ""
    if not (barred or overridden):
        return ""
    names = [matter.rules[share.rule].id for share in barred]
    names += [matter.rules[i].id for i in overridden]
    rules = either(sorted(set(names)))
    return phrase("nobody whom it is about would have anything by {rules}", rules=rules)


def _contradicting(matter: Matter, position: int) -> list[int]:
    """Return the fewest clauses, in their order, that nobody in scope meets together."""
    scope, clauses = matter.decided.scopes[position], matter.decided.clauses[position]
    kept = list(range(len(clauses)))
    for index in range(len(clauses)):
        fewer = [i for i in kept if i != index]
        if not matter.possible(scope, *(clauses[i] for i in fewer)):
            kept = fewer
    return kept


def _always_true(matter: Matter, position: int) -> Iterator[Finding]:
    rule, scope = matter.rules[position], matter.decided.scopes[position]
    clauses = matter.decided.clauses[position]
    for index, clause in enumerate(rule.clauses):
        others = [met for i, met in enumerate(clauses) if i != index]
        if not matter.possible(scope, *others, negated(clauses[index])):
            yield _finding("always-true", rule, clause.place, seen=clause.text)


def _idle_alternatives(matter: Matter, position: int) -> Iterator[Finding]:
    """Yield the alternatives of an ``any``, ``or`` or ``none`` on which for nobody anything hangs.

    One of an ``any`` is idle if it alone makes the rule hold for nobody; one of a ``none`` if it
    alone keeps the rule from holding for nobody. Of two that say the same the later one is idle.
    """
    rule, decided = matter.rules[position], matter.decided
    meant = decided.person.meaning.condition
    for index, clause in enumerate(rule.clauses):
        others = [one for i, one in enumerate(decided.clauses[position]) if i != index]
        met = [meant(one) for one in _alternatives(clause.condition)]
        idle = set[int]()
        for number, alternative in reversed(list(enumerate(met))):
            without = [negated(one) for i, one in enumerate(met) if i not in {number, *idle}]
            if not matter.possible(decided.scopes[position], *others, alternative, *without):
                seen = phrase(
                    "alternative {number} of '{clause}'", number=number + 1, clause=clause.text
                )
                idle.add(number)
                places = clause.alternatives
                place = places[number] if len(places) == len(met) else clause.place
                never = phrase("never decides anything")
                yield _finding("dead-clause", rule, place, seen=seen, why=never)


def _alternatives(condition: Condition) -> tuple[Condition, ...]:
    """Return the items of an ``any``, or those of which a ``none`` wants none."""
    if isinstance(condition, Not):
        condition = condition.item
    return condition.items if isinstance(condition, Any) else ()


def _finding(code: str, rule: Rule, place: Place, **values: str) -> Finding:
    subject = (rule.id, values.get("seen", ""))
    return Finding(code, place, subject, {"rule": article(rule), **values})
