"""What a run found, as a notebook holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from matplotlib.axes import Axes

from policy_sim.api import questions
from policy_sim.api.answers import CareerTold
from policy_sim.api.frames import tidy
from policy_sim.api.given import Names, file_named, names_in, text_named
from policy_sim.api.markup import heading, table
from policy_sim.api.sweeps import Swept
from policy_sim.catalogue.asked import language
from policy_sim.report.illustrate import plot_levels, plot_outcome
from policy_sim.report.summary import primary_rows
from policy_sim.report.sweep.answering import watched
from policy_sim.report.wording import titled
from policy_sim.study import result as results
from policy_sim.study.temporary_folder import TemporaryFolder

__all__ = ["Result", "load_result"]

HEADINGS = ("arm", "effect", "outcome", "window", "baseline", "difference", "p (Holm)", "reads as")
"""What a notebook shows of a comparison, as sentences of the report are shown."""


@dataclass(frozen=True)
class Result:
    """What a run found: tidy polars frames, the comparison, figures.

    ::

        result.outcomes                       # policy, replication, date, outcome, group, value
        result.compare(law="merit")           # reform minus baseline, with intervals
        result.plot("service_quality")        # matplotlib Axes
        result.why(93)                        # one career, in sentences
        result.manifest["audit"]              # n of n decisions confirmed on the other engine
    """

    kept: results.Result = field(repr=False)

    @property
    def folder(self) -> Path:
        """The run folder; a temporary one lasts as long as the result is held."""
        return self.kept.folder

    @property
    def manifest(self) -> Mapping[str, Any]:
        """What was run: documents and their digests, seed, arms, audit."""
        return self.kept.manifest

    @property
    def stored(self) -> bool:
        """Whether the run was made earlier and has been read back."""
        return self.kept.stored

    @property
    def baseline(self) -> str:
        """The arm that the others are held against."""
        return self.kept.baseline

    @property
    def arms(self) -> tuple[str, ...]:
        """Every arm, by name."""
        return self.kept.arms

    @property
    def outcomes(self) -> pl.DataFrame:
        """Return policy, replication, date, outcome, group, value: one row a year and group."""
        return tidy(self.kept.outcomes)

    @property
    def ledger(self) -> pl.DataFrame:
        """Return the decisions that were written down, with what became of each."""
        return tidy(self.kept.ledger)

    @property
    def comparison(self) -> pl.DataFrame:
        """Return every row of ``comparison.json``: reform minus baseline, of both kinds."""
        return tidy(self.kept.comparison)

    @property
    def draws(self) -> pl.DataFrame:
        """Return the outcomes of each draw of the assumptions; ValueError if none was made."""
        return tidy(self.kept.draws)

    @property
    def drawn(self) -> pl.DataFrame:
        """Return draw, assumption, value; ValueError if no draw was made."""
        return tidy(self.kept.drawn)

    @property
    def hinges(self) -> pl.DataFrame:
        """Return how each primary difference goes with each drawn assumption, strongest first."""
        return tidy(self.kept.hinges)

    @property
    def prospects(self) -> pl.DataFrame:
        """Return how often each policy is best over the draws, and its expected regret.

        One row a primary outcome, choice (*among* laws *under* a practice) and policy; none under
        ten draws.
        """
        return tidy(self.kept.prospects)

    @property
    def information(self) -> pl.DataFrame:
        """Return what it would be worth to know each drawn assumption, most valuable first.

        In the unit of the outcome; none under fifty draws.
        """
        return tidy(self.kept.information)

    @property
    def facts(self) -> pl.DataFrame:
        """Does the baseline look like the place? A row for each fact that the study states.

        *low* to *high* is what counts as matched, *value* what is simulated, *verdict* whether it
        is inside, outside, or without data; *explain* and *evidence* are the document's own words.
        """
        rows = [
            {
                "fact": one["name"],
                "title": titled(one["title"], language()),
                **{name: one[name] for name in ("unit", "low", "high", "value", "verdict")},
                **{name: titled(one[name], language()) for name in ("explain", "evidence")},
            }
            for one in self.manifest.get("likeness", ())
        ]
        whole = dict.fromkeys(("low", "high", "value"), pl.Float64)
        return pl.DataFrame(rows, schema_overrides=whole)

    @property
    def attainable(self) -> pl.DataFrame:
        """Return the share of the attainable gain that each arm realises (reference arms)."""
        return tidy(self.kept.attainable)

    def compare(
        self,
        law: str | None = None,
        practice: str | None = None,
        *,
        baseline: str | None = None,
        group: str | None = "all",
        **labels: str,
    ) -> pl.DataFrame:
        """Return the rows of the comparison with the labels given, both uncertainties in each.

        As :meth:`policy_sim.study.result.Result.compare`, with null where something is missing.
        Raises :exc:`ValueError` for a label or an arm that does not occur.
        """
        found = self.kept.compare(law, practice, baseline=baseline, group=group, **labels)
        return tidy(found)

    def levels(self, *, group: str | None = "all", **labels: str) -> pl.DataFrame:
        """Return what each outcome came to in each arm, held against nothing.

        As :meth:`policy_sim.study.result.Result.levels`. Raises
        :exc:`~policy_sim.errors.Misnamed` for a label that does not occur.
        """
        return tidy(self.kept.levels(group=group, **labels))

    def plot(self, outcome: str, group: str = "all", ax: Axes | None = None) -> Axes:
        """Return Axes with the paired differences of *outcome* over the years.

        Raises :exc:`ValueError` for an outcome or group that the run does not have.
        """
        group = text_named(group, "group")
        return plot_outcome(self.kept, outcome, group, ax, language())

    def plot_levels(self, outcome: str, group: str = "all", ax: Axes | None = None) -> Axes:
        """Return Axes with the mean of *outcome* in each arm over the years.

        Raises :exc:`ValueError` for an outcome or group that the run does not have.
        """
        group = text_named(group, "group")
        return plot_levels(self.kept, outcome, group, ax, language())

    def why(self, person: int, *, arm: str | None = None, against: str | None = None) -> CareerTold:
        """Return one career of the first replication, as :func:`policy_sim.why` does."""
        return questions.why(self.folder, person, arm=arm, against=against)

    def indicators(self, outcomes: Names = (), *, out: str | Path | None = None) -> Swept:
        """Return what to watch 12 to 24 months after each reform, and from which value on to act.

        *outcomes* are what is to be foretold, the primary ones if none is named. *out* keeps the
        answer. Raises :exc:`~policy_sim.errors.ScenarioError` for an outcome that the run has not.
        """
        keeper = TemporaryFolder() if out is None else None
        folder = file_named(out, "out") if keeper is None else keeper.path
        return Swept(
            *watched(self.kept, names_in(outcomes, "outcomes"), folder, language()), keeper
        )

    def __repr__(self) -> str:
        return f"Result({str(self.folder)!r})"

    def _repr_html_(self) -> str:
        """Show the primary comparisons."""
        told = language()
        more = told.say(
            "reform minus baseline, {replications}",
            replications=told.count(
                self.manifest["replications"], "{number} replication", "{number} replications"
            ),
        )
        rows = primary_rows(self.kept, told)
        return heading(titled(self.manifest["title"], told), more) + table(HEADINGS, rows)


def load_result(folder: str | Path) -> Result:
    """Return the result kept in a run folder.

    Raises :exc:`~policy_sim.errors.ScenarioError` if there is no readable manifest.
    """
    return Result(results.load_result(file_named(folder, "folder")))
