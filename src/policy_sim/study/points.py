"""Points: the study with some things set otherwise, each said as a document would say it.

What is set is named by where it stands in the scenario: ``assume.NAME``, ``systems.NAME.KEY``,
``practices.NAME.KEY``, ``history.years``, ``people``. A parameter or lever of a law is called
``laws.LAW.NAME``: it has that value from the day on which the law of the study begins to differ.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from policy_sim.diagnostics import Place
from policy_sim.documents import MappingNode, Node, Scalar
from policy_sim.study.arms import Arm

__all__ = ["SETTABLE", "STATED", "Point", "Setting", "short_digest"]

ASSUME, LAWS, PRACTICES, PEOPLE = "assume", "laws", "practices", "people"
OF_THE_START = frozenset({PEOPLE, "history", "organisation", "profile"})
"""Whoever sets one of these has other people on the first day."""

SETTABLE = tuple(sorted({ASSUME, LAWS, PRACTICES, "systems", *OF_THE_START}))
"""What can be set of a scenario."""


@dataclass(frozen=True, order=True, slots=True)
class Setting:
    """One thing that is set: *what*, by its dotted name, and its *value* as it is written."""

    what: str
    value: str

    @property
    def parts(self) -> tuple[str, ...]:
        """The keys on the way to what is set."""
        return tuple(self.what.split("."))

    @property
    def place(self) -> Place:
        """Where a finding about it stands: no document holds it."""
        return Place(self.what, 0)

    @property
    def text(self) -> Scalar:
        """The value as a text of a document."""
        return Scalar(self.value, self.place)


@dataclass(frozen=True, slots=True)
class Point:
    """What is set in one evaluation of a study; *settings* ascend, and each names another thing.

    The point without settings is the study as stated. *brought* is the digest of the documents
    that it brings in (another profile), so that a change of them makes another key.
    """

    settings: tuple[Setting, ...] = ()
    brought: str = field(default="", compare=False)

    @classmethod
    def of(cls, values: Mapping[str, str]) -> Point:
        """Return the point at which each thing named has the value given, as it is written."""
        return cls(tuple(sorted(Setting(what, value) for what, value in values.items())))

    @property
    def values(self) -> dict[str, str]:
        """What is set, by its name."""
        return {setting.what: setting.value for setting in self.settings}

    @property
    def key(self) -> str:
        """A short name that no other point has: 16 digits of a SHA-256."""
        settings = [f"{setting.what}={setting.value}" for setting in self.settings]
        return short_digest([*settings, self.brought] if self.brought else settings)

    @property
    def of_the_start(self) -> Point:
        """What of it people on the first day depend on.

        Nothing, for most points: they have the people of the study as stated, whose history was
        lived under what is stated, so that points differ by what is set, and by nothing else.
        """
        return Point(tuple(one for one in self.settings if one.parts[0] in OF_THE_START))

    def touches(self, arm: Arm) -> bool:
        """Whether *arm* may go otherwise than in the study as stated."""
        return any(_touches(setting, arm) for setting in self.settings)

    def section(self, root: str) -> tuple[Setting, ...]:
        """Return the settings whose names begin with the key *root*."""
        return tuple(setting for setting in self.settings if setting.parts[0] == root)

    def overlay(self) -> MappingNode | None:
        """Return what it sets in the scenario's own document; None if nothing.

        Laws are documents of their own, people a term of the run, and assumptions are set in
        the register as it has been read.
        """
        elsewhere = (ASSUME, LAWS, PEOPLE)
        chosen = [setting for setting in self.settings if setting.parts[0] not in elsewhere]
        return _tree([(setting.parts, setting) for setting in chosen]) if chosen else None


STATED = Point()
"""The study as its documents state it."""


def short_digest(texts: Iterable[str]) -> str:
    """Return 16 digits of the SHA-256 of *texts*, a line each."""
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:16]


def _touches(setting: Setting, arm: Arm) -> bool:
    root, *rest = setting.parts
    if root == LAWS:
        return rest[:1] == [arm.law]
    if root == PRACTICES:
        return rest[:1] == [arm.practice]
    return True


def _tree(entries: list[tuple[tuple[str, ...], Setting]]) -> MappingNode:
    """Return the mapping with every setting under its keys."""
    below: dict[str, list[tuple[tuple[str, ...], Setting]]] = {}
    for (first, *rest), setting in entries:
        below.setdefault(first, []).append((tuple(rest), setting))
    place = entries[0][1].place
    parts: list[tuple[str, Node]] = []
    for key, inner in below.items():
        leaf = next((setting for rest, setting in inner if not rest), None)
        parts.append((Scalar(key, place), leaf.text if leaf else _tree(inner)))
    return MappingNode(parts, place)
