"""The register of a study as a notebook shows it."""

from __future__ import annotations

import polars as pl

from policy_sim.api.markup import heading, number, table
from policy_sim.catalogue import phrase
from policy_sim.catalogue.asked import language
from policy_sim.errors import Misnamed
from policy_sim.report.wording import titled
from policy_sim.simulation.assumptions.register import Assumption, Mark, Register

__all__ = ["Assumptions"]

HEADINGS = ("assumption", "value", "range", "measured in", "drives", "mark", "source")


class Assumptions:
    """Every coefficient of a study: value, range, unit, what it drives, mark and source.

    ::

        study.assumptions["rating_reliability"].source
        study.assumptions.frame.filter(pl.col("mark") == "assumption")
    """

    def __init__(self, register: Register) -> None:
        self.register = register

    def __getitem__(self, name: str) -> Assumption:
        """Return one assumption; raise :exc:`~policy_sim.errors.Misnamed` for a name of none."""
        Misnamed.unless(name, phrase("an assumption of this study"), self.register.assumptions)
        return self.register.assumptions[name]

    def __len__(self) -> int:
        return len(self.register)

    @property
    def unsourced(self) -> int:
        """How many rest on no source at all."""
        return sum(one.mark is Mark.ASSUMPTION for one in self.register.assumptions.values())

    @property
    def frame(self) -> pl.DataFrame:
        """A row each: name, value, low, high, unit, drives, mark, source, converted."""
        return pl.DataFrame(
            [
                {
                    "name": one.name,
                    "value": one.value,
                    "low": one.low,
                    "high": one.high,
                    "unit": one.unit,
                    "drives": one.drives,
                    "mark": str(one.mark),
                    "source": one.source,
                    "converted": one.converted,
                }
                for one in self.register.assumptions.values()
            ]
        )

    def __repr__(self) -> str:
        return language().say(
            "{all} assumptions, {bare} of them without a source",
            all=len(self),
            bare=self.unsourced,
        )

    def _repr_html_(self) -> str:
        """Show the register, a row for each assumption."""
        told = language()
        rows = [
            [one.name, one.value, told.say("{low} to {high}", low=number(one.low),
             high=number(one.high)), titled(one.unit, told), titled(one.drives, told),
             told.text(str(one.mark)), titled(one.source, told)]
            for one in self.register.assumptions.values()
        ]  # fmt: skip
        return heading(repr(self)) + table(HEADINGS, rows)
