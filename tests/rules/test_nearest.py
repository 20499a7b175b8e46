"""The nearest change by which the law gives what it does not give today."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planned import RECORD, asked, nearest
from policy_sim.rules.case import CaseError
from policy_sim.rules.decision import decide
from policy_sim.rules.engine import engine_available, engine_named
from policy_sim.rules.nearest import wished
from policy_sim.rules.plan import NoPlan, Plan
from policy_sim.rules.programs import compile_area
from policy_sim.rules.trace import trace

EXAMS = """\
  to-the-helm: {area: examination, when: time_in_grade >= 40 months, then: {admit: helm}}
  to-the-ledger: {area: examination, when: skill >= 90 points, then: {admit: ledger}}
"""


def plan(folder: Path, rules: str, case: str = "", area: str = "promotion") -> Plan:
    """Return the plan, which there must be."""
    found = nearest(folder, f"rules:\n{rules}", case, area)
    assert isinstance(found, Plan)
    return found


def none(folder: Path, rules: str, case: str = "", area: str = "promotion") -> NoPlan:
    """Return why there is no plan."""
    found = nearest(folder, f"rules:\n{rules}", case, area)
    assert isinstance(found, NoPlan)
    return found


def raised(found: Plan) -> dict[str, int]:
    """Return what a plan raises, to which integers."""
    return {change.name: change.value for change in found.changes}


def test_waiting_alone_comes_first(tmp_path: Path) -> None:
    """Where time is enough nothing else is asked, though skill would do it at once."""
    found = plan(
        tmp_path, "  rise: {when: time_in_grade >= 4 years or skill >= 60 points, then: promote}\n"
    )
    assert (found.months, found.case.on, raised(found)) == (18, date(2027, 12, 1), {})
    assert not found.better


def test_the_law_of_the_day_decides(tmp_path: Path) -> None:
    """A rule that is repealed before the years are full gives nothing; a later one does."""
    rules = (
        "  old: {when: time_in_grade >= 4 years, then: promote, until: 2027-06-01}\n"
        "  new: {when: time_in_grade >= 5 years, then: promote, from: 2027-06-01}\n"
    )
    found = plan(tmp_path, rules)
    assert (found.months, found.found.rules[0].rule.id) == (30, "new")


def test_a_window_of_the_calendar_is_waited_for(tmp_path: Path) -> None:
    """After the years are full the next October counts."""
    found = plan(
        tmp_path,
        "  rise: {when: [time_in_grade >= 3 years, today.month in (4 | 10)], then: promote}\n",
    )
    assert found.case.on == date(2027, 4, 1)


def test_a_sanction_is_waited_out(tmp_path: Path) -> None:
    """A bar ends on the day on which what it rests on is no longer in force."""
    rules = (
        "  rise: {when: service >= 1 years, then: promote}\n"
        "  bar: {when: in_force(sanction) >= poor, then: {bar: [promote]}}\n"
    )
    case = "events: {sanction: [{on: 2026-01-01, value: fair, until: 2026-11-15}]}"
    assert plan(tmp_path, rules, case).case.on == date(2026, 12, 1)


def test_better_ratings_are_asked_only_where_needed(tmp_path: Path) -> None:
    """Two years at good need good ratings from now on, not better waiting."""
    found = plan(tmp_path, "  rise: {when: lowest(mark over 2 years) >= good, then: promote}\n")
    assert (found.months, found.better, found.ratings) == (19, True, {"mark": 3})


def test_what_stays_is_assumed_to_stay(tmp_path: Path) -> None:
    """Without better ones the yearly rating is taken to be the last one again."""
    found = plan(tmp_path, "  rise: {when: streak(mark >= fair) >= 4, then: promote}\n")
    assert (found.months, found.better, found.ratings) == (19, False, {"mark": 2})


def test_a_score_is_raised_to_the_least_that_suffices(tmp_path: Path) -> None:
    """Of all scores the plan names the one beside the threshold, and no month is waited."""
    found = plan(tmp_path, "  rise: {when: skill > 71.3 points, then: promote}\n")
    assert (found.months, raised(found)) == (0, {"skill": 714})


def test_what_is_better_low_is_lowered(tmp_path: Path) -> None:
    """Merit may lie below: debts go down to what is allowed, not to nothing."""
    assert raised(plan(tmp_path, "  rise: {when: debts <= 1, then: promote}\n")) == {"debts": 1}


def test_two_things_at_most(tmp_path: Path) -> None:
    """Two are raised where one is not enough; where three are needed there is no plan."""
    both = "skill >= 60 points, debts <= 1"
    found = plan(tmp_path, f"  rise: {{when: [{both}], then: promote}}\n")
    assert raised(found) == {"skill": 600, "debts": 1}
    three = none(tmp_path, f"  rise: {{when: [{both}, credit >= 10], then: promote}}\n")
    assert three.found.given


def test_whoever_is_dismissed_today_has_no_plan(tmp_path: Path) -> None:
    """Service also ends by discipline: nothing is promised after it."""
    rules = (
        "  rise: {when: time_in_grade >= 4 years, then: promote}\n"
        "  out: {area: discipline, when: debts >= 3, then: {dismiss: yes}}\n"
    )
    found = none(tmp_path, rules)
    assert found.ends is not None
    assert (found.ends.id, found.until) == ("out", date(2026, 6, 1))


def test_fewer_changes_come_before_fewer_months(tmp_path: Path) -> None:
    """One thing to bring about and the ratings as they are, though better ones would be sooner."""
    rule = "  rise: {when: [skill >= 60 points, time_in_grade >= 5 years or last(mark) >= good], "
    found = plan(tmp_path, f"{rule}then: promote}}\n")
    assert (found.months, found.better, raised(found)) == (30, False, {"skill": 600})


def test_an_examination_is_sat_after_the_law_admits(tmp_path: Path) -> None:
    """The ticket is held the month after the first admission, by the rule that gives it."""
    found = plan(tmp_path, f"  rise: {{when: ticket == held, then: promote}}\n{EXAMS}")
    (change,) = found.changes
    assert (change.word, found.months) == ("helm", 11)
    assert found.admissions["helm"].day == date(2027, 4, 1)
    assert found.admissions["helm"].rule.id == "to-the-helm"


def test_an_examination_to_which_nobody_is_admitted_is_no_way(tmp_path: Path) -> None:
    """The ledger is open to the skilled alone: without skill the papers cannot be earned by it."""
    found = none(tmp_path, f"  rise: {{when: papers >= some, then: promote}}\n{EXAMS}")
    assert found.found.given


def test_a_course_may_enter_an_attribute_or_be_on_record(tmp_path: Path) -> None:
    """What a course enters, and that it was attended, are earned where the law gives a place."""
    course = "  train: {area: training, when: service >= 11 years, then: {enrol: rigging}}\n"
    papers = plan(tmp_path, f"  rise: {{when: papers >= full, then: promote}}\n{course}")
    assert (raised(papers), papers.months) == ({"papers": 2}, 13)
    rule = "  rise: {when: ever(certified == rigging over service), then: promote}\n"
    attended = plan(tmp_path, rule + course)
    assert (raised(attended), attended.months) == ({"certified": 1}, 13)


@pytest.mark.parametrize("clause", ["sex == m", "superior.grade >= master", "service <= 5 years"])
def test_what_nobody_can_change_is_in_no_plan(clause: str, tmp_path: Path) -> None:
    """Another sex, other people's data and another past are never told, but the article is."""
    case = f"record: {{{RECORD}}}\nsuperior: {{grade: mate}}"
    found = none(tmp_path, f"  rise: {{when: {clause}, then: promote}}\n", case)
    assert (found.found.refused_by, found.found.reason) == ("rise", clause)
    assert found.until == date(2036, 6, 1)


def test_no_plan_reaches_past_the_end_of_service(tmp_path: Path) -> None:
    """Whoever retires before the years are full never gets there, and the rule is named."""
    rules = (
        "  rise: {when: service >= 19 years, then: promote}\n"
        "  leave: {area: exit, when: age >= 45 years, then: retire}\n"
    )
    found = none(tmp_path, rules)
    assert found.ends is not None
    assert (found.ends.id, found.until) == ("leave", date(2031, 6, 1))


def test_a_promotion_on_the_way_is_carried_out(tmp_path: Path) -> None:
    """An award for mates: the law first promotes, which begins the time in grade anew."""
    rules = (
        "  rise: {when: [time_in_grade >= 3 years, grade < mate], then: promote}\n"
        "  prize: {area: rewards, when: [grade == mate, time_in_grade >= 12 months], "
        "then: {pay: 500 money}}\n"
    )
    found = plan(tmp_path, rules, area="rewards")
    (rise,) = found.risen
    assert (rise.day, rise.value, found.months) == (date(2026, 12, 1), 1, 18)


def test_credit_of_a_year_is_entered_by_the_assessment_that_makes_the_rating(
    tmp_path: Path,
) -> None:
    """A good mark needs good effort: each January it brings ten, and after two there are twenty."""
    rules = (
        "tables:\n  worth: {input: marks, keyed: {none: 0, poor: 0, fair: 4, good: 10}}\n"
        "rules:\n"
        "  rating: {area: appraisal, then: {rate: effort}}\n"
        "  earned: {area: appraisal, then: {credit: worth(effort)}}\n"
        "  rise: {when: [credit >= 8, last(mark) >= %s], then: promote}\n"
    )
    fair = nearest(tmp_path, rules % "fair")
    assert isinstance(fair, Plan)
    assert (fair.months, fair.better, fair.case.columns["credit"]) == (19, False, 16)
    good = nearest(tmp_path, rules % "good")
    assert isinstance(good, Plan)
    assert (good.months, good.better, good.case.columns["credit"]) == (7, True, 20)


def test_a_plan_is_wished_only_where_something_good_is_refused(tmp_path: Path) -> None:
    """Sanctions that are not given, what is given, and what is nobody's concern need no plan."""
    rules = (
        "rules:\n"
        "  rise: {when: service >= 20 years, then: promote}\n"
        "  prize: {area: rewards, then: {pay: 500 money}}\n"
        "  blame: {when: service >= 20 years, then: {sanction: poor}}\n"
        "  leave: {applies_to: grade == owner, when: service >= 20 years, then: {admit: helm}}\n"
    )
    law, person = asked(tmp_path, rules)
    engine = engine_named("columnar")
    areas = ("promotion", "rewards", "discipline", "examination")
    found = [trace(compile_area(law.on(person.on), a), person.frame(), 0, engine) for a in areas]
    assert [wished(one) for one in found] == [True, False, False, False]


def test_rules_that_contradict_each_other_promise_nothing(tmp_path: Path) -> None:
    """Where raising a score sets two rules against each other there is no plan, and no error."""
    rules = (
        "  one: {when: skill >= 60 points, then: {promote: mate}}\n"
        "  two: {when: skill >= 60 points, then: {promote: master}}\n"
    )
    found = none(tmp_path, rules)
    assert (found.found.refused_by, found.raised) == ("one", ())


def test_rules_that_contradict_each_other_on_the_way_decide_nothing(tmp_path: Path) -> None:
    """Two promotions of one day to two grades are no rise on the way: the plan waits without."""
    rules = (
        "  one: {when: time_in_grade >= 3 years, then: {promote: mate}}\n"
        "  two: {when: time_in_grade >= 3 years, then: {promote: master}}\n"
        "  prize: {area: rewards, when: sex == m, then: {pay: 500 money}}\n"
    )
    assert none(tmp_path, rules, area="rewards").found.refused_by == "prize"


def test_what_the_case_lacks_today_is_named(tmp_path: Path) -> None:
    """A case that cannot be decided today has no plan, but a name that is missing."""
    with pytest.raises(CaseError, match=r"superior\.grade"):
        nearest(tmp_path, "rules:\n  rise: {when: superior.grade >= mate, then: promote}\n")


@pytest.mark.durable
@pytest.mark.skipif(not engine_available("durable"), reason="durable-rules is not importable")
@pytest.mark.parametrize(
    "clause",
    ["time_in_grade >= 47 months", "lowest(mark over 3 years) >= good", "skill >= 73.4 points"],
)
def test_both_engines_give_at_the_end_and_refuse_today(clause: str, tmp_path: Path) -> None:
    """What the plan says holds on either engine, and so does that nothing is given today."""
    law, person = asked(tmp_path, f"rules:\n  rise: {{when: {clause}, then: promote}}\n")
    found = plan(tmp_path, f"  rise: {{when: {clause}, then: promote}}\n")
    for engine in (engine_named("columnar"), engine_named("durable")):
        program = compile_area(law.on(found.case.on), "promotion")
        assert decide(program, found.case.frame(), engine).given["promote"].mask[0]
        assert not decide(program, person.frame(), engine).given["promote"].mask[0]
