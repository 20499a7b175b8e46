"""Where a finding belongs, what it shows, and how much of it."""

from __future__ import annotations

import pytest

from policy_sim.diagnostics import Diagnostic, Place
from policy_sim.policy.parser import parse
from policy_sim.policy.site import Site

HERE = Place("law.yaml", 3, 7)


def refused(code: str = "code", text: str = "the text", **said: object) -> Diagnostic:
    """Return the finding of a refusal."""
    findings: list[Diagnostic] = []
    Site(findings, HERE, text).refuse(code, **said)  # type: ignore[arg-type]
    (finding,) = findings
    assert (finding.code, finding.where) == (code, HERE)
    return finding


def test_the_text_is_seen_unless_something_else_is() -> None:
    """What stood there is shown, or what the finding is about."""
    assert refused().values["seen"] == "the text"
    assert refused(seen="grde").values["seen"] == "grde"


def test_allowed_words_are_listed_once_in_their_order() -> None:
    """Twice the same word is one word; nothing allowed is an empty text."""
    assert refused(allowed=["b", "a", "b", 3]).values["allowed"] == "b, a, 3"
    assert refused().values["allowed"] == ""


@pytest.mark.parametrize(("number", "more"), [(24, False), (25, True)])
def test_long_lists_are_cut(number: int, more: bool) -> None:
    """Twenty-four words are listed; of more the first twenty-four and a sign that there are."""
    listed = refused(allowed=map(str, range(number))).values["allowed"].split(", ")
    assert listed[:24] == [str(word) for word in range(24)]
    assert listed[24:] == (["…"] if more else [])


@pytest.mark.parametrize(("length", "shown"), [(60, "x" * 60), (61, "x" * 59 + "…")])
def test_long_texts_are_cut(length: int, shown: str) -> None:
    """Sixty characters are shown whole; of more fifty-nine and a sign."""
    assert refused(text="x" * length).values["seen"] == shown
    assert refused(mend="x" * length).values["near"] == shown


def test_only_what_is_unknown_may_be_misspelt() -> None:
    """A code of something unknown proposes the nearest allowed word, another code nothing."""
    assert refused("unknown-name", seen="grde", allowed=["grade", "age"]).values["near"] == "grade"
    assert refused("wrong-value", seen="grde", allowed=["grade"]).values["near"] == ""
    assert refused("unknown-name", seen="zzz", allowed=["grade"]).values["near"] == ""
    assert refused("unknown-name", seen="grde", allowed=["grade"], mend="age").values["near"] == (
        "age"
    )


def test_words_that_are_not_listed_are_still_near() -> None:
    """The nearest word may stand behind the cut of a long list."""
    words = [f"w{number}" for number in range(30)] + ["grade"]
    finding = refused("unknown-name", seen="grde", allowed=words)
    assert "grade" not in finding.values["allowed"]
    assert finding.values["near"] == "grade"


def test_a_node_has_its_own_place_and_text() -> None:
    """The right side of a comparison is shown alone, where it begins."""
    syntax = parse("a >= 4 years", [])
    assert syntax is not None
    sites = [Site.of(part, []) for part in syntax.parts]
    assert [site.text for site in sites] == ["a", "4 years"]
    assert [site.place.column for site in sites] == [1, 6]
