from __future__ import annotations

from typing import Any

from policy_sim.report.cannot_tell import drift_lines, limit_lines
from policy_sim.report.wording import decision_lines, run_line
from policy_sim.simulation.assumptions.register import Register


def lines(**rest: Any) -> str:
    """Return the limits of a study without assumptions, with what the rest test found."""
    return "\n".join(
        limit_lines({"laws": {}, "practices": {}, "arms": [], "rest": rest}, Register([]))
    )


def test_placeholders_of_the_law_are_named_among_the_limits() -> None:
    """The reader is told which rules rest on amounts that only hold a place."""
    told = {"laws": {}, "practices": {}, "arms": []}
    held = {"allowance": "Performance allowance", "wage": "wage"}
    text = "\n".join(limit_lines(told | {"placeholders": held}, Register([])))
    assert "Contains placeholder amounts: Performance allowance; wage." in text
    assert "placeholder" not in "\n".join(limit_lines(told | {"placeholders": {}}, Register([])))


def test_a_start_at_rest_is_said_to_be() -> None:
    """The reader is told that the baseline begins quietly."""
    assert "The start is at rest" in lines(at_rest=True, jumps=[], expected_drifts=[])


def test_a_restless_start_names_what_moves_and_what_was_expected() -> None:
    """Each outcome that jumps is named once, beside the drifts that the profile lists."""
    jumps = [
        {"outcome": "exits", "year": 2027, "expected": True},
        {"outcome": "pay_bill", "year": 2027, "expected": False},
        {"outcome": "pay_bill", "year": 2028, "expected": False},
    ]
    drifts = [{"outcomes": ["exits", "hires"], "because": "a wave of retirements comes"}]
    text = lines(at_rest=False, jumps=jumps, flows_missed=["hires"], expected_drifts=drifts)
    assert "not at rest: in the first two years more than later moves: pay bill; the first" in text
    assert "misses what is published of hires." in text
    assert "Expected to move early on" not in text
    rest = {"jumps": jumps, "expected_drifts": drifts}
    (told,) = drift_lines({"rest": rest})
    assert told == "Expected to move early on: exits, because a wave of retirements comes."


def test_a_test_that_was_not_made_claims_nothing() -> None:
    """Too short a study says nothing about rest, rather than that it is at rest."""
    assert "rest:" not in lines(at_rest=None, jumps=[], expected_drifts=[], reason="short")
    assert "at rest" not in lines()


def test_only_practices_that_were_run_are_called_hypothetical() -> None:
    """A scenario may state practices that no arm uses; the report does not speak of them."""
    practices = {name: {"title": name, "hypothetical": True} for name in ("near", "far")}
    manifest = {"practices": practices, "laws": {"old": "Old"}, "arms": ["old+near"]}
    text = "\n".join(limit_lines(manifest, Register([])))
    assert "no finding about any place: near." in text


def test_only_laws_that_were_run_are_compared() -> None:
    """Nothing is claimed of a law or a practice of the scenario that no arm uses; those compared
    stand with the name that the tables use.
    """
    manifest = {
        "laws": {"old": "Old law", "new": "New law", "idle": "Idle law"},
        "practices": {
            "habit": {"title": "habit", "hypothetical": False},
            "idle": {"title": "Idle habit", "hypothetical": False},
        },
        "arms": ["old+habit", "new+habit"],
        "baseline": "old+habit",
        "divergence": {"new+habit": "2027-01-01"},
    }
    assert decision_lines(manifest) == [
        "Baseline: law 'Old law' (old), practice 'habit'.",
        "Compared with it: law 'New law' (new), which can differ from 1 January 2027 on.",
    ]


def test_outcomes_that_move_are_named_in_words() -> None:
    """No name with an underscore stands in a sentence."""
    text = lines(
        at_rest=False,
        jumps=[{"outcome": "pay_bill", "expected": False}],
        flows_missed=[],
        expected_drifts=[],
    )
    assert "moves: pay bill." in text


def test_one_of_a_kind_is_not_many() -> None:
    """A single year, arm or replication is counted as one."""
    manifest = {
        "scenario": "toy",
        "start": "2026-01-01",
        "years": 1,
        "people_at_start": 22884,
        "arms": ["old+habit", "new+habit"],
        "replications": 1,
        "seed": 0,
        "engine": "columnar",
        "versions": {"policy-sim": "0.1.0"},
        "digest": "0123456789abcdef",
    }
    assert run_line(manifest).startswith("toy: 1 year from 1 January 2026, ")
    assert "2 arms, 1 replication, seed 0" in run_line(manifest)
