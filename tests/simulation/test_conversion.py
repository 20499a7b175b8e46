"""Published statistics become coefficients by formulas that are checked by hand or by drawing."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from pages import ROOT
from policy_sim.simulation.assumptions import conversion
from policy_sim.simulation.assumptions.register import load_register


def test_a_slope_is_the_correlation_of_standardised_values() -> None:
    """One SD more of the cause gives r SD more of the outcome."""
    assert conversion.slope_from_correlation(0.29) == 0.29


def test_a_difference_between_halves_is_half_a_slope() -> None:
    """Between equal halves d = 0.6 is r = 0.6 / sqrt(4.36) = 0.287."""
    assert conversion.correlation_from_difference(0.6) == pytest.approx(0.2873, abs=1e-4)
    rare = conversion.correlation_from_difference(0.6, share=0.1)
    assert rare == pytest.approx(0.6 / math.sqrt(0.36 + 1 / 0.09))


def test_the_learning_gain_gives_the_correlation_back() -> None:
    """Performance built from the converted gain correlates with the curve as published."""
    source = np.random.default_rng(3)
    curve = source.uniform(0, 1, 400_000)
    gain = conversion.gain_from_correlation(0.2, float(curve.std()))
    performance = source.standard_normal(len(curve)) + gain * curve
    assert np.corrcoef(curve, performance)[0, 1] == pytest.approx(0.2, abs=0.005)


def test_the_hazard_ratio_gives_the_correlation_back() -> None:
    """Leaving drawn with the converted ratio correlates with the predictor as published."""
    source = np.random.default_rng(4)
    z = source.standard_normal(2_000_000)
    slope = math.log(conversion.hazard_ratio_from_correlation(-0.1, 0.06))
    leaves = source.uniform(size=len(z)) < 0.06 * np.exp(slope * z - slope**2 / 2)
    assert np.corrcoef(z, leaves)[0, 1] == pytest.approx(-0.1, abs=0.004)


def test_half_of_a_gain_is_left_after_its_half_life() -> None:
    """6.5 months of half-life keep 89.9 % a month (Tatel & Ackerman)."""
    kept = conversion.monthly_retention(6.5)
    assert kept == pytest.approx(0.899, abs=5e-4)
    assert kept**6.5 == pytest.approx(0.5)


def test_output_is_counted_in_spreads_of_output() -> None:
    """Ten per cent of output is half an SD where workers differ by 20 %."""
    assert conversion.spread_units(0.10, 0.20) == 0.5


def test_a_validity_becomes_a_reliability_and_back() -> None:
    """A score drawn with the converted reliability predicts performance as published."""
    source = np.random.default_rng(5)
    ability, other, noise = source.standard_normal((3, 400_000))
    reliability = conversion.reliability_from_validity(0.40, 0.8)
    assert reliability == pytest.approx(0.25)
    score = math.sqrt(reliability) * ability + math.sqrt(1 - reliability) * noise
    assert np.corrcoef(score, 0.8 * ability + 0.6 * other)[0, 1] == pytest.approx(0.4, abs=0.005)


def test_a_trait_correlation_is_the_validity_per_loading() -> None:
    """A validity of .40 through a trait of loading .8 is a correlation of .5 with the trait."""
    assert conversion.trait_correlation(0.40, 0.8) == pytest.approx(0.5)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: conversion.slope_from_correlation(1.0),
        lambda: conversion.correlation_from_difference(0.5, share=0.0),
        lambda: conversion.gain_from_correlation(0.1, 0.0),
        lambda: conversion.hazard_ratio_from_correlation(0.1, 1.0),
        lambda: conversion.monthly_retention(0.0),
        lambda: conversion.spread_units(0.1, 0.0),
        lambda: conversion.trait_correlation(0.9, 0.8),
        lambda: conversion.reliability_from_validity(0.1, 0.0),
    ],
)
def test_impossible_statistics_are_refused(wrong: Callable[[], float]) -> None:
    """A value no study can report raises an error that names it."""
    with pytest.raises(ValueError, match=r"\d"):
        wrong()


def test_a_measured_fall_becomes_a_ratio_of_certain_detection() -> None:
    """The ratio, to the power of the contrast of the study, gives back what was measured there."""
    ratio = conversion.deterrence_ratio(0.277, 0.08, 0.96)
    assert 0.277 * ratio**0.96 == pytest.approx(0.277 - 0.08)
    assert ratio == pytest.approx(0.70, abs=0.005)
    assert conversion.deterrence_ratio(0.3, 0.0, 0.5) == 1.0
    for before, fall, contrast in ((0.2, 0.2, 1.0), (0.2, 0.1, 0.0), (0.2, 0.1, 1.1)):
        with pytest.raises(ValueError, match="no ratio"):
            conversion.deterrence_ratio(before, fall, contrast)


@pytest.mark.parametrize("change", [0.23, -0.27, 0.0])
def test_a_response_to_a_prize_gives_the_published_change_back(change: float) -> None:
    """Output at the higher prize over that at the lower one is what the study found."""
    low, high, spread, share = 0.222, 0.737, 0.32, 0.144
    response = conversion.response_to_prize(change, low, high, spread, share)
    found = [1.0 + spread * share * response * prize for prize in (low, high)]
    assert found[1] / found[0] == pytest.approx(1.0 + change)
    for wrong in ((high, low, spread, share), (low, high, 0.0, share), (low, high, spread, 0.0)):
        with pytest.raises(ValueError, match="no response"):
            conversion.response_to_prize(change, *wrong)


def test_the_registers_hold_what_the_conversions_give() -> None:
    """The prize and what is unearned, as the studies of effort and, a quarter of it, others do."""
    registers = ROOT / "scenarios"
    fitted = load_register(registers / "published" / "assumptions" / "incentive.yaml")
    usual = load_register(registers / "assumptions" / "incentive.yaml")
    prize = conversion.response_to_prize(0.23, 0.222, 0.737, 0.32, 0.144)
    unearned = -conversion.response_to_prize(-0.27, 0.222, 0.737, 0.32, 0.83)
    assert fitted["prize_effort"] == pytest.approx(prize, rel=0.01)
    assert fitted["unearned_prize_effort"] == pytest.approx(unearned, rel=0.01)
    assert usual["prize_effort"] == pytest.approx(prize / 4, rel=0.02)
    assert usual["unearned_prize_effort"] == pytest.approx(unearned / 4, rel=0.02)
