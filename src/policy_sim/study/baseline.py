"""What is checked of the baseline before anything is compared with it: rest, and likeness."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.facts import Verdict, compare_facts
from policy_sim.study.observations import Observations
from policy_sim.study.rest import rest_of
from policy_sim.study.scenario import Scenario
from policy_sim.study.terms import Terms

__all__ = ["baseline_checks"]


def baseline_checks(scenario: Scenario, terms: Terms, seen: Observations) -> dict[str, Any]:
    """Return, for the manifest, whether the baseline begins at rest and looks like the place.

    The start is at rest if no outcome jumps but those that the profile expects to, and every
    published flow is matched by the first year.
    """
    baseline, profile = scenario.grid.baseline.name, scenario.profile
    units = {name: outcome.unit for name, outcome in OUTCOMES.items()}
    scale = (terms.people or profile.people) / profile.people
    windows = {window.name: window for window in scenario.design.windows}
    likeness = compare_facts(scenario.facts, seen, baseline, units, scale, windows)
    expected = {outcome for drift in profile.drifts for outcome in drift.outcomes}
    rest = rest_of(seen, baseline, expected)
    missed = [like.name for like in likeness if like.flow and like.verdict is Verdict.OUTSIDE]
    told = asdict(rest) | {
        "at_rest": None if rest.at_rest is None else rest.at_rest and not missed,
        "flows_missed": missed,
        "expected_drifts": [asdict(drift) for drift in profile.drifts],
    }
    return {"rest": told, "likeness": [asdict(like) for like in likeness]}
