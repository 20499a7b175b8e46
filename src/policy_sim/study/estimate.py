"""How long a study will take on durable-rules, said before it begins."""

from __future__ import annotations

from policy_sim.study.scenario import Scenario
from policy_sim.study.terms import Terms

__all__ = ["durable_minutes"]

SECONDS_A_PERSON_MONTH = 40e-6
"""Measured: 30 (3,000 people) to 55 (300 people) millionths of a second for the systems of Medan,
where equal cases are decided once (``policy-sim run scenarios/small.yaml --engine durable``)."""


def durable_minutes(scenario: Scenario, terms: Terms, workers: int) -> float:
    """Return roughly how many minutes durable-rules needs for the study window of all arms.

    Where the number of replications follows from a first stage, it is that of the most.
    """
    people = scenario.people_at_start(terms.people)
    runs = len(scenario.grid.arms) * terms.most
    months = scenario.horizon(terms.years).months
    side_by_side = max(1, min(workers, terms.most))
    return people * months * runs * SECONDS_A_PERSON_MONTH / side_by_side / 60
