"""Whatever is given in Python: what cannot be used is told in one sentence, with what can."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

import policy_sim as ps
from office import office_in

NO_TEXT = (3, 2.5, b"x", object(), True)
NO_NAMES = (*NO_TEXT, [None], None)
NO_NUMBER = ("3", 2.5, b"x", [], object())
NO_PATH = (3, b"x", [], object(), True)
NO_MAPPING = (3, "wait", [1], object())


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> ps.Study:
    """The study of the hundred people."""
    return ps.load_scenario(office_in(tmp_path_factory.mktemp("office")))


@pytest.fixture(scope="module")
def result(study: ps.Study) -> ps.Result:
    """A year of it."""
    return study.run(replications=1, workers=1, progress=False)


LEVER, SHARE = "promoted_share=20%", {"promoted_share": "10%..20% by 10%"}
OF_A_STUDY: dict[str, tuple[Callable[[ps.Study, Any], object], tuple[object, ...]]] = {
    "lever": (lambda study, given: study.vary(given), NO_NAMES),
    "outcomes": (lambda study, given: study.vary(LEVER, outcomes=given), NO_NAMES),
    "out": (lambda study, given: study.vary(LEVER, out=given), NO_PATH),
    "threshold": (lambda study, given: study.threshold(given), NO_NAMES),
    "runs": (lambda study, given: study.sensitivity(given), (*NO_NUMBER, None)),
    "assumptions": (lambda study, given: study.sensitivity(9, assumptions=given), NO_NAMES),
    "law": (lambda study, given: study.design(given, SHARE), NO_NAMES),
    "parameters": (lambda study, given: study.design("generous", given), (*NO_MAPPING, {1: 2})),
    "limits": (
        lambda study, given: study.design("generous", SHARE, limits=given),
        (*NO_MAPPING, {"exits": "3"}),
    ),
    "candidates": (
        lambda study, given: study.design("generous", SHARE, candidates=given),
        (*NO_NUMBER, None),
    ),
    "authority": (
        lambda study, given: study.design("generous", SHARE, authority=given),
        NO_NAMES,
    ),
    "statute": (lambda study, given: study.design("generous", SHARE, statute=given), NO_PATH),
    "totals": (lambda study, given: study.calibrate(given), (*NO_PATH, None)),
    "hold_out": (lambda study, given: study.calibrate("past.csv", hold_out=given), NO_NUMBER),
    "run out": (lambda study, given: study.run(out=given), NO_PATH),
    "people": (lambda study, given: study.run(people=given), (*NO_NUMBER, 0, -1)),
    "progress": (lambda study, given: study.run(progress=given), (3, "bar", object())),
    "name of a law": (lambda study, given: study.law(given), NO_NAMES),
    "assumption": (lambda study, given: study.assumptions[given], NO_NAMES),
}
OF_A_RESULT: dict[str, tuple[Callable[[ps.Result, Any], object], tuple[object, ...]]] = {
    "plot": (lambda result, given: result.plot(given), NO_NAMES),
    "group": (lambda result, given: result.plot("promotions", given), (*NO_NAMES, [], {})),
    "levels": (lambda result, given: result.plot_levels(given), NO_NAMES),
    "compare": (lambda result, given: result.compare(law=given), NO_TEXT),
    "label": (lambda result, given: result.compare(outcome=given), NO_TEXT),
    "indicators": (lambda result, given: result.indicators(given), NO_NAMES),
    "person": (lambda result, given: result.why(given), (*NO_NUMBER, None)),
}


def refuses(call: Callable[[Any], object], wrong: tuple[object, ...]) -> bool:
    """Return whether each of the values is refused in a sentence; raise what else is raised."""
    for given in wrong:
        with pytest.raises(ps.PolicySimError) as told:
            call(given)
        if not str(told.value):
            return False
    return True


@pytest.mark.parametrize("asked", OF_A_STUDY)
def test_a_study_refuses_what_it_cannot_use(asked: str, study: ps.Study) -> None:
    """Nothing is simulated, and no error of Python comes through."""
    call, wrong = OF_A_STUDY[asked]
    assert refuses(partial(call, study), wrong)


@pytest.mark.parametrize("asked", OF_A_RESULT)
def test_a_result_refuses_what_it_cannot_use(asked: str, result: ps.Result) -> None:
    """What it has is told instead."""
    call, wrong = OF_A_RESULT[asked]
    assert refuses(partial(call, result), wrong)


def test_the_sentence_says_what_was_given_and_what_would_do(study: ps.Study) -> None:
    """The name of the argument, the value with its kind, and an example."""
    with pytest.raises(ps.BadInput) as told:
        study.vary("promoted_share=20%", outcomes=[3])
    assert "outcomes: error[not-a-text]: 3 (int) is not a text" in str(told.value)
    assert "'service_quality'" in str(told.value)
    with pytest.raises(ps.BadInput) as told:
        study.design("generous", "promoted_share")  # type: ignore[arg-type]
    assert "{'min_competence': '60 points..75 points'}" in str(told.value)


def test_a_limit_may_be_a_whole_number(study: ps.Study) -> None:
    """What is wrong then is what it is a limit of, not the number."""
    with pytest.raises(ps.ScenarioError, match="no outcome of which more or less is better"):
        study.design("generous", SHARE, objectives="promotions", limits={"exits": 3})


@pytest.mark.parametrize("call", [ps.load_policy, ps.load_scenario, ps.load_result, ps.try_cases])
def test_no_path_is_told(call: Callable[[Any], object]) -> None:
    """Of every loader."""
    for given in (*NO_PATH, None):
        with pytest.raises(ps.BadInput):
            call(given)


def test_a_folder_that_holds_a_run_is_no_file(tmp_path: Path) -> None:
    """A folder in place of a file is a finding, too."""
    with pytest.raises(ps.BadInput):
        ps.load_policy(tmp_path)
