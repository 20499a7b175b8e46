"""What a regulation promises of every possible person, and the distinctions that it declares.

A promise decides nothing. It is what must be true of the decisions, and is proved or refuted; a
statute's promises bind the regulations under it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from policy_sim.diagnostics import Place
from policy_sim.policy.ast import Condition, Term
from policy_sim.policy.comparator import Comparison

__all__ = ["Conduct", "Distinction", "EffectTest", "Promise"]


@dataclass(frozen=True, slots=True)
class EffectTest:
    """An effect, and of what value: ``sanction >= cut_6m``, ``start improvement``, ``promote``.

    Without a *value* any will do; *operator* compares what is given with it. *text* is how the
    regulation writes it.
    """

    effect: str
    operator: Comparison
    value: Term | None
    text: str


@dataclass(frozen=True, slots=True)
class Conduct:
    """What somebody keeps to: the closed *ranges* of an attribute, or of what a series records.

    *kind* is ``attribute``, ``series`` or ``event``; of an event without ranges there is none.
    """

    name: str
    kind: str
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """That whoever meets *when* is always, or never, given an effect, or can reach one.

    *form* is ``always``, ``never`` or ``path``: who keeps to its *conduct* is given the effect
    *within* so many months.
    """

    name: str
    form: str
    when: Condition
    effect: EffectTest
    conduct: tuple[Conduct, ...] = ()
    within: int = 0
    source: str = ""
    status: str = ""
    place: Place = field(default=Place(""), compare=False)


@dataclass(frozen=True, slots=True)
class Distinction:
    """That a protected *attribute* may change an *effect*, on what *ground*, for whom (*scope*)."""

    name: str
    attribute: str
    effect: str
    ground: str
    scope: Condition
    place: Place = field(default=Place(""), compare=False)
