"""The search: candidates proposed by Optuna batch by batch, each judged once.

A space that is no larger than the budget is judged whole. Otherwise the multi-objective
tree-structured Parzen estimator proposes (Ozaki et al. 2022, Journal of Artificial Intelligence
Research 73: 1209-1250). Batches have one size whatever the number of workers, and every proposal
hangs on the seed and on what was judged before: so that the same search proposes the same.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from policy_sim.sweep.design.space import Space

__all__ = ["BATCH", "Judge", "Judged", "dominates", "front", "search"]

BATCH = 4
"""So many candidates are proposed before the first of them is judged."""

FIRST = 10
"""So many are drawn at random before any is proposed for what others were worth."""

PATIENCE = 20
"""The search ends if so many batches in a row propose nothing that is new."""

Values = Mapping[str, str]
Worth = tuple[float, ...]
"""What a candidate is worth by each objective, turned so that more is better."""

Judge = Callable[[Sequence[Values]], Sequence[Worth | None]]
"""Says what candidates are worth; None for one that may not be."""


@dataclass(frozen=True)
class Judged:
    """A candidate by its *values*, and what it is *worth*; None if it may not be."""

    values: Values
    worth: Worth | None


def search(
    space: Space, objectives: int, budget: int, seed: int, judge: Judge
) -> tuple[Judged, ...]:
    """Return at most *budget* different candidates, in the order in which they were judged."""
    if space.size <= budget:
        return _whole(space, judge)
    return _proposed(space, objectives, budget, (seed, judge))


def _whole(space: Space, judge: Judge) -> tuple[Judged, ...]:
    """Return every candidate of a small space."""
    names = [dimension.name for dimension in space.dimensions]
    every = [
        dict(zip(names, values, strict=True))
        for values in product(*(dimension.values for dimension in space.dimensions))
    ]
    return tuple(Judged(*pair) for pair in zip(every, judge(every), strict=True))


def _proposed(
    space: Space, objectives: int, budget: int, of: tuple[int, Judge]
) -> tuple[Judged, ...]:
    """Return what Optuna proposes of a large space."""
    import optuna

    seed, judge = of
    optuna.logging.set_verbosity(optuna.logging.WARNING)
    study = optuna.create_study(
        directions=["maximize"] * objectives,
        sampler=optuna.samplers.TPESampler(seed=seed % 2**32, n_startup_trials=FIRST),
    )
    known: dict[tuple[str, ...], Judged] = {}
    idle = 0
    while len(known) < budget and idle < PATIENCE:
        trials = [study.ask() for _ in range(BATCH)]
        asked = [
            space.at(
                {
                    one.name: trial.suggest_int(one.name, 0, len(one.values) - 1)
                    for one in space.dimensions
                }
            )
            for trial in trials
        ]
        new = {_key(one): one for one in asked if _key(one) not in known}
        fresh = list(new.items())[: budget - len(known)]
        idle = 0 if fresh else idle + 1
        worths = judge([values for _, values in fresh]) if fresh else ()
        for (key, values), worth in zip(fresh, worths, strict=True):
            known[key] = Judged(values, worth)
        for trial, values in zip(trials, asked, strict=True):
            judged = known.get(_key(values))
            if judged is None or judged.worth is None:
                study.tell(trial, state=optuna.trial.TrialState.FAIL)
            else:
                study.tell(trial, judged.worth)
    return tuple(known.values())


def _key(values: Values) -> tuple[str, ...]:
    return tuple(values[name] for name in sorted(values))


def front(worths: Sequence[Worth | None]) -> tuple[int, ...]:
    """Return the positions of those that nothing dominates, in their order.

    Of several that are worth the same the first stands for all.
    """
    found = []
    for i, worth in enumerate(worths):
        if worth is None:
            continue
        better = any(other is not None and dominates(other, worth) for other in worths)
        if not better and worth not in worths[:i]:
            found.append(i)
    return tuple(found)


def dominates(one: Worth, other: Worth) -> bool:
    """Whether *one* is as good by every objective, and better by some."""
    return one != other and all(a >= b for a, b in zip(one, other, strict=True))
