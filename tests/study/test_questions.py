"""The twelve questions: each is asked by a study that can show what its answer needs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from policy_sim.report.questions import asked_in, question_page, questions_index
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.arms import divergence
from policy_sim.study.loading import load_scenario
from policy_sim.study.result import Result
from policy_sim.study.run import run
from policy_sim.study.scenario import Scenario
from small_study import ROOT, altered, copied, shipped

QUESTIONS = sorted((ROOT / "scenarios" / "questions").glob("*.yaml"))
FOLDER = ROOT / "docs" / "questions"

SHOWS = {
    1: ({"acting_months", "service_quality", "leadership_in_office"}, {"acting", "appointment"}),
    2: ({"right_person_in_post", "share_of_offices"}, {"appraisal", "appointment"}),
    3: ({"service_quality", "deviation_share"}, {"oversight"}),
    4: ({"personnel_share", "exits", "service_quality"}, {"pay", "recruitment", "regularisation"}),
    5: ({"pay_bill", "irregular_places", "regularisations"}, {"regularisation", "pay"}),
    6: ({"unfilled_places", "service_quality"}, {"recruitment", "transfers"}),
    7: ({"service_quality", "mean_motivation", "absence_days"}, {"welfare", "attendance"}),
    8: ({"citizen_satisfaction", "grievances"}, {"citizens", "appraisal"}),
    9: ({"acquired_ability", "training_gap", "training_cost"}, {"training"}),
    10: ({"blocked_paths", "mean_motivation", "promotion_time_spread"}, {"path", "secondment"}),
    11: ({"remediation_improved", "remediation_misjudged", "exits"}, {"remediation"}),
    12: ({"lateral_moves", "service_quality"}, {"appointment", "transfers"}),
}
"""By number: the outcomes that an answer is read from, and the systems that bring them about."""


def number(path: Path) -> int:
    """Return the number of a question."""
    return int(path.stem.split("_")[0])


def days_of(scenario: Scenario) -> dict[str, date | None]:
    """Return, by arm, the day from which it can differ from the baseline."""
    horizon = scenario.horizon()
    span = (horizon.start, horizon.end)
    return dict(divergence(scenario.grid, scenario.laws, scenario.practices, span))


def test_there_are_twelve() -> None:
    """Each number stands once, and each answer has somewhere to be read."""
    assert [number(path) for path in QUESTIONS] == list(range(1, 13)) == sorted(SHOWS)


@pytest.mark.xdist_group("shipped scenarios")
@pytest.mark.parametrize("path", QUESTIONS, ids=lambda path: path.stem)
def test_a_question_can_show_what_it_must(path: Path) -> None:
    """Its outcomes are known, its systems are on, what it asks is said, and every arm differs."""
    scenario = shipped(f"questions/{path.name}")
    outcomes, systems = SHOWS[number(path)]
    assert outcomes <= set(OUTCOMES)
    assert systems <= {system.name for system in scenario.systems}
    assert asked_in(path.read_text(encoding="utf-8")).startswith(f"Question {number(path)}. ")
    days = days_of(scenario)
    others = [arm.name for arm in scenario.grid.arms if arm != scenario.grid.baseline]
    assert all(days[name] is not None for name in others)


def test_a_new_mayor_changes_nothing_before_the_term(tmp_path: Path) -> None:
    """Question 12: to the last byte nothing differs before March 2030, and then something does."""
    small = altered(
        copied(tmp_path).parent / "questions" / "12_new_mayor.yaml",
        ("draws: 0\n", "draws: 0\nstart: 2027-01-01\nhistory: {years: 3}\nfacts: off\n"),
    )
    scenario = load_scenario(small)
    assert set(filter(None, days_of(scenario).values())) == {date(2030, 3, 1)}
    found = run(scenario, replications=1, years=5, people=120, workers=1, ledger="none").outcomes
    base = scenario.grid.baseline.name
    values = found.set_index(["policy", "date", "outcome", "group"]).value
    early = values[values.index.get_level_values("date") < "2030"]
    assert len(early)
    for arm in scenario.grid.arms:
        assert early[arm.name].equals(early[base])
    late = values[values.index.get_level_values("date") > "2031"]
    assert not late["unprotected+reshuffle"].equals(late[base])


@pytest.mark.xdist_group("the small study")
def test_the_page_tells_each_arm_beside_the_baseline(small: Result) -> None:
    """Command, size and question stand above a table with a row for every arm."""
    page = question_page("scenarios/x.yaml", "What if?", small.manifest, small.comparison)
    assert page.startswith(f"# {small.manifest['title']}\n\nWhat if?\n")
    assert "`policy-sim run scenarios/x.yaml --people 300 --years 2 --replications 2" in page
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == [
        "arm", "baseline", "in-force+closeness (hypothetical)",
        "merit+closeness (hypothetical)", "merit+seniority",
    ]  # fmt: skip
    assert np.all([row.count("|") == rows[0].count("|") for row in rows])


@pytest.mark.xdist_group("the small study")
def test_the_page_says_what_the_names_of_arms_mean(small: Result) -> None:
    """Each stands with its title, that of the baseline first, and is told if it is invented."""
    page = question_page("scenarios/x.yaml", "What if?", small.manifest, small.comparison)
    assert "the baseline is `in-force+seniority`." in page
    named = [line for line in page.splitlines() if line.startswith(("* law", "* practice"))]
    assert [line.split(":")[0] for line in named] == [
        "* law `in-force`", "* law `merit`", "* practice `seniority`", "* practice `closeness`",
    ]  # fmt: skip
    assert named[3].endswith("(hypothetical)")


def test_the_index_asks_each_question_and_leads_to_it() -> None:
    """The pages that are there are those of the studies; what each asks is as its study says it."""
    others = [ROOT / "scenarios" / "when_merit_fails.yaml"]
    texts = {path.stem: path.read_text(encoding="utf-8") for path in (*QUESTIONS, *others)}
    pages = {f"{n}.md": (FOLDER / f"{n}.md").read_text(encoding="utf-8") for n in texts}
    assert {path.name for path in FOLDER.glob("*.md")} == {"index.md", *pages}
    assert (FOLDER / "index.md").read_text(encoding="utf-8") == questions_index(pages)
    for page, text in zip(pages.values(), texts.values(), strict=True):
        assert page.split("\n")[2] == asked_in(text)
