"""Regulations are asked in one call, and what is answered shows itself in a notebook."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import policy_sim as ps
from stored_run import BASELINE, REFORM, made_run

ROOT = Path(__file__).parents[2]
RULES = ROOT / "policies" / "five_grades" / "rules.yaml"
SENIORITY = RULES.with_name("seniority.yaml")
CASE = {
    "case": "Ana",
    "on": "2026-09-01",
    "record": {"grade": "e", "time_in_grade": "30 months", "service": "30 months"},
    "series": {"verdict": ["meets", "fails"]},
}


@pytest.fixture
def law() -> ps.Policy:
    """The invented service under its reform."""
    return ps.load_policy(RULES, [SENIORITY])


def test_a_policy_shows_its_rules_and_what_amends_it(law: ps.Policy) -> None:
    """Title, amendment with its first day, and a row for each rule in force."""
    shown = law._repr_html_()
    assert "from 1 January 2028 on" in shown
    assert shown.count("<tr>") == 1 + law.rules().height
    assert "5 rules" in repr(law)


def test_rules_and_parameters_are_frames_of_a_day(law: ps.Policy) -> None:
    """Each row says by whose authority, and in which line of which file it stands."""
    place = law.rules(date(2027, 1, 1)).filter(pl.col("rule") == "examination")["place"].item()
    assert place.startswith(str(RULES))
    share = law.parameters(date(2027, 1, 1)).filter(pl.col("parameter") == "promoted_share")
    assert share["value"].item() == "20%"


def test_a_policy_can_be_checked(law: ps.Policy) -> None:
    """No finding is an empty sequence, an empty frame and a sentence."""
    found = law.check(proof=False)
    assert found == ()
    assert found.frame.columns == [
        "severity", "code", "file", "line", "column", "message", "mend",
    ]  # fmt: skip
    assert "no findings" in found._repr_html_()


def test_findings_are_sentences_rows_and_a_table(tmp_path: Path) -> None:
    """Everything that is wrong is told at once, with the mend, and nothing of it is markup."""
    draft = tmp_path / "draft.yaml"
    draft.write_text("policy: draft\nfrom: 2026-01-01\nrules: {<b>: {then: promot}}\n")
    found = ps.check(draft)
    assert len(found.errors) == len(found) == found.frame.height > 0
    assert "draft.yaml" in str(found)
    shown = found._repr_html_()
    assert shown.count("<tr>") == len(found) + 1
    assert "<b>" not in shown


def test_a_policy_can_be_compared_with_what_it_amends(law: ps.Policy) -> None:
    """The wording that changed and whoever is treated otherwise are frames beside the text."""
    told = law.diff()
    assert "rank_by: 'test_score' → 'service'" in told.text
    assert told._repr_html_().startswith("<pre")
    assert set(told.wording["part"]) == {"select rank_by", "select ties"}
    assert told.affected["turn"].to_list() == ["ranked"]


def test_a_policy_can_be_compared_with_another(law: ps.Policy) -> None:
    """What the other has in its place stands after the arrow."""
    plain = ps.load_policy(RULES)
    told = law.diff(plain, proof=False, on=date(2028, 1, 1))
    assert "'service' → 'test_score'" in str(told)
    twice = ps.Policy(RULES, (SENIORITY, SENIORITY), law.law)
    with pytest.raises(ValueError, match="several amendments"):
        twice.diff(plain)


def test_a_person_can_be_a_mapping(law: ps.Policy) -> None:
    """A case need not be a file; what is told of it is kept after the file is gone."""
    told = law.explain(CASE, area="promotion")
    assert "2 years and 6 months" in told.text
    assert [one["area"] for one in told.decisions] == ["promotion"]
    assert "Ana" in told._repr_html_()


def test_what_cannot_be_asked_is_an_error_in_a_sentence(law: ps.Policy) -> None:
    """Bad input raises what the command line tells; a notebook shows it without the calls."""
    with pytest.raises(ValueError, match="'promo'"):
        law.explain(CASE, area="promo")
    with pytest.raises(ps.BadInput, match="nothing-to-compare") as told:
        ps.diff(RULES)
    first, *sentences = told.value._render_traceback_()
    assert first == "PolicyError:"
    assert sentences == str(told.value).splitlines()


@pytest.mark.parametrize("given", ["reform.yaml", Path("reform.yaml"), 5, None])
def test_amendments_are_a_list_of_paths(given: Any) -> None:
    """One path alone, a number or nothing in its place is told in one sentence."""
    for asked in (ps.load_policy, ps.check, ps.diff, ps.try_cases):
        with pytest.raises(ps.BadInput, match="is not a list of paths") as told:
            asked(RULES, amended_by=given)
        assert str(told.value).startswith("amended_by: error[not-a-list-of-paths]: ")
        assert str(told.value).count("\n") == 0


@pytest.mark.parametrize("given", [5, None, ["a.yaml"], {"policy": "a"}])
def test_a_file_is_named_by_its_path(given: Any) -> None:
    """What is neither a text nor a path is told by the argument that it was given as."""
    with pytest.raises(ps.BadInput, match=r"^path: error\[not-a-path\]"):
        ps.load_policy(given)
    with pytest.raises(ps.BadInput, match=r"^amended_by: error\[not-a-path\]"):
        ps.load_policy(RULES, [given])
    with pytest.raises(ps.BadInput, match=r"^policy: error\[not-a-path\]"):
        ps.check(given)
    with pytest.raises(ps.BadInput, match=r"^old: error\[not-a-path\]"):
        ps.diff(given)
    with pytest.raises(ps.BadInput, match=r"^run: error\[not-a-path\]"):
        ps.why(given, 1)


@pytest.mark.parametrize("given", ["2027-13-01", "soon", 2027, 1.5, []])
def test_what_is_no_day_is_told_in_a_sentence(given: Any) -> None:
    """A day is a date or a text such as 2027-01-31, wherever one is asked for."""
    law = ps.load_policy(RULES)
    for ask in (law.rules, law.parameters, lambda day: ps.check(RULES, on=day, proof=False)):
        with pytest.raises(ps.BadInput, match=r"^on: error\[not-a-day\]"):
            ask(given)


def test_a_day_may_be_written() -> None:
    """The law of a day is the same, however the day is given."""
    law = ps.load_policy(RULES)
    days = (date(2027, 1, 31), datetime(2027, 1, 31, 12, tzinfo=UTC), "2027-01-31")
    one, *others = [law.rules(on=day) for day in days]
    assert all(one.equals(other) for other in others)


@pytest.mark.parametrize("given", ["nope", "9", 3.5, None, True])
def test_what_is_no_number_of_a_person_is_told_in_a_sentence(tmp_path: Path, given: Any) -> None:
    """People are asked about by the number that the ledger gives them."""
    with pytest.raises(ps.BadInput, match=r"^person: error\[not-a-whole-number\]"):
        ps.why(tmp_path, given)


def test_cases_are_tried() -> None:
    """The cases of a file are decided, and the answer counts them."""
    told = ps.try_cases(ROOT / "policies" / "cases" / "five-grades.cases.yaml")
    assert "as expected" in told.text


def test_a_frame_is_no_workforce() -> None:
    """People come in a file, with a mapping that says what its columns are."""
    with pytest.raises(ps.ScenarioError, match=r"not a DataFrame\. Write it to one"):
        ps.load_scenario("scenarios/small.yaml", workforce=pl.DataFrame())  # type: ignore[arg-type]


def test_a_career_is_told_of_one_arm_or_two(tmp_path: Path) -> None:
    """One career is a frame of events; two of them part at a decision."""
    run = made_run(tmp_path)
    told = ps.why(run, 7)
    assert told.events["area"].to_list() == ["promotion", "appointment", "promotion"]
    both = ps.why(ps.load_result(run), 7, arm=BASELINE, against=REFORM)
    assert "1 June 2026" in both.text
    with pytest.raises(ps.ScenarioError, match="did you mean"):
        ps.why(run, 7, arm=BASELINE + "s")
