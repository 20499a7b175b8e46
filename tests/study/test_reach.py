"""How many people of a workforce another law treats otherwise, and what must not be told."""

from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.catalogue.language import Language
from policy_sim.policy import load_law
from policy_sim.policy.law import Law
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.reach import reach_lines, reach_values
from policy_sim.report.voice import PLAIN, Voice
from policy_sim.rules.columnar import ColumnarEngine
from policy_sim.rules.decision import decide
from policy_sim.rules.programs import compile_area
from policy_sim.study.reach import FEWEST, Counted, Reach, _state, reach
from policy_sim.study.scenario import Scenario
from policy_sim.study.suppression import told
from policy_sim.study.terms import Terms, settle
from roster_files import csv_of, people, written
from small_study import ROOT, shipped

PEOPLE = 80
NAMES = ExampleWords(None, PLAIN)


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    """The service of five grades."""
    return shipped("five_grades.yaml")


@pytest.fixture(scope="module")
def terms(scenario: Scenario) -> Terms:
    """Few people."""
    return settle(scenario, {"people": PEOPLE})


@pytest.fixture
def law(scenario: Scenario) -> Law:
    """The rules of the service."""
    return scenario.laws["rules"]


def amended(folder: Path, text: str, words: str = "") -> Law:
    """Return these rules as an amendment with *text* changes them from the start of the study."""
    shutil.copytree(ROOT / "policies" / "five_grades", folder, dirs_exist_ok=True)
    draft = folder / "draft.yaml"
    opening = "policy: draft\namends: rules\neffective: 2026-01-01\n"
    draft.write_text(opening + text, encoding="utf-8")
    if words:
        file = folder / "vocabulary.yaml"
        old, new = words.split(" -> ")
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return load_law(draft)


def counted(scenario: Scenario, terms: Terms, old: Law, new: Law) -> Reach:
    """Return what the two laws of the first day give the people of the study."""
    return reach(scenario, terms, old, new, scenario.stated.start)


@pytest.mark.parametrize(("rule", "dated"), [("promoted_share", True), ("", False)])
def test_what_hangs_on_the_month_is_said(
    scenario: Scenario, terms: Terms, law: Law, tmp_path: Path, rule: str, dated: bool
) -> None:
    """Promotions of one month are asked in that of the record, and pay in any."""
    new = "replace: {parameters: {promoted_share: {value: 90%, authority: national}}}\n"
    if not rule:
        new = "add: {rules: {more: {area: pay, when: grade == a, then: {pay: Cr 100}}}}\n"
    found = counted(scenario, terms, law, amended(tmp_path, new))
    told = "  what hangs on the month of the decision is asked in that of 1 January 2026"
    assert (told in list(reach_lines(found, "Cr", NAMES))) == dated


def test_the_same_law_reaches_nobody(scenario: Scenario, terms: Terms, law: Law) -> None:
    """Beside itself a law changes nothing for anybody."""
    found = counted(scenario, terms, law, law)
    assert (found.people, found.counts, found.left_out) == (PEOPLE, [], {})
    (line,) = reach_lines(found, "Cr", NAMES)
    assert line.startswith("  nobody in this workforce gains or loses anything on that day;")


def test_who_is_eligible_is_counted_by_group(
    scenario: Scenario, terms: Terms, law: Law, tmp_path: Path
) -> None:
    """Numbers are those of the two decisions themselves; parted by the groups of the study."""
    new = amended(
        tmp_path,
        "replace: {rules: {leaves-at-62: {area: exit, when: age >= 40 years, then: retire}}}\n",
    )
    found = counted(scenario, terms, law, new)
    (one,) = found.counts
    state = _state(scenario, terms)
    who = [
        decide(compile_area(each.on(found.law), "exit"), state.frame(), ColumnarEngine())
        .given["retire"]
        .mask
        for each in (law, new)
    ]
    gained = who[1] & ~who[0]
    assert (one.area, one.turn, one.effect) == ("exit", "gains", "retire")
    assert one.people == int(gained.sum()) > FEWEST
    women = int((gained & (state.people.record["sex"] == 0)).sum())
    assert one.groups["sex"]["f"] == (women, int((state.people.record["sex"] == 0).sum()))
    assert set(one.groups) == {"sex", "grade"}


def test_sums_of_money_aretold(scenario: Scenario, terms: Terms, law: Law, tmp_path: Path) -> None:
    """A salary that is a tenth higher for all makes the sum of all a tenth higher."""
    new = amended(
        tmp_path,
        "replace: {rules: {monthly-salary: {area: pay, then: {pay: round(1.1 * salary(grade)"
        " to 1)}}}}\n",
    )
    found = counted(scenario, terms, law, new)
    ((name, (before, after)),) = found.sums.items()
    assert (name, 10 * after) == ("pay: pay", 11 * before)
    assert [(one.turn, one.people) for one in found.counts] == [("higher", PEOPLE)]


def test_what_cannot_be_counted_says_why(
    scenario: Scenario, terms: Terms, law: Law, tmp_path: Path
) -> None:
    """Applicants are in no workforce, and new words stand in no record."""
    new = amended(
        tmp_path,
        "replace:\n"
        "  rules:\n"
        "    leaves-at-62: {area: exit, when: tired, then: retire}\n"
        "    entry-examination:\n"
        "      {area: recruitment, when: age >= 20 years, then: {hire: e},"
        " select: {rank_by: test_score}}\n",
        "attributes:\n -> attributes:\n  tired: {type: flag}\n",
    )
    found = counted(scenario, terms, law, new)
    assert found.counts == []
    assert set(found.left_out) == {"recruitment", "exit"}
    assert "'tired'" in found.left_out["exit"]


def test_people_recorded_in_other_words_are_not_counted(
    scenario: Scenario, terms: Terms, law: Law, tmp_path: Path
) -> None:
    """Where a word has another range in the new vocabulary its integers may mean something else."""
    new = amended(
        tmp_path,
        "replace: {rules: {leaves-at-62: {area: exit, when: age >= 40 years, then: retire}}}\n",
        "range: 0..1000 -> range: 0..1200",
    )
    found = counted(scenario, terms, law, new)
    assert found.left_out["exit"].endswith("in other words: age")


def test_real_people_are_counted(tmp_path: Path) -> None:
    """Forty people of a file could have been appointed; without a test none is in the pool."""
    rows = [{"SKP": str(60 + n % 30)} for n in range(40)]
    study = replace(shipped("small.yaml"), roster=people(written(tmp_path, csv_of(*rows))))
    laws = study.laws["in-force"], study.laws["merit"]
    found = reach(study, settle(study, {}), *laws, date(2027, 1, 1))
    assert found.people == 40
    (one,) = found.counts
    assert (one.area, one.turn, one.effect, one.people) == ("appointment", "loses", "appoint", 40)
    assert one.groups["sex"] == {"f": (40, 40)}


def test_few_people_are_nottold() -> None:
    """Of fewer than five neither their number nor their groups are printed."""
    few = Counted("exit", "gains", "retire", None, {})
    found = Reach(9, *[shipped("five_grades.yaml").stated.start] * 2, [few])
    lines = "\n".join(reach_lines(found, "Cr", NAMES))
    assert "fewer than 5 gain retire" in lines
    assert reach_values(found)["counts"] == [
        {"area": "exit", "turn": "gains", "effect": "retire", "people": None, "groups": {}}
    ]
    assert replace(few, people=7).people == 7


def test_groups_are_counted_in_the_words_of_the_law() -> None:
    """Effect, attribute and value by what the documents call them in that language."""
    cells = {"f": (7, 40), "m": (None, 30), "other": (0, 2)}
    found = Reach(
        72,
        *[date(2027, 1, 1)] * 2,
        [Counted("exit", "loses", "retire", 9, {"sex": cells})],
    )
    called = {"sex": "jenis kelamin", "sex.f": "perempuan", "sex.m": "laki-laki"}
    lines = list(reach_lines(found, "Rp", ExampleWords(None, Voice(Language("id"), called))))
    assert lines[:2] == [
        "  pemberhentian: 9 tidak lagi memperoleh pensiun",
        "      menurut jenis kelamin: perempuan 7 dari 40, laki-laki tidak disebutkan",
    ]
    assert "by sex: f 7 of 40, m not told" in "\n".join(reach_lines(found, "Rp", NAMES))


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
def test_no_hidden_cell_can_be_reckoned(cells: list[int]) -> None:
    """No told cell is from 1 to 4; of a total that is told, those hidden come to five or more."""
    found = told(cells)
    hidden = [count for count, shown in zip(cells, found, strict=True) if shown is None]
    assert all(shown is None or shown == 0 or shown >= FEWEST for shown in found)
    assert [shown for shown in found if shown is not None] == [
        count for count, shown in zip(cells, found, strict=True) if shown is not None
    ]
    if hidden and sum(cells) >= FEWEST:
        assert len(hidden) > 1
        assert sum(hidden) >= FEWEST


def test_two_ones_are_not_told_by_their_sum() -> None:
    """Were only the two ones hidden, their sum of 2 would tell each of them."""
    assert told([1, 1, 9, 7, 0]) == [None, None, 9, None, 0]
    assert told([3, 4, 9]) == [None, None, 9]
