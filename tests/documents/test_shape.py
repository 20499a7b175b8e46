"""Shapes: the keys of a mapping as a model, and the place of every mistake."""

from __future__ import annotations

import pickle
from typing import Annotated, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Discriminator, Field, Tag, ValidationError, field_validator

from policy_sim.catalogue import sentence
from policy_sim.diagnostics import Diagnostic, Place, Severity
from policy_sim.documents import (
    MappingNode,
    Node,
    Scalar,
    SequenceNode,
    Shape,
    Text,
    kind_tag,
    read_text,
    shape,
)
from policy_sim.documents.fields import Date, Name, Whole
from policy_sim.errors import DocumentError, PolicyError

OneOrMany = Annotated[
    Annotated[Text, Tag("scalar")] | Annotated[list[Text], Tag("sequence")],
    Discriminator(kind_tag),
]


class Course(Shape):
    """A shape inside another one."""

    noun = "a course"

    kind: Literal["inner", "outer"] = "inner"
    seats: Annotated[Whole, Field(ge=1, le=40)] = 20
    starts: Date = Field(alias="from")
    when: OneOrMany = Scalar("always")
    notes: Node | None = None


class Catalogue(Shape):
    """A shape with a mapping and a list of others."""

    noun = "a catalogue"

    title: Text
    courses: dict[Name, Course] = {}
    best: tuple[Course, ...] = ()
    three: Annotated[list[Text], Field(max_length=3)] = []

    @field_validator("title")
    @classmethod
    def _no_shouting(cls, title: Text) -> Text:
        if title.isupper():
            raise PolicyError([Diagnostic("bad-value", title.place, {"seen": "SHOUT"})])
        if title == "old":
            msg = "out of fashion"
            raise ValueError(msg)
        return title


def read(text: str) -> Catalogue:
    """Return the catalogue in *text*."""
    return shape(read_text(text, "c.yaml").root, Catalogue)


def told(text: str) -> list[str]:
    """Return what is said about *text*, up to the mend."""
    with pytest.raises(DocumentError) as caught:
        read(text)
    return [sentence(finding).split(". ")[0] for finding in caught.value.findings]


GOOD = """\
title: Courses
courses:
  first-aid: {kind: outer, seats: 12, from: 2027-01-01, when: [a > 1, b], notes: {x: [1]}}
  budget: {from: 2027-02-01, when: a > 1}
best:
  - {from: 2027-03-01}
"""


def test_a_document_becomes_its_model_and_keeps_its_places() -> None:
    """Values are typed, texts and free parts keep where they stand, keys too."""
    catalogue = read(GOOD)
    first, second = catalogue.courses.values()
    assert (first.kind, first.seats, first.starts.isoformat()) == ("outer", 12, "2027-01-01")
    assert [clause.place.column for clause in first.when] == [64, 71]
    assert second.when == "a > 1"
    assert isinstance(first.notes, MappingNode)
    assert isinstance(first.notes["x"], SequenceNode)
    assert [key.place for key in catalogue.courses] == [
        Place("c.yaml", 3, 3),
        Place("c.yaml", 4, 3),
    ]
    assert catalogue.best[0].seats == 20


def test_a_model_does_not_change() -> None:
    """What was read stays as it was read."""
    with pytest.raises(ValidationError, match="frozen"):
        read(GOOD).title = Scalar("Other")


def test_the_keys_of_a_shape_are_listed_as_documents_write_them() -> None:
    """A key that Python cannot name appears under its own name."""
    assert Course.keys() == ("kind", "seats", "from", "when", "notes")


MISTAKES = {
    "unknown key with a near one": (
        "title: t\ncorses: {}\n",
        (
            "c.yaml:2:1: error[unknown-key]: 'corses' is not a key of a catalogue; "
            "did you mean 'courses'? Allowed: title, courses, best, three"
        ),
    ),
    "missing key": (
        "courses: {}\n",
        "c.yaml:1:1: error[missing-key]: a catalogue needs the key 'title'",
    ),
    "missing key inside": (
        "title: t\ncourses:\n  a: {seats: 3}\n",
        "c.yaml:3:6: error[missing-key]: a course needs the key 'from'",
    ),
    "python name of a key": (
        "title: t\nbest: [{from: 2027-01-01, starts: 2027-01-01}]\n",
        (
            "c.yaml:2:27: error[unknown-key]: 'starts' is not a key of a course; "
            "did you mean 'seats'? Allowed: kind, seats, from, when, notes"
        ),
    ),
    "text for a mapping": (
        "title: t\ncourses: many\n",
        "c.yaml:2:10: error[expected-mapping]: expected keys and values, found 'many'",
    ),
    "list for a mapping": (
        "title: t\ncourses: {a: []}\n",
        (
            "c.yaml:2:14: error[expected-mapping]: expected keys and values, found a list; "
            "allowed: kind, seats, from, when, notes"
        ),
    ),
    "nothing for a mapping": (
        "title: t\ncourses:\n",
        "c.yaml:2:9: error[expected-mapping]: expected keys and values, found nothing",
    ),
    "text for a list": (
        "title: t\nbest: one\n",
        "c.yaml:2:7: error[expected-list]: expected a list, found 'one'",
    ),
    "mapping for a list": (
        "title: t\nbest: {a: 1}\n",
        "c.yaml:2:7: error[expected-list]: expected a list, found a mapping",
    ),
    "mapping for a text": (
        "title: {a: 1}\n",
        "c.yaml:1:8: error[expected-text]: expected a text, found a mapping",
    ),
    "no value": (
        "title:\n",
        "c.yaml:1:7: error[empty-value]: the key has no value",
    ),
    "mapping for one or many texts": (
        "title: t\nbest: [{from: 2027-01-01, when: {a: b}}]\n",
        "c.yaml:2:33: error[wrong-kind]: a mapping cannot stand here; allowed: a text or a list",
    ),
    "unknown word": (
        "title: t\nbest: [{from: 2027-01-01, kind: iner}]\n",
        (
            "c.yaml:2:33: error[unknown-word]: 'iner' is not one of the words that may stand here; "
            "did you mean 'inner'? Allowed: inner, outer"
        ),
    ),
    "too small": (
        "title: t\nbest: [{from: 2027-01-01, seats: 0}]\n",
        "c.yaml:2:34: error[out-of-range]: '0' is out of range; allowed: at least 1",
    ),
    "too large": (
        "title: t\nbest: [{from: 2027-01-01, seats: 41}]\n",
        "c.yaml:2:34: error[out-of-range]: '41' is out of range; allowed: at most 40",
    ),
    "too many items": (
        "title: t\nthree: [a, b, c, d]\n",
        "c.yaml:2:8: error[wrong-length]: there are 4 items; allowed: at most 3",
    ),
    "bad key": (
        "title: t\ncourses: {First Aid: {from: 2027-01-01}}\n",
        "c.yaml:2:11: error[not-a-name]: 'First Aid' is not a name",
    ),
    "a validator's own reason": (
        "title: old\n",
        "c.yaml:1:8: error[bad-value]: 'old' cannot stand here: out of fashion",
    ),
    "list at the root": (
        "[a]\n",
        (
            "c.yaml:1:1: error[expected-mapping]: expected keys and values, found a list; "
            "allowed: title, courses, best, three"
        ),
    ),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_each_mistake_is_told_with_its_place(name: str) -> None:
    """One mistake gives one finding, at the key or value that is wrong."""
    text, expected = MISTAKES[name]
    assert told(text) == [expected.removesuffix(".")]


def test_all_mistakes_of_a_document_are_told_in_the_order_of_their_places() -> None:
    """Findings of every level come together, first line first."""
    text = (
        "titel: t\n"
        "courses:\n"
        "  A: {from: 2027-02-30, seats: many}\n"
        "  b: {form: 2027-01-01, kind: 3}\n"
        "best: [x, {from: 1}]\n"
        "more: 1\n"
    )
    with pytest.raises(DocumentError) as caught:
        read(text)
    assert [(f.code, f.where.line, f.where.column) for f in caught.value.findings] == [
        ("unknown-key", 1, 1),
        ("not-a-name", 3, 3),
        ("no-such-day", 3, 13),
        ("not-whole", 3, 32),
        ("unknown-key", 4, 7),
        ("unknown-word", 4, 31),
        ("expected-mapping", 5, 8),
        ("not-a-date", 5, 18),
        ("unknown-key", 6, 1),
    ]


def test_findings_of_other_layers_pass_through() -> None:
    """A validator that raises findings of its own keeps their code, values and place."""
    with pytest.raises(DocumentError) as caught:
        read("title: LOUD\n")
    assert caught.value.findings == (
        Diagnostic("bad-value", Place("c.yaml", 1, 8), {"seen": "SHOUT"}, Severity.ERROR),
    )


def test_a_crowd_of_unknown_keys_is_counted() -> None:
    """Thousands of unknown keys give twenty findings and a number, quickly."""
    text = "title: t\n" + "".join(f"k{n}: 1\n" for n in range(50_000))
    sentences = told(text)
    assert len(sentences) == 21
    assert "49980 further keys are not keys of a catalogue" in sentences[-1]


def test_a_crowd_of_other_findings_is_cut_short() -> None:
    """At most a hundred findings of a document are given, and one that says there are more."""
    sentences = told("title: t\nbest: [" + "x, " * 3_000 + "y]")
    assert len(sentences) == 101
    assert "more than 100 findings" in sentences[-1]


WORDS = st.sampled_from(
    ["title", "courses", "best", "three", "kind", "seats", "from", "when", "notes", "outer"]
) | st.text(max_size=4)
TREES = st.recursive(
    WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=4),
    max_leaves=15,
)


@given(TREES)
def test_no_document_fails_otherwise_than_by_findings(tree: object) -> None:
    """Whatever stands where, it is a catalogue or gives findings, each with a real place."""
    try:
        shape(_node(tree), Catalogue)
    except DocumentError as error:
        placed = [finding.where.file == "t.yaml" for finding in error.findings]
        assert placed
        assert all(placed)
        assert all(": error[" in line for line in str(error).split("\n"))  # noqa: PT017


def _node(tree: object) -> Node:
    """Return *tree* as the nodes of a document."""
    here = Place("t.yaml", 7, 7)
    if isinstance(tree, dict):
        return MappingNode(
            ((Scalar(k, here, quoted=True), _node(v)) for k, v in tree.items()), here
        )
    if isinstance(tree, list):
        return SequenceNode(map(_node, tree), here)
    return Scalar(str(tree), here)


def test_findings_survive_the_way_out_of_a_worker() -> None:
    """An exception with findings can be pickled and reads the same."""
    with pytest.raises(DocumentError) as caught:
        read("titel: t\nbest: 1\n")
    copy = pickle.loads(pickle.dumps(caught.value))  # noqa: S301
    assert copy.findings == caught.value.findings
    assert str(copy) == str(caught.value)


def test_a_model_made_by_code_needs_no_places() -> None:
    """Programs may make what documents describe, and are told their mistakes by pydantic."""
    assert Course(**{"from": "2027-01-01", "seats": 3}).seats == 3
    with pytest.raises(ValidationError):
        Course(seats=3)
