"""Normal distributions in whole numbers, clipped to their ends."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.chance import Chance
from policy_sim.documents import read_text
from policy_sim.documents.nodes import MappingNode
from policy_sim.errors import ScenarioError
from policy_sim.policy import load_vocabulary
from policy_sim.simulation.entry.entrants import Bell, distributions
from policy_sim.workforce import load_profile
from policy_sim.workforce.bell import normal_cells
from policy_sim.workforce.profile import Traits, TraitScale
from policy_sim.workforce.traits import true_traits

ROOT = Path(__file__).parents[2]
PYRAMID = ROOT / "scenarios" / "published" / "profiles" / "pyramid.yaml"
VOCABULARY = load_vocabulary(ROOT / "policies" / "published" / "pyramid" / "vocabulary.yaml")
KEYS = Chance(3, 0).key("somebody", np.arange(200_000))


@given(
    mean=st.floats(-50, 50),
    sd=st.floats(0.5, 40),
    low=st.integers(-60, 40),
    size=st.integers(0, 60),
    width=st.integers(1, 12),
)
def test_cells_part_every_value_once(
    mean: float, sd: float, low: int, size: int, width: int
) -> None:
    """Whatever the distribution, its cells make the whole and lie beside each other."""
    cells = normal_cells(mean, sd, (low, low + size), width)
    assert sum((cell.share for cell in cells), Fraction(0)) == 1
    assert all(cell.share >= 0 for cell in cells)
    assert (cells[0].low, cells[-1].high) == (low, low + size)
    for before, after in pairwise(cells):
        assert after.low == before.high + 1


def test_the_ends_hold_whoever_is_beyond_them() -> None:
    """Of normal ages around 25 (SD 5), 8.1 % are below 18: they stand at 18."""
    cells = normal_cells(25 * 12, 5 * 12, (18 * 12, 60 * 12), 12)
    assert float(cells[0].share) == pytest.approx(0.0819, abs=0.0005)
    assert (cells[0].low, cells[0].high) == (216, 216)
    assert float(cells[-1].share) < 1e-6


def test_a_trait_on_a_scale_ends_where_the_scale_does() -> None:
    """Competence around 7 (SD 2) on 1 to 10 has the mean 6.94 of clipping, not 6.73."""
    scale = TraitScale(7, 2, 1, 10)
    traits = Traits(("ability",), ((1.0,),), scales={"ability": scale})
    points = 7 + 2 * true_traits(traits, KEYS, Chance(3, 0))["ability"]
    assert points.min() == 1
    assert points.max() == 10
    assert points.mean() == pytest.approx(6.9422, abs=0.015)


def test_a_profile_may_state_a_bell_and_a_scale() -> None:
    """The pyramid's ages and competence are those of the paper."""
    profile = load_profile(PYRAMID, VOCABULARY)
    assert profile.traits.scales == {"ability": TraitScale(70, 20, 10, 100)}
    (age,) = profile.kinds[0].margins
    assert (age.cells[0].low, age.cells[-1].high) == (18 * 12, 60 * 12)


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("normal: {mean: 25, sd: 5, within: 18..60}", "cells: {}", "cells-or-normal"),
        ("within: [10, 100]", "within: [100, 10]", "scale-turned-round"),
        ("scales: {ability", "scales: {abilty", "not-among-words"),
    ],
)
def test_what_is_no_bell_and_no_scale_is_told(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    """Neither cells nor a bell, a scale turned round, a scale of nothing: each has its finding."""
    path = tmp_path / "profile.yaml"
    path.write_text(PYRAMID.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ScenarioError) as raised:
        load_profile(path, VOCABULARY)
    assert code in {finding.code for finding in raised.value.findings}


def _stated(text: str) -> MappingNode:
    root = read_text(text, "test").root
    assert isinstance(root, MappingNode)
    return root


def test_applicants_may_be_normal() -> None:
    """The ages of applicants lie within their ends, around the mean, and follow the key."""
    text = "age: {mean: 25 years, spread: 5 years, within: 18 years..60 years}"
    likely = distributions(_stated(text), VOCABULARY, [])["age"]
    assert likely == Bell(300, 60, 216, 720)
    ages = likely.draw(Chance(3, 0), "applicant age", KEYS)
    assert (ages.min(), ages.max() <= 720) == (216, True)
    assert ages.mean() == pytest.approx(302.2, abs=0.6)
    assert (likely.draw(Chance(3, 0), "applicant age", KEYS[5:9]) == ages[5:9]).all()


def test_a_bell_of_no_values_is_told() -> None:
    """What is no value of the attribute is a finding, and no distribution."""
    findings: list = []
    text = "age: {mean: old, spread: 5 years, within: 18 years..60 years}"
    assert distributions(_stated(text), VOCABULARY, findings) == {}
    assert findings
