"""Outcomes of conduct and of improvement: counted, parted, and silent where a system is off."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest

from conduct_world import absent, conduct_people, conduct_world
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.simulation.simulate import simulate
from pyramid_world import pyramid_world, system

CONDUCT = ("absence_days", "absence_days_noted", "sanctions", "sanctions_let_off")
IMPROVEMENT = (
    "remediation_closed",
    "remediation_coached",
    "remediation_entered",
    "remediation_improved",
    "remediation_misjudged",
)
GROUPS = ("family", "grade")


def values(*systems: str, size: int = 60, months: int = 12, **register: float) -> pd.Series:
    """Return the outcomes of a year by (outcome, group); the first forty had a poor verdict."""
    people = conduct_people(size, record={"family": np.arange(size) % 2})
    people.truth["motivation"][:40] = -2.0
    people.history.record_period("verdict", np.arange(40), np.ones(40, np.int64))
    for row in (1, 2, 3):
        absent(people, row, date(2025, 12, 9), 2 + row)
    world = conduct_world(people, *systems, "outcomes", groups=GROUPS, register=register)
    frame = simulate(world, months).outcomes
    return frame.dropna().set_index(["outcome", "group"])["value"]


def test_what_is_off_has_no_value() -> None:
    """Without the systems none of their outcomes is entered, in no group."""
    told = set(values().index.get_level_values(0))
    assert not told & {*CONDUCT, *IMPROVEMENT, "dismissals", "remediation_success"}
    assert {*CONDUCT, *IMPROVEMENT} <= set(OUTCOMES)


def test_what_is_on_is_zero_until_it_happens() -> None:
    """With rates of nothing there are zeros, so that arms can be compared."""
    systems = "attendance", "discipline", "remediation"
    found = values(*systems, absence_rate=0.0, remediation_success=0.0)
    assert found["absence_days", "all"] == 0
    assert found["remediation_improved", "all"] == 0
    assert found["dismissals", "all"] == 0
    assert found["sanctions", "kind=dismissal"] == 0


def test_sanctions_are_parted_by_their_words() -> None:
    """Three people, with 3, 4 and 5 days: two reprimands and a cut."""
    found = values("discipline")
    kinds = {group: value for group, value in found["sanctions"].items() if "kind=" in group}
    assert kinds == {
        "kind=oral": 2,
        "kind=cut": 1,
        "kind=lowered": 0,
        "kind=out": 0,
        "kind=dismissal": 0,
    }
    assert found["sanctions", "all"] == 3


@pytest.mark.parametrize("outcome", [*CONDUCT, *IMPROVEMENT, "dismissals"])
def test_groups_add_up(outcome: str) -> None:
    """What is counted is the sum over the families, and over the grades."""
    found = values("attendance", "discipline", "remediation", absence_rate=4.0)
    for by in GROUPS:
        parts = found[outcome]
        assert parts[parts.index.str.startswith(f"{by}=")].sum() == parts["all"]


def test_success_is_a_share_of_those_whose_time_ended() -> None:
    """Forty cases end within the year; a group with too few of them has no share."""
    found = values("remediation")
    assert found["remediation_entered", "all"] == 40
    improved = found["remediation_improved", "all"]
    assert found["remediation_success", "all"] == pytest.approx(100 * improved / 40)
    assert 0 < improved < 40
    assert ("remediation_success", "family=crew") not in found.index


def test_a_vocabulary_without_sanctions_has_no_kinds() -> None:
    """The pyramid knows no sanction: the system runs, and there is nothing to part."""
    world = pyramid_world(systems=(system("discipline"), system("outcomes")), register={})
    frame = simulate(world, 12).outcomes.query("outcome == 'sanctions'")
    assert dict(zip(frame["group"], frame["value"], strict=True)) == {"all": 0}
