"""Amendments: what a regulation says on each day, and amendments that cannot be meant."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_documents import Folder, codes
from policy_sim.policy import check_law, load_law

BASE = (
    "parameters:\n"
    "  wait: {value: 4 years}\n"
    "  stepped: {values: {2020-01-01: 2 years, 2028-01-01: 3 years}}\n"
    "definitions: {due: time_in_grade >= wait}\n"
    "rules:\n"
    "  regular: {when: due, then: promote}\n"
    "  other: {when: time_in_grade >= stepped, then: promote}\n"
)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder with a small regulation to amend."""
    return Folder(tmp_path).base(BASE)


def waits(folder: Folder, name: str = "wait") -> dict[str, int | None]:
    """Return the months that a parameter has from each change date."""
    return {
        vintage.begins.isoformat(): vintage.parameters[name].single
        for vintage in folder.law().vintages
    }


def test_replace_holds_from_the_effective_date(folder: Folder) -> None:
    """The day before, the old value; on the day, the new one."""
    folder.amend("2027-01-01", "replace: {parameters: {wait: {value: 3 years}}}\n")
    law = folder.law()
    days = (date(2026, 12, 31), date(2027, 1, 1))
    assert [law.on(day).parameters["wait"].single for day in days] == [48, 36]
    assert law.id == "amendment0"


def test_until_the_effective_date_nothing_changes(folder: Folder) -> None:
    """Vintages that end by the effective date have the same keys with and without the amendment."""
    before = [v.key for v in folder.law().vintages]
    folder.amend("2027-01-01", "repeal: [{rule: regular}]\n")
    after = [v for v in folder.law().vintages if v.begins < date(2027, 1, 1)]
    assert [v.key for v in after] == before[: len(after)]


def test_what_is_repealed_is_gone(folder: Folder) -> None:
    """A repealed rule is in no vintage from the effective date."""
    folder.amend("2027-01-01", "repeal: [{rule: regular, source: draft art. 9}]\n")
    ids = [[rule.id for rule in vintage.rules] for vintage in folder.law().vintages]
    assert ids == [["other", "regular"], ["other"], ["other"]]


def test_a_later_value_is_kept_or_dropped_by_name(tmp_path: Path) -> None:
    """``keep_later`` lets the scheduled value come, ``drop_later`` does not."""
    text = "replace: {parameters: {stepped: {value: 1 year}}}\n"
    results = {}
    for word in ("keep_later: [stepped]\n", "drop_later: [stepped]\n"):
        folder = Folder(tmp_path).base(BASE).amend("2027-01-01", word + text)
        results[word[:4]] = waits(folder, "stepped")
    assert results["keep"] == {"2020-01-01": 24, "2027-01-01": 12, "2028-01-01": 36}
    assert results["drop"] == {"2020-01-01": 24, "2027-01-01": 12}
    silent = Folder(tmp_path).base(BASE).amend("2027-01-01", text)
    assert codes(silent.findings()) == ["later-value-unnamed"]


def test_several_amendments_apply_by_date_not_by_order(folder: Folder) -> None:
    """An amendment given first may take effect last."""
    folder.amend("2030-01-01", "replace: {parameters: {wait: {value: 1 year}}}\n")
    folder.amend("2027-01-01", "replace: {parameters: {wait: {value: 2 years}}}\n")
    values = waits(folder)
    assert (values["2027-01-01"], values["2030-01-01"]) == (24, 12)


def test_repealed_items_may_be_added_again(folder: Folder) -> None:
    """``add`` needs a name that is free on its day, not one that was never used."""
    folder.amend("2027-01-01", "repeal: [{rule: regular}]\n")
    folder.amend("2029-01-01", "add: {rules: {regular: {then: promote}}}\n")
    present = {
        vintage.begins.year: "regular" in {rule.id for rule in vintage.rules}
        for vintage in folder.law().vintages
    }
    assert present == {2020: True, 2027: False, 2028: False, 2029: True}


def test_an_amendment_alone_brings_its_base(folder: Folder) -> None:
    """Loading an amendment loads what it amends, found beside it."""
    folder.amend("2027-01-01", "replace: {parameters: {wait: {value: 3 years}}}\n")
    alone = load_law(folder.paths[0])
    assert [v.key for v in alone.vintages] == [v.key for v in folder.law().vintages]


def test_an_amendment_of_an_amendment(folder: Folder) -> None:
    """A chain of amendments is loaded from its last one."""
    folder.amend("2027-01-01", "add: {parameters: {extra: {value: 1}}}\n")
    folder.amend("2028-01-01", "replace: {parameters: {extra: {value: 2}}}\n")
    last = folder.paths[1]
    last.write_text(last.read_text("utf-8").replace("amends: base", "amends: amendment0"), "utf-8")
    assert load_law(last).vintages[-1].parameters["extra"].single == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["changes-nothing"]),
        ("replace: {parameters: {wait: {value: 4 years}}}", ["changes-nothing"]),
        ("replace: {rules: {regular: {when: due, then: promote, note: x}}}", ["changes-nothing"]),
        ("replace: {parameters: {wiat: {value: 3 years}}}", ["amends-missing"]),
        ("repeal: [{rule: regulr}]", ["amends-missing"]),
        ("add: {rules: {regular: {then: promote}}}", ["add-existing"]),
        ("add: {rules: {x: {then: promote, from: 2026-01-01}}}", ["before-effective"]),
        ("repeal: [{rule: regular, parameter: wait}]", ["one-repeal"]),
        ("drop_later: [wait]\nrepeal: [{rule: regular}]", ["later-unused"]),
        ("repeal: [{parameter: wait}]", ["dangling"]),
        ("repeal: [{definition: due}]", ["dangling"]),
        ("replac: {parameters: {wait: {value: 3 years}}}", ["unknown-key"]),
        (
            "transition: {t: {for: sex == f}}\nrepeal: [{rule: regular}]",
            ["missing-key", "missing-key"],
        ),
        ("replace: {parameters: {wait: {valu: 3 years}}}", ["unknown-key"]),
        (
            "repeal: [{rule: regular}]\nadd: {rules: {x: {then: nothing, overrides: [regular]}}}",
            ["dangling"],
        ),
    ],
)
def test_amendments_that_cannot_be_meant(folder: Folder, text: str, expected: list[str]) -> None:
    """Each is one finding with the place in the document that has to change."""
    folder.amend("2027-01-01", text + "\n")
    assert codes(folder.findings()) == expected


@pytest.mark.parametrize(
    "text",
    [
        "parameters: {wait: {value: 48 months}}",
        "definitions: {due: {value: time_in_grade >= wait, source: elsewhere}}",
        "rules: {regular: {area: promotion, when: [due], then: [promote], title: New}}",
    ],
)
def test_other_words_for_the_same_change_nothing(folder: Folder, text: str) -> None:
    """Not the wording counts but what is decided."""
    folder.amend("2027-01-01", f"replace: {{{text}}}\n")
    assert codes(folder.findings()) == ["changes-nothing"]


def test_a_change_of_authority_is_a_change(folder: Folder) -> None:
    """Who may change a value is part of the law, even if the value stays."""
    folder.amend(
        "2027-01-01", "replace: {parameters: {wait: {value: 4 years, authority: national}}}\n"
    )
    assert folder.findings() == []


def test_a_near_name_is_offered(folder: Folder) -> None:
    """A misspelt item is answered with the item of that kind that is closest."""
    folder.amend("2027-01-01", "replace: {parameters: {wiat: {value: 3 years}}}\n")
    (finding,) = folder.findings()
    assert finding.values["near"] == "wait"


def test_two_amendments_of_one_item_on_one_day(folder: Folder) -> None:
    """Neither order is right, so there is none; the other is pointed to."""
    folder.amend("2027-01-01", "replace: {parameters: {wait: {value: 3 years}}}\n")
    folder.amend("2027-01-01", "replace: {parameters: {wait: {value: 2 years}}}\n")
    (finding,) = folder.findings()
    assert finding.code == "amended-twice"
    ((_, place),) = finding.related
    assert place.file.endswith("amendment0.yaml")


def test_an_amendment_of_another_regulation(folder: Folder) -> None:
    """An amendment given with a base must amend that base."""
    folder.amend("2027-01-01", "repeal: [{rule: regular}]\n")
    path = folder.paths[0]
    path.write_text(path.read_text("utf-8").replace("amends: base", "amends: bsae"), "utf-8")
    (finding,) = folder.findings()
    assert (finding.code, finding.values["near"]) == ("undeclared", "base")
    assert codes(check_law(path)) == ["undeclared"]


schedules = st.dictionaries(st.integers(2021, 2035), st.integers(1, 40), min_size=0, max_size=4)


@settings(max_examples=25)
@given(schedules, st.permutations(range(4)))
def test_on_every_day_the_last_amendment_speaks(schedule: dict[int, int], order: list[int]) -> None:
    """Whatever the schedule and the order of the files, the value of a year is that of the
    latest amendment until then, and equal neighbours are findings.
    """
    expected = {2020: 48}
    for year in sorted(schedule):
        expected[year] = schedule[year]
    values = list(expected.values())
    with TemporaryDirectory() as name:
        folder = Folder(Path(name)).base(BASE)
        years = list(schedule)
        for index in (i for i in order if i < len(years)):
            text = (
                f"replace: {{parameters: {{wait: {{value: {schedule[years[index]]} months}}}}}}\n"
            )
            folder.amend(f"{years[index]}-01-01", text)
        repeated = any(a == b for a, b in pairwise(values))
        assert (codes(folder.findings()) == []) == (not repeated)
        if not repeated:
            law = folder.law()
            for year in range(2020, 2037):
                latest = max(y for y in expected if y <= year)
                assert law.on(date(year, 7, 1)).parameters["wait"].single == expected[latest]


@pytest.mark.parametrize(
    ("effective", "text", "expected"),
    [
        ("2027-01-01", "drop_later: [stepped]\nreplace: {parameters: {stepped: {value: 2 years}}}",
         {"2020-01-01": 24, "2027-01-01": 24}),
        ("2027-01-01",
         "replace: {parameters: {wait: {values: {2027-01-01: 4 years, 2029-01-01: 5 years}}}}",
         {"2020-01-01": 48, "2027-01-01": 48, "2028-01-01": 48, "2029-01-01": 60}),
    ],
)  # fmt: skip
def test_what_changes_later_days_only_is_a_change(
    folder: Folder, effective: str, text: str, expected: dict[str, int]
) -> None:
    """To keep a value that was to change, or to schedule a change, alters the law of later days."""
    folder.amend(effective, text + "\n")
    assert codes(folder.findings()) == []
    name = "stepped" if "stepped" in text else "wait"
    assert waits(folder, name) == expected


def test_a_rule_that_was_to_end_can_be_kept(tmp_path: Path) -> None:
    """Replacing a rule by itself without its end prolongs it, which is a change."""
    folder = Folder(tmp_path).base("rules: {r: {until: 2028-01-01, then: promote}}\n")
    folder.amend("2027-01-01", "replace: {rules: {r: {then: promote}}}\n")
    assert codes(folder.findings()) == []
    assert folder.law().on(date(2030, 1, 1)).rules


ADDED = """\
add:
  parameters: {floor_of: {value: 60 points}, seats: {value: 20%}, later: {value: 2 years}}
  tables: {step_of: {input: zone, keyed: {centre: 1, outer: 2}}, idle: {input: zone, keyed: {}}}
  definitions: {far: zone == outer, fit: competence >= floor_of}
"""
READING = """\
  rules:
    new:
      applies_to: step_of(zone) == 1
      when: {any: [fit, service >= later]}
      then: promote
      select: {rank_by: competence, reserve: {share: seats, for: far}}
"""


def unread(folder: Folder) -> list[str]:
    """Return the names of what is said to be added for nothing."""
    return [f.values["seen"] for f in folder.findings() if f.code == "added-unread"]


def test_what_is_added_and_read_by_nothing_is_told(folder: Folder) -> None:
    """Who adds a share of seats and forgets the rule that gives them is warned; a definition that
    nothing reads counts, for what it names, as a reader.
    """
    added = ADDED.replace(", idle: {input: zone, keyed: {}}", "")
    folder.amend("2027-01-01", added)
    assert unread(folder) == ["seats", "later", "step_of", "far", "fit"]
    assert folder.law().findings


def test_whatever_a_rule_names_is_read(folder: Folder) -> None:
    """In its scope, in a nest of conditions, in a reserve, through a definition."""
    folder.amend("2027-01-01", ADDED.replace("keyed: {}", "keyed: {}, else: 1") + READING)
    assert unread(folder) == ["idle"]


def test_a_later_amendment_may_read_what_an_earlier_one_adds(folder: Folder) -> None:
    """The law that all amendments make together counts; a name in a source does not."""
    folder.amend("2027-01-01", "add: {parameters: {floor_of: {value: 60 points}}}\n")
    folder.amend("2028-01-01", "add: {rules: {n: {source: floor_of, then: promote}}}\n")
    assert unread(folder) == ["floor_of"]
    folder.amend("2029-01-01", "add: {rules: {m: {when: competence >= floor_of, then: promote}}}\n")
    assert unread(folder) == []
