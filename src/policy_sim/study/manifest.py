"""The manifest: what was run, on which documents, with which program."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from policy_sim.catalogue import sentence, stored_finding
from policy_sim.catalogue.phrase import Words
from policy_sim.diagnostics import Diagnostic
from policy_sim.policy.law import Law
from policy_sim.policy.rule import Rule
from policy_sim.study.arms import divergence
from policy_sim.study.comparison import Design
from policy_sim.study.named_files import located
from policy_sim.study.provenance import versions
from policy_sim.study.scenario import Scenario
from policy_sim.study.store import SCHEMA_VERSION, canonical_json, input_digests, input_names
from policy_sim.study.terms import Terms
from policy_sim.workforce.fit import Fit, FittedCell

__all__ = ["decisive", "fit_told", "manifest_of", "run_digest"]

FEWEST_TOLD = 5
"""So many people must be counted together before their number is told."""


def run_digest(scenario: Scenario, terms: Terms) -> str:
    """Return the SHA-256 of everything that decides what a run finds.

    Documents, terms and versions count; the number of workers, the folder and the clock do not.
    """
    return hashlib.sha256(canonical_json(decisive(scenario, terms)).encode()).hexdigest()


def decisive(scenario: Scenario, terms: Terms) -> dict[str, Any]:
    """Return everything that decides what a run finds, by kind and name."""
    decides = {
        "schema_version": SCHEMA_VERSION,
        "inputs": input_digests(scenario.inputs),
        "terms": terms.as_dict(),
        "versions": versions(),
    }
    if scenario.roster is not None:
        decides["workforce_file"] = scenario.roster.digest
    return decides


def manifest_of(scenario: Scenario, terms: Terms, findings: Sequence[Diagnostic]) -> dict[str, Any]:
    """Return the manifest of a run, but for what it found and the digests of its files."""
    return {
        "schema_version": SCHEMA_VERSION,
        "digest": run_digest(scenario, terms),
        "scenario": scenario.name,
        "title": scenario.title,
        "versions": versions(),
        **terms.as_dict(),
        "people_at_start": scenario.people_at_start(terms.people),
        "start": scenario.stated.start.isoformat(),
        "digests": _digests(scenario),
        "profile": _name_of(scenario.profile_path, scenario),
        "imported": _imported(scenario),
        "arms": [arm.name for arm in scenario.grid.arms],
        "baseline": scenario.grid.baseline.name,
        "references": [arm.name for arm in scenario.grid.references],
        "laws": {name: law.title for name, law in scenario.stated.laws.items()},
        "instruments": {name: _instruments(law) for name, law in scenario.laws.items()},
        "practices": {
            name: {"title": part.title or name, "hypothetical": part.hypothetical}
            for name, part in scenario.practices.items()
        },
        "currency": {
            "symbol": scenario.vocabulary.currency.symbol,
            "name": scenario.vocabulary.currency.name,
        },
        "placeholders": _placeholders(scenario),
        "divergence": _divergence(scenario, terms),
        "design": _design(terms.design(scenario))
        | {
            "tiles": [
                {"outcome": str(name), "groups": list(groups)}
                for name, groups in scenario.stated.outcomes.shown.items()
            ]
        },
        "findings": [sentence(finding) for finding in findings],
        "messages": [stored_finding(finding) for finding in findings],
    }


def _digests(scenario: Scenario) -> dict[str, Any]:
    """Return the SHA-256 of the scenario, of each policy document and of each other one."""
    digests = input_digests(scenario.inputs)
    place = {path: name for name, path in input_names(scenario.inputs).items()}
    own = place[located(scenario.path)]
    laws = {place[path] for path in scenario.law_files}
    return {
        "scenario": {own: digests[own]},
        "policies": {name: digests[name] for name in sorted(laws)},
        "data": {name: digests[name] for name in sorted(set(digests) - laws - {own})},
    }


def _placeholders(scenario: Scenario) -> dict[str, str]:
    """Return the rules that give money and rest on placeholders, by id, with their titles."""
    return {
        rule.id: _called(rule, scenario.laws[law])
        for law in sorted({arm.law for arm in scenario.grid.arms})
        for vintage in scenario.laws[law].vintages
        for rule in vintage.rules
        if rule.id in vintage.placeholders and any(e.name == "pay" for e in rule.effects)
    }


def _called(rule: Rule, law: Law) -> str:
    """Return what a rule is called, in every language in which its law says it."""
    if isinstance(rule.title, Words):
        return rule.title
    others = {code: called[rule.id] for code, called in law.words.items() if rule.id in called}
    return Words(rule.title or rule.id.replace("-", " "), others)


def _instruments(law: Law) -> dict[str, Any]:
    """Return what would have to be enacted for a law, and which other authorities it concerns.

    *consent* names each higher authority of which something is changed.
    """
    return {
        "acts": [
            {
                "title": act.title,
                "effective": act.effective.isoformat(),
                "authority": act.authority,
                "source": act.source,
                "advocacy": act.advocacy,
            }
            for act in law.amendments
        ],
        "consent": sorted({finding.values["allowed"] for finding in law.overreach}),
    }


def _name_of(path: Path, scenario: Scenario) -> str:
    """Return the name of an input in the run folder, below ``inputs``."""
    names = {file: name for name, file in input_names(scenario.inputs).items()}
    return names[located(path)]


def _imported(scenario: Scenario) -> dict[str, Any] | None:
    """Return what may be told of a file of real people: its digest, and how many of each kind.

    Counts of fewer than five people are not given.
    """
    roster = scenario.roster
    if roster is None:
        return None
    return {
        "digest": roster.digest,
        "mapping": _name_of(roster.mapping.path, scenario),
        "as_of": roster.mapping.form.as_of.isoformat(),
        "people": roster.people,
        "employment": roster.counts("employment", FEWEST_TOLD),
        "from_profile": list(map(str, roster.mapping.form.from_profile)),
    }


def _divergence(scenario: Scenario, terms: Terms) -> dict[str, str | None]:
    """Return, by arm, the day until which it is the same bytes as the baseline."""
    horizon = scenario.horizon(terms.years)
    days = divergence(
        scenario.grid, scenario.laws, scenario.practices, (horizon.start, horizon.end)
    )
    return {arm: None if day is None else day.isoformat() for arm, day in days.items()}


def _design(design: Design) -> dict[str, Any]:
    return {
        "windows": [window.as_dict() for window in design.windows],
        "primary": list(design.primary),
        "primary_window": design.primary_window,
        "first_stage": design.first_stage,
    }


def fit_told(fit: Fit) -> dict[str, Any]:
    """Return how well the people of the start fit what is published, margin by margin."""
    return {
        "largest_error": fit.largest_error,
        "largest_error_at": _cell(fit.worst) if fit.worst else None,
        "empty": list(fit.empty),
        "efficiency": dict(fit.efficiency),
        "cells": [_cell(cell) for cell in fit.cells],
    }


def _cell(cell: FittedCell) -> dict[str, Any]:
    """Return one cell of a margin: asked for, achieved, and on what authority."""
    return {
        "kind": cell.kind,
        "attribute": cell.attribute,
        "cell": cell.cell,
        "target": cell.target,
        "achieved": cell.achieved,
        "source": cell.evidence.source,
        "mark": cell.evidence.mark,
        "assumption": cell.evidence.assumption,
    }
