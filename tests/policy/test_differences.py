"""Two regulations compared word by word: what is found, where, and from when to when."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policy_documents import Folder
from policy_sim.policy.common_words import common_words
from policy_sim.policy.differences import Difference, Kind, differences, readers
from policy_sim.policy.loading import amended_by, load_regulation, load_vocabulary

SINCE = date(2026, 1, 1)
RULE = "rules:\n  r: {when: [age >= 30 years, grade == i_a], then: promote}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A folder with the vocabulary of the small town."""
    return Folder(tmp_path)


def found(folder: Folder, since: date = SINCE) -> list[Difference]:
    """Return what the base with its amendments says otherwise than the base alone."""
    base = folder.path / "base.yaml"
    old, new = load_regulation(base), load_regulation(base, folder.paths)
    return differences(old.statute, new.statute, since)


def said(one: Difference) -> list[tuple[str, str, str]]:
    """Return the texts of a difference."""
    return [(wording.part, wording.before, wording.after) for wording in one.parts]


def test_the_same_regulation_has_no_differences(folder: Folder) -> None:
    """A regulation beside itself says nothing otherwise."""
    folder.base(RULE)
    assert found(folder) == []


def test_a_clause_is_told_for_itself(folder: Folder) -> None:
    """Of a rule whose clauses change only these are told; what stays in another place is not."""
    folder.base(RULE)
    folder.amend(
        "2027-01-01",
        "replace: {rules: {r: {when: [service >= 1 year, age >= 31 years, grade == i_a],"
        " then: promote}}}\n",
    )
    (one,) = found(folder)
    assert (one.section, one.name, one.kind) == ("rule", "r", Kind.CHANGED)
    assert (one.begins, one.ends) == (date(2027, 1, 1), None)
    assert said(one) == [
        ("when", "age >= 30 years", "service >= 1 year"),
        ("when", "", "age >= 31 years"),
    ]


def test_source_authority_and_status_are_told(folder: Folder) -> None:
    """Who may change an item, where it stands and how well it is known are differences too."""
    folder.base("parameters: {n: {value: 3 years, source: art. 1, authority: national}}\n")
    folder.amend(
        "2027-01-01",
        "replace: {parameters: {n: {value: 4 years, source: art. 2, authority: city,"
        " status: assumption}}}\n",
    )
    (one,) = found(folder)
    assert said(one) == [
        ("value", "3 years", "4 years"),
        ("source", "art. 1", "art. 2"),
        ("authority", "national", "city"),
        ("status", "", "assumption"),
    ]


def test_what_is_added_and_what_is_repealed(folder: Folder) -> None:
    """An item of one regulation only has one place, and all its texts."""
    folder.base(RULE)
    folder.amend(
        "2027-01-01",
        "add: {rules: {s: {when: service >= 1 year, then: promote}}}\nrepeal: [{rule: r}]\n",
    )
    gone, come = found(folder)
    assert (gone.name, gone.kind, gone.places[1]) == ("r", Kind.REMOVED, None)
    assert (come.name, come.kind, come.places[0]) == ("s", Kind.ADDED, None)
    assert ("when", "", "service >= 1 year") in said(come)


def test_each_stretch_of_time_is_told_once(folder: Folder) -> None:
    """A difference that ends is told with its end; one that goes on is not told anew."""
    folder.base(
        "parameters:\n"
        "  n: {values: {2020-01-01: 1 year, 2029-01-01: 2 years}}\n"
        "  more: {value: 5 years}\n"
    )
    folder.amend(
        "2027-01-01",
        "keep_later: [n]\nreplace: {parameters: {n: {value: 3 years}, more: {value: 6 years}}}\n",
    )
    other, ending = found(folder)
    assert (other.name, other.begins, other.ends) == ("more", date(2027, 1, 1), None)
    assert (ending.name, ending.begins, ending.ends) == ("n", date(2027, 1, 1), date(2029, 1, 1))


def test_nothing_is_told_of_the_time_before_the_day(folder: Folder) -> None:
    """What was otherwise before the day asked about is not told; what still is, is from then."""
    folder.base("parameters: {n: {value: 1 year}}\n")
    folder.amend("2027-01-01", "replace: {parameters: {n: {value: 3 years, until: 2028-01-01}}}\n")
    (changed, ended) = found(folder, date(2027, 6, 1))
    assert (changed.begins, changed.ends) == (date(2027, 6, 1), date(2028, 1, 1))
    assert (ended.kind, ended.begins) == (Kind.REMOVED, date(2028, 1, 1))


def test_another_first_day_is_told_if_nothing_else_is(folder: Folder) -> None:
    """Two regulations with the same rule from other days differ in that day."""
    old = load_regulation(folder.base(RULE).path / "base.yaml")
    new = load_regulation(folder.base(RULE, begins="2021-05-01").path / "base.yaml")
    (one,) = differences(old.statute, new.statute, SINCE)
    assert said(one) == [("from", "2020-01-01", "2021-05-01")]


def test_cells_of_a_table_in_a_file_are_compared(tmp_path: Path) -> None:
    """A table file whose rows change is a difference, though both regulations name it alike."""
    statutes = []
    for name, cell in (("old", "2"), ("new", "3")):
        (tmp_path / name).mkdir()
        folder = Folder(tmp_path / name)
        rows = f"grade,value\ni_a,1\ni_b,{cell}\n"
        (folder.path / "t.csv").write_text(rows, encoding="utf-8")
        folder.base("tables: {t: {input: grade, csv: t.csv, else: 0}}\n")
        statutes.append(load_regulation(folder.path / "base.yaml").statute)
    (one,) = differences(*statutes, SINCE)
    assert said(one) == [("row", "i_b,2", "i_b,3")]


def test_the_rules_that_read_a_parameter_through_a_definition(folder: Folder) -> None:
    """A definition stands between a parameter and the rules that hang on it."""
    folder.base(
        "parameters: {n: {value: 3 years}, unread: {value: 1 year}}\n"
        "definitions: {long: service >= n}\n"
        "rules: {r: {when: long, then: promote}, s: {when: service >= n, then: promote}}\n"
    )
    read = readers(load_regulation(folder.path / "base.yaml").statute, SINCE)
    assert read["n"] == ("r", "s")
    assert read["long"] == ("r",)
    assert "unread" not in read


def test_words_that_only_one_vocabulary_has(folder: Folder, tmp_path: Path) -> None:
    """What is added, gone and declared otherwise is told apart; together both are one."""
    town = (folder.path / "town.yaml").read_text(encoding="utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(
        town.replace("zone: {type: category, values: [centre, outer]}", "quarter: {type: flag}")
        .replace("range: 192..1000", "range: 200..1000")
        .replace("  - time_in_grade <= service\n", ""),
        encoding="utf-8",
    )
    words = common_words(load_vocabulary(folder.path / "town.yaml"), load_vocabulary(other))
    assert words.added == ("attributes: quarter",)
    assert words.removed == ("attributes: zone", "scales: zone", "always: time_in_grade <= service")
    assert words.changed == ("attributes: age",)
    assert words.declared_otherwise(frozenset({"age", "grade"})) == ("age",)
    assert {"zone", "quarter"} <= words.vocabulary.attributes.keys()
    assert len(words.vocabulary.always) == 3


def test_an_amendment_names_what_it_amends(folder: Folder) -> None:
    """The file of the base of an amendment; of a regulation that amends nothing there is none."""
    folder.base(RULE).amend("2027-01-01", "repeal: [{rule: r}]\n")
    assert amended_by(folder.paths[0]) == folder.path / "base.yaml"
    assert amended_by(folder.path / "base.yaml") is None
