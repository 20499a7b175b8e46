"""A regulation as a notebook holds it: shown, checked, compared and asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from policy_sim.api import questions
from policy_sim.api.answers import Differences, Explanation
from policy_sim.api.findings import Findings
from policy_sim.api.given import Amendments, Day, amendments_named, day_named, file_named
from policy_sim.api.markup import heading, table
from policy_sim.catalogue.asked import language
from policy_sim.policy.law import Law
from policy_sim.policy.loading import load_law
from policy_sim.policy.vintage import Vintage
from policy_sim.report.voice import Voice
from policy_sim.report.wording import titled

__all__ = ["Policy", "load_policy"]

HEADINGS = ("area", "rule", "title", "source", "authority")


@dataclass(frozen=True)
class Policy:
    """A regulation with its amendments; :attr:`law` is the same as the engines read it.

    ::

        law = ps.load_policy("policies/medan/drafts/merit-reform.yaml")
        law.rules()                    # area, rule, source … in force today
        law.check()                    # findings, with an example person each
        law.diff()                     # what it changes, and for whom
        law.explain("case.yaml")       # why, why not, and from when on
    """

    path: Path
    amended_by: tuple[Path, ...]
    law: Law

    @property
    def title(self) -> str:
        """What the regulation calls itself."""
        return self.law.title

    def check(self, **asked: Any) -> Findings:
        """Return everything found in it; *asked* as for :func:`policy_sim.check`."""
        return questions.check(self.path, self.amended_by, **asked)

    def diff(self, new: str | Path | Policy | None = None, **asked: Any) -> Differences:
        """Return what *new* changes in it; without *new*, what its own amendments change.

        *asked* as for :func:`policy_sim.diff`. Raises :exc:`ValueError` for a regulation of
        several amendments held against another: write them as one.
        """
        if new is None:
            return questions.diff(self.path, amended_by=self.amended_by, **asked)
        path, amended = (new.path, new.amended_by) if isinstance(new, Policy) else (new, ())
        if len(self.amended_by) > 1:
            msg = "a regulation with several amendments can only be compared with what it amends"
            raise ValueError(msg)
        return questions.diff((*self.amended_by, self.path)[0], path, amended, **asked)

    def explain(self, person: str | Path | dict[str, Any], **asked: Any) -> Explanation:
        """Return why it decides so about *person*; *asked* as for :func:`policy_sim.explain`."""
        return questions.explain(self.path, person, self.amended_by, **asked)

    def rules(self, on: Day = None) -> pl.DataFrame:
        """Return area, rule, title, source, authority, status, place of the rules of a day."""
        rows = [
            {
                "area": rule.area,
                "rule": rule.id,
                "title": rule.title,
                "source": rule.source,
                "authority": str(rule.authority),
                "status": rule.status,
                "place": str(rule.place),
            }
            for rule in sorted(self._on(on).rules, key=lambda rule: (rule.area, rule.id))
        ]
        return pl.DataFrame(rows)

    def parameters(self, on: Day = None) -> pl.DataFrame:
        """Return parameter, value (as written), source, authority, status, place of a day."""
        rows = [
            {
                "parameter": name,
                "value": one.text,
                "source": one.source,
                "authority": str(one.authority),
                "status": one.status,
                "place": str(one.place),
            }
            for name, one in sorted(self._on(on).parameters.items())
        ]
        return pl.DataFrame(rows)

    def _on(self, day: Day) -> Vintage:
        """Return the law of *day*; of today if none is given, or of its first day if later."""
        today = date.today()  # noqa: DTZ011 - a user's today
        return self.law.on(day_named(day) or max(today, self.law.vintages[0].begins))

    def __repr__(self) -> str:
        return f"{self.title}: {len(self._on(None).rules)} rules ({self.path})"

    def _repr_html_(self) -> str:
        """Show what amends it and from when, and the rules of today by area."""
        told = language()
        amended = [
            told.say(
                "amended by {title} from {day} on",
                title=titled(one.title, told),
                day=told.day(one.effective),
            )
            for one in self.law.amendments
        ]
        voice = Voice.of(self.law, told)
        rules = {rule.id: rule for rule in self._on(None).rules}
        rows = [
            [told.text(area), name, voice.titled(rules[name]), source, told.text(authority)]
            for area, name, source, authority in self.rules()
            .select("area", "rule", "source", "authority")
            .rows()
        ]
        return heading(titled(self.title, told), "; ".join(amended)) + table(HEADINGS, rows)


def load_policy(path: str | Path, amended_by: Amendments = ()) -> Policy:
    """Return the regulation in *path* as *amended_by* change it.

    Raises :exc:`~policy_sim.errors.BadInput` with all findings if it does not hold together.
    """
    file, amendments = file_named(path, "path"), amendments_named(amended_by)
    return Policy(file, amendments, load_law(file, amendments))
