"""The figures of a run: drawn in a language, with what they show in words and as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any

import pyarrow.parquet as pq
from matplotlib.axes import Axes

from policy_sim.catalogue.language import Language
from policy_sim.report.canvas import svg_of
from policy_sim.report.figures import draw_differences, draw_levels, draw_waiting
from policy_sim.report.numbers import amount, fine, placed, scaled
from policy_sim.report.page.blocks import Column, Picture, Table
from policy_sim.report.series import Curve, Subject, differences, levels
from policy_sim.report.waiting import Waiting, waiting
from policy_sim.report.wording import arm_title, outcome_words, symbol_of
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.arms import Arm, Grid
from policy_sim.study.observations import observe
from policy_sim.study.result import Result
from policy_sim.study.store import DRAWS, OUTCOME_FILE

__all__ = ["Drawn", "Studio", "divergence_of", "subject_of"]


@dataclass(frozen=True)
class Drawn:
    """A picture and the Axes it was drawn in, so that it can be kept as a file too."""

    picture: Picture
    axes: Axes


class Studio:
    """Draws the figures of a run in one language."""

    def __init__(self, result: Result, language: Language) -> None:
        self.result = result
        self.language = language
        self.seen = observe(pq.read_table(result.folder / OUTCOME_FILE))
        path = result.folder / DRAWS
        self.draws = observe(pq.read_table(path)) if path.exists() else None
        arms = tuple(Arm.of(name) for name in result.arms)
        self.grid = Grid(arms, Arm.of(result.baseline))

    def gaps(self, subject: Subject) -> list[Curve]:
        """Return the paired differences of *subject*, under the names that people read."""
        return self._labelled(differences(self.seen, self.grid, subject, self.draws))

    def heights(self, subject: Subject) -> list[Curve]:
        """Return the mean of *subject* in each arm, under the names that people read."""
        return self._labelled(levels(self.seen, self.grid, subject))

    def outcome(self, name: str) -> list[Drawn]:
        """Draw one outcome: differences first, then the levels behind them; of each what is."""
        subject, language = subject_of(self.result, name, "all", self.language), self.language
        drawn = []
        gaps = self.gaps(subject)
        if gaps:
            axes = draw_differences(gaps, subject, divergence_of(self.result), language=language)
            drawn.append(self._kept(axes, subject, gaps, f"{name}-difference"))
        heights = self.heights(subject)
        if heights:
            axes = draw_levels(heights, subject, language=language)
            drawn.append(self._kept(axes, subject, heights, f"{name}-level"))
        return drawn

    def waits(self, rows: Iterable[Mapping[str, Any]]) -> list[Drawn]:
        """Draw how long everybody waits for the next grade, arm by arm."""
        found = {
            arm_title(row["policy"], self.result.manifest, self.language): waiting(row)
            for row in rows
            if not row["attribute"]
        }
        if not found:
            return []
        say = self.language.say
        axes = draw_waiting(found, language=self.language)
        alt = say("Share of people who have risen in grade by each month, one line an arm.")
        caption = say("First replication; of those who held a grade on the first day.")
        table = self._waiting_table(alt, found)
        return [Drawn(Picture("time-to-promotion", svg_of(axes), alt, caption, table), axes)]

    def _waiting_table(self, caption: str, found: Mapping[str, Waiting]) -> Table:
        """Return the share that has risen by the end of each year."""
        language = self.language
        months = range(12, 12 * self.result.manifest["years"] + 1, 12)
        columns = [Column(language.say("months")), *(Column(arm, figures=True) for arm in found)]
        rows = [
            (
                language.number(month),
                *(f"{language.number(100 * one.risen_by(month))} %" for one in found.values()),
            )
            for month in months
        ]
        return Table(caption, tuple(columns), tuple(rows))

    def _labelled(self, curves: Iterable[Curve]) -> list[Curve]:
        """Return the curves with the names that people read: what is hypothetical says so."""
        told = self.result.manifest
        return [replace(c, label=arm_title(c.name, told, self.language)) for c in curves]

    def _kept(self, axes: Axes, subject: Subject, curves: list[Curve], name: str) -> Drawn:
        differing = name.endswith("-difference")
        alt = self._in_words(subject, curves, differing=differing)
        if differing:
            plausible = any(curve.plausible for curve in curves)
            caption = self._band_words(self.result.manifest["replications"], plausible=plausible)
        else:
            caption = self.language.text(OUTCOMES[subject.outcome].brief)
        table = self._table(subject, curves, differing=differing)
        return Drawn(Picture(name, svg_of(axes), alt, caption, table), axes)

    def _in_words(self, subject: Subject, curves: list[Curve], *, differing: bool) -> str:
        """Return what a reader would see: the last value of each line."""
        ends = "; ".join(
            f"{curve.label}: {self._last(subject, curve, differing=differing)}" for curve in curves
        )
        if differing:
            sentence = self.language.text(
                "{outcome}, difference to the baseline by year. In {year}: {ends}."
            )
        else:
            sentence = self.language.text("{outcome} by year. In {year}: {ends}.")
        return sentence.format(outcome=subject.title, year=curves[0].days[-1].year, ends=ends)

    def _last(self, subject: Subject, curve: Curve, *, differing: bool) -> str:
        value = curve.means[-1]
        if not differing:
            return amount(value, subject.unit, subject.symbol, self.language)
        (shown,), before, word = scaled([value], subject.unit, subject.symbol, self.language)
        told = f"{placed(before, shown)} {word}".rstrip()
        if curve.lows is None or curve.highs is None:
            return self.language.say("{difference}, without an interval", difference=told)
        if curve.lows[-1] <= 0 <= curve.highs[-1]:
            return self.language.say("{difference}, no clear difference", difference=told)
        return told

    def _band_words(self, pairs: int, *, plausible: bool) -> str:
        say = self.language.say
        if pairs < 2:
            words = say("Difference of one replication; with one there is no interval.")
        else:
            words = say(
                "Mean difference and its 95 % interval over {pairs} paired replications.",
                pairs=pairs,
            )
        if not plausible:
            return words
        wider = say("Dotted, lighter: the plausible range over draws of the assumptions.")
        return f"{words} {wider}"

    def _table(self, subject: Subject, curves: list[Curve], *, differing: bool) -> Table:
        """Return the values of the lines, with their intervals, by year."""
        say = self.language.say
        columns = (Column(say("year")), *(Column(curve.label, figures=True) for curve in curves))
        days = sorted({day for curve in curves for day in curve.days})
        largest = max(abs(subject.shown(value)) for curve in curves for value in curve.means)
        written = partial(self.language.number, decimals=fine(largest), signed=differing)
        rows = []
        for day in days:
            cells = [
                self._value(subject, curve, curve.days.index(day), written)
                if day in curve.days
                else ""
                for curve in curves
            ]
            rows.append((str(day.year), *cells))
        unit = subject.axis(signed=differing, language=self.language)
        caption = say("{outcome}, in {unit}", outcome=subject.title, unit=unit)
        return Table(caption, columns, tuple(rows))

    def _value(
        self, subject: Subject, curve: Curve, at: int, written: Callable[[float], str]
    ) -> str:
        def told(value: float) -> str:
            return written(subject.shown(value))

        if curve.lows is None or curve.highs is None:
            return told(curve.means[at])
        low, high = told(curve.lows[at]), told(curve.highs[at])
        return f"{told(curve.means[at])} {self.language.say('[{low}, {high}]', low=low, high=high)}"


def subject_of(result: Result, outcome: str, group: str, language: Language) -> Subject:
    """Return what a figure of *outcome* is about."""
    declared, told = OUTCOMES[outcome], result.manifest
    words = outcome_words(outcome, told, language)
    return Subject(outcome, declared.unit, str(declared.better), group, words, symbol_of(told))


def divergence_of(result: Result) -> Mapping[str, date | None]:
    """Return, by arm, from which day it may differ from the baseline."""
    told = result.manifest["divergence"]
    return {arm: None if day is None else date.fromisoformat(day) for arm, day in told.items()}
