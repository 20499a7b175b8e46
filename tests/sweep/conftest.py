"""The study of a hundred people, read once."""

from __future__ import annotations

import pytest

from office import office_in
from policy_sim.study.loading import load_scenario
from policy_sim.study.scenario import Scenario


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Scenario:
    """The study, with a reform that promotes half of those who may be."""
    return load_scenario(office_in(tmp_path_factory.mktemp("office")))
