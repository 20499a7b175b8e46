"""The sentences of a simulated career: what the law said of a person, and what was done."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import pandas as pd

from policy_sim.catalogue.language import ENGLISH
from policy_sim.policy.keeping import JUDGED
from policy_sim.policy.law import NO_TRANSITION
from policy_sim.policy.rule import Rule
from policy_sim.policy.transition import Membership
from policy_sim.policy.vintage import Vintage
from policy_sim.report.decisions import reason_words
from policy_sim.report.levers import law_as_set
from policy_sim.report.pseudonyms import pseudonym
from policy_sim.report.sentences import AREAS
from policy_sim.report.stated import stated_words
from policy_sim.report.voice import PLAIN, Voice
from policy_sim.simulation.reforms.resisting import OLD_ORDER
from policy_sim.study.stored_law import StoredArm

__all__ = ["SpokenCareer"]

_DONE = {
    "promotion": "{name} was promoted",
    "appointment": "{name} was appointed to {case}",
    "recruitment": "{name} entered the service, for {case}",
    "regularisation": "{name} was given regular employment",
    "acting": "{name} was made acting holder of {case}",
    "transfer": "{name} was transferred",
    "discipline": "{name} was sanctioned",
    "remediation": "{name} entered a programme of improvement",
    "training": "{name} was given a place in training",
    "rewards": "{name} was given an award",
    "pay": "{name} rose a step on the pay scale",
    "examination": "{name} was admitted to an examination",
    "transition": "{name} was taken into a transition",
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

_LEFT = {
    "retired": "{name} retired",
    "died": "{name} died",
    "resigned": "{name} resigned",
    "dismissed": "{name} was dismissed",
}
_HABITS = {
    "service": "the habit of seniority",
    "lottery": "lot",
    "connection": "closeness to those who decide",
}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_RANK = re.compile(r"rank (\d+) of (\d+), score (\S+), last winner (\S+)")
_POST = re.compile(r"post (\d+) vacant since (\d{4})-(\d{2})")
_PLACES = re.compile(r"places opened (\d{4})-(\d{2})")


@dataclass(frozen=True)
class SpokenCareer:
    """Puts the rows of one person into sentences; *rows* are those of everybody in the arm."""

    name: str
    arm: StoredArm
    rows: pd.DataFrame
    voice: Voice = PLAIN

    @cached_property
    def steering(self) -> list[dict[str, Any]]:
        """The rows that tell of levers."""
        told = self.rows[self.rows["area"] == "steering"].to_dict("records")
        return [{str(key): value for key, value in row.items()} for row in told]

    @cached_property
    def taken(self) -> dict[int, Membership]:
        """The transitions that each person was taken into."""
        own = self.rows[self.rows["area"] == JUDGED]
        found: dict[int, Membership] = {}
        for person, name in zip(own["person"].tolist(), own["rule"].tolist(), strict=True):
            found[person] = found.get(person, NO_TRANSITION) | {str(name)}
        return found

    def told(self, row: dict[str, Any]) -> tuple[str, Rule | None]:
        """Return the sentence of one row of the person, and its article if there is one."""
        within = self.taken.get(row["person"], NO_TRANSITION)
        vintage = law_as_set(self.arm.law, row["date"], self.steering, within)
        rule = next((rule for rule in vintage.rules if rule.id == row["rule"]), None)
        words = self.sentence(row, vintage)
        article = self.article(row["rule"], rule)
        day = self.voice.language.day(row["date"])
        return f"{day}: {words}{article}.", rule

    def say(self, sentence: str, **values: object) -> str:
        """Return a sentence about the person in the language."""
        return self.voice.language.say(sentence, name=self.name, **values)

    def sentence(self, row: dict[str, Any], vintage: Vintage) -> str:
        """Return what happened, by what the law said and what was done."""
        match row["law"], row["actual"], row["deviation"]:
            case "granted", "done", deviation:
                done = self.done(row)
                if deviation != "delay":
                    return done
                return self.say("{done}, after the delay that is usual in practice", done=done)
            case "granted", _, deviation:
                return self.withheld(row, deviation)
            case "outranked", "done", _:
                return self.say(
                    "{done}, though the law ranked {others} first: {habit} decided",
                    done=self.done(row),
                    others=self.others(row),
                    habit=self.habit(row),
                )
            case "refused", "done", _:
                return self.say(
                    "{done}, though the law refuses it: by practice a condition that was not met "
                    "was waived",
                    done=self.done(row),
                )
            case "outranked", _, _:
                return self.outranked(row)
            case "barred", _, _:
                return self.say(
                    "{name} was barred from {gift} by {bar}",
                    gift=self.given(row),
                    bar=self.bar(row, vintage),
                )
            case "no_budget", _, _:
                return self.say(
                    "{name} was eligible for {gift}, but the budget was spent",
                    gift=self.given(row),
                )
            case _:
                return self.say(
                    "{name} was refused {gift}; what was lacking: {reason}",
                    gift=self.given(row),
                    reason=self.reason(row, vintage),
                )

    def done(self, row: dict[str, Any]) -> str:
        """Return what was done."""
        if row["area"] == "exit":
            left = _LEFT.get(row["reason"])
            if left is not None:
                return self.say(left)
            return self.say("{name} left the service ({reason})", reason=row["reason"])
        given = _DONE.get(row["area"], "{name} was granted what was decided in {area}")
        told = self.say(given, case=self.case(row["cause"]), area=self.area(row))
        reason = str(row["reason"])
        plain = row["area"] in _PLAIN or not reason
        return told if plain else f"{told} ({self.voice.word(reason)})"

    def withheld(self, row: dict[str, Any], deviation: str) -> str:
        """Return what the law gave and practice did not carry out."""
        case, others = self.case(row["cause"]), self.others(row)
        if row["area"] == "appointment" and deviation == "order":
            return self.say(
                "the law ranked {name} first for {case}; by {habit}, {others} was appointed "
                "instead",
                case=case,
                habit=self.habit(row),
                others=others,
            )
        if row["area"] == "appointment":
            return self.say(
                "the law gave {name} {case}; by practice a condition was waived for {others}, who "
                "was appointed instead",
                case=case,
                others=others,
            )
        gift = self.given(row)
        if deviation == "order":
            return self.say(
                "the law gave {name} {gift}, but by {habit} it went to another",
                gift=gift,
                habit=self.habit(row),
            )
        return self.say("the law gave {name} {gift}, but practice did not carry it out", gift=gift)

    def outranked(self, row: dict[str, Any]) -> str:
        """Return that others came first, and by how much where the ledger tells it."""
        if row["area"] == "appraisal":
            return self.say(
                "{name} got a lower grade than the raters saw, since others of the unit came first "
                "({reason})",
                reason=row["reason"],
            )
        found = _RANK.search(str(row["reason"]))
        told = self.say("{name} was eligible for {gift}, but others came first",
                        gift=self.given(row))  # fmt: skip
        if found is None:
            return told
        rank, size, score, last = found.groups()
        if score == last:
            return self.say(
                "{told}: place {rank} of {size}; the score of {score} was that of the last winner, "
                "and what the law says of ties decided",
                told=told,
                rank=rank,
                size=size,
                score=self.score(score),
            )
        return self.say(
            "{told}: place {rank} of {size}, with a score of {score} where the last winner had "
            "{last}",
            told=told,
            rank=rank,
            size=size,
            score=self.score(score),
            last=self.score(last),
        )

    def score(self, text: str) -> str:
        """Return a score of the ledger as numbers are written in the language."""
        if self.voice.language == ENGLISH or not _NUMBER.fullmatch(text):
            return text
        return self.voice.language.number(float(text), len(text.partition(".")[2]))

    def habit(self, row: dict[str, Any]) -> str:
        """Return the habit by which practice orders, in words, or that a reform was resisted."""
        if row["reason"] == OLD_ORDER:
            return self.voice.language.text(OLD_ORDER)
        practice = self.arm.practice.on(row["date"])
        title = self.arm.practice.title or self.arm.practice.name
        by = str(practice.order.by) if practice.order else ""
        how = self.say(_HABITS.get(by, "the habit of looking at {what}"), what=self.voice.named(by))
        return self.say("{habit} (practice: {title})", habit=how, title=title)

    def others(self, row: dict[str, Any]) -> str:
        """Return who stands on the other side of the same case on the same day."""
        same = self.rows[
            (self.rows["date"] == row["date"])
            & (self.rows["cause"] == row["cause"])
            & (self.rows["area"] == row["area"])
            & (self.rows["deviation"] == row["deviation"])
            & (self.rows["actual"] != row["actual"])
        ]
        people = [
            self.voice.language.say("{name} (person {number})", name=pseudonym(one), number=one)
            for one in same["person"].tolist()
        ]
        return self.voice.said("or-else").join(people) or self.voice.language.text("another")

    def article(self, rule_id: str, rule: Rule | None) -> str:
        """Return the article of a decision, with its title and source, after a space."""
        if not rule_id:
            return ""
        named = rule_id
        parts: tuple[str, ...] = ()
        if rule is not None:
            called = self.voice.titled(rule)
            title = called if called != rule.id else ""
            parts = (title, self.voice.source(rule.source))
        known = "; ".join(part for part in parts if part)
        if known:
            return self.say(" (article {rule}: {known})", rule=named, known=known)
        return self.say(" (article {rule})", rule=named)

    def area(self, row: Mapping[str, Any]) -> str:
        """Return what an area is called."""
        area = str(row["area"])
        return self.voice.language.text(AREAS.get(area, area))

    def given(self, row: Mapping[str, Any]) -> str:
        """Return what is given in the area of a row."""
        given = _GIVEN.get(str(row["area"]), "what was decided in {area}")
        return self.say(given, case=self.case(str(row["cause"])), area=self.area(row))

    def case(self, cause: str) -> str:
        """Return what a case is, in words: a vacancy, or a round of recruitment."""
        if found := _POST.fullmatch(cause):
            post, year, month = found.groups()
            since = self.voice.language.month(date(int(year), int(month), 1))
            return self.say("post {post}, vacant since {month}", post=post, month=since)
        if found := _PLACES.fullmatch(cause):
            year, month = found.groups()
            since = self.voice.language.month(date(int(year), int(month), 1))
            return self.say("a place opened in {month}", month=since)
        return cause or self.voice.language.text("a post")

    def reason(self, row: Mapping[str, Any], vintage: Vintage) -> str:
        """Return why something was refused."""
        told = reason_words(str(row["reason"]), self.voice)
        if told != row["reason"]:
            return told
        words = stated_words(told, vintage, self.voice)
        return words or self.voice.language.text("the law does not say")

    def bar(self, row: Mapping[str, Any], vintage: Vintage) -> str:
        """Return the article that bars, with its source."""
        name = str(row["reason"]).removeprefix("barred by ")
        rule = next((rule for rule in vintage.rules if rule.id == name), None)
        source = self.voice.source(rule.source) if rule else ""
        called = self.voice.words.get(name, name)
        return f"{called} ({source})" if source else called
