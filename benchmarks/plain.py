"""The usual way to write such a model: one Python object per employee, asked one by one.

Employees are dictionaries, the law is read by plain Python functions made from the syntax tree
that the engines use. What the core does for whole columns is done here person by person; what
an employee model would need besides (ledger, audit, fitted start) is left out, in its favour.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import takewhile
from typing import Any

import numpy as np

from policy_sim.policy import ast
from policy_sim.policy.ast import Condition, Term
from policy_sim.policy.comparator import HOLDS
from policy_sim.policy.past import WindowKind
from policy_sim.policy.tables import Table
from policy_sim.policy.vintage import Vintage
from policy_sim.rules.elapsed import completed_months, months_before
from policy_sim.rules.making import moved_positions, quotient
from policy_sim.rules.programs import Program, compile_area
from policy_sim.workforce.table import NO_POST, Workforce

Read = Callable[["Person", "Day"], int]
Test = Callable[["Person", "Day"], bool]


@dataclass
class Person:
    """One employee: the record by name, series newest first, events as (day, value, until)."""

    id: int
    record: dict[str, int]
    series: dict[str, list[int]]
    events: dict[str, list[tuple[int, int, int]]]
    entered: int
    post: int = NO_POST
    superior: Person | None = None


@dataclass
class Day:
    """The day of a decision, and what is known of the post that is to be filled."""

    today: date
    extra: Mapping[str, int] = field(default_factory=dict)


def persons(people: Workforce) -> list[Person]:
    """Return the people of a workforce, one object each."""
    names = list(people.record)
    columns = [people.record[name].tolist() for name in names]
    rings = {name: periods.ring.T.tolist() for name, periods in people.history.periods.items()}
    known = {name: periods.known.tolist() for name, periods in people.history.periods.items()}
    found = [
        Person(
            id=int(people.ids[row]),
            record={name: column[row] for name, column in zip(names, columns, strict=True)},
            series={name: rings[name][row][: known[name][row]] for name in rings},
            events={name: [] for name in people.history.trails},
            entered=int(people.history.entered[row]),
            post=int(people.post[row]),
        )
        for row in range(people.size)
    ]
    for name, trail in people.history.trails.items():
        kept = trail.entries
        columns = [kept.row, kept.day, kept.value, kept.until]
        for row, day, value, until in zip(*(c.tolist() for c in columns), strict=True):
            found[row].events[name].append((day, value, until))
    return found


class Reading:
    """Terms and conditions of a law as functions of a person and a day."""

    def __init__(self, people: Workforce) -> None:
        self._vocabulary = people.vocabulary
        self._cells: dict[str, dict[tuple[int, ...], int]] = {}

    def term(self, term: Term) -> Read:
        """Return a function that reads *term* of one person."""
        match term:
            case ast.Const(value=value):
                return lambda _person, _day: value
            case ast.Column(name=name):
                return _column(name, self._nobody(name))
            case ast.History():
                return self._history(term)
            case ast.Lookup(table=table, arguments=arguments):
                return self._look_up(table, [self.term(each) for each in arguments])
            case ast.Choice(when=when, chosen=chosen, other=other):
                test, one, two = self.condition(when), self.term(chosen), self.term(other)
                return lambda person, day: (
                    one(person, day) if test(person, day) else two(person, day)
                )
            case ast.Moved(term=inner, by=by):
                read, moved = self.term(inner), moved_positions(inner.type, by).tolist()
                return lambda person, day: moved[read(person, day)]
            case ast.Rank(term=inner):
                scale = inner.type.scale
                read, ranks = self.term(inner), () if scale is None else scale.ranks
                return lambda person, day: ranks[read(person, day)]
        return self._arithmetic(term)

    def _arithmetic(self, term: Term) -> Read:
        match term:
            case ast.Sum(parts=parts):
                read = [(weight, self.term(part)) for weight, part in parts]
                return lambda person, day: sum(w * part(person, day) for w, part in read)
            case ast.Product(left=left, right=right):
                one, two = self.term(left), self.term(right)
                return lambda person, day: one(person, day) * two(person, day)
            case ast.Extreme(highest=highest, terms=terms):
                pick, each = max if highest else min, [self.term(part) for part in terms]
                return lambda person, day: pick(part(person, day) for part in each)
            case ast.Quotient(numerator=above, divisor=below, rounding=rounding, factor=factor):
                one, two = self.term(above), self.term(below)

                def divided(person: Person, day: Day) -> int:
                    top = np.array([one(person, day) * factor])
                    return int(quotient(top, np.array([two(person, day)]), rounding)[0])

                return divided
        msg = f"no reading for a term of class {type(term).__name__}"
        raise TypeError(msg)

    def condition(self, condition: Condition) -> Test:
        """Return a function that tells whether one person meets *condition*."""
        match condition:
            case ast.Constant(value=value):
                return lambda _person, _day: value
            case ast.Compare(operator=word, left=left, right=right):
                one, two, test = self.term(left), self.term(right), HOLDS[word]
                return lambda person, day: test(one(person, day), two(person, day))
            case ast.Member(term=term, ranges=ranges):
                read = self.term(term)
                return lambda person, day: any(a <= read(person, day) <= b for a, b in ranges)
            case ast.Not(item=item):
                denied = self.condition(item)
                return lambda person, day: not denied(person, day)
            case ast.All(items=items):
                tests = [self.condition(item) for item in items]
                return lambda person, day: all(test(person, day) for test in tests)
            case ast.Any(items=items):
                tests = [self.condition(item) for item in items]
                return lambda person, day: any(test(person, day) for test in tests)

    def _nobody(self, name: str) -> int:
        """Return what is read of a superior whom somebody does not have."""
        declared = self._vocabulary.attributes.get(name.partition(".")[2])
        return declared.before_first if declared else 0

    def _look_up(self, table: Table, arguments: Sequence[Read]) -> Read:
        cells = self._cells.setdefault(table.name, {})

        def found(person: Person, day: Day) -> int:
            key = tuple(read(person, day) for read in arguments)
            if key not in cells:
                cells[key] = _cell(table, key)
            return cells[key]

        return found

    def _history(self, use: ast.History) -> Read:
        if use.source in self._vocabulary.series:
            return _series_use(use, self._vocabulary.series[use.source].if_missing)
        kind = self._vocabulary.events[use.source].type
        return _event_use(use, 0 if kind is None else kind.low)


def _column(name: str, nobody: int) -> Read:
    if name == "today.year":
        return lambda _, day: day.today.year
    if name == "today.month":
        return lambda _, day: day.today.month
    first, _, rest = name.partition(".")
    if first == "superior":
        return lambda person, _: person.superior.record[rest] if person.superior else nobody
    if first in ("post", "course"):
        return lambda _, day: day.extra[name]
    return lambda person, _: person.record[name]


def _cell(table: Table, key: tuple[int, ...]) -> int:
    for row in table.rows:
        if all(low <= value <= high for value, (low, high) in zip(key, row.spans, strict=True)):
            return row.value
    assert table.otherwise is not None  # noqa: S101  (a table without a rest is total)
    return table.otherwise


def _filter(use: ast.History) -> Callable[[int], bool]:
    """Return which values *use* counts: those that pass its filter, or all."""
    if use.filter is None:
        return lambda _value: True
    test, bound = HOLDS[use.filter.operator], use.filter.value
    return lambda value: test(value, bound)


def _series_use(use: ast.History, missing: int) -> Read:
    meets = _filter(use)
    length = use.window.length if use.window else None
    whole: Callable[[Sequence[int]], int] = {
        "last": lambda v: v[0] if v else missing,
        "before_last": lambda v: v[1] if len(v) > 1 else missing,
        "lowest": lambda v: min(v) if len(v) == length else missing,
        "highest": lambda v: max(v) if len(v) == length else missing,
        "count": lambda v: sum(map(meets, v)),
        "total": sum,
        "ever": lambda v: int(any(map(meets, v))),
        "streak": lambda v: sum(1 for _ in takewhile(meets, v)),
    }[use.operator]
    return lambda person, _: whole(person.series[use.source][:length])


def _event_use(use: ast.History, lowest: int) -> Read:
    meets = _filter(use)

    def read(person: Person, day: Day) -> int:
        begin, today = _begin(use, person, day.today), day.today.toordinal()
        seen = [
            (when, value)
            for when, value, until in person.events[use.source]
            if begin <= when <= today
            and (use.operator != "in_force" or until > today)
            and meets(value)
        ]
        match use.operator:
            case "count":
                return len(seen)
            case "ever":
                return int(bool(seen))
            case "total":
                return sum(value for _, value in seen)
            case "lowest":
                return min((value for _, value in seen), default=lowest)
            case "longest":
                return max((value for _, value in seen), default=0)
            case "months_since":
                since = max((when for when, _ in seen), default=person.entered)
                return int(completed_months(np.array([since]), day.today)[0])
        return max((value for _, value in seen), default=lowest)

    return read


def _begin(use: ast.History, person: Person, today: date) -> int:
    if use.window is None:
        return 0
    if use.window.kind is WindowKind.SERVICE:
        return person.entered
    if use.window.kind is WindowKind.THIS_YEAR:
        return date(today.year, 1, 1).toordinal()
    return months_before(today, use.window.length) + 1


@dataclass(frozen=True)
class Book:
    """The rules of one area, ready to be asked about one person."""

    program: Program
    scopes: Sequence[Test]
    conditions: Sequence[Test]
    values: Sequence[Sequence[tuple[str, Read | None, Mapping[str, Read]]]]
    scores: Sequence[Read | None]


def book_of(vintage: Vintage, area: str, reading: Reading) -> Book:
    """Return the rules of *area* with everything that they read."""
    program = compile_area(vintage, area)
    return Book(
        program,
        [reading.condition(rule.scope) for rule in program.rules],
        [
            reading.condition(ast.All(tuple(clause.condition for clause in rule.clauses)))
            for rule in program.rules
        ],
        [
            [
                (
                    effect.name,
                    None if effect.value is None else reading.term(effect.value),
                    {name: reading.term(part) for name, part in effect.fields.items()},
                )
                for effect in rule.effects
            ]
            for rule in program.rules
        ],
        [
            None if rule.select is None else reading.term(rule.select.rank_by)
            for rule in program.rules
        ],
    )


def standing(book: Book, person: Person, day: Day) -> list[int]:
    """Return which rules of *book* stand for one person, asked in plain Python."""
    logic = book.program.logic
    if not any(book.scopes[rule](person, day) for rule in logic.deciding):
        return []
    held = [
        scope(person, day) and condition(person, day)
        for scope, condition in zip(book.scopes, book.conditions, strict=True)
    ]
    return settled(book.program, held)


def settled(program: Program, held: Sequence[bool]) -> list[int]:
    """Return the rules that stand, of those that hold: no standing rule overrides them."""
    stands = list(held)
    for level in program.logic.levels:
        for rule in level:
            stands[rule] = held[rule] and not any(
                stands[other] for other in program.logic.overriders[rule]
            )
    barred = {
        effect for effect, rules in program.bars.items() if any(stands[rule] for rule in rules)
    }
    return [
        rule
        for rule in program.logic.deciding
        if stands[rule] and not any(e.name in barred for e in program.rules[rule].effects)
    ]


def given(book: Book, rule: int, person: Person, day: Day) -> dict[str, Any]:
    """Return what a standing rule gives: each effect with its value (None if it has none)."""
    return {
        name: None if read is None else read(person, day) for name, read, _ in book.values[rule]
    }
