"""The types that documents name, and those that their literals imply."""

from __future__ import annotations

from fractions import Fraction

import pytest

from policy_documents import TOWN
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar
from policy_sim.policy import load_vocabulary
from policy_sim.policy.measures import (
    DATES,
    UNITS,
    implied_type,
    named_type,
    on_scale,
    quantity,
    step_of,
    type_names,
)
from policy_sim.policy.values import EXACT, FLAG, Kind, Unit, ValueType
from policy_sim.policy.vocabulary import Vocabulary

HERE = Place("law.yaml", 7, 3)


@pytest.fixture(scope="module")
def town() -> Vocabulary:
    """Return the small town's vocabulary."""
    return load_vocabulary(TOWN)


def implied(town: Vocabulary, *texts: str) -> tuple[ValueType | None, list[Diagnostic]]:
    """Return the type of literals, with the findings."""
    findings: list[Diagnostic] = []
    scalars = [Scalar(text, HERE) for text in texts]
    return implied_type(scalars, town, HERE, findings), findings


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (("4",), quantity(Unit.NONE)),
        (("4", "0.25"), quantity(Unit.NONE, Fraction(1, 100))),
        (("150%",), quantity(Unit.NONE, Fraction(1, 10))),
        (("4 years", "18"), quantity(Unit.MONTHS)),
        (("0.5 years",), quantity(Unit.MONTHS)),
        (("70.5 points", "any", "80.."), quantity(Unit.POINTS, Fraction(1, 10))),
        (("Rp 5",), quantity(Unit.MONEY)),
        (("-3", "5"), quantity(Unit.NONE, signed=True)),
        (("2026-01-01",), DATES),
        (("yes",), FLAG),
        (("yes", "no"), FLAG),
        (("any",), quantity(Unit.NONE)),
    ],
)
def test_numbers_dates_and_flags(town: Vocabulary, texts: tuple[str, ...], kind: ValueType) -> None:
    """The unit that one literal names is that of all; the step is the finest that is shown."""
    assert implied(town, *texts) == (kind, [])


def test_words_imply_their_scale(town: Vocabulary) -> None:
    """Words of one scale imply it; those of a category attribute are a category."""
    assert implied(town, "i_a..i_c", "ii_a")[0] == on_scale(town.scales["grade"])
    zone = implied(town, "centre")[0]
    assert zone == town.attributes["zone"].type
    assert zone is not None
    assert (zone.kind, zone.low, zone.high) == (Kind.CATEGORY, 0, 1)


@pytest.mark.parametrize(
    ("texts", "code", "seen"),
    [
        (("4", "good"), "mixed-values", "4, good"),
        (("4", "2026-01-01"), "mixed-values", "4, 2026-01-01"),
        (("good", "2026-01-01", "good"), "mixed-values", "good, 2026-01-01"),
        (("4 years", "3 points"), "mixed-units", "months, points"),
        (("20%", "3 points"), "mixed-units", "none, points"),
        (("none",), "which-scale", "none"),
        (("good", "i_a"), "undeclared", "good"),
        (("goood",), "undeclared", "goood"),
        (("good", "yes"), "undeclared", "yes"),
    ],
)
def test_literals_of_no_one_type(
    town: Vocabulary, texts: tuple[str, ...], code: str, seen: str
) -> None:
    """Kinds, units or scales that do not go together are one finding at the given place."""
    kind, (finding,) = implied(town, *texts)
    assert kind is None
    assert (finding.code, finding.values["seen"], finding.where) == (code, seen, HERE)


def test_an_ambiguous_word_names_its_scales(town: Vocabulary) -> None:
    """``none`` stands on five scales, which are listed by name; a misspelt word has its nearest."""
    (finding,) = implied(town, "none")[1]
    assert finding.values["allowed"] == "appeal, grade, office, predikat_scale, sanction_scale"
    (finding,) = implied(town, "goood")[1]
    assert finding.values["near"] == "good"


def test_a_text_that_is_no_literal_is_told_once(town: Vocabulary) -> None:
    """A sign out of place stops at its own finding."""
    kind, findings = implied(town, "4 ?", "good")
    assert kind is None
    assert [finding.code for finding in findings] == ["unknown-character"]


@pytest.mark.parametrize(
    ("text", "step"),
    [
        ("1", Fraction(1)),
        ("0.1", Fraction(1, 10)),
        ("0.05", Fraction(1, 20)),
        ("0.5", Fraction(1, 2)),
    ],
)
def test_steps_that_divide_one(text: str, step: Fraction) -> None:
    """A step fits a whole number of times into one."""
    findings: list[Diagnostic] = []
    assert step_of(Scalar(text), findings) == step
    assert findings == []


@pytest.mark.parametrize("text", ["0", "-0.1", "0.3", "2", "1.5"])
def test_steps_that_do_not_divide_one(text: str) -> None:
    """Nought, less than nought, 0.3 and more than one are refused where they stand."""
    findings: list[Diagnostic] = []
    assert step_of(Scalar(text, HERE), findings) is None
    (finding,) = findings
    assert (finding.code, finding.values["seen"], finding.where) == ("bad-step", text, HERE)


@pytest.mark.parametrize("text", ["small", "", "1/0"])
def test_steps_that_are_no_numbers(text: str) -> None:
    """What is no number is a finding of its own, never a traceback."""
    findings: list[Diagnostic] = []
    assert step_of(Scalar(text, HERE, quoted=True), findings) is None
    assert [finding.where for finding in findings] == [HERE]


def test_types_by_name(town: Vocabulary) -> None:
    """An attribute comes before a scale of the same name; series, events, scales, units follow."""
    findings: list[Diagnostic] = []

    def named(name: str) -> ValueType | None:
        return named_type(Scalar(name, HERE), town, findings)

    assert named("grade") == town.attributes["grade"].type
    assert named("predikat") == town.series["predikat"].type
    assert named("absence") == town.events["absence"].type
    assert named("predikat_scale") == on_scale(town.scales["predikat_scale"])
    assert named("months") == quantity(Unit.MONTHS)
    assert named("none") == quantity(Unit.NONE)
    assert findings == []
    assert named("promoted") is None
    assert named("monthss") is None
    assert [f.values["seen"] for f in findings] == ["promoted", "monthss"]
    assert findings[1].values["near"] == "months"
    assert findings[0].values["allowed"] == ", ".join(type_names(town))


def test_names_of_types_are_all_and_sorted(town: Vocabulary) -> None:
    """Every listed name has a type; an event without a value is none."""
    names = type_names(town)
    assert names == sorted(set(names))
    assert set(names) >= UNITS
    assert "promoted" not in names
    findings: list[Diagnostic] = []
    assert None not in [named_type(Scalar(name), town, findings) for name in names]


def test_the_widest_numbers_stay_exact() -> None:
    """No type reaches 2^53; one that may be negative reaches as far down as up."""
    assert (quantity(Unit.JP).low, quantity(Unit.JP).high) == (0, EXACT - 1)
    signed = quantity(Unit.JP, Fraction(1, 2), signed=True)
    assert (signed.low, signed.high, signed.kind) == (1 - EXACT, EXACT - 1, Kind.DECIMAL)
