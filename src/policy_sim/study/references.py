"""Names in a scenario that must match other names: the cross-references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from policy_sim.diagnostics import Diagnostic, Place, near
from policy_sim.documents import place_of
from policy_sim.documents.fields import Amount
from policy_sim.documents.nodes import Scalar
from policy_sim.policy.content import content
from policy_sim.policy.law import Law
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.simulation.books.yearbook import EVERYBODY
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.simulation.practices.practice import Practice
from policy_sim.simulation.systems import YEARLY, System
from policy_sim.study.arms import Arm
from policy_sim.study.scenario_document import ScenarioShape, TileShape
from policy_sim.workforce.organisation import Plan
from policy_sim.workforce.profile import Profile

__all__ = ["drift_findings", "level_findings", "other_currencies", "reference_findings"]

CLOSENESS = "connection"
"""The trait of closeness to those who decide: it exists in synthetic people only."""

UNIT = "unit"
"""The attribute by which people belong to the organisation: no study does without."""


def reference_findings(stated: ScenarioShape, laws: Mapping[str, Law]) -> list[Diagnostic]:
    """Return every name of the scenario that matches nothing, with the nearest that would.

    *laws* are those that could be loaded; what is wrong with the others is said elsewhere.
    """
    return [
        *_arms(stated),
        *_unknown("unknown-window", [stated.outcomes.window], stated.windows),
        *_unknown("unknown-outcome", stated.outcomes.shown, OUTCOMES),
        *_precision(stated),
        *_start(stated, laws),
        *_groups(stated, laws),
        *_units(stated, laws),
        *_vocabularies(stated, laws),
        *_closeness(stated),
        *_steps(stated),
    ]


def _precision(stated: ScenarioShape) -> Iterator[Diagnostic]:
    """Yield what keeps the precision that is asked for from being looked at."""
    if isinstance(stated.replications, int):
        return
    outcome = stated.replications.until.outcome
    yield from _unknown("unknown-outcome", [outcome], OUTCOMES)
    name = stated.outcomes.window
    adds_up = name in stated.windows and stated.windows[name].window(str(name)).of_flows_only
    if adds_up and outcome in OUTCOMES and OUTCOMES[outcome].kind != "flow":
        values = {"seen": str(outcome), "window": str(name)}
        yield Diagnostic("precision-of-no-flow", place_of(outcome), values)


def drift_findings(profile: Profile | None, outcomes: Iterable[str]) -> list[Diagnostic]:
    """Return each expected drift of the *profile* that is of no outcome."""
    drifts = () if profile is None else profile.drifts
    named = [outcome for drift in drifts for outcome in drift.outcomes]
    return list(_unknown("unknown-outcome", named, outcomes))


def level_findings(plan: Plan | None, profile: Profile | None) -> list[Diagnostic]:
    """Return what the levels of the organisation name that the people have not.

    A trait that counts by level must be stated in points.
    """
    if plan is None or profile is None:
        return []
    levels, traits = plan.levels, profile.traits
    found = list(_unknown("unknown-trait", [part.trait for part in levels.carried], traits.names))
    if levels.responsibility:
        found += _unknown("unknown-scale", [levels.weighed], traits.scales)
    return found


def _tiled(stated: ScenarioShape) -> Iterator[Scalar]:
    """Yield the attributes by whose values a tile shows groups."""
    for tile in stated.outcomes.tiles:
        for group in tile.groups if isinstance(tile, TileShape) else ():
            name, equals, _ = group.partition("=")
            if equals or name != EVERYBODY:
                yield Scalar(name, group.place)


def _steps(stated: ScenarioShape) -> Iterator[Diagnostic]:
    """Yield a finding for each system whose business is counted in months, in steps of a year."""
    if stated.step == "year":
        yield from _unknown("monthly-system", stated.systems, YEARLY)


def _arms(stated: ScenarioShape) -> Iterator[Diagnostic]:
    """Yield what is wrong with the laws, practices and baseline of the arms."""
    arms = stated.arms
    yield from _unknown("unknown-law", arms.laws, stated.laws)
    yield from _unknown("unknown-practice", arms.practices, stated.practices)
    yield from _unknown("unknown-practice", [stated.history.practice], stated.practices)
    grid = [f"{law}+{practice}" for law in arms.laws for practice in arms.practices]
    yield from _unknown("unknown-arm", [arms.baseline], grid)


def _unknown(code: str, names: Iterable[str], known: Iterable[str]) -> Iterator[Diagnostic]:
    """Yield a finding for each of *names* that is not *known*."""
    allowed = sorted(map(str, known))
    for name in names:
        if str(name) not in allowed:
            values = {
                "seen": str(name),
                "allowed": ", ".join(allowed),
                "near": near(str(name), allowed),
            }
            yield Diagnostic(code, getattr(name, "place", Place("")), values)


def _start(stated: ScenarioShape, laws: Mapping[str, Law]) -> Iterator[Diagnostic]:
    """Yield a finding if the start is not a new year, or a law does not yet exist then."""
    start = stated.start
    if (start.month, start.day) != (1, 1):
        values = {"seen": start.isoformat(), "allowed": f"{start.year}-01-01"}
        yield Diagnostic("start-not-new-year", stated.title.place, values)
    for name, law in laws.items():
        begins = law.vintages[0].begins
        if begins > start:
            values = {"seen": name, "begins": begins.isoformat(), "start": start.isoformat()}
            yield Diagnostic("no-law-at-start", stated.laws[name].policy.place, values)


def _groups(stated: ScenarioShape, laws: Mapping[str, Law]) -> Iterator[Diagnostic]:
    """Yield a finding for each grouping that the vocabulary does not declare."""
    law = _baseline(stated, laws)
    if law is not None:
        people = [a.name for a in law.vocabulary.attributes.values() if a.subject == "person"]
        yield from _unknown("unknown-group", [*stated.groups, *_tiled(stated)], people)


def _units(stated: ScenarioShape, laws: Mapping[str, Law]) -> Iterator[Diagnostic]:
    """Yield a finding if the vocabulary has nothing to say in which unit a person works."""
    law = _baseline(stated, laws)
    if law is not None and UNIT not in law.vocabulary.attributes:
        allowed = ", ".join(sorted(law.vocabulary.attributes))
        values = {"seen": UNIT, "allowed": allowed, "near": ""}
        yield Diagnostic("unknown-attribute", stated.organisation.place, values)


def _vocabularies(stated: ScenarioShape, laws: Mapping[str, Law]) -> Iterator[Diagnostic]:
    """Yield a finding for each law that says other things of people than the baseline's law.

    All arms have the same people, whose record is written in the words of the baseline's law.
    """
    base = _baseline(stated, laws)
    if base is None:
        return
    for name, law in laws.items():
        differing = _differing(base.vocabulary, law.vocabulary)
        if differing:
            values = {"seen": name, "names": ", ".join(differing)}
            yield Diagnostic("other-vocabulary", stated.laws[name].policy.place, values)


def _differing(one: Vocabulary, other: Vocabulary) -> list[str]:
    """Return, in alphabetical order, what only one of two vocabularies declares so."""
    if one is other:
        return []
    parts = ("attributes", "series", "events", "relations", "tables", "tracks")
    declared = [
        {f"{name}: {content(thing)}": name for p in parts for name, thing in getattr(v, p).items()}
        | {content(sentence): sentence[0] for sentence in v.always}
        for v in (one, other)
    ]
    return sorted({(declared[0] | declared[1])[key] for key in declared[0].keys() ^ declared[1]})


def _baseline(stated: ScenarioShape, laws: Mapping[str, Law]) -> Law | None:
    """Return the law of the baseline, whose vocabulary is the study's; None if it has findings."""
    return laws.get(Arm.of(stated.arms.baseline).law)


def _closeness(stated: ScenarioShape) -> Iterator[Diagnostic]:
    """Yield a finding for each practice of closeness that does not say it is hypothetical."""
    for name, practice in stated.practices.items():
        stretches = (practice, *practice.changes.values())
        if any(map(_is_close, stretches)) and not practice.hypothetical:
            where = getattr(name, "place", Place(""))
            yield Diagnostic("must-be-hypothetical", where, {"seen": str(name)})


def _is_close(part: Practice) -> bool:
    """Return whether a practice favours people for their closeness."""
    ordered = part.order is not None and part.order.by == CLOSENESS
    placed = any(places.by == CLOSENESS for places in part.places.values())
    return ordered or placed or (part.ratings.bias != 0 and part.ratings.favours == CLOSENESS)


def other_currencies(systems: Iterable[System], words: Vocabulary | None) -> Iterator[Diagnostic]:
    """Yield a finding for each amount among the settings that is in no currency of the law."""
    if words is None or not words.currency.symbol:
        return
    currency = words.currency
    for system in systems:
        for amount in vars(getattr(system, "settings", None) or object).values():
            if isinstance(amount, Amount) and amount.symbol != currency.symbol:
                values = {
                    "seen": amount.symbol,
                    "allowed": currency.symbol,
                    "name": currency.name,
                }
                yield Diagnostic("other-currency", amount.place, values)
