"""Texts that can be told again in another language are plain English texts for everybody else."""

from __future__ import annotations

import json
import pickle
from copy import deepcopy
from datetime import date

from policy_sim.catalogue import (
    Words,
    both,
    either,
    finding_of,
    listed,
    parts,
    phrase,
    sentence,
    stored,
    stored_finding,
    text_of,
)
from policy_sim.catalogue.language import ENGLISH, language_named
from policy_sim.diagnostics import Diagnostic, Place, Severity

INDONESIAN = language_named("id")
FINDING = Diagnostic(
    "dead-rule",
    Place("a.yaml", 3, 5),
    {"rule": "late (art. 3)", "why": phrase("wherever it holds, {rules} overrides it", rules="b")},
    Severity.WARNING,
    (("the first", Place("a.yaml", 1, 1)),),
)


def test_a_phrase_is_its_english_text() -> None:
    """Whoever knows nothing of languages reads, compares and joins a phrase as a text."""
    told = phrase("{number} places", number=3)
    assert told == "3 places"
    assert f"{told}!" == "3 places!"
    assert {"3 places": 1}[told] == 1


def test_a_phrase_is_told_with_all_that_is_in_it() -> None:
    """Phrases inside phrases, and those that stand in a list, are told in the language too."""
    inner = either(["a", "b"])
    told = listed([phrase("without '{clause}'", clause=inner), both(["c", "d"])], "; ")
    assert told == "without 'a or b'; c and d"
    assert INDONESIAN.told(told) == "tanpa 'a atau b'; c dan d"
    assert ENGLISH.told(told) == told
    assert (either([]), both(iter(())), listed([])) == ("", "", "")


def test_a_phrase_survives_a_copy_and_another_process() -> None:
    """What it was made of goes along, also braces in what fills it in."""
    told = phrase("without '{clause}'", clause="{any: [a]}")
    for same in (deepcopy(told), pickle.loads(pickle.dumps(told))):  # noqa: S301 - our own bytes
        assert same == "without '{any: [a]}'"
        assert INDONESIAN.told(same) == "tanpa '{any: [a]}'"


def test_a_day_is_plain_for_programs_and_told_in_each_language_to_people() -> None:
    """As text it is year-month-day; a sentence has the month by its name."""
    told = phrase("from {begins}", begins=date(2027, 8, 1))
    assert told == "from 2027-08-01"
    assert ENGLISH.told(told) == "from 1 August 2027"
    assert INDONESIAN.told(told) == "sejak 1 Agustus 2027"


def test_words_of_a_document_are_told_as_it_gives_them() -> None:
    """A document says itself what it is called in each language; else its own text stays."""
    title = Words("Merit rules", {"id": "Aturan merit"})
    same = pickle.loads(pickle.dumps(title))  # noqa: S301 - our own bytes
    assert (title, INDONESIAN.told(same), ENGLISH.told(title)) == (
        "Merit rules",
        "Aturan merit",
        "Merit rules",
    )
    assert INDONESIAN.told(Words("Merit rules")) == "Merit rules"
    assert INDONESIAN.say("{title}", title=title) == "Aturan merit"


def test_a_finding_is_told_in_indonesian() -> None:
    """Message, reason, gravity and label are told; place, code and values stay as they are."""
    assert sentence(FINDING, INDONESIAN) == (
        "a.yaml:3:5: peringatan[dead-rule]: late (art. 3) tidak berlaku bagi siapa pun yang "
        "mungkin ada: di mana pun syaratnya terpenuhi, b mengesampingkannya. Perbaiki "
        "syarat-syaratnya, atau hapus aturan itu. (yang pertama: a.yaml:1:1)"
    )
    told = parts(FINDING, INDONESIAN)
    assert (told["code"], told["severity"]) == ("dead-rule", "warning")
    assert told["values"] == parts(FINDING)["values"]
    assert told["message"].startswith("late (art. 3) tidak berlaku")


def test_what_a_user_wrote_is_never_translated() -> None:
    """A name that happens to be a word of the tool stays the user's name."""
    finding = Diagnostic("duplicate-key", Place("a.yaml"), {"seen": "rule"})
    assert "kunci 'rule' tertulis dua kali" in sentence(finding, INDONESIAN)


def test_a_finding_is_told_again_from_what_was_kept() -> None:
    """From JSON it is the same finding, in every language, with all that is in its phrases."""
    kept = json.loads(json.dumps(stored_finding(FINDING)))
    again = finding_of(kept)
    assert again == FINDING
    assert sentence(again, INDONESIAN) == sentence(FINDING, INDONESIAN)
    assert sentence(again, INDONESIAN) != sentence(again)


def test_what_fills_in_a_text_is_kept_as_it_was() -> None:
    """Numbers stay numbers, days stay days, and words of documents keep their languages."""
    told = phrase("{number} places", number=3)
    spanned = phrase("until {ends}", ends=date(2029, 1, 1))
    titled = Words("Town", {"id": "Kota"})
    for text in (told, spanned, titled, listed([told, titled], "; "), "plain"):
        again = text_of(json.loads(json.dumps(stored(text))))
        assert (again, INDONESIAN.told(again)) == (text, INDONESIAN.told(text))
