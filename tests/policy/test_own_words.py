"""Documents say in several languages what they and their names are called."""

from __future__ import annotations

from pathlib import Path

import pytest

from policy_sim.catalogue import sentence
from policy_sim.catalogue.language import ENGLISH, language_named
from policy_sim.errors import BadInput
from policy_sim.policy.loading import load_law, load_vocabulary
from policy_sim.report.voice import Voice

VOCABULARY = """vocabulary: town
scales:
  rank_scale: [low, high]
  mark_scale: [low, good]
attributes:
  rank: {type: ordered, scale: rank_scale}
  mark: {type: ordered, scale: mark_scale}
words:
  id: {rank: pangkat, mark_scale.low: kurang, high: tinggi}
"""
POLICY = """policy: rules
title: {en: Town rules, id: Aturan kota}
from: 2020-01-01
uses: [town]
rules:
  rise: {area: promotion, title: {en: A rise, id: Kenaikan}, when: [mark >= good], then: promote}
"""


def law_of(folder: Path, vocabulary: str = VOCABULARY, policy: str = POLICY) -> Path:
    """Write both documents; return the path of the policy."""
    (folder / "town.yaml").write_text(vocabulary, encoding="utf-8")
    path = folder / "rules.yaml"
    path.write_text(policy, encoding="utf-8")
    return path


def test_a_title_is_english_for_whoever_asks_for_no_language(tmp_path: Path) -> None:
    """A title in two languages is a plain text, and is told in the other language on request."""
    law = load_law(law_of(tmp_path))
    indonesian = language_named("id")
    assert (law.title, indonesian.told(law.title)) == ("Town rules", "Aturan kota")
    (rule,) = law.vintages[0].rules
    assert (rule.title, Voice.of(law, indonesian).titled(rule)) == ("A rise", "Kenaikan")


def test_names_are_called_as_the_documents_say(tmp_path: Path) -> None:
    """A word means its own scale's; a name that nobody calls anything keeps its name."""
    law = load_law(law_of(tmp_path))
    told = Voice.of(law, language_named("id"))
    scales = law.vocabulary.scales
    assert told.named("rank") == "pangkat"
    assert told.named("superior.rank") == "pangkat superior"
    assert told.named("time_in_rank") == "time in rank"
    assert told.worded("low", scales["mark_scale"]) == "kurang"
    assert told.worded("low", scales["rank_scale"]) == ""
    assert told.worded("high", scales["rank_scale"]) == "tinggi"
    assert told.word("low") == "kurang"
    assert told.source("UU 1 art. 5 and 7") == "UU 1 Pasal 5 dan 7"
    assert Voice.of(law, ENGLISH).named("rank") == "rank"


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("rank: pangkat", "rang: pangkat", "'rang' is not a name of this law"),
        ("id: {rank", "in: {rank", "'in' is not one of the words"),
    ],
)
def test_what_is_called_must_be_there(tmp_path: Path, before: str, after: str, told: str) -> None:
    """A name that nothing has, and a language that is not spoken, are findings."""
    path = law_of(tmp_path, VOCABULARY.replace(before, after))
    for load in (load_law, lambda _: load_vocabulary(tmp_path / "town.yaml")):
        with pytest.raises(BadInput) as refused:
            load(path)
        assert any(told in sentence(finding) for finding in refused.value.findings)


@pytest.mark.parametrize("title", ["{in: Aturan}", "{}", "[a]", "{en: [a]}", "{en: }"])
def test_a_title_must_be_a_text_or_one_a_language(tmp_path: Path, title: str) -> None:
    """Anything else is a finding with its place, never a traceback."""
    path = law_of(tmp_path, policy=POLICY.replace("{en: Town rules, id: Aturan kota}", title))
    with pytest.raises(BadInput) as refused:
        load_law(path)
    assert refused.value.findings[0].where.line == 2


def test_words_are_not_law(tmp_path: Path) -> None:
    """What things are called changes no law: the keys of its versions stay the same."""
    named = load_law(law_of(tmp_path)).vintages[0].key
    plain = POLICY.replace("{en: A rise, id: Kenaikan}", "A rise")
    silent = VOCABULARY.split("words:", maxsplit=1)[0]
    assert load_law(law_of(tmp_path, silent, plain)).vintages[0].key == named
