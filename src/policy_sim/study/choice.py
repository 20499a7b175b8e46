"""The choice between policies while assumptions are uncertain: which is best, and what it costs.

Every draw of the assumptions ranks the policies among which there is a choice. Each draw has the
luck of one replication too, the same for all policies, so that a policy is best in a draw by its
assumptions and by what luck leaves of the difference.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from policy_sim.study.arms import Arm, Grid
from policy_sim.study.comparison import Design, Measure
from policy_sim.study.observations import Observations
from policy_sim.study.statistics import FEWEST_DRAWS, mean, standard_error
from policy_sim.study.windows import Window

__all__ = ["Choice", "Prospect", "Ranked", "choices", "prospects", "ranked"]


@dataclass(frozen=True, slots=True)
class Choice:
    """Between which *arms* there is a choice: those that share a practice, or else a law.

    *among* is ``law`` or ``practice``, *under* what they share: nobody enacts a practice, so that
    laws are compared under each practice, and practices only where there is one law.
    """

    among: str
    under: str
    arms: tuple[Arm, ...]


@dataclass(frozen=True, slots=True)
class Prospect:
    """What one policy promises for one outcome, over *n* draws of the assumptions.

    *probability_best* is the share of draws in which no policy of the choice is better (a draw
    with several best ones is shared by them), *standard_error* that of the share: it is reckoned
    with one draw more for and one against, so that it is not zero where the policy was best
    always or never. *expected_regret* is by how much the best policy of each draw is better than
    this one, on average, in the unit of the outcome; that of the policy whose mean is best is
    what it would be worth to know everything beforehand (EVPI), luck included.
    """

    outcome: str
    unit: str
    window: str
    among: str
    under: str
    policy: str
    mean: float
    probability_best: float
    standard_error: float
    expected_regret: float
    regret_error: float
    n: int


@dataclass(frozen=True, slots=True)
class Ranked:
    """How good each policy of a *choice* is in each of some *draws*: more is better, always.

    *worth* has a row a policy, in the order of the arms, and *sign* is -1 where less is better.
    """

    choice: Choice
    outcome: str
    window: str
    sign: float
    draws: tuple[int, ...]
    worth: tuple[tuple[float, ...], ...]


def choices(grid: Grid) -> tuple[Choice, ...]:
    """Return every choice between arms of the grid, that under the baseline's own first."""
    base = grid.baseline
    for among, under in (("law", "practice"), ("practice", "law")):
        shared: dict[str, list[Arm]] = {getattr(base, under): []}
        for arm in grid.arms:
            shared.setdefault(getattr(arm, under), []).append(arm)
        found = [Choice(among, name, tuple(a)) for name, a in shared.items() if len(a) > 1]
        if found:
            return tuple(found)
    return ()


def ranked(
    draws: Observations, grid: Grid, measures: Mapping[str, Measure], design: Design
) -> tuple[Ranked, ...]:
    """Return how good the policies of each choice are, by each primary outcome with a direction.

    Draws in which some policy has no value are left out.
    """
    window = next(w for w in design.windows if w.name == design.primary_window)
    return tuple(
        _ranked(draws, choice, (outcome, measures[outcome]), window)
        for outcome in design.primary
        if measures[outcome].better != "neutral"
        for choice in choices(grid)
    )


def _ranked(draws: Observations, choice: Choice, of: tuple[str, Measure], window: Window) -> Ranked:
    outcome, measure = of
    sign = 1.0 if measure.better == "higher" else -1.0
    positions = window.years(draws.dates)
    found: dict[int, list[float]] = {}
    for number in draws.replications if positions else ():
        years = [draws.years(arm.name, number, (outcome, "all"), positions) for arm in choice.arms]
        valued = [sign * window.value(one) for one in years if one]
        if len(valued) == len(choice.arms):
            found[number] = valued
    worth = tuple(zip(*found.values(), strict=True))
    return Ranked(choice, outcome, window.name, sign, tuple(found), worth)


def prospects(rankings: Sequence[Ranked], measures: Mapping[str, Measure]) -> tuple[Prospect, ...]:
    """Return what each policy promises; nothing of rankings over too few draws."""
    return tuple(
        prospect
        for one in rankings
        if len(one.draws) >= FEWEST_DRAWS
        for prospect in _prospects(one, measures[one.outcome].unit)
    )


def _prospects(one: Ranked, unit: str) -> Iterator[Prospect]:
    each = list(zip(*one.worth, strict=True))
    number, best = len(each), [max(draw) for draw in each]
    sharing = [draw.count(most) for draw, most in zip(each, best, strict=True)]
    for arm, own in zip(one.choice.arms, one.worth, strict=True):
        wins = math.fsum(
            1 / several
            for value, most, several in zip(own, best, sharing, strict=True)
            if value == most
        )
        regrets = [most - value for most, value in zip(best, own, strict=True)]
        guarded = (wins + 1) / (number + 2)
        yield Prospect(
            outcome=one.outcome,
            unit=unit,
            window=one.window,
            among=one.choice.among,
            under=one.choice.under,
            policy=arm.name,
            mean=one.sign * mean(own),
            probability_best=wins / number,
            standard_error=math.sqrt(guarded * (1 - guarded) / (number + 3)),
            expected_regret=mean(regrets),
            regret_error=standard_error(regrets),
            n=number,
        )
