"""Names in practices and settings: each that matches nothing is told with what would."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from conduct_world import conduct_law
from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.documents import Scalar
from policy_sim.simulation.naming import (
    practice_findings,
    unknown_attributes,
    unknown_events,
    unknown_series,
    unknown_tracks,
    unknown_traits,
    unknown_words,
    unknown_words_among,
)
from policy_sim.simulation.practices.practice import DatedPractice, Order, Practice
from small_office import vocabulary

WORDS = vocabulary()
AT = Place("s.yaml", 7, 9)


def told(findings: list[Diagnostic]) -> list[tuple[str, str, str]]:
    """Return code, name and nearest of each finding."""
    return [(f.code, f.values["seen"], f.values["near"]) for f in findings]


def test_known_names_are_not_told() -> None:
    """An attribute, a series, a trait, a word that exist give nothing."""
    assert unknown_attributes(["grade", "sex"], WORDS) == []
    assert unknown_series(["verdict"], WORDS) == []
    assert unknown_traits(["ability"], ["ability", "motivation"]) == []
    assert unknown_words(["low", "high"], WORDS, "grade") == []


def test_unknown_names_have_their_place_and_their_nearest() -> None:
    """The finding stands where the name does, and lists what there is by the alphabet."""
    (finding,) = unknown_attributes([Scalar("grde", AT)], WORDS)
    assert (finding.code, finding.where) == ("unknown-attribute", AT)
    assert finding.values["near"] == "grade"
    assert finding.values["allowed"].split(", ") == sorted(WORDS.attributes)
    assert told(unknown_series(["verdicts"], WORDS)) == [("unknown-series", "verdicts", "verdict")]
    assert told(unknown_traits(["x"], ["ability"])) == [("unknown-trait", "x", "")]


def test_a_name_from_no_document_has_no_place() -> None:
    """A plain text is told at no place, not refused."""
    (finding,) = unknown_attributes(["grde"], WORDS)
    assert finding.where == Place("")


def test_words_are_quoted() -> None:
    """A word of a scale is shown in quotes; each wrong one is told, in their order."""
    found = unknown_words(["lo", "low", "hi"], WORDS, "grade")
    assert told(found) == [("unknown-word", "'lo'", "low"), ("unknown-word", "'hi'", "high")]
    assert found[0].values["allowed"] == "high, low, middle"


@pytest.mark.parametrize("attribute", ["service", "nothing"])
def test_an_attribute_without_words_knows_none(attribute: str) -> None:
    """Numbers, and what is not declared, have no words at all."""
    assert told(unknown_words(["low"], WORDS, attribute)) == [("unknown-word", "'low'", "")]


def dated(*practices: Practice) -> DatedPractice:
    """Return a practice that changes every year."""
    stretches = [(date(2026 + year, 1, 1), each) for year, each in enumerate(practices)]
    return DatedPractice("p", tuple(stretches))


def order(by: str, *offices: str) -> Practice:
    """Return a practice that ranks a third of the competitions by a figure."""
    return Practice(order=Order(share=Fraction(1, 3), by=by, offices=offices))


@pytest.mark.parametrize("by", ["service", "ability", "lottery", "oracle"])
def test_figures_of_an_order(by: str) -> None:
    """An attribute, a trait, the lottery and the oracle are figures to rank by."""
    assert practice_findings(dated(order(by)), WORDS, ["ability"]) == []


def test_what_a_practice_gets_wrong_is_told_in_all_its_stretches() -> None:
    """A figure now, an office and an area a year later: three findings at once."""
    later = Practice(
        order=Order(share=Fraction(1), by="service", offices=("hed",)),
        undone={"promotin": Fraction(1, 2), "pay": Fraction(1, 2)},
    )
    found = practice_findings(dated(order("sevrice"), later), WORDS, ["ability"])
    assert told(found) == [
        ("unknown-figure", "sevrice", "service"),
        ("unknown-word", "'hed'", "head"),
        ("unknown-word", "'promotin'", "promotion"),
    ]


def test_words_among_given_ones() -> None:
    """A list of words may be anything."""
    assert told(unknown_words_among(["b"], ["a"])) == [("unknown-word", "'b'", "")]
    assert unknown_words_among([], []) == []


def test_events_and_tracks_are_those_of_the_vocabulary() -> None:
    """What is declared is not told; what is not has the nearest of what is."""
    hamlet = conduct_law().vocabulary
    assert unknown_events(["absence", "sanction"], hamlet) == []
    assert unknown_tracks(["improvement"], hamlet) == []
    assert told(unknown_events(["absense"], hamlet)) == [("unknown-event", "absense", "absence")]
    wrong = ("unknown-track", "improvment", "improvement")
    assert told(unknown_tracks(["improvment"], hamlet)) == [wrong]
