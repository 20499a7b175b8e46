"""The closed set of effects: what a rule can do to a person, and how two of them combine.

A new need is first a new attribute; only what no attribute can express becomes an effect here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

__all__ = [
    "AREAS",
    "EFFECTS",
    "Bearing",
    "Combine",
    "EffectKind",
    "Given",
    "incompatible",
    "kind_of_given",
]

AREAS = (
    "appraisal",
    "discipline",
    "remediation",
    "examination",
    "promotion",
    "appointment",
    "acting",
    "transfer",
    "recruitment",
    "regularisation",
    "training",
    "rewards",
    "pay",
    "exit",
    "steering",
)
"""The areas of decision, in no order: a simulation decides when each is asked."""


class Combine(StrEnum):
    """What two standing rules that give the same effect amount to.

    ``one``: the same value twice counts once, different values are a contradiction.
    ``highest``: the strongest value wins. ``sum``: amounts add. ``all``: sets unite.
    """

    ONE = "one"
    HIGHEST = "highest"
    SUM = "sum"
    ALL = "all"


class Bearing(StrEnum):
    """Whether an effect is good for the person, bad, or support that is neither."""

    GOOD = "good"
    BAD = "bad"
    SUPPORT = "support"


class Given(StrEnum):
    """What kind of value an effect, or one of its fields, is given."""

    NOTHING = "nothing"
    GRADE = "a grade"
    POST = "the word post"
    UNIT = "a unit"
    SERIES = "a value of a series"
    SERIES_NAME = "the name of a series"
    EVENT = "a value of the event of the same name"
    MONEY = "an amount of money"
    AMOUNT = "a number"
    STEP = "a step of pay"
    MONTHS = "a number of months"
    COURSE = "a course"
    EXAMINATION = "an examination"
    EMPLOYMENT = "a kind of employment"
    LEVER = "levers with their values"
    LIMIT = "a limit on grades"
    TRACK = "the name of a track"
    STAGE = "a stage of the track"


@dataclass(frozen=True, slots=True)
class EffectKind:
    """One effect: the areas that may give it, how it combines, its bearing, its value.

    The first of *areas* is the area of a rule that states none. An *optional* value may be
    left out: ``promote`` alone is the next step of the ladder. *subjects* are those that a rule
    which gives it can be about.
    """

    name: str
    areas: tuple[str, ...]
    combine: Combine
    bearing: Bearing
    value: Given = Given.NOTHING
    optional: bool = False
    fields: Mapping[str, Given] = field(default_factory=dict, hash=False)
    subjects: tuple[str, ...] = ("person",)

    @property
    def area(self) -> str:
        """The area of a rule that gives this effect and states no area."""
        return self.areas[0]

    @property
    def good(self) -> bool:
        """Whether the effect is good for the person."""
        return self.bearing is Bearing.GOOD


_ONE, _SUM, _ALL = Combine.ONE, Combine.SUM, Combine.ALL
_GOOD, _BAD, _SUPPORT = Bearing.GOOD, Bearing.BAD, Bearing.SUPPORT
_GROUPS = ("unit", "organisation")
_EXITS = ("exit", "discipline", "appraisal", "remediation")

_KINDS = (
    EffectKind("promote", ("promotion",), _ONE, _GOOD, Given.GRADE, optional=True),
    EffectKind("demote", ("discipline", "remediation"), _ONE, _BAD, Given.GRADE, optional=True),
    EffectKind("release", ("discipline", "remediation"), _ONE, _BAD),
    EffectKind("appoint", ("appointment",), _ONE, _GOOD, Given.POST),
    EffectKind(
        "act",
        ("acting",),
        _ONE,
        _SUPPORT,
        Given.POST,
        fields={"for": Given.MONTHS},
    ),
    EffectKind("transfer", ("transfer", "remediation"), _ONE, _SUPPORT, Given.UNIT, True),
    EffectKind("dismiss", _EXITS, _ONE, _BAD),
    EffectKind("retire", ("exit",), _ONE, _SUPPORT),
    EffectKind("hire", ("recruitment",), _ONE, _GOOD, Given.GRADE, optional=True),
    EffectKind(
        "regularise",
        ("regularisation",),
        _ONE,
        _GOOD,
        Given.EMPLOYMENT,
        fields={"grade": Given.GRADE},
    ),
    EffectKind(
        "rate",
        ("appraisal",),
        _ONE,
        _SUPPORT,
        Given.SERIES,
        fields={"series": Given.SERIES_NAME},
    ),
    EffectKind(
        "sanction",
        ("discipline",),
        Combine.HIGHEST,
        _BAD,
        Given.EVENT,
        fields={"for": Given.MONTHS},
    ),
    EffectKind("award", ("rewards",), Combine.HIGHEST, _GOOD, Given.EVENT, optional=True),
    EffectKind("pay", ("pay", "rewards"), _SUM, _GOOD, Given.MONEY),
    EffectKind("increment", ("pay",), _ONE, _GOOD, Given.STEP),
    EffectKind("credit", ("appraisal", "promotion", "rewards"), _SUM, _GOOD, Given.AMOUNT),
    EffectKind("admit", ("examination",), _ALL, _SUPPORT, Given.EXAMINATION),
    EffectKind("enrol", ("training", "remediation"), _ALL, _SUPPORT, Given.COURSE),
    EffectKind("coach", ("remediation", "training"), _ALL, _SUPPORT, Given.MONTHS, True),
    EffectKind("start", ("remediation",), _ALL, _SUPPORT, Given.TRACK),
    EffectKind(
        "move",
        ("remediation",),
        _ALL,
        _SUPPORT,
        Given.TRACK,
        fields={"to": Given.STAGE},
    ),
    EffectKind("close", ("remediation",), _ALL, _SUPPORT, Given.TRACK),
    EffectKind("set", ("steering",), _ONE, _SUPPORT, Given.LEVER, subjects=_GROUPS),
    EffectKind("limit", ("appraisal",), _ALL, _SUPPORT, Given.LIMIT, subjects=_GROUPS),
)

EFFECTS: Mapping[str, EffectKind] = MappingProxyType({kind.name: kind for kind in _KINDS})
"""Every effect by its name."""

_PAIRS = frozenset({frozenset({"promote", "demote"}), frozenset({"dismiss", "retire"})})


def kind_of_given(name: str) -> EffectKind:
    """Return the effect that a decision gives as *name*: ``set LEVER`` is ``set``."""
    return EFFECTS[name.partition(" ")[0]]


def incompatible(first: str, second: str) -> bool:
    """Return whether two effects contradict each other for one person on one date.

    ``promote`` and ``demote`` do, ``dismiss`` and ``retire`` do, and ``dismiss`` contradicts
    everything good.
    """
    if first == second:
        return False
    if frozenset({first, second}) in _PAIRS:
        return True
    return any(
        one == "dismiss" and kind_of_given(other).good
        for one, other in ((first, second), (second, first))
    )
