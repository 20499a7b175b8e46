"""What a declared column can hold: its kind, its ends, its step, and what is missing."""

from __future__ import annotations

from fractions import Fraction

import pytest

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar, read_text, shape
from policy_sim.policy.declared_type import declared_type, scale_of
from policy_sim.policy.measures import DATES
from policy_sim.policy.values import FLAG, Kind, Scale, Unit, ValueType
from policy_sim.policy.vocabulary_document import AttributeForm, ScaleForm, SeriesForm

BOX = Scale("box", ("low", "middle", "high"), (0, 1, 2))
OWN = Scale("column", ("a", "b"), (0, 1))
SCALES = {"box": BOX, "column": OWN}
NAME = Scalar("column", Place("words.yaml", 4, 3))

Found = tuple[ValueType | None, list[Diagnostic]]


def attribute(text: str) -> Found:
    """Return the type of an attribute."""
    findings: list[Diagnostic] = []
    form = shape(read_text(text, "words.yaml").root, AttributeForm)
    return declared_type(NAME, form, SCALES, findings), findings


def series(text: str) -> Found:
    """Return the type of a series."""
    findings: list[Diagnostic] = []
    form = shape(read_text(text, "words.yaml").root, SeriesForm)
    return declared_type(NAME, form, SCALES, findings), findings


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("type: flag", FLAG),
        ("type: date", DATES),
        ("scale: box", ValueType(Kind.ORDERED, 0, 2, scale=BOX)),
        ("{scale: box, type: category}", ValueType(Kind.CATEGORY, 0, 2, scale=BOX)),
        ("values: [a, b]", ValueType(Kind.CATEGORY, 0, 1, scale=OWN)),
        ("{values: [a, b], type: ordered}", ValueType(Kind.ORDERED, 0, 1, scale=OWN)),
        ("{type: whole, range: 1..17}", ValueType(Kind.WHOLE, 1, 17)),
        ("{unit: months, range: 0..50 years}", ValueType(Kind.WHOLE, 0, 600, Unit.MONTHS)),
        ("{scale: months, range: 0..600}", ValueType(Kind.WHOLE, 0, 600, Unit.MONTHS)),
        (
            "{type: decimal, unit: points, step: 0.1, range: 0..100}",
            ValueType(Kind.DECIMAL, 0, 1000, Unit.POINTS, Fraction(1, 10)),
        ),
        ("{type: whole, range: -5..5}", ValueType(Kind.WHOLE, -5, 5)),
        ("{unit: money, range: Rp 0..Rp 5}", ValueType(Kind.WHOLE, 0, 5, Unit.MONEY)),
    ],
)
def test_attributes_as_declared(text: str, kind: ValueType) -> None:
    """Inline values are a category, a named scale is ordered, unless the type says otherwise;
    ends are counted in the step.
    """
    assert attribute(text) == (kind, [])


@pytest.mark.parametrize(
    ("text", "code", "seen"),
    [
        ("title: Nothing", "no-type", "column"),
        ("type: ordered", "no-values", "column"),
        ("type: category", "no-values", "column"),
        ("type: whole", "no-range", "column"),
        ("unit: months", "no-range", "column"),
        ("scale: boxx", "undeclared", "boxx"),
        ("{type: whole, range: 0..}", "open-range", "0.."),
        ("{type: whole, range: ..9}", "open-range", "..9"),
        ("{type: whole, range: (1 | 5)}", "open-range", "(1 | 5)"),
        ("{type: whole, range: any}", "open-range", "any"),
        ("{type: decimal, step: 0.3, range: 0..9}", "bad-step", "0.3"),
        ("{type: whole, range: 9..1}", "range-reversed", "9..1"),
        ("{type: whole, range: 0..0.5}", "finer-than-step", "0.5"),
        ("{unit: months, range: 0..5 points}", "units-differ", "5 points"),
    ],
)
def test_attributes_that_lack_something(text: str, code: str, seen: str) -> None:
    """Each is one finding, and no type is made up."""
    kind, (finding,) = attribute(text)
    assert kind is None
    assert (finding.code, finding.values["seen"]) == (code, seen)


def test_the_finding_is_where_the_fault_is() -> None:
    """What is missing is told at the name, what is wrong where it stands."""
    assert attribute("type: whole")[1][0].where == NAME.place
    assert attribute("{type: whole, range: 0..}")[1][0].where == Place("words.yaml", 1, 22)
    (finding,) = attribute("scale: boxx")[1]
    assert finding.where == Place("words.yaml", 1, 8)
    assert finding.values["near"] == "box"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("of: box", ValueType(Kind.ORDERED, 0, 2, scale=BOX)),
        ("of: workdays", ValueType(Kind.WHOLE, 0, 10**6, Unit.WORKDAYS)),
        ("of: money", ValueType(Kind.WHOLE, 0, 10**12, Unit.MONEY)),
        (
            "{unit: points, step: 0.1}",
            ValueType(Kind.DECIMAL, 0, 10**6, Unit.POINTS, Fraction(1, 10)),
        ),
        ("{of: jp, range: 0..200}", ValueType(Kind.WHOLE, 0, 200, Unit.JP)),
    ],
)
def test_series_need_no_range(text: str, kind: ValueType) -> None:
    """A series without a range reaches from nought to a million, in money to a trillion."""
    assert series(text) == (kind, [])


def scale(text: str) -> tuple[Scale, list[Diagnostic]]:
    """Return the scale of a document, with the findings."""
    findings: list[Diagnostic] = []
    form = shape(read_text(text, "words.yaml").root, ScaleForm)
    return scale_of(Scalar("box", Place("words.yaml", 2, 1)), form, findings), findings


def test_tied_words_share_a_rank() -> None:
    """A nested list is one step of the ladder; the step after it is one higher."""
    found, findings = scale("values: [low, [middle, centre], high]")
    assert findings == []
    assert found.values == ("low", "middle", "centre", "high")
    assert found.ranks == (0, 1, 1, 2)
    assert found.tied
    assert not BOX.tied
    assert [found.code(word) for word in found.values] == [0, 1, 2, 3]


def test_words_and_labels_that_do_not_fit() -> None:
    """A word written twice is told at the second place, a label of no word with the nearest."""
    found, findings = scale("values: [low, high, low]\nlabels: {low: L, hih: H}")
    assert found.values == ("low", "high")
    assert [(f.code, f.values["seen"], f.where.line) for f in findings] == [
        ("word-twice", "low", 1),
        ("undeclared", "hih", 2),
    ]
    assert findings[1].values["near"] == "high"
    assert found.labels == {"low": "L", "hih": "H"}


def test_a_scale_without_words() -> None:
    """An empty list is a finding at the scale's name."""
    found, (finding,) = scale("values: []")
    assert found.values == ()
    assert (finding.code, finding.where) == ("empty-scale", Place("words.yaml", 2, 1))


def test_a_word_that_a_scale_does_not_have() -> None:
    """Asking for its code is an error of the program, not the first word."""
    with pytest.raises(ValueError, match="x"):
        BOX.code("x")
