"""Hypothesis strategies: vocabularies, laws and people on and beside every threshold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from hashlib import sha256

import numpy as np
from hypothesis import strategies as st

from policy_sim.diagnostics import Place
from policy_sim.policy import ast
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.effects import EFFECTS
from policy_sim.policy.past import HistoryFilter, Window, WindowKind
from policy_sim.policy.rule import Clause, Effect, Rule
from policy_sim.policy.tables import Table, TableRow
from policy_sim.policy.values import FLAG, Kind, Scale, Unit, ValueType
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Attribute, Event, Series, Vocabulary
from policy_sim.rules.frame import Frame
from policy_sim.rules.history import HistoryLog
from slow_evaluator import Dated, Person

__all__ = [
    "AREA_EFFECTS",
    "NOWHERE",
    "NUMBER",
    "TODAYS",
    "World",
    "clause",
    "conditions",
    "frame_of",
    "laws",
    "log_of",
    "people",
    "terms",
    "thresholds",
    "vocabularies",
    "worlds",
]

NOWHERE = Place("generated.yaml")
NUMBER = ValueType(Kind.WHOLE, -(10**6), 10**6)
AREA_EFFECTS = {
    "promotion": ("promote", "credit"),
    "discipline": ("sanction", "demote", "dismiss"),
    "appraisal": ("rate", "credit", "dismiss"),
    "rewards": ("award", "pay"),
}
_VALUELESS = ("promote", "demote", "dismiss")
TODAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


@dataclass(frozen=True)
class World:
    """A law, the people it governs and the day on which it decides one area."""

    vocabulary: Vocabulary
    vintage: Vintage
    area: str
    people: tuple[Person, ...]
    today: date

    @property
    def frame(self) -> Frame:
        """The people's record as the rules layer reads it."""
        return frame_of(self.vocabulary, self.people, self.today)


def clause(condition: ast.Condition) -> Clause:
    """Return a clause whose text is its condition's."""
    return Clause(condition, str(condition), NOWHERE)


def log_of(vocabulary: Vocabulary, persons: tuple[Person, ...]) -> HistoryLog:
    """Return the persons' past as a log, one row a person."""
    entered = np.array([person.entered.toordinal() for person in persons], dtype=np.int64)
    log = HistoryLog.empty(vocabulary, len(persons), entered)
    for row, person in enumerate(persons):
        at = np.array([row])
        for name, values in person.series.items():
            for value in reversed(values):
                log.record_period(name, at, value)
        for name, entries in person.events.items():
            for entry in entries:
                log.record_event(name, at, entry.day, entry.value, entry.until)
    return log


def frame_of(vocabulary: Vocabulary, persons: tuple[Person, ...], today: date) -> Frame:
    """Return the persons as a frame on *today*."""
    columns = {
        name: np.array([person.record[name] for person in persons], dtype=np.int64)
        for name in vocabulary.attributes
    }
    past = log_of(vocabulary, persons).past(np.arange(len(persons)))
    return Frame(columns, past, today, len(persons))


@st.composite
def _ordered(draw: st.DrawFn, name: str) -> ValueType:
    size = draw(st.integers(2, 5))
    words = tuple(f"{name}_{n}" for n in range(size))
    rises = draw(st.lists(st.integers(0, 2), min_size=size - 1, max_size=size - 1))
    ranks = [0]
    for rise in rises:
        ranks.append(ranks[-1] + rise)
    return ValueType(Kind.ORDERED, 0, size - 1, scale=Scale(name, words, tuple(ranks)))


@st.composite
def vocabularies(draw: st.DrawFn) -> Vocabulary:
    """Return attributes of every kind, one series and three kinds of event."""
    zones = Scale("zone", ("core", "rim", "outer"), (0, 1, 2))
    types = {
        "tenure": ValueType(Kind.WHOLE, 0, draw(st.integers(5, 60)), Unit.MONTHS),
        "score": ValueType(Kind.DECIMAL, 0, 1000, Unit.POINTS, Fraction(1, 10)),
        "balance": ValueType(Kind.WHOLE, -50, 50),
        "grade": draw(_ordered("grade")),
        "zone": ValueType(Kind.CATEGORY, 0, 2, scale=zones),
        "active": FLAG,
    }
    attributes = {name: Attribute(name, kind) for name, kind in types.items()}
    rating = draw(_ordered("rating"))
    missing = draw(st.integers(0, rating.high))
    series = Series("rating", rating, keep=draw(st.integers(2, 4)), if_missing=missing)
    unit = draw(st.sampled_from([Unit.DAYS, Unit.WORKDAYS]))
    events = {
        "absence": Event("absence", ValueType(Kind.WHOLE, 0, 30, unit)),
        "sanction": Event("sanction", draw(_ordered("sanction")), expires=True),
        "promoted": Event("promoted"),
    }
    return Vocabulary(attributes, {}, {"rating": series}, events)


@st.composite
def _uses(draw: st.DrawFn, vocabulary: Vocabulary) -> ast.History:
    """Return one use of the past that the language allows."""
    series = vocabulary.series["rating"]
    source = draw(st.sampled_from(["rating", "absence", "sanction", "promoted"]))
    periods = st.integers(1, series.keep).map(lambda n: Window(WindowKind.PERIODS, n))
    stretches = st.one_of(
        st.integers(1, 30).map(lambda n: Window(WindowKind.MONTHS, n)),
        st.just(Window(WindowKind.THIS_YEAR)),
        st.just(Window(WindowKind.SERVICE)),
    )
    if source == "rating":
        operators = ["last", "before_last", "lowest", "highest", "count", "streak", "ever", "total"]
        operator, kind = draw(st.sampled_from(operators)), series.type
    else:
        kind = vocabulary.events[source].type
        operators = {
            "absence": ["total", "longest", "highest", "lowest", "count"],
            "sanction": ["in_force", "highest", "ever", "count", "months_since"],
            "promoted": ["months_since", "count", "ever"],
        }
        operator = draw(st.sampled_from(operators[source]))
    window = None
    if operator in ("lowest", "highest", "count", "ever", "total", "longest"):
        window = draw(periods if source == "rating" else stretches)
    test = None
    if operator in ("count", "streak", "ever") and kind is not None:
        comparison = draw(st.sampled_from(list(Comparison)))
        test = HistoryFilter(comparison, draw(st.integers(kind.low, kind.high)))
    return ast.History(NUMBER, operator, source, test, window)


@st.composite
def _tables(draw: st.DrawFn, inputs: tuple[ValueType, ...]) -> Table:
    rows = []
    for _ in range(draw(st.integers(1, 4))):
        spans = []
        for kind in inputs:
            low = draw(st.integers(kind.low, kind.high))
            spans.append((low, draw(st.integers(low, kind.high))))
        rows.append(TableRow(tuple(spans), draw(st.integers(-20, 40)), NOWHERE))
    otherwise = draw(st.integers(-20, 40))
    # One name means one table: it is made from the content.
    content = repr(([kind.high for kind in inputs], rows, otherwise))
    name = f"table_{sha256(content.encode()).hexdigest()[:12]}"
    return Table(name, inputs, NUMBER, tuple(rows), otherwise, first_hit=True)


@st.composite
def terms(draw: st.DrawFn, vocabulary: Vocabulary, depth: int = 2) -> ast.Term:
    """Return a term of any class; every divisor is above zero and every table is total."""
    attributes = list(vocabulary.attributes.values())
    kinds = ["column", "history"]
    if depth:
        kinds += ["sum", "product", "extreme", "quotient", "choice", "table", "moved", "rank"]
    kind = draw(st.sampled_from(kinds))
    inner = terms(vocabulary, max(depth - 1, 0))
    grade = ast.Column(vocabulary.attributes["grade"].type, "grade")
    match kind:
        case "column":
            chosen = draw(st.sampled_from(attributes))
            return ast.Column(chosen.type, chosen.name)
        case "history":
            return draw(_uses(vocabulary))
        case "choice":
            when = draw(conditions(vocabulary, 0))
            return ast.Choice(NUMBER, when, draw(inner), draw(inner))
        case "table":
            chosen = draw(st.lists(st.sampled_from(attributes), min_size=1, max_size=2))
            table = draw(_tables(tuple(item.type for item in chosen)))
            return ast.Lookup(NUMBER, table, tuple(ast.Column(a.type, a.name) for a in chosen))
        case "moved":
            return ast.Moved(grade.type, grade, draw(st.sampled_from([-2, -1, 1, 2])))
        case "rank":
            return ast.Rank(NUMBER, grade)
    return draw(_arithmetic(vocabulary, kind, inner))


@st.composite
def _arithmetic(
    draw: st.DrawFn, vocabulary: Vocabulary, kind: str, inner: st.SearchStrategy[ast.Term]
) -> ast.Term:
    match kind:
        case "sum":
            parts = draw(st.lists(st.tuples(st.integers(-5, 5), inner), min_size=1, max_size=3))
            return ast.Sum(NUMBER, tuple(parts))
        case "product":
            return ast.Product(NUMBER, draw(inner), draw(inner))
        case "extreme":
            operands = draw(st.lists(inner, min_size=2, max_size=3))
            return ast.Extreme(NUMBER, draw(st.booleans()), tuple(operands))
    tenure = ast.Column(vocabulary.attributes["tenure"].type, "tenure")
    parts = ((1, tenure), (draw(st.integers(1, 6)), ast.Const(NUMBER, 1)))
    divisor = draw(st.sampled_from([ast.Const(NUMBER, 2), ast.Sum(NUMBER, parts)]))
    rounding = draw(st.sampled_from(list(ast.Rounding)))
    return ast.Quotient(NUMBER, draw(inner), divisor, rounding, draw(st.integers(1, 10)))


@st.composite
def conditions(draw: st.DrawFn, vocabulary: Vocabulary, depth: int = 2) -> ast.Condition:
    """Return a condition with nested all, any and none."""
    kinds = ["compare", "compare", "member"] + (["all", "any", "not"] if depth else [])
    kind = draw(st.sampled_from(kinds))
    inner = conditions(vocabulary, max(depth - 1, 0))
    operands = terms(vocabulary, min(depth, 1))
    match kind:
        case "compare":
            left = draw(operands)
            # Most constants lie where the column's values do, so that they are thresholds.
            near = st.integers(max(left.type.low, -40), min(left.type.high, 60))
            right = draw(st.one_of(near.map(lambda v: ast.Const(NUMBER, v)), operands))
            sides = draw(st.permutations([left, right]))
            return ast.Compare(draw(st.sampled_from(list(Comparison))), *sides)
        case "member":
            ends = sorted(draw(st.sets(st.integers(-10, 40), min_size=2, max_size=6)))
            ranges = tuple(zip(ends[::2], ends[1::2], strict=False))
            return ast.Member(draw(operands), ranges)
        case "not":
            return ast.Not(draw(inner))
        case _:
            items = tuple(draw(st.lists(inner, min_size=0, max_size=3)))
            return ast.All(items) if kind == "all" else ast.Any(items)


@st.composite
def _effects(draw: st.DrawFn, vocabulary: Vocabulary, area: str) -> tuple[Effect, ...]:
    name = draw(st.sampled_from(AREA_EFFECTS[area]))
    if name in _VALUELESS:
        return (Effect(name),)
    values = st.integers(0, 3).map(lambda value: ast.Const(NUMBER, value))
    value = draw(st.one_of(values, terms(vocabulary, 1)))
    if name == "sanction":
        return (Effect(name, value, {"for": draw(values)}),)
    return (Effect(name, value),)


@st.composite
def laws(draw: st.DrawFn, vocabulary: Vocabulary, area: str) -> Vintage:
    """Return rules of one area, bars and overriders; overrides never form a circle."""
    clauses = st.lists(conditions(vocabulary).map(clause), max_size=3).map(tuple)
    scopes = st.one_of(st.just(ast.ALWAYS), conditions(vocabulary, 0))
    names = [f"rule-{letter}" for letter in draw(st.permutations("abcdefg"))]
    rules = []
    for number in range(draw(st.integers(1, 6))):
        earlier = [rule.id for rule in rules]
        over = draw(st.lists(st.sampled_from(earlier), unique=True, max_size=2)) if earlier else []
        role = draw(st.sampled_from(["give", "give", "bar", "except"])) if rules else "give"
        rule = Rule(
            names[number],
            "" if role == "bar" else area,
            draw(clauses),
            draw(_effects(vocabulary, area)) if role == "give" else (),
            draw(scopes),
            tuple(over),
            (draw(st.sampled_from(AREA_EFFECTS[area])),) if role == "bar" else (),
        )
        rules.append(rule)
    return Vintage(date(2020, 1, 1), None, tuple(rules), {}, {}, {})


def thresholds(vintage: Vintage) -> dict[str, set[int]]:
    """Return the integers with which each column is compared directly, or looked up by."""
    found: dict[str, set[int]] = {}
    for rule in vintage.rules:
        for node in _nodes([rule.scope, *(item.condition for item in rule.clauses)]):
            if isinstance(node, ast.Compare):
                for one, other in ((node.left, node.right), (node.right, node.left)):
                    if isinstance(one, ast.Column) and isinstance(other, ast.Const):
                        found.setdefault(one.name, set()).add(other.value)
            elif isinstance(node, ast.Member) and isinstance(node.term, ast.Column):
                found.setdefault(node.term.name, set()).update(*node.ranges)
    return found


def _nodes(roots: list[object]) -> Iterator[object]:
    waiting = list(roots)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.All | ast.Any):
            waiting += node.items
        elif isinstance(node, ast.Not):
            waiting.append(node.item)


@st.composite
def people(
    draw: st.DrawFn, vocabulary: Vocabulary, today: date, edges: dict[str, set[int]]
) -> Person:
    """Return a person whose values lie on, or one step beside, the thresholds of the law."""
    record = {}
    for name, attribute in vocabulary.attributes.items():
        low, high = attribute.type.low, attribute.type.high
        beside = {e + d for e in edges.get(name, ()) for d in (-1, 0, 1) if low <= e + d <= high}
        somewhere = st.integers(low, high)
        record[name] = draw(
            st.one_of(st.sampled_from(sorted(beside)), somewhere) if beside else somewhere
        )
    series = vocabulary.series["rating"]
    values = st.integers(0, series.type.high)
    ratings = draw(st.lists(values, max_size=series.keep + 2))
    events = {name: draw(_entries(event, today)) for name, event in vocabulary.events.items()}
    entered = draw(st.dates(date(2015, 1, 1), today))
    return Person(record, {"rating": ratings}, events, entered)


@st.composite
def _days_back(draw: st.DrawFn, today: date) -> date:
    """Return a day on or beside an edge of a window: so many months ago, or New Year."""
    new_year = date(today.year, 1, 1)
    months = today.year * 12 + today.month - 1 - draw(st.integers(0, 31))
    same_day = date(months // 12, months % 12 + 1, min(today.day, 28))
    edge = draw(st.sampled_from([today, new_year + timedelta(days=7), same_day]))
    return min(edge + timedelta(days=draw(st.integers(-7, 4))), today)


@st.composite
def _entries(draw: st.DrawFn, event: Event, today: date) -> list[Dated]:
    high = 1 if event.type is None else event.type.high
    entries = []
    for _ in range(draw(st.integers(0, 3))):
        day = draw(_days_back(today))
        value = draw(st.integers(0 if event.type else 1, high))
        ends = st.integers(-2, 400).map(lambda days: today + timedelta(days=days))
        until = draw(st.one_of(st.none(), ends)) if event.expires else None
        entries.append(Dated(day, value, until))
    return entries


@st.composite
def worlds(draw: st.DrawFn) -> World:
    """Return a vocabulary, a law over it, and people on and beside its thresholds."""
    vocabulary = draw(vocabularies())
    area = draw(st.sampled_from(sorted(AREA_EFFECTS)))
    assert all(name in EFFECTS for name in AREA_EFFECTS[area])
    vintage = draw(laws(vocabulary, area))
    today = draw(TODAYS)
    person = people(vocabulary, today, thresholds(vintage))
    persons = tuple(draw(st.lists(person, min_size=3, max_size=8)))
    return World(vocabulary, vintage, area, persons, today)
