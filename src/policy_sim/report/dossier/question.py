"""What a dossier is asked about: a draft, the law that it amends, a study, a statute, cases."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from policy_sim.cases import case_files
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.errors import PolicyError
from policy_sim.policy.draft_articles import Omission, articles_of, omission
from policy_sim.policy.law import Law
from policy_sim.policy.loading import Regulation, amended_by, load_law, load_regulation
from policy_sim.rules.checking import check_regulation
from policy_sim.study.arms import Arm
from policy_sim.study.loading import load_scenario
from policy_sim.study.named_files import beside, located
from policy_sim.study.provenance import versions
from policy_sim.study.scenario import Scenario
from policy_sim.study.store import canonical_json, input_digests
from policy_sim.study.terms import Terms, settle

__all__ = ["Asked", "Question", "asked_about"]


@dataclass(frozen=True)
class Asked:
    """The documents of a dossier, and the terms of its study.

    *on* is the day from which on the law is looked at (None: the first day of the draft);
    *terms* are those of a run, in place of what the scenario states; *workers* changes nothing.
    """

    draft: Path
    scenario: Path
    statute: Path | None = None
    cases: Path | None = None
    on: date | None = None
    profile: Path | None = None
    workforce: Path | None = None
    mapping: Path | None = None
    terms: Mapping[str, Any] = field(default_factory=dict)
    workers: int | None = None


@dataclass(frozen=True)
class Question:
    """The same, read. There is no *regulation* if the draft does not hold together."""

    asked: Asked
    scenario: Scenario
    terms: Terms
    base: Regulation
    regulation: Regulation | None
    statute: Law | None
    case_files: tuple[Path, ...]
    omissions: tuple[Omission, ...]

    @property
    def since(self) -> date:
        """The day from which on the law is looked at."""
        if self.asked.on is not None:
            return self.asked.on
        if self.regulation is None:
            return self.scenario.stated.start
        return self.regulation.amendments[-1].form.effective

    @property
    def files(self) -> tuple[Path, ...]:
        """Every document, the draft first."""
        laws = [one.law for one in (self.base, self.regulation) if one is not None]
        laws += [self.statute] if self.statute is not None else []
        found = {located(Path(file)) for law in laws for file in law.files}
        found |= {located(path) for path in (*self.scenario.inputs, *self.case_files)}
        draft = located(self.asked.draft)
        return (draft, *sorted(found - {draft}))

    @property
    def digest(self) -> str:
        """The SHA-256 of everything that decides what the dossier says, but for its language."""
        asked = self.asked
        roster = self.scenario.roster
        decides = {
            "documents": input_digests(self.files),
            "draft": asked.draft.name,
            "statute": asked.statute.name if asked.statute else None,
            "cases": [path.name for path in self.case_files],
            "scenario": asked.scenario.name,
            "since": self.since.isoformat(),
            "terms": self.terms.as_dict(),
            "versions": versions(),
            "workforce_file": roster.digest if roster else None,
        }
        return hashlib.sha256(canonical_json(decides).encode()).hexdigest()


def asked_about(asked: Asked) -> Question:
    """Return what *asked* names, read.

    A draft that does not hold together is no error: its findings open the dossier. Raises
    :exc:`~policy_sim.errors.BadInput` for any other document that cannot be used, for a file that
    amends nothing, and for a scenario about another law than the one that the draft amends.
    """
    amended = amended_by(asked.draft)
    place = Place(str(asked.draft), 0, 0)
    if amended is None:
        raise PolicyError([Diagnostic("amends-no-law", place, {"seen": str(asked.draft)})])
    scenario = load_scenario(
        asked.scenario, profile=asked.profile, workforce=asked.workforce, mapping=asked.mapping
    )
    _refuse_another_law(scenario, amended, place)
    regulation, _ = check_regulation(asked.draft)
    omissions = [] if regulation is None else _omissions(regulation)
    return Question(
        asked=asked,
        scenario=scenario,
        terms=settle(scenario, dict(asked.terms), asked.workers),
        base=load_regulation(amended),
        regulation=regulation,
        statute=load_law(asked.statute) if asked.statute else None,
        case_files=tuple(case_files(asked.cases)) if asked.cases else (),
        omissions=tuple(omissions),
    )


def _omissions(regulation: Regulation) -> list[Omission]:
    return [omission(regulation, article) for article in articles_of(regulation)]


def _refuse_another_law(scenario: Scenario, amended: Path, place: Place) -> None:
    """Raise unless the baseline of *scenario* is the law in *amended*, perhaps amended already."""
    name = Arm.of(scenario.grid.baseline.name).law
    part = next(part for key, part in scenario.stated.laws.items() if key == name)
    policy = beside(part.policy, scenario.path)
    if policy.resolve() != amended.resolve():
        values = {
            "seen": amended.as_posix(),
            "allowed": policy.as_posix(),
            "scenario": scenario.name,
        }
        raise PolicyError([Diagnostic("draft-of-another-law", place, values)])
