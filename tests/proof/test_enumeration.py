"""Nothing that is proved of a small law is contradicted by asking everybody there is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import policy_sim.proof.decided as decided_of
from policy_sim.policy import ast
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.effects import Bearing, Combine, incompatible, kind_of_given
from policy_sim.policy.promises import EffectTest, Promise
from policy_sim.policy.rule import Effect, Rule
from policy_sim.policy.values import FLAG, Kind, Scale, Unit, ValueType
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Attribute, Vocabulary
from policy_sim.proof.conflicts import conflicts, redundancies
from policy_sim.proof.dead import dead_parts
from policy_sim.proof.finding import Finding
from policy_sim.proof.matter import Matter
from policy_sim.proof.promised import broken_promise
from policy_sim.proof.replay import MisjudgedError
from policy_sim.proof.twins import distinctions_made, merit_punished
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.engine import stand
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Frame
from policy_sim.rules.history import HistoryLog
from strategies_rules import NOWHERE, NUMBER, clause

TODAY = date(2026, 1, 1)
GRADE = Scale("grade", ("low", "middle", "also_middle", "high"), (0, 1, 1, 2))
KINDS = {
    "skill": ValueType(Kind.WHOLE, 0, 4, Unit.POINTS),
    "grade": ValueType(Kind.ORDERED, 0, 3, scale=GRADE),
    "sex": FLAG,
    "zone": ValueType(Kind.CATEGORY, 0, 1, scale=Scale("zone", ("in", "out"), (0, 1))),
}
ATTRIBUTES = {
    "skill": Attribute("skill", KINDS["skill"], merit="higher"),
    "grade": Attribute("grade", KINDS["grade"], merit="higher"),
    "sex": Attribute("sex", KINDS["sex"], protected=True),
    "zone": Attribute("zone", KINDS["zone"]),
}
VOCABULARY = Vocabulary(ATTRIBUTES, {"grade": GRADE}, {}, {})
EVERYBODY = list(product(*(range(kind.low, kind.high + 1) for kind in KINDS.values())))
EFFECTS = {"appraisal": ("rate", "credit", "dismiss"), "rewards": ("award", "pay")}


@st.composite
def small_conditions(draw: st.DrawFn, depth: int = 1) -> ast.Condition:
    """Return a condition on what the few people differ in."""
    kind = draw(st.sampled_from(["compare", "compare", "any", "all", "not"][: 5 if depth else 2]))
    if kind == "compare":
        name = draw(st.sampled_from(sorted(KINDS)))
        bound = ast.Const(NUMBER, draw(st.integers(KINDS[name].low, KINDS[name].high)))
        operator = draw(st.sampled_from(list(Comparison)))
        return ast.Compare(operator, ast.Column(KINDS[name], name), bound)
    if kind == "not":
        return ast.Not(draw(small_conditions(0)))
    items = tuple(draw(st.lists(small_conditions(0), min_size=1, max_size=2)))
    return ast.Any(items) if kind == "any" else ast.All(items)


@st.composite
def small_matters(draw: st.DrawFn) -> Matter:
    """Return a few rules of one area, with bars and exceptions, and two promises."""
    area = draw(st.sampled_from(sorted(EFFECTS)))
    clauses = st.lists(small_conditions().map(clause), max_size=2).map(tuple)
    rules = list[Rule]()
    for name in "abcd"[: draw(st.integers(1, 4))]:
        over = tuple(rule.id for rule in rules if draw(st.integers(0, 4)) == 0)
        role = draw(st.sampled_from(["give", "give", "bar", "except"])) if rules else "give"
        effect = draw(st.sampled_from(EFFECTS[area]))
        value = None if effect == "dismiss" else ast.Const(NUMBER, draw(st.integers(1, 2)))
        gives = (Effect(effect, value),) if role == "give" else ()
        bars = (effect,) if role == "bar" else ()
        owned = "" if role == "bar" else area
        scope = draw(st.one_of(st.just(ast.ALWAYS), small_conditions(0)))
        rules.append(Rule(name, owned, draw(clauses), gives, scope, over, bars, place=NOWHERE))
    effect = rules[0].effects[0].name
    promises = tuple(
        Promise(
            form,
            form,
            draw(small_conditions()),
            EffectTest(effect, Comparison.EQ, None, effect),
            place=NOWHERE,
        )
        for form in ("always", "never")
    )
    vintage = Vintage(date(2020, 1, 1), None, tuple(rules), {}, {}, {}, promises=promises)
    return Matter(vintage, VOCABULARY, area, "person", TODAY)


@dataclass
class Enumerated:
    """What the columnar engine says of everybody: rules by position, people by index."""

    matter: Matter

    def __post_init__(self) -> None:
        program = self.matter.program
        columns = {
            name: np.array([one[i] for one in EVERYBODY], dtype=np.int64)
            for i, name in enumerate(KINDS)
        }
        everyone = np.arange(len(EVERYBODY))
        entered = np.full(len(EVERYBODY), TODAY.toordinal(), dtype=np.int64)
        past = HistoryLog.empty(VOCABULARY, len(EVERYBODY), entered).past(everyone)
        frame = Frame(columns, past, TODAY, len(EVERYBODY))
        self.features = Features(frame, program.terms, program.grids)
        standing = stand(program.logic, self.features, ColumnarEngine())
        self.holds, self.stands = standing.holds, standing.stands
        self.shares = [
            (name, rule, effect.value.value if isinstance(effect.value, ast.Const) else -1)
            for name, givers in program.gives.items()
            for rule, effect in givers
        ]
        self.given = [self._given(name, rule) for name, rule, _ in self.shares]

    def _given(self, name: str, rule: int) -> np.ndarray:
        barred = np.zeros(len(EVERYBODY), dtype=bool)
        for bar in self.matter.program.bars[name]:
            barred |= self.stands[bar]
        return self.stands[rule] & ~barred

    def meets(self, condition: ast.Condition) -> np.ndarray:
        """Return who meets *condition*."""
        return self.features.meets(condition)

    def amount(self, effect: str, person: int) -> int | None:
        """Return what somebody is given; None if nothing, or if it is contradicted."""
        values = [
            value
            for (name, _, value), given_to in zip(self.shares, self.given, strict=True)
            if name == effect and given_to[person]
        ]
        combine = kind_of_given(effect).combine
        if not values or (combine is Combine.ONE and len(set(values)) > 1):
            return None
        return sum(values) if combine is Combine.SUM else max(values)

    def clashes(self) -> set[tuple[str, str]]:
        """Return the pairs of rules that contradict each other about somebody."""
        found = set()
        rules = self.matter.rules
        for (i, one), (j, other) in combinations(enumerate(self.shares), 2):
            if not (self.given[i] & self.given[j]).any():
                continue
            same = one[0] == other[0] and kind_of_given(one[0]).combine is Combine.ONE
            if (same and one[2] != other[2]) or incompatible(one[0], other[0]):
                found.add(
                    (
                        min(rules[one[1]].id, rules[other[1]].id),
                        max(rules[one[1]].id, rules[other[1]].id),
                    )
                )
        return found


def keys(findings: list[Finding], code: str) -> set[tuple[str, ...]]:
    """Return the subjects of the findings of one code."""
    return {one.subject for one in findings if one.code == code}


def agrees(matter: Matter) -> None:
    """Check every kind of finding against everybody."""
    asked = Enumerated(matter)
    _rules_agree(matter, asked)
    found = list(conflicts(matter))
    assert {tuple(sorted(key[:2])) for key in keys(found, "conflict")} == asked.clashes()
    _twins_agree(matter, asked)
    for promise in matter.promises:
        _promise_agrees(matter, asked, promise)


def _rules_agree(matter: Matter, asked: Enumerated) -> None:
    findings = list(dead_parts(matter))
    always = keys(findings, "always-true")
    redundant = {key[0] for key in keys(list(redundancies(matter)), "redundant")}
    dead = {key[0] for key in keys(findings, "dead-rule")}
    idle = {one.subject[0] for one in findings if one.code in ("dead-rule", "dead-clause")}
    for position, rule in enumerate(matter.rules):
        assert matter.possible(matter.decided.stands[position]) == asked.stands[position].any()
        shares = [i for i, share in enumerate(asked.shares) if share[1] == position]
        gets = any(asked.given[i].any() for i in shares)
        if rule.id in dead:
            assert not gets
        if not asked.stands[position].any():
            assert rule.id in idle
        if not asked.holds[position].any():
            continue
        met = [asked.meets(each.condition) for each in rule.clauses]
        scope = asked.meets(rule.scope)
        own = np.logical_or.reduce([asked.meets(matter.rules[i].scope) for i in matter.own])
        everywhere = set()
        for i, each in enumerate(rule.clauses):
            others = np.logical_and.reduce([scope & own, *(m for j, m in enumerate(met) if j != i)])
            if not (others & ~met[i]).any():
                everywhere.add((rule.id, each.text))
        assert {key for key in always if key[0] == rule.id} == everywhere
        if rule.id in redundant:
            assert gets
            for i in shares:
                assert not (asked.given[i] & ~_elsewhere(asked, i)).any()


def _elsewhere(asked: Enumerated, share: int) -> np.ndarray:
    name, rule, value = asked.shares[share]
    highest = kind_of_given(name).combine is Combine.HIGHEST
    found = np.zeros(len(EVERYBODY), dtype=bool)
    for i, (other, by, worth) in enumerate(asked.shares):
        if other == name and by != rule and (worth >= value if highest else worth == value):
            found |= asked.given[i]
    return found


def _contradicted(asked: Enumerated, effect: str, person: int) -> bool:
    given_any = any(
        to[person]
        for (name, _, _), to in zip(asked.shares, asked.given, strict=True)
        if name == effect
    )
    return given_any and asked.amount(effect, person) is None


def _twins_agree(matter: Matter, asked: Enumerated) -> None:
    worse, unlike = set(), set()
    names = list(KINDS)
    for (i, one), (j, other) in product(enumerate(EVERYBODY), repeat=2):
        differing = [n for n, a, b in zip(names, one, other, strict=True) if a != b]
        if len(differing) != 1:
            continue
        for effect in {share[0] for share in asked.shares}:
            if _contradicted(asked, effect, i) or _contradicted(asked, effect, j):
                continue
            mine, theirs = asked.amount(effect, i), asked.amount(effect, j)
            if differing == ["sex"] and mine != theirs:
                unlike.add((effect, "sex"))
            if differing[0] in ("skill", "grade") and _better(differing[0], one, other):
                # Nothing at all is less than anything.
                low, high = (-2 if amount is None else amount for amount in (mine, theirs))
                loses = high < low if kind_of_given(effect).good else high > low
                if loses and kind_of_given(effect).bearing is not Bearing.SUPPORT:
                    worse.add((effect, differing[0]))
    told = {(key[2], key[1]) for key in keys(list(merit_punished(matter)), "not-monotone")}
    assert told == worse
    told = {(key[2], key[1]) for key in keys(list(distinctions_made(matter)), "discriminates")}
    assert told == unlike


def _better(name: str, one: tuple[int, ...], other: tuple[int, ...]) -> bool:
    """Whether *other* is better in *name*: of words, by rank."""
    at = list(KINDS).index(name)
    mine, theirs = one[at], other[at]
    return GRADE.ranks[theirs] > GRADE.ranks[mine] if name == "grade" else theirs > mine


def _promise_agrees(matter: Matter, asked: Enumerated, promise: Promise) -> None:
    effect = promise.effect.effect
    given_to = np.zeros(len(EVERYBODY), dtype=bool)
    for (name, _, _), to in zip(asked.shares, asked.given, strict=True):
        if name == effect:
            given_to |= to
    concerned = asked.meets(promise.when)
    broken = concerned & (~given_to if promise.form == "always" else given_to)
    told = {finding.code for finding in broken_promise(matter, promise)}
    if not concerned.any():
        assert told == {"undecided"}
    else:
        assert told == ({"gap"} if broken.any() else set())


@given(small_matters())
@settings(max_examples=10, suppress_health_check=list(HealthCheck))
def test_a_proof_says_what_asking_everybody_says(matter: Matter) -> None:
    """Which rules stand and matter, contradict, punish merit or discriminate, break a promise."""
    agrees(matter)


def test_a_proof_that_forgets_bars_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison fails for a reading that gives what is barred."""
    at_least = ast.Compare(Comparison.GE, ast.Column(KINDS["skill"], "skill"), ast.Const(NUMBER, 3))
    rules = (
        Rule("a", "rewards", (), (Effect("award", ast.Const(NUMBER, 1)),), place=NOWHERE),
        Rule("b", "", (clause(at_least),), (), ast.ALWAYS, (), ("award",), place=NOWHERE),
    )
    vintage = Vintage(date(2020, 1, 1), None, rules, {}, {}, {})
    agrees(Matter(vintage, VOCABULARY, "rewards", "person", TODAY))
    monkeypatch.setattr(
        decided_of.Decided, "barred", lambda self, effect: self._solver.truth(False)
    )
    with pytest.raises((AssertionError, MisjudgedError)):
        agrees(Matter(vintage, VOCABULARY, "rewards", "person", TODAY))
