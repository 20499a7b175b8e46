"""Rules and clauses that matter to nobody who could exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from policy_sim.catalogue import both, either, phrase
from policy_sim.diagnostics import Place
from policy_sim.policy.rule import Rule
from policy_sim.policy.rule_parts import alternatives
from policy_sim.proof.finding import Finding, Places, article
from policy_sim.proof.logic import Truth, negated
from policy_sim.proof.matter import Matter
from policy_sim.proof.where_apart import last_of, meant

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
            over = [matter.rules[i] for i in matter.program.logic.overriders[position]]
            names = either([one.id for one in over])
            why = phrase("wherever it holds, {rules} overrides it", rules=names)
            yield _finding("dead-rule", rule, rule.place, _ruled(over), why=why)
        else:
            yield from _to_no_end(matter, position)
        yield from _always_true(matter, position)
        yield from _idle_alternatives(matter, position)


def _never_holds(matter: Matter, position: int) -> Iterator[Finding]:
    """Yield that a rule never holds, and which of its clauses keep it from holding."""
    rule, decided = matter.rules[position], matter.decided
    scope = decided.scopes[position]
    if not matter.possible(scope):
        why = phrase("nobody can be in its scope")
        yield _finding("dead-rule", rule, rule.scope_place, why=why)
        return
    never = [
        (clause, met)
        for clause, met in zip(rule.clauses, decided.clauses[position], strict=True)
        if not matter.possible(scope, met)
    ]
    for clause, met in never:
        why = phrase("is met by nobody in its scope, so that the rule applies to nobody")
        within = ((phrase("the scope"), rule.scope_place),) if matter.possible(met) else ()
        seen = f"'{clause.text}'"
        yield _finding("dead-clause", rule, clause.place, within, seen=seen, why=why)
    if not never:
        fewest = _fewest(matter, position, range(len(rule.clauses)))
        together = [rule.clauses[i] for i in fewest]
        texts = both([f"'{clause.text}'" for clause in together])
        why = phrase("nobody meets {clauses} together", clauses=texts)
        place, others = last_of((phrase("the other clause"), clause.place) for clause in together)
        met_alone = matter.possible(*(decided.clauses[position][i] for i in fewest))
        within = ((phrase("the scope"), rule.scope_place),) if met_alone else ()
        yield _finding("dead-rule", rule, place, (*others, *within), why=why)


def _to_no_end(matter: Matter, position: int) -> Iterator[Finding]:
    """Yield that a rule which stands for somebody changes nothing, if that is so.

    It matters if something that it gives is not barred, if it bars what would be given, or if a
    rule that it overrides would stand.
    """
    rule, decided, program = matter.rules[position], matter.decided, matter.program
    overridden = [i for i, over in enumerate(program.logic.overriders) if position in over]
    if any(matter.possible(decided.stands[position], decided.holds[i]) for i in overridden):
        return
    own = [(name, one) for name in decided.shares for one in decided.shares[name]]
    given = [(name, share) for name, share in own if share.rule == position]
    if given:
        if any(matter.possible(share.given) for _, share in given):
            return
        others = _named(matter, (bar for name, _ in given for bar in program.bars[name]))
        rules = either([one.id for one in others])
        why = phrase("wherever it stands, {rules} bars what it gives", rules=rules)
        yield _finding("dead-rule", rule, rule.place, _ruled(others), why=why)
        return
    barred = [share for name, share in own if position in program.bars[name]]
    if any(
        matter.possible(decided.stands[position], decided.stands[share.rule]) for share in barred
    ):
        return
    if not (barred or overridden):
        return
    others = _named(matter, [*(share.rule for share in barred), *overridden])
    rules = either([one.id for one in others])
    why = phrase("nobody whom it is about would have anything by {rules}", rules=rules)
    yield _finding("dead-rule", rule, rule.place, _ruled(others), why=why)


def _named(matter: Matter, positions: Iterable[int]) -> list[Rule]:
    """Return the rules at *positions* by name, each once."""
    return sorted({matter.rules[i] for i in positions}, key=lambda one: one.id)


def _ruled(rules: Iterable[Rule]) -> Places:
    return tuple((phrase("the other rule"), one.place) for one in rules)


def _fewest(matter: Matter, position: int, among: Iterable[int], *conditions: Truth) -> list[int]:
    """Return the fewest clauses *among* those of a rule, in their order, that nobody in scope meets
    together if all *conditions* are true of them.
    """
    scope, clauses = matter.decided.scopes[position], matter.decided.clauses[position]
    kept = list(among)
    for index in list(kept):
        fewer = [i for i in kept if i != index]
        if not matter.possible(scope, *(clauses[i] for i in fewer), *conditions):
            kept = fewer
    return kept


def _always_true(matter: Matter, position: int) -> Iterator[Finding]:
    rule, scope = matter.rules[position], matter.decided.scopes[position]
    clauses = matter.decided.clauses[position]
    for index, clause in enumerate(rule.clauses):
        others, fails = [i for i in range(len(clauses)) if i != index], negated(clauses[index])
        if not matter.possible(scope, *(clauses[i] for i in others), fails):
            implying = [rule.clauses[i] for i in _fewest(matter, position, others, fails)]
            beside = tuple((phrase("the other clause"), one.place) for one in implying)
            yield _finding("always-true", rule, clause.place, beside, seen=clause.text)


def _idle_alternatives(matter: Matter, position: int) -> Iterator[Finding]:
    """Yield the alternatives of an ``any``, ``or`` or ``none`` on which for nobody anything hangs.

    One of an ``any`` is idle if it alone makes the rule hold for nobody; one of a ``none`` if it
    alone keeps the rule from holding for nobody. Of two that say the same the later one is idle.
    """
    rule, decided = matter.rules[position], matter.decided
    for index, clause in enumerate(rule.clauses):
        others = [one for i, one in enumerate(decided.clauses[position]) if i != index]
        either_of = alternatives(clause)
        met = [meant(decided, one) for one in either_of]
        idle = set[int]()
        for number, alternative in reversed(list(enumerate(met))):
            without = [negated(one) for i, one in enumerate(met) if i not in {number, *idle}]
            if not matter.possible(decided.scopes[position], *others, alternative, *without):
                seen = phrase(
                    "alternative {number} of '{clause}'", number=number + 1, clause=clause.text
                )
                idle.add(number)
                place, never = either_of[number].place, phrase("never decides anything")
                yield _finding("dead-clause", rule, place, seen=seen, why=never)


def _finding(code: str, rule: Rule, place: Place, related: Places = (), **values: str) -> Finding:
    subject = (rule.id, values.get("seen", ""))
    return Finding(code, place, subject, {"rule": article(rule), **values}, related)
