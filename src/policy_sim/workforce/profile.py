"""The profile: what is published, or assumed, about the people of a place.

A profile states margins (how many of each sex, age, grade), conditional tables (education by
family), and what no statistics show: the correlations of traits and the reliability of records.
It is read from a document by :mod:`policy_sim.workforce.profile_document`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from policy_sim.workforce.apportion import apportion
from policy_sim.workforce.weights import OUTSIDE, Cells
from policy_sim.workforce.wording import Evidence

__all__ = [
    "Career",
    "Cell",
    "EmploymentKind",
    "Leaders",
    "Margin",
    "Profile",
    "Score",
    "Table",
    "TraitScale",
    "Traits",
    "Values",
]


@dataclass(frozen=True, slots=True)
class Cell:
    """One category of a margin: the integers *low* to *high* of its attribute, and its share."""

    label: str
    low: int
    high: int
    share: Fraction


@dataclass(frozen=True, slots=True)
class Margin:
    """The distribution of one attribute; the shares of its cells make 1."""

    attribute: str
    cells: tuple[Cell, ...]
    evidence: Evidence = field(default=Evidence(), compare=False)

    def cell_of(self, column: NDArray[np.integer]) -> Cells:
        """Return the position of the cell of each value of *column*, -1 outside all cells."""
        cells = np.full(len(column), OUTSIDE, dtype=np.int64)
        for position, cell in enumerate(self.cells):
            cells[(column >= cell.low) & (column <= cell.high)] = position
        return cells

    @property
    def shares(self) -> NDArray[np.float64]:
        """The share of each cell."""
        return np.array([float(cell.share) for cell in self.cells], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Table:
    """The distribution of one attribute given another: margins by the code of *by*."""

    attribute: str
    by: str
    margins: Mapping[int, Margin]
    evidence: Evidence = field(default=Evidence(), compare=False)


@dataclass(frozen=True, slots=True)
class Values:
    """The value of one attribute that follows from the code of another: *codes* by code."""

    attribute: str
    by: str
    codes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Career:
    """The crude ladder of a raw stock: entry and ceiling by the code of *by*, a step *every* so
    many months.
    """

    ladder: str
    by: str
    entry: tuple[int, ...]
    ceiling: tuple[int, ...]
    every: int


@dataclass(frozen=True, slots=True)
class EmploymentKind:
    """One kind of employment: how many people, and how they are made.

    With *from_history*, people are drawn from a simulated stock by weights; without, straight
    from the margins, because the kind is younger than the history. *code* is the value of the
    attribute ``employment``, None if the vocabulary has none. Service is age less *entry_age*,
    or drawn from *tenure*; nobody has entered younger than *youngest* months.
    """

    name: str
    code: int | None
    people: int
    from_history: bool
    youngest: int
    margins: tuple[Margin, ...]
    tables: tuple[Table, ...] = ()
    values: tuple[Values, ...] = ()
    entry_age: Margin | None = None
    tenure: Margin | None = None
    career: Career | None = None
    evidence: Evidence = field(default=Evidence(), compare=False)


@dataclass(frozen=True, slots=True)
class Leaders:
    """Who holds offices at the start.

    *kind* is the kind of employment that may, *families* the codes of its families that do
    (empty: any), *vacant* the share of posts that stand vacant by office code, *held* the most
    months in office, *sets* the codes that office sets.
    """

    kind: str
    families: tuple[int, ...] = ()
    vacant: tuple[Fraction, ...] = ()
    held: int = 0
    sets: Mapping[str, int] = field(default_factory=dict)
    evidence: Evidence = field(default=Evidence(), compare=False)


@dataclass(frozen=True, slots=True)
class Score:
    """An assessed score of the record as a noisy reading of a trait.

    The score is *mean* + *sd* · (√r · trait + √(1 - r) · noise), in the attribute's unit, with r
    the *reliability*: the squared correlation of score and trait (Sackett et al. 2022 tabulate
    such validities).
    """

    attribute: str
    trait: str
    reliability: float
    mean: float
    sd: float
    evidence: Evidence = field(default=Evidence(), compare=False)


@dataclass(frozen=True, slots=True)
class TraitScale:
    """The points in which a trait is stated: *mean* and *sd* of the people, and its range.

    Nobody is below *low* or above *high*: whoever would be stands at that end (clipped).
    """

    mean: float
    sd: float
    low: float
    high: float

    def within(self, trait: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return *trait*, in SD, held within the range."""
        low, high = (self.low - self.mean) / self.sd, (self.high - self.mean) / self.sd
        return np.clip(trait, low, high)


@dataclass(frozen=True, slots=True)
class Traits:
    """The names of the true traits and their correlations; each has mean 0 and SD 1.

    Those with a scale are stated in points, and end where the scale does.
    """

    names: tuple[str, ...]
    correlations: tuple[tuple[float, ...], ...]
    evidence: Evidence = field(default=Evidence(), compare=False)
    scales: Mapping[str, TraitScale] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Drift:
    """What is expected of the baseline: *outcomes* that move from the start on, and why."""

    outcomes: tuple[str, ...]
    because: str


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything stated about the people of a place on one date."""

    name: str
    title: str
    as_of: date
    kinds: tuple[EmploymentKind, ...]
    traits: Traits
    scores: tuple[Score, ...] = ()
    leaders: Leaders | None = None
    drifts: tuple[Drift, ...] = ()
    digest: str = ""

    @property
    def people(self) -> int:
        """How many people there are."""
        return sum(kind.people for kind in self.kinds)

    def kind(self, name: str) -> EmploymentKind:
        """Return one kind of employment by name."""
        return next(kind for kind in self.kinds if kind.name == name)

    def scaled(self, people: int) -> Profile:
        """Return the same profile with *people* people, at least one of each kind."""
        counts = apportion([k.people for k in self.kinds], people, [1] * len(self.kinds))
        kinds = zip(self.kinds, counts, strict=True)
        return replace(self, kinds=tuple(replace(k, people=n) for k, n in kinds))
