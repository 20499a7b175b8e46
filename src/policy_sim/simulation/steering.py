"""Steering: what happened to groups is entered, and rules about groups then set the levers.

When a period ends (a month, or in December the year), the figures of groups of people become
series of their unit or of the organisation. Then the law decides (area ``steering``, effect
``set``) about each unit and about the organisation; what it sets holds from the next month on.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from policy_sim.diagnostics import Diagnostic, near
from policy_sim.documents.fields import Name
from policy_sim.documents.nodes import place_of
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.policy.ast import History
from policy_sim.policy.group_effects import SET
from policy_sim.policy.rule import Rule
from policy_sim.policy.vintage import Parameter, Vintage
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.rules.combination import Given
from policy_sim.rules.decision import Decision
from policy_sim.rules.features import Features
from policy_sim.rules.frame import Integers
from policy_sim.rules.reading import read_by_rule
from policy_sim.simulation.books.ledger import NOBODY, Entry
from policy_sim.simulation.calendar import Phase, Timetable, day_of
from policy_sim.simulation.collectives.collective import UNIT, Collective
from policy_sim.simulation.collectives.deciding import decide_about, subjects_asked
from policy_sim.simulation.collectives.figures import figures
from policy_sim.simulation.collectives.levers import Change
from policy_sim.simulation.naming import unknown_words_among
from policy_sim.simulation.state import State

__all__ = ["AREA", "Settings", "Steering"]

AREA = "steering"

JANUARY, MONTH = 1, "month"


class Settings(Shape):
    """What is entered of units beside the figures of groups; all else is the law's.

    *enters* gives, for a series of units, the figure that a system keeps of each unit and that
    is entered in it, rounded to its step and within its range, when its period ends.
    """

    noun = "the settings of steering"

    enters: dict[Name, Name] = {}


class Steering:
    """The system that enters the figures of groups and lets rules about groups decide."""

    name = "steering"
    assumptions = ()

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    def schedule(self, calendar: Timetable, state: State) -> None:
        """Enter the end of every month.

        Raises :exc:`~policy_sim.errors.ScenarioError` if there is no such series of units.
        """
        known = [*state.people.vocabulary.series_of(UNIT)]
        if findings := unknown_words_among(self.settings.enters, known):
            raise ScenarioError(findings)
        state.levers.steered = True
        calendar.every(Phase.STEERING, lambda: self._end_period(state))

    def _end_period(self, state: State) -> None:
        following = day_of(state.month + 1)
        day, year_ends = following - timedelta(days=1), following.month == JANUARY
        for name, figure in sorted(self.settings.enters.items()):
            if year_ends or state.people.vocabulary.series[name].every == MONTH:
                _enter(state, name, figure)
        _enter_figures(state, day, year_ends)
        _decide(state, day, following)


def _enter(state: State, name: str, figure: str) -> None:
    """Enter a *figure* that some system keeps of each unit in the series *name*.

    Raises :exc:`~policy_sim.errors.ScenarioError` if no system keeps such a figure by unit.
    """
    kept, kind = state.units.get(figure), state.people.vocabulary.series[name].type
    if kept is None or kept.ndim > 1:
        known = sorted(key for key, values in state.units.items() if values.ndim == 1)
        values = {"seen": str(figure), "allowed": ", ".join(known), "near": near(figure, known)}
        raise ScenarioError([Diagnostic("unknown-unit-figure", place_of(figure), values)])
    steps = np.rint(kept / float(kind.step)).astype(np.int64)
    state.collectives[UNIT].enter(name, np.clip(steps, kind.low, kind.high))


def _decide(state: State, day: date, following: date) -> None:
    """Let the law of *day* decide what levers are from the day *following* on."""
    year_ends = following.month == JANUARY
    law = state.law_on(day)
    # All decide before anything is set: no rule sees what the same decision does.
    made: list[Change] = []
    for subject in subjects_asked(law, AREA):
        asked = law if year_ends else _monthly(law, subject, state.people.vocabulary)
        if asked.area(AREA, subject):
            decision = decide_about(state, subject, AREA, day, asked)
            made += _changes(state, decision, state.collectives[subject], (day, following))
    for change in made:
        state.levers.set(change)


def _enter_figures(state: State, day: date, year_ends: bool) -> None:
    """Enter the figures of groups whose period ends on *day*: the month, and perhaps the year."""
    vocabulary = state.people.vocabulary
    due = [
        group
        for group in vocabulary.groups.values()
        if year_ends or vocabulary.series[group.name].every == MONTH
    ]
    if not due:
        return
    features, unit = Features(state.frame(on=day)), state.people.record[UNIT]
    for group in due:
        collective, series = state.collectives[group.subject], vocabulary.series[group.name]
        collective.enter(group.name, figures(group, series, features, unit, collective.size))


def _changes(
    state: State, decision: Decision, collective: Collective, days: tuple[date, date]
) -> Iterator[Change]:
    """Yield the levers that a decision of the first of *days* changes from the second on.

    A lever that the law has not open, as in a history, stays as it is.
    """
    day, following = days
    law = state.law.stated(day)
    for name, given in decision.given.items():
        effect, _, lever = name.partition(" ")
        if effect != SET or lever not in law.levers or not given.parts:
            continue
        before = state.levers.values(law, day, lever, collective.size)
        after = np.where(given.mask, given.value, before)
        moved = np.flatnonzero(after != before)
        if len(moved):
            parameter = law.parameters[lever]
            _write(state, decision, given, collective, (parameter, before, after, moved))
            yield Change(following, lever, after, parameter, len(moved))


def _write(
    state: State,
    decision: Decision,
    given: Given,
    collective: Collective,
    change: tuple[Parameter, Integers, Integers, Integers],
) -> None:
    """Write a row for each subject whose lever moves: rule, old and new value, and whose."""
    parameter, before, after, moved = change
    ledger, rules = state.ledger, decision.program.rules
    for row in moved.tolist():
        old, new = (parameter.valued(int(values[row])).text for values in (before, after))
        whose = collective.subject
        cause = f"{whose} {collective.names[row]}" if whose == UNIT else whose
        ledger.write(
            state.month,
            np.array([NOBODY]),
            Entry(AREA, cause=cause),
            rules[int(given.rule[row])].id,
            f"{parameter.name}: {old} → {new}",
        )


_MONTHLY: dict[tuple[str, str], Vintage] = {}


def _monthly(law: Vintage, subject: str, vocabulary: Vocabulary) -> Vintage:
    """Return *law* with those rules about *subject* that are asked every month: they read a
    series of months, or override a rule that does. The same law gives the same object.
    """
    known = _MONTHLY.get((law.key, subject)) if law.key else None
    if known is None:
        asked = _reading_months(law.area(AREA, subject), vocabulary)
        known = replace(law, rules=asked, key=law.key and f"{law.key} monthly {subject}")
        if law.key:
            _MONTHLY[law.key, subject] = known
    return known


def _reading_months(rules: tuple[Rule, ...], vocabulary: Vocabulary) -> tuple[Rule, ...]:
    asked = {rule.id for rule in rules if _reads_months(rule, vocabulary)}
    growing = True
    while growing:
        more = {rule.id for rule in rules if rule.id not in asked and asked & {*rule.overrides}}
        asked |= more
        growing = bool(more)
    return tuple(rule for rule in rules if rule.id in asked)


def _reads_months(rule: Rule, vocabulary: Vocabulary) -> bool:
    used = (node for node in read_by_rule(rule) if isinstance(node, History))
    return any(vocabulary.series[use.source].every == MONTH for use in used)
