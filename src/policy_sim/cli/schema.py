"""print the JSON Schema of a kind of document, for editors that complete and underline

A schema knows the keys of a document; what their values mean is for 'check' to say. In an editor
that knows YAML schemas, say which files each one is for. KIND 'all' prints or writes all of them.

examples:
  policy-sim schema policy > policy.schema.json
  policy-sim schema all --output schemas/
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from importlib import import_module
from typing import Any

from policy_sim.cli.arguments import a_path
from policy_sim.cli.output import FINE, print_json
from policy_sim.documents import Shape
from policy_sim.documents.json_schema import json_schema, partial_schema

__all__ = ["KINDS", "add_arguments", "call"]

KINDS = {
    "policy": ("policy.policy_document", "PolicyForm"),
    "amendment": ("policy.amendment_document", "AmendmentForm"),
    "vocabulary": ("policy.vocabulary_document", "VocabularyForm"),
    "scenario": ("study.scenario_document", "ScenarioShape"),
    "variant": ("study.scenario_document", "ScenarioShape"),
    "assumptions": ("simulation.assumptions.register", "RegisterShape"),
    "facts": ("study.facts_document", "FactsShape"),
    "profile": ("workforce.profile_form", "ProfileForm"),
    "organisation": ("workforce.organisation_document", "OrganisationShape"),
    "mapping": ("workforce.roster.mapping_form", "MappingForm"),
    "case": ("rules.case", "CaseShape"),
    "cases": ("cases.document", "CasesForm"),
}
"""Each kind of document, and the module and class that say what keys it has.

A *variant* is a scenario that is ``based_on`` another one.
"""


def add_arguments(parser: ArgumentParser) -> None:
    """Add what ``schema`` takes."""
    kinds = [*KINDS, "all"]
    parser.add_argument("kind", choices=kinds, metavar="KIND", help=", ".join(kinds))
    parser.add_argument(
        "--output", type=a_path, metavar="FOLDER", help="write KIND.schema.json into this folder"
    )


def call(options: Namespace) -> int:
    """Print one schema, or write it, or all of them, to a folder."""
    kinds = list(KINDS) if options.kind == "all" else [options.kind]
    schemas = {kind: _schema(kind) for kind in kinds}
    if options.output is None:
        print_json(schemas if options.kind == "all" else schemas[options.kind])
        return FINE
    options.output.mkdir(parents=True, exist_ok=True)
    for kind, schema in schemas.items():
        path = options.output / f"{kind}.schema.json"
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        print(path)
    return FINE


def _schema(kind: str) -> dict[str, Any]:
    module, name = KINDS[kind]
    model: type[Shape] = getattr(import_module(f"policy_sim.{module}"), name)
    schema = json_schema(model, f"policy-sim: {kind}")
    return partial_schema(schema, base="based_on", off="off") if kind == "variant" else schema
