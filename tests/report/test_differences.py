"""Differences of two texts, and whom they affect, as lines: what is said, and what is left out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from policy_sim.catalogue import listed, phrase
from policy_sim.catalogue.language import Language
from policy_sim.catalogue.phrase import Words
from policy_sim.diagnostics import Place
from policy_sim.policy.common_words import CommonWords
from policy_sim.policy.differences import Difference, Kind, Wording
from policy_sim.policy.vocabulary import Vocabulary
from policy_sim.proof.affected import Affected, Extent
from policy_sim.proof.changes import Turn
from policy_sim.proof.treated_otherwise import Change
from policy_sim.report.affected import affected_lines, affected_values
from policy_sim.report.differences import (
    difference_lines,
    difference_values,
    span_words,
    word_lines,
)
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.voice import PLAIN, Voice
from small_office import law

SINCE = date(2027, 1, 1)
ENGLISH_NAMES = ExampleWords(None, PLAIN)
PLACE = Place("new.yaml", 7, 3)
ONE = Difference(
    "parameter",
    "wait",
    Kind.CHANGED,
    SINCE,
    None,
    (Wording("value", "4 years", "3 years"), Wording("source", "art. 1", "")),
    (Place("old.yaml", 5, 3), PLACE),
)
PROMOTION = ("promotion", "person")
CHANGE = Change(
    *PROMOTION, Turn.GAINS, "promote", ("r",), "on 2027-01-01: x", "", "", (), SINCE, None
)


def lines(*found: Difference) -> list[str]:
    """Return the lines of differences that the rule ``r`` reads if they are of ``wait``."""
    return list(difference_lines(found, {"wait": ("r",)}, SINCE, ENGLISH_NAMES))


def told(change: Change, extent: Extent = Extent.SOMEBODY) -> list[str]:
    """Return the lines about one change."""
    return list(affected_lines(Affected([change], extents={PROMOTION: extent}), SINCE, law()))


def test_money_and_what_bars_are_told_in_the_language() -> None:
    """Amounts have the form of the language, and a rule that bars the name that it is called by."""
    names = ExampleWords(law(), Voice(Language("id"), {"freeze": "penghentian sementara"}))
    assert names.worth("Rp 5341720") == "Rp5.341.720"
    assert names.worth("60 points") == "60 poin"
    assert names.effect("pay", "Rp 1250000") == "penghasilan (Rp1.250.000)"
    barred = names.clause(phrase("barred by {rule}", rule="freeze"))
    assert barred == "dihalangi oleh penghentian sementara (freeze)"
    english = ExampleWords(law(), PLAIN)
    assert english.worth("Rp 5341720") == "Rp 5341720"
    assert english.clause(phrase("barred by {rule}", rule="freeze")) == "barred by freeze"


def test_a_changed_item_shows_each_text_and_its_readers() -> None:
    """What stood there, what stands there now, and what is gone; at the place of the new one."""
    assert lines(ONE) == [
        "  changed parameter wait, new.yaml:7:3",
        "      value: '4 years' → '3 years'",
        "      source: no longer 'art. 1'",
        "      read by r",
    ]


def test_an_item_that_no_rule_reads_is_said_to_be_so() -> None:
    """A parameter without readers, and a rule, which is read by nothing and needs none."""
    unread = lines(replace(ONE, name="other"))[-1]
    assert "no rule reads it" in unread
    assert not [line for line in lines(replace(ONE, section="rule")) if "read" in line]


def test_an_item_of_one_regulation_only_shows_its_source() -> None:
    """Of what is added or gone not every text is printed: its value and where it comes from."""
    parts = (Wording("value", "", "3 years"), Wording("source", "", "art. 2"))
    added = replace(ONE, kind=Kind.ADDED, parts=parts, places=(None, PLACE))
    assert lines(added)[:2] == ["  added parameter wait (art. 2), new.yaml:7:3", "      3 years"]
    gone = replace(added, kind=Kind.REMOVED, places=(PLACE, None))
    assert lines(gone)[0].startswith("  removed parameter wait")


def test_in_indonesian_items_bear_their_titles_and_the_names_to_find_them_by() -> None:
    """The item, its readers, and its source in the language in which its document tells it."""
    called = {"wait": "masa tunggu", "r": "kenaikan reguler"}
    names = ExampleWords(None, Voice(Language("id"), called))
    source = Words("PP 1 with PP 2 art. 3", {"id": "PP 1 jo. PP 2 Pasal 3"})
    parts = (Wording("value", "", "3 years"), Wording("source", "", source))
    added = replace(ONE, kind=Kind.ADDED, parts=parts, places=(None, PLACE))
    assert list(difference_lines([added], {"wait": ("r",)}, SINCE, names)) == [
        "  ditambahkan parameter masa tunggu (wait) (PP 1 jo. PP 2 Pasal 3), new.yaml:7:3",
        "      3 years",
        "      dibaca oleh kenaikan reguler (r)",
    ]


def test_items_that_only_begin_on_another_day_are_put_together() -> None:
    """A regulation that is enacted anew with the same words does not fill the screen."""
    dated = replace(ONE, section="rule", parts=(Wording("from", "2020-01-01", "2021-01-01"),))
    assert lines(dated, replace(dated, name="s")) == ["  first day only: rule wait, rule s"]


@pytest.mark.parametrize(
    ("begins", "ends", "said"),
    [
        (SINCE, None, ""),
        (date(2028, 1, 1), None, " from 1 January 2028"),
        (SINCE, date(2029, 1, 1), " until 1 January 2029"),
    ],
)
def test_only_a_span_that_is_not_the_whole_is_said(
    begins: date, ends: date | None, said: str
) -> None:
    """From the day asked about for good is what a reader takes for granted."""
    assert span_words(begins, ends, SINCE) == said


def test_words_are_listed_by_section() -> None:
    """Each section of a vocabulary has one line of what is new in it."""
    words = CommonWords(Vocabulary({}, {}), ("attributes: a", "attributes: b", "events: c"))
    assert list(word_lines(words)) == ["  added attributes: a, b", "  added events: c"]


def test_values_are_plain_and_whole() -> None:
    """What JSON gets has every text, also those that lines leave out."""
    (value,) = difference_values([ONE], {})
    assert value["parts"] == [
        {"part": "value", "before": "4 years", "after": "3 years"},
        {"part": "source", "before": "art. 1", "after": ""},
    ]
    assert (value["from"], value["until"], value["read_by"]) == ("2027-01-01", None, [])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (CHANGE, "gains promote by r"),
        (replace(CHANGE, turn=Turn.LOSES, before="i_b"), "loses promote i_b by r"),
        (
            replace(CHANGE, turn=Turn.HIGHER, effect="pay", before="1", after="2"),
            "pay higher by r, 1 → 2",
        ),
        (replace(CHANGE, turn=Turn.TIED), "tied otherwise for promote by r"),
        (replace(CHANGE, turn=Turn.RANKED), "ranked otherwise for promote by r"),
        (replace(CHANGE, turn=Turn.OTHERWISE), "promote otherwise by r"),
    ],
)
def test_each_way_of_being_treated_otherwise_has_its_words(change: Change, said: str) -> None:
    """What happens to somebody, by which rule, and from what to what."""
    assert told(change)[0] == f"  promotion: {said}"


def test_what_stands_in_the_way_is_said_of_the_right_law() -> None:
    """Who gains was kept from it before; who loses is kept from it now."""
    unmet = replace(CHANGE, unmet=("age >= 30 years",))
    assert told(unmet)[-1] == "      what stood in the way: age >= 30 years"
    assert "stands in the way" in told(replace(unmet, turn=Turn.LOSES))[-1]


def test_an_example_is_told_in_years_and_in_the_words_of_the_documents() -> None:
    """English keeps the names from which a case is written; Indonesian takes what the law says."""
    parts = (("service", "516 months"), ("time_in_grade", "30 months"), ("office", "head"))
    person = listed([listed([name, value], " ") for name, value in parts])
    one = replace(
        CHANGE,
        example=phrase("on {day}: {person}", day=SINCE, person=person),
        unmet=("service >= 30 years",),
    )
    english = "service 43 years, time_in_grade 2 years and 6 months, office head"
    assert told(one)[1].strip() == f"on 1 January 2027: {english}"
    words = {"service": "masa kerja", "time_in_grade": "masa golongan", "head": "kepala"}
    spoken = replace(law(), words={"id": {**words, "office": "jabatan", "r": "kenaikan reguler"}})
    found = Affected([one], extents={PROMOTION: Extent.SOMEBODY})
    assert [line.strip() for line in affected_lines(found, SINCE, spoken, Language("id"))] == [
        "kenaikan pangkat: memperoleh kenaikan pangkat menurut kenaikan reguler (r)",
        "pada 1 Januari 2027: masa kerja 43 tahun, masa golongan 2 tahun 6 bulan, jabatan: kepala",
        "yang dahulu menghalangi: masa kerja sekurang-kurangnya 30 tahun",
    ]


def test_nobody_and_undecided_are_never_the_same() -> None:
    """An open question is printed with its reason, in words and in values."""
    nobody = Affected(extents={PROMOTION: Extent.NOBODY})
    assert not nobody.anybody
    assert "no possible person" in next(affected_lines(nobody, SINCE, law()))
    unclear = Affected(extents={PROMOTION: Extent.UNDECIDED}, unclear={PROMOTION: "too much work"})
    assert unclear.anybody
    assert next(affected_lines(unclear, SINCE, law())) == "  promotion: not decided: too much work"
    areas = affected_values(unclear)["areas"]
    assert areas == [
        {
            "area": "promotion",
            "subject": "person",
            "extent": "undecided",
            "places_shared_otherwise": [],
            "undecided": "too much work",
        }
    ]
