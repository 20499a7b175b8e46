"""Which column of a file each source of a mapping means, and which columns may not be read."""

from __future__ import annotations

from collections.abc import Mapping

from policy_sim.diagnostics import Diagnostic, Place, Severity, near
from policy_sim.documents import Scalar, place_of
from policy_sim.errors import ScenarioError
from policy_sim.workforce.roster.column_mapping import ColumnMapping
from policy_sim.workforce.roster.identifying import identifies
from policy_sim.workforce.roster.sheet import Sheet

__all__ = ["ID", "bound"]

ID = ""
"""The target of the column by which rows are held against each other; nothing of it is kept."""


def bound(sheet: Sheet, mapping: ColumnMapping) -> tuple[Mapping[str, str], list[Diagnostic]]:
    """Return the header of each target, and warnings.

    Raises :exc:`ScenarioError` if a column is missing, tells who somebody is, or is both dropped
    and read.
    """
    binding = _Binding(sheet, mapping)
    headers = binding.headers()
    return headers, binding.findings


class _Binding:
    """Finds the column that each source of a mapping means."""

    def __init__(self, sheet: Sheet, mapping: ColumnMapping) -> None:
        self.sheet = sheet
        self.mapping = mapping
        self.findings: list[Diagnostic] = []
        self.folded = {name.casefold(): name for name in sheet.header}

    def headers(self) -> dict[str, str]:
        """Return the header of each target; raise if one cannot be used."""
        form = self.mapping.form
        found: dict[str, str] = {}
        for source in self.mapping.sources:
            if source.header is not None and (name := self.find(source.header)) is not None:
                found[source.target] = name
                self.refuse_identifying(source.header, name)
        read = set(found.values())
        if form.id is not None and (name := self.find(form.id)) is not None:
            found[ID] = name
        dropped = {self.find(name) for name in form.drop} - {None}
        for name in form.drop:
            if self.folded.get(name.casefold()) in read:
                values = {"seen": str(name)}
                self.findings.append(Diagnostic("dropped-and-read", place_of(name), values))
        if self.findings:
            raise ScenarioError(sorted(self.findings, key=lambda finding: finding.where))
        left = [n for n in self.sheet.header if n not in {*found.values(), *dropped}]
        if left:
            where = Place(self.sheet.file, 1, self.sheet.column(left[0]))
            values = {"seen": ", ".join(left)}
            self.findings.append(Diagnostic("columns-not-read", where, values, Severity.WARNING))
        return found

    def find(self, header: Scalar) -> str | None:
        """Return the column called *header*, whatever its capitals; None with a finding."""
        found = self.folded.get(header.strip().casefold())
        if found is None:
            values = {"seen": str(header), "allowed": ", ".join(self.sheet.header)}
            values["near"] = near(header, self.sheet.header)
            finding = Diagnostic("no-such-column", place_of(header), values)
            if finding not in self.findings:
                self.findings.append(finding)
        return found

    def refuse_identifying(self, header: Scalar, name: str) -> None:
        import pandas as pd

        reason = identifies(name, pd.unique(self.sheet.cells[name]).tolist())
        if reason:
            values = {"seen": name, "reason": reason}
            self.findings.append(Diagnostic("column-identifies", place_of(header), values))
