"""New people, made from a profile: crude in their joint structure, lawful each by itself.

People get the evenly spaced quantiles of a distribution in keyed order, so that each margin is
hit to one head whatever the size.
"""

from __future__ import annotations

from datetime import date

import numpy as np
from numpy.typing import NDArray

from policy_sim.chance import Chance
from policy_sim.policy.values import Unit
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.frame import Integers
from policy_sim.workforce.profile import Career, EmploymentKind, Margin, Profile, Table
from policy_sim.workforce.table import Workforce
from policy_sim.workforce.traits import read_score, true_traits

__all__ = ["day_of_entry", "nobody", "staff"]

Record = dict[str, Integers]
Uniforms = NDArray[np.float64]


class _Maker:
    """Fills the record of *keys* people of one kind, column by column."""

    def __init__(
        self,
        kind: EmploymentKind,
        vocabulary: Vocabulary,
        keys: NDArray[np.uint64],
        chance: Chance,
    ) -> None:
        self.kind = kind
        self.vocabulary = vocabulary
        self.keys = keys
        self.chance = chance
        self.record: Record = {}
        if kind.code is not None:
            self.put("employment", np.full(len(keys), kind.code, dtype=np.int64))

    def put(self, name: str, column: Integers) -> None:
        """Set a column, if the vocabulary declares it."""
        if name in self.vocabulary.attributes:
            kind = self.vocabulary.attributes[name].type
            self.record[name] = np.clip(column, kind.low, kind.high)

    def uniforms(self, purpose: str, among: Integers) -> Uniforms:
        """Return evenly spaced numbers in (0, 1), in keyed order, for the rows *among*."""
        drawn = self.chance.uniform(f"{self.kind.name} {purpose}", self.keys[among])
        rank = np.empty(len(among), dtype=np.int64)
        rank[np.argsort(drawn, kind="stable")] = np.arange(len(among))
        return (rank + 0.5) / max(len(among), 1)

    def from_margin(self, margin: Margin, purpose: str, among: Integers) -> Integers:
        """Return a value of the margin's attribute for each person in the rows *among*."""
        ends = np.cumsum(margin.shares)
        cell = np.searchsorted(ends[:-1], self.uniforms(purpose, among), side="right")
        low = np.array([c.low for c in margin.cells], dtype=np.int64)[cell]
        high = np.array([c.high for c in margin.cells], dtype=np.int64)[cell]
        inside = self.chance.uniform(f"{self.kind.name} within {purpose}", self.keys[among])
        return low + np.floor(inside * (high - low + 1)).astype(np.int64)

    def from_table(self, table: Table) -> Integers:
        """Return a value of the table's attribute, given what the record already says."""
        given = self.record[table.by]
        column = np.full(
            len(self.keys), self.vocabulary.attributes[table.attribute].before_first, np.int64
        )
        for code, margin in table.margins.items():
            among = np.flatnonzero(given == code)
            column[among] = self.from_margin(margin, f"{table.attribute} {code}", among)
        return column

    def fill(self) -> None:
        """Fill what margins, tables and values say; a table stands in for its margin."""
        everyone = np.arange(len(self.keys))
        conditional = {table.attribute for table in self.kind.tables}
        for margin in self.kind.margins:
            if margin.attribute not in conditional:
                self.put(margin.attribute, self.from_margin(margin, margin.attribute, everyone))
        for table in self.kind.tables:
            if table.by in self.record:
                self.put(table.attribute, self.from_table(table))
        for values in self.kind.values:
            if values.by in self.record:
                self.put(
                    values.attribute,
                    np.array(values.codes, dtype=np.int64)[self.record[values.by]],
                )

    def serve(self) -> None:
        """Fill service, from age at entry or tenure, and the crude career that it makes."""
        everyone = np.arange(len(self.keys))
        age = self.record.get("age")
        if self.kind.tenure is not None:
            service = self.from_margin(self.kind.tenure, "service", everyone)
        elif self.kind.entry_age is not None and age is not None:
            service = self.since(self.kind.entry_age, age)
        else:
            service = np.zeros(len(self.keys), dtype=np.int64)
        longest = service if age is None else age - self.kind.youngest
        service = np.maximum(np.minimum(service, longest), 0)
        self.put("service", service)
        for name in self.counters():
            self.put(name, service)
        if self.kind.career is not None:
            self.climb(self.kind.career, service)

    def since(self, entry_age: Margin, age: Integers) -> Integers:
        """Return the months since people were as old as *entry_age* says.

        Whoever is younger than the age drawn entered at some time since being old enough: else
        all of these would have entered in one month, and would rise and retire together.
        """
        service = age - self.from_margin(entry_age, "age at entry", np.arange(len(age)))
        young = np.flatnonzero(service < 0)
        luck = self.chance.uniform(f"{self.kind.name} young at entry", self.keys[young])
        since_then = np.maximum(age[young] - self.kind.youngest, 0)
        service[young] = np.floor(luck * (since_then + 1)).astype(np.int64)
        return service

    def counters(self) -> list[str]:
        """Return the attributes that count months since entry and that nothing else has said."""
        return [
            name
            for name, attribute in self.vocabulary.attributes.items()
            if name not in self.record
            and attribute.moves is not None
            and attribute.moves.each_month == 1
            and attribute.type.unit is Unit.MONTHS
        ]

    def climb(self, career: Career, service: Integers) -> None:
        """Fill the grade reached by a step every so many months, up to the ceiling."""
        by = self.record[career.by] if career.by else np.zeros(len(service), dtype=np.int64)
        entry = np.array(career.entry, dtype=np.int64)[by]
        ceiling = np.maximum(np.array(career.ceiling, dtype=np.int64)[by], entry)
        steps = np.minimum(service // career.every, ceiling - entry)
        self.put(career.ladder, entry + steps)
        self.put("time_in_grade", service - steps * career.every)


def staff(
    kind: EmploymentKind,
    profile: Profile,
    vocabulary: Vocabulary,
    ids: Integers,
    keys: NDArray[np.uint64],
    chance: Chance,
    on: date,
) -> Workforce:
    """Return people of *kind* in service on *on*: margins hit to one head, each person lawful.

    *ids* ``int64[n]`` and *keys* ``uint64[n]`` name them. They hold no post.
    """
    maker = _Maker(kind, vocabulary, keys, chance)
    maker.fill()
    maker.serve()
    return _people(maker, profile, ids, on)


def nobody(profile: Profile, vocabulary: Vocabulary) -> Workforce:
    """Return a workforce of nobody yet, with the columns of *profile* and *vocabulary*."""
    none = np.empty(0, dtype=np.int64)
    truth = {name: np.empty(0, dtype=np.float64) for name in profile.traits.names}
    return Workforce.enter(vocabulary, none, none.astype(np.uint64), {}, truth, none)


def _people(maker: _Maker, profile: Profile, ids: Integers, on: date) -> Workforce:
    truth = true_traits(profile.traits, maker.keys, maker.chance)
    for score in profile.scores:
        values = read_score(score, maker.vocabulary, truth, maker.keys, maker.chance)
        maker.put(score.attribute, values)
    service = maker.record.get("service", np.zeros(len(ids), dtype=np.int64))
    return Workforce.enter(
        maker.vocabulary, ids, maker.keys, maker.record, truth, day_of_entry(on, service)
    )


def day_of_entry(on: date, service: Integers) -> Integers:
    """Return the day, as an ordinal, on which those with *service* months on *on* entered.

    It is the first of that month, so that the months of service between it and *on* agree.
    """
    month = on.year * 12 + on.month - 1 - service
    months, position = np.unique(month, return_inverse=True)
    firsts = [date(max(m // 12, 1), m % 12 + 1, 1).toordinal() for m in months.tolist()]
    return np.array(firsts, dtype=np.int64)[position]
