"""One simulated career, told in sentences from the ledger of a run and the law that it followed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import pandas as pd

from policy_sim.catalogue import listed, phrase
from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import ScenarioError
from policy_sim.policy.law import NO_TRANSITION, Law
from policy_sim.policy.rule import Rule
from policy_sim.policy.transition import Membership
from policy_sim.report.pseudonyms import pseudonym
from policy_sim.report.spoken_career import SpokenCareer
from policy_sim.report.voice import PLAIN, Voice
from policy_sim.study.arms import Arm
from policy_sim.study.result import Result
from policy_sim.study.stored_law import StoredArm, stored_arm

__all__ = ["Career", "Event", "career"]

COLUMNS = ("date", "area", "rule", "law", "actual", "deviation", "reason", "cause")
"""What makes two events the same in two arms."""


@dataclass(frozen=True)
class Event:
    """One row of the ledger about a person, with its *sentence* and the article (if any)."""

    row: Mapping[str, Any]
    sentence: str
    rule: Rule | None = None

    @property
    def done(self) -> bool:
        """Whether something was done, and not only decided or refused."""
        return bool(self.row["actual"] == "done")

    @property
    def same(self) -> tuple[Any, ...]:
        """What it has in common with the same event in another arm."""
        return tuple(self.row[name] for name in COLUMNS)

    def as_dict(self) -> dict[str, Any]:
        """Return the event for programs."""
        told = {name: str(self.row[name]) for name in COLUMNS}
        told["date"] = self.row["date"].isoformat()
        title, source = (self.rule.title, self.rule.source) if self.rule else ("", "")
        return told | {"title": title, "source": source, "sentence": self.sentence}


@dataclass(frozen=True)
class Career:
    """What was decided about one person in one arm of one replication, in order of date.

    *within* are the transitions of the law that the person was taken into.
    """

    person: int
    arm: str
    replication: int
    title: str
    events: tuple[Event, ...]
    law: Law
    voice: Voice = PLAIN
    within: Membership = NO_TRANSITION

    @property
    def name(self) -> str:
        """The person's pseudonym."""
        return pseudonym(self.person)

    def as_dict(self) -> dict[str, Any]:
        """Return the career for programs."""
        return {
            "person": self.person,
            "pseudonym": self.name,
            "arm": self.arm,
            "replication": self.replication,
            "events": [event.as_dict() for event in self.events],
        }


def career(
    result: Result,
    person: int,
    arm: str | None = None,
    replication: int = 0,
    language: Language = ENGLISH,
) -> Career:
    """Return the career of *person* in *arm* (by default the baseline), told in *language*.

    Raises :exc:`ScenarioError` for an arm, a replication or a person that the ledger does not
    know, with those that it does.
    """
    arm = result.baseline if arm is None else arm
    if arm not in result.arms:
        _refuse(result, "arm-not-run", seen=arm, allowed=", ".join(result.arms),
                near=near(arm, result.arms))  # fmt: skip
    rows = _rows(result, arm, replication)
    _refuse_unknown(result, rows, person)
    stored = stored_arm(result, arm)
    voice = Voice.of(stored.law, language)
    spoken = SpokenCareer(pseudonym(person), stored, rows, voice)
    own = rows[rows["person"] == person].to_dict("records")
    told = ({str(key): value for key, value in row.items()} for row in own)
    events = tuple(Event(row, *spoken.told(row)) for row in told)
    title = _title(result, arm, stored, language)
    within = spoken.taken.get(person, NO_TRANSITION)
    return Career(person, arm, replication, title, events, stored.law, voice, within)


def _title(result: Result, arm: str, stored: StoredArm, language: Language) -> str:
    """Return the titles of law and practice, as the run knew them."""
    way = Arm.of(arm)
    laws, practices = result.manifest["laws"], result.manifest["practices"]
    told = (laws[way.law], practices[way.practice]["title"])
    own = {str(one): one for one in (stored.law.title, stored.practice.title)}
    return ", ".join(str(language.told(own.get(one, one))) for one in told)


def _rows(result: Result, arm: str, replication: int) -> pd.DataFrame:
    """Return what the ledger has of one arm of one replication, words as plain text."""
    kept = result.replications_kept
    if not kept:
        _refuse(result, "ledger-empty", seen=str(result.manifest["ledger"]))
    if replication not in kept:
        allowed = ", ".join(map(str, kept))
        _refuse(result, "replication-not-kept", seen=str(replication), allowed=allowed)
    own = result.decisions(arm, replication)
    own["date"] = pd.to_datetime(own["date"]).dt.date
    return own


def _refuse_unknown(result: Result, rows: pd.DataFrame, person: int) -> None:
    """Raise for a person who was neither there at the start nor ever written of."""
    founders = int(result.manifest["people_at_start"])
    # Rows about a unit or the organisation have no person, and a number below zero.
    written = sorted({one for one in rows["person"].tolist() if one >= 0})
    if 0 <= person < founders or person in written:
        return
    later = [one for one in written if one >= founders]
    allowed: str = phrase("0 to {last}, there from the start", last=founders - 1)
    if len(later) == 1:
        one = phrase("{number}, who entered later", number=later[0])
        allowed = listed([allowed, one], "; ")
    elif later:
        some = phrase(
            "{number} who entered later: {first} to {last}, not all of them",
            number=len(later),
            first=later[0],
            last=later[-1],
        )
        allowed = listed([allowed, some], "; ")
    _refuse(result, "person-unknown", seen=str(person), allowed=allowed, near="",
            ledger=_kept(str(result.manifest["ledger"])))  # fmt: skip


_KEPT = {
    "first": phrase("the decisions of the first replication only"),
    "sample": phrase("the decisions about every twentieth person only"),
    "all": phrase("the decisions of every replication"),
}


def _kept(ledger: str) -> str:
    """Return in words whose decisions were written down."""
    choice, _, number = ledger.partition(":")
    if number:
        return phrase("the decisions about one person in {number} only", number=number)
    return _KEPT.get(choice, choice)


def _refuse(result: Result, code: str, **values: str) -> NoReturn:
    raise ScenarioError([Diagnostic(code, Place(str(result.folder), 0, 0), values)])
