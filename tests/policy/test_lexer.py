"""The words of an expression: which sign is which, where each stands, and what is no word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.policy.lexer import KEYWORDS, LONGEST_NUMBER, LONGEST_TEXT, Token, tokens_of


def at(offset: int) -> Place:
    """Return the place of an offset in a text that begins in column 5."""
    return Place("law.yaml", 2, 5 + offset)


def tokens(text: str) -> list[Token]:
    """Return the tokens of a text that has nothing wrong, without the end."""
    findings: list[Diagnostic] = []
    found = tokens_of(text, at, findings)
    assert found is not None
    assert findings == []
    assert found[-1] == Token("end", "", len(text), len(text))
    return found[:-1]


def refused(text: str) -> list[Diagnostic]:
    """Return what is found in a text that is withheld."""
    findings: list[Diagnostic] = []
    assert tokens_of(text, at, findings) is None
    return findings


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("grade>=iv_b", ["name grade", "sign >=", "name iv_b"]),
        ("superior.grade", ["name superior.grade"]),
        ("a.b.c", ["name a.b.c"]),
        ("4..6", ["number 4", "sign ..", "number 6"]),
        ("4.5..6.5", ["number 4.5", "sign ..", "number 6.5"]),
        ("..6", ["sign ..", "number 6"]),
        ("1_000_000", ["number 1_000_000"]),
        ("Rp 175_000", ["money Rp 175_000"]),
        ("Rp175.000", ["money Rp175.000"]),
        ("Rpx", ["name Rpx"]),
        ("2026-01-31", ["date 2026-01-31"]),
        ("2026-01-311", ["number 2026", "sign -", "number 01", "sign -", "number 311"]),
        ("2026-1-31", ["number 2026", "sign -", "number 1", "sign -", "number 31"]),
        ("20%", ["number 20", "sign %"]),
        ("4years", ["number 4", "name years"]),
        ("a<b<=c", ["name a", "sign <", "name b", "sign <=", "name c"]),
        ("a==b!=c", ["name a", "sign ==", "name b", "sign !=", "name c"]),
        ("a>=b>c", ["name a", "sign >=", "name b", "sign >", "name c"]),
        ("not(a|b)", ["word not", "sign (", "name a", "sign |", "name b", "sign )"]),
        ("nota and\tb\n", ["name nota", "word and", "name b"]),
        ("-x", ["sign -", "name x"]),
    ],
)
def test_texts_in_pieces(text: str, pieces: list[str]) -> None:
    """The longest piece is taken: ``>=`` is one sign, ``4..6`` two numbers, ``nota`` no word."""
    assert [f"{token.kind} {token.text}" for token in tokens(text)] == pieces


@pytest.mark.parametrize("word", sorted(KEYWORDS))
def test_the_words_of_the_language_are_no_names(word: str) -> None:
    """Each keyword is a word, but with a letter more or in capitals it is a name."""
    assert [token.kind for token in tokens(f"{word} {word}s {word.title()}")] == [
        "word",
        "name",
        "name",
    ]


pieces = st.sampled_from(
    ["grade", "a.b", "and", "4", "4.5", "Rp 5", "2026-01-01", "<=", "..", "(", ")", "%", "|"]
)
gaps = st.sampled_from([" ", "  ", "\n", "\t "])


@settings(max_examples=50)
@given(st.lists(st.tuples(pieces, gaps), max_size=12))
def test_pieces_keep_their_offsets(written: list[tuple[str, str]]) -> None:
    """Pieces with gaps between come back as they are, each where it stands in the text."""
    text = "".join(piece + gap for piece, gap in written)
    found = tokens(text)
    assert [token.text for token in found] == [piece for piece, _ in written]
    assert all(text[token.start : token.end] == token.text for token in found)


@settings(max_examples=100)
@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Whatever is typed gives tokens that leave out only blanks, or one kind of finding."""
    findings: list[Diagnostic] = []
    found = tokens_of(text, at, findings)
    if found is None:
        assert {f.code for f in findings} <= {"unknown-character", "number-too-long"}
        assert findings
        return
    kept = "".join(token.text for token in found)
    assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("a = b", "=="),
        ("a ≥ b", ">="),
        ("a ≤ b", "<="),
        ("a ≠ b", "!="),
        ("a ! b", "not"),
        ("a & b", "and"),
        ("a \N{MULTIPLICATION SIGN} b", "*"),
        ("a \N{MIDDLE DOT} b", "*"),
        ("a \N{DIVISION SIGN} b", "/"),
        ("a \N{EN DASH} b", "-"),
        ("a \N{MINUS SIGN} b", "-"),
        ("a \N{HORIZONTAL ELLIPSIS} b", ".."),
        ("a [ b", "("),
        ("a ] b", ")"),
        ("a { b", "("),
        ("a } b", ")"),
        ("a ? b", ""),
        ("a é b", ""),
        ("a ; b", ""),
    ],
)
def test_a_strange_sign_is_shown_with_what_was_meant(text: str, meant: str) -> None:
    """The sign itself, its column, and the sign of the language that it stands for."""
    (finding,) = refused(text)
    assert (finding.code, finding.where) == ("unknown-character", Place("law.yaml", 2, 7))
    assert (finding.values["seen"], finding.values["near"]) == (text[2], meant)


def test_a_lone_equals_in_other_signs() -> None:
    """``=>`` and ``=<`` are shown whole with the sign that was meant; ``!=`` is a sign."""
    shown = [refused(text)[0].values for text in ("a => b", "a =< b", "a && b")]
    assert [found["seen"] for found in shown] == ["=>", "=<", "&&"]
    assert [found["near"] for found in shown] == [">=", "<=", "and"]
    assert [token.text for token in tokens("a != b")] == ["a", "!=", "b"]


def test_long_numbers_are_all_told() -> None:
    """A number of 24 characters passes; one of 25 is told where it stands, and so is the next."""
    longest = "9" * LONGEST_NUMBER
    assert [token.text for token in tokens(longest)] == [longest]
    findings = refused(f"{longest}1 < 5 and Rp {longest} > x")
    assert [f.code for f in findings] == ["number-too-long"] * 2
    assert [f.where.column for f in findings] == [5, 39]


def test_long_texts_are_refused_unread() -> None:
    """10,000 characters pass, one more does not, however empty they are."""
    assert tokens(" " * LONGEST_TEXT) == []
    (finding,) = refused("?" * (LONGEST_TEXT + 1))
    assert (finding.code, finding.where) == ("expression-too-long", at(0))
    assert (finding.values["seen"], finding.values["allowed"]) == ("10001", "10000")
