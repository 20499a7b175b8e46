"""How well the start fits: target against achieved, and the cell that is furthest off."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from policy_sim.workforce.fit import Fit, FittedCell, fitted_cells
from policy_sim.workforce.profile import Cell, EmploymentKind, Margin
from policy_sim.workforce.wording import Evidence
from strategies_workforce import tiny

EVIDENCE = Evidence("Yearbook", "secondary")
SEX = Margin("sex", (Cell("f", 0, 0, Fraction(3, 5)), Cell("m", 1, 1, Fraction(2, 5))), EVIDENCE)
KIND = EmploymentKind("permanent", 0, 10, True, 216, (SEX,))


def cell(target: float, achieved: int, people: int = 100, label: str = "f") -> FittedCell:
    """Return a cell of a kind of so many people."""
    return FittedCell("permanent", "sex", label, target, achieved, people, EVIDENCE)


@pytest.mark.parametrize(
    ("target", "achieved", "people", "error"),
    [(60.0, 60, 100, 0.0), (60.0, 55, 100, -0.05), (2.5, 3, 10, 0.05)],
)
def test_an_error_is_a_share_of_the_kind(
    target: float, achieved: int, people: int, error: float
) -> None:
    """Five heads too few of a hundred are -0.05, half a head too many of ten 0.05."""
    assert cell(target, achieved, people).error == pytest.approx(error)


def test_the_worst_cell_is_the_furthest_off_on_either_side() -> None:
    """Four too few are worse than three too many; the first of two equals is named."""
    cells = (cell(10, 13, label="a"), cell(10, 6, label="b"), cell(10, 14, label="c"))
    fit = Fit(cells)
    assert fit.worst is cells[1]
    assert fit.largest_error == pytest.approx(0.04)


def test_without_margins_nothing_is_off() -> None:
    """No cell is the worst, the largest error is nought, and the frame is empty."""
    fit = Fit(())
    assert fit.worst is None
    assert fit.largest_error == 0.0
    assert fit.frame().empty


def test_heads_are_counted_over_the_rows_of_the_kind() -> None:
    """Of six people the four of the kind count: three women and a man, of 6 and 4 wanted."""
    people = tiny([0, 1, 2, 3, 4, 5], sex=np.array([0, 0, 0, 1, 1, 1]))
    found = fitted_cells(people, np.array([0, 1, 2, 3]), KIND, (SEX,))
    assert [(c.cell, c.target, c.achieved, c.people) for c in found] == [
        ("f", 6.0, 3, 10),
        ("m", 4.0, 1, 10),
    ]
    assert {c.evidence for c in found} == {EVIDENCE}


def test_who_stands_outside_is_in_no_cell() -> None:
    """Ages that no cell covers are counted nowhere."""
    young = Margin("age", (Cell("20..29", 240, 359, Fraction(1)),), EVIDENCE)
    people = tiny([0, 1, 2], age=np.array([239, 240, 360]))
    (found,) = fitted_cells(people, np.array([0, 1, 2]), KIND, (young,))
    assert found.achieved == 1


def test_nobody_of_a_kind_is_all_cells_empty() -> None:
    """Every cell is there with nought achieved."""
    found = fitted_cells(tiny([0]), np.array([], dtype=np.int64), KIND, (SEX,))
    assert [c.achieved for c in found] == [0, 0]


def test_the_frame_says_where_each_target_comes_from() -> None:
    """One row a cell, in order, with its error and evidence."""
    frame = Fit((cell(60, 55), cell(40, 45, label="m"))).frame()
    assert frame["cell"].tolist() == ["f", "m"]
    assert frame["error"].tolist() == pytest.approx([-0.05, 0.05])
    assert frame["source"].tolist() == ["Yearbook"] * 2
    assert frame["mark"].tolist() == ["secondary"] * 2
    assert frame["assumption"].tolist() == [""] * 2
