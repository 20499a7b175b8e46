"""Answers in sentences: those that the command line prints, as objects that show themselves."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import polars as pl

from policy_sim.api.markup import lines
from policy_sim.cli import answer

__all__ = ["Answer", "CareerTold", "CasesTried", "Differences", "Explanation"]


@dataclass(frozen=True)
class Answer:
    """What a command answers: its *text*, and the same as plain *values*.

    A notebook and a terminal can then never say different things. Both are asked for when they
    are first used.
    """

    arguments: tuple[str, ...] = field(repr=False)

    @cached_property
    def text(self) -> str:
        """The answer in sentences."""
        return answer(self.arguments).rstrip("\n")

    @cached_property
    def values(self) -> dict[str, Any]:
        """The answer as ``--format json`` prints it."""
        told: dict[str, Any] = json.loads(answer([*self.arguments, "--format", "json"]))
        return told

    def __str__(self) -> str:
        return self.text

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        """Show the sentences."""
        return lines(self.text)


class Differences(Answer):
    """What two regulations say otherwise, and who of all possible people is treated otherwise."""

    @property
    def affected(self) -> pl.DataFrame:
        """A row for each turn: area, subject, turn, effect, rules, from, until, example …"""
        return pl.DataFrame(self.values.get("changes", []), infer_schema_length=None)

    @property
    def wording(self) -> pl.DataFrame:
        """A row for each part of an item that is said otherwise: section, name, part …"""
        rows = [
            {"section": one["section"], "name": one["name"], "kind": one["kind"], **part}
            for one in self.values["text"]
            for part in one["parts"]
        ]
        return pl.DataFrame(rows, infer_schema_length=None)


class Explanation(Answer):
    """Why something is or is not given to one person, and the nearest way to it."""

    @property
    def decisions(self) -> list[dict[str, Any]]:
        """The decision of each area, with every rule, clause and value that was read."""
        found: list[dict[str, Any]] = self.values["decisions"]
        return found


class CareerTold(Answer):
    """One simulated career, or where the careers of one person in two arms part."""

    @property
    def events(self) -> pl.DataFrame:
        """A row for each decision about the person (of a single career): date, area, sentence …"""
        return pl.DataFrame(self.values["events"], infer_schema_length=None)


class CasesTried(Answer):
    """Which cases were decided as expected, and of the others why not."""
