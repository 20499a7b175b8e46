"""Figures and page of a run: what is drawn, what is named, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from pathlib import Path

import matplotlib.pyplot as plt
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from policy_sim.catalogue import stored_finding
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.report.illustrate import illustrate, plot_outcome
from policy_sim.simulation.assumptions.register import Assumption, Mark, Register
from policy_sim.simulation.outcomes import OUTCOMES
from policy_sim.study.observations import OUTCOME_COLUMNS
from policy_sim.study.result import Result

BASE, REFORM = "in-force+habit", "merit+closeness"
YEARS = (date(2026, 12, 31), date(2027, 12, 31))
REGISTER = Register([Assumption("a", 0.5, 0.4, 0.6, "SD", "service", Mark.ASSUMPTION)])
MANIFEST = {
    "title": "Toy",
    "scenario": "toy",
    "start": "2026-01-01",
    "years": 2,
    "people_at_start": 300,
    "replications": 2,
    "seed": 0,
    "engine": "columnar",
    "digest": "0123456789abcdef",
    "versions": {"policy-sim": "0.1.0"},
    "arms": [BASE, REFORM],
    "baseline": BASE,
    "laws": {"in-force": "Rules in force", "merit": "Talent pool"},
    "practices": {
        "habit": {"title": "Habit", "hypothetical": False},
        "closeness": {"title": "Closeness", "hypothetical": True},
    },
    "divergence": {REFORM: "2027-01-01"},
    "design": {
        "windows": [{"name": "end", "reach": "at", "day": "2027-12-31", "number": 0}],
        "primary": ["service_quality"],
        "primary_window": "end",
    },
    "start_fit": None,
    "audit": {"skipped_reason": "no engine"},
    "digests": {},
    "findings": ["a note"],
    "messages": [stored_finding(Diagnostic("a note", Place("x"), {"seen": "y"}))],
}


def level(arm: str, replication: int, year: int) -> float:
    """Return 50 in 2026 and 60 in 2027; the reform adds 4 in the second year, luck 10."""
    return 50.0 + 10 * year + 10 * replication + (4 * year if arm == REFORM else 0)


@pytest.fixture
def result(tmp_path: Path) -> Iterator[Result]:
    """Return a run of two arms, two replications and two years; close what is drawn of it."""
    rows = [
        (arm, replication, day, outcome, group, level(arm, replication, year))
        for arm in (BASE, REFORM)
        for replication in (0, 1)
        for year, day in enumerate(YEARS)
        for outcome, group in (("service_quality", "all"), ("hires", "sex=f"))
    ]
    columns = zip(*rows, strict=True)
    arrays = [pa.array(c, k) for c, k in zip(columns, OUTCOME_COLUMNS.types, strict=True)]
    pq.write_table(
        pa.table(dict(zip(OUTCOME_COLUMNS.names, arrays, strict=True))),
        tmp_path / "outcomes.parquet",
    )
    (tmp_path / "comparison.json").write_text("[]", "utf-8")
    yield Result(tmp_path, deepcopy(MANIFEST))
    plt.close("all")


def test_the_page_and_two_figures_of_each_primary_outcome(result: Result) -> None:
    """Differences and levels are drawn as SVG and PNG; the page holds both SVGs itself."""
    illustrate(result, REGISTER)
    names = {path.name for path in (result.folder / "figures").iterdir()}
    kinds = ("difference", "level")
    assert {Path(name).stem for name in names} == {f"service_quality-{kind}" for kind in kinds}
    text = (result.folder / "report.html").read_text("utf-8")
    assert text.count("data:image/svg+xml") == 2
    assert "<?xml" not in text
    assert "2 paired replications" in text
    assert OUTCOMES["service_quality"].formula.split("\n")[0][:40] in text


def test_the_page_says_what_was_not_done(result: Result) -> None:
    """An audit left out, a start that was not fitted and notes of loading are told."""
    illustrate(result, REGISTER)
    text = (result.folder / "report.html").read_text("utf-8")
    assert "not done: no engine" in text
    assert "were not fitted to margins" in text
    assert "seen: y" in text


def test_a_single_replication_has_no_interval(result: Result) -> None:
    """The caption does not speak of an interval that there is not."""
    once = Result(result.folder, {**result.manifest, "replications": 1})
    illustrate(once, REGISTER)
    text = (result.folder / "report.html").read_text("utf-8")
    assert "with one there is no interval" in text
    assert "95 % interval over" not in text


def test_the_bytes_do_not_depend_on_the_drawing(result: Result) -> None:
    """Drawing again gives the same page and the same SVGs, byte for byte."""
    found = []
    for _ in range(2):
        illustrate(result, REGISTER)
        svgs = sorted((result.folder / "figures").glob("*.svg"))
        paths = [result.folder / "report.html", *svgs]
        found.append([path.read_bytes() for path in paths])
    assert found[0] == found[1]


def test_a_plot_shows_the_paired_difference(result: Result) -> None:
    """The reform's line is 0 in the first year and 4 in the second: luck has cancelled out."""
    axes = plot_outcome(result, "service_quality")
    drawn = [[float(y) for y in line.get_ydata()] for line in axes.get_lines()]
    assert [0.0, 4.0] in drawn


def test_a_plot_of_a_group(result: Result) -> None:
    """An outcome that only a group has is drawn for it, and refused for everybody."""
    assert plot_outcome(result, "hires", "sex=f").get_lines()
    with pytest.raises(ValueError, match="'all' is not a group of 'hires' in this run"):
        plot_outcome(result, "hires")


def test_an_unknown_outcome_names_those_there_are(result: Result) -> None:
    """A misspelt outcome is refused with the list."""
    with pytest.raises(
        ValueError, match=r"'hire' is not an outcome; did you mean 'hires'\? There are: .*hires"
    ):
        plot_outcome(result, "hire")


def test_a_plot_of_nothing_leaves_no_figure_open(result: Result) -> None:
    """What is refused has not begun to draw."""
    with pytest.raises(ValueError, match="group of 'exits'"):
        plot_outcome(result, "exits")
    assert plt.get_fignums() == []


def test_hypothetical_arms_say_so_in_the_legend(result: Result) -> None:
    """The word stands wherever the arm is named."""
    axes = plot_outcome(result, "service_quality")
    words = [text.get_text() for text in axes.texts]
    legend = axes.get_legend() or (axes.figure.legends[0] if axes.figure.legends else None)
    words += [text.get_text() for text in legend.get_texts()] if legend else []
    named = [word for word in words if "closeness" in word.casefold()]
    assert named
    assert all("hypothetical" in word for word in named)


def test_a_page_without_comparison_rows_is_still_a_page(result: Result) -> None:
    """A run of one arm has nothing to compare: the page shows its levels alone."""
    assert json.loads((result.folder / "comparison.json").read_text("utf-8")) == []
    alone = {**result.manifest, "arms": [BASE], "divergence": {}}
    illustrate(Result(result.folder, alone), REGISTER)
    text = (result.folder / "report.html").read_text("utf-8")
    assert "</html>" in text
    assert text.count("data:image/svg+xml") == 1
    assert [path.stem for path in sorted((result.folder / "figures").glob("*.svg"))] == [
        "service_quality-level"
    ]


def test_an_outcome_without_values_is_not_drawn(result: Result) -> None:
    """A primary outcome whose system is switched off leaves no empty frame behind."""
    design = {**result.manifest["design"], "primary": ["exits"]}
    illustrate(Result(result.folder, {**result.manifest, "design": design}), REGISTER)
    assert "data:image/svg+xml" not in (result.folder / "report.html").read_text("utf-8")
