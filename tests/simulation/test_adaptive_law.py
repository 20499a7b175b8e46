"""A law that answers to what happens: the worked example, in a small school and in Medan."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from policy_sim.policy.loading import load_law
from policy_sim.policy.vintage import Setting
from policy_sim.simulation.outcomes import Outcomes
from policy_sim.simulation.outcomes import Settings as NoSettings
from policy_sim.simulation.simulate import Record, simulate
from policy_sim.simulation.steering import Settings, Steering
from policy_sim.study.loading import load_scenario
from training_world import VOCABULARY, courses, school

ROOT = Path(__file__).parents[2]

FIGURE = """
groups:
  far_hours:
    {subject: organisation, is: share of training_hours where zone == far, if_missing: 100%}
"""

RULES = """
  sewing-for-all:
    when: training_hours < 20 jp
    then: {enrol: sewing}
    select:
      {per: course, rank_by: service, reserve: {share: far_seats, for: zone == far, round: up}}
  far-seats:
    subject: organisation
    source: "art. 11"
    when: highest(far_hours over 2 years) < 20%
    then: {set: {far_seats: 40%}}
"""

LEVER = "  far_seats: {value: 0%, lever: {range: 0%..50%}}\nrules:\n"

COURSE = "sewing: {months: [3], seats: 10, hours: 20, effect: sewing_effect}"


def lived(
    tmp_path: Path,
    years: int,
    steered: bool = True,
    rules: str = RULES,
    lever: str = LEVER,
    course: str = COURSE,
    figure: str = FIGURE,
) -> Record:
    """Return *years* years of a school in which those near have served longest.

    Of its 40 people the ten who lie far have served shortest, so that no seat falls to them.
    """
    (tmp_path / "vocabulary.yaml").write_text(VOCABULARY + figure, encoding="utf-8")
    opening = "policy: rules\nfrom: 1990-01-01\nuses: [vocabulary]\nparameters:\n"
    path = tmp_path / "rules.yaml"
    path.write_text(opening + lever + rules, encoding="utf-8")
    far = np.arange(40) < 10
    record = {"zone": far.astype(np.int64), "unit": far.astype(np.int64)}
    systems = [courses(course), Outcomes(NoSettings())]
    systems += [Steering(Settings())] if steered else []
    return simulate(school(40, systems, load_law(path), record), 12 * years)


def far_share(record: Record) -> list[float]:
    """Return the far zone's share of the year's seats, year by year."""
    table = record.outcomes[record.outcomes.outcome == "training_seats"]
    seats = table.pivot_table(index="date", columns="group", values="value", aggfunc="sum")
    return [float(share) for share in seats["zone=far"] / seats["all"]]


def test_the_reserve_is_set_takes_effect_and_raises_the_share(tmp_path: Path) -> None:
    """Two years without the far zone; from the third on four of ten seats are its own."""
    record = lived(tmp_path, 4)
    assert far_share(record) == [0.0, 0.0, 0.4, 0.4]
    rows = record.ledger[record.ledger.area == "steering"].to_dict("records")
    assert [(row["date"], row["rule"], row["reason"]) for row in rows] == [
        (pd.Timestamp(2027, 12, 1), "far-seats", "far_seats: 0% → 40%")
    ]
    moved = record.outcomes[record.outcomes.outcome == "levers_set"]
    assert moved.value.tolist() == [0.0, 0.0, 1.0, 0.0]


def test_a_rule_waits_for_the_figures_that_it_looks_at(tmp_path: Path) -> None:
    """Where nothing is said of missing years, two years are waited for, and none counts as zero."""
    figure = FIGURE.replace(", if_missing: 100%", "")
    assert far_share(lived(tmp_path, 4, figure=figure)) == [0.0, 0.0, 0.4, 0.4]
    always = RULES.replace("zone == far, round", "zone == near, round")
    three = always.replace("over 2 years", "over 3 years")
    assert far_share(lived(tmp_path, 5, figure=figure, rules=three)) == [0.0] * 5
    ledger = lived(tmp_path, 5, figure=figure, rules=three).ledger
    assert str(ledger[ledger.area == "steering"].date.iloc[0].date()) == "2028-12-01"


def test_until_it_is_set_nothing_differs_by_a_byte(tmp_path: Path) -> None:
    """Arms with and without steering are the same until the day on which the lever moves."""
    with_it, without = lived(tmp_path, 2), lived(tmp_path, 2, steered=False)
    steering = with_it.ledger.area == "steering"
    assert with_it.ledger[~steering].to_csv(index=False) == without.ledger.to_csv(index=False)
    known = with_it.outcomes[with_it.outcomes.outcome != "levers_set"].reset_index(drop=True)
    pd.testing.assert_frame_equal(known, without.outcomes)
    later, same = lived(tmp_path, 3), lived(tmp_path, 3, steered=False)
    assert far_share(later) != far_share(same)


def test_off_or_never_met_is_exactly_the_law_without_it(tmp_path: Path) -> None:
    """A threshold of zero is never passed below: the outcomes are those without the system."""
    never = RULES.replace("< 20%", "< 0%")
    one, other = lived(tmp_path, 3, rules=never), lived(tmp_path, 3, steered=False)
    known = one.outcomes[one.outcomes.outcome != "levers_set"].reset_index(drop=True)
    pd.testing.assert_frame_equal(known, other.outcomes)


def test_the_size_of_the_reserve_is_the_laws(tmp_path: Path) -> None:
    """Varied in YAML alone: half the seats instead of four in ten."""
    assert far_share(lived(tmp_path, 3, rules=RULES.replace("40%", "50%")))[2] == 0.5


def test_a_rule_may_set_it_back(tmp_path: Path) -> None:
    """A lever stays until it is set again: the opposite rule lets the reserve go."""
    back = (
        "  enough: {subject: organisation, when: last(far_hours) >= 30%,"
        " then: {set: {far_seats: 0%}}}\n"
    )
    assert far_share(lived(tmp_path, 6, rules=RULES + back)) == [0.0, 0.0, 0.4, 0.0, 0.0, 0.4]


def test_an_amount_of_the_scenario_may_be_a_lever(tmp_path: Path) -> None:
    """Seats that the scenario leaves to the law are as many as the lever is set to."""
    rules = (
        "  sewing-for-all:\n    when: training_hours < 20 jp\n    then: {enrol: sewing}\n"
        "    select: {per: course, rank_by: service}\n"
        "  more-seats: {subject: organisation, when: last(far_hours) < 20%,"
        " then: {set: {seats: 12 persons}}}\n"
    )
    lever = "  seats: {value: 5 persons, lever: {range: 0 persons..20 persons}}\n" + LEVER
    course = COURSE.replace("seats: 10", "seats: seats")
    record = lived(tmp_path, 2, rules=rules, lever=lever, course=course)
    seats = record.outcomes[record.outcomes.outcome == "training_seats"]
    assert seats.value[seats.group == "all"].tolist() == [5.0, 12.0]


def test_the_example_of_medan_holds_together() -> None:
    """Its reserve is none at first and three in ten once it is set; the law is otherwise alike."""
    folder = ROOT / "policies" / "medan"
    law = load_law(folder / "in-force.yaml", [folder / "drafts" / "adaptive-training.yaml"])
    assert law.findings == ()
    day = date(2028, 1, 1)
    shares = []
    for setting in (Setting(), Setting((("outer_seat_share", 3000),))):
        vintage = law.on(day, setting)
        rule = next(rule for rule in vintage.area("training") if rule.id == "yearly-training")
        assert rule.select is not None
        shares.append([quota.share for quota in rule.select.reserves])
    assert shares == [[0], [3000]]
    (rule,) = law.on(day).area("steering", "organisation")
    assert (rule.id, rule.status) == ("outer-seats", "hypothetical")


@pytest.mark.parametrize("name", ["adaptive", "distribution"])
def test_the_scenarios_of_medan_load(name: str) -> None:
    """Each study compares the law in force with one that answers, and steering is on."""
    scenario = load_scenario(ROOT / "scenarios" / "systems" / f"{name}.yaml")
    assert sorted(scenario.laws) == sorted([name, "in-force"])
    assert "steering" in {system.name for system in scenario.systems}
    assert all(finding.code != "effect-unheeded" for finding in scenario.findings)
