"""What a report is written from: the files of a run folder, and the language to write it in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.diagnostics import Diagnostic
from policy_sim.report.numbers import amount
from policy_sim.report.page.blocks import Picture
from policy_sim.report.uncertainty import Ranges, central, difference_words, reading, verdict_words
from policy_sim.report.wording import (
    arm_title,
    outcome_words,
    practice_title,
    symbol_of,
    titled,
    window_title,
)
from policy_sim.simulation.assumptions.register import Register
from policy_sim.study.horizon import Horizon
from policy_sim.study.own_rules import AtWork
from policy_sim.study.windows import shown_windows

__all__ = ["Material", "Row"]

Row = Mapping[str, Any]
"""One row of a file of the run folder."""

_TONES = {"better": "better", "worse": "worse"}


@dataclass(frozen=True)
class Material:
    """The manifest, the rows of each file of conclusions, the register, and the drawn figures.

    *checked* are the findings of a check of the reforms, None if none was made. *words* are what
    the documents of the law call their names in the language of the report. *at_work* is what the
    rules of the reforms decided.
    """

    manifest: Mapping[str, Any]
    comparison: Sequence[Row]
    register: Register
    language: Language = ENGLISH
    hinges: Sequence[Row] = ()
    attainable: Sequence[Row] = ()
    prospects: Sequence[Row] = ()
    information: Sequence[Row] = ()
    careers: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    checked: Sequence[Diagnostic] | None = None
    pictures: Mapping[str, Sequence[Picture]] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    at_work: Sequence[AtWork] = ()

    @cached_property
    def ranges(self) -> Ranges:
        """The plausible range of each difference."""
        return Ranges(self.comparison, symbol_of(self.manifest))

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the comparison at central assumptions, of the same years only once."""
        return [row for row in central(self.comparison) if row["window"] in self.windows]

    @property
    def design(self) -> Mapping[str, Any]:
        """The windows, and which outcomes are primary."""
        design: Mapping[str, Any] = self.manifest["design"]
        return design

    @cached_property
    def windows(self) -> list[str]:
        """The names of the windows that are shown: of several of the same years the first.

        The one chosen beforehand is always among them.
        """
        dates = Horizon.from_dict(self.manifest)
        stated = self.design["windows"]
        return [one.name for one in shown_windows(stated, self.main_window, dates.year_ends)]

    @cached_property
    def primary(self) -> list[Row]:
        """The rows of the primary outcomes, of everybody, in every window."""
        return [r for r in self.rows if r["outcome"] in self.design["primary"] and _whole(r)]

    @cached_property
    def effect(self) -> str:
        """What the headline shows: the law's effect, or that of practice where no law differs."""
        differs = any(row["effect"] == "law" for row in self.rows)
        return "law" if differs or not self.rows else "practice"

    @cached_property
    def headline(self) -> list[Row]:
        """The rows of the headline's effect, each once: a law's is the same in all its arms."""
        seen, kept = set(), []
        for row in self.rows:
            key = (row[self.effect], row["outcome"], row["group"], row["window"])
            if row["effect"] == self.effect and key not in seen:
                seen.add(key)
                kept.append(row)
        return kept

    @cached_property
    def labels(self) -> list[str]:
        """The laws (or practices) whose effect the headline shows."""
        return sorted({str(row[self.effect]) for row in self.headline})

    def label(self, name: str) -> str:
        """Return what a law (or practice) of the headline is called."""
        if self.effect == "law":
            return titled(self.manifest["laws"].get(name, name), self.language)
        return practice_title(name, self.manifest, self.language)

    def window(self, name: str) -> str:
        """Return the window called *name* in words."""
        found = next(window for window in self.design["windows"] if window["name"] == name)
        return window_title(found, self.language)

    @property
    def main_window(self) -> str:
        """The name of the window that was chosen beforehand."""
        return str(self.design["primary_window"])

    def outcome(self, name: str) -> str:
        """Return what an outcome is called."""
        return outcome_words(name, self.manifest, self.language)

    def arm(self, name: str) -> str:
        """Return what an arm is called: the titles of its law and practice."""
        return arm_title(name, self.manifest, self.language)

    def amount(self, value: float, unit: str) -> str:
        """Return *value* in its unit."""
        return amount(value, unit, symbol_of(self.manifest), self.language)

    def difference(self, row: Row) -> str:
        """Return a difference with both uncertainties."""
        return difference_words(row, self.ranges, self.language)

    def reading(self, row: Row) -> str:
        """Return how a difference reads, claiming no more than its interval allows."""
        return verdict_words(row, self.ranges, self.language)

    def tone(self, row: Row) -> str:
        """Return the tone in which a difference is shown: ``better``, ``worse`` or none.

        What plausible assumptions can turn round has none.
        """
        found, turns = reading(row, self.ranges)
        return "" if turns else _TONES.get(found, "")


def _whole(row: Row) -> bool:
    return bool(row["group"] == "all")
