"""Rules about units and the organisation: figures, levers, what they may read and say."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from group_law import FIGURES, WORDS, checked, loaded, seen
from policy_sim.catalogue import entries
from policy_sim.policy import load_vocabulary
from policy_sim.policy.ast import Column, Const
from policy_sim.policy.values import Unit
from policy_sim.policy.vintage import Setting
from policy_sim.policy.vocabulary import Figure

DAY = date(2026, 6, 1)

SEATS = """\
parameters:
  seats: {value: 0%, lever: {range: 0%..50%}}
  wait: {value: 12 months, lever: {range: 0 months..60 months}}
  places: {value: 1, lever: {range: 1..5, subject: unit}}
"""


TOO_WIDE = """\
parameters: {wide: {value: 0%, lever: {range: 0%..150%}}}
rules: {a: {then: promote, select: {rank_by: hours, cap: {share: wide}}}}
"""


def steer(text: str, when: str = "demand >= 3", subject: str = "organisation") -> str:
    """Return a steering rule about the organisation that sets what *text* says."""
    return f"rules:\n  steer: {{subject: {subject}, when: {when}, then: {{set: {text}}}}}\n"


def test_figures_are_series_of_their_subject(tmp_path: Path) -> None:
    """Each figure has the type of what it is worked out of, and can be asked like any series."""
    path = tmp_path / "words.yaml"
    path.write_text(WORDS + FIGURES, encoding="utf-8")
    words = load_vocabulary(path)
    share, mean = words.series["outer_share"].type, words.series["mean_hours"].type
    assert (share.step, share.low, share.high) == (Fraction(1, 10_000), 0, 10_000)
    assert (mean.unit, mean.step, mean.high) == (Unit.JP, Fraction(1, 10), 4000)
    assert words.series["old_hands"].type.unit is Unit.PERSONS
    assert words.series["heads_outside"].if_missing == 10_000
    assert {name: group.figure for name, group in words.groups.items()} == {
        "outer_share": Figure.SHARE,
        "heads_outside": Figure.SHARE,
        "heads_hours": Figure.SHARE,
        "mean_hours": Figure.MEAN,
        "old_hands": Figure.COUNT,
        "monthly_hours": Figure.MEAN,
    }
    assert set(words.series_of("person")) == {"verdict"}
    assert set(words.series_of("unit")) >= {"result", "complaints", "mean_hours"}


@pytest.mark.parametrize(
    ("formula", "code", "column"),
    [
        ("share of hours", "not-a-figure", 31),
        ("total of hours", "not-a-figure", 31),
        ("count of hours", "not-a-figure", 31),
        ("share of score where zone == outer", "share-of-negative", 40),
        ("mean of zone", "figure-of-words", 39),
        ("mean of hors", "unknown-name", 39),
        ("count where zone == inner", "unknown-value", 51),
        ("mean of demand", "other-subject", 39),
    ],
)
def test_formulas_that_mean_nothing(tmp_path: Path, formula: str, code: str, column: int) -> None:
    """Each has a finding with the place inside of the formula."""
    words = WORDS + f"groups:\n  figure: {{subject: unit, is: {formula}}}\n"
    (finding,) = checked(tmp_path, "definitions: {a: service > 3 months}\n", words)
    assert (finding.code, finding.where.column) == (code, column)
    assert finding.code in entries()


def test_a_rule_reads_its_own_subject(tmp_path: Path) -> None:
    """A unit's attributes, zone, figures and levers; the organisation's through a hop."""
    law = loaded(
        tmp_path,
        SEATS
        + """\
definitions: {short: mean_hours_low and zone == outer, mean_hours_low: last(mean_hours) < 8 jp}
rules:
  help:
    subject: unit
    applies_to: zone == outer and not busy
    when:
      - short
      - highest(result over 2 years) >= good
      - city.demand > 2 and city.outer_share < 20%
      - places < 5
    then: {set: {places: places + 1 - 1}}
  give:
    subject: organisation
    when: [highest(outer_share over 2 years) < 20%, demand >= 3, seats < 50%]
    then: {set: {seats: "min(seats + 5%, 50%)", wait: 2 years}}
  rise: {when: [service >= wait, places >= 2, last(verdict) >= good], then: promote}
""",
    )
    vintage = law.stated(DAY)
    rules = {rule.id: rule for rule in vintage.rules}
    assert (rules["help"].subject, rules["help"].area) == ("unit", "steering")
    assert [effect.given_as for effect in rules["give"].effects] == ["set seats", "set wait"]
    assert vintage.levers == ("places", "seats", "wait")
    assert str(rules["rise"].clauses[1].condition) == "unit.places >= 2"
    assert str(rules["help"].clauses[-1].condition) == "places < 5"
    assert [rule.id for rule in vintage.area("steering", "unit")] == ["help"]
    assert vintage.area("steering") == ()


@pytest.mark.parametrize(
    ("rules", "code", "value"),
    [
        (SEATS + steer("{seats: 60%}"), "out-of-range", "60%"),
        (SEATS + steer("{seats: seats + 10%}"), "set-outside-range", "seats + 10%"),
        (SEATS + steer("{seats: 3 months}"), "units-differ", "months"),
        (SEATS + steer("{sets: 10%}"), "undeclared", "sets"),
        ("parameters: {quiet: {value: 1}}\n" + steer("{quiet: 2}"), "not-a-lever", "quiet"),
        (SEATS + steer("{places: 2}"), "lever-of-another", "places"),
        (SEATS + steer("{seats: [1, 2]}"), "wrong-kind", "a list"),
        (SEATS + steer("{seats: 10%}", "hours > 3 jp"), "not-of-the-organisation", "hours"),
        (SEATS + steer("{seats: 10%}", "busy"), "not-of-the-organisation", "busy"),
        (SEATS + steer("{seats: 10%}", "places > 2"), "lever-of-units", "places"),
        (SEATS + steer("{places: 2}", "hours > 3 jp", "unit"), "not-of-the-unit", "hours"),
        (SEATS + steer("{places: 2}", "demand > 3", "unit"), "not-of-the-unit", "demand"),
        (SEATS + steer("{places: 2}", "superior.hours > 3 jp", "unit"), "not-of-the-unit", ""),
        (SEATS + steer("{places: 2}", "last(verdict) > poor", "unit"), "not-of-the-unit", ""),
        (SEATS + steer("{places: 2}", "ever(moved over service)", "unit"), "not-of-the-unit", ""),
        (SEATS + steer("{places: 2}", "post.unit > 3", "unit"), "no-post-here", ""),
        ("rules: {a: {when: last(result) > poor, then: promote}}\n", "other-subject", "result"),
        ("rules: {a: {when: mean_hours > 3 jp, then: promote}}\n", "other-subject", "mean_hours"),
        ("rules: {a: {then: {set: {seats: 3%}}}}\n" + SEATS, "lever-of-another", "seats"),
        ("rules: {a: {subject: unit, then: promote}}\n", "wrong-subject", "promote"),
        ("rules: {a: {then: {bar: [set]}}}\n", "wrong-subject", "set"),
        (
            SEATS + "rules: {a: {subject: unit, for_each: post, then: {set: {places: 2}}}}\n",
            "not-of-a-group",
            "for_each",
        ),
        (
            SEATS
            + "rules: {a: {subject: unit, then: {set: {places: 2}}, select: {rank_by: hours}}}\n",
            "not-of-a-group",
            "select",
        ),
        (
            SEATS
            + "rules: {a: {then: promote},"
            + " b: {subject: unit, then: {set: {places: 2}}, overrides: [a]}}\n",
            "overrides-other-subject",
            "a",
        ),
        ("parameters: {p: {value: 1, lever: {range: ..3}}}\n", "", ""),
        ("parameters: {p: {value: 1, lever: {range: 1..}}}\n", "lever-range", "1.."),
        ("parameters: {p: {value: 1, lever: {range: (1 | 3)}}}\n", "lever-range", "(1 | 3)"),
        ("parameters: {p: {value: (1 | 2), lever: {range: 0..3}}}\n", "lever-value", "(1 | 2)"),
        ("parameters: {p: {value: 7, lever: {range: 0..3}}}\n", "lever-value", "7"),
        ("parameters: {p: {value: 7, lever: {rang: 0..3}}}\n", "unknown-key", "rang"),
        (
            SEATS + "rules: {a: {when: count(verdict over wait) > 2, then: promote}}\n",
            "lever-not-fixed",
            "wait",
        ),
        (SEATS + "rules: {a: {when: service in wait, then: promote}}\n", "lever-not-fixed", "wait"),
        (
            SEATS + "rules: {a: {then: promote, select: {rank_by: hours, cap: {count: places}}}}\n",
            "lever-of-units",
            "places",
        ),
        (
            TOO_WIDE,
            "lever-no-quota",
            "wide",
        ),
        ("definitions: {d: busy and hours > 3 jp}\n", "other-subject", "busy"),
        (
            SEATS + "definitions: {d: hours > 3 jp}\n" + steer("{places: 2}", "d", "unit"),
            "not-of-the-unit",
            "d",
        ),
    ],
)
def test_what_a_rule_about_a_group_cannot_mean(
    tmp_path: Path, rules: str, code: str, value: str
) -> None:
    """Each is a finding with its place, and a sentence in the catalogue."""
    findings = checked(tmp_path, rules)
    if not code:
        assert findings == []
        return
    assert code in [finding.code for finding in findings], seen(findings)
    (finding,) = [one for one in findings if one.code == code][:1]
    assert value in finding.values.get("seen", "")
    assert finding.where.line > 3
    assert finding.code in entries()


def test_moves_are_of_people_only(tmp_path: Path) -> None:
    """Nothing moves an attribute of a unit by itself, so that saying so is a finding."""
    words = WORDS.replace("busy: {type: flag", "busy: {type: flag, moves: {each_month: 1}")
    (finding,) = checked(tmp_path, "definitions: {a: zone == core}\n", words)
    assert finding.code == "moves-of-group"


LAW = (
    SEATS
    + """\
definitions: {due: service >= wait}
rules:
  rise:
    when: [due, hours >= 2 jp * places]
    then: promote
    select: {rank_by: hours, reserve: {share: seats, for: zone == outer and service > wait}}
"""
)


def test_the_law_in_force_hangs_on_the_levers(tmp_path: Path) -> None:
    """Without a setting levers have the value stated; the same setting gives the same object."""
    law = loaded(tmp_path, LAW)
    stated = law.on(DAY)
    assert stated is law.on(DAY)
    rule = next(rule for rule in stated.rules if rule.id == "rise")
    assert str(rule.clauses[0].condition) == "service >= 12"
    assert rule.select is not None
    assert rule.select.reserves[0].share == 0
    setting = Setting((("seats", 3000), ("wait", 24)))
    other = law.on(DAY, setting)
    assert other is law.on(DAY, setting)
    assert other.key != stated.key
    rule = next(rule for rule in other.rules if rule.id == "rise")
    assert str(rule.clauses[0].condition) == "service >= 24"
    assert rule.select is not None
    assert rule.select.reserves[0].share == 3000
    assert "24" in str(rule.select.reserves[0].whom)
    assert other.parameters["seats"].text == "30%"
    assert other.parameters["wait"].text == "24 months"
    assert str(other.definitions["due"]) == "service >= 24"


def test_a_lever_that_differs_by_unit_stays_a_column(tmp_path: Path) -> None:
    """It is then read through the person's unit, and its values are no part of the law."""
    law = loaded(tmp_path, LAW)
    parted = law.on(DAY, Setting(parted=("places",)))
    assert parted.key != law.on(DAY).key
    clause = next(rule for rule in parted.rules if rule.id == "rise").clauses[1]
    assert "unit.places" in str(clause.condition)
    assert "unit.places" not in str(law.on(DAY).rules[0].clauses[1].condition)


def test_one_definition_can_be_read_by_rules_about_several_subjects(tmp_path: Path) -> None:
    """A lever of units in it is the unit's own for a unit, and that of the own unit for people."""
    law = loaded(
        tmp_path,
        SEATS
        + """\
definitions: {full: places >= 4, fuller: full and seats > 10%}
rules:
  rise: {when: fuller, then: promote}
  help: {subject: unit, when: fuller, then: {set: {places: 2}}}
""",
    )
    rules = {rule.id: str(rule.clauses[0].condition) for rule in law.stated(DAY).rules}
    assert rules["rise"] == "(unit.places >= 4 and seats > 1000)"
    assert rules["help"] == "(places >= 4 and seats > 1000)"


def test_levers_stand_open_in_the_law_as_stated(tmp_path: Path) -> None:
    """What proves something of the law sees a column with the whole range of the lever."""
    vintage = loaded(tmp_path, LAW).stated(DAY)
    due = vintage.definitions["due"]
    right = due.right  # type: ignore[union-attr]
    assert isinstance(right, Column)
    assert (right.name, right.type.low, right.type.high) == ("wait", 0, 60)
    settled = loaded(tmp_path, LAW).on(DAY).definitions["due"]
    assert isinstance(settled.right, Const)  # type: ignore[union-attr]


def test_what_reads_no_lever_is_the_same_object(tmp_path: Path) -> None:
    """A setting rebuilds only what it changes."""
    law = loaded(tmp_path, LAW + "  quiet: {when: service >= 1 year, then: promote}\n")
    rules = [
        next(rule for rule in law.on(DAY, setting).rules if rule.id == "quiet")
        for setting in (Setting(), Setting((("wait", 6),)))
    ]
    assert rules[0] is rules[1]


def test_a_law_without_levers_has_no_settings(tmp_path: Path) -> None:
    """It is the same object, whatever levers of others are set to."""
    law = loaded(tmp_path, "rules: {a: {then: promote}}\n")
    assert law.on(DAY, Setting((("seats", 3),))) is law.vintages[0]
