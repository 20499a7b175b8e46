"""A regulation over time: each item with the versions that it has between two dates.

Nothing is typed here; a version keeps the form in which it was written. Amendments rewrite
versions (:mod:`policy_sim.policy.amending`), vintages read those of one date.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from policy_sim.diagnostics import Place
from policy_sim.documents import Scalar
from policy_sim.policy.item_forms import (
    DistinctionForm,
    LeverForm,
    PromiseForm,
    RuleForm,
    TableForm,
)
from policy_sim.policy.policy_document import Unreadable
from policy_sim.policy.rule import Authority

__all__ = ["Body", "Heading", "Item", "Name", "Section", "Statute", "ValueForm", "Version"]


class Section(StrEnum):
    """The six kinds of item; the word is the one of ``repeal``."""

    PARAMETER = "parameter"
    TABLE = "table"
    DEFINITION = "definition"
    RULE = "rule"
    PROMISE = "promise"
    DISTINCTION = "distinction"

    @property
    def named_freely(self) -> bool:
        """Whether nothing in an expression can be taken for the name of such an item."""
        return self in (Section.RULE, Section.PROMISE, Section.DISTINCTION)


Name = tuple[Section, str]
"""What identifies an item."""


@dataclass(frozen=True, slots=True)
class Heading:
    """What an item states of itself or inherits from its document."""

    title: str = ""
    source: str = ""
    authority: Authority = Authority.CITY
    status: str = ""
    checked: date | None = None


@dataclass(frozen=True, slots=True)
class ValueForm:
    """One value of a parameter, as written; *of* names its scale if the document does, *lever*
    says within what range rules may set another, *range* within which law may state one.
    """

    text: Scalar
    of: Scalar | None = None
    lever: LeverForm | None = None
    range: Scalar | None = None


Body = ValueForm | TableForm | Scalar | RuleForm | PromiseForm | DistinctionForm | Unreadable
"""What an item says in one version; of a definition, its expression."""


@dataclass(frozen=True, slots=True)
class Version:
    """An item as it stands from *begins* (inclusive) until *ends* (exclusive, or None)."""

    begins: date
    ends: date | None
    body: Body
    heading: Heading
    place: Place = field(compare=False)
    folder: Path = field(default=Path(), compare=False)

    def holds(self, day: date) -> bool:
        """Whether this version is in force on *day*."""
        return self.begins <= day and (self.ends is None or day < self.ends)


@dataclass(frozen=True, slots=True)
class Item:
    """One item with its versions, by date; *repealed* says where an amendment ended it."""

    section: Section
    name: Scalar
    versions: tuple[Version, ...]
    repealed: Place | None = None

    def on(self, day: date) -> Version | None:
        """Return the version in force on *day*, if there is one."""
        return next((version for version in self.versions if version.holds(day)), None)


@dataclass(frozen=True, slots=True)
class Statute:
    """All items of a regulation and of those that it uses."""

    id: str
    title: str
    items: Mapping[Name, Item]

    def names(self, section: Section) -> list[str]:
        """Return the names of one section."""
        return [name for kind, name in self.items if kind is section]

    def with_items(self, items: Iterable[Item]) -> Statute:
        """Return the statute with *items* in place of those of the same names."""
        changed = {(item.section, str(item.name)): item for item in items}
        return replace(self, items={**self.items, **changed})

    def versions(self) -> Iterator[tuple[Item, Version]]:
        """Yield every version of every item, in the order in which they are written."""
        for item in self.items.values():
            for version in item.versions:
                yield item, version

    def change_dates(self) -> list[date]:
        """Return the dates on which any item begins or ends, ascending."""
        versions = [version for item in self.items.values() for version in item.versions]
        begins = {version.begins for version in versions}
        ends = {version.ends for version in versions if version.ends is not None}
        return sorted(begins | ends)
