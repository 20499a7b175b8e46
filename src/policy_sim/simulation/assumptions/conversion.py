"""How a published statistic becomes a coefficient of the simulation.

Coefficients are in SD of the founding stock, with a contrast and a dose; studies publish
correlations, standardised differences, percentages of output and half-lives. Each function here
is one such conversion, named in the register of assumptions under ``converted``.
"""

from __future__ import annotations

import math

__all__ = [
    "correlation_from_difference",
    "deterrence_ratio",
    "gain_from_correlation",
    "hazard_ratio_from_correlation",
    "monthly_retention",
    "reliability_from_validity",
    "response_to_prize",
    "slope_from_correlation",
    "spread_units",
    "trait_correlation",
]


def response_to_prize(change: float, low: float, high: float, spread: float, share: float) -> float:
    """Return the SD of performance for one unit of a prize of which people reckon with all.

    Output changed by *change*, a share of what it was, when the prize rose from *low* to *high*
    and people reckoned with *share* of it; an SD of performance is *spread* of mean output. If
    output is 1 + spread * share * r * prize, r is
    change / (high - (1 + change) * low) / (spread * share); below zero where output fell.
    """
    if not 0.0 <= (1.0 + change) * low < high or spread <= 0.0 or share <= 0.0:
        msg = f"no response follows from a prize of {low} to {high}, spread {spread}, share {share}"
        raise ValueError(msg)
    return change / (high - (1.0 + change) * low) / (spread * share)


def slope_from_correlation(correlation: float) -> float:
    """Return the SD of the outcome for one SD of the cause: the correlation itself."""
    _check_correlation(correlation)
    return correlation


def correlation_from_difference(difference: float, share: float = 0.5) -> float:
    """Return the point-biserial correlation of a standardised difference d of two groups.

    *share* is the share of people in one group: r = d / sqrt(d^2 + 1 / (p (1 - p))).
    """
    if not 0.0 < share < 1.0:
        msg = f"a share lies between 0 and 1: {share}"
        raise ValueError(msg)
    return difference / math.sqrt(difference**2 + 1.0 / (share * (1.0 - share)))


def deterrence_ratio(before: float, fall: float, contrast: float) -> float:
    """Return what is left of misconduct where detection is certain, against where it never comes.

    A study that raised the likelihood of detection by *contrast* (0 to 1) saw a share *before*
    fall by *fall*. If its logarithm falls in proportion, the result is
    (1 - fall / before) ** (1 / contrast).
    """
    if not 0.0 < contrast <= 1.0 or not fall < before:
        msg = f"no ratio follows from a fall by {fall} of {before} over {contrast}"
        raise ValueError(msg)
    return math.pow(1.0 - fall / before, 1.0 / contrast)


def gain_from_correlation(correlation: float, spread: float) -> float:
    """Return the full gain, in SD, of a learning curve that correlates so with performance.

    Performance is an independent standard normal part plus ``gain * curve``; *spread* is the SD
    of the curve (0 to 1) among the people studied: gain = r / (spread * sqrt(1 - r^2)).
    """
    _check_correlation(correlation)
    if spread <= 0.0:
        msg = f"the curve must differ among people: spread {spread}"
        raise ValueError(msg)
    return correlation / (spread * math.sqrt(1.0 - correlation**2))


def hazard_ratio_from_correlation(correlation: float, base: float) -> float:
    """Return the hazard ratio per SD that makes leaving correlate so with the predictor.

    *base* is the yearly probability p of leaving. If a person with the standard normal predictor
    z leaves with probability p exp(b z - b^2 / 2), leaving correlates with z by exactly
    b sqrt(p / (1 - p)); the result is exp(b).
    """
    _check_correlation(correlation)
    if not 0.0 < base < 1.0:
        msg = f"a probability lies between 0 and 1: {base}"
        raise ValueError(msg)
    return math.exp(correlation / math.sqrt(base / (1.0 - base)))


def monthly_retention(half_life: float) -> float:
    """Return the share of a gain kept each month if half of it is gone after *half_life* months."""
    if half_life <= 0.0:
        msg = f"a half-life is positive: {half_life}"
        raise ValueError(msg)
    return math.pow(0.5, 1.0 / half_life)


def trait_correlation(validity: float, loading: float) -> float:
    """Return how a score correlates with the one trait through which it predicts performance.

    *validity* is the score's published correlation with performance, *loading* the trait's:
    validity / loading. Raise :exc:`ValueError` if the score would predict better than the trait.
    """
    if not 0.0 < loading <= 1.0 or abs(validity) > loading:
        msg = f"a validity of {validity} cannot come from a trait of loading {loading}"
        raise ValueError(msg)
    return validity / loading


def reliability_from_validity(validity: float, loading: float) -> float:
    """Return the reliability of a score as a measure of the trait, from its validity.

    A score of reliability r correlates with its trait by sqrt(r), so r = (validity / loading)^2.
    """
    return trait_correlation(validity, loading) ** 2


def spread_units(output_change: float, output_spread: float) -> float:
    """Return a relative change of output in SD of a worker's output.

    *output_spread* is the SD of output among workers as a share of mean output (20 % where pay
    is not by the piece; Schmidt & Hunter 1983).
    """
    if output_spread <= 0.0:
        msg = f"a spread of output is positive: {output_spread}"
        raise ValueError(msg)
    return output_change / output_spread


def _check_correlation(correlation: float) -> None:
    if not -1.0 < correlation < 1.0:
        msg = f"a correlation lies between -1 and 1: {correlation}"
        raise ValueError(msg)
