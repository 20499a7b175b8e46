from __future__ import annotations

from pathlib import Path

import pytest

from cases_world import CASES, codes, found, town
from policy_sim.cases import case_files, load_cases, tried
from policy_sim.errors import DocumentError
from policy_sim.rules.columnar import ColumnarEngine

DAY = "on: 2021-01-01"


@pytest.mark.parametrize(
    ("test", "code"),
    [
        (f"t: {{person: adi, {DAY}, expect: {{promote: yes}}}}", "undeclared"),
        (f"t: {{person: [ani], {DAY}, expect: {{promote: yes}}}}", "wrong-kind"),
        (f"t: {{persn: ani, {DAY}, expect: {{promote: yes}}}}", "unknown-key"),
        (f"t: {{person: {{grde: i_b}}, {DAY}, expect: {{promote: yes}}}}", "unknown-in-case"),
        (
            f"t: {{person: {{superior: {{x: 1}}}}, {DAY}, expect: {{promote: no}}}}",
            "unknown-in-case",
        ),
        (f"t: {{person: {{grade: [i_b]}}, {DAY}, expect: {{promote: yes}}}}", "wrong-kind"),
        (f"t: {{person: {{grade: ii_c}}, {DAY}, expect: {{promote: yes}}}}", "unknown-value"),
        (f"t: {{person: {{mark: [best]}}, {DAY}, expect: {{promote: yes}}}}", "unknown-value"),
        (f"t: {{person: {{moved: {{}}}}, {DAY}, expect: {{promote: yes}}}}", "event-dated-once"),
        (f"t: {{person: {{moved: never}}, {DAY}, expect: {{promote: yes}}}}", "not-a-date"),
        (
            f"t: {{person: {{moved: {{ago: 1 month, value: 2}}}}, {DAY}, expect: {{pay: yes}}}}",
            "event-without-value",
        ),
        (
            f"t: {{person: {{sanction: 2020-01-01}}, {DAY}, expect: {{promote: yes}}}}",
            "event-needs-value",
        ),
        (
            f"t: {{person: {{moved: 2021-01-02}}, {DAY}, expect: {{promote: yes}}}}",
            "event-in-future",
        ),
        (
            f"t: {{person: {{service: 60, waited: 61}}, {DAY}, expect: {{promote: yes}}}}",
            "breaks-always",
        ),
        (f"t: {{person: ani, {DAY}, expect: {{promot: yes}}}}", "undeclared"),
        (f"t: {{person: ani, {DAY}, expect: [promote]}}", "wrong-kind"),
        (f"t: {{person: ani, {DAY}, expect: {{promote: ii_c}}}}", "unknown-value"),
        (f"t: {{person: ani, {DAY}, expect: {{promote: {{valu: i_b}}}}}}", "unknown-key"),
        (f"t: {{person: ani, {DAY}, expect: {{promote: {{barred_by: bar}}}}}}", "undeclared"),
        (
            f"t: {{person: ani, {DAY}, expect: {{sanction: {{value: cut, for: 2 days}}}}}}",
            "units-differ",
        ),
        (f"t: {{person: ani, {DAY}, expect: {{promote: [[i_b]]}}}}", "wrong-kind"),
        (f"t: {{person: ani, {DAY}, expect: nothing}}", "nothing-without-area"),
        (f"t: {{person: ani, {DAY}, area: promotions, expect: nothing}}", "undeclared"),
        (f"t: {{person: ani, {DAY}}}", "nothing-expected"),
        (f"t: {{person: ani, {DAY}, because: by-year}}", "undeclared"),
        (f"t: {{person: ani, {DAY}, because: {{by-years: {{a: b}}}}}}", "wrong-kind"),
        (f"t: {{person: ani, {DAY}, because: {{by-years: score}}}}", "no-such-clause"),
        (f"t: {{person: ani, {DAY}, because: {{by-years: [score]}}}}", "no-such-clause"),
        (f"t: {{person: ani, {DAY}, because: {{by-years: barred by nobody}}}}", "undeclared"),
        (f"t: {{person: ani, {DAY}, refusal: {{by-years: score}}}}", "no-such-clause"),
        (f"t: {{person: ani, {DAY}, score: {{by-years: 3}}}}", "rule-without-score"),
        (f"t: {{person: ani, {DAY}, expect: {{appoint: yes}}}}", "case-without-post"),
        (
            f"t: {{person: ani, {DAY}, with: {{post: {{office: desk}}}}, expect: {{appoint: 3}}}}",
            "no-value-expected",
        ),
        (f"t: {{person: ani, {DAY}, because: {{by-years: ''}}}}", "no-such-clause"),
        (f"t: {{person: ani, {DAY}, expect: {{promote: {{}}}}}}", "wrong-kind"),
        ("t: {person: ani, on: [], expect: {promote: yes}}", "nothing-expected"),
        ("t: {person: ani, on: soon, expect: {promote: yes}}", "not-a-date"),
        ("t: {person: ani, on: 1999-01-01, expect: {promote: yes}}", "no-law-yet"),
        (
            "t: {person: ani, on: {2021-01-01: {promote: yes}}, expect: {promote: yes}}",
            "expected-twice",
        ),
    ],
)
def test_what_cannot_be_used_is_a_finding_at_its_place(
    tmp_path: Path, test: str, code: str
) -> None:
    """Each slip in a test has a code of its own, and a place in the line of the test."""
    with pytest.raises(DocumentError) as caught:
        tried(load_cases([town(tmp_path, test)]), ColumnarEngine())
    assert [finding.code for finding in caught.value.findings] == [code]
    assert {finding.where.line for finding in caught.value.findings} == {CASES.count("\n") + 1}


def test_all_findings_come_at_once(tmp_path: Path) -> None:
    """A drafter is not sent back for each slip, and hears of none twice."""
    tests = (
        f"t: {{person: ani, {DAY}, expect: {{promot: yes}}}}\n"
        "u: {person: {based_on: ani, grde: i_b}, on: [2021-01-01, 2022-01-01], "
        "expect: {promote: yes}}"
    )
    assert codes(tmp_path, tests) == ["undeclared", "unknown-in-case"]


def test_a_person_is_like_another_but_for_what_is_changed(tmp_path: Path) -> None:
    """`based_on` and `with` change single words; of a superior or post the rest stays."""
    tests = """
same: {person: budi, on: 2021-01-01, expect: {promote: barred}}
without: {person: budi, on: 2021-01-01, with: {sanction: []}, expect: {promote: ii_a}}
"""
    assert found(tmp_path, tests) == []
    path = town(
        tmp_path,
        "t: {person: {based_on: budi, grade: ii_a, superior: {waited: 3}}, "
        "on: 2021-01-01, because: {by-years: [superior.grade]}}",
    )
    (cases,) = load_cases([path])
    assert cases.checks[0].person.columns["superior.grade"] == 3
    assert cases.checks[0].person.columns["superior.waited"] == 3


def test_the_form_of_explain_is_understood(tmp_path: Path) -> None:
    """A person may be written in the parts that a case for `explain` has."""
    test = (
        "t: {person: {record: {grade: i_b, waited: 3 years}, series: {mark: [good, fair]}, "
        "events: {moved: [{on: 2020-01-01}]}}, on: 2021-01-01, expect: {promote: ii_a}}"
    )
    assert found(tmp_path, test) == []


def test_what_is_not_stated_has_its_typical_value(tmp_path: Path) -> None:
    """Typical value, then that of a newcomer, then the lowest; a past without entries."""
    tests = """
typical: {person: {}, on: 2021-01-01, expect: {enrol: sums}, because: {statutes: score}}
newcomer: {person: {}, on: 2021-01-01, expect: {pay: {salary: Rp 1000, rent: Rp 0}}}
lowest: {person: {}, on: 2021-01-01, because: {child: not asked}}
nobody: {person: {}, on: 2021-01-01, because: {by-years: [lowest, waited]}}
"""
    assert found(tmp_path, tests) == []


def test_one_word_of_a_series_stands_for_every_period(tmp_path: Path) -> None:
    """`mark: good` has always been good; `mark: [good]` is one year, with a gap before it."""
    tests = """
always: {person: {waited: 4 years, mark: good}, on: 2021-01-01, expect: {promote: i_b}}
once: {person: {waited: 4 years, mark: [good]}, on: 2021-01-01, because: {by-years: [lowest]}}
"""
    assert found(tmp_path, tests) == []


def test_events_are_dated_from_the_day_of_the_test(tmp_path: Path) -> None:
    """`ago` moves with the day, `for` ends it; the last day in force is the one before."""
    tests = """
in-force: {person: {sanction: {ago: 6 months, value: cut, for: 7 months}, waited: 4 years,
  mark: good}, on: [2021-03-31, 2022-01-15], expect: {promote: barred}}
over: {person: {sanction: {ago: 6 months, value: cut, for: 6 months}, waited: 4 years,
  mark: good}, on: [2021-03-31, 2022-01-15], expect: {promote: yes}}
until: {person: {sanction: {on: 2021-01-01, value: cut, until: 2021-07-01}, waited: 4 years,
  mark: good}, on: {2021-06-30: {promote: no}, 2021-07-01: {promote: yes}}}
"""
    assert found(tmp_path, tests) == []


def test_a_default_that_no_rule_reads_breaks_nothing(tmp_path: Path) -> None:
    """Who serves one year need not state the months waited where only pay is asked."""
    assert codes(tmp_path, "t: {person: {service: 12}, on: 2021-01-01, expect: {pay: yes}}") == []
    assert codes(tmp_path, "t: {person: {service: 12}, on: 2021-01-01, expect: {promote: no}}") == [
        "breaks-always"
    ]


def test_a_person_cannot_be_based_on_itself(tmp_path: Path) -> None:
    """A circle of persons is a finding, not an endless reading."""
    path = town(tmp_path, "t: {person: ani, on: 2021-01-01, expect: {promote: yes}}")
    path.write_text(path.read_text().replace("ani: {grade", "ani: {based_on: budi, grade"))
    with pytest.raises(DocumentError) as caught:
        load_cases([path])
    assert {finding.code for finding in caught.value.findings} == {"person-based-on-itself"}


def test_a_policy_that_is_not_there_is_named_with_its_neighbours(tmp_path: Path) -> None:
    """The name of the policy is read from the folder of the document."""
    path = town(tmp_path, "t: {person: ani, on: 2021-01-01, expect: {promote: yes}}")
    path.write_text(path.read_text().replace("policy: law", "policy: lawn"))
    with pytest.raises(DocumentError) as caught:
        load_cases([path])
    (finding,) = caught.value.findings
    assert (finding.code, finding.values["near"], finding.where.line) == ("undeclared", "law", 2)


def test_files_of_cases_are_found_in_a_folder(tmp_path: Path) -> None:
    """All files of the suffix, deeper folders included, in the order of their names."""
    with pytest.raises(DocumentError, match="no files of cases"):
        case_files(tmp_path)
    (tmp_path / "b").mkdir()
    paths = [tmp_path / "a.cases.yaml", tmp_path / "b" / "a.cases.yaml"]
    for path in (*paths, tmp_path / "c.yaml"):
        path.write_text("cases: none\n", encoding="utf-8")
    assert case_files(tmp_path) == paths
    assert case_files(tmp_path / "c.yaml") == [tmp_path / "c.yaml"]


def test_a_law_is_loaded_once_for_all_its_documents(tmp_path: Path) -> None:
    """Documents about one law share it, so that their coverage is that of one law."""
    test = "t: {person: ani, on: 2021-01-01, expect: {promote: yes}}"
    paths = [town(tmp_path, test, name) for name in ("a.cases.yaml", "b.cases.yaml")]
    first, second = load_cases(paths)
    assert first.law is second.law


def test_a_document_without_tests_is_no_success(tmp_path: Path) -> None:
    """Nothing tested must not read as everything as expected."""
    path = town(tmp_path, "t: {person: ani, on: 2021-01-01, expect: {promote: yes}}")
    path.write_text("cases: none\npolicy: law\ntests: {}\n", encoding="utf-8")
    with pytest.raises(DocumentError) as caught:
        load_cases([path])
    assert [finding.code for finding in caught.value.findings] == ["wrong-length"]


def test_a_sanction_may_last_beyond_the_calendar(tmp_path: Path) -> None:
    """A term that no calendar holds is for ever, and no traceback."""
    sanction = "sanction: {ago: 1 month, value: cut, for: 999999 months}"
    test = (
        f"t: {{person: {{based_on: ani, {sanction}}}, on: 2021-01-01, expect: {{promote: barred}}}}"
    )
    assert found(tmp_path, test) == []
