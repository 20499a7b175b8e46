"""Vocabularies: what a declared word becomes."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from policy_documents import TOWN, codes
from policy_sim.errors import DocumentError, PolicyError
from policy_sim.policy import load_vocabulary
from policy_sim.policy.effects import AREAS, EFFECTS, Combine, incompatible
from policy_sim.policy.values import Kind, Unit
from policy_sim.policy.vocabulary import Vocabulary


def declared(folder: Path, text: str) -> Vocabulary:
    """Return the vocabulary that *text* declares."""
    path = folder / "words.yaml"
    path.write_text(f"vocabulary: words\n{text}", encoding="utf-8")
    return load_vocabulary(path)


def refused(folder: Path, text: str) -> list[str]:
    """Return the codes of what is wrong with *text*."""
    with pytest.raises(PolicyError) as caught:
        declared(folder, text)
    return codes(caught.value.findings)


def test_scales_run_from_low_to_high_and_may_hold_ties(tmp_path: Path) -> None:
    """A nested list is one rank; labels are for display and are not compared."""
    words = declared(
        tmp_path,
        "scales:\n"
        "  education: [school, [bachelor, diploma], doctor]\n"
        "  grade: {values: [i_a, i_b], labels: {i_a: I/a}}\n",
    )
    education = words.scales["education"]
    assert education.values == ("school", "bachelor", "diploma", "doctor")
    assert education.ranks == (0, 1, 1, 2)
    assert education.tied
    assert not words.scales["grade"].tied
    assert words.scales["grade"].labels == {"i_a": "I/a"}


def test_attributes_take_their_type_from_what_they_state(tmp_path: Path) -> None:
    """Words of a scale are ordered, listed words a category, numbers have unit, step, range."""
    words = declared(
        tmp_path,
        "scales: {grade: [i_a, i_b]}\n"
        "attributes:\n"
        "  grade: {scale: grade}\n"
        "  family: {values: [teacher, health]}\n"
        "  box: {type: ordered, values: [low, high]}\n"
        "  score: {type: decimal, step: 0.1, unit: points, range: 0..100}\n"
        "  born: {type: date}\n"
        "  member: {type: flag}\n"
        "  debt: {type: whole, unit: money, range: -5..5}\n",
    )
    types = {name: attribute.type for name, attribute in words.attributes.items()}
    assert types["grade"].kind is Kind.ORDERED
    assert types["family"].kind is Kind.CATEGORY
    assert types["box"].kind is Kind.ORDERED
    assert (types["score"].step, types["score"].high) == (Fraction(1, 10), 1000)
    assert types["score"].unit is Unit.POINTS
    assert types["born"].kind is Kind.DATE
    assert types["member"].high == 1
    assert (types["debt"].low, types["debt"].high) == (-5, 5)
    assert set(words.scales) == {"grade", "family", "box"}


def test_values_are_counted_in_steps(tmp_path: Path) -> None:
    """``typical`` and ``before_first`` are integers of the type; a newcomer starts at zero."""
    words = declared(
        tmp_path,
        "attributes:\n"
        "  score: {type: decimal, step: 0.1, range: 0..100, typical: 65.5, before_first: 60}\n"
        "  age: {type: whole, unit: months, range: 16 years..80 years}\n"
        "  debt: {type: whole, range: -5..5}\n",
    )
    score, age, debt = (words.attributes[name] for name in ("score", "age", "debt"))
    assert (score.typical, score.before_first) == (655, 600)
    assert (age.type.low, age.before_first) == (192, 192)
    assert (debt.typical, debt.before_first) == (None, 0)


def test_moves_series_events_and_relations() -> None:
    """The small town's vocabulary says all that a vocabulary can say."""
    town = load_vocabulary(TOWN)
    moves = town.attributes["time_in_grade"].moves
    assert moves is not None
    assert (moves.each_month, moves.reset_by) == (1, ("promote",))
    assert town.attributes["sex"].protected
    assert town.attributes["competence"].merit == "higher"
    assert (town.series["predikat"].keep, town.series["predikat"].if_missing) == (10, 0)
    assert town.events["sanction"].expires
    assert town.events["promoted"].type is None
    absence = town.events["absence"].type
    assert absence is not None
    assert absence.unit is Unit.WORKDAYS
    assert town.relations["superior"].to == "person"


def test_what_is_always_true_is_typed_with_the_tables_it_needs() -> None:
    """``always`` may look up a table of the vocabulary."""
    town = load_vocabulary(TOWN)
    assert [str(condition) for _, condition in town.always] == [
        "time_in_grade <= service",
        "age >= (1 * service + 1 * 192)",
        "grade <= highest_possible(education)",
    ]
    assert town.always[1][0] == "age >= service + 16 years"


def test_tracks_have_a_stage_and_months() -> None:
    """A track declares two attributes; a person on no track is at the stage none."""
    town = load_vocabulary(TOWN)
    stage = town.attributes["improvement.stage"].type.scale
    assert stage is not None
    assert stage.values == ("none", "improve", "retest", "waiting")
    assert town.attributes["improvement.months"].type.unit is Unit.MONTHS
    assert town.tracks == {"improvement": ("improve", "retest", "waiting")}


def test_a_vocabulary_may_use_another(tmp_path: Path) -> None:
    """What is used is part of it, declared once however often it is used."""
    (tmp_path / "one.yaml").write_text("vocabulary: one\nscales: {g: [a, b]}\n", "utf-8")
    (tmp_path / "two.yaml").write_text("vocabulary: two\nuses: [one]\n", "utf-8")
    words = declared(tmp_path, "uses: [one, two]\nattributes: {g: {scale: g}}\n")
    assert words.attributes["g"].type.high == 1


def test_names_are_given_once(tmp_path: Path) -> None:
    """Attributes, series, events and tables share one space of names; scales have their own."""
    text = "scales: {a: [x, y]}\nattributes: {a: {scale: a}}\nevents: {a: {}}\n"
    assert refused(tmp_path, text) == ["name-taken"]
    text = "scales: {a: [x, y]}\nattributes: {a: {values: [u, v]}}\n"
    assert refused(tmp_path, text) == ["name-taken"]


def test_an_attribute_is_not_called_like_a_word(tmp_path: Path) -> None:
    """``head`` could mean the office or the attribute, so it cannot be both."""
    text = "attributes:\n  head: {type: flag}\n  office: {values: [none, head]}\n"
    assert refused(tmp_path, text) == ["name-is-word"]


def test_a_broken_attribute_does_not_hide_the_others(tmp_path: Path) -> None:
    """Unknown keys and bad values of several attributes come at once, without what follows."""
    text = (
        "attributes:\n"
        "  a: {type: integer, range: 0..9}\n"
        "  b: {type: whole, rnge: 0..9}\n"
        "  c: {type: whole, range: 0..}\n"
        "always: [a >= b]\n"
    )
    assert refused(tmp_path, text) == ["unknown-word", "unknown-key", "open-range"]


@pytest.mark.parametrize("keep", ["0", "1201"])
def test_a_series_remembers_at_least_one_period(tmp_path: Path, keep: str) -> None:
    """A series of which nothing is kept has no last value, and no age is 101 years of months."""
    text = f"series: {{mark: {{type: whole, range: 0..9, keep: {keep}}}}}\n"
    assert refused(tmp_path, text) == ["out-of-range"]


def test_always_is_checked(tmp_path: Path) -> None:
    """A condition of ``always`` is an expression like any other."""
    text = "attributes: {a: {type: whole, range: 0..9}}\nalways: [a >= 1 year]\n"
    assert refused(tmp_path, text) == ["units-differ"]


def test_a_policy_is_no_vocabulary(tmp_path: Path) -> None:
    """Loading a policy as a vocabulary says so; a missing file is a document error."""
    path = tmp_path / "policy.yaml"
    path.write_text("policy: p\nfrom: 2020-01-01\n", encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        load_vocabulary(path)
    assert codes(caught.value.findings) == ["wrong-document"]
    with pytest.raises(DocumentError):
        load_vocabulary(tmp_path / "nowhere.yaml")


def test_effects_are_closed_and_consistent() -> None:
    """Every effect belongs to known areas; only what can be ranked is combined by rank."""
    for kind in EFFECTS.values():
        assert set(kind.areas) <= set(AREAS)
        assert kind.area == kind.areas[0]
    ranked = {kind.name for kind in EFFECTS.values() if kind.combine is Combine.HIGHEST}
    assert ranked == {"sanction", "award"}


def test_incompatible_effects() -> None:
    """Dismissal contradicts everything good, promotion contradicts demotion, both ways round."""
    for first, second in (("dismiss", "promote"), ("promote", "demote"), ("dismiss", "pay")):
        assert incompatible(first, second)
        assert incompatible(second, first)
    assert not incompatible("promote", "promote")
    assert not incompatible("promote", "appoint")
    assert not incompatible("dismiss", "sanction")


EARNED = """attributes:
  examination: {type: category, values: [no_exam, helm]}
  course: {type: category, values: [no_course, rigging]}
  papers: {type: ordered, values: [bare, some, full], moves: {earned_by: {%s}}}
"""


def test_what_an_examination_or_a_course_enters_is_declared(tmp_path: Path) -> None:
    """By the word of the examination or the course stands the value that it enters."""
    papers = declared(tmp_path, EARNED % "helm: some, rigging: full").attributes["papers"]
    assert papers.moves is not None
    assert dict(papers.moves.earned_by) == {"helm": 1, "rigging": 2}


def test_nothing_is_earned_by_what_is_no_examination(tmp_path: Path) -> None:
    """A word that neither an examination nor a course has is a finding, and so is a wrong value."""
    assert refused(tmp_path, EARNED % "helmet: some") == ["undeclared"]
    assert refused(tmp_path, EARNED % "helm: gold") == ["unknown-value"]
