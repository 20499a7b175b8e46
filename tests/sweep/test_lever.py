"""Levers: the values that a text asks for, in its own unit, of what its name names."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.errors import ScenarioError
from policy_sim.study.loading import load_scenario
from policy_sim.study.points import Point
from policy_sim.study.scenario import Scenario
from policy_sim.sweep.lever import STEPS, Scale, lever
from small_study import ROOT

SHARE = "laws.generous.promoted_share"


@pytest.mark.parametrize(
    ("text", "what", "values"),
    [
        ("promoted_share=20%,30%", SHARE, ("20%", "30%")),
        ("generous.promoted_share=20%..30%:3", SHARE, ("20%", "25%", "30%")),
        ("laws.rules.promoted_share=20..24%", "laws.rules.promoted_share", None),
        ("people=50,100", "people", ("50", "100")),
        ("rating_reliability=0.2..0.4:3", "assume.rating_reliability", ("0.2", "0.3", "0.4")),
        ("promoted_share=0..1:3", SHARE, ("0", "0.5", "1")),
        ("examination_month=1..3:5", "laws.generous.examination_month", ("1", "2", "3")),
    ],
)
def test_a_lever_is_read(
    office: Scenario, text: str, what: str, values: tuple[str, ...] | None
) -> None:
    """Short names are found, units stand at either end, and whole numbers stay whole."""
    found = lever(office, text, "--vary")
    assert found.what == what
    assert len(found.values) == STEPS if values is None else found.values == values
    assert found.points()[0] == Point.of({what: found.values[0]})
    assert found.numbers is not None


def test_a_plain_number_takes_the_unit_of_the_parameter() -> None:
    """As in a document; what has a unit keeps it, and money has none of a word."""
    medan = load_scenario(ROOT / "scenarios" / "small.yaml")
    ranged = lever(medan, "min_competence=60..70:3", "--vary")
    assert ranged.values == ("60 points", "65 points", "70 points")
    assert lever(medan, "min_competence=60,70 points", "--vary").values == (
        "60 points",
        "70 points",
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("promoted_share", "bad-option"),
        ("=3", "bad-option"),
        ("promoted_share=20%,,30%", "bad-option"),
        ("promoted_share=30%..20%", "bad-option"),
        ("promoted_share=20%..30 persons", "bad-option"),
        ("promoted_share=a..b", "bad-option"),
        ("promoted_share=20%..30%:1", "bad-option"),
        ("promoted_shar=20%", "not-settable"),
    ],
)
def test_what_is_no_lever_is_refused(office: Scenario, text: str, code: str) -> None:
    """Each fault is said with the option in which it stands."""
    with pytest.raises(ScenarioError) as error:
        lever(office, text, "--vary")
    (finding,) = error.value.findings
    assert (finding.code, finding.where.file) == (code, "--vary")


def test_words_have_no_numbers(office: Scenario) -> None:
    """Values that are not amounts of one unit cannot be put on a line."""
    assert lever(office, "systems.x=off,on", "--vary").numbers is None
    assert lever(office, "systems.x=2 years,5 months", "--vary").numbers is None


@given(st.integers(-9999, 9999), st.integers(1, 9999), st.integers(0, 3), st.integers(2, 30))
def test_even_values_ascend_from_end_to_end(low: int, wide: int, decimals: int, steps: int) -> None:
    """Both ends are among the values, and none stands twice."""
    unit = Fraction(1, 10**decimals)
    scale = Scale(low * unit, (low + wide) * unit, decimals, "Rp ", " a year")
    told = [Fraction(v.removeprefix("Rp ").removesuffix(" a year")) for v in scale.even(steps)]
    assert told == sorted(set(told))
    assert (told[0], told[-1]) == (scale.low, scale.high)
