"""Slips that YAML breaks off at: each told in the words of who writes a document."""

from __future__ import annotations

import pytest

from policy_sim.catalogue import sentence
from policy_sim.catalogue.language import language_named
from policy_sim.documents import read_text
from policy_sim.errors import DocumentError

QUOTES = "a text that holds ': ' needs quotes"
INDENTED = "the line is not indented like those that it belongs to"
AFTER = "something stands after a closing quote or bracket"
BRACKET = "the bracket that opens here is not closed, or lacks a comma inside"

SLIPS = {
    "title: Draft: supervisor posts\n": ("1:13", QUOTES),
    "a: {b: c: d}\n": ("1:9", QUOTES),
    "a: one\n  b: two\n": ("2:4", "the line begins a key where the line before it ends a text"),
    "a:\n    b: 1\n  c: 2\n": ("3:3", INDENTED),
    "a:\n  - b\n  c: 2\n": ("3:3", INDENTED),
    "a: 'open\nb: 1\n": ("1:4", "the quote that opens here is never closed"),
    "a: 'it's'\n": ("1:8", AFTER),
    "a: [b]]\n": ("1:7", AFTER),
    "a: [b, c\nd: 1\n": ("1:4", BRACKET),
    "a: {b: 1\nc: 2\n": ("1:4", BRACKET),
    "a: 1\nword\nb: 2\n": ("3:1", "the line before this is neither a key nor part of a text"),
    "a: @b\n": ("1:4", "a text without quotes cannot begin with @"),
    'a: "\\q"\n': ("1:5", "while parsing a quoted scalar found unknown escape character"),
}


@pytest.mark.parametrize("text", SLIPS)
def test_a_slip_is_told_where_it_is_and_what_it_is(text: str) -> None:
    """What is commonly mistyped is named, at the sign or at what was opened and never closed."""
    with pytest.raises(DocumentError) as raised:
        read_text(text, "d.yaml")
    (finding,) = raised.value.findings
    where, reason = SLIPS[text]
    assert (str(finding.where), finding.values["reason"]) == (f"d.yaml:{where}", reason)
    assert finding.values["mend"]


def test_a_slip_is_told_in_indonesian_in_whole() -> None:
    """Neither what is wrong nor how to mend it is left in the words of YAML."""
    with pytest.raises(DocumentError) as raised:
        read_text("title: Draft: supervisor posts\n", "d.yaml")
    assert sentence(raised.value.findings[0], language_named("id")) == (
        "d.yaml:1:13: kesalahan[not-yaml]: ini bukan YAML: teks yang memuat ': ' perlu tanda kutip."
        ' Beri tanda kutip pada seluruh teks, misalnya title: "Rancangan: isi pokoknya".'
    )
