"""Which cells of tables cases have looked up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np

from policy_sim.cases.sitting import Sitting
from policy_sim.diagnostics import Place
from policy_sim.policy.ast import Condition, Lookup, Term
from policy_sim.policy.rule import Rule
from policy_sim.policy.tables import Table
from policy_sim.policy.writing import written_ranges
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Flags
from policy_sim.rules.reading import nodes_in, read_by_rule

__all__ = ["Cells", "TableSeen"]

_ELSE = "else"


@dataclass(frozen=True)
class TableSeen:
    """A table: the keys of its *cells* by place, and those that nobody looked up."""

    name: str
    place: Place
    cells: dict[Place, str]
    unseen: tuple[str, ...]


@dataclass
class _Tally:
    table: Table
    cells: dict[Place, str]
    seen: set[Place] = field(default_factory=set)


@dataclass
class Cells:
    """The tables of a law and what has been seen of each; a table is known by its place."""

    tallies: dict[Place, _Tally] = field(default_factory=dict)

    def expect(self, rule: Rule) -> None:
        """Take note of the tables that *rule* looks up."""
        for node in read_by_rule(rule):
            if isinstance(node, Lookup):
                table = node.table
                if table.place not in self.tallies:
                    self.tallies[table.place] = _Tally(table, _cells(table))

    def look(self, sitting: Sitting) -> None:
        """Take note of the cells that a sitting looked up."""
        features = sitting.decision.features
        for node, rows in _lookups(sitting):
            tally = self.tallies.get(node.table.place)
            if tally is not None and rows.any():
                tally.seen |= set(_looked_up(node, features, rows))

    @property
    def tables(self) -> tuple[TableSeen, ...]:
        """Return what was seen of each table, by place."""
        return tuple(
            TableSeen(
                tally.table.name,
                place,
                tally.cells,
                tuple(key for cell, key in tally.cells.items() if cell not in tally.seen),
            )
            for place, tally in sorted(self.tallies.items())
        )


def _cells(table: Table) -> dict[Place, str]:
    """Return the keys of each cell that is written; several ranges may share one cell."""
    cells: dict[Place, str] = {}
    for row in table.rows:
        keys = [
            written_ranges([span], kind) for span, kind in zip(row.spans, table.inputs, strict=True)
        ]
        known = cells.get(row.place)
        told = ", ".join(keys)
        cells[row.place] = told if known is None else f"{known} | {told}"
    if table.otherwise is not None:
        cells[_else(table)] = _ELSE
    return cells


def _else(table: Table) -> Place:
    """Return where the cell for all that no row matches is kept: no cell stands there."""
    return Place(table.place.file, table.place.line, 0)


def _lookups(sitting: Sitting) -> Iterator[tuple[Lookup, Flags]]:
    """Yield every look-up of the rules of a sitting with those for whom it is made."""
    decision = sitting.decision
    everybody = np.ones(decision.size, dtype=np.bool_)
    for index, rule in enumerate(decision.program.rules):
        scope, stands = decision.scope[index], decision.stands[index]
        own: list[tuple[Term | Condition, Flags]] = [(rule.scope, everybody)]
        own += [(clause.condition, scope) for clause in rule.clauses]
        for effect in rule.effects:
            terms = [*effect.fields.values(), *(() if effect.value is None else (effect.value,))]
            own += [(term, stands) for term in terms]
        if rule.select is not None:
            own += [(term, stands) for term in (rule.select.rank_by, *rule.select.ties)]
        for root, rows in own:
            for node in nodes_in([root]):
                if isinstance(node, Lookup):
                    yield node, rows


def _looked_up(node: Lookup, features: Features, rows: Flags) -> Iterator[Place]:
    """Yield the cells that *node* gives those at *rows*."""
    arguments = [features.column(term)[rows] for term in node.arguments]
    left = np.ones(int(rows.sum()), dtype=np.bool_)
    for row in node.table.rows:
        within = left.copy()
        for (low, high), column in zip(row.spans, arguments, strict=True):
            within &= (column >= low) & (column <= high)
        if within.any():
            yield row.place
            left &= ~within
    if left.any():
        yield _else(node.table)
