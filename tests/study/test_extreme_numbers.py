"""Any number of a study at an extreme: it is refused in sentences, or gives figures."""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_sim.errors import PolicySimError
from policy_sim.study.loading import load_scenario
from policy_sim.study.run import run
from small_study import ROOT

SCENARIO = "scenarios/five_grades.yaml"
DOCUMENTS = (
    SCENARIO,
    "scenarios/profiles/five_grades.yaml",
    "scenarios/organisations/five_grades.yaml",
    "scenarios/assumptions/five_grades.yaml",
    "policies/five_grades/rules.yaml",
    "policies/five_grades/vocabulary.yaml",
)
NUMBER = re.compile(r"(?<![\w.#-])\d+(?:\.\d+)?(?![\w.-]*\d)")
EXTREMES = ("0", "-1", "0.001", "1000000")


@dataclass(frozen=True)
class Written:
    """A number of a document: from where to where it stands."""

    document: str
    begin: int
    end: int


def numbers() -> Iterator[Written]:
    """Yield every number of the study's documents, but for those in comments."""
    for document in DOCUMENTS:
        text = (ROOT / document).read_text(encoding="utf-8")
        for found in NUMBER.finditer(text):
            line = text[text.rfind("\n", 0, found.start()) + 1 : found.start()]
            if not line.lstrip().startswith("#"):
                yield Written(document, found.start(), found.end())


NUMBERS = tuple(numbers())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the documents, one of which is changed at a time."""
    made = tmp_path_factory.mktemp("extremes")
    for name in ("policies", "scenarios"):
        shutil.copytree(ROOT / name, made / name)
    return made


def test_there_are_numbers_in_every_document() -> None:
    """The property below looks at all six."""
    assert {one.document for one in NUMBERS} == set(DOCUMENTS)
    assert len(NUMBERS) > 100


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.sampled_from(NUMBERS), st.sampled_from(EXTREMES))
def test_a_number_at_an_extreme_is_refused_or_gives_figures(
    folder: Path, number: Written, extreme: str
) -> None:
    """No error of Python comes through, and no outcome is beyond all numbers."""
    text = (ROOT / number.document).read_text(encoding="utf-8")
    changed = text[: number.begin] + extreme + text[number.end :]
    (folder / number.document).write_text(changed, encoding="utf-8")
    try:
        with suppress(PolicySimError):
            study = load_scenario(folder / SCENARIO)
            options = {"replications": 1, "years": 1, "people": 40, "draws": 0, "ledger": "none"}
            result = run(study, workers=1, **options)
            assert not any(map(math.isinf, result.outcomes["value"]))
    finally:
        (folder / number.document).write_text(text, encoding="utf-8")
