"""Effects as rules state them: every effect of the closed set, with and without its value."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_documents import Folder, codes
from policy_sim.policy.effects import EFFECTS, Given
from policy_sim.policy.rule import Effect

EXTRA = (
    "vocabulary: more\n"
    "attributes:\n"
    "  unit: {type: whole, range: 0..99}\n"
    "  credit: {type: decimal, step: 0.01, unit: points, range: 0..1000}\n"
    "  course: {values: [law, statistics]}\n"
    "  examination: {values: [oral_part, written_part]}\n"
    "  employment: {values: [casual, regular]}\n"
    "  pay_step: {type: whole, unit: months, range: 0..400}\n"
    "events: {award: {of: medals}}\n"
    "scales: {medals: [none, bronze, silver]}\n"
)
STATED = {
    Given.GRADE: "i_b",
    Given.POST: "post",
    Given.UNIT: "17",
    Given.SERIES: "good",
    Given.MONEY: "Rp 5",
    Given.AMOUNT: "18.75 points",
    Given.MONTHS: "1 year",
    Given.STEP: "2 years",
    Given.COURSE: "statistics",
    Given.EXAMINATION: "written_part",
    Given.EMPLOYMENT: "regular",
    Given.TRACK: "improvement",
}
VALUES = {"sanction": "cut_6m", "award": "silver"}


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder with a vocabulary that declares what every effect needs."""
    (tmp_path / "more.yaml").write_text(EXTRA, encoding="utf-8")
    return Folder(tmp_path)


def effects_of(folder: Folder, then: str) -> tuple[Effect, ...]:
    """Return the effects of a rule whose consequence is *then*."""
    write(folder, then)
    (rule,) = folder.law().on(date(2026, 1, 1)).rules
    return rule.effects


def write(folder: Folder, then: str) -> Folder:
    """Write a rule whose consequence is *then*, asked for each post if it is about one."""
    about = any(name in then for name, kind in EFFECTS.items() if kind.value is Given.POST)
    asked = "for_each: post, " if about else ""
    folder.base(f"rules:\n  r: {{{asked}then: {then}}}\n")
    path = folder.path / "base.yaml"
    path.write_text(path.read_text("utf-8").replace("[town]", "[town, more]"), "utf-8")
    return folder


PERSONAL = sorted(name for name, kind in EFFECTS.items() if "person" in kind.subjects)
"""The effects of rules about people; those about groups are tested with group rules."""


@pytest.mark.parametrize("name", PERSONAL)
def test_every_effect_can_be_stated(folder: Folder, name: str) -> None:
    """With the value that its entry asks for, each effect is typed as one effect of that name."""
    given = EFFECTS[name].value
    value = "" if given is Given.NOTHING else VALUES.get(name) or STATED[given]
    (effect,) = effects_of(folder, f"{{{name}: {value}}}")
    assert effect.name == name
    assert (effect.value is None) == (given in (Given.NOTHING, Given.POST))


@pytest.mark.parametrize("name", sorted(EFFECTS))
def test_a_value_may_be_left_out_exactly_if_it_is_optional(folder: Folder, name: str) -> None:
    """The bare name of an effect is enough, or is the finding that a value is needed."""
    kind = EFFECTS[name]
    found = codes(write(folder, name).findings())
    if kind.optional or kind.value is Given.NOTHING:
        assert found == []
    else:
        assert found == ["needs-value"]


@pytest.mark.parametrize(
    ("then", "value"),
    [
        ("{promote: one_above(grade)}", "one_above(grade)"),
        ("{pay: 2 * Rp 500}", "1000"),
        ("{credit: 1.5 * 12.5 points}", "1875"),
        ("{coach: 1 year}", "12"),
        ("{transfer: 17}", "17"),
        ("{enrol: statistics}", "1"),
        ("{award: silver}", "2"),
    ],
)
def test_values_are_expressions_of_the_type_asked(folder: Folder, then: str, value: str) -> None:
    """A value is computed in the unit and step of what the effect changes."""
    (effect,) = effects_of(folder, then)
    assert str(effect.value) == value


def test_fields_of_an_effect(folder: Folder) -> None:
    """``for`` is a number of months, ``to`` a stage, ``series`` the name of a series."""
    (sanction,) = effects_of(folder, "{sanction: oral, for: 2 years}")
    assert str(sanction.fields["for"]) == "24"
    (move,) = effects_of(folder, "{move: improvement, to: retest}")
    stage = move.fields["to"].type.scale
    assert stage is not None
    assert stage.values[int(str(move.fields["to"]))] == "retest"
    (rate,) = effects_of(folder, "{rate: good, series: predikat}")
    assert (str(rate.value), str(rate.fields["series"])) == ("3", "0")


@pytest.mark.parametrize(
    ("then", "code"),
    [
        ("{promote: good}", "unknown-value"),
        ("{pay: 5 months}", "units-differ"),
        ("{pay: grade}", "kinds-differ"),
        ("{sanction: oral, for: Rp 5}", "units-differ"),
        ("{rate: good, series: predikt}", "undeclared"),
        ("{award: gold}", "unknown-value"),
        ("{dismiss: now}", "takes-no-value"),
        ("{dismiss: {when: now}}", "wrong-kind"),
        ("{sanction: oral, for: [1, 2]}", "wrong-kind"),
        ("[promote, demote]", "effects-contradict"),
        ("{promote: , dismiss: }", "effects-contradict"),
        ("{bar: [[promote]]}", "undeclared"),
        ("{set: {seats: 3}}", "undeclared"),
        ("{set: 3}", "wrong-kind"),
        ("{}", "rule-without-effect"),
        ("[]", "rule-without-effect"),
    ],
)
def test_effects_that_cannot_be_meant(folder: Folder, then: str, code: str) -> None:
    """Wrong values, fields, pairs and kinds of node are findings."""
    assert code in codes(write(folder, then).findings())
