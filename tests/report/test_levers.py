"""What a career says of the law is the law as its levers were set on the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from group_law import loaded
from policy_sim.policy.law import Law
from policy_sim.report.levers import law_as_set

RULES = """\
parameters:
  seats: {value: 0%, lever: {range: 0%..50%}}
  wait: {value: 1 year, lever: {range: 0 months..60 months}}
  places: {value: 1, lever: {range: 1..5, subject: unit}}
rules: {a: {when: service >= wait, then: promote}}
"""


def row(month: int, reason: str, cause: str = "organisation") -> dict[str, object]:
    """Return a row of the ledger that tells of a lever set at the end of a month of 2026."""
    return {"date": date(2026, month, 1), "area": "steering", "reason": reason, "cause": cause}


@pytest.fixture
def law(tmp_path: Path) -> Law:
    """Return a law with levers."""
    return loaded(tmp_path, RULES)


def told(law: Law, day: date, *rows: dict[str, object]) -> list[str]:
    """Return what the parameters of the law are on *day*."""
    vintage = law_as_set(law, day, rows)
    return [vintage.parameters[name].text for name in ("seats", "wait")]


def test_a_lever_holds_from_the_month_after_its_row(law: Law) -> None:
    """In the month of the decision the law is still as before; later changes take over."""
    rows = (
        row(6, "seats: 30% → 10%"),
        row(2, "seats: 0% → 30%"),
        row(2, "wait: 1 year → 36 months"),
    )
    assert told(law, date(2026, 2, 28), *rows) == ["0%", "1 year"]
    assert told(law, date(2026, 3, 1), *rows) == ["30%", "36 months"]
    assert told(law, date(2026, 7, 15), *rows) == ["10%", "36 months"]
    rule = law_as_set(law, date(2026, 7, 1), rows).rules[0]
    assert str(rule.clauses[0].condition) == "service >= 36"


@pytest.mark.parametrize(
    "other",
    [
        row(1, "seats: 0% → 30%", "unit a"),
        row(1, "chairs: 0% → 30%"),
        row(1, "seats: 0% → 3 months"),
        row(1, "a text of another kind"),
        {**row(1, "seats: 0% → 30%"), "area": "pay"},
    ],
)
def test_other_rows_say_nothing_of_it(law: Law, other: dict[str, object]) -> None:
    """Rows of units, of other areas, or of another law leave the value that the law states."""
    assert told(law, date(2027, 1, 1), other) == ["0%", "1 year"]


def test_a_law_without_levers_is_as_it_stands(tmp_path: Path) -> None:
    """It is the same object."""
    law = loaded(tmp_path, "rules: {a: {then: promote}}\n")
    assert law_as_set(law, date(2026, 1, 1), [row(1, "seats: 0% → 30%")]) is law.vintages[0]
