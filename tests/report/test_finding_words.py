"""Findings told in the words of a law: names, articles, effects, examples."""

from __future__ import annotations

from datetime import date

from policy_sim.catalogue import parts, phrase
from policy_sim.catalogue.language import ENGLISH, Language
from policy_sim.catalogue.phrase import Words, either
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.report.example_words import ExampleWords
from policy_sim.report.finding_words import in_words
from policy_sim.report.voice import Voice

INDONESIAN = Language("id")
CALLED = {"age": "usia", "talent-supervisor": "pengangkatan pengawas"}
NAMES = ExampleWords(None, Voice(INDONESIAN, CALLED))


def finding(code: str, **values: str) -> Diagnostic:
    """Return a finding at the top of a draft."""
    return Diagnostic(code, Place("draft.yaml"), values)


DECLARED = finding(
    "declared-distinction",
    attribute="age",
    effect="appoint",
    rule="talent-supervisor (draft art. 3)",
    ground="PP 11/2017 art. 107",
)


def test_a_finding_names_things_as_the_documents_call_them() -> None:
    """Attribute, effect, rule and article are told; the rule's name stays, to find it by."""
    message = parts(in_words(DECLARED, NAMES), INDONESIAN)["message"]
    assert message.startswith(
        "usia (age), yang dilindungi, ikut menentukan pengangkatan dalam jabatan"
    )
    assert "pengangkatan pengawas (talent-supervisor, rancangan Pasal 3)" in message
    assert message.endswith("PP 11/2017 Pasal 107")
    assert "art." not in message


def test_in_english_a_finding_stays_as_it_is() -> None:
    """Its names are those of the documents."""
    assert in_words(DECLARED, ExampleWords(None, Voice(ENGLISH, CALLED))) is DECLARED


def test_a_rule_that_nobody_calls_anything_keeps_its_name() -> None:
    """With or without an article, and what is no name of a document is not touched."""
    plain = in_words(finding("x", rule="late", other="late (art. 2)", seen="age"), NAMES)
    assert plain.values == {"rule": "late", "other": "late (Pasal 2)", "seen": "age"}
    gone = in_words(finding("x", rule="", effect=""), NAMES)
    assert gone.values == {"rule": "", "effect": ""}


def test_names_inside_a_phrase_are_told_too() -> None:
    """However deep they stand, and each by what it names; numbers and clauses are left alone."""
    ways = either([Words("late (art. 2)", {"id": "late (Pasal 2)"}), "talent-supervisor"])
    why = phrase("wherever it holds, {rules} overrides it", rules=ways)
    what = phrase(
        "{what} for {effect} by {rule}", what=phrase("the rank"), effect="promote", rule="late"
    )
    told = in_words(finding("dead-rule", why=why, effect=what, promise="late"), NAMES).values
    assert told["why"] == (
        "di mana pun syaratnya terpenuhi, late (Pasal 2) atau pengangkatan pengawas "
        "(talent-supervisor) mengesampingkannya"
    )
    assert told["effect"] == "peringkat untuk kenaikan pangkat menurut late"
    cliff = phrase("leaves less of {effect}", effect="promote")
    assert (
        in_words(finding("cliff", what=cliff), NAMES).values["what"]
        == "mengurangi kenaikan pangkat"
    )
    within = phrase("{number} months", number=30)
    assert in_words(finding("trap", within=within), NAMES).values["within"] == "30 bulan"


def test_an_example_has_its_day_in_the_language() -> None:
    """The month by its name, as everywhere on a page."""
    example = phrase("on {day}: {person}", day=date(2027, 3, 1), person=phrase("anybody"))
    told = in_words(finding("x", example=example, against="promote"), NAMES)
    assert told.values["example"] == "pada 1 Maret 2027: siapa pun"
    assert told.values["against"] == "kenaikan pangkat"


def test_records_of_an_example_are_called_what_the_documents_call_them() -> None:
    """The record by its name, quantities with their units; English keeps both as they are."""
    names = ExampleWords(None, Voice(INDONESIAN, {"absence": "ketidakhadiran"}))
    spell = phrase("{value} up to {day}", value="13 workdays", day=date(2027, 12, 1))
    example = phrase(
        "{person}; {source} {first}, beside {second}",
        person=phrase("anybody"),
        source="absence",
        first=spell,
        second=spell,
    )
    told = in_words(finding("gaming", example=example), names).values["example"]
    assert told.startswith("siapa pun; ketidakhadiran 13 hari kerja sampai dengan 1 Desember 2027")
    english = ExampleWords(None, Voice(ENGLISH)).told(example)
    assert english.startswith("anybody; absence 13 workdays up to 1 December 2027, beside")


def test_all_effects_without_a_promise_are_told_whole() -> None:
    """Each once, and none of them cut off in the middle of a word."""
    effects = "act, admit, appoint, award, close, coach, credit, dismiss, enrol, hire, increment"
    silent = finding("silent", effects=f"{effects}, move, pay, promote, rate", statute="UU")
    english = parts(silent, ENGLISH)["message"]
    assert "promote, rate: about" in english
    indonesian = parts(in_words(silent, NAMES), INDONESIAN)["message"]
    assert "…" not in english + indonesian
    assert "kenaikan pangkat" in indonesian
    assert "appoint" not in indonesian
