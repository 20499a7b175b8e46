"""The registry of systems: each is one module, switched on by its name."""

from __future__ import annotations

import pytest

from policy_sim.diagnostics import Place
from policy_sim.documents.shape import Shape
from policy_sim.errors import ScenarioError
from policy_sim.simulation.systems import MODULES, kind_named

HERE = Place("scenario.yaml", 4, 3)


@pytest.mark.parametrize("name", sorted(MODULES))
def test_every_system_has_settings_and_knows_its_name(name: str) -> None:
    """A system's class carries the name under which a scenario switches it on."""
    kind = kind_named(name, HERE)
    assert kind.name == name
    assert issubclass(kind.settings, Shape)
    assert MODULES[name] == kind.make.__name__  # type: ignore[attr-defined]
    assert kind.make.name == name  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(set(MODULES) - {"appraisal"}))
def test_a_system_needs_no_settings(name: str) -> None:
    """Every system but appraisal can be switched on by its name alone."""
    kind = kind_named(name, HERE)
    assert kind.make(kind.settings()).name == name


def test_an_unknown_system_is_a_finding_with_its_place() -> None:
    """A misspelt system is reported where it stands, with the nearest name."""
    with pytest.raises(ScenarioError) as error:
        kind_named("apointment", HERE)
    finding = error.value.findings[0]
    assert (finding.code, finding.where) == ("unknown-system", HERE)
    assert finding.values["near"] == "appointment"
