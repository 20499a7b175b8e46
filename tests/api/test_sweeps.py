"""Sweeps asked in Python: sentences, frames and figures, and the command that asks the same."""

from __future__ import annotations

import json
from pathlib import Path

import matplotlib.pyplot as plt
import polars as pl
import pytest
from matplotlib.axes import Axes

import policy_sim as ps
from office import office_in
from policy_sim.api.sweeps import Swept
from policy_sim.report.canvas import SIZE, name_lines
from policy_sim.report.sweep.parts import Drawing, Told, table_of
from policy_sim.study.verify import verify
from policy_sim.sweep.sensitivity.factors import LUCK


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the study of the hundred people stands, and what is found of it."""
    return tmp_path_factory.mktemp("office")


@pytest.fixture(scope="module")
def study(folder: Path) -> ps.Study:
    """The study of the hundred people."""
    return ps.load_scenario(office_in(folder))


@pytest.fixture(scope="module")
def varied(study: ps.Study, folder: Path) -> ps.Swept:
    """Two shares of those who may be promoted."""
    out = folder / "out"
    return study.vary("promoted_share=20%,60%", outcomes="promotions", out=out, workers=1)


def test_a_lever_brings_a_frame_with_a_row_for_each_value(varied: ps.Swept) -> None:
    """What the law says already brings nothing, and more brings more."""
    found = varied.tables["responses"]
    assert found["outcome"].unique().to_list() == ["promotions"]
    by_value = dict(found.select("value", "difference").iter_rows())
    assert by_value["20%"] == 0
    assert by_value["60%"] > by_value[""] > 0
    assert varied.values["responses"][0]["n"] == 3


def test_what_was_found_shows_itself_in_sentences_and_tables(
    varied: ps.Swept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A terminal has the same words as the page; figures are called by name."""
    assert "moves it by" in str(varied)
    assert repr(varied) == str(varied)
    shown = varied._repr_html_()
    assert shown.startswith("<p><b>What each value brings</b></p><p>Differences")
    assert '<td style="text-align: right; white-space: nowrap">60%</td>' in shown
    assert "Figures: tornado-generous+as-written-promotions" in shown
    monkeypatch.setenv("POLICY_SIM_LANG", "id")
    assert "Gambar: tornado" in varied._repr_html_()


def test_its_folder_can_be_checked_and_says_how_it_is_made_again(
    varied: ps.Swept, study: ps.Study
) -> None:
    """Nothing of how it was made, such as the number of workers, is in the command."""
    assert verify(varied.folder).holds
    told = json.loads((varied.folder / "manifest.json").read_text(encoding="utf-8"))
    assert told["command"] == (
        f"policy-sim sweep {study.scenario.path} --vary promoted_share=20%,60% --outcome promotions"
    )


def test_a_figure_is_drawn_into_axes_that_are_given(varied: ps.Swept) -> None:
    """Or into its own; the first one if none is named, and no other than there are."""
    _, own = plt.subplots()
    assert varied.plot(varied.figures[1], own) is own
    assert own.get_title(loc="left") == "Half are promoted: promotions"
    tornado = varied.plot()
    assert tornado is not own
    assert tornado.get_yticklabels()[0].get_text() == "laws.generous.promoted_share"
    plt.close("all")
    with pytest.raises(ps.Misnamed, match="not a figure of this sweep"):
        varied.plot("tornado")


def test_another_question_makes_only_what_is_new(study: ps.Study, varied: ps.Swept) -> None:
    """Finished tasks stay beside the folder: of the whole range one value is left to be run."""
    made: list[tuple[int, int]] = []
    found = study.threshold(
        "promoted_share=20%..60%:3",
        outcomes=["promotions"],
        out=varied.folder.parent,
        workers=1,
        progress=lambda done, total: made.append((done, total)),
    )
    # The study as stated and three values in three replications; the value between is new.
    assert made[0] == (9, 12)
    assert set(found.tables) == {"crossings", "curve"}
    assert found.folder == varied.folder.with_name("threshold")


def test_which_assumption_decides(study: ps.Study, varied: ps.Swept) -> None:
    """Within a budget, of those that are named; luck is always among them."""
    found = study.sensitivity(
        12,
        assumptions="resignation_rate",
        out=varied.folder.parent,
        workers=1,
    )
    factors = found.tables["screening"]["factor"].unique().to_list()
    assert sorted(factors) == ["resignation_rate", LUCK]
    assert "over 1 assumption," in str(found)


def test_totals_of_past_years_are_fitted(study: ps.Study, varied: ps.Swept) -> None:
    """The study with what was identified stands in the folder, and loads."""
    totals = varied.folder.parent / "past.csv"
    totals.write_text("year,outcome,value\n2026,exits,9\n2026,headcount,100\n", encoding="utf-8")
    found = study.calibrate(
        totals,
        assumptions=["resignation_rate"],
        hold_out=0,
        out=varied.folder.parent,
        workers=1,
    )
    assert found.tables["assumptions"]["assumption"].to_list() == ["resignation_rate"]
    ps.load_scenario(found.folder / "calibrated.yaml")


def test_the_best_trade_offs_are_searched(study: ps.Study, varied: ps.Swept) -> None:
    """Every candidate is a row; whoever cannot be searched for is told with what can."""
    wanted = {"promoted_share": "30%..50% by 20%"}
    found = study.design(
        "generous",
        wanted,
        objectives=["pay_bill"],
        candidates=2,
        out=varied.folder.parent,
        workers=1,
    )
    candidates = found.tables["candidates"]
    assert set(candidates["values"]) == {"promoted_share=30%", "promoted_share=50%"}
    assert candidates.schema["search_mean"] == pl.Float64
    with pytest.raises(ps.ScenarioError, match="did you mean 'generous'"):
        study.design("genorous", wanted, out=varied.folder.parent, workers=1)


def test_a_sweep_that_nobody_keeps_goes_with_its_answer(study: ps.Study) -> None:
    """Without *out* its folder lasts as long as what was found."""
    found = study.vary("promoted_share=20%", replications=1, workers=1)
    folder = found.folder
    assert (folder / "report.html").is_file()
    del found
    assert not folder.exists()


def test_what_to_watch_is_told_of_a_result(study: ps.Study) -> None:
    """A year is too short to watch anything, which is said; another outcome is refused."""
    result = study.run(replications=1, workers=1, progress=False)
    assert "No year of the run ends so many months" in str(result.indicators())
    with pytest.raises(ps.ScenarioError, match="headcount"):
        result.indicators(["headcont"])


@pytest.mark.parametrize("lever", ["promotd_share=20%", "promoted_share", "=20%"])
def test_a_lever_that_cannot_be_is_told(study: ps.Study, varied: ps.Swept, lever: str) -> None:
    """As on the command line, with what would do."""
    with pytest.raises(ps.ScenarioError):
        study.vary(lever, out=varied.folder.parent, workers=1)


def test_what_a_sweep_does_not_take_is_told(study: ps.Study) -> None:
    """Draws are a thing of runs; what there is stands beside."""
    with pytest.raises(ps.Misnamed, match="'draws' is not an option of a sweep"):
        study.vary("promoted_share=20%", draws=2)


def test_a_figure_of_many_lines_is_as_high_as_their_names_ask_for() -> None:
    """As on the page: no name is pressed over the axes; Axes that are given stay as they are."""

    def draw(axes: Axes | None) -> Axes:
        drawn = axes or plt.figure().add_subplot()
        for number in range(12):
            drawn.plot([0, 1], [number, number], label=f"line {number}")
        name_lines(drawn)
        return drawn

    table = table_of("Many", ["what"], [])
    told = Told("many", "Many", (Drawing("lines", draw, "Many lines", table),), {})
    swept = Swept(told, Path())
    made = swept.plot().get_figure(root=True)
    assert made is not None
    assert made.get_figheight() > SIZE[1]
    figure, own = plt.subplots()
    before = figure.get_figheight()
    swept.plot(ax=own)
    assert figure.get_figheight() == before


def test_a_sweep_without_figures_names_none(tmp_path: Path) -> None:
    """No label stands before nothing."""
    assert "Figures" not in Swept(Told("none", "None", (), {}), tmp_path)._repr_html_()
