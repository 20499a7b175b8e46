"""What a program of rules decides about somebody unknown: when each rule stands, what is given.

The steps are those of :mod:`policy_sim.rules.decision`, on the same program; the solver stands
where an engine stands there.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

from policy_sim.policy.ast import Const
from policy_sim.policy.effects import Combine, kind_of_given
from policy_sim.policy.given_value import STEPS, ladder_of
from policy_sim.policy.rule import Effect
from policy_sim.proof.logic import Number, Truth, both, choice, either, negated, total
from policy_sim.proof.person import Person
from policy_sim.rules.combination import BARE
from policy_sim.rules.programs import Program

__all__ = ["Decided", "Share"]


@dataclass(frozen=True)
class Share:
    """One rule's share in an effect: *given* says when, *value* of what."""

    rule: int
    effect: Effect
    given: Truth
    value: Number


class Decided:
    """What *program* decides about *person*; rules are by position, as in the program."""

    def __init__(self, program: Program, person: Person) -> None:
        self.program = program
        self.person = person
        self._solver = person.solver

    def settle(self) -> None:
        """Translate everything that is decided, so that whatever it reads of the person is known:
        who stands, what is given, and how candidates are told apart.
        """
        _ = self.stands, self.shares
        meaning = self.person.meaning
        for rule in self.program.rules:
            if rule.select is None:
                continue
            for term in (rule.select.rank_by, *rule.select.ties):
                meaning.term(term)
            for quota in (*rule.select.reserves, *rule.select.caps):
                meaning.condition(quota.whom)
        for effect in STEPS:
            if effect in self.shares:
                # Where a step leads to hangs on the ladder, whether or not a rule reads it.
                self.worth(effect)

    @cached_property
    def scopes(self) -> tuple[Truth, ...]:
        """When each rule asks about the person at all."""
        meant = self.person.meaning.condition
        within = [meant(rule.scope) for rule in self.program.rules]
        concerned = self._solver.some(within[i] for i in self.program.logic.deciding)
        return tuple(both(scope, concerned) for scope in within)

    @cached_property
    def clauses(self) -> tuple[tuple[Truth, ...], ...]:
        """When each clause of each rule is true."""
        meant = self.person.meaning.condition
        return tuple(
            tuple(meant(clause.condition) for clause in rule.clauses) for rule in self.program.rules
        )

    @cached_property
    def holds(self) -> tuple[Truth, ...]:
        """When each rule holds."""
        return tuple(
            self._solver.every([scope, *clauses])
            for scope, clauses in zip(self.scopes, self.clauses, strict=True)
        )

    @cached_property
    def stands(self) -> tuple[Truth, ...]:
        """When each rule stands: holds, and no standing rule overrides it."""
        logic = self.program.logic
        stands = list(self.holds)
        for level in logic.levels:
            for rule in level:
                over = [negated(stands[other]) for other in logic.overriders[rule]]
                stands[rule] = self._solver.every([self.holds[rule], *over])
        return tuple(stands)

    def barred(self, effect: str) -> Truth:
        """Return when *effect* is barred."""
        return self._solver.some(self.stands[rule] for rule in self.program.bars[effect])

    @cached_property
    def shares(self) -> Mapping[str, tuple[Share, ...]]:
        """The shares in each effect, by rule."""
        return {name: tuple(self.shares_in(name)) for name in self.program.gives}

    def shares_in(self, effect: str, rules: Container[int] | None = None) -> Iterator[Share]:
        """Yield the shares in *effect*, by rule; those of *rules* only, if they are named."""
        for rule, given in self.program.gives[effect]:
            if rules is None or rule in rules:
                yield self._share(effect, rule, given)

    def given(self, effect: str) -> Truth:
        """Return when *effect* is given, by whatever rule; never, if no rule gives it."""
        return self._solver.some(share.given for share in self.shares.get(effect, ()))

    def amount(self, effect: str) -> Number:
        """Return what is given in all: the sum, or the highest; of no meaning if nothing is.

        Of effects of which there can only be one value it is that of the first rule that gives it.
        """
        return self._amounting(effect, lambda share: share.value)

    def worth(self, effect: str) -> Number:
        """Return what is given in all as it can be compared: a step of the ladder without a value
        is where it leads to.
        """
        return self._amounting(effect, self.worth_of)

    def worth_of(self, share: Share) -> Number:
        """Return the value of *share*; of a bare step on the ladder, where that leads to."""
        effect = share.effect.name
        ladder = ladder_of(effect, self.person.vocabulary)
        if share.effect.value is not None or ladder is None:
            return share.value
        now, by = self.person.attribute(ladder.name, ladder.type).number, STEPS[effect]
        within = now < ladder.type.high if by > 0 else now > ladder.type.low
        return choice(within, now + by, now)

    def contradicted(self, effect: str) -> Truth:
        """Return when rules give different values of an effect that has one value only."""
        shares = self.shares.get(effect, ())
        if kind_of_given(effect).combine is not Combine.ONE:
            shares = ()
        return self._solver.some(
            both(one.given, other.given, one.value != other.value)
            for one, other in combinations(shares, 2)
            if one.effect.value is not None or other.effect.value is not None
        )

    def outcomes(self, effect: str) -> dict[tuple[str, int], Truth]:
        """Return when each member of a set is given: of effects that unite, such as courses.

        The key is the effect with the constant value; values that are reckoned count as one.
        """
        when: dict[tuple[str, int], list[Truth]] = {}
        for share in self.shares.get(effect, ()):
            value = share.effect.value
            key = (effect, value.value if isinstance(value, Const) else BARE)
            when.setdefault(key, []).append(share.given)
        return {key: self._solver.some(given) for key, given in when.items()}

    def _amounting(self, effect: str, value_of: Callable[[Share], Number]) -> Number:
        """Return what the shares in *effect* amount to, each of what *value_of* says."""
        combine = kind_of_given(effect).combine
        shares = self.shares.get(effect, ())
        none = self._solver.number(0)
        if combine is Combine.SUM:
            return total([none, *(choice(one.given, value_of(one), none) for one in shares)])
        found = self._solver.number(BARE)
        given = list[Truth]()
        for share in reversed(shares):
            takes, value = share.given, value_of(share)
            if combine is Combine.HIGHEST:
                first = negated(self._solver.some(given))
                takes = both(takes, either(first, value > found))
            found = choice(takes, value, found)
            given.append(share.given)
        return found

    def _share(self, name: str, rule: int, effect: Effect) -> Share:
        value = effect.value
        meant = self._solver.number(BARE) if value is None else self.person.meaning.term(value)
        given = both(self.stands[rule], negated(self.barred(name)))
        return Share(rule, effect, given, meant)
