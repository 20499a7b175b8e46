"""Uses of the past: the closed list, their windows, filters and types."""

from __future__ import annotations

import pytest

from policy_sim.policy.ast import History
from policy_sim.policy.comparator import Comparison
from policy_sim.policy.past import HistoryFilter, Window, WindowKind
from policy_sim.policy.values import FLAG, Kind, Unit, ValueType
from strategies_expressions import PREDIKAT, SANCTION, codes, on, refused, term, typed


def use(text: str) -> History:
    """Return the one use of the past that a text is."""
    found = term(text)
    assert isinstance(found, History)
    return found


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("last(predikat)", "last(predikat)"),
        ("before_last(predikat)", "before_last(predikat)"),
        ("lowest(predikat over 2 years)", "lowest(predikat over 2 years)"),
        ("highest(predikat over 24 months)", "highest(predikat over 2 years)"),
        ("lowest(predikat over look_back)", "lowest(predikat over 2 years)"),
        ("count(predikat >= good over 5 years)", "count(predikat >= good over 5 years)"),
        ("count(predikat >= floor over 5 years)", "count(predikat >= good over 5 years)"),
        ("count(predikat over 5 years)", "count(predikat over 5 years)"),
        ("count(location == outer over 3 years)", "count(location == outer over 3 years)"),
        ("streak(predikat >= good)", "streak(predikat >= good)"),
        ("total(training over 1 year)", "total(training over 1 year)"),
        ("total(training over 6 months)", "total(training over 6 months)"),
        ("count(training >= 20 jp over 3 years)", "count(training >= 20 over 3 years)"),
        ("total(absence over this_year)", "total(absence over this_year)"),
        ("longest(absence over this_year)", "longest(absence over this_year)"),
        ("lowest(absence over 7 months)", "lowest(absence over 7 months)"),
        ("highest(sanction over 2 years)", "highest(sanction over 24 months)"),
        ("months_since(promoted)", "months_since(promoted)"),
        ("months_since(sanction >= cut)", "months_since(sanction >= cut)"),
        ("ever(sanction >= cut over service) == yes", "ever(sanction >= cut over service)"),
        ("ever(promoted over service) == yes", "ever(promoted over service)"),
        ("ever(predikat == poor over 3 years) == yes", "ever(predikat == poor over 3 years)"),
        ("in_force(sanction)", "in_force(sanction)"),
        ("count(promoted over service)", "count(promoted over service)"),
    ],
)
def test_each_use_is_one_column(text: str, column: str) -> None:
    """Years on a series are its last completed periods, on an event months up to the day."""
    if text.endswith("== yes"):
        assert str(typed(text)) == f"{column} == 1"
    else:
        assert str(use(text)) == column


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("last(predikat)", on(PREDIKAT)),
        ("lowest(predikat over 2 years)", on(PREDIKAT)),
        ("highest(sanction over this_year)", on(SANCTION)),
        ("in_force(sanction)", on(SANCTION)),
        ("last(training)", ValueType(Kind.WHOLE, 0, 200, Unit.JP)),
        ("total(training over 1 year)", ValueType(Kind.WHOLE, 0, 800, Unit.JP)),
        ("longest(absence over service)", ValueType(Kind.WHOLE, 0, 60, Unit.WORKDAYS)),
        ("total(absence over this_year)", ValueType(Kind.WHOLE, 0, 60 * 366, Unit.WORKDAYS)),
        ("count(predikat >= good over 5 years)", ValueType(Kind.WHOLE, 0, 5)),
        ("streak(predikat >= good)", ValueType(Kind.WHOLE, 0, 10)),
        ("months_since(promoted)", ValueType(Kind.WHOLE, 0, 1200, Unit.MONTHS)),
    ],
)
def test_a_use_has_the_type_of_what_it_finds(text: str, kind: ValueType) -> None:
    """Values keep their scale or unit, counts are plain numbers, times are months."""
    assert use(text).type == kind


def test_ever_is_a_flag() -> None:
    """Whether something ever happened is yes or no and can stand alone."""
    found = term("ever(promoted over 2 years)", FLAG)
    assert found.type == FLAG
    assert str(typed("not ever(promoted over 2 years)")) == (
        "not ever(promoted over 24 months) == 1"
    )


def test_a_use_keeps_filter_and_window_apart() -> None:
    """The node carries operator, source, filter and window as data."""
    found = use("count(sanction < cut over 18 months)")
    assert (found.operator, found.source) == ("count", "sanction")
    assert found.filter == HistoryFilter(Comparison.LT, 3)
    assert found.window == Window(WindowKind.MONTHS, 18)


@pytest.mark.parametrize(
    ("sign", "code"), [(">=", 2), ("<", 2), (">", 3), ("<=", 3), ("==", 3), ("!=", 3)]
)
def test_a_filter_counts_ties_as_a_comparison_does(sign: str, code: int) -> None:
    """Entries tied with the word are at least and at most it, but not the same."""
    found = use(f"count(schooling {sign} physician over 5 years)")
    assert found.filter == HistoryFilter(Comparison(sign), code)


def test_uses_compute_like_other_numbers() -> None:
    """Months since an event and counts stand in arithmetic."""
    text = "months_since(promoted) >= 4 years - 6 months * count(predikat == great over 2 years)"
    assert str(typed(text)) == (
        "months_since(promoted) >= (-6 * count(predikat == great over 2 years) + 1 * 48)"
    )


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("predikat >= good", "history-bare"),
        ("sanction >= cut", "history-bare"),
        ("last >= good", "not-applied"),
        ("last(promoted) == yes", "unknown-history"),
        ("last(sanction) == cut", "unknown-history"),
        ("streak(sanction >= cut) > 1", "unknown-history"),
        ("months_since(predikat) > 1 month", "unknown-history"),
        ("last(education) == s1", "unknown-history"),
        ("last(predicat) == good", "unknown-history"),
        ("last(1 + 1) == good", "unknown-history"),
        ("count(predikat >= good and married over 2 years) > 1", "unknown-history"),
        ("last(predikat, training) == good", "wrong-arguments"),
        ("last(predikat to 1) == good", "wrong-arguments"),
        ("lowest(predikat) == good", "window-needed"),
        ("count(predikat >= good) > 1", "window-needed"),
        ("ever(promoted)", "window-needed"),
        ("last(predikat over 2 years) == good", "window-not-here"),
        ("in_force(sanction over 2 years) == cut", "window-not-here"),
        ("streak(predikat >= good over 2 years) > 1", "window-not-here"),
        ("lowest(predikat over 11 years) == good", "window-not-periods"),
        ("lowest(predikat over 18 months) == good", "window-not-periods"),
        ("total(training over 2 months) > 3 jp", "window-not-periods"),
        ("lowest(predikat over this_year) == good", "wrong-window"),
        ("lowest(predikat over service) == good", "wrong-window"),
        ("total(absence over forever) > 3 workdays", "wrong-window"),
        ("total(absence over 0 months) > 3 workdays", "wrong-window"),
        ("total(absence over age) > 3 workdays", "wrong-window"),
        ("total(absence over 30 days) > 3 workdays", "units-differ"),
        ("total(absence over 3) > 3 workdays", "unit-missing"),
        ("total(absence over 0.1 years) > 3 workdays", "finer-than-step"),
        ("total(absence over windows) > 3 workdays", "units-differ"),
        ("streak(predikat) > 1", "filter-needed"),
        ("ever(predikat over 2 years)", "filter-needed"),
        ("lowest(predikat >= good over 2 years) == good", "filter-not-here"),
        ("months_since(promoted >= good) > 2 months", "filter-not-here"),
        ("total(absence > 3 workdays over this_year) > 3 workdays", "filter-not-here"),
        ("count(location >= outer over 3 years) > 1", "not-ordered"),
        ("count(predikat >= goood over 3 years) > 1", "unknown-value"),
        ("count(predikat >= last(predikat) over 3 years) > 1", "wrong-value"),
        ("count(training >= 20 over 3 years) > 1", "unit-missing"),
        ("lowest(location over 3 years) == outer", "history-kind"),
        ("total(predikat over 3 years) > 1", "history-kind"),
        ("longest(sanction over 3 years) > 1", "history-kind"),
        ("highest(promoted over 3 years) > 1", "history-kind"),
        ("in_force(promoted)", "never-expires"),
        ("round(share over 2 years) > 1", "window-not-here"),
    ],
)
def test_what_the_past_cannot_answer(text: str, code: str) -> None:
    """The list is closed: every other use is one finding."""
    assert codes(refused(text)) == [code]


def test_a_near_series_is_offered() -> None:
    """A misspelt series is found among those that the operator can use."""
    (finding,) = refused("last(predicat) == good")
    assert finding.values["near"] == "predikat"
    assert finding.values["allowed"] == "location, predikat, schooling, training"


def test_a_window_after_a_comma_is_told_as_it_is_written() -> None:
    """Who writes the window as a second argument is shown the word that goes before it."""
    (finding,) = refused("lowest(predikat, 2 years) >= good")
    assert finding.code == "wrong-arguments"
    assert finding.values["near"] == "lowest(predikat over 2 years)"
