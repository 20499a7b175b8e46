from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from matplotlib.figure import Figure

from policy_sim.catalogue.language import language_named
from policy_sim.report.canvas import save
from policy_sim.report.figures import draw_differences, draw_levels, draw_waiting
from policy_sim.report.series import Curve, Subject
from policy_sim.report.waiting import Waiting

SUBJECT = Subject("service_quality", "points", "higher")
DAYS = (date(2026, 12, 31), date(2027, 12, 31))
CURVE = Curve("a", "a", 0, DAYS, (0.0, 1.0), (0.0, 0.5), (0.0, 1.5))


def test_the_difference_figure_has_a_zero_line_and_the_divergence_date() -> None:
    """The reader sees zero, and from when the arms may differ at all."""
    axes = draw_differences([CURVE], SUBJECT, {"a": date(2027, 1, 1)})
    horizontal = [line for line in axes.lines if list(line.get_ydata()) == [0, 0]]
    assert horizontal
    assert any("1 January 2027" in text.get_text() for text in axes.texts)
    assert "higher is better" in axes.get_xlabel()


def test_the_plausible_range_is_drawn_lighter_about_the_interval() -> None:
    """The range has a band of its own, fainter than that of the interval, with dotted ends."""
    wider = replace(CURVE, plausible=((0.0, -2.0), (0.0, 4.0)))
    plain, both = (draw_differences([c], SUBJECT, {}) for c in (CURVE, wider))
    assert (len(plain.collections), len(both.collections)) == (1, 2)
    faint, strong = (band.get_alpha() for band in both.collections)
    assert faint < strong
    dotted = [list(line.get_ydata()) for line in both.lines if line.get_linestyle() == ":"]
    assert dotted == [[0.0, -2.0], [0.0, 4.0]]


def test_arms_that_coincide_share_one_line() -> None:
    """Two arms with the same values are named together, not hidden behind each other."""
    twin = Curve("b", "b", 1, DAYS, CURVE.means)
    (line,) = draw_levels([CURVE, twin], SUBJECT).lines
    assert line.get_label() == "a\n= b"


def test_many_arms_of_long_names_leave_room_for_the_lines(tmp_path: Path) -> None:
    """Eight arms that coincide are named below each other; the axes keep their width and height.

    Names stand under the label of the axis, not over it.
    """
    names = [f"later-elections+incumbents-{number}" for number in range(8)]
    arms = [Curve(name, name, rank, DAYS, CURVE.means) for rank, name in enumerate(names)]
    few, axes = draw_levels([CURVE], SUBJECT), draw_levels(arms, SUBJECT)
    for number, each in enumerate((few, axes)):
        save(each, tmp_path, f"levels-{number}")
    assert axes.get_position().width > 0.5
    legend, label = axes.get_legend(), axes.xaxis.label
    assert legend is not None
    assert legend.get_window_extent().y1 < label.get_window_extent().y0
    assert axes.get_window_extent().height > 0.8 * few.get_window_extent().height


def test_a_seventh_arm_does_not_look_like_the_first() -> None:
    """There are six colours with their markers; what comes after them is dashed."""
    arms = [Curve(str(n), str(n), n, DAYS, (0.0, float(n))) for n in range(7)]
    looks = [
        (line.get_color(), line.get_marker(), line.get_linestyle())
        for line in draw_levels(arms, SUBJECT).lines
    ]
    assert len(set(looks)) == 7


def test_the_same_figure_is_the_same_bytes(tmp_path: Path) -> None:
    """Figures carry no clock and no random ids, so a run folder can be hashed."""
    twice = [
        [path.read_bytes() for path in save(draw_differences([CURVE], SUBJECT, {}), folder, "f")]
        for folder in (tmp_path / "1", tmp_path / "2")
    ]
    assert twice[0] == twice[1]


def test_figures_are_drawn_into_the_axes_of_a_notebook() -> None:
    """Axes that are handed in are drawn into, and come back."""
    own = Figure().add_subplot()
    assert draw_differences([CURVE], SUBJECT, {}, own) is own
    assert draw_levels([CURVE], SUBJECT, own) is own
    assert draw_waiting({"a": Waiting(10, (3, 8), (0.5, 0.25))}, own) is own
    assert list(own.lines[-1].get_ydata()) == [0.0, 50.0, 75.0]


def test_a_figure_speaks_the_language_of_its_reader() -> None:
    """Title, axis, ticks and dates are Indonesian where that is asked for."""
    axes = draw_differences(
        [CURVE], SUBJECT, {"a": date(2027, 8, 1)}, language=language_named("id")
    )
    assert "garis dasar" in axes.get_title(loc="left")
    assert any("1 Agustus 2027" in text.get_text() for text in axes.texts)
    assert axes.yaxis.get_major_formatter()(0.5, 0) == "0,5"
