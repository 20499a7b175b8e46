"""Documents that cannot be read, and exactly what a person is told about each."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy_sim.catalogue import sentence
from policy_sim.documents import read_text
from policy_sim.errors import DocumentError

IN_QUOTES = "Put the expression in quotes, or write the list or mapping one item per line."
WHERE_IT_APPLIES = "is not allowed: a document says everything where it applies."

GOLDEN = {
    "empty": (
        "",
        (
            "d.yaml:1:1: error[empty-document]: the document is empty. "
            "A document is a mapping of keys and values."
        ),
    ),
    "comment only": (
        "# nothing else\n",
        (
            "d.yaml:1:1: error[empty-document]: the document is empty. "
            "A document is a mapping of keys and values."
        ),
    ),
    "second document": (
        "a: 1\n---\nb: 2\n---\nc: 3\n",
        (
            "d.yaml:2:1: error[several-documents]: a second document begins here. Keep one "
            "document per file: delete the line '---', or move what follows to a file of its own."
        ),
    ),
    "duplicate key": (
        "rules:\n  a: 1\n  b: 2\n  a: 3\n",
        (
            "d.yaml:4:3: error[duplicate-key]: the key 'a' stands twice in one mapping. "
            "Keep one of the two. (first: d.yaml:2:3)"
        ),
    ),
    "tab": (
        "rules:\n\ta: 1\n",
        (
            "d.yaml:2:1: error[tab-indent]: the line is indented with a tab. "
            "YAML indents with spaces only."
        ),
    ),
    "object tag": (
        "a: !!python/object/apply:os.system [ls]\n",
        (
            "d.yaml:1:4: error[tag]: the tag 'tag:yaml.org,2002:python/object/apply:os.system' is "
            "not allowed: every value is read as text. Delete the tag. A text that begins with '!' "
            "needs quotes."
        ),
    ),
    "harmless tag": (
        "a: !!str 1\n",
        (
            "d.yaml:1:4: error[tag]: the tag 'tag:yaml.org,2002:str' is not allowed: every value "
            "is read as text. Delete the tag. A text that begins with '!' needs quotes."
        ),
    ),
    "exclamation": (
        "a: ! 1\n",
        (
            "d.yaml:1:4: error[tag]: the tag '!' is not allowed: every value is read as text. "
            "Delete the tag. A text that begins with '!' needs quotes."
        ),
    ),
    "anchor": (
        "a: &x 1\n",
        (
            f"d.yaml:1:4: error[anchor]: the anchor '&x' {WHERE_IT_APPLIES} Delete the anchor; "
            "give the shared part a name as a parameter, table or definition."
        ),
    ),
    "list as key": (
        "? [a, b]\n: 1\n",
        (
            "d.yaml:1:3: error[key-not-text]: a key must be a text, not a list or a mapping. Write "
            "'key: value' with a plain word as the key; a text that begins with '[' or '{' needs "
            "quotes."
        ),
    ),
    "expression cut in a list": (
        "when: [floor(a, b) > 1, married]\n",
        (
            "d.yaml:1:8: error[split-expression]: the comma cuts the expression 'floor(a, b) > 1' "
            f"in two, because it stands inside [ ] or {{ }}. {IN_QUOTES}"
        ),
    ),
    "expression cut in a mapping": (
        "rule: {area: pay, when: min(a, b) > 1, then: nothing}\n",
        (
            "d.yaml:1:25: error[split-expression]: the comma cuts the expression 'min(a, b) > 1' "
            f"in two, because it stands inside [ ] or {{ }}. {IN_QUOTES}"
        ),
    ),
    "parenthesis never closed": (
        "when: [floor(a, married, b > 1]\n",
        (
            "d.yaml:1:8: error[split-expression]: the comma cuts the expression 'floor(a' in "
            f"two, because it stands inside [ ] or {{ }}. {IN_QUOTES}"
        ),
    ),
    "open quote": (
        "a: 1\nb: 'two\n",
        (
            "d.yaml:2:4: error[not-yaml]: this is not YAML: the quote that opens here is never "
            "closed. Close it; inside single quotes write '' for one quote that is meant."
        ),
    ),
    "open bracket": (
        "a: [1, 2\nb: 3\n",
        (
            "d.yaml:1:4: error[not-yaml]: this is not YAML: the bracket that opens here is not "
            "closed, or lacks a comma inside. Close it, or separate its parts by commas; a text "
            "with a bracket needs quotes."
        ),
    ),
    "nul": (
        "a: 1\nb: x\x00y\n",
        (
            "d.yaml:2:5: error[unseen-character]: the document holds the character U+0000, which "
            "cannot be seen. Delete it; documents hold visible text, spaces, tabs and line "
            "ends only."
        ),
    ),
    "turned reading direction": (
        "a: grade \u202e>= 9\n",
        (
            "d.yaml:1:10: error[unseen-character]: the document holds the character U+202E, which "
            "cannot be seen. Delete it; documents hold visible text, spaces, tabs and line "
            "ends only."
        ),
    ),
}


def told(text: str) -> list[str]:
    """Return the sentences of every finding in *text*."""
    with pytest.raises(DocumentError) as caught:
        read_text(text, "d.yaml")
    return [sentence(finding) for finding in caught.value.findings]


@pytest.mark.parametrize("name", GOLDEN)
def test_each_mistake_is_told_in_one_sentence_with_its_place(name: str) -> None:
    """One mistake gives one finding, and its words are these."""
    text, expected = GOLDEN[name]
    assert told(text) == [expected]


def test_all_mistakes_are_told_at_once_in_the_order_of_their_places() -> None:
    """A document with five kinds of mistake gives all five, first line first."""
    text = "a: &x 1\nb: *x\nc: !t 2\na: [f(a, b)]\n? {q: 1}\n: 2\n"
    with pytest.raises(DocumentError) as caught:
        read_text(text, "d.yaml")
    seen = [(finding.code, finding.where.line) for finding in caught.value.findings]
    assert seen == [
        ("anchor", 1),
        ("alias", 2),
        ("tag", 3),
        ("duplicate-key", 4),
        ("split-expression", 4),
        ("key-not-text", 5),
    ]


def test_what_was_wrong_before_a_syntax_error_is_told_with_it() -> None:
    """A syntax error ends the reading, not the list of findings."""
    codes = [line.split("[")[1].split("]")[0] for line in told("a: &x 1\nb: 'open\n")]
    assert codes == ["anchor", "not-yaml"]


def test_an_alias_bomb_stays_as_small_as_it_is_written() -> None:
    """Nine levels of nine aliases each are findings, not 9**9 values."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"a{n}: &a{n} [" + ", ".join([f"*a{n - 1}"] * 9) + "]"
        for n in range(1, 10)
    ]  # fmt: skip
    sentences = told("\n".join(lines))
    assert sum("error[anchor]" in line for line in sentences) == 10
    assert sum("error[alias]" in line for line in sentences) == 81


def test_a_document_that_contains_itself_is_refused() -> None:
    """An alias to the mapping around it neither hangs nor recurses."""
    assert [line.split(": ")[1] for line in told("a: &a\n  b: *a\n")] == [
        "error[anchor]",
        "error[alias]",
    ]


@pytest.mark.parametrize("unit", ["[", "{a: ", "- ", "? "])
def test_ten_thousand_levels_are_refused_at_the_hundred_and_first(unit: str) -> None:
    """Depth is counted while reading: no recursion, no long wait."""
    began = time.perf_counter()
    sentences = told(unit * 10_000)
    assert len(sentences) == 1
    assert "error[too-deep]" in sentences[0]
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(("levels", "fits"), [(99, True), (100, True), (101, False)])
def test_a_hundred_levels_are_the_limit(levels: int, fits: bool) -> None:
    """A hundred nested lists are read, one more is not."""
    text = "[" * levels + "x" + "]" * levels
    if fits:
        read_text(text, "d.yaml")
    else:
        assert "error[too-deep]" in told(text)[0]


def test_a_crowd_of_mistakes_is_cut_short() -> None:
    """A hundred findings are given and one that says there are more; the rest is not read."""
    sentences = told("\n".join(f"k{n}: &x{n} 1" for n in range(50_000)))
    assert len(sentences) == 101
    assert "error[too-many-findings]: there are more than 100 findings" in sentences[-1]


def test_a_long_piece_of_text_is_shortened_in_its_sentence() -> None:
    """A sentence stays readable whatever stood in the document."""
    (line,) = told("when: [f(" + "a" * 100_000 + ", b)]\n")
    assert len(line) < 400
    assert "aaa…'" in line


@given(st.text(alphabet="ab(),:-[]{}?&*!|>'\"%@#~= \n\t\r0", max_size=40))
def test_no_text_fails_otherwise_than_by_findings(text: str) -> None:
    """Any row of YAML's own signs is a document or gives findings with places inside it."""
    try:
        read_text(text, "d.yaml")
    except DocumentError as error:
        places = [finding.where for finding in error.findings]
        lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        inside = [1 <= place.line <= len(lines) and place.column >= 1 for place in places]
        assert all(inside)
        assert places == sorted(places)


def test_text_over_five_megabytes_is_not_read() -> None:
    """The limit holds for text as for files."""
    assert told("a: " + "x" * 5_000_000) == [
        (
            "d.yaml:1:1: error[document-too-large]: the document has 5.0 MB; at most 5 MB are "
            "read. Split it into several documents, or keep its data in a CSV file beside it."
        )
    ]
