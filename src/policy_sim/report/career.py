"""One simulated career, told in sentences from the ledger of a run and the law that it followed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NoReturn

import pandas as pd

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.errors import ScenarioError
from policy_sim.policy.law import Law, Rule, Vintage
from policy_sim.policy.wording import article
from policy_sim.report.clause_words import clause_words
from policy_sim.report.levers import law_as_set
from policy_sim.report.pseudonyms import pseudonym
from policy_sim.report.spoken import spoken_day
from policy_sim.simulation.reforms.resisting import OLD_ORDER
from policy_sim.study.arms import Arm
from policy_sim.study.result import Result
from policy_sim.study.stored_law import StoredArm, stored_arm

__all__ = ["Career", "Event", "career"]

COLUMNS = ("date", "area", "rule", "law", "actual", "deviation", "reason", "cause")
"""What makes two events the same in two arms."""

_DONE = {
    "promotion": "was promoted",
    "appointment": "was appointed to {case}",
    "recruitment": "entered the service, for {case}",
    "regularisation": "was given regular employment",
    "acting": "was made acting holder of {case}",
    "transfer": "was transferred",
    "discipline": "was sanctioned",
    "remediation": "entered a programme of improvement",
    "training": "was given a place in training",
    "rewards": "was given an award",
    "pay": "rose a step on the pay scale",
    "examination": "was admitted to an examination",
}
_GIVEN = {
    "promotion": "a promotion",
    "appointment": "an appointment to {case}",
    "recruitment": "entry to the service",
    "exit": "leave of the service",
    "regularisation": "regular employment",
    "acting": "acting for {case}",
    "transfer": "a transfer",
    "discipline": "a sanction",
    "remediation": "a programme of improvement",
    "training": "a place in training",
    "rewards": "an award",
    "pay": "a step on the pay scale",
    "examination": "an examination",
}
_PLAIN = ("promotion", "appointment", "recruitment", "pay")
"""Areas in which the sentence of a grant says all that its reason would."""

_LEFT = {"retired": "retired", "died": "died", "resigned": "resigned", "dismissed": "was dismissed"}
_RANK = re.compile(r"rank (\d+) of (\d+), score (\S+), last winner (\S+)")
_POST = re.compile(r"post (\d+) vacant since (\d{4})-(\d{2})")
_PLACES = re.compile(r"places opened (\d{4})-(\d{2})")


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
    """What was decided about one person in one arm of one replication, in order of date."""

    person: int
    arm: str
    replication: int
    title: str
    events: tuple[Event, ...]
    law: Law

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


def career(result: Result, person: int, arm: str | None = None, replication: int = 0) -> Career:
    """Return the career of *person* in *arm* (by default the baseline).

    Raises :exc:`ScenarioError` for an arm, a replication or a person that the ledger does not
    know, with those that it does.
    """
    arm = result.baseline if arm is None else arm
    if arm not in result.arms:
        _refuse(result, "arm-not-run", seen=arm, allowed=", ".join(result.arms),
                near=near(arm, result.arms))  # fmt: skip
    rows = _rows(result, arm, replication)
    _refuse_unknown(result, rows, person)
    telling = _Telling(pseudonym(person), stored_arm(result, arm), rows)
    own = rows[rows["person"] == person].to_dict("records")
    events = tuple(telling.event({str(k): v for k, v in row.items()}) for row in own)
    return Career(person, arm, replication, _title(result, arm), events, telling.arm.law)


def _title(result: Result, arm: str) -> str:
    way = Arm.of(arm)
    laws, practices = result.manifest["laws"], result.manifest["practices"]
    return f"{laws[way.law]}, {practices[way.practice]['title']}"


def _rows(result: Result, arm: str, replication: int) -> pd.DataFrame:
    """Return what the ledger has of one arm of one replication, words as plain text."""
    ledger = result.ledger
    kept = sorted(set(ledger["replication"].tolist()))
    if not kept:
        _refuse(result, "ledger-empty", seen=str(result.manifest["ledger"]))
    if replication not in kept:
        allowed = ", ".join(map(str, kept))
        _refuse(result, "replication-not-kept", seen=str(replication), allowed=allowed)
    own = ledger[(ledger["policy"] == arm) & (ledger["replication"] == replication)].copy()
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
    allowed = f"0 to {founders - 1}, there from the start"
    if len(later) == 1:
        allowed += f"; {later[0]}, who entered later"
    elif later:
        allowed += f"; {len(later)} who entered later: {later[0]} to {later[-1]}, not all of them"
    closest = min([founders - 1, 0, *written], key=lambda one: abs(one - person))
    kept = str(result.manifest["ledger"])
    _refuse(result, "person-unknown", seen=str(person), allowed=allowed, near=str(closest),
            ledger=_KEPT.get(kept, kept))  # fmt: skip


_KEPT = {
    "first": "the decisions of the first replication only",
    "sample": "the decisions about every twentieth person only",
    "all": "the decisions of every replication",
}


def _refuse(result: Result, code: str, **values: str) -> NoReturn:
    raise ScenarioError([Diagnostic(code, Place(str(result.folder), 0, 0), values)])


@dataclass(frozen=True)
class _Telling:
    """Puts the rows of one person into sentences; *rows* are those of everybody in the arm."""

    name: str
    arm: StoredArm
    rows: pd.DataFrame

    @cached_property
    def steering(self) -> list[dict[str, Any]]:
        """The rows that tell of levers."""
        told = self.rows[self.rows["area"] == "steering"].to_dict("records")
        return [{str(key): value for key, value in row.items()} for row in told]

    def event(self, row: dict[str, Any]) -> Event:
        vintage = law_as_set(self.arm.law, row["date"], self.steering)
        rule = next((rule for rule in vintage.rules if rule.id == row["rule"]), None)
        words = self.sentence(row, vintage)
        article = _article(row["rule"], rule)
        sentence = f"{spoken_day(row['date'])}: {words}{article}."
        return Event(row, sentence, rule)

    def sentence(self, row: dict[str, Any], vintage: Vintage) -> str:
        """Return what happened, by what the law said and what was done."""
        match row["law"], row["actual"], row["deviation"]:
            case "granted", "done", deviation:
                late = ", after the delay that is usual in practice" if deviation == "delay" else ""
                return self.done(row) + late
            case "granted", _, deviation:
                return self.withheld(row, deviation)
            case "outranked", "done", _:
                return f"{self.done(row)}, though the law ranked {self.others(row)} first: \
{self.habit(row)} decided"
            case "refused", "done", _:
                return f"{self.done(row)}, though the law refuses it: by practice a condition that \
was not met was waived"
            case "outranked", _, _:
                return self.outranked(row)
            case "barred", _, _:
                return f"{self.name} was barred from {_given(row)} by {_bar(row, vintage)}"
            case "no_budget", _, _:
                return f"{self.name} was eligible for {_given(row)}, but the budget was spent"
            case _:
                return f"{self.name} was refused {_given(row)}; what was lacking: \
{_reason(row, vintage)}"

    def done(self, row: dict[str, Any]) -> str:
        if row["area"] == "exit":
            left = _LEFT.get(row["reason"], f"left the service ({row['reason']})")
            return f"{self.name} {left}"
        given = _DONE.get(row["area"], f"was granted what was decided in {row['area']}")
        told = f"{self.name} {given.format(case=_case(row['cause']))}"
        reason = str(row["reason"])
        plain = row["area"] in _PLAIN or not reason
        return told if plain else f"{told} ({reason.replace('_', ' ')})"

    def withheld(self, row: dict[str, Any], deviation: str) -> str:
        """Return what the law gave and practice did not carry out."""
        if row["area"] == "appointment" and deviation == "order":
            return f"the law ranked {self.name} first for {_case(row['cause'])}; by \
{self.habit(row)}, {self.others(row)} was appointed instead"
        if row["area"] == "appointment":
            return f"the law gave {self.name} {_case(row['cause'])}; by practice a condition was \
waived for {self.others(row)}, who was appointed instead"
        how = (
            f"by {self.habit(row)} it went to another"
            if deviation == "order"
            else "practice \
did not carry it out"
        )
        return f"the law gave {self.name} {_given(row)}, but {how}"

    def outranked(self, row: dict[str, Any]) -> str:
        if row["area"] == "appraisal":
            return f"{self.name} got a lower grade than the raters saw, since others of the unit \
came first ({row['reason']})"
        found = _RANK.search(str(row["reason"]))
        told = f"{self.name} was eligible for {_given(row)}, but others came first"
        if found is None:
            return told
        rank, size, score, last = found.groups()
        if score == last:
            return f"{told}: place {rank} of {size}; the score of {score} was that of the last \
winner, and what the law says of ties decided"
        return f"{told}: place {rank} of {size}, with a score of {score} where the last winner \
had {last}"

    def habit(self, row: dict[str, Any]) -> str:
        """Return the habit by which practice orders, in words, or that a reform was resisted."""
        if row["reason"] == OLD_ORDER:
            return OLD_ORDER
        practice = self.arm.practice.on(row["date"])
        title = self.arm.practice.title or self.arm.practice.name
        by = practice.order.by if practice.order else ""
        words = {"service": "the habit of seniority", "lottery": "lot",
                 "connection": "closeness to those who decide"}  # fmt: skip
        how = words.get(str(by), f"the habit of looking at {str(by).replace('_', ' ')}")
        return f"{how} (practice: {title})"

    def others(self, row: dict[str, Any]) -> str:
        """Return who stands on the other side of the same case on the same day."""
        same = self.rows[
            (self.rows["date"] == row["date"])
            & (self.rows["cause"] == row["cause"])
            & (self.rows["area"] == row["area"])
            & (self.rows["deviation"] == row["deviation"])
            & (self.rows["actual"] != row["actual"])
        ]
        people = [f"{pseudonym(one)} (person {one})" for one in same["person"].tolist()]
        return " or ".join(people) or "another"


def _article(rule_id: str, rule: Rule | None) -> str:
    if not rule_id:
        return ""
    known = [part for part in ((rule.title, rule.source) if rule else ()) if part]
    return f" (article {rule_id}{': ' if known else ''}{'; '.join(known)})"


def _given(row: Mapping[str, Any]) -> str:
    given = _GIVEN.get(str(row["area"]), f"what was decided in {row['area']}")
    return given.format(case=_case(str(row["cause"])))


def _case(cause: str) -> str:
    """Return what a case is, in words: a vacancy, or a round of recruitment."""
    if found := _POST.fullmatch(cause):
        post, year, month = found.groups()
        return f"post {post}, vacant since {date(int(year), int(month), 1):%B %Y}"
    if found := _PLACES.fullmatch(cause):
        year, month = found.groups()
        return f"a place opened in {date(int(year), int(month), 1):%B %Y}"
    return cause or "a post"


def _reason(row: Mapping[str, Any], vintage: Vintage) -> str:
    return clause_words(str(row["reason"]), vintage) or "the law does not say"


def _bar(row: Mapping[str, Any], vintage: Vintage) -> str:
    """Return the article that bars, with its source."""
    name = str(row["reason"]).removeprefix("barred by ")
    rule = next((rule for rule in vintage.rules if rule.id == name), None)
    return article(name, rule.source if rule else "")
