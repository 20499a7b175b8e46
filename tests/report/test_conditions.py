"""A condition in a sentence: what must be so, how it is, and by how much it fails."""

from __future__ import annotations

from pathlib import Path

import pytest

from planned import RECORD, asked
from policy_sim.report.conditions import Conditions
from policy_sim.rules.features import Features

LAW = """\
parameters:
  term: {value: 4 years}
  open: {value: no}
  opening: {value: 9}
tables:
  top: {input: skill, bands: {0: mate, 60: owner}, output: grade}
definitions:
  able: skill >= 40 points and debts <= 5
  worth: 2 * skill
"""

SENTENCES = {
    "time_in_grade >= term": "time in grade must be at least 4 years (term); it is 2 years and "
    "6 months and fails by 1 year and 6 months",
    "time_in_grade >= 31 months": "time in grade must be at least 2 years and 7 months; it is "
    "2 years and 6 months and fails by 1 month",
    "time_in_grade > 30 months": "time in grade must be more than 2 years and 6 months; it is "
    "2 years and 6 months and fails by 1 month",
    "debts < 3": "debts must be below 3; it is 3 and fails by 1",
    "skill >= 50.1 points": "skill must be at least 50.1 points; it is 50 points and fails by "
    "0.1 points",
    "grade > hand": "grade must be more than HAND; it is HAND, one step too low",
    "grade >= master": "grade must be at least master; it is HAND, 2 steps too low",
    "grade <= mate": "grade must be at most mate; it is HAND",
    "superior.grade < mate": "the superior's grade must be below mate; it is master, 2 steps too "
    "high",
    "grade >= top(skill)": "grade must be at least mate (top of skill); it is HAND, one step too "
    "low",
    "today.month == 9": "the month must be September; it is June",
    "today.month in (3 | 10..12)": "the month must be March or from October to December; it is "
    "June",
    "today.month != opening": "the month must not be September (opening); it is June",
    "sex == m": "sex must be m; it is f",
    "not sex == f": "sex must not be f; it is f",
    "grade in (mate | master)": "grade must be mate or master; it is HAND",
    "debts in (1 | 4..7)": "debts must be 1 or from 4 to 7; it is 3",
    "not debts in (1 | 3)": "debts must not be 1 or 3; it is 3",
    "open": "it must be so that open; it is not so",
    "able": "skill must be at least 40 points; it is 50 points; and debts must be at most 5; it is "
    "3",
    "worth >= 120 points": "worth must be at least 120 points; it is 100 points and fails by "
    "20 points",
    "age - service >= 31 years": "age less service must be at least 31 years; it is 30 years and "
    "fails by 1 year",
    "age <= service + 3 years": "age must be at most 13 years (service plus 3 years); it is 40 "
    "years and fails by 27 years",
    "service >= 3 * term": "service must be at least 12 years (3 * term); it is 10 years and "
    "fails by 2 years",
    "grade == mate or sex == m": "one of the following must be met: (a) grade must be mate; it is "
    "HAND; or (b) sex must be m; it is f",
    "grade == hand or sex == m": "grade must be HAND; it is HAND",
    "sex == f and grade == mate": "sex must be f; it is f; and grade must be mate; it is HAND",
    "lowest(mark over 2 years) >= good": "the lowest mark of the last 2 years must be at least "
    "good; it is fair, one step too low",
    "count(mark >= good over 5 years) >= 3": "the number of mark entries at least good of the "
    "last 5 years must be at least 3; it is 1 and fails by 2",
    "months_since(promoted) >= 13 years": "the time since promoted must be at least 13 years; it "
    "is 10 years and fails by 3 years",
    "in_force(sanction) == none": "the sanction in force must be none; it is none",
    "not ever(sanction >= fair over 60 months)": "it must not be so that sanction at least fair of "
    "the last 5 years is on record; it is not so",
    "ever(sanction >= fair over service)": "it must be so that sanction at least fair in all "
    "service is on record; it is not so",
}


@pytest.mark.parametrize("clause", SENTENCES)
def test_a_condition_is_said_as_a_clerk_would(clause: str, tmp_path: Path) -> None:
    """Names, values and units are words; what fails says by how much."""
    case = f"record: {{{RECORD}}}\nseries: {{mark: [fair, good]}}\nsuperior: {{grade: master}}"
    text = f'{LAW}rules:\n  one: {{area: promotion, when: "{clause}", then: promote}}\n'
    law, person = asked(tmp_path, text, case)
    vintage = law.on(person.on)
    (rule,) = vintage.rules
    told = Conditions(vintage, Features(person.frame()))
    words = [told.told(part.condition, part.text) for part in rule.clauses]
    assert "; and ".join(words) == SENTENCES[clause]
