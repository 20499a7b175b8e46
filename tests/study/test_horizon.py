"""The horizon: simulated years, the days on which laws change, and what lies outside."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from policy_sim.catalogue import sentence
from policy_sim.catalogue.language import Language
from policy_sim.diagnostics import Diagnostic, Place, Severity
from policy_sim.documents import Scalar
from policy_sim.policy.law import Law
from policy_sim.policy.vintage import Vintage
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.study.horizon import Horizon, effective_dates, horizon_findings
from policy_sim.study.windows import Reach, Window

NEW_YEAR = date(2026, 1, 1)
NO_WORDS = Vocabulary({}, {})


def law(**keys: str) -> Law:
    """Return a law with a vintage from each 1 January, such as ``y2020="a"``."""
    days = [date(int(name[1:]), 1, 1) for name in keys]
    ends = [*days[1:], None]
    return Law(
        "law",
        "A law",
        NO_WORDS,
        tuple(
            Vintage(day, end, (), {}, {}, {}, key)
            for day, end, key in zip(days, ends, keys.values(), strict=True)
        ),
    )


def test_a_horizon_counts_whole_years() -> None:
    """Two years from 2027, one of them a leap year, end before 1 January 2029."""
    horizon = Horizon(date(2027, 1, 1), 2)
    assert horizon.end == date(2029, 1, 1)
    assert horizon.months == 24
    assert horizon.year_ends == (date(2027, 12, 31), date(2028, 12, 31))


BASE = law(y2020="a", y2024="b", y2030="c")


@pytest.mark.parametrize(
    ("reform", "days"),
    [
        (BASE, []),
        (law(y2020="a", y2024="b", y2027="x", y2030="y"), [2027]),
        (law(y2020="a", y2024="b", y2030="x"), [2030]),
        (law(y2020="a", y2024="x", y2030="y"), [2024]),
        (law(y2020="z", y2024="b", y2030="x"), [2020, 2030]),
        (law(y2018="a", y2024="b", y2030="c"), [2018]),
        (law(y2024="x", y2030="c"), [2024]),
    ],
)
def test_days_on_which_a_reform_changes_the_law(reform: Law, days: list[int]) -> None:
    """A day counts if the base has no change on it, or if the two part on it; a day on which
    both change and already differed the day before counts for the base alone.
    """
    assert effective_dates(reform, BASE) == tuple(date(year, 1, 1) for year in days)


def test_a_law_without_a_base_changes_nothing() -> None:
    """Only amendments have effective dates."""
    assert effective_dates(BASE, None) == ()


LAWS = Scalar("reform", Place("s.yaml", 5, 3))
HABIT = Scalar("habit", Place("s.yaml", 8, 3))
WINDOW = Scalar("late", Place("s.yaml", 11, 3))


def stated(years: int = 4, change: date | None = None, window: date = date(2029, 12, 31)) -> Any:
    """Return a scenario of so many years with one practice and one window."""
    changes = () if change is None else (change,)
    part = SimpleNamespace(window=lambda name: Window(name, Reach.AT, window))
    return SimpleNamespace(
        years=years,
        laws={Scalar("base", Place("s.yaml", 4, 3)): None, LAWS: None},
        practices={HABIT: SimpleNamespace(changes=changes)},
        windows={WINDOW: part},
        arms=SimpleNamespace(laws=("base", "reform"), baseline="base+habit"),
    )


def found(of: Any, day: date | None = None, years: int = 4) -> list[Diagnostic]:
    """Return what lies outside the horizon; the reform differs from 2028 on."""
    laws = {"base": BASE, "reform": law(y2020="a", y2024="b", y2028="x")}
    effective = {} if day is None else {"reform": (day,)}
    return horizon_findings(of, laws, effective, Horizon(NEW_YEAR, years))


def test_nothing_is_found_inside() -> None:
    """The first day, the last day and a window of the last year are inside."""
    assert found(stated(change=date(2026, 1, 1)), date(2029, 12, 31)) == []


@pytest.mark.parametrize(
    ("window", "told"),
    [
        (Window("late", Reach.MEAN_FROM, date(2028, 1, 1)), ()),
        (Window("late", Reach.YEAR, number=3), ()),
        (Window("late", Reach.MEAN_FROM, date(2027, 1, 1)), ("1", "3")),
        (Window("late", Reach.TOTAL_FROM, NEW_YEAR), ("2", "4")),
        (Window("late", Reach.AT, date(2027, 12, 31)), ("1", "1")),
    ],
)
@pytest.mark.parametrize("language", ["en", "id"])
def test_a_window_with_years_before_the_reform_is_warned_of(
    window: Window, told: tuple[str, ...], language: str
) -> None:
    """At its own line, with how many of its years come too early, and from when it could begin."""
    of = stated()
    of.windows[WINDOW].window = lambda name: window
    findings = found(of)
    assert [one.code for one in findings] == ["window-too-early"] * bool(told)
    for one in findings:
        assert (one.where, one.severity) == (WINDOW.place, Severity.WARNING)
        assert (one.values["early"], one.values["years"]) == told
        words = sentence(one, Language(language))
        assert "'late'" in words
        assert "2028-01-01" in words
        assert ("before" in words) == (language == "en")


def test_a_law_that_never_differs_makes_no_window_too_early() -> None:
    """That it never differs is said once, of the law."""
    of = stated(years=2, window=date(2027, 12, 31))
    assert [one.code for one in found(of, years=2)] == ["law-never-differs"]


@pytest.mark.parametrize(
    ("day", "code", "severity"),
    [
        (date(2030, 1, 1), "effective-beyond-horizon", Severity.ERROR),
        (date(2025, 12, 31), "effective-before-start", Severity.WARNING),
    ],
)
def test_dates_outside_are_told_where_they_are_stated(
    day: date, code: str, severity: Severity
) -> None:
    """A reform that never begins is an error; one begun already is a warning. So of practices."""
    (finding,) = found(stated(), day)
    assert (finding.code, finding.severity, finding.where) == (code, severity, LAWS.place)
    assert finding.values["allowed"] == "2026-01-01 to 2029-12-31"
    (finding,) = found(stated(change=day))
    assert (finding.code, finding.severity, finding.where) == (code, severity, HABIT.place)
    assert (finding.values["seen"], finding.values["name"]) == (day.isoformat(), "habit")


def test_a_window_that_takes_no_year() -> None:
    """A window at the end of 2030 takes nothing of 2026 to 2029."""
    (finding,) = found(stated(window=date(2030, 12, 31)))
    assert (finding.code, finding.severity) == ("window-outside", Severity.ERROR)
    assert finding.where == WINDOW.place
    assert finding.values["allowed"] == "2026-12-31 to 2029-12-31"


def test_a_horizon_cut_afterwards_only_warns() -> None:
    """Two years asked for instead of four: what no longer fits is a warning, and a law that
    would differ in the third year is not blamed.
    """
    findings = found(stated(change=date(2028, 1, 1)), date(2028, 1, 1), years=2)
    assert [(f.code, f.severity) for f in findings] == [
        ("effective-beyond-horizon", Severity.WARNING),
        ("effective-beyond-horizon", Severity.WARNING),
        ("window-outside", Severity.WARNING),
    ]


def test_a_law_that_never_differs_is_told() -> None:
    """Two years that both end before the laws part give a warning at the reform's name."""
    (finding,) = found(stated(years=2, window=date(2027, 12, 31)), years=2)
    assert (finding.code, finding.severity) == ("law-never-differs", Severity.WARNING)
    assert finding.where == LAWS.place
    assert finding.values == {"seen": "reform", "baseline": "base"}
