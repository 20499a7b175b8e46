"""Promises of a regulation, and of the statute above it: kept for everybody, or broken for whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from policy_sim.catalogue import phrase
from policy_sim.policy.effects import Combine, kind_of_given
from policy_sim.policy.promises import EffectTest, Promise
from policy_sim.proof.decided import Decided
from policy_sim.proof.finding import Finding, article
from policy_sim.proof.logic import Truth, both, negated
from policy_sim.proof.matter import Matter
from policy_sim.proof.meaning import COMPARE

__all__ = ["broken_promise", "given_as_tested"]

_MENDS = {
    "always": phrase("Close the gap with a rule or an exception, or narrow the promise"),
    "never": phrase("Bar the effect for whom the promise is about, or narrow the promise"),
}
"""How a broken promise is mended, by its form."""


def broken_promise(matter: Matter, promise: Promise, code: str = "gap") -> Iterator[Finding]:
    """Yield *code* with somebody who lacks what *promise* says is always given, or gets what never.

    Of an effect that is given by selection the promise is about being eligible for it.
    """
    beside = matter.beside(promise.effect.effect) if promise.form == "always" else []
    given = matter.solver.some(
        given_as_tested(one, promise.effect) for one in (matter.decided, *beside)
    )
    when = matter.decided.person.meaning.condition(promise.when)
    broken = both(when, negated(given) if promise.form == "always" else given)
    if not matter.possible(when):
        why = phrase("nobody can meet its 'when'")
        values = {"promise": promise.name, "check": code, "seen": promise.name, "why": why}
        yield Finding("undecided", promise.place, (f"promise {promise.name}", "nobody"), values)
        return
    if not matter.possible(broken):
        return
    example = matter.example(broken, beside=beside)
    stands = example.people[0].stands
    guilty = _guilty(matter, promise, stands)
    concerned = matter.deciding(promise.effect.effect) if guilty else ()
    # Exceptions by which it comes about belong to the example, as far as they stand.
    shown = dict.fromkeys([*guilty, *(rule for rule in concerned if stands[rule])])
    breaking = [rule for rule in guilty if stands[rule]][:1]
    # A rule that asks about others has nothing to do with it, unless no other could give it.
    lacking = [rule for rule in guilty if example.people[0].within[rule] or len(guilty) == 1]
    named = [matter.rules[rule] for rule in breaking or lacking]
    values = {
        "promise": promise.name,
        "source": promise.source,
        "broken": phrase("does not get" if promise.form == "always" else "gets"),
        "effect": promise.effect.text,
        "rule": article(named[0]) if named else "",
        "example": example.told([promise.when, *matter.reads(shown)]),
        "mend": _MENDS[promise.form],
    }
    related = tuple(
        ("the rule" if breaking else "does not give it here", rule.place) for rule in named
    )
    place = promise.place
    if named and code == "unlawful":
        place, related = named[0].place, (("the promise", promise.place),)
    yield Finding(code, place, (promise.name, code), values, related)


def _guilty(matter: Matter, promise: Promise, stands: Sequence[bool]) -> list[int]:
    """Return the rules that break *promise* for somebody of whom it is known which rules stand.

    What gives what must never be given; of what is always to be given, first the rule that bars or
    overrides it, then those that would give it.
    """
    name = promise.effect.effect
    givers = [share.rule for share in matter.decided.shares.get(name, ())]
    if promise.form == "never":
        return [rule for rule in givers if stands[rule]]
    others = matter.deciding(name) if givers else ()
    return [rule for rule in others if rule not in givers and stands[rule]] + givers


def given_as_tested(decided: Decided, test: EffectTest) -> Truth:
    """Return when the effect that *test* names is given, and of such a value."""
    given = decided.given(test.effect)
    if test.value is None:
        return given
    value = decided.person.meaning.term(test.value)
    compare = COMPARE[test.operator]
    if kind_of_given(test.effect).combine is Combine.ALL:
        shares = decided.shares.get(test.effect, ())
        return decided.person.solver.some(
            both(share.given, compare(decided.worth_of(share), value)) for share in shares
        )
    return both(given, compare(decided.worth(test.effect), value))
