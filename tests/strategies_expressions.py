"""A small vocabulary to write expressions in, a reader of typed trees in exact integers, and
random expressions that come with their meaning.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from hypothesis import strategies as st

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.policy.ast import (
    All,
    Any,
    Choice,
    Column,
    Compare,
    Condition,
    Const,
    Constant,
    Extreme,
    Lookup,
    Member,
    Not,
    Product,
    Quotient,
    Rank,
    Rounding,
    Sum,
    Term,
)
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.expressions import Scope, parse, parse_ranges, type_condition, type_term
from policy_sim.policy.tables import Table, TableRow
from policy_sim.policy.values import EXACT, FLAG, Kind, Scale, Unit, ValueType
from policy_sim.policy.vintage import Parameter
from policy_sim.policy.vocabulary import Attribute, Event, Relation, Series, Vocabulary

Record = Mapping[str, int]
"""One integer a column."""

NOWHERE = Place("")


def number(low: int, high: int, unit: Unit = Unit.NONE, step: Fraction = Fraction(1)) -> ValueType:
    """Return the type of the numbers from *low* to *high* steps."""
    return ValueType(Kind.WHOLE if step == 1 else Kind.DECIMAL, low, high, unit, step)


def on(scale: Scale, kind: Kind = Kind.ORDERED) -> ValueType:
    """Return the type of the words of *scale*."""
    return ValueType(kind, 0, len(scale.values) - 1, scale=scale)


PREDIKAT = Scale("predikat_scale", ("none", "poor", "fair", "good", "great"), (0, 1, 2, 3, 4))
SANCTION = Scale("sanction_scale", ("none", "oral", "written", "cut", "dismissal"), (0, 1, 2, 3, 4))
EDUCATION = Scale("education", ("school", "s1", "s2", "physician", "s3"), (0, 1, 2, 2, 3))
ZONE = Scale("zone", ("inner", "outer"), (0, 1))
TENTH = Fraction(1, 10)

ATTRIBUTES = [
    Attribute("service", number(0, 600, Unit.MONTHS)),
    Attribute("age", number(216, 840, Unit.MONTHS)),
    Attribute("change", number(-60, 60, Unit.MONTHS)),
    Attribute("competence", number(0, 1000, Unit.POINTS, TENTH)),
    Attribute("potential", number(0, 100, Unit.POINTS)),
    Attribute("penalty", number(-500, 0, Unit.POINTS, TENTH)),
    Attribute("share", number(0, 100, Unit.NONE, Fraction(1, 100))),
    Attribute("pay", number(0, 10**8, Unit.MONEY)),
    Attribute("education", on(EDUCATION)),
    Attribute("zone", on(ZONE, Kind.CATEGORY)),
    Attribute("married", FLAG),
    Attribute("born", ValueType(Kind.DATE, 693596, 760000)),
    Attribute("headcount", number(0, 500, Unit.PERSONS), subject="unit"),
    Attribute("span", number(1, 9), subject="post"),
]
VOCABULARY = Vocabulary(
    {attribute.name: attribute for attribute in ATTRIBUTES},
    {scale.name: scale for scale in (PREDIKAT, SANCTION, EDUCATION, ZONE)},
    {
        "predikat": Series("predikat", on(PREDIKAT)),
        "training": Series("training", number(0, 200, Unit.JP), every="quarter", keep=12),
        "location": Series("location", on(ZONE, Kind.CATEGORY)),
        "schooling": Series("schooling", on(EDUCATION)),
        "result": Series("result", on(PREDIKAT), subject="unit"),
    },
    {
        "sanction": Event("sanction", on(SANCTION), expires=True),
        "absence": Event("absence", number(0, 60, Unit.WORKDAYS)),
        "promoted": Event("promoted"),
    },
    {"superior": Relation("superior", "person"), "unit": Relation("unit", "unit")},
)


def parameter(name: str, text: str, kind: ValueType) -> Parameter:
    """Return a parameter as the loader makes it."""
    findings: list[Diagnostic] = []
    ranges = parse_ranges(text, kind, findings)
    assert ranges is not None, findings
    return Parameter(name, ranges, kind, text)


def table(name: str, kind: ValueType, output: ValueType, bands: Mapping[int, int]) -> Table:
    """Return a table of one input in bands, the last one open."""
    starts = sorted(bands)
    ends = [start - 1 for start in starts[1:]] + [kind.high]
    rows = [TableRow(((a, b),), bands[a], NOWHERE) for a, b in zip(starts, ends, strict=True)]
    return Table(name, (kind,), output, tuple(rows))


PARAMETERS = [
    parameter("windows", "(4 | 10)", number(1, 12)),
    parameter("min_competence", "70.5 points", number(0, EXACT - 1, Unit.POINTS, TENTH)),
    parameter("floor", "good", on(PREDIKAT)),
    parameter("look_back", "2 years", number(0, 600, Unit.MONTHS)),
    parameter("either_degree", "(s1 | s3)", on(EDUCATION)),
]
WORKDAYS = number(0, EXACT - 1, Unit.WORKDAYS)
MONEY = number(0, EXACT - 1, Unit.MONEY)
TABLES = [
    table("ladder", WORKDAYS, on(SANCTION), {0: 0, 3: 1, 11: 3, 28: 4}),
    table("base", on(EDUCATION), MONEY, {0: 1_000_000, 1: 2_000_000, 4: 3_000_000}),
]
SCOPE = Scope(
    VOCABULARY, {p.name: p for p in PARAMETERS}, {t.name: t for t in TABLES}, {}, post=True
)


def typed(text: str, scope: Scope = SCOPE) -> Condition:
    """Return the typed condition of *text*, which must have no finding."""
    findings: list[Diagnostic] = []
    syntax = parse(text, findings)
    condition = None if syntax is None else type_condition(syntax, scope, findings)
    assert condition is not None, (text, findings)
    return condition


def term(text: str, expected: ValueType | None = None, scope: Scope = SCOPE) -> Term:
    """Return the typed term of *text*, which must have no finding."""
    findings: list[Diagnostic] = []
    syntax = parse(text, findings)
    found = None if syntax is None else type_term(syntax, scope, findings, expected)
    assert found is not None, (text, findings)
    return found


def refused(text: str, scope: Scope = SCOPE) -> list[Diagnostic]:
    """Return the findings of a text that is no condition; the tree must be withheld."""
    findings: list[Diagnostic] = []
    syntax = parse(text, findings)
    if syntax is not None:
        assert type_condition(syntax, scope, findings) is None
    return findings


def refused_term(text: str, expected: ValueType | None = None) -> list[Diagnostic]:
    """Return the findings of a text that is no term of *expected*; the tree must be withheld."""
    findings: list[Diagnostic] = []
    syntax = parse(text, findings)
    if syntax is not None:
        assert type_term(syntax, SCOPE, findings, expected) is None
    return findings


def codes(findings: list[Diagnostic]) -> list[str]:
    """Return the codes alone."""
    return [finding.code for finding in findings]


HOLDS: Mapping[str, Callable[[Fraction | int, Fraction | int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}


def half_away(value: Fraction) -> int:
    """Return the nearest whole number, halves away from zero."""
    size = floor(abs(value) + Fraction(1, 2))
    return size if value >= 0 else -size


ROUNDED: Mapping[str, Callable[[Fraction], int]] = {
    "round": half_away,
    "floor": floor,
    "ceil": ceil,
}


def integer_of(node: Term, record: Record) -> int:
    """Return the integer of a term for one record; no integer on the way may reach 2^53."""
    value = _integer(node, record)
    assert node.type.low <= value <= node.type.high, (str(node), value, node.type)
    assert abs(value) < EXACT
    return value


def _integer(node: Term, record: Record) -> int:
    match node:
        case Const():
            return node.value
        case Column():
            return record[node.name]
        case Sum():
            return sum(weight * integer_of(part, record) for weight, part in node.parts)
        case Product():
            return integer_of(node.left, record) * integer_of(node.right, record)
        case Extreme():
            values = [integer_of(part, record) for part in node.terms]
            return max(values) if node.highest else min(values)
        case Choice():
            return integer_of(node.chosen if holds(node.when, record) else node.other, record)
        case Quotient():
            return _quotient(node, record)
        case Rank(term=inner):
            assert inner.type.scale is not None
            return inner.type.scale.ranks[integer_of(inner, record)]
        case Lookup():
            return _cell(node, record)
    raise AssertionError(node)


def _quotient(node: Quotient, record: Record) -> int:
    divisor = integer_of(node.divisor, record)
    assert divisor > 0
    product = node.factor * integer_of(node.numerator, record)
    assert 2 * abs(product) + divisor < EXACT
    return ROUNDED[Rounding(node.rounding)](Fraction(product, divisor))


def _cell(node: Lookup, record: Record) -> int:
    values = [integer_of(argument, record) for argument in node.arguments]
    for row in node.table.rows:
        if all(low <= v <= high for (low, high), v in zip(row.spans, values, strict=True)):
            return row.value
    raise AssertionError(node)


def holds(node: Condition, record: Record) -> bool:
    """Return whether a typed condition is true of one record."""
    match node:
        case Constant():
            return node.value
        case Compare():
            sides = integer_of(node.left, record), integer_of(node.right, record)
            return HOLDS[Comparison(node.operator)](*sides)
        case Member():
            value = integer_of(node.term, record)
            return any(low <= value <= high for low, high in node.ranges)
        case All():
            return all(holds(item, record) for item in node.items)
        case Any():
            return any(holds(item, record) for item in node.items)
        case Not():
            return not holds(node.item, record)


@dataclass(frozen=True)
class Said:
    """A text with what it means for a record, in exact fractions of its unit."""

    text: str
    value: Callable[[Record], Fraction]


@dataclass(frozen=True)
class Asked:
    """A text with whether it is true of a record."""

    text: str
    true: Callable[[Record], bool]


COLUMNS = {
    unit: [
        a for a in ATTRIBUTES if a.subject == "person" and a.type.numeric and a.type.unit is unit
    ]
    for unit in (Unit.MONTHS, Unit.POINTS, Unit.NONE, Unit.MONEY)
}
DECIMALS = st.sampled_from(["0", "0.5", "1", "0.25", "3", "7.75", "12", "100", "0.1"])
WEIGHTS = st.sampled_from(["0.5", "2", "0.3", "150%", "20%", "-1", "0"])


def _column(attribute: Attribute) -> Said:
    name, step = attribute.name, attribute.type.step
    return Said(name, lambda record: record[name] * step)


def _literal(digits: str, unit: Unit) -> Said:
    value = Fraction(digits)
    if unit is Unit.MONEY:
        whole = Fraction(floor(value))
        return Said(f"Rp {whole}", lambda _: whole)
    if unit is Unit.MONTHS and digits == "3":
        return Said("3 years", lambda _: Fraction(36))
    text = digits if unit is Unit.NONE else f"{digits} {unit}"
    return Said(text, lambda _: value)


def _weight(digits: str) -> Fraction:
    if digits.endswith("%"):
        return Fraction(digits[:-1]) / 100
    return Fraction(digits)


def _sum(a: Said, b: Said, sign: str) -> Said:
    if sign == "+":
        return Said(f"{a.text} + {b.text}", lambda r: a.value(r) + b.value(r))
    return Said(f"{a.text} - ({b.text})", lambda r: a.value(r) - b.value(r))


def _times(weight: str, a: Said, after: bool) -> Said:
    factor = _weight(weight)
    text = f"({a.text}) * {weight}" if after else f"{weight} * ({a.text})"
    return Said(text, lambda r: factor * a.value(r))


def _extreme(word: str, a: Said, b: Said) -> Said:
    choose = max if word == "max" else min
    return Said(f"{word}({a.text}, {b.text})", lambda r: choose(a.value(r), b.value(r)))


def _chosen(when: Asked, a: Said, b: Said) -> Said:
    text = f"(if {when.text} then {a.text} else {b.text})"
    return Said(text, lambda r: a.value(r) if when.true(r) else b.value(r))


def _rounded(word: str, a: Said, divisor: str, step: str) -> Said:
    by, to = Fraction(divisor), Fraction(step)

    def value(record: Record) -> Fraction:
        return ROUNDED[word](a.value(record) / by / to) * to

    return Said(f"{word}(({a.text}) / {divisor} to {step})", value)


def _grown(unit: Unit, part: st.SearchStrategy[Said]) -> st.SearchStrategy[Said]:
    words = st.sampled_from(["min", "max"])
    divisors, steps = st.sampled_from(["3", "0.5", "12"]), st.sampled_from(["1", "0.01", "5"])
    grown = [
        st.builds(_sum, part, part, st.sampled_from("+-")),
        st.builds(_times, WEIGHTS, part, st.booleans()),
        st.builds(_extreme, words, part, part),
        st.builds(_chosen, plain_questions(), part, part),
        st.builds(_rounded, st.sampled_from(sorted(ROUNDED)), part, divisors, steps),
    ]
    if unit is Unit.NONE:
        grown.append(st.builds(_product, part, part))
    return st.one_of(grown)


def _product(a: Said, b: Said) -> Said:
    return Said(f"({a.text}) * ({b.text})", lambda r: a.value(r) * b.value(r))


def quantities(unit: Unit) -> st.SearchStrategy[Said]:
    """Return random expressions of one unit."""
    leaves = st.one_of(
        st.sampled_from(COLUMNS[unit]).map(_column),
        DECIMALS.map(lambda digits: _literal(digits, unit)),
    )
    return st.recursive(leaves, lambda part: _grown(unit, part), max_leaves=6)


def _compared(sign: str, a: Said, b: Said) -> Asked:
    return Asked(f"{a.text} {sign} {b.text}", lambda r: HOLDS[sign](a.value(r), b.value(r)))


def _share_compared(sign: str, a: Said, b: Said, bound: str) -> Asked:
    """Ask for a quotient whose divisor is kept above zero."""
    text = f"({a.text}) / (max({b.text}, 0 months) + 1 month) {sign} {bound}"

    def true(record: Record) -> bool:
        divisor = max(b.value(record), Fraction(0)) + 1
        return HOLDS[sign](a.value(record) / divisor, Fraction(bound))

    return Asked(text, true)


def _word_compared(sign: str, word: str) -> Asked:
    code = EDUCATION.code(word)

    def true(record: Record) -> bool:
        if sign in ("==", "!="):
            return HOLDS[sign](record["education"], code)
        return HOLDS[sign](EDUCATION.ranks[record["education"]], EDUCATION.ranks[code])

    return Asked(f"education {sign} {word}", true)


def plain_questions() -> st.SearchStrategy[Asked]:
    """Return random conditions on single words and flags."""
    signs = st.sampled_from(sorted(HOLDS))
    return st.one_of(
        st.builds(_word_compared, signs, st.sampled_from(EDUCATION.values)),
        st.just(Asked("married", lambda r: r["married"] == 1)),
        st.just(Asked("zone == outer", lambda r: r["zone"] == 1)),
        st.just(Asked("zone in (inner | outer)", lambda _: True)),
        st.just(Asked("education in s2..", lambda r: r["education"] >= 2)),
        st.just(Asked("education not in ..s1", lambda r: r["education"] > 1)),
    )


def _joined(word: str, a: Asked, b: Asked) -> Asked:
    if word == "and":
        return Asked(f"({a.text}) and ({b.text})", lambda r: a.true(r) and b.true(r))
    return Asked(f"({a.text}) or ({b.text})", lambda r: a.true(r) or b.true(r))


def _opposite(a: Asked) -> Asked:
    return Asked(f"not ({a.text})", lambda r: not a.true(r))


def questions() -> st.SearchStrategy[Asked]:
    """Return random conditions of comparisons, quotients, words, and their junctions."""
    signs = st.sampled_from(sorted(HOLDS))
    compared = [st.builds(_compared, signs, quantities(unit), quantities(unit)) for unit in COLUMNS]
    months = quantities(Unit.MONTHS)
    shares = st.builds(_share_compared, signs, months, months, DECIMALS)
    leaves = st.one_of(*compared, shares, plain_questions())
    return st.recursive(
        leaves,
        lambda part: st.one_of(
            st.builds(_joined, st.sampled_from(["and", "or"]), part, part),
            st.builds(_opposite, part),
        ),
        max_leaves=3,
    )


def records() -> st.SearchStrategy[Record]:
    """Return records whose values lean to the ends of their ranges and to round numbers."""
    columns = {}
    for attribute in ATTRIBUTES:
        low, high = attribute.type.low, attribute.type.high
        near = [low, high, *(v for v in (0, 1, 12, 36, 500, 705) if low <= v <= high)]
        columns[attribute.name] = st.one_of(st.sampled_from(near), st.integers(low, high))
    return st.fixed_dictionaries(columns)
