"""Two laws compared for everybody who could exist: every stretch of time, every area."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from itertools import pairwise

from policy_sim.catalogue import phrase
from policy_sim.policy.ast import ALWAYS, Condition
from policy_sim.policy.common_words import CommonWords
from policy_sim.policy.effects import AREAS
from policy_sim.policy.law import Law
from policy_sim.policy.subjects import GROUPS, PERSON
from policy_sim.policy.vintage import Vintage
from policy_sim.proof.changes import (
    Turn,
    Way,
    competitions_of_one_law,
    places_given_otherwise,
    ways,
)
from policy_sim.proof.day import reads_the_day
from policy_sim.proof.pair import Pair
from policy_sim.proof.solver import Undecided
from policy_sim.proof.told import read_by
from policy_sim.proof.treated_otherwise import Change, change_by
from policy_sim.rules.decided_by import decided_by
from policy_sim.rules.reading import read_by_rule

__all__ = ["Affected", "Extent", "affected", "differ", "law_of", "pairs_of"]


class Extent(StrEnum):
    """How far a difference between two laws reaches, in one area of decision."""

    SAME_RULES = "same rules"
    """The rules say the same, by whatever words."""
    NOBODY = "nobody"
    """They say something else, which no possible person can notice."""
    SOMEBODY = "somebody"
    """Somebody is treated otherwise, who is shown."""
    UNDECIDED = "undecided"
    """A question took too much work, or words mean something else in each law."""


@dataclass
class Affected:
    """What another law changes for whom; *extents* tells it by area and subject.

    *shared* are the rules of which places are shared out otherwise; *unclear* says why something
    could not be decided. *versions* are the days from which two versions were compared.
    """

    changes: list[Change] = field(default_factory=list)
    shared: dict[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    unclear: dict[tuple[str, str], str] = field(default_factory=dict)
    extents: dict[tuple[str, str], Extent] = field(default_factory=dict)
    versions: tuple[date, ...] = ()
    questions: int = 0

    @property
    def anybody(self) -> bool:
        """Whether a possible decision changes, or could: places are shared out otherwise."""
        return bool(self.changes or self.shared or self.unclear)


def affected(
    old: Law, new: Law, words: CommonWords, since: date, preferred: Condition = ALWAYS
) -> Affected:
    """Return whom *new* treats otherwise than *old* does, on *since* or later.

    Both laws are asked about the same person on the same day, in the *words* of both. Where that
    is possible, an example is somebody of whom *preferred* is true.
    """
    found = Affected()
    known: dict[str, list[Change]] = {}
    for pair in pairs_of(old, new, words, since):
        if pair.begins not in found.versions:
            found.versions += (pair.begins,)
        at = pair.area, pair.subject
        key = _key(pair)
        if key is None:
            found.extents.setdefault(at, Extent.SAME_RULES)
            continue
        if key not in known:
            known[key] = _compared(pair, words, found, preferred)
        shared = {*places_given_otherwise(pair), *_competed_beside(pair, known[key])}
        if shared:
            found.shared[at] = tuple(sorted({*found.shared.get(at, ()), *shared}))
        for change in known[key]:
            _enter(found.changes, replace(change, begins=pair.begins, ends=pair.ends))
        found.extents[at] = _extent(found, at, bool(known[key]))
    return found


def differ(old: Law, new: Law, words: CommonWords, since: date) -> bool:
    """Return whether any possible decision is another one under *new* than under *old*.

    What stays undecided counts as another one: it is not shown to be the same.
    """
    known: set[str] = set()
    for pair in pairs_of(old, new, words, since):
        key = _key(pair)
        if key is None or key in known:
            continue
        known.add(key)
        if words.declared_otherwise(_read(pair)) or places_given_otherwise(pair):
            return True
        try:
            if competitions_of_one_law(pair) or next(_possible(pair), None) is not None:
                return True
        except Undecided:
            return True
    return False


def pairs_of(old: Law, new: Law, words: CommonWords, since: date) -> Iterator[Pair]:
    """Yield every area of every stretch of time, from *since* on, in which either law rules."""
    days = {since, *(v.begins for law in (old, new) for v in law.vintages if v.begins > since)}
    days |= {v.ends for law in (old, new) for v in law.vintages if v.ends and v.ends > since}
    for begins, ends in pairwise([*sorted(days), None]):
        if begins is None:
            continue
        one, other = (law_of(law, begins) for law in (old, new))
        for area in AREAS:
            for subject in (PERSON, *GROUPS):
                if one.area(area, subject) or other.area(area, subject):
                    yield Pair(one, other, words.vocabulary, area, subject, begins, ends)


def law_of(law: Law, day: date) -> Vintage:
    """Return the law of *day* as stated; before there is any, one that says nothing."""
    try:
        return law.stated(day)
    except ValueError:
        return Vintage(date.min, law.vintages[0].begins, (), {}, {}, {})


def _key(pair: Pair) -> str | None:
    """Return what the answers about a pair hang on; None if both laws say the same."""
    old, new = (" ".join(map(decided_by, program.rules)) for program in pair.programs)
    if old == new:
        return None
    parts = (
        part for program in pair.programs for rule in program.rules for part in read_by_rule(rule)
    )
    return f"{old} {new} {pair.begins if reads_the_day(parts) else ''}"


def _compared(
    pair: Pair, words: CommonWords, found: Affected, preferred: Condition
) -> list[Change]:
    """Return the changes that a pair makes; what stays open is entered in *found*."""
    at = pair.area, pair.subject
    otherwise = words.declared_otherwise(_read(pair))
    if otherwise:
        found.unclear[at] = phrase(
            "the vocabularies do not agree about {names}", names=", ".join(otherwise)
        )
        return []
    try:
        return [change_by(pair, way, preferred) for way in _possible(pair)]
    except Undecided:
        found.unclear[at] = "the proof took too much work"
        return []
    finally:
        found.questions += pair.solver.asked


def _competed_beside(pair: Pair, changes: Sequence[Change]) -> set[str]:
    """Return the competitions of one law only by which nobody gains or loses anything alone."""
    told = {rule for change in changes for rule in change.rules}
    try:
        return {*competitions_of_one_law(pair)} - told
    except Undecided:
        return set()


def _possible(pair: Pair) -> Iterator[Way]:
    """Yield the ways in which somebody can be treated otherwise.

    Who is tied otherwise is of no interest where people change places by the same rule.
    """
    ranked = set()
    for way in ways(pair):
        if way.turn is Turn.TIED and way.rules in ranked:
            continue
        if pair.possible(way.when):
            if way.turn is Turn.RANKED:
                ranked.add(way.rules)
            yield way


def _read(pair: Pair) -> frozenset[str]:
    rules = [rule for program in pair.programs for rule in program.rules]
    return read_by(part for rule in rules for part in read_by_rule(rule))


def _extent(found: Affected, at: tuple[str, str], changed: bool) -> Extent:
    """Return how far the difference reaches by now; what was found earlier stays found."""
    if changed or at in found.shared or found.extents.get(at) is Extent.SOMEBODY:
        return Extent.SOMEBODY
    return Extent.UNDECIDED if at in found.unclear else Extent.NOBODY


def _enter(changes: list[Change], change: Change) -> None:
    """Add *change*, or prolong the same one of the stretch before."""
    for index, other in enumerate(changes):
        if _same(other, change) and other.ends == change.begins:
            changes[index] = replace(other, ends=change.ends)
            return
    changes.append(change)


def _same(one: Change, other: Change) -> bool:
    names: Sequence[str] = ("area", "subject", "turn", "effect", "rules")
    return all(getattr(one, name) == getattr(other, name) for name in names)
