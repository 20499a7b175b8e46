"""A study at a point: the same documents, with some things set otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from policy_sim.diagnostics import Diagnostic, near
from policy_sim.documents import Scalar
from policy_sim.documents.fields import read_number, read_whole
from policy_sim.errors import BadInput, DocumentError, ScenarioError
from policy_sim.policy.law import Law
from policy_sim.policy.restating import restated
from policy_sim.study.loading import load_scenario
from policy_sim.study.points import ASSUME, LAWS, PEOPLE, SETTABLE, Point, Setting, short_digest
from policy_sim.study.scenario import Scenario
from policy_sim.study.store import input_digests
from policy_sim.study.terms import Terms

__all__ = ["as_read", "scenario_at", "since", "terms_at"]

_KEYS = {ASSUME: 1, LAWS: 2, PEOPLE: 0}
"""How many keys follow those that are not of the scenario's own document."""


@lru_cache(maxsize=8)
def scenario_at(scenario: Scenario, point: Point) -> Scenario:
    """Return *scenario* as it is at *point*; itself at the point at which nothing is set.

    Raises :exc:`~policy_sim.errors.ScenarioError` with everything that cannot be set so.
    """
    if not point.settings:
        return scenario
    findings = list(_faults(scenario, point))
    if findings:
        raise ScenarioError(findings)
    for step in (_documents_at, _laws_at, _assumptions_at):
        scenario = _collecting(step, scenario, point, findings)
    if findings:
        raise ScenarioError(findings)
    return replace(scenario, point=point)


def as_read(scenario: Scenario, point: Point) -> Point:
    """Return *point* with the digest of the documents that it brings into the study, if any.

    Raises :exc:`~policy_sim.errors.ScenarioError` if it cannot be set so.
    """
    if not any(Path(setting.value).is_file() for setting in point.settings):
        return point
    own = set(scenario.inputs)
    others = {path for path in scenario_at(scenario, point).inputs if path not in own}
    return replace(point, brought=short_digest(input_digests(others).values())) if others else point


def terms_at(terms: Terms, point: Point) -> Terms:
    """Return the terms of a run at *point*, which may set how many people there are."""
    people = point.values.get(PEOPLE)
    return terms if people is None else replace(terms, people=int(people))


def since(scenario: Scenario, law: str) -> date:
    """Return the day from which a parameter of *law* is set: when its amendments begin.

    For a law without amendments it is the start of the study.
    """
    start = scenario.stated.start
    return max([start, *scenario.effective.get(law, ())[:1]])


def _faults(scenario: Scenario, point: Point) -> Iterator[Diagnostic]:
    """Yield what is wrong with the names of what is set."""
    for setting in point.settings:
        root, *rest = setting.parts
        if root not in SETTABLE or len(rest) != _KEYS.get(root, len(rest)):
            allowed = ", ".join(SETTABLE)
            values = {"seen": setting.what, "allowed": allowed, "near": near(root, SETTABLE)}
            yield Diagnostic("not-settable", setting.place, values)
        elif root == ASSUME:
            yield from _unknown(rest[0], scenario.register, setting, "unknown-assumption")
        elif root == LAWS:
            yield from _unknown(rest[0], scenario.laws, setting, "unknown-law")
        elif root == PEOPLE:
            yield from _miscounted(scenario, setting)


def _unknown(
    name: str, known: Mapping[str, object], setting: Setting, code: str
) -> Iterator[Diagnostic]:
    if name not in known:
        values = {"seen": name, "allowed": ", ".join(known), "near": near(name, known)}
        yield Diagnostic(code, setting.place, values)


def _miscounted(scenario: Scenario, setting: Setting) -> Iterator[Diagnostic]:
    allowed = "a whole number from 1"
    if scenario.roster is not None:
        allowed = "nothing: a file says who is there"
    elif _whole(setting.text) >= 1:
        return
    values = {"seen": setting.value, "allowed": allowed, "near": ""}
    yield Diagnostic("bad-option", setting.place, values)


def _whole(text: Scalar) -> int:
    try:
        return read_whole(text)
    except DocumentError:
        return 0


def _collecting(
    step: Callable[[Scenario, Point], Scenario],
    scenario: Scenario,
    point: Point,
    findings: list[Diagnostic],
) -> Scenario:
    """Return what *step* makes of the scenario; what it finds fault with is kept."""
    try:
        return step(scenario, point)
    except BadInput as error:
        findings += error.findings
        return scenario


def _documents_at(scenario: Scenario, point: Point) -> Scenario:
    """Return the scenario read again, with what is set in its own document."""
    over = point.overlay()
    if over is None:
        return scenario
    path, profile, workforce, mapping = scenario.documents
    own = any(setting.parts[0] == "profile" for setting in point.settings)
    return load_scenario(
        path,
        profile=None if own else profile,
        workforce=workforce,
        mapping=mapping,
        over=over,
    )


def _laws_at(scenario: Scenario, point: Point) -> Scenario:
    """Return the scenario with other values of the parameters of its laws."""
    values: dict[str, dict[str, Scalar]] = {}
    for setting in point.section(LAWS):
        _, law, name = setting.parts
        values.setdefault(law, {})[name] = setting.text
    laws = {law: _law(scenario, law, stated) for law, stated in values.items()}
    return replace(scenario, laws={**scenario.laws, **laws}) if laws else scenario


def _law(scenario: Scenario, name: str, values: Mapping[str, Scalar]) -> Law:
    part = scenario.stated.laws[name]
    policy, *amendments = map(scenario.beside, (part.policy, *part.amendments))
    return restated(policy, amendments, values, since(scenario, name))


def _assumptions_at(scenario: Scenario, point: Point) -> Scenario:
    """Return the scenario with other values in its register; ranges stay as they are."""
    findings: list[Diagnostic] = []
    values: dict[str, float] = {}
    for setting in point.section(ASSUME):
        try:
            values[setting.parts[1]] = read_number(setting.text)
        except DocumentError as error:
            findings += error.findings
    if findings:
        raise ScenarioError(findings)
    return replace(scenario, register=scenario.register.at(values)) if values else scenario
