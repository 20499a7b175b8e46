"""What is wrong with a file of people: every row, with what was seen and what may stand there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.workforce.roster.column_mapping import Source
from policy_sim.workforce.roster.identifying import hides
from policy_sim.workforce.roster.sheet import Sheet

__all__ = ["Faults"]

_MOST_NEAREST = 500
"""The nearest word is sought for so many distinct texts of a column; it takes its time."""

_HIDDEN = "(a personal number or address, not shown)"


@dataclass
class Faults:
    """Collects the faults of the rows of *sheet*, to be told all at once."""

    sheet: Sheet
    headers: Mapping[str, str]
    found: list[Diagnostic] = field(default_factory=list)
    _nearest: dict[tuple[str, str], str] = field(default_factory=dict)

    def cells(self, source: Source, code: str, rows: Iterable[int]) -> None:
        """Note that the cells of *source* in *rows* have the fault *code*."""
        header = self.headers[source.target]
        texts = self.sheet.cells[header]
        for row in rows:
            seen = str(texts[row])
            values = {"column": header, "what": source.target, "allowed": source.allowed}
            values |= {"seen": shown(seen), "near": self.nearest(source, seen)}
            self.row(row, header, code, values)

    def row(self, row: int, header: str, code: str, values: Mapping[str, str]) -> None:
        """Note one fault of one row, in the column *header* (empty: the row as a whole)."""
        place = Place(self.sheet.file, int(self.sheet.lines[row]), self.sheet.column(header))
        self.found.append(Diagnostic(code, place, values))

    def nearest(self, source: Source, seen: str) -> str:
        """Return the word or label that is closest to *seen*, if words may stand there."""
        key = source.target, seen
        if key not in self._nearest:
            sought = len(self._nearest) < _MOST_NEAREST and source.near and seen
            self._nearest[key] = near(seen, source.near) if sought else ""
        return self._nearest[key]

    def told(self) -> list[Diagnostic]:
        """Return all faults in the order of their rows, after a line that counts them."""
        faults = sorted([*self.sheet.faults, *self.found], key=lambda fault: fault.where)
        if not faults:
            return []
        kinds = Counter(fault.code for fault in faults)
        counted = ", ".join(f"{number} {code}" for code, number in sorted(kinds.items()))
        values = {
            "seen": str(len({fault.where.line for fault in faults})),
            "people": str(self.sheet.size + len(self.sheet.faults)),
            "faults": str(len(faults)),
            "kinds": counted,
        }
        return [Diagnostic("roster-faults", Place(self.sheet.file, 0, 0), values), *faults]


def shown(text: str) -> str:
    """Return *text* as a finding may show it."""
    return _HIDDEN if hides(text) else text
