"""What a sweep is asked on the command line, and how that is written again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from command_line import ROOT, Say
from policy_sim.cli import _parser
from policy_sim.cli.inquiry import inquiry_of
from policy_sim.report.sweep.inquiries import (
    Calibrate,
    FindThreshold,
    Inquiry,
    Screen,
    SearchPolicies,
    Vary,
)

NAME = st.from_regex(r"[a-z][a-z_]{0,8}", fullmatch=True)
NAMES = st.lists(NAME, max_size=3).map(tuple)
LEVER = st.builds("{}={}..{}".format, NAME, st.integers(0, 9), st.integers(10, 99))
FILE = st.builds(Path, NAME)
INQUIRIES = st.one_of(
    st.builds(Vary, st.lists(LEVER, min_size=1, max_size=3).map(tuple), NAMES),
    st.builds(FindThreshold, LEVER, NAMES),
    st.builds(Screen, st.integers(0, 999), NAMES, NAMES),
    st.builds(
        SearchPolicies,
        law=NAME,
        parameters=st.dictionaries(NAME, st.sampled_from(["", "10%..40% by 5%"]), max_size=2),
        objectives=NAMES,
        limits=st.dictionaries(NAME, st.floats(-1e6, 1e6), max_size=2),
        candidates=st.integers(1, 99),
        statute=st.none() | FILE,
        authority=st.sampled_from(["", "city", "national"]),
    ),
    st.builds(Calibrate, FILE, NAMES, st.none() | st.integers(0, 9)),
)


@given(INQUIRIES)
def test_the_command_that_is_told_asks_the_same(inquiry: Inquiry) -> None:
    """Whoever types what the folder of an answer says is asking what was asked."""
    options = _parser("sweep").parse_args(["sweep", "town.yaml", *inquiry.words()])
    assert inquiry_of(options) == inquiry


def test_whose_people_they_are_is_part_of_the_command(say: Say, tmp_path: Path) -> None:
    """Another profile of the people is read, and named in the command that is told."""
    study = ROOT / "scenarios" / "five_grades.yaml"
    profile = tmp_path / "others.yaml"
    text = (ROOT / "scenarios" / "profiles" / "five_grades.yaml").read_text(encoding="utf-8")
    profile.write_text(text.replace("../../", f"{ROOT}/"), encoding="utf-8")
    said = say(
        "sweep", study, "--vary", "promoted_share=20%", "--workforce", profile, "--out",
        tmp_path / "s", "--people", 40, "--years", 1, "--replications", 1, "--workers", 1,
    )  # fmt: skip
    assert said.status == 0, said.err
    page = (tmp_path / "s" / "levers" / "report.html").read_text(encoding="utf-8")
    assert f"--workforce {profile}" in page


@pytest.mark.parametrize("option", [("--people", 9), ("--workforce", "fixed"), ("--seed", 1)])
def test_a_finished_run_is_watched_as_it_is(say: Say, option: tuple[str, object]) -> None:
    """What would change a simulation means nothing to ``--indicators``."""
    said = say("sweep", "runs/none", "--indicators", *option)
    assert said.status == 2
    assert f"{option[0]} means nothing to --indicators" in said.err
