"""Practice: read from a document, dated, and as written before it begins."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from policy_sim.documents import read_text, shape
from policy_sim.errors import DocumentError, ScenarioError
from policy_sim.simulation.practices.practice import (
    AS_WRITTEN,
    DatedPractice,
    Practice,
    PracticeShape,
)
from policy_sim.simulation.simulate import simulate
from pyramid_world import pyramid_world

DOCUMENT = """
title: A habit that ends
hypothetical: yes
order: {share: 30%, by: connection, offices: [level_1]}
ratings: {leniency: 4 points, bias: 1.5 points, favours: connection}
waived: {senior-supervisor: 10%}
undone: {promotion: 5%}
delay: 2 months
changes:
  2030-03-01: {order: {share: 10%, by: service}}
"""


def read(text: str) -> PracticeShape:
    """Return the practice in *text*."""
    return shape(read_text(text, "practice.yaml").root, PracticeShape)


def test_a_practice_is_read_as_it_is_stated() -> None:
    """Every part of the document comes through, with exact shares."""
    practice = read(DOCUMENT).dated("closeness")
    assert (practice.name, practice.title) == ("closeness", "A habit that ends")
    assert practice.hypothetical
    now = practice.on(date(2026, 1, 1))
    assert now.order is not None
    assert (now.order.share, now.order.by) == (Fraction(3, 10), "connection")
    assert now.order.offices == ("level_1",)
    assert (now.ratings.leniency, now.ratings.bias, now.ratings.favours) == (4, 1.5, "connection")
    assert now.waived == {"senior-supervisor": Fraction(1, 10)}
    assert now.undone == {"promotion": Fraction(1, 20)}
    assert now.delay == 2


def test_a_change_replaces_the_whole_practice() -> None:
    """From its day on a change stands alone: nothing of the earlier practice is kept."""
    practice = read(DOCUMENT).dated("closeness")
    before, after = (practice.on(date(2030, month, 1)) for month in (2, 3))
    assert before.delay == 2
    assert after.delay == 0
    assert after.order is not None
    assert after.order.by == "service"
    assert after.ratings.leniency == 0


def test_before_it_begins_everything_is_done_as_written() -> None:
    """A practice that begins later is, until then, the law as written."""
    practice = DatedPractice("late", ((date(2030, 1, 1), Practice(delay=1)),))
    assert practice.on(date(2029, 12, 31)) == AS_WRITTEN
    assert practice.on(date(2030, 1, 1)).delay == 1


def test_names_that_people_do_not_have_are_found_together() -> None:
    """An unknown figure, office and area are reported at once, before anything is simulated."""
    practice = read(
        "{order: {share: 30%, by: conection, offices: [level_9]}, undone: {promotions: 5%}}"
    )
    with pytest.raises(ScenarioError) as error:
        simulate(pyramid_world(practice.dated("misnamed")), 1)
    found = [(finding.code, finding.values["near"]) for finding in error.value.findings]
    assert found[0] == ("unknown-figure", "connection")
    assert [code for code, _ in found[1:]] == ["unknown-word", "unknown-word"]
    assert found[2][1] == "promotion"


def test_an_empty_practice_is_the_law_as_written() -> None:
    """A practice that states nothing deviates nowhere."""
    assert read("title: Nothing").dated("nothing").on(date(2026, 1, 1)) == AS_WRITTEN


@pytest.mark.parametrize(
    ("text", "code", "seen"),
    [
        ("order: {share: 130%, by: service}", "not-a-share", "130%"),
        ("order: {share: 30%, by: service, ofices: [a]}", "unknown-key", "ofices"),
        ("ratings: {leniency: lots}", "not-a-number", "lots"),
        ("delay: 2 weeks", "not-a-duration", "2 weeks"),
        ("changes: {2030-02-30: {}}", "no-such-day", "2030-02-30"),
    ],
)
def test_mistakes_are_placed(text: str, code: str, seen: str) -> None:
    """What cannot be read is a finding with its code, what was seen, and the line."""
    with pytest.raises(DocumentError) as error:
        read(f"title: x\n{text}")
    finding = error.value.findings[0]
    assert finding.code == code
    assert seen in finding.values["seen"]
    assert finding.where.line == 2
