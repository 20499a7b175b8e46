"""One article of a regulation, typed: its clauses, effects, selection and quotas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from policy_sim.diagnostics import Place
from policy_sim.policy.ast import ALWAYS, Condition, Term

__all__ = ["Authority", "Clause", "Effect", "Limit", "Quota", "Rule", "Selection"]

_NOWHERE = Place("")
"""The place of what came from no document."""


class Authority(StrEnum):
    """Who may change a rule or a parameter."""

    NATIONAL = "national"
    CITY = "city"
    PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class Clause:
    """One item of a rule's ``when``: what a refusal can point to.

    *alternatives* are the places of the items of an ``any``, an ``or`` or a ``none``.
    """

    condition: Condition
    text: str
    place: Place = field(compare=False)
    alternatives: tuple[Place, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Effect:
    """One effect that a standing rule gives: its name (``promote``, ``sanction`` …), the value
    given (None for a bare ``promote``) and further fields such as ``for: 6 months``.

    *target* is the lever that ``set`` sets: two levers are two effects, which combine apart.
    *place* is where its value stands, or its name if it has none.
    """

    name: str
    value: Term | None = None
    fields: Mapping[str, Term] = field(default_factory=dict, hash=False)
    target: str = ""
    place: Place = field(default=_NOWHERE, compare=False)

    @property
    def given_as(self) -> str:
        """The name under which a decision keeps what is given: of ``set``, with its lever."""
        return f"{self.name} {self.target}" if self.target else self.name


@dataclass(frozen=True, slots=True)
class Quota:
    """A ``reserve`` or ``cap`` of a selection.

    *share* is a percentage times 100 (20 % is 2000) or None, *count* a number of places or
    None; *rounding* is ``up``, ``down`` or ``nearest``; *span* says per what it is counted.
    *lever* names the lever that the share or count is, if it is one. *place* is where share or
    count stand, *whom_place* where it is said whom they are for.
    """

    whom: Condition
    share: int | None
    count: int | None
    rounding: str = "down"
    filled_first: bool = True
    release: bool = True
    span: str = "competition"
    lever: str = ""
    place: Place = field(default=_NOWHERE, compare=False)
    whom_place: Place = field(default=_NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many of the people of a group may have one of some grades of a *series*.

    *grades* is a closed range of the series' integers. Whoever is one too many gets the grade
    *falls_to*, the highest below. *most* states the number, as a quota.
    """

    series: str
    grades: tuple[int, int]
    falls_to: int
    most: Quota


@dataclass(frozen=True, slots=True)
class Selection:
    """How scarce places are given: the pool, the exact score, the ties, the quotas.

    *pool* is ``unit``, ``agency`` or ``city``; *per* is ``post``, ``course``, ``unit`` or
    empty (one competition for the whole pool). *turn* is ``first`` or ``last`` where the rule
    fills posts before or after the other rules of its area, else empty. *places* are those of
    score and ties.
    """

    rank_by: Term
    ties: tuple[Term, ...] = ()
    per: str = ""
    pool: str = "city"
    reserves: tuple[Quota, ...] = ()
    caps: tuple[Quota, ...] = ()
    turn: str = ""
    places: tuple[Place, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """One article of a regulation, typed for one vintage.

    *scope* is ``applies_to``; *clauses* are the top-level items of ``when``, in document order;
    *bars* are the effects that the rule takes away from every other rule. *subject* is whom it
    decides about: ``person``, ``unit`` or ``organisation``; *limits* are those that it puts on
    the grades of the people of a unit, who are ranked by *select*.
    """

    id: str
    area: str
    clauses: tuple[Clause, ...]
    effects: tuple[Effect, ...] = ()
    scope: Condition = ALWAYS
    overrides: tuple[str, ...] = ()
    bars: tuple[str, ...] = ()
    select: Selection | None = None
    for_each: str = ""
    title: str = ""
    source: str = ""
    authority: Authority = Authority.CITY
    status: str = ""
    place: Place = field(default=_NOWHERE, compare=False)
    scope_place: Place = field(default=_NOWHERE, compare=False)
    subject: str = "person"
    limits: tuple[Limit, ...] = ()

    @property
    def stated_id(self) -> str:
        """Its id as documents state it: of a version for those in a transition, the rule's own."""
        return self.id.partition(" ")[0]
