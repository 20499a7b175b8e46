from __future__ import annotations

from dataclasses import replace

import pytest

from policy_sim.study.estimate import SECONDS_A_PERSON_MONTH, durable_minutes
from policy_sim.study.loading import load_scenario
from policy_sim.study.terms import settle
from small_study import SMALL


def test_the_estimate_is_the_work_shared_by_the_workers() -> None:
    """People, months, arms and replications multiply; workers divide, as far as there is work."""
    scenario = load_scenario(SMALL)
    terms = replace(settle(scenario, {}), people=300, years=3, replications=4)
    whole = 300 * 36 * 4 * 4 * SECONDS_A_PERSON_MONTH / 60
    assert durable_minutes(scenario, terms, 1) == pytest.approx(whole)
    assert durable_minutes(scenario, terms, 2) == pytest.approx(whole / 2)
    assert durable_minutes(scenario, terms, 64) == pytest.approx(whole / 4)
