"""Words of a document against a vocabulary: intervals of integers, and evidence."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.diagnostics import Place
from policy_sim.documents import Scalar, read_text, shape
from policy_sim.errors import DocumentError, ScenarioError
from policy_sim.workforce.wording import Evidence, EvidenceShape, Wording
from strategies_workforce import VOCABULARY

FILE = Place("town.yaml")
HERE = Place("town.yaml", 4, 7)


def _wording() -> Wording:
    return Wording(VOCABULARY, FILE)


@pytest.mark.parametrize(
    ("attribute", "label", "unit", "expected"),
    [
        ("grade", "middle", 1, (2, 2)),
        ("grade", "low..high", 1, (1, 3)),
        ("age", "30", 1, (30, 30)),
        ("age", "30", 12, (360, 371)),
        ("age", "0..29", 12, (0, 359)),
        ("performance", "70", 1, (700, 709)),
        ("performance", "60..69", 1, (600, 699)),
    ],
)
def test_a_label_covers_integers(
    attribute: str, label: str, unit: int, expected: tuple[int, int]
) -> None:
    """A word is its position, a year twelve months, a point ten steps of a tenth."""
    wording = _wording()
    assert wording.interval(label, VOCABULARY.attributes[attribute], unit) == expected
    assert wording.findings == []


@given(st.lists(st.integers(0, 80), min_size=2, max_size=6, unique=True))
def test_bands_that_follow_each_other_leave_no_gap(ends: list[int]) -> None:
    """Where one band of years stops the next begins, month for month."""
    ends.sort()
    age = VOCABULARY.attributes["age"]
    bands = [f"{a}..{b - 1}" for a, b in pairwise(ends)]
    covered = [_wording().interval(band, age, 12) for band in bands]
    for first, second in pairwise(covered):
        assert first is not None
        assert second is not None
        assert first[1] + 1 == second[0]


@pytest.mark.parametrize(
    ("attribute", "label", "code"),
    [
        ("grade", "lowest", "not-among-words"),
        ("grade", "low..highest", "not-among-words"),
        ("grade", "high..low", "band-reversed"),
        ("age", "old", "not-a-band"),
        ("age", "9..3", "band-reversed"),
        ("age", "2000", "band-outside-range"),
        ("age", "-5", "not-a-band"),
    ],
)
def test_a_label_that_covers_nothing_is_found_in_its_place(
    attribute: str, label: str, code: str
) -> None:
    """There is one finding, and it stands where the label stands."""
    wording = _wording()
    wording.interval(Scalar(label, HERE), VOCABULARY.attributes[attribute])
    assert [finding.code for finding in wording.findings] == [code]
    assert wording.findings[0].where == HERE


def test_attributes_of_units_are_none_of_people() -> None:
    """A profile cannot give people the budget of their unit."""
    wording = _wording()
    assert wording.attribute("budget") is None
    assert wording.attribute("grade") is VOCABULARY.attributes["grade"]
    assert [finding.code for finding in wording.findings] == ["not-among-words"]


def test_words_of_what_the_vocabulary_lacks() -> None:
    """An undeclared attribute, or one of numbers, has the one word given."""
    assert _wording().words("zone", "all") == ("core", "outer")
    assert _wording().words("ladder", "all") == ("all",)
    assert _wording().words("age", "all") == ("all",)


def test_evidence_is_a_source_with_its_mark_or_an_assumption() -> None:
    """Either alone is evidence; both or half of one are not."""
    source, mark, sentence = Scalar("Yearbook"), Scalar("derived"), Scalar("a  guess\n made")
    assert EvidenceShape(source=source, mark=mark).is_evident
    assert EvidenceShape(assumption=sentence).is_evident
    assert not EvidenceShape(source=source).is_evident
    assert not EvidenceShape(mark=mark).is_evident
    assert not EvidenceShape(source=source, mark=mark, assumption=sentence).is_evident
    assert not EvidenceShape().is_evident
    assert EvidenceShape(assumption=sentence).evidence == Evidence(assumption="a guess made")


def test_own_evidence_goes_before_inherited() -> None:
    """A part without evidence has its parent's; a half-stated one is a finding."""
    inherited = Evidence("Yearbook", "secondary")
    wording = _wording()
    assert wording.evidence(EvidenceShape(), HERE, inherited) is inherited
    own = EvidenceShape(assumption=Scalar("a guess"))
    assert wording.evidence(own, HERE, inherited) == Evidence(assumption="a guess")
    assert wording.findings == []
    wording.evidence(EvidenceShape(source=Scalar("Gazette")), HERE, inherited)
    wording.evidence(EvidenceShape(), HERE, None)
    assert [finding.code for finding in wording.findings] == ["no-evidence"] * 2


def test_a_mark_is_one_of_four() -> None:
    """Hearsay is no mark."""
    with pytest.raises(DocumentError, match="unknown-mark"):
        shape(read_text("source: x\nmark: hearsay\n", "town.yaml").root, EvidenceShape)


def test_all_findings_are_raised_together_in_order() -> None:
    """Nothing is raised while there is nothing to say."""
    wording = _wording()
    wording.refuse()
    wording.find("no-units", Place("town.yaml", 9))
    wording.find("no-kinds", Place("town.yaml", 2))
    with pytest.raises(ScenarioError) as raised:
        wording.refuse()
    assert [finding.code for finding in raised.value.findings] == ["no-kinds", "no-units"]
