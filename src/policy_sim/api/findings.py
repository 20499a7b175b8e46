"""What was found in a regulation, as a sequence, a frame and a table."""

from __future__ import annotations

import polars as pl

from policy_sim.api.markup import heading, table
from policy_sim.catalogue import parts, sentence
from policy_sim.catalogue.asked import language
from policy_sim.catalogue.sentences import severity_word
from policy_sim.diagnostics import Diagnostic, Severity

__all__ = ["Findings"]

HEADINGS = ("severity", "code", "where", "what, and how to mend it")

COLUMNS = ("severity", "code", "file", "line", "column", "message", "mend")
"""What a row tells of a finding."""


class Findings(tuple[Diagnostic, ...]):
    """Findings in the order of their places; none is a good sign.

    ::

        found = ps.check("draft.yaml")
        found.errors          # those that stop a run
        found.frame           # severity, code, file, line, column, message, mend
        print(found)          # one sentence each, as on the command line
    """

    __slots__ = ()

    @property
    def errors(self) -> Findings:
        """The findings that stop a run."""
        return Findings(one for one in self if one.severity is Severity.ERROR)

    @property
    def frame(self) -> pl.DataFrame:
        """A row for each finding: severity, code, file, line, column, message, mend."""
        rows = [[dict(parts(one))[name] for name in COLUMNS] for one in self]
        whole = dict.fromkeys(("line", "column"), pl.Int64)
        schema = {name: whole.get(name, pl.String) for name in COLUMNS}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def __str__(self) -> str:
        told = language()
        said = [sentence(one, told) for one in self]
        return "\n".join(said) or told.say("no findings")

    def __repr__(self) -> str:
        return str(self)

    def _repr_html_(self) -> str:
        """Show the gravity, the place, what is wrong and the mend, a row for each finding."""
        if not self:
            return heading(str(self))
        told = language()
        rows = []
        for one in self:
            said = parts(one, told)
            what = f"{said['message']}. {said['mend']}"
            rows.append([severity_word(one.severity, told), one.code, str(one.where), what])
        return table(HEADINGS, rows)
