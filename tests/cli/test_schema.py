"""JSON Schemas of documents, and findings as SARIF."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from command_line import Say
from pages import anchors
from policy_sim.catalogue import parts
from policy_sim.cli.sarif import sarif
from policy_sim.cli.schema import KINDS
from policy_sim.diagnostics import Diagnostic, Place, Severity

ROOT = Path(__file__).parents[2]
FILES = {
    "policy": ["policies/medan/in-force.yaml", "policies/asn/promotion.yaml"],
    "amendment": ["policies/medan/drafts/merit-reform.yaml"],
    "vocabulary": ["policies/asn/vocabulary.yaml", "policies/asn/discipline-vocabulary.yaml"],
    "scenario": ["scenarios/medan.yaml", "scenarios/five_grades.yaml"],
    "variant": ["scenarios/systems/integrity.yaml", "scenarios/systems/growth.yaml"],
    "assumptions": ["scenarios/assumptions/integrity.yaml"],
    "facts": ["scenarios/facts/medan.yaml"],
    "profile": ["scenarios/profiles/medan.yaml"],
    "organisation": ["scenarios/organisations/medan.yaml"],
    "case": ["scenarios/cases/supervisor.yaml"],
    "cases": ["policies/cases/promotion.cases.yaml", "policies/cases/appointment.cases.yaml"],
}


@pytest.fixture(scope="module")
def schemas(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Every schema, as the command writes it."""
    folder = tmp_path_factory.mktemp("schemas")
    from policy_sim.cli import main

    assert main(["schema", "all", "--output", str(folder)]) == 0
    return {kind: json.loads((folder / f"{kind}.schema.json").read_text()) for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS)
def test_a_schema_is_one(schemas: dict[str, Any], kind: str) -> None:
    """Each kind of document has a schema that is itself valid, and closed to unknown keys."""
    jsonschema.Draft202012Validator.check_schema(schemas[kind])
    assert schemas[kind]["additionalProperties"] is False


@pytest.mark.parametrize(("kind", "file"), [(k, f) for k, files in FILES.items() for f in files])
def test_shipped_documents_fit_their_schema(schemas: dict[str, Any], kind: str, file: str) -> None:
    """What loads is not underlined in an editor; a misspelt key is."""
    text = (ROOT / file).read_text(encoding="utf-8")
    # As editors do, which know neither dates nor a yes that is written no.
    document = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts only
    validator = jsonschema.Draft202012Validator(schemas[kind])
    assert [error.message for error in validator.iter_errors(document)] == []
    assert list(validator.iter_errors({**document, "titel": "x"}))


def test_a_misspelt_key_inside_a_rule_is_underlined(schemas: dict[str, Any]) -> None:
    """Keys are known at every depth that loading knows them."""
    validator = jsonschema.Draft202012Validator(schemas["policy"])
    document = {"policy": "x", "from": "2020-01-01", "rules": {"r": {"wen": "a", "then": "b"}}}
    (error,) = validator.iter_errors(document)
    assert list(error.absolute_path) == ["rules", "r"]


def test_a_finding_becomes_a_result_at_its_place() -> None:
    """Level, message with its mend, region, and further places are those of the finding."""
    where = Place("my law.yaml", 3, 5)
    found = Diagnostic("name-taken", where, {"seen": "x"}, related=(("the first", Place("b", 1)),))
    note = Diagnostic("left-to-lot", Place("a.yaml", 0, 0), {"rule": "r"}, Severity.INFO)
    run: Any = sarif([found, note])
    first, second = run["runs"][0]["results"]
    assert [first["level"], second["level"]] == ["error", "note"]
    assert parts(found)["message"] in first["message"]["text"]
    region = first["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 5}
    assert first["relatedLocations"][0]["message"]["text"] == "the first"
    assert "region" not in second["locations"][0]["physicalLocation"]
    assert first["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "my%20law.yaml"}
    rules = run["runs"][0]["tool"]["driver"]["rules"]
    assert [rules[one["ruleIndex"]]["id"] for one in (first, second)] == [
        "name-taken",
        "left-to-lot",
    ]
    explained = {rule["id"]: rule["help"]["text"].partition("#") for rule in rules}
    assert explained["left-to-lot"] == ("docs/checks/left-to-lot.md", "", "")
    page, _, heading = explained["name-taken"]
    assert heading in anchors((ROOT / page).read_text(encoding="utf-8"))


def test_a_check_writes_its_findings_beside_printing_them(say: Say, tmp_path: Path) -> None:
    """``--sarif`` writes as many results as there are findings."""
    path = tmp_path / "found.sarif"
    say("check", "tests/golden/cli/faulty.yaml", "--sarif", path)
    assert len(json.loads(path.read_text())["runs"][0]["results"]) == 2


def test_of_a_file_that_cannot_be_read_the_findings_are_written_too(
    say: Say, tmp_path: Path
) -> None:
    """A service for code review shows where a file is no YAML."""
    law, path = tmp_path / "law.yaml", tmp_path / "found.sarif"
    law.write_text("policy: [\n", encoding="utf-8")
    say("check", law, "--sarif", path)
    (result,) = json.loads(path.read_text())["runs"][0]["results"]
    assert result["ruleId"] == "not-yaml"


@pytest.mark.parametrize(
    ("replications", "fits"),
    [
        ("20", True),
        ({"until": {"outcome": "service_quality", "half_width": "0.5"}}, True),
        ({"until": {"outcome": "service_quality", "half_width": "0.5", "at_lest": "3"}}, False),
        ({"until": {"outcome": "service_quality"}}, False),
        ({"utnil": {}}, False),
        (["20"], False),
    ],
)
def test_replications_are_a_number_or_a_precision(
    schemas: dict[str, Any], replications: object, fits: bool
) -> None:
    """An editor completes both, and underlines what is neither."""
    text = (ROOT / "scenarios/five_grades.yaml").read_text(encoding="utf-8")
    document = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - it makes texts only
    validator = jsonschema.Draft202012Validator(schemas["scenario"])
    errors = list(validator.iter_errors({**document, "replications": replications}))
    assert (not errors) == fits
