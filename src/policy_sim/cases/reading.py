"""From what a case says it expects to expectations, typed by the law of its day.

============  ======================================================================
``expect``    ``nothing``, or effects: ``yes``, ``no``, ``barred``, a value, a list of values
              (these and no others), ``{value: …, for: …}``, ``{barred_by: RULE}``, or
              amounts by rule
``because``   rules: that stand, or ``{RULE: fate}``, or ``{RULE: clause}`` that fails, or
              ``{RULE: [clauses]}`` that fail and no other
``refusal``   ``{RULE: reason}`` as the ledger has it
``score``     ``{RULE: score}``
============  ======================================================================
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from policy_sim.cases.document import CaseForm
from policy_sim.cases.expectation import (
    Barred,
    Expectation,
    Given,
    NotGiven,
    Nothing,
    States,
    Wanted,
)
from policy_sim.cases.person import Person
from policy_sim.cases.reasons import Refused, RuleIs, Scored
from policy_sim.cases.record import default_of
from policy_sim.cases.ruling import Fate
from policy_sim.catalogue import phrase
from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.documents import MappingNode, Node, Scalar, SequenceNode, kind_of, place_of
from policy_sim.policy.effects import EFFECTS
from policy_sim.policy.effects import Given as GivenAs
from policy_sim.policy.given_value import STEPS, stated_on, stepped
from policy_sim.policy.literals import parse_literal
from policy_sim.policy.rule import Rule
from policy_sim.policy.subjects import PERSON
from policy_sim.policy.values import EXACT, ValueType
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Attribute, Vocabulary
from policy_sim.policy.wording import undeclared

__all__ = ["Expecting", "matching"]

_OF_PERSONS = tuple(name for name, kind in EFFECTS.items() if PERSON in kind.subjects)
_YES, _NO = "yes", "no"
_BY = re.compile(r"(overridden|barred) by (\S+)")


@dataclass
class Expecting:
    """Reads what is expected of decisions under *vintage* about *person*.

    *known* are all rules of the law, whenever they are in force. What cannot be read is added to
    *findings*.
    """

    vintage: Vintage
    vocabulary: Vocabulary
    known: Mapping[str, Rule]
    person: Person
    findings: list[Diagnostic]

    def read(self, form: CaseForm, expect: Node | None) -> list[Expectation]:
        """Return what *form* expects; *expect* is what it says of effects."""
        expectations = [*self._effects(expect)]
        if form.because is not None:
            expectations += self._because(form.because)
        for rule, node in self._named(form.refusal):
            texts = self._reasons(rule, node)
            expectations.append(Refused(place_of(rule), str(rule), texts))
        for rule, node in self._named(form.score):
            expectations += self._score(rule, node)
        return expectations

    # Effects

    def _effects(self, node: Node | None) -> Iterator[Expectation]:
        if node is None:
            return
        if isinstance(node, Scalar) and node == "nothing":
            yield Nothing(node.place)
        elif isinstance(node, MappingNode):
            for key, wanted in node.items():
                place = place_of(key, node.place)
                if key in _OF_PERSONS:
                    yield from self._effect(key, wanted, place)
                else:
                    self.findings.append(undeclared("an effect", key, _OF_PERSONS, place))
        else:
            self._wrong(node, "'nothing' or effects")

    def _effect(self, effect: str, node: Node, place: Place) -> Iterator[Expectation]:
        states = self._states(effect)
        if (isinstance(node, Scalar) and node == _NO) or node == ():
            yield NotGiven(place, states)
        elif isinstance(node, Scalar) and node == "barred":
            yield Barred(place, states)
        elif isinstance(node, MappingNode) and "barred_by" in node:
            rule = node["barred_by"]
            if self._is_rule(rule):
                yield Barred(place, states, str(rule))
        elif isinstance(node, MappingNode) and node and all(key in self.known for key in node):
            amounts = {str(rule): self._literal(v, states.type) for rule, v in node.items()}
            yield Given(place, states, by_rule={k: v for k, v in amounts.items() if v is not None})
        elif isinstance(node, SequenceNode):
            wanted = [self._wanted(item, states) for item in node]
            yield Given(place, states, tuple(one for one in wanted if one), exactly=True)
        elif isinstance(node, Scalar) and node == _YES:
            yield Given(place, states)
        else:
            one = self._wanted(node, states)
            if one is not None:
                yield Given(place, states, (one,))

    def _wanted(self, node: Node, states: States) -> Wanted | None:
        if not isinstance(node, MappingNode):
            value = self._literal(node, states.type)
            return None if value is None else Wanted(value, {})
        if not node:
            self._wrong(node, "a value")
        value = None
        fields: dict[str, int] = {}
        for key, part in node.items():
            if key == "value":
                value = self._literal(part, states.type)
            elif key in states.fields:
                read = self._literal(part, states.fields[key])
                fields |= {} if read is None else {str(key): read}
            else:
                allowed = ["value", "barred_by", *states.fields]
                values = {
                    "seen": str(key),
                    "noun": phrase("what is expected of {effect}", effect=states.effect),
                }
                values |= {"allowed": ", ".join(allowed), "near": near(key, allowed)}
                self.findings.append(Diagnostic("unknown-key", place_of(key), values))
        return Wanted(value, fields)

    def _states(self, effect: str) -> States:
        """Return how the values of *effect* are written under this law."""
        found = [
            one
            for rule in self.vintage.rules
            if rule.subject == PERSON
            for one in rule.effects
            if one.name == effect
        ]
        kinds = [one.value.type for one in found if one.value is not None]
        fields = {name: term.type for one in found for name, term in one.fields.items()}
        given = EFFECTS[effect].value
        ladder = stated_on(given, self.vocabulary) if given is GivenAs.GRADE else None
        kind = ladder.type if ladder else (kinds[0] if kinds else None)
        symbol = self.vocabulary.currency.symbol
        bare = self._step(effect, ladder) if ladder and effect in STEPS else None
        return States(effect, kind, fields, bare, symbol)

    def _step(self, effect: str, ladder: Attribute) -> int:
        """Return the step that a rise or fall without a value leads to."""
        now = self.person.columns.get(ladder.name, default_of(ladder.name, self.vocabulary))
        return stepped(effect, now, ladder)

    # Rules

    def _because(self, node: Node) -> Iterator[Expectation]:
        for item in node if isinstance(node, SequenceNode) else (node,):
            if isinstance(item, MappingNode):
                for rule, said in self._named(item):
                    yield from self._fate(rule, said)
            elif self._is_rule(item):
                yield RuleIs(place_of(item), str(item), Fate.STANDS)

    def _fate(self, rule: Scalar, node: Node) -> Iterator[Expectation]:
        by = _BY.fullmatch(node) if isinstance(node, Scalar) else None
        if isinstance(node, SequenceNode):
            texts = tuple(self._clauses(rule, item) for item in node)
            yield RuleIs(rule.place, str(rule), Fate.FAILS, clauses=texts, only=True)
        elif not isinstance(node, Scalar):
            self._wrong(node, "what became of the rule, or clauses of it")
        elif node in {*Fate}:
            yield RuleIs(rule.place, str(rule), Fate(str(node)))
        elif by is not None:
            if self._is_rule(Scalar(by[2], node.place)):
                yield RuleIs(rule.place, str(rule), Fate(by[1]), by[2])
        else:
            yield RuleIs(rule.place, str(rule), Fate.FAILS, clauses=(self._clauses(rule, node),))

    def _clauses(self, rule: Scalar, node: Node) -> tuple[str, ...]:
        """Return the texts of the clauses of *rule* that *node* names, whole or in part."""
        if not isinstance(node, Scalar):
            self._wrong(node, "a clause")
            return ()
        texts = self._texts(rule)
        found = matching(node, texts)
        if not found:
            values = {"seen": str(node), "rule": str(rule), "near": near(node, texts)}
            values |= {"allowed": "; ".join([*texts, *Fate])}
            self.findings.append(Diagnostic("no-such-clause", node.place, values))
        return found

    def _reasons(self, rule: Scalar, node: Node) -> tuple[str, ...]:
        if isinstance(node, Scalar) and _BY.fullmatch(node):
            return (str(node),)
        return self._clauses(rule, node)

    def _texts(self, rule: str) -> list[str]:
        """Return the clauses of *rule* under this law, or those of any other day."""
        now = next((one for one in self.vintage.rules if one.id == rule), self.known[rule])
        return [clause.text for clause in now.clauses]

    def _score(self, rule: Scalar, node: Node) -> Iterator[Expectation]:
        select = self.known[rule].select
        if select is None:
            values = {"seen": str(rule)}
            self.findings.append(Diagnostic("rule-without-score", rule.place, values))
            return
        now = next((one for one in self.vintage.rules if one.id == rule), self.known[rule])
        kind = (now.select or select).rank_by.type
        score = self._literal(node, kind)
        if score is not None:
            yield Scored(rule.place, str(rule), score, kind)

    def _named(self, node: MappingNode | None) -> Iterator[tuple[Scalar, Node]]:
        """Yield the keys that are rules of the law, with what is said of each."""
        for key, said in () if node is None else node.items():
            rule = key if isinstance(key, Scalar) else Scalar(key)
            if self._is_rule(rule):
                yield rule, said

    def _is_rule(self, node: Node) -> bool:
        if not isinstance(node, Scalar):
            self._wrong(node, "the name of a rule")
            return False
        if node not in self.known:
            self.findings.append(undeclared("a rule of this law", node, self.known, node.place))
        return node in self.known

    # Texts

    def _literal(self, node: Node, kind: ValueType | None) -> int | None:
        if not isinstance(node, Scalar):
            self._wrong(node, "one value")
            return None
        if kind is None:
            values = {"seen": str(node), "allowed": f"{_YES}, {_NO}, barred"}
            self.findings.append(Diagnostic("no-value-expected", node.place, values))
            return None
        if kind.numeric:
            kind = replace(kind, low=1 - EXACT, high=EXACT - 1)
        return parse_literal(node, kind, self.findings)

    def _wrong(self, node: Node, allowed: str) -> None:
        values = {"seen": kind_of(node), "allowed": allowed}
        self.findings.append(Diagnostic("wrong-kind", place_of(node), values))


def matching(text: str, clauses: Iterable[str]) -> tuple[str, ...]:
    """Return those of *clauses* that read *text*, or, if none does, that hold it in whole words."""
    texts = [*clauses]
    if text in texts or not text:
        return (str(text),) if text else ()
    held = re.compile(rf"(?<!\w){re.escape(text)}(?!\w)")
    return tuple(clause for clause in texts if held.search(clause))
