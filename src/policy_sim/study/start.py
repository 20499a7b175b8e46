"""The start of a study: the people in service on the first day, with careers that could be.

A crude stock lives through the history's years under the law of the start date, frozen, with
the history's practice, on the columnar engine. From that stock the people of the start are
drawn by weights, so that the joint structure comes from the rules and the margins from data.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from policy_sim.chance import Chance
from policy_sim.diagnostics import Diagnostic
from policy_sim.documents import place_of
from policy_sim.errors import ScenarioError
from policy_sim.policy.law import Law
from policy_sim.rules.engine import engine_named
from policy_sim.simulation.books.ledger import Keeping
from policy_sim.simulation.entry.staffing import staff
from policy_sim.simulation.pay import Pay
from policy_sim.simulation.practices.practice import DatedPractice
from policy_sim.simulation.recruitment import Recruitment
from policy_sim.simulation.remediation import Remediation
from policy_sim.simulation.rewards import Rewards
from policy_sim.simulation.simulate import World, simulate
from policy_sim.simulation.systems import System
from policy_sim.simulation.training import Training
from policy_sim.study.provenance import source_digest
from policy_sim.study.scenario import Scenario
from policy_sim.study.stock_cache import cache_folder, keep, recall
from policy_sim.study.store import canonical_json, input_digests
from policy_sim.study.terms import Terms
from policy_sim.workforce.draw import absent, draw
from policy_sim.workforce.fit import Fit
from policy_sim.workforce.layout import lay_out
from policy_sim.workforce.organisation import Organisation
from policy_sim.workforce.people import nobody
from policy_sim.workforce.profile import Profile
from policy_sim.workforce.roster import Roster, enlist, others
from policy_sim.workforce.stock import raw_stock
from policy_sim.workforce.table import Workforce

__all__ = ["Start", "emptied", "frozen", "start_of", "started"]

REPORTING = frozenset({"outcomes", "service"})
"""Systems that tell of people and leave no trace on them: a history does without."""

MOST_SIMULATED = 200_000
"""A stock is at most so large; the people of a larger place are drawn from it several times."""


@dataclass(frozen=True)
class Start:
    """The people and organisation of the first day, and how well they fit what is published.

    *systems* are the scenario's, with budgets scaled to the people asked for.
    """

    people: Workforce
    organisation: Organisation
    systems: tuple[System, ...]
    fit: Fit


def start_of(scenario: Scenario, terms: Terms, replication: int) -> Start:
    """Return the start of one replication; the same for every arm of it.

    With ``workforce: fixed`` every replication has the start of the first one. Raises
    :exc:`~policy_sim.errors.ScenarioError` if nobody of a kind outlives the history.
    """
    number = 0 if terms.workforce == "fixed" else replication
    chance = Chance(terms.seed, number)
    if scenario.roster is not None:
        return _enlisted(scenario, terms, scenario.roster, chance)
    scale = _scale(scenario, terms)
    profile, organisation = _place(scenario, scale)
    living = min(scale, _largest_history(scenario.profile))
    stock = _stock(scenario, terms, living, chance)
    _check_survivors(stock, profile, scenario)
    people, fit = draw(stock, profile, organisation, chance, scenario.stated.start)
    return Start(people, organisation, tuple(_scaled(scenario.systems, scale)), fit)


def started(start: Start, scenario: Scenario, terms: Terms) -> Start:
    """Return *start* with the systems of another *scenario*, which takes the same people on."""
    scale = _scale(scenario, terms)
    return replace(start, systems=tuple(_scaled(scenario.systems, scale)))


def emptied(scenario: Scenario, terms: Terms) -> Start:
    """Return the start of a study with nobody in it: its posts, its systems, and no history."""
    scale = _scale(scenario, terms)
    if scenario.roster is not None:
        organisation = scenario.roster.mapping.organisation
    else:
        organisation = _place(scenario, scale)[1]
    people = nobody(scenario.profile, scenario.vocabulary)
    return Start(people, organisation, tuple(_scaled(scenario.systems, scale)), Fit(()))


def _enlisted(scenario: Scenario, terms: Terms, roster: Roster, chance: Chance) -> Start:
    """Return the start with the people of a file, and those that it leaves to the profile."""
    people = enlist(roster, Chance(terms.seed, 0), chance)
    organisation = roster.mapping.organisation
    systems = tuple(_scaled(scenario.systems, roster.scale))
    profile = others(roster)
    if profile is None:
        return Start(people, organisation, systems, Fit(()))
    stock = nobody(profile, scenario.vocabulary)
    if any(kind.from_history for kind in profile.kinds):
        living = min(roster.scale, _largest_history(scenario.profile))
        stock = _stock(scenario, terms, living, chance)
        _check_survivors(stock, profile, scenario)
    day, first = scenario.stated.start, roster.people
    added, fit = draw(stock, profile, organisation, chance, day, first)
    people.append(added)
    return Start(people, organisation, systems, fit)


def frozen(law: Law, day: date) -> Law:
    """Return the law as it is on *day*, in force for all time."""
    whole = (replace(law.on(day), begins=date.min, ends=None),)
    return replace(law, vintages=whole, transitions=(), judging=(), kept={})


def _scale(scenario: Scenario, terms: Terms) -> Fraction:
    """Return how large the place is beside its profile, or beside what its file leaves out."""
    if scenario.roster is not None:
        return scenario.roster.scale
    return Fraction(terms.people or scenario.profile.people, scenario.profile.people)


def _place(scenario: Scenario, scale: Fraction) -> tuple[Profile, Organisation]:
    """Return the people and the organisation of the scenario at *scale* (1 is full size)."""
    people = round(scenario.profile.people * scale)
    return scenario.profile.scaled(people), lay_out(scenario.plan, scale)


def _largest_history(profile: Profile) -> Fraction:
    """Return the scale at which the most people live through a history."""
    living = sum(kind.people for kind in profile.kinds if kind.from_history)
    return Fraction(MOST_SIMULATED, max(living, 1))


def _scaled(systems: Sequence[System], scale: Fraction) -> Iterator[System]:
    """Yield the systems with budgets, intakes, seats and coaches multiplied by *scale*."""
    for system in systems:
        if isinstance(system, Pay | Recruitment | Remediation | Rewards | Training):
            yield system.scaled(scale)
        else:
            yield system


def _stock(scenario: Scenario, terms: Terms, scale: Fraction, chance: Chance) -> Workforce:
    """Return the people at the end of the history: kept ones, or simulated now and kept.

    It is lived through at *scale*.
    """
    folder, digest = cache_folder(), _digest(scenario, terms, chance)
    kept = None if folder is None else recall(folder, digest, scenario.vocabulary)
    if kept is not None:
        return kept
    profile, organisation = _place(scenario, scale)
    history = scenario.stated.history
    begin = scenario.stated.start.replace(year=scenario.stated.start.year - history.years)
    founders = raw_stock(profile, organisation, scenario.vocabulary, chance, begin)
    world = World(
        people=founders,
        organisation=_before(organisation, founders),
        law=frozen(scenario.laws[scenario.grid.baseline.law], scenario.stated.start),
        practice=_frozen_practice(scenario, str(history.practice)),
        systems=_living(tuple(_scaled(scenario.systems, scale))),
        engine=engine_named("columnar"),
        chance=chance,
        register=scenario.register,
        start=begin,
        keeping=Keeping.NONE,
        step=scenario.step,
        scales=scenario.profile.traits.scales,
    )
    people = simulate(world, 12 * history.years).state.people.by_id()
    if folder is not None:
        keep(folder, digest, people)
    return people


def _check_survivors(stock: Workforce, profile: Profile, scenario: Scenario) -> None:
    """Refuse a study whose history leaves nobody to draw the people of the first day from."""
    place = place_of(scenario.stated.history.practice)
    findings = [
        Diagnostic(
            "history-leaves-nobody", place, {"seen": kind.name, "people": f"{kind.people:,}"}
        )
        for kind in absent(stock, profile)
    ]
    if findings:
        raise ScenarioError(findings)


def _before(organisation: Organisation, founders: Workforce) -> Organisation:
    """Return the organisation with places for the founders only.

    Kinds of employment younger than the history have places today that did not exist then.
    """
    units, families = organisation.establishment.shape
    return replace(organisation, establishment=staff(founders, (units, families)))


def _frozen_practice(scenario: Scenario, name: str) -> DatedPractice:
    """Return the practice as it is at the start of the study, at all times."""
    practice = scenario.practices[name]
    return replace(practice, stretches=((date.min, practice.on(scenario.stated.start)),))


def _living(systems: Sequence[System]) -> tuple[System, ...]:
    """Return the systems that leave a trace on people."""
    return tuple(system for system in systems if system.name not in REPORTING)


def _digest(scenario: Scenario, terms: Terms, chance: Chance) -> str:
    """Return the digest of everything that the stock is made of."""
    made_of = {
        "inputs": input_digests(scenario.inputs),
        "assumptions": dict(scenario.register),
        "source": source_digest(),
        "people": terms.people,
        "seed": chance.seed,
        "replication": chance.replication,
        "point": scenario.point.values,
    }
    return hashlib.sha256(canonical_json(made_of).encode()).hexdigest()
