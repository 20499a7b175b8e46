"""The register of assumptions: read with places, complete, and honest about what is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_sim.diagnostics import Place, Severity
from policy_sim.documents import Scalar
from policy_sim.errors import BadInput, DocumentError, RunError, ScenarioError
from policy_sim.simulation.assumptions import conversion
from policy_sim.simulation.assumptions.register import Mark, Register, load_register

MEDAN = Path(__file__).parents[2] / "scenarios" / "assumptions" / "medan.yaml"

ENTRY = """\
assumptions:
  speed:
    value: {value}
    range: [0.1, 0.9]
    unit: share a year
    drives: how fast people learn
    mark: {mark}
"""


def written(folder: Path, value: str = "0.5", mark: str = "assumption", more: str = "") -> Path:
    """Write a register of one assumption and return its file."""
    path = folder / "register.yaml"
    path.write_text(ENTRY.format(value=value, mark=mark) + more)
    return path


def codes(refused: pytest.ExceptionInfo[BadInput]) -> list[str]:
    """Return the codes of the findings of a refusal."""
    return [finding.code for finding in refused.value.findings]


def test_an_assumption_is_read_with_all_that_is_known_of_it(tmp_path: Path) -> None:
    """Value, range, unit, purpose, mark and place come from the document."""
    register = load_register(written(tmp_path))
    speed = register.assumptions["speed"]
    assert (speed.value, speed.low, speed.high) == (0.5, 0.1, 0.9)
    assert (speed.unit, speed.drives) == ("share a year", "how fast people learn")
    assert speed.mark is Mark.ASSUMPTION
    assert (speed.place.line, speed.place.column) == (2, 3)


def test_the_register_maps_names_to_numbers(tmp_path: Path) -> None:
    """It is used as a mapping, and a name that it lacks stops the run."""
    register = load_register(written(tmp_path, value="50%"))
    assert dict(register) == {"speed": 0.5}
    with pytest.raises(RunError, match="'sped'"):
        register["sped"]


def test_a_value_outside_its_own_range_is_refused(tmp_path: Path) -> None:
    """The central value must lie within the plausible range."""
    with pytest.raises(ScenarioError) as refused:
        load_register(written(tmp_path, value="0.95"))
    assert codes(refused) == ["assumption-outside-range"]


def test_a_fact_without_a_source_is_refused(tmp_path: Path) -> None:
    """Whoever claims to have read a value must say where."""
    with pytest.raises(ScenarioError) as refused:
        load_register(written(tmp_path, mark="secondary"))
    assert codes(refused) == ["assumption-without-source"]
    load_register(written(tmp_path, mark="secondary", more="    source: Somebody 2020\n"))


@pytest.mark.parametrize(
    ("value", "mark", "more"),
    [
        ("much", "assumption", ""),
        ("0.5", "guess", ""),
        ("0.5", "assumption", "    valu: 3\n"),
    ],
)
def test_what_is_not_a_register_is_refused(
    tmp_path: Path, value: str, mark: str, more: str
) -> None:
    """Words for numbers, unknown marks and unknown keys are findings with a place."""
    with pytest.raises(DocumentError) as refused:
        load_register(written(tmp_path, value, mark, more))
    assert all(finding.where.line > 1 for finding in refused.value.findings)


def test_names_are_compared_with_what_the_model_uses(tmp_path: Path) -> None:
    """A missing name is an error with a near match, an unused assumption a warning."""
    register = load_register(written(tmp_path))
    place = Place("scenario.yaml", 3, 1)
    missing, unused = register.findings([Scalar("sped", place)])
    assert (missing.code, missing.where, missing.values["near"]) == (
        "unknown-assumption",
        place,
        "speed",
    )
    assert (unused.code, unused.severity) == ("unused-assumption", Severity.WARNING)
    assert register.findings(["speed"]) == []


def test_a_draw_replaces_values_and_nothing_else(tmp_path: Path) -> None:
    """Another value at the same name leaves the range and the original as they were."""
    register = load_register(written(tmp_path))
    other = register.at({"speed": 0.2})
    assert (other["speed"], register["speed"]) == (0.2, 0.5)
    assert other.assumptions["speed"].high == 0.9


def test_the_register_of_medan_loads_and_claims_no_more_than_it_knows() -> None:
    """Every coefficient has its range; those nobody measured say so."""
    register = load_register(MEDAN)
    unsourced = [a.name for a in register.assumptions.values() if not a.source]
    assert all(register.assumptions[name].mark is Mark.ASSUMPTION for name in unsourced)
    assert all(a.low < a.high for a in register.assumptions.values())


@pytest.mark.parametrize(
    ("name", "converted"),
    [
        ("competence_reliability", conversion.reliability_from_validity(0.40, 0.8)),
        ("potential_reliability", conversion.reliability_from_validity(0.33, 0.8)),
        ("entry_test_validity", conversion.trait_correlation(0.40, 0.8)),
        ("learning_gain", conversion.gain_from_correlation(0.07, 0.165)),
        ("leader_weight", conversion.spread_units(0.10, 0.20)),
        ("shortage_penalty", conversion.spread_units(0.5, 0.20)),
        (
            "resignation_motivation_ratio",
            conversion.hazard_ratio_from_correlation(-0.28, 0.20),
        ),
    ],
)
def test_converted_values_are_what_the_formula_gives(name: str, converted: float) -> None:
    """The register's values are the published statistics put through the named conversion."""
    register = load_register(MEDAN)
    assert register[name] == pytest.approx(converted, abs=0.005)
    assert "(" in register.assumptions[name].converted


def test_a_register_made_in_code_behaves_the_same() -> None:
    """An empty register is an empty mapping."""
    assert len(Register([])) == 0
    assert list(Register([])) == []


def test_an_assumption_that_two_registers_give_is_told_once_each(tmp_path: Path) -> None:
    """A copy of a register, named beside the first, says how to name it once."""
    text = "assumptions:\n  a: {value: 1, range: [0, 2], unit: u, drives: d, mark: assumption}\n"
    paths = [tmp_path / name for name in ("one.yaml", "two.yaml")]
    for path in paths:
        path.write_text(text, encoding="utf-8")
    with pytest.raises(ScenarioError) as refused:
        load_register(*paths)
    (finding,) = refused.value.findings
    assert (finding.code, finding.where.file) == ("assumption-twice", str(paths[1]))
    assert "assume" in str(refused.value)
