"""What a study and its result look like in a notebook, and what its frames hold."""

from __future__ import annotations

import io
import sys
from datetime import date
from pathlib import Path

import pandas as pd
import polars as pl
import pytest

import policy_sim as ps
from policy_sim.api.frames import tidy
from policy_sim.api.markup import lines, number, table
from policy_sim.api.progress import _looked_at
from policy_sim.cli.progress import Bar
from policy_sim.study.result import Result as Kept

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def study() -> ps.Study:
    """The study of the invented service."""
    return ps.load_scenario(ROOT / "scenarios" / "five_grades.yaml")


def test_a_study_shows_its_arms(study: ps.Study) -> None:
    """Each arm stands with the titles of its law and its practice."""
    shown = study._repr_html_()
    assert study.scenario.title in shown
    assert "seniority+as-written" in shown
    assert "Promotion by length of service" in shown
    assert study.findings == ()


def test_objects_speak_the_language_asked_for(
    study: ps.Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a notebook shows follows the environment, also after it was made; names stay."""
    monkeypatch.setenv("POLICY_SIM_LANG", "id")
    shown = study._repr_html_()
    assert "tahun sejak 1 Januari" in shown
    assert '<th scope="col" style="text-align: left">aturan</th>' in shown
    assert "seniority+as-written" in shown
    assert "di antaranya tanpa sumber" in repr(study.assumptions)
    assert study.findings._repr_html_() == "<p><b>tidak ada temuan</b></p>"
    monkeypatch.setenv("POLICY_SIM_LANG", "xx")
    assert "Promotion by length of service" in study._repr_html_()


def test_a_law_of_a_study_is_a_policy(study: ps.Study) -> None:
    """It is known by its name; the name of none is told with what there is."""
    assert study.laws == ("rules", "seniority")
    law = study.law("seniority")
    assert law.path.resolve() == (ROOT / "policies" / "five_grades" / "rules.yaml")
    assert [path.name for path in law.amended_by] == ["seniority.yaml"]
    with pytest.raises(ValueError, match="did you mean 'seniority'"):
        study.law("senority")


def test_assumptions_show_range_mark_and_source(study: ps.Study) -> None:
    """Each coefficient is a row, and how many of them rest on nothing stands above."""
    told = study.assumptions
    assert told.frame.height == len(told)
    bare = told.frame.filter(pl.col("mark") == "assumption").height
    assert told.unsourced == bare
    assert f"{bare} of them without a source" in told._repr_html_()
    name = told.frame["name"][0]
    assert told[name].low <= told[name].value <= told[name].high
    with pytest.raises(ps.Misnamed, match="not an assumption"):
        told["luck"]


def test_a_result_is_printed_in_a_line(tmp_path: Path) -> None:
    """A script that prints a result sees where it is kept, not its whole manifest."""
    shown = repr(ps.Result(Kept(tmp_path, {"title": "a long story"})))
    assert str(tmp_path) in shown
    assert "a long story" not in shown


def test_a_frame_has_days_words_and_nulls() -> None:
    """Days lose their hour, categories become text, and what is missing is null, not NaN."""
    frame = pd.DataFrame(
        {
            "day": pd.to_datetime([date(2026, 12, 31)]),
            "arm": pd.Categorical(["a"]),
            "low": [float("nan")],
        },
        index=[7],
    )
    found = tidy(frame)
    assert found.rows() == [(date(2026, 12, 31), "a", None)]
    assert found.schema["arm"] == pl.String
    assert found.to_pandas().shape == frame.shape


def test_a_table_is_escaped_and_leaves_out_what_is_missing() -> None:
    """Texts of documents cannot become markup; None is an empty cell."""
    shown = table(["a<b"], [["<i>"], [None], [1234.5]])
    assert "a&lt;b" in shown
    assert "&lt;i&gt;" in shown
    assert "<td></td>" in shown
    assert ">1,234<" in shown
    assert '<th scope="col" style="text-align: right">' in shown
    assert lines("a\n  <b>").endswith(">a\n  &lt;b&gt;</pre>")


@pytest.mark.parametrize(("value", "shown"), [(0.12345, "0.123"), (-5.0, "-5"), (1e6, "1,000,000")])
def test_numbers_have_three_digits_that_count(value: float, shown: str) -> None:
    """Small ones are rounded, large ones whole."""
    assert number(value) == shown


def test_a_bar_is_shown_to_somebody_who_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    """It counts on a terminal, and writes nothing into a file."""

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    written = []
    for stream in (io.StringIO(), Terminal()):
        monkeypatch.delitem(sys.modules, "ipykernel", raising=False)
        monkeypatch.setattr(sys, "stderr", stream)
        bar = Bar(hidden=not _looked_at())
        bar.progress(1, 4)
        bar.progress(4, 4)
        bar.close()
        written.append(stream.getvalue())
    assert written[0] == ""
    assert "4/4" in written[1]
