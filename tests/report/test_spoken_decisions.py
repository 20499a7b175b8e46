"""Decisions and plans in sentences that a clerk can read aloud."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from planned import RECORD, asked, nearest, sentences
from policy_sim.policy.values import Kind, Scale, Unit, ValueType
from policy_sim.report.decisions import trace_lines
from policy_sim.report.meanings import Meanings
from policy_sim.report.sentences import SENTENCES
from policy_sim.report.spoken import spoken_months, spoken_value
from policy_sim.report.spoken_decisions import Spoken
from policy_sim.report.spoken_plan import SpokenPlan
from policy_sim.rules.engine import engine_named
from policy_sim.rules.programs import compile_area
from policy_sim.rules.trace import trace

SOURCE = Path(__file__).parents[2] / "src" / "policy_sim"


def told(folder: Path, rules: str, area: str = "promotion") -> list[str]:
    """Return the decision of one area in lines, without their indentation."""
    law, person = asked(folder, f"rules:\n{rules}")
    vintage = law.on(person.on)
    found = trace(compile_area(vintage, area), person.frame(), 0, engine_named("columnar"))
    return [line.strip() for line in Spoken(vintage, person.frame(), "Rp").lines(found)]


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (0, "0 months"),
        (1, "1 month"),
        (11, "11 months"),
        (12, "1 year"),
        (25, "2 years and 1 month"),
        (48, "4 years"),
    ],
)
def test_months_are_said_in_years(months: int, words: str) -> None:
    """Nobody says 48 months."""
    assert spoken_months(months) == words


def test_a_label_is_said_where_it_is_another_spelling() -> None:
    """A grade is said as it is written on paper; a label in another language is not."""
    scale = Scale("g", ("iii_c", "very_good"), (0, 1), {"iii_c": "III/c", "very_good": "baik"})
    kind = ValueType(Kind.ORDERED, 0, 1, scale=scale)
    assert [spoken_value(value, kind) for value in (0, 1)] == ["III/c", "very good"]
    assert spoken_value(-3, ValueType(Kind.WHOLE, -9, 9, Unit.MONTHS)) == "-3 months"


def test_every_fate_of_a_rule_has_its_sentence(tmp_path: Path) -> None:
    """Given, refused, set aside, excepted, barring or not, and not about the person."""
    lines = told(
        tmp_path,
        "  given: {title: Rise of the hands, source: art. 1, when: debts >= 1, then: promote}\n"
        "  refused: {when: [service >= 20 years, debts <= 2], then: promote}\n"
        "  set: {when: debts >= 1, then: promote}\n"
        "  out: {when: debts >= 1, then: nothing, overrides: [set]}\n"
        "  idle: {when: debts >= 9, then: nothing, overrides: [given]}\n"
        "  bar: {when: debts >= 9, then: {bar: [promote]}}\n"
        "  owners: {applies_to: grade == owner, then: promote}\n",
    )
    assert lines[0] == "Promotion: a promotion is given."
    assert lines[1] == "Rise of the hands (art. 1) gives a promotion: its one condition is met."
    for line in (
        "refused does not give a promotion: none of its 2 conditions is met.",
        "set would give a promotion, but is set aside by out.",
        "out is an exception that holds here: its one condition is met.",
        "idle is an exception that does not hold here.",
        "bar does not stand in the way.",
        "Not about this person: owners.",
    ):
        assert line in lines


def test_a_bar_and_what_it_bars(tmp_path: Path) -> None:
    """The rule that is barred names the bar, and the bar says what it rests on."""
    lines = told(
        tmp_path,
        "  rise: {when: service >= 1 years, then: promote}\n"
        "  bar: {when: debts >= 2, then: {bar: [promote]}}\n",
    )
    assert lines[0] == "Promotion: nothing is given."
    assert "rise would give a promotion, but bar bars that." in lines
    assert "bar bars a promotion: its one condition is met." in lines
    assert "Met: debts must be at least 2; it is 3." in lines


def test_an_exception_to_an_exception(tmp_path: Path) -> None:
    """What is set aside is told apart from what does not hold, with the title of what does it."""
    lines = told(
        tmp_path,
        "  rise: {when: service >= 1 years, then: promote}\n"
        "  bar: {when: debts >= 2, then: {bar: [promote]}}\n"
        "  pardon: {title: Mercy, when: debts >= 1, then: nothing, overrides: [bar]}\n"
        "  halt: {when: debts >= 3, then: {bar: [award]}, overrides: [pardon]}\n",
    )
    assert "Mercy is an exception that is set aside here by halt." in lines
    lines = told(
        tmp_path,
        "  rise: {when: service >= 1 years, then: promote}\n"
        "  bar: {when: debts >= 2, then: {bar: [promote]}}\n"
        "  pardon: {title: Mercy, when: debts >= 1, then: nothing, overrides: [bar]}\n",
    )
    assert "bar would bar a promotion, but is set aside by Mercy." in lines


def test_amounts_and_values_are_said_with_the_gift(tmp_path: Path) -> None:
    """Pay has its amount, a sanction its word; a rule that does not hold reckons nothing."""
    lines = told(
        tmp_path,
        "  pay-a: {area: pay, then: {pay: 500 money}}\n"
        "  pay-b: {area: pay, when: debts >= 9, then: {pay: 100 money * debts}}\n",
        "pay",
    )
    assert lines[0] == "Pay: pay of Rp 500 is given."
    assert "pay-b does not give pay: its one condition is not met." in lines
    assert (
        told(
            tmp_path,
            "  blame: {area: discipline, when: debts >= 3, then: {sanction: poor}}\n",
            "discipline",
        )[0]
        == "Discipline: a sanction (poor) is given."
    )
    nobody = told(tmp_path, "  owners: {applies_to: grade == owner, then: promote}\n")
    assert nobody[0] == "Promotion: no rule applies to this person."


def test_what_rests_on_a_placeholder_is_said_to_hold_a_place(tmp_path: Path) -> None:
    """Not only the rule that is marked: also one that reads an amount that is."""
    law, person = asked(
        tmp_path,
        "parameters:\n  wage: {value: 500 money, status: placeholder}\n"
        "rules:\n  salary: {area: pay, then: {pay: wage}}\n",
    )
    vintage, frame = law.on(person.on), person.frame()
    found = trace(compile_area(vintage, "pay"), frame, 0, engine_named("columnar"))
    assert next(Spoken(vintage, frame, "Rp").lines(found)) == (
        "Pay: pay of Rp 500 is given. The amounts only hold a place."
    )
    assert next(trace_lines(found, Meanings(vintage, frame, "Rp"))) == (
        "pay: pay Rp 500 (contains placeholder amounts)"
    )
    assert next(
        trace_lines(found, Meanings(replace(vintage, placeholders=frozenset()), frame))
    ) == ("pay: pay 500 money")


WAIT = "The nearest change: wait {}. Then rise (art. 1) gives a promotion."
NOW = (
    "The nearest change needs no waiting: rise (art. 1) gives a promotion as soon as the following "
    "is reached."
)
HELM = (
    "Until then ticket must come from without to held: the law admits to the examination helm from "
    "1 April 2027 on, by sea (art. 2)."
)
RIGGING = (
    "Until then the course rigging must be attended: the law gives a place in the course rigging "
    "from 1 June 2026 on, by yard, if there is one."
)
NONE = "No waiting, rating, examination or course brings it about within 10 years."
PLANS = {
    "time_in_grade >= 4 years": [WAIT.format("1 year and 6 months, until 1 December 2027")],
    "skill >= 60 points": [NOW, "Until then skill must come from 50 points to 60 points."],
    "lowest(mark over 2 years) >= good": [
        WAIT.format("1 year and 7 months, until 1 January 2028"),
        "Every yearly mark until then must be good (the last was fair).",
    ],
    "[time_in_grade >= 4 years, last(mark) >= fair]": [
        WAIT.format("1 year and 6 months, until 1 December 2027"),
        "It is taken that mark stays at fair every year.",
    ],
    "ticket == held": [WAIT.format("11 months, until 1 May 2027"), HELM],
    "ever(certified == rigging over service)": [
        WAIT.format("1 month, until 1 July 2026"),
        RIGGING,
    ],
    "sex == m": [
        NONE,
        "What stands in the way, even on 1 June 2036, is rise (art. 1): sex must be m; it is f.",
    ],
    "[skill >= 60 points, debts <= 1, credit >= 10]": [
        NONE,
        "It would take more than two changes at once.",
    ],
}


@pytest.mark.parametrize("clause", PLANS)
def test_a_plan_is_said_whole(clause: str, tmp_path: Path) -> None:
    """How long, under which ratings, what to bring about, by which article; or what blocks it."""
    rules = (
        f"rules:\n  rise: {{source: art. 1, when: {clause}, then: promote}}\n"
        "  sea: {area: examination, source: art. 2, when: time_in_grade >= 40 months, "
        "then: {admit: helm}}\n"
        "  yard: {area: training, then: {enrol: rigging}}\n"
    )
    assert sentences(tmp_path, rules) == PLANS[clause]


def test_a_bar_that_never_ends_is_what_blocks(tmp_path: Path) -> None:
    """Where no clause fails the sentence names the rule that bars."""
    rules = (
        "rules:\n  rise: {when: service >= 1 years, then: promote}\n"
        "  women: {source: art. 9, when: sex == f, then: {bar: [promote]}}\n"
    )
    assert sentences(tmp_path, rules)[1:] == [
        "What stands in the way is women (art. 9), which bars it."
    ]


def test_the_end_of_service_is_told_with_its_day(tmp_path: Path) -> None:
    """Whoever retires first is told when and by what."""
    rules = (
        "rules:\n  rise: {when: service >= 19 years, then: promote}\n"
        "  leave: {area: exit, when: age >= 45 years, then: retire}\n"
    )
    assert sentences(tmp_path, rules)[0] == (
        "No waiting, rating, examination or course brings it about before service ends, on "
        "1 June 2031, by leave."
    )


def test_a_plan_about_a_post_says_what_it_takes_for_granted(tmp_path: Path) -> None:
    """The post is vacant then as well, the candidates are ranked, and a rise on the way is told."""
    rules = (
        "rules:\n"
        "  rise: {when: [time_in_grade >= 3 years, grade < mate], then: promote}\n"
        "  seat: {area: appointment, for_each: post, when: grade >= post.grade, "
        "then: {appoint: post}, select: {per: post, within: city, rank_by: skill}}\n"
    )
    case = f"record: {{{RECORD}}}\npost: {{grade: mate}}"
    assert sentences(tmp_path, rules, case, "appointment") == [
        "The nearest change: wait 7 months, until 1 January 2027. Then seat gives the post.",
        "On the way, on 1 December 2026, rise gives a promotion, to mate.",
        "The post is taken to be vacant then as well.",
        "Whoever may be chosen is ranked against the others who may be.",
    ]


def test_a_law_to_come_that_reads_more_is_said(tmp_path: Path) -> None:
    """Where a later version of the law reads what the case does not give, it says what."""
    rules = (
        "rules:\n  rise: {when: service >= 12 years, then: promote, until: 2027-01-01}\n"
        "  new: {when: superior.grade >= mate, then: promote, from: 2027-01-01}\n"
    )
    assert sentences(tmp_path, rules) == [
        (
            "No waiting, rating, examination or course brings it about before 1 January 2027; from "
            "then on the law reads superior.grade, which the case does not give."
        ),
        (
            "What stands in the way, even on 1 December 2026, is rise: service must be at least "
            "12 years; it is 10 years and 6 months and fails by 1 year and 6 months."
        ),
    ]


def test_programs_get_the_plan_in_values(tmp_path: Path) -> None:
    """What is said stands beside what it is made of."""
    rules = (
        "rules:\n  rise: {source: art. 1, when: ticket == held, then: promote}\n"
        "  sea: {area: examination, then: {admit: helm}}\n"
    )
    law, person = asked(tmp_path, rules)
    values = SpokenPlan(law, person).values(nearest(tmp_path, rules))
    assert values.pop("sentences")
    assert values == {
        "within": 1,
        "on": "2026-07-01",
        "rule": "rise",
        "source": "art. 1",
        "ratings": {"mark": "fair"},
        "better_ratings": False,
        "changes": [
            {
                "name": "ticket",
                "to": "held",
                "from": "without",
                "by": "helm",
                "admitted_on": "2026-06-01",
                "admitted_by": "sea",
            }
        ],
        "on_the_way": [],
    }
    blocked = "rules:\n  rise: {source: art. 1, when: sex == m, then: promote}\n"
    law, person = asked(tmp_path, blocked)
    values = SpokenPlan(law, person).values(nearest(tmp_path, blocked))
    assert (values["within"], values["blocked_by"]) == (None, "rise")
    assert (values["source"], values["reason"]) == ("art. 1", "sex == m")


def test_no_sentence_is_kept_that_nobody_says() -> None:
    """Every sentence is asked for by its key somewhere in the code."""
    code = "".join(
        path.read_text("utf-8") for path in SOURCE.rglob("*.py") if path.name != "sentences.py"
    )
    unsaid = [key for key in SENTENCES if not re.search(f"""['\"]{key}['\"]""", code)]
    assert unsaid == ["admission-admit", "admission-enrol"]


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("debts >= 2", "3 years if debts is at least 2, else 4 years"),
        ("grade == owner", "3 years if grade is owner, else 4 years"),
    ],
)
def test_a_choice_is_said_in_words(condition: str, words: str, tmp_path: Path) -> None:
    """Terms keep their units: nobody is told of 36 and 48."""
    lines = told(
        tmp_path,
        f"  rise: {{when: service >= (if {condition} then 3 years else 4 years), then: promote}}\n",
    )
    assert any(words in line for line in lines), lines


BARRED = (
    "rules:\n  rise: {when: time_in_grade >= 4 years, then: promote}\n"
    "  bar: {title: no rise under a sanction, when: in_force(sanction) >= poor, "
    "then: {bar: [promote]}}\n"
)


def test_a_wait_beyond_what_is_lacking_says_why(tmp_path: Path) -> None:
    """Eighteen months are lacking, but a bar or another condition holds longer: it is named."""
    sanction = "events: {sanction: [{on: 2026-05-01, value: poor, until: 2028-03-01}]}\n"
    told = sentences(tmp_path, BARRED, sanction)
    assert "until 1 March 2028" in told[0]
    assert told[1] == "A month before, this still stands in the way: no rise under a sanction."
    windows = (
        "rules:\n  rise: {when: [time_in_grade >= 4 years, today.month == 6], then: promote}\n"
    )
    told = sentences(tmp_path, windows)
    assert "until 1 June 2028" in told[0]
    assert told[1].startswith("A month before, this still stands in the way: the month")


def test_a_wait_that_is_what_is_lacking_is_not_explained_again(tmp_path: Path) -> None:
    """What is told today as not met is the whole reason."""
    assert not [line for line in sentences(tmp_path, BARRED) if "still stands" in line]
